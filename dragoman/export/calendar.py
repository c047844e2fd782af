"""Appointments become an iCalendar file that calendars subscribe to: a moved meeting moves, and never doubles.

RFC 5545 and 7986. An appointment keeps its UID for ever and gets a higher SEQUENCE when it changes; days are all-day
dates with an exclusive end; what is only planned is TENTATIVE, what is called off stays and is marked CANCELLED. The
library reads files and writes what is around the appointments; their own lines are written here, as it would write
them, in a tenth of the time.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, timedelta

from icalendar import Calendar, Component

from dragoman.analysis.diary import Entry
from dragoman.analysis.standing import is_day, planned_days
from dragoman.dates import DayRange
from dragoman.errors import Stop
from dragoman.events import Event, Stage
from dragoman.export.door import QUOTE_LIMIT, clipped
from dragoman.export.wording import counted, in_words, kind_of, shown, sides, source_line
from dragoman.ontology.book import Book

_DOMAIN = "dragoman"
_SOURCES = 3
"""Of more reports than twice so many, the first and the last so many are named in an appointment."""
_ADDRESS = re.compile(r"http[^\x00-\x1f\x7f]*")
_LONGEST = 74
"""Bytes of a line: with the space before what goes on, 75 are the most that may be."""
_STATUS = {
    Stage.PLANNED: "TENTATIVE",
    Stage.MOVED: "TENTATIVE",
    Stage.POSSIBLE: "TENTATIVE",
    Stage.URGED: "TENTATIVE",
    Stage.NO_WORD: "TENTATIVE",
    Stage.CONFIRMED: "CONFIRMED",
    Stage.HELD: "CONFIRMED",
    Stage.ONGOING: "CONFIRMED",
    Stage.CANCELLED: "CANCELLED",
    Stage.DENIED: "CANCELLED",
}


def calendar_bytes(
    entries: Iterable[Entry], book: Book, *, name: str, previous: bytes | None = None, quote_limit: int = QUOTE_LIMIT
) -> bytes:
    """The calendar of these appointments; only those with a day, or that had one, can stand in it.

    `previous` is the file that it replaces, where there is one: what is in it keeps its UID even if an older report
    has renamed the event since, SEQUENCE never goes back, and what has left the record is kept as cancelled. The same
    appointments give the same bytes: the stamps are the days of the reports, not of the writing.
    """
    old = _items(previous) if previous else {}
    calendar = Calendar()
    calendar.add("prodid", "-//Dragoman//the record over time//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    items: list[bytes] = []
    seen = set()
    for entry in sorted(unmoved(entries), key=lambda each: (each.event.day, each.event.id)):
        when = _days(entry)
        if when is None:
            continue
        uid, item = _item(entry, when, (book, quote_limit), old)
        seen.add(uid)
        items.append(item)
    items += [_gone(former).to_ical() for uid, former in sorted(old.items()) if uid not in seen]
    begins, ends, rest = bytes(calendar.to_ical()).rpartition(b"END:VCALENDAR")
    return b"".join((begins, *items, ends, rest))


def unmoved(entries: Iterable[Entry]) -> list[Entry]:
    """Each appointment once: the notes under days that it was moved away from are left out."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.moved_to is None or entry.event.id not in found:
            found[entry.event.id] = entry
    return list(found.values())


def _items(data: bytes) -> dict[str, Component]:
    try:
        calendar = Calendar.from_ical(data)
    except ValueError as broken:
        raise Stop(f"the calendar that is to be replaced cannot be read ({broken}).", remedy="Move it away.") from None
    return {str(item["uid"]): item for item in calendar.walk("VEVENT") if "uid" in item}


def _days(entry: Entry) -> DayRange | None:
    """The days it stands under: its own or those moved to, else the last that it had before it was put off."""
    for when in (entry.moved_to, entry.when, *reversed(planned_days(entry.event))):
        if when is not None and is_day(when):
            return when
    return None


def _is_put_off(entry: Entry) -> bool:
    """True where it lost its day and has no new one."""
    return entry.stage is Stage.MOVED and entry.moved_to is None and not is_day(entry.event.when)


