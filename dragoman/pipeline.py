"""The flow on one page: articles are read into sentences and coded into reports, in batches, order kept."""

from collections.abc import Iterable, Iterator
from itertools import islice

from dragoman.coding.coder import Coder, load_coder
from dragoman.reading.article import Reader
from dragoman.record import Article, Report


class Pipeline:
    """A reader and a coder, loaded once; `language` picks the model, `coder` is a coder's name or a coder."""

    def __init__(self, *, coder: str | Coder = "rules", language: str = "en", batch: int = 64) -> None:
        self.coder = load_coder(coder) if isinstance(coder, str) else coder
        self.reader = Reader.load(language, self.coder.branch)
        self.batch = batch

    def reports(self, articles: Iterable[Article]) -> Iterator[tuple[Article, list[Report]]]:
        """Each article with its reports, in the order in which the articles came."""
        waiting = iter(articles)
        while chunk := list(islice(waiting, self.batch)):
            yield from zip(chunk, self.coder.code(self.reader.read_many(chunk)), strict=True)
