"""A Markdown file comes in, with or without front matter; its article goes out as the words that a reader sees."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.errors import Skip
from dragoman.news.decoding import decode
from dragoman.news.delivery import Delivery, Found, day_of
from dragoman.news.fields import NAMES, plain
from dragoman.news.worker import shared
from dragoman.record import Article

_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n(.*?\n)??(?:\1|\.\.\.)[ \t]*(?:\n|$)", re.S)
_PAIR = re.compile(r"([\w.-]{1,40})[ \t]*:(?:[ \t]+(.*))?$")
_FIELD_OF = {plain(name): field for field, names in NAMES.items() if field != "text" for name in names}
_LONGEST_FRONT = 20_000


class Markdown:
    """One article a file. Front matter in YAML's plain pairs (`---`) or TOML (`+++`) gives title, date, outlet, url.

    Marks are taken out and the words kept, a paragraph a line; the first heading is the title where none is given.
    Of YAML only `name: value` and lists of plain values are read: nobody's front matter needs more.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The one article; what cannot be used is raised as a Skip."""
        whole = decode(delivery.whole()).replace("\r\n", "\n").replace("\r", "\n")
        front, start = split_front(whole)
        made: Mapping[str, str] = shared.ask("markdown", whole[start:].encode("utf-8", "replace"))
        published = front.get("published", "")
        if published:
            published = str(day_of(published, delivery.name))
        yield delivery.article(
            Found(
                text=made["text"],
                title=front.get("title", "") or made["title"],
                published=published,
                outlets=(front.get("outlets", ""),),
                url=front.get("url", ""),
                language=front.get("language", ""),
                came_as=front.get("came_as", ""),
            )
        )


def split_front(text: str) -> tuple[dict[str, str], int]:
    """The fields of the front matter, and the offset at which what follows it begins; ({}, 0) if there is none."""
    match = _FENCE.match(text[:_LONGEST_FRONT])
    if not match:
        return {}, 0
    held = match[2] or ""
    given = _toml(held) if match[1] == "+++" else dict(_pairs(held))
    fields: dict[str, str] = {}
    for name, value in given.items():
        field = _FIELD_OF.get(plain(name))
        if field and value:
            fields.setdefault(field, value)
    return fields, match.end()


def _toml(held: str) -> dict[str, str]:
    try:
        return {name: str(value) for name, value in tomllib.loads(held).items() if not isinstance(value, dict | list)}
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _pairs(held: str) -> Iterator[tuple[str, str]]:
    """The pairs at the left margin; of a list, its first value."""
    name = ""
    for line in held.split("\n"):
        if match := _PAIR.match(line):
            name, value = match[1], _bare(match[2] or "")
            if value:
                yield name, value
                name = ""
        elif name and (value := _bare(line.strip().removeprefix("- "))):
            yield name, value
            name = ""


def _bare(value: str) -> str:
    """A plain value without its quotation marks, list brackets or comment."""
    value = value.strip()
    if value.startswith("["):
        value = value.strip("[]").split(",")[0].strip()
    if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
        return value[1:-1]
    return "" if value in ("|", ">", "~", "null") else re.split(r"\s#", value)[0].strip()


def taken_apart(raw: bytes) -> dict[str, str]:
    """The words of Markdown and its first heading: the worker's task."""
    from markdown_it import MarkdownIt

    parts: list[str] = []
    title, in_heading = "", False
    for token in MarkdownIt("commonmark").enable("table").parse(raw.decode("utf-8")):
        if token.type == "heading_open":
            in_heading = True
        elif token.type == "heading_close":
            in_heading = False
        elif token.type == "inline":
            words = " ".join("".join(_words(token.children or [])).split())
            if in_heading and not title and not parts:
                title = words
            elif words:
                parts.append(words)
    return {"text": "\n".join(parts), "title": title}


def _words(children: list[Any]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield " "
