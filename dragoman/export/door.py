"""The door of formats: an answer of the record comes in, bytes go out; found by entry points, the built-ins too."""

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from dragoman.analysis.claims import Claim
from dragoman.analysis.network.acts import PairAct
from dragoman.analysis.standing import Asked
from dragoman.analysis.tie_book import KnownTie
from dragoman.errors import Stop
from dragoman.events import Event
from dragoman.export.wording import shown
from dragoman.ontology.book import Book

GROUP = "dragoman.formats"
SCHEMA = "1"
"""Version of the layout of exported tables; it rises when a column changes or goes."""
CODEBOOK = "5080529d3ff8e706"
"""First 16 hexadecimal digits of SHA-256 over docs/codebook.md, by which the acts in an export were coded."""

Cell = str | int | float | bool | None | tuple[str, ...]
Row = Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `kind` is text, day, instant, count, number, flag or list; `what` says what it holds."""

    name: str
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; `rows` gives them anew each time that it is called, one by one. `key` names each row."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[Row]]
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What an export says of itself.

    `question` is what was asked, as flags. Nothing of the day of writing is in it: the same question gives the same
    bytes. `quote_limit` is in characters; `licence` is whatever the desk gives its coding away under, empty if it does
    not say.
    """

    subject: str
    question: Mapping[str, str]
    quote_limit: int
    licence: str = ""

    def facts(self) -> dict[str, str]:
        """All of it as text, for metadata."""
        found = {
            "dragoman.subject": self.subject,
            "dragoman.schema": SCHEMA,
            "dragoman.codebook": CODEBOOK,
            "dragoman.quote_limit": str(self.quote_limit),
            "dragoman.licence": self.licence,
        }
        return found | {f"dragoman.asked.{name}": value for name, value in sorted(self.question.items())}

    def quoted(self, words: str) -> str:
        """Words of an article, no longer than the limit; what was cut ends in an ellipsis."""
        return clipped(words, self.quote_limit)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a format may write: each takes what it can and stops where there is none of it.

    `events` gives the events anew each time that it is called. `chart` is a drawing (SVG) with its sentence.
    """

    about: About
    book: Book
    asked: Asked
    tables: tuple[Table, ...] = ()
    events: Callable[[], Iterable[Event]] = tuple
    ties: tuple[KnownTie, ...] = ()
    acts: tuple[PairAct, ...] = ()
    claims: tuple[Claim, ...] = ()
    title: str = ""
    chart: tuple[str, str] = ("", "")

    @property
    def table(self) -> Table:
        """The one table that was asked for; Stop where the answer is no table."""
        if len(self.tables) != 1:
            raise Stop(f"{self.about.subject} is no single table.", remedy="Choose a format that holds it.")
        return self.tables[0]


class Format(Protocol):
    """Writes an answer as one kind of file."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write all of the answer; Stop where the format cannot hold it."""


def formats() -> dict[str, EntryPoint]:
    """The formats that are installed, by name."""
    return {each.name: each for each in sorted(entry_points(group=GROUP), key=lambda each: each.name)}


def format_named(name: str) -> Format:
    """The format of this name; Stop, listing all, if there is none, or if it cannot be loaded."""
    found = formats()
    if name not in found:
        raise Stop(f"there is no format “{shown(name)}”.", remedy=f"There are: {', '.join(found)}.")
    try:
        made: Format = found[name].load()()
    except ImportError as broken:
        raise Stop(f"the format {name} cannot be loaded: {broken}.", remedy="Install what it needs.") from None
    return made


QUOTE_LIMIT = 300
"""Characters of an article's words that leave in one place where nothing is set."""


def clipped(words: str, limit: int) -> str:
    """Words of at most `limit` characters, the last an ellipsis where some were cut; nothing where the limit is 0."""
    return words if len(words) <= limit else f"{words[: max(0, limit - 1)].rstrip()}…"[:limit]


def save(answer: Answer, kind: Format, path: Path) -> int:
    """Writes an answer to a file whole or not at all, and gives its size in bytes; Stop if that cannot be done."""
    try:
        with _Fresh(path) as out:
            kind.write(answer, out)
            out.flush()
            os.fsync(out.fileno())
            size = int(out.tell())
            Path(out.name).replace(path)
    except OSError as broken:
        raise Stop(f"{path}: {broken.strerror or broken}.", remedy="Choose another file.") from None
    return size


class _Fresh:
    """A new file beside the one that it is to replace, gone again where it was not put in its place."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Any:
        # Not delete=True: a file that was renamed is not ours to remove.
        self._out = tempfile.NamedTemporaryFile(
            dir=self._path.parent, prefix=f".{self._path.name}.", suffix=".new", delete=False
        )
        mask = os.umask(0)
        os.umask(mask)
        Path(self._out.name).chmod(0o666 & ~mask)
        return self._out

    def __exit__(self, *_: object) -> None:
        self._out.close()
        Path(self._out.name).unlink(missing_ok=True)
