"""A file or stream comes in; the articles in it go out one by one, with a Reject for each that cannot be used."""

import io
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from dragoman.errors import Skip, Stop
from dragoman.news.archives import archive_of, members
from dragoman.news.delivery import STANDARD_INPUT, Delivery, Rejoined
from dragoman.news.forms import HEAD, recognise
from dragoman.news.unpacking import packing_of, unpacked
from dragoman.record import Article, Reject

GROUP = "dragoman.sources"
"""The entry point group by which sources, built in or from plugins, are found; each is named for its format."""

DEEPEST = 3
"""How many times over something may be packed: a member of an archive, itself an archive, and packed at that."""


class Source(Protocol):
    """Turns a delivery of one format into articles; an instance holds nothing and may be used again."""

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles of a delivery in order; one that cannot be used is yielded as a Skip, and the rest follow.

        A Skip that is raised ends the delivery; OSError may be raised by the stream. `delivery.article` makes the
        Article and holds the checks that are common to all formats.
        """
        ...


@cache
def load_source(name: str) -> Source:
    """The source of this format; Stop if there is none."""
    known = {point.name: point for point in entry_points(group=GROUP)}
    if name not in known:
        raise Stop(f"there is no format “{name}”.", remedy=f"The formats are: {', '.join(sorted(known)) or 'none'}.")
    source: Source = known[name].load()()
    return source


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read: what holds for all that is in them, as far as they do not say it themselves.

    `format_name` is "text", "html", "jsonl" …, or a plugin's; without it the content decides, and the file's name
    where the content leaves it open. `published_on` is for articles that carry no date of their own. `languages` are
    those that can be read (None lets all pass). `fields` maps our names of fields to those of rows. `on_bytes` is
    told how many bytes of a file were taken, each time some are.
    """

    format_name: str | None = None
    published_on: date | None = None
    languages: Collection[str] | None = ("en",)
    fields: Mapping[str, str] = field(default_factory=dict)
    on_bytes: Callable[[int], None] | None = None


def read_source(
    origin: Path | str | BinaryIO,
    *,
    format_name: str | None = None,
    published_on: date | None = None,
    languages: Collection[str] | None = ("en",),
    name: str = "",
) -> Iterator[Article | Reject]:
    """The articles of a file or of an open binary stream, read as they are asked for, in constant memory.

    `name` is what messages call a stream; the rest is as in `Reading`. Whatever cannot be used, the file itself
    included, becomes a Reject; Stop is raised, before anything is read, for an unknown format.
    """
    return read_as(Reading(format_name, published_on, languages), origin, name=name)


def read_as(reading: Reading, origin: Path | str | BinaryIO, *, name: str = "") -> Iterator[Article | Reject]:
    """The articles of a file or stream, as `read_source` gives them."""
    chosen = load_source(reading.format_name) if reading.format_name else None
    called = str(origin) if isinstance(origin, (str, Path)) else name or STANDARD_INPUT
    languages = None if reading.languages is None else tuple(reading.languages)
    delivery = Delivery(called, io.BytesIO(), reading.published_on, languages, reading.fields)
    return _outcomes(origin, chosen, delivery, reading.on_bytes)


def _outcomes(
    origin: Path | str | BinaryIO,
    source: Source | None,
    delivery: Delivery,
    on_bytes: Callable[[int], None] | None,
) -> Iterator[Article | Reject]:
    opened = None
    try:
        if isinstance(origin, (str, Path)):
            opened = _open(origin, on_bytes)
        for outcome in _delivered(delivery.with_stream(opened or origin), source, 0):  # type: ignore[arg-type]
            yield outcome if isinstance(outcome, Article) else Reject.of(outcome, delivery.name)
    except Skip as ended:
        yield Reject.of(ended, delivery.name)
    except OSError as failed:
        yield Reject.of(Skip(_what_failed(failed)), delivery.name)
    finally:
        if opened:
            opened.close()


def _delivered(delivery: Delivery, source: Source | None, depth: int) -> Iterator[Article | Skip]:
    """The articles of a stream, unpacked first where it is packed, and of each member where it is an archive."""
    head = _head(delivery.stream)
    stream = Rejoined.of(head, delivery.stream)
    packing, archive = packing_of(head), archive_of(head)
    if depth > DEEPEST and (packing or archive):
        raise Skip(f"packed more than {DEEPEST} times over", where=delivery.name)
    if packing:
        yield from _delivered(delivery.with_stream(unpacked(stream, packing)), source, depth + 1)
    elif archive:
        for name, member in members(stream, archive):
            where = f"{delivery.name}!{name}"
            try:
                if isinstance(member, Skip):
                    raise member
                yield from _delivered(delivery.with_stream(member, where), source, depth + 1)
            except Skip as skipped:
                yield skipped if skipped.where else Skip(skipped.reason, stage=skipped.stage, where=where)
    else:
        source = source or load_source(recognise(head, delivery.name))
        yield from source.articles(delivery.with_stream(stream))


def _open(path: Path | str, on_bytes: Callable[[int], None] | None) -> BinaryIO:
    if Path(path).is_dir():
        raise Skip("this is a folder; name the files in it")
    opened = io.FileIO(path)
    return io.BufferedReader(_Counted(opened, on_bytes) if on_bytes else opened, 1 << 16)


class _Counted(io.RawIOBase):
    """A file that says how much of it was read."""

    def __init__(self, file: io.FileIO, on_bytes: Callable[[int], None]) -> None:
        super().__init__()
        self._file = file
        self._on_bytes = on_bytes

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any) -> int | None:
        count = self._file.readinto(buffer)
        if count:
            self._on_bytes(count)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


def _head(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, as many as recognition wants: a pipe may hand them over a few at a time."""
    found = b""
    while len(found) < HEAD and (more := stream.read(HEAD - len(found))):
        found += more
    return found


def _what_failed(failed: OSError) -> str:
    if isinstance(failed, FileNotFoundError):
        return "there is no such file"
    if isinstance(failed, PermissionError):
        return "you are not allowed to read this file"
    return f"this file cannot be read ({failed.strerror or failed})"
