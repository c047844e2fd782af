"""What a coder is: one method that turns a read article into reports; found by the entry point `dragoman.coders`."""

from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from dragoman.errors import Stop
from dragoman.record import Report
from dragoman.sentences import ReadArticle


class Coder(Protocol):
    """Turns articles that have been read into reports, one list an article, in order.

    Reports whose score lies under `min_score` are not given; None leaves it to the coder. `branch` is the ONNX file of
    upper encoder layers whose vectors its sentences should carry; None for a coder that needs none.
    """

    name: str
    version: str
    branch: Path | None
    min_score: float | None

    def code(self, articles: Iterable[ReadArticle]) -> Iterator[list[Report]]:
        """The reports of each article; an article that tells of no act gives an empty list."""
        ...


def load_coder(name: str) -> Coder:
    """The coder of this name, built in or from a plugin; Stop if there is none."""
    known = {point.name: point for point in entry_points(group="dragoman.coders")}
    if name not in known:
        raise Stop(f"there is no coder “{name}”.", remedy=f"Installed: {', '.join(sorted(known)) or 'none'}.")
    coder: Coder = known[name].load()()
    return coder
