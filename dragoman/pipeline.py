"""The flow on one page: articles are read into sentences and coded into reports, in batches, order kept."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from dragoman.coding.coder import Coder, load_coder
from dragoman.reading.article import Reader
from dragoman.reading.runtime import USUAL, Runtime
from dragoman.record import Article, Report


class Pipeline:
    """A reader and a coder, loaded once; `language` picks the model, `coder` is a coder's name or a coder.

    `desk` is the folder of a desk's own shelves of actors, where it has one. `min_score` replaces the least score of a
    coder that has one: lower finds more, higher errs less. `runtime` is where the models run.
    """

    def __init__(
        self,
        *,
        coder: str | Coder = "trained",
        language: str = "en",
        batch: int = 64,
        desk: Path | None = None,
        min_score: float | None = None,
        runtime: Runtime = USUAL,
    ) -> None:
        self.coder = load_coder(coder) if isinstance(coder, str) else coder
        if min_score is not None:
            self.coder.min_score = min_score
        self.reader = Reader.load(language, self.coder.branch, desk, runtime=runtime)
        self.batch = batch

    def reports(self, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Report]]]:
        """Each article with its reports, in the order in which the articles came."""
        waiting = iter(articles)
        while chunk := list(islice(waiting, self.batch)):
            yield from zip(chunk, self.coder.code(self.reader.read_many(chunk)), strict=True)
