"""JSON lines come in, one object a line; an article, or what is wrong with it, goes out for each."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.errors import Skip
from dragoman.news.delivery import Delivery
from dragoman.news.fields import found_in
from dragoman.news.lines import lines_of
from dragoman.record import Article

_ESCAPED = re.compile("[\ud800-\udfff]")


class JsonLines:
    """One article a line, read as they come, in constant memory; an id is kept as `came_as` and need not be unique.

    Strings are taken letter for letter. `text` is required; what the fields may be called, `fields` says.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles in order; a line that cannot be used is yielded as a Skip that names it."""
        for number, line in lines_of(delivery):
            where = delivery.line(number)
            try:
                if isinstance(line, Skip):
                    raise line
                yield delivery.article(found_in(_object(line, where), delivery.fields, where), where)
            except Skip as skipped:
                yield skipped
                if number == 1 and isinstance(line, str) and _is_no_line(line):
                    return  # one message for the file, not one for each of its lines


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
