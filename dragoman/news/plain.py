"""Plain text comes in, with or without a small header; one article goes out."""

import re
from collections.abc import Iterator

from dragoman.errors import Skip
from dragoman.news.decoding import decode
from dragoman.news.delivery import Delivery, Found, day_of
from dragoman.record import Article

_FIELDS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "outlet": "outlet",
    "source": "outlet",
    "url": "url",
    "link": "url",
    "language": "language",
    "charset": "charset",
    "id": "came_as",
}
_HEADER_LINE = re.compile(r"(\w{2,9})[ \t]*:[ \t]*(.*)")
_ENDS = re.compile(r"[.!…:;,][\"'”’)\]»]*$")
_WORDS_OF_A_HEADLINE = range(3, 31)


class PlainText:
    """One article a file. A header, where there is one, comes first, best closed by an empty line:

    lines of `Title:`, `Date:`, `Outlet:`, `Url:`, `Language:`, `Charset:`, `Id:`. The article's text is all that
    follows, letter for letter, with line ends as "\\n" whatever the system it was written on. A first line that is
    plainly a headline is the title as well, and stays in the text.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The one article; what cannot be used is raised as a Skip."""
        raw = delivery.whole()
        declared, _ = split_header(raw[:4096].decode("latin-1"))
        whole = decode(raw, declared.get("charset", ("", 0))[0]).replace("\r\n", "\n").replace("\r", "\n")
        header, start = split_header(whole)
        text = whole[start:]
        values = {name: value for name, (value, _) in header.items()}
        published, line = header.get("published", ("", 0))
        if published:
            published = str(day_of(published, delivery.line(line)))
        yield delivery.article(
            Found(
                text=text,
                title=values.get("title", "") or headline_of(text),
                published=published,
                outlets=(values.get("outlet", ""),),
                url=values.get("url", ""),
                language=values.get("language", ""),
                came_as=values.get("came_as", ""),
            )
        )


def split_header(text: str) -> tuple[dict[str, tuple[str, int]], int]:
    """The fields of the header with the line that each stands on, and the offset at which the text begins.

    A header is a run of known fields from the first line on; the empty line that closes it is part of it.
    """
    fields: dict[str, tuple[str, int]] = {}
    here = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        match = _HEADER_LINE.fullmatch(line.strip())
        if not match or match[1].lower() not in _FIELDS:
            return fields, here + len(line) if fields and not line.strip() else here
        fields.setdefault(_FIELDS[match[1].lower()], (match[2].strip(), number))
        here += len(line)
    return fields, here


def headline_of(text: str) -> str:
    """The first line of a text if it is a headline, "" if it may be anything else.

    A headline is a line of three to thirty words with no full stop, before a text; one that was merely wrapped is
    told by the first word of the next line, which would not have fitted.
    """
    lines = text.strip("\n").split("\n")
    first = lines[0].strip()
    rest = [line.strip() for line in lines[1:]]
    if len(first.split()) not in _WORDS_OF_A_HEADLINE or _ENDS.search(first) or not any(rest):
        return ""
    if not rest[0]:
        return first
    paragraph = rest[: rest.index("")] if "" in rest else rest
    word = rest[0].split()[0]
    has_room = len(first) + 1 + len(word) <= max(map(len, paragraph))
    return first if has_room and not word[0].islower() else ""
