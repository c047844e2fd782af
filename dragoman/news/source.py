"""A file or stream comes in; the articles in it go out one by one, with a Reject for each that cannot be used."""

import io
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import BinaryIO, Protocol

from dragoman.errors import Skip, Stop
from dragoman.news.delivery import STANDARD_INPUT, Delivery, Rejoined
from dragoman.news.forms import HEAD, recognise
from dragoman.record import Article, Reject

GROUP = "dragoman.sources"
"""The entry point group by which sources, built in or from plugins, are found; each is named for its format."""


class Source(Protocol):
    """Turns a delivery of one format into articles; an instance holds nothing and may be used again."""

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles of a delivery in order; one that cannot be used is yielded as a Skip, and the rest follow.

        A Skip that is raised ends the delivery; OSError may be raised by the stream. `delivery.article` makes the
        Article and holds the checks that are common to all formats.
        """
        ...


def load_source(name: str) -> Source:
    """The source of this format; Stop if there is none."""
    known = {point.name: point for point in entry_points(group=GROUP)}
    if name not in known:
        raise Stop(f"there is no format “{name}”.", remedy=f"The formats are: {', '.join(sorted(known)) or 'none'}.")
    source: Source = known[name].load()()
    return source


def read_source(
    origin: Path | str | BinaryIO,
    *,
    format_name: str | None = None,
    published_on: date | None = None,
    languages: Collection[str] | None = ("en",),
    name: str = "",
) -> Iterator[Article | Reject]:
    """The articles of a file or of an open binary stream, read as they are asked for, in constant memory.

    `format_name` is "text", "html", "jsonl" or a plugin's; without it the content decides, and the file's name
    where the content leaves it open. `published_on` is for articles that carry no date of their own. `languages` are
    those that can be read (None lets all pass). `name` is what messages call a stream. Whatever cannot be used,
    the file itself included, becomes a Reject; Stop is raised, before anything is read, for an unknown format.
    """
    chosen = load_source(format_name) if format_name else None
    called = str(origin) if isinstance(origin, (str, Path)) else name or STANDARD_INPUT
    return _outcomes(origin, chosen, Delivery(called, io.BytesIO(), published_on, _fixed(languages)))


def _outcomes(origin: Path | str | BinaryIO, source: Source | None, delivery: Delivery) -> Iterator[Article | Reject]:
    with ExitStack() as opened:
        try:
            stream = opened.enter_context(_open(origin)) if isinstance(origin, (str, Path)) else origin
            head = _head(stream)
            source = source or load_source(recognise(head, delivery.name))
            for outcome in source.articles(delivery.with_stream(Rejoined.of(head, stream))):
                yield outcome if isinstance(outcome, Article) else Reject.of(outcome, delivery.name)
        except Skip as ended:
            yield Reject.of(ended, delivery.name)
        except OSError as failed:
            yield Reject.of(Skip(_what_failed(failed)), delivery.name)


def _open(path: Path | str) -> BinaryIO:
    if Path(path).is_dir():
        raise Skip("this is a folder; name the files in it")
    return Path(path).open("rb")


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


def _fixed(languages: Collection[str] | None) -> tuple[str, ...] | None:
    return None if languages is None else tuple(languages)
