"""A row of named values comes in, under whatever names its maker chose; the words of its article go out."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.errors import Skip, Stop
from dragoman.news.delivery import Found

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
        "publish_date",
        "datetime",
    ),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "maintext", "article_body", "full_text", "article_text", "story"),
    "outlets": ("sources", "outlets", "outlet", "source", "publisher", "sitename", "site_name"),
    "url": ("url", "link", "canonical_url", "source_url"),
    "language": ("language", "lang"),
}
"""What a field may be called, best name first; capitals, spaces, hyphens and underscores do not count."""

OURS = {
    "id": "came_as",
    "date": "published",
    "title": "title",
    "text": "text",
    "outlet": "outlets",
    "url": "url",
    "language": "language",
}
"""What a mapping calls the fields."""


def mapping_of(given: str) -> dict[str, str]:
    """The mapping that "text=body,date=meta.pub", or a TOML file of such pairs, gives; Stop if it is none.

    A name of theirs may be a dotted path into what is nested.
    """
    if "=" not in given:
        try:
            pairs = tomllib.loads(Path(given).read_text(encoding="utf-8"))
        except OSError as failed:
            raise Stop(
                f"--map {given}: {failed.strerror or failed}.",
                remedy="Give text=body,date=pub, or a file of such lines.",
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            raise Stop(f"{given}: {wrong}.", remedy='A mapping file holds lines such as text = "body".') from None
    else:
        pairs = {}
        for pair in filter(None, (each.strip() for each in given.split(","))):
            ours, is_pair, theirs = pair.partition("=")
            if not is_pair:
                raise Stop(f"--map: “{pair}” is no pair.", remedy="Write ours=theirs, such as text=body.")
            pairs[ours.strip()] = theirs.strip()
    for ours, theirs in pairs.items():
        if ours not in OURS:
            raise Stop(f"--map: there is no field “{ours}”.", remedy=f"The fields are: {', '.join(OURS)}.")
        if not isinstance(theirs, str) or not theirs:
            raise Stop(f"--map: “{ours}” is mapped to {theirs!r}.", remedy="Name a column, or a dotted path.")
    return pairs


def found_in(given: Mapping[str, Any], mapping: Mapping[str, str], where: str) -> Found:
    """The article's words in a row; Skip if it has no text, or a date that is none.

    Fields that `mapping` does not name are found by their usual names. The outlets may be a string, an object with
    a name, or a list of either.
    """
    named = {plain(name): value for name, value in given.items()}
    values = {field: _first(named, names) for field, names in _PLAIN_NAMES.items()}
    for ours, theirs in mapping.items():
        values[OURS[ours]] = _at(given, theirs)
    if values["text"] is None:
        held = ", ".join(list(map(str, given))[:8]) or "nothing"
        wanted = mapping.get("text", "text")
        raise Skip(f"lacks “{wanted}” (it holds {held})", where=where)
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


def plain(name: str) -> str:
    """The name of a field without what does not count."""
    return name.strip().lower().replace("_", "").replace("-", "").replace(" ", "")


_PLAIN_NAMES = {field: tuple(map(plain, names)) for field, names in NAMES.items()}


def is_header(names: list[str]) -> bool:
    """True if these are the names of columns: one for the text, and one more that is known."""
    held = {plain(name) for name in names}
    known = [field for field, called in _PLAIN_NAMES.items() if held & set(called)]
    return "text" in known and len(known) > 1


def _at(given: Mapping[str, Any], path: str) -> Any:
    """The value at a dotted path, or under the whole name where there is such a one; None if there is none."""
    if path in given:
        return given[path]
    here: Any = given
    for step in path.split("."):
        if isinstance(here, list) and step.isdigit() and int(step) < len(here):
            here = here[int(step)]
        elif isinstance(here, Mapping):
            here = here.get(step)
        else:
            return None
    return here


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
