"""The bytes of a feed, a site map or a list of links come in; the addresses that it names go out as leads."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from dragoman.errors import Skip
from dragoman.news.decoding import decode
from dragoman.news.delivery import day_of
from dragoman.news.forms import HEAD
from dragoman.news.worker import shared
from dragoman.news.xml import local, text_at, tree_of

MOST = 50_000
"""Leads that are taken from one feed or list, as site maps have it."""

_PROLOG = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*<(?:[\w.-]+:)?(urlset|sitemapindex|opml)[\s>]", re.S | re.I
)
_ENTITY = re.compile(rb"<!ENTITY\b", re.I)


@dataclass(frozen=True, slots=True)
class Lead:
    """An address that was named somewhere, with what was said of it there.

    `key` tells it from the others of its source; `body` is the article's text where the feed carries it, as HTML;
    `kind` is page, or feed where the address is that of another feed or site map.
    """

    key: str
    url: str
    title: str = ""
    published_on: date | None = None
    body: str = ""
    kind: str = "page"


def leads_in(raw: bytes, url: str = "") -> list[Lead]:
    """The leads in RSS, Atom, JSON Feed, a site map or an index of them, OPML, a GDELT list, or lines of addresses.

    `url` is where it came from: addresses in it may be relative to it. It is taken apart in the worker; Skip if it is
    none of these, or refuses to be taken apart.
    """
    made = shared.ask("feed", raw, url=url)
    return [
        Lead(
            key=each["key"],
            url=each["url"],
            title=each["title"],
            published_on=date.fromisoformat(each["day"]) if each["day"] else None,
            body=each["body"],
            kind=each["kind"],
        )
        for each in made
    ]


def taken_apart(raw: bytes, *, url: str = "") -> list[dict[str, str]]:
    """The leads as JSON can hold them: the worker's task."""
    found = []
    seen: set[str] = set()
    for each in _leads(raw, url):
        key = each.get("key") or each["url"]
        address = urljoin(url, each["url"].strip()) if each["url"] else ""
        if not address.startswith(("http://", "https://")) or key in seen:
            continue
        seen.add(key)
        found.append(
            {
                "key": key[:2000],
                "url": address.partition("#")[0],
                "title": " ".join(each.get("title", "").split())[:1000],
                "day": each.get("day", ""),
                "body": each.get("body", ""),
                "kind": each.get("kind", "page"),
            }
        )
        if len(found) >= MOST:
            break
    return found


def _leads(raw: bytes, url: str) -> Iterator[dict[str, str]]:
    if not raw.strip():
        raise Skip("the feed is empty")
    start = raw[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if match := _PROLOG.match(start):
        kind = match[1].lower()
        return _outlines(raw) if kind == b"opml" else _site_map(raw)
    if start.startswith(b"{"):
        return _json(raw)
    if start.startswith(b"<"):
        if _ENTITY.search(raw):
            raise Skip("the feed declares entities, as bombs do")
        return _feed(raw, url)
    return _listed(decode(raw))


def _feed(raw: bytes, url: str) -> Iterator[dict[str, str]]:
    import feedparser

    parsed = feedparser.parse(io.BytesIO(raw), response_headers={"content-location": url}, sanitize_html=False)
    if not parsed.entries and not parsed.get("version"):
        raise Skip("this is no feed that can be read")
    for entry in parsed.entries:
        moment = entry.get("published_parsed") or entry.get("created_parsed") or entry.get("updated_parsed")
        bodies = [each.get("value", "") for each in entry.get("content", ())]
        yield {
            "key": str(entry.get("id") or entry.get("link") or ""),
            "url": str(entry.get("link") or ""),
            "title": str(entry.get("title") or ""),
            "day": _day(moment),
            "body": max(bodies, key=len, default=""),
        }


def _day(moment: Any) -> str:
    if not moment:
        return ""
    try:
        return date(*moment[:3]).isoformat()
    except (ValueError, TypeError, OverflowError):
        return ""


def _site_map(raw: bytes) -> Iterator[dict[str, str]]:
    for element in tree_of(raw, of="this site map"):
        kind = {"url": "page", "sitemap": "feed"}.get(local(element), "")
        if not kind:
            continue
        news = next((child for child in element if local(child) == "news"), None)
        told = text_at(news, "publication_date") if news is not None else ""
        yield {
            "url": text_at(element, "loc").strip(),
            "title": text_at(news, "title") if news is not None else "",
            # When a page was last changed is no day of publication.
            "day": _told(told),
            "kind": kind,
        }


def _outlines(raw: bytes) -> Iterator[dict[str, str]]:
    for element in tree_of(raw, of="this list of feeds").iter():
        if local(element) == "outline":
            held = {name.lower(): value for name, value in element.attrib.items()}
            if held.get("xmlurl"):
                yield {"url": held["xmlurl"], "title": held.get("title") or held.get("text", ""), "kind": "feed"}


def _json(raw: bytes) -> Iterator[dict[str, str]]:
    """JSON Feed, or the list of articles that GDELT's DOC service gives."""
    try:
        found = json.loads(decode(raw))
    except (ValueError, RecursionError):
        raise Skip("this is no JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("items", found.get("articles")), list):
        raise Skip("this JSON holds no feed")
    for each in found.get("items") or found.get("articles") or ():
        if not isinstance(each, dict):
            continue
        body = each.get("content_html") or each.get("content_text")
        yield {
            "key": str(each.get("id") or ""),
            "url": _text(each.get("url") or each.get("external_url") or each.get("id")),
            "title": _text(each.get("title")),
            "day": _told(_text(each.get("date_published"))),
            "body": _text(body),
        }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _told(told: str) -> str:
    """The ISO day of what is said, "" if it says none."""
    try:
        return day_of(told).isoformat() if told.strip() else ""
    except Skip:
        return ""


def _listed(text: str) -> Iterator[dict[str, str]]:
    """Addresses in lines of their own, or in GDELT's tables: DOC as CSV, GKG 2, the events' export.

    GDELT says when it saw a page, and that is not when the page was published: the day is left for the page to say.
    """
    csv.field_size_limit(10_000_000)
    lines = text.splitlines()
    first = lines[0] if lines else ""
    if first.lower().startswith(("url,mobileurl", '"url","mobileurl"')):
        for row in csv.DictReader(lines):
            held = {(name or "").lower(): value for name, value in row.items() if isinstance(value, str)}
            yield {"url": held.get("url", ""), "title": held.get("title", "")}
        return
    named = False
    for line in lines:
        cells = line.split("\t")
        address = cells[4] if len(cells) in range(15, 28) else cells[-1]
        address = address.strip()
        if address.startswith(("http://", "https://")):
            named = True
            yield {"url": address.split()[0]}
    if not named:
        raise Skip("this is neither a feed nor a list of addresses")
