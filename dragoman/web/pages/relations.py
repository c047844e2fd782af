"""A relation: what happened between two, the silences in it, their ties and their claims about one another."""

from dataclasses import dataclass
from datetime import date

from dragoman.analysis.claims import Claim, claims
from dragoman.analysis.tie_book import KnownTie, known_ties
from dragoman.analysis.timeline import QUIET, Gap, Row, timeline
from dragoman.chronicle.between import events_between
from dragoman.events import Event
from dragoman.export.answers import timeline_object
from dragoman.merging.ties import learnt_ties
from dragoman.ontology.actors import Holds
from dragoman.store.listing import Listing
from dragoman.store.view import Wanted
from dragoman.web.address import SINCE, UNTIL
from dragoman.web.answering import Answer, Page, Row as PlainRow
from dragoman.web.forms import event_cells
from dragoman.web.visiting import Visit

MOST = 100
"""Events between two that one page tells; of those who have more, the newest, and the rest by their days."""
_CLAIMS = 12


@dataclass(frozen=True, slots=True)
class Between:
    """The events between two on a page; `since` is the day from which on it tells all, None where that is all."""

    one: str
    other: str
    events: tuple[Event, ...]
    since: date | None


def between(visit: Visit, one: str, other: str, most: int = MOST) -> Between:
    """The newest events between two, their wholes and parts among them, within the days of the address."""
    since, until = visit.address.day("since"), visit.address.day("until")
    circles = visit.around(frozenset((one,))), visit.around(frozenset((other,)))
    newest = visit.view.listed(
        Listing(
            codes=[each.looked_for for each in circles], first=since, last=until, known_by=visit.known_by, limit=most
        )
    )
    cut: date | None = None
    if newest.after:
        cut = date.fromisoformat(newest.after.partition(".")[0])
    wanted = Wanted(actor=one, with_=other, since=cut or since, until=until, known_by=visit.known_by)
    return Between(one, other, tuple(events_between(visit.chronicle, visit.book, wanted)), cut)


def relation_page(visit: Visit) -> Answer:
    """How two stand with one another, the newest first."""
    one, other = visit.actor(visit.given["one"]), visit.actor(visit.given["other"])
    found = between(visit, one, other)
    rows = timeline(found.events, visit.asked)
    until = visit.address.day("until")
    if until:
        rows = [row for row in rows if not (isinstance(row, Gap) and row.last > until)]
    said = claims(found.events, about=(one, other))
    values = {
        "one": one,
        "other": other,
        "rows": rows[::-1],
        "cut": found.since,
        "strip": strip(rows),
        "quiet": QUIET,
        "ties": [(tie, tie.holds(visit.asked.day)) for tie in ties_between(visit, found)],
        "claims": said[::-1][:_CLAIMS],
        "Gap": Gap,
    }
    return Answer("relation.html", values, lambda: [timeline_object(row) for row in rows], _cells)


def ties_between(visit: Visit, found: Between) -> list[KnownTie]:
    """The ties of two with one another: those of the book, and those that the events on the page tell of."""
    both = {found.one, found.other}
    learnt = [tie for tie in learnt_ties(found.events) if {tie.who, tie.whom} == both]
    spells = [spell for spell in visit.book.ties(found.one) if {spell.who, spell.whom} == both]
    ties = known_ties(learnt, spells, visit.known_by)
    return [tie for tie in ties if tie.holds(visit.asked.day) is not Holds.NO or not visit.asked.as_of]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the strip: where it begins and how long it is, in thousandths, and the silence or event it is."""

    begins: float
    length: float
    days: int
    first: date
    last: date
    event: str = ""


def strip(rows: list[Row | Gap]) -> list[Stretch]:
    """The days from the first event to the last as a line: marks where something happened, silence between them."""
    days = [
        (row.first, row.last, "") if isinstance(row, Gap) else (*_lies(row), row.event.id) for row in rows
    ]
    if not days:
        return []
    begin, end = min(first for first, _, _ in days), max(last for _, last, _ in days)
    whole = max(1, (end - begin).days + 1)
    return [
        Stretch(
            round(1000 * (first - begin).days / whole, 1), max(2.0, round(1000 * ((last - first).days + 1) / whole, 1)),
            (last - first).days + 1, first, last, event,
        )
        for first, last, event in days
    ]  # fmt: skip


def _lies(row: Row) -> tuple[date, date]:
    """Where a row lies on the strip: its days, or of what is told too coarsely, its first."""
    when = row.when
    first = (when and (when.first or when.last)) or row.event.first_known_on
    last = when.last if when and when.last and when.first else first
    return (first, last) if 0 <= (last - first).days <= 31 else (first, first)


def _cells(row: PlainRow) -> PlainRow:
    if "gap" in row:
        return {**dict.fromkeys(event_cells(_NOTHING)), "stage": "no word", **row["gap"]}
    return event_cells(row)


_NOTHING = {
    "event": "", "type": "", "mode": "", "status": "", "stage": "", "when": None, "where": None, "sentence": "",
    "reports": [], "actors": [], "recipients": [], "contexts": [], "known_on": "", "report_count": "",
    "origin_count": "", "is_contradicted": False,
}  # fmt: skip

PAGES = (
    Page(
        "relation", "/relation/{one}/{other}", relation_page, "What happened between two, with the silences.",
        (SINCE, UNTIL),
    ),
)  # fmt: skip