def _item(entry: Entry, when: DayRange, how: tuple[Book, int], old: Mapping[str, Component]) -> tuple[str, bytes]:
    """Its UID and its lines, in the order in which the library writes them."""
    event, (book, limit) = entry.event, how
    uid = _uid(event, old)
    off = _is_put_off(entry)
    status = "CANCELLED" if off else _STATUS[entry.stage]
    place = shown(event.where.name) if event.where else ""
    first, after = (each.isoformat() for each in (_first(when), _after(when)))
    stamp = f"{event.last_had_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    sequence = _sequence((first, after, status, place), event, old.get(uid))
    url = next((each.article.url for each in reversed(event.reports) if _ADDRESS.fullmatch(each.article.url)), "")
    lines = [
        "BEGIN:VEVENT",
        f"SUMMARY:{_escaped(_summary(entry, book, off))}",
        f"DTSTART;VALUE=DATE:{first.replace('-', '')}",
        f"DTEND;VALUE=DATE:{after.replace('-', '')}",
        f"DTSTAMP:{stamp}",
        f"UID:{_escaped(uid)}",
        f"SEQUENCE:{sequence}",
        f"CATEGORIES:{','.join(map(_escaped, (str(event.type), *event.contexts)))}",
        f"DESCRIPTION:{_escaped(_description(event, limit))}",
        f"LAST-MODIFIED:{stamp}",
        *([f"LOCATION:{_escaped(place)}"] if event.where else ()),
        f"STATUS:{status}",
        "TRANSP:TRANSPARENT",
        *([f"URL:{url}"] if url else ()),
        f"X-DRAGOMAN-EVENT:{_escaped(event.id)}",
        f"X-DRAGOMAN-STAGE:{entry.stage}",
        "END:VEVENT",
    ]
    return uid, b"".join(map(_folded, lines))


def _escaped(text: str) -> str:
    """Text as a value: what would end it is marked, and a new line is written as two signs."""
    plain = text.replace("\\N", "\n").replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> bytes:
    """A line and its end; a long one goes on after a line's end and a space, never within a letter or a mark."""
    written = line.encode("utf-8", "replace")
    pieces, at = [], 0
    while len(written) - at > _LONGEST:
        end = at + _LONGEST
        while written[end] & 0xC0 == 0x80:  # within a letter
            end -= 1
        if written[end - 1] in b"\\^":
            end -= 1
        pieces.append(written[at:end])
        at = end
    return b"\r\n ".join((*pieces, written[at:])) + b"\r\n"


def _uid(event: Event, old: Mapping[str, Component]) -> str:
    """The UID it has in the file before, by whichever of its reports; else by its own id."""
    for id_ in event.report_ids:
        uid = f"{id_}@{_DOMAIN}"
        if uid in old:
            return uid
    return f"{event.id}@{_DOMAIN}"


def _sequence(said: tuple[str, ...], event: Event, before: Component | None) -> int:
    """One more for each change that its history has, and at least one more than in the file that has it otherwise."""
    own = len(event.history) - 1
    if before is None:
        return own
    had = int(before.get("sequence", 0))
    same = said == tuple(_text(before, name) for name in ("dtstart", "dtend", "status", "location"))
    return max(own, had if same else had + 1)


def _text(item: Component, name: str) -> str:
    value = item.get(name)
    return "" if value is None else str(getattr(value, "dt", value))


def _first(when: DayRange) -> date:
    assert when.first is not None, "only ranges with both ends stand in a calendar"
    return when.first


def _after(when: DayRange) -> date:
    """The day after the last: the end of an all-day appointment is exclusive."""
    return (when.last or _first(when)) + timedelta(days=1)


def _summary(entry: Entry, book: Book, off: bool) -> str:
    event = entry.event
    what = "visit" if event.mode == "visit" else kind_of(event).lower()
    where = f", {shown(event.where.name)}" if event.where else ""
    mark = {
        Stage.CANCELLED: "CANCELLED: ",
        Stage.DENIED: "DENIED: ",
        Stage.POSSIBLE: "Possible: ",
        Stage.NO_WORD: "No word: ",
    }.get(entry.stage, "")
    return f"{'POSTPONED, no new date: ' if off else mark}{shown(sides(event, book))} ({what}{where})"


def _description(event: Event, limit: int) -> str:
    lines = [f"{change.stage} ({change.known_on}): {in_words(change.when)}" for change in event.history]
    lines.append(counted(event))
    lead = event.report(event.lead)
    lines.append(f'"{clipped(shown(lead.sentence), limit)}"')
    lines += _sources(event)
    return "\n".join(lines)


def _sources(event: Event) -> list[str]:
    """Where it is told, a line a report; of many the first and the last."""
    count = len(event.reports)
    left = count - 2 * _SOURCES
    places = range(count) if left <= 1 else (*range(_SOURCES), *range(count - _SOURCES, count))
    lines = [f"{each.known_on} {source_line(each)}" for each in map(event.reports.__getitem__, places)]
    return lines if left <= 1 else [*lines[:_SOURCES], f"... {left} more reports ...", *lines[_SOURCES:]]


def _gone(item: Component) -> Component:
    """An appointment of the file before that the record has no more: kept, and marked as cancelled."""
    if str(item.get("status", "")) == "CANCELLED" and str(item.get("x-dragoman-stage", "")) == "gone":
        return item
    item["sequence"] = int(item.get("sequence", 0)) + 1
    for name in ("status", "x-dragoman-stage"):
        if name in item:
            del item[name]
    item.add("status", "CANCELLED")
    item.add("x-dragoman-stage", "gone")
    summary = str(item.get("summary", ""))
    if "summary" in item:
        del item["summary"]
    item.add(
        "summary", summary if summary.startswith("CANCELLED") else f"CANCELLED (no longer in the record): {summary}"
    )
    return item
