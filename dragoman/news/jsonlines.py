"""JSON lines come in, one object a line; an article, or what is wrong with it, goes out for each."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.errors import Skip
from dragoman.news.decoding import mark_of, unmarked_wide
from dragoman.news.delivery import LONGEST_DOCUMENT, Delivery, Found
from dragoman.record import Article

NAMES: Mapping[str, tuple[str, ...]] = {
    "came_as": ("id", "_id", "uid", "guid", "article_id"),
    "published": (
        "date",
        "published",
        "published_on",
        "published_at",
        "date_published",
        "publication_date",
        "pub_date",
    ),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "maintext", "article_body", "full_text", "story"),
    "outlets": ("sources", "outlets", "outlet", "source", "publisher", "sitename", "site_name"),
    "url": ("url", "link", "canonical_url", "source_url"),
    "language": ("language", "lang"),
}
"""What a field may be called, best name first; capitals, hyphens and underscores do not count."""

_ESCAPED = re.compile("[\ud800-\udfff]")


class JsonLines:
    """One article a line, read as they come, in constant memory; an id is kept as `came_as` and need not be unique.

    Strings are taken letter for letter. `text` is required; the outlets may be a string, an object with a name,
    or a list of either.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles in order; a line that cannot be used is yielded as a Skip that names it."""
        for number, line in _lines(delivery):
            where = delivery.line(number)
            try:
                if isinstance(line, Skip):
                    raise line
                yield delivery.article(_found(_object(line, where), where), where)
            except Skip as skipped:
                yield skipped
                if number == 1 and isinstance(line, str) and _is_no_line(line):
                    return  # one message for the file, not one for each of its lines


def _lines(delivery: Delivery) -> Iterator[tuple[int, str | Skip]]:
    """Each line that holds something with its number; a Skip in its place where it is too long."""
    stream = delivery.stream
    head = stream.peek(4)[:2000] if isinstance(stream, io.BufferedReader) else b""
    encoding, _ = mark_of(head)
    if encoding.startswith(("utf-16", "utf-32")):
        # The unsuffixed codecs read the mark themselves and leave it out.
        encoding = encoding.rsplit("-", 1)[0]
    else:
        encoding = unmarked_wide(head) or "utf-8-sig"
    # In UTF-8 a wrong byte becomes a half surrogate, so that only its line is refused.
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    lines = io.TextIOWrapper(stream, encoding, errors=errors, newline="\n")
    number = 0
    try:
        while line := lines.readline(LONGEST_DOCUMENT + 1):
            number += 1
            if len(line) > LONGEST_DOCUMENT:
                while line and not line.endswith("\n"):
                    line = lines.readline(LONGEST_DOCUMENT)
                reason = f"the line is longer than {LONGEST_DOCUMENT // 1_000_000} MB, which no article is"
                yield number, Skip(reason, where=delivery.line(number))
            elif line.strip():
                yield number, line
    finally:
        lines.detach()


def _object(line: str, where: str) -> Mapping[str, Any]:
    if _ESCAPED.search(line):
        raise Skip("wrong encoding: the line is not UTF-8", where=where)
    try:
        found = json.loads(line)
    except RecursionError:
        raise Skip("not JSON (nested too deeply)", where=where) from None
    except ValueError as wrong:
        if _is_no_line(line):
            raise Skip("one JSON object a line is wanted, and this one runs over several", where=where) from None
        raise Skip(f"not JSON ({_said(wrong)})", where=where) from None
    if not isinstance(found, dict):
        what = "an array" if isinstance(found, list) else "a single value"
        raise Skip(f"one JSON object a line is wanted, and this is {what}", where=where)
    return found


def _is_no_line(line: str) -> bool:
    """True where an array or a spread-out object begins, which many a tool writes in place of JSON lines."""
    return line.lstrip().startswith("[") or line.strip() == "{"


def _said(wrong: ValueError) -> str:
    if isinstance(wrong, json.JSONDecodeError):
        return f"{wrong.msg} at character {wrong.pos + 1}"
    return str(wrong)


def _found(given: Mapping[str, Any], where: str) -> Found:
    """The article's words in an object, whatever it calls them."""
    named = {_plain(name): value for name, value in given.items()}
    values = {field: _first(named, names) for field, names in _PLAIN_NAMES.items()}
    if values["text"] is None:
        held = ", ".join(list(given)[:8]) or "nothing"
        raise Skip(f"lacks “text” (it holds {held})", where=where)
    if not isinstance(values["text"], str):
        raise Skip("“text” is not a string", where=where)
    if not isinstance(values["published"], str | None):
        raise Skip(f"{values['published']!r:.40} is not a date (want YYYY-MM-DD)", where=where)
    return Found(
        text=values["text"],
        title=_string(values["title"]),
        published=values["published"] or "",
        outlets=tuple(_outlets(values["outlets"])),
        url=_string(values["url"]),
        language=_string(values["language"]),
        came_as=_string(values["came_as"]),
    )


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


_PLAIN_NAMES = {field: tuple(map(_plain, names)) for field, names in NAMES.items()}


def _first(named: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((named[name] for name in names if named.get(name) is not None), None)


def _string(value: Any) -> str:
    """A string or number as a string; anything else is no value of these fields."""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _outlets(value: Any) -> Iterator[str]:
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str):
            yield name
