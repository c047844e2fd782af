"""The text of an article comes in; the agency that the whole of it credits goes out, by dateline or byline."""

import re

from dragoman.merging.origins import is_agency, outlet_named

_BRACKETED = re.compile(r"\((?:photo\s*:\s*)?([A-Z][\w .’'&-]{1,40}?)(?:/[\w .’'&/-]+)?\)")
_BY = re.compile(r"(?:^|\n)\s*(?:by|source|via)[: ]+\s*([A-Z][\w .’'&-]{1,40}?)\s*(?:\n|$|[-–—|])", re.IGNORECASE)
_SOURCE = re.compile(r"\bSource: *([A-Z][\w .’'&-]{1,40}?)\s*(?:$|[.\n|])")
_HEAD, _TAIL = 160, 80


def credit_of(text: str) -> str | None:
    """The agency credited by "BAMAKO (AFP) —", "By Reuters" or a closing "(TASS)"; None where none is."""
    head, tail = text[:_HEAD], text[-_TAIL:]
    for found in (*_BRACKETED.finditer(head), *_BY.finditer(head), *_BRACKETED.finditer(tail), *_SOURCE.finditer(tail)):
        name = outlet_named(found.group(1).strip())
        if name and is_agency(name):
            return name
    return None
