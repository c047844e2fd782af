"""Changes of events become an Atom feed: one entry an event, new only when its status, its date or a source changes.

RFC 4287. An entry keeps its id for ever; what it is updated on is the day of that change and not of the asking, so that
the same record gives the same bytes, and another copy of a text known already wakes nobody.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from xml.etree import ElementTree

from dragoman.analysis.changes import Change
from dragoman.events import Event
from dragoman.export.door import QUOTE_LIMIT, clipped
from dragoman.export.wording import counted, in_words, kind_of, shown, sides, source_line, stage_word
from dragoman.ontology.book import Book

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom_bytes(
    changes: Iterable[Change],
    book: Book,
    *,
    name: str,
    address: str,
    event_address: str,
    quote_limit: int = QUOTE_LIMIT,
) -> bytes:
    """The feed of these changes, the last first; `event_address` is where an event's page is, before its id."""
    latest: dict[str, Change] = {}
    for change in changes:
        latest[change.event.id] = change
    ordered = sorted(latest.values(), key=lambda each: (updated_on(each.event), each.event.id), reverse=True)
    feed = ElementTree.Element("feed", {"xmlns": _NAMESPACE})
    _add(feed, "title", name)
    _add(feed, "id", f"urn:dragoman:feed:{address.partition('?')[2] or 'all'}")
    _add(feed, "updated", _instant(updated_on(ordered[0].event) if ordered else date(1970, 1, 1)))
    ElementTree.SubElement(feed, "link", {"rel": "self", "href": address})
    author = ElementTree.SubElement(feed, "author")
    _add(author, "name", "Dragoman")
    for change in ordered:
        _entry(feed, change, book, (event_address, quote_limit))
    return bytes(ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True))


def updated_on(event: Event) -> date:
    """The last day on which its status, its date or the origins that tell of it changed."""
    known = {each.id: each.known_on for each in event.reports}
    first_words = [min(known[id_] for id_ in origin.reports if id_ in known) for origin in event.origins]
    return max([each.known_on for each in event.history] + first_words)


def _entry(feed: ElementTree.Element, change: Change, book: Book, how: tuple[str, int]) -> None:
    event_address, limit = how
    event = change.event
    entry = ElementTree.SubElement(feed, "entry")
    _add(entry, "title", f"{stage_word(event, change.stage)}: {shown(sides(event, book))} ({kind_of(event).lower()})")
    _add(entry, "id", f"urn:dragoman:event:{event.id}")
    _add(entry, "published", _instant(event.first_known_on))
    _add(entry, "updated", _instant(updated_on(event)))
    ElementTree.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": event_address + event.id})
    ElementTree.SubElement(entry, "category", {"term": str(event.type)})
    lead = event.report(event.lead)
    quote = shown(lead.sentence)
    lines = [f"{each.stage} ({each.known_on}): {in_words(each.when)}" for each in event.history]
    # Copies come and go without a word: who tells of it is counted by origins alone.
    lines.append(counted(event).partition(", ")[2])
    lines.append(f"“{clipped(quote, limit)}”")
    lines.append(source_line(event.reports[0]))
    _add(entry, "summary", "\n".join(lines))


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _NO_XML.sub("\ufffd", text)


def _instant(on: date) -> str:
    return datetime.combine(on, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
