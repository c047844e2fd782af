"""The tree of a page comes in; what it declares of itself in its head goes out: day, language, opt-outs."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dragoman.errors import Skip
from dragoman.news.delivery import day_of

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.created",
    "cxenseparse:recs:publishtime",
    "date",
)
"""Names of meta elements that hold the day of publication, the most exact first."""

_FORBIDS = re.compile(r"\b(noai|noimageai|noarchive|nosnippet|noindex|none)\b", re.I)
_RESERVED = ("tdm-reservation", "tdm-policy", "content-signal", "content-usage")
_AGENTS = ("robots", "googlebot", "bingbot", "googlebot-news", "otherbot")
_LARGEST = 1_000_000
"""Characters of one JSON-LD element beyond which it is not looked at."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page declares: the day on which it was published, its language, and what it forbids."""

    published: date | None = None
    language: str = ""
    opt_outs: tuple[str, ...] = ()


def declared(tree: Any) -> Declared:
    """What the head of this lxml tree declares; what makes no sense there counts as not said."""
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        if name and name not in metas:
            metas[name] = (meta.get("content") or "").strip()
    days = (metas[name] for name in _PUBLISHED if metas.get(name))
    linked = (each["datePublished"] for each in _linked(tree) if isinstance(each.get("datePublished"), str))
    published = next(filter(None, map(_day, (*days, *linked))), None)
    language = tree.get("lang") or metas.get("og:locale") or metas.get("language") or ""
    return Declared(published, language[:35], tuple(_opt_outs(metas)))


def header_opt_outs(headers: Mapping[str, str]) -> tuple[str, ...]:
    """The opt-out signals in the headers of an answer; names of headers are in lower case."""
    found = []
    if _FORBIDS.search(robots := headers.get("x-robots-tag", "")):
        found.append(f"X-Robots-Tag: {robots.strip()}")
    found += [f"{name}: {value}" for name in _RESERVED if (value := headers.get(name, "").strip())]
    return tuple(each[:300] for each in found if each != "tdm-reservation: 0")


def charset_of(content_type: str) -> str:
    """The charset that a Content-Type header declares, "" if none."""
    for part in content_type.split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip("\"'")[:40]
    return ""


def _opt_outs(metas: Mapping[str, str]) -> Iterator[str]:
    for name in _AGENTS:
        if _FORBIDS.search(metas.get(name, "")):
            yield f"meta {name}: {metas[name]}"[:300]
    if metas.get("tdm-reservation", "0") not in ("", "0"):
        yield f"meta tdm-reservation: {metas['tdm-reservation']}"[:300]
    if metas.get("tdm-policy"):
        yield f"meta tdm-policy: {metas['tdm-policy']}"[:300]


def _linked(tree: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of the page's JSON-LD, those of a graph or a list too."""
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or len(script.text or "") > _LARGEST:
            continue
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for each in found if isinstance(found, list) else [found]:
            if isinstance(each, dict):
                yield each
                graph = each.get("@graph")
                yield from (one for one in graph if isinstance(one, dict)) if isinstance(graph, list) else ()


def _day(said: str) -> date | None:
    try:
        day = day_of(said)
    except Skip:
        return None
    # A day to come is a mistake, or an embargo; a reader east of us may be in tomorrow.
    return day if date(1980, 1, 1) <= day <= datetime.now(UTC).date() + timedelta(days=1) else None
