"""A source is given a named stream with what the caller knows of it; the words found there go out as an Article."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any, BinaryIO

from dragoman.dates import parse_day
from dragoman.errors import Skip
from dragoman.news.dating import choose, dateline_of
from dragoman.news.decoding import storable
from dragoman.news.language import language_of, name_of
from dragoman.record import Article

LONGEST_DOCUMENT = 10_000_000
"""Bytes beyond which a document, or one line of JSON lines, is refused: no article is that long."""

STANDARD_INPUT = "standard input"


@dataclass(frozen=True, slots=True)
class Found:
    """The words of one article as its format gives them; what the format does not give stays empty.

    `published` is the day that the document itself declares; `told` holds what else is said of it, as pairs of a
    basis of `dating.ORDER` and a day. `opt_outs` are signals that forbid a use.
    """

    text: str
    title: str = ""
    published: str = ""
    outlets: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    came_as: str = ""
    told: tuple[tuple[str, date], ...] = ()
    opt_outs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """A stream to be read as articles, what messages call it, and what holds for all that is in it.

    `published_on` is the day of articles that carry none; `languages` those that can be read, None for any.
    `fields` maps our names of what a row holds (text, title, date, outlet, url, language, id) to the columns, or
    dotted paths, of this delivery. `told` and `opt_outs` are said of the article by where it was found: a feed, an
    answer's headers. `url` is where a page was fetched.
    """

    name: str
    stream: BinaryIO
    published_on: date | None = None
    languages: tuple[str, ...] | None = ("en",)
    fields: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    told: tuple[tuple[str, date], ...] = ()
    opt_outs: tuple[str, ...] = ()

    def with_stream(self, stream: BinaryIO, name: str = "") -> "Delivery":
        """This delivery over another stream, such as the unpacked one, or a member of it by its own name."""
        return replace(self, stream=stream, name=name or self.name)

    def line(self, number: int) -> str:
        """How messages call a line of it: "stories.jsonl:17"."""
        return f"{self.name}:{number}"

    def whole(self) -> bytes:
        """All bytes of a delivery that is one document; Skip if it is empty or longer than an article can be."""
        raw = self.stream.read(LONGEST_DOCUMENT + 1)
        if len(raw) > LONGEST_DOCUMENT:
            raise Skip(
                f"longer than {LONGEST_DOCUMENT // 1_000_000} MB, which no article is; "
                "give many articles as JSON lines, one object a line"
            )
        if not raw.strip():
            raise Skip("the file is empty")
        return raw

    def article(self, found: Found, where: str = "") -> Article:
        """The article of these words; Skip if they hold no words, no date where one is claimed, or cannot be read.

        The text is kept letter for letter, save that a NUL or half of a surrogate pair, which no store can hold,
        becomes U+FFFD: one character for one, so that offsets in the text as it was given stay true.
        """
        where = where or self.name
        text, title = storable(found.text), storable(found.title).strip()
        if not any(letter.isalpha() for letter in text):
            raise Skip("the text holds no words" if text.strip() else "the text is empty", where=where)
        published_on, basis, doubt = self._dated(found, text, where)
        language = language_of(text, found.language, self.languages or ())
        if self.languages is not None and language not in self.languages:
            readable = ", ".join(map(name_of, self.languages))
            raise Skip(f"the text is in {name_of(language)}; only {readable} is read", stage="language", where=where)
        return Article(
            id=Article.identify(title, text, published_on),
            text=text,
            title=title,
            language=language,
            published_on=published_on,
            outlets=tuple(dict.fromkeys(name for each in found.outlets if (name := storable(each).strip()))),
            url=storable(found.url).strip() or self.url,
            came_as=storable(found.came_as).strip() or where,
            came_from=where,
            published_basis=basis,
            published_doubt=doubt,
            opt_outs=tuple(dict.fromkeys((*self.opt_outs, *map(storable, found.opt_outs)))),
        )

    def _dated(self, found: Found, text: str, where: str) -> tuple[date | None, str, str]:
        """The day of an article with its basis and its doubt; Skip if the day that it declares is none."""
        told = [*found.told, *self.told]
        if found.published.strip():
            told.append(("metadata", day_of(found.published, where)))
        if self.published_on:
            told.append(("given", self.published_on))
        near, _, _ = choose(told)
        if dateline := dateline_of(text, near):
            told.append(("dateline", dateline))
        return choose(told)


def day_of(given: str, where: str = "") -> date:
    """A publication day written as ISO 8601 or, as in mail and feeds, RFC 2822; Skip if it is neither."""
    given = given.strip()
    if not given[:4].isdigit():
        try:
            return parsedate_to_datetime(given).date()
        except (ValueError, IndexError):
            pass
    elif len(given) > 10 and given[10] not in "T ":
        raise Skip(f"“{given[:40]}” is not a date (want YYYY-MM-DD)", where=where)
    return parse_day(given, where=where)


class Rejoined(io.RawIOBase):
    """A stream whose first bytes were read ahead, with them put back in front.

    It can be gone about in as far as the stream beneath can: then nothing needs to be put back.
    """

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._rest = rest

    @classmethod
    def of(cls, head: bytes, rest: BinaryIO) -> BinaryIO:
        """The two as one buffered stream; closing it leaves `rest` open."""
        return io.BufferedReader(cls(head, rest), 1 << 16)

    def readable(self) -> bool:  # noqa: D102 - as io.RawIOBase has it
        return True

    def seekable(self) -> bool:  # noqa: D102 - as io.RawIOBase has it
        return self._rest.seekable()

    def tell(self) -> int:  # noqa: D102 - as io.RawIOBase has it
        return self._rest.tell() - len(self._head)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:  # noqa: D102 - as io.RawIOBase has it
        if whence == io.SEEK_CUR:
            offset, whence = self.tell() + offset, io.SEEK_SET
        self._head = self._head[:0]
        return self._rest.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:  # noqa: D102 - as io.RawIOBase has it
        wanted = len(buffer)
        given = self._head[:wanted]
        self._head = self._head[wanted:]
        if not given:
            # What a pipe has is passed on at once, where it can be asked for that.
            given = memoryview(getattr(self._rest, "read1", self._rest.read)(wanted))
        buffer[: len(given)] = given
        return len(given)
