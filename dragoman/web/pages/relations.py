"""A relation: what happened between two, the silences in it, their ties and their claims about one another."""

from dataclasses import dataclass
from datetime import date

from dragoman.analysis.claims import claims
from dragoman.analysis.tie_book import KnownTie, known_ties
from dragoman.analysis.timeline import QUIET, Gap, Row, timeline
from dragoman.export.answers import timeline_object
from dragoman.merging.ties import learnt_ties
from dragoman.ontology.actors import Holds
from dragoman.store.listing import Listing
from dragoman.web.address import SINCE, UNTIL, Address
from dragoman.web.answering import Answer, Page
from dragoman.web.answering import Row as PlainRow
from dragoman.web.forms import NOTHING, event_cells
from dragoman.web.pages.charts import Between, beside_chart, chart_of
from dragoman.web.visiting import Visit

MOST = 60
"""Events between two that one page tells; of those who have more, the newest, and the rest by their days."""
_CLAIMS = 12


def between(visit: Visit, one: str, other: str, most: int = MOST) -> Between:
    """The newest events between two, their blocs and members among them, within the days of the address."""
    since, until = visit.address.day("since"), visit.address.day("until")
    first, second = (visit.around(frozenset((code,)), is_wide=True) for code in (one, other))
    wanted = Listing(codes=[first.looked_for, second.looked_for], first=since, last=until, limit=most)
    leaf = visit.listed(wanted)
    events = [
        each
        for each in leaf.events
        if first.takes_part(each, visit.book) and second.takes_part(each, visit.book) and first.is_beside(second, each)
    ]
    cut = date.fromisoformat(leaf.after.partition(".")[0]) if leaf.after else None
    return Between(one, other, tuple(events), cut)


def relation_page(visit: Visit) -> Answer:
    """How two stand with one another, the newest first."""
    one, other = visit.actor(visit.given["one"]), visit.actor(visit.given["other"])
    found = between(visit, one, other)
    rows = timeline(found.events, visit.asked)
    until = visit.address.day("until")
    if until:
        rows = [row for row in rows if not (isinstance(row, Gap) and row.last > until)]
    said = claims(found.events, about=(one, other), newest=_CLAIMS)
    values = {
        "chart": beside_chart(visit, found),
        "chart_at": Address(f"{visit.address.path}/chart.json", visit.address.query).here(),
        "one": one,
        "other": other,
        "rows": rows[::-1],
        "cut": found.since,
        "strip": strip(rows),
        "quiet": QUIET,
        "ties": [(tie, tie.holds(visit.asked.day)) for tie in ties_between(visit, found)],
        "claims": said[::-1],
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
    days = [(row.first, row.last, "") if isinstance(row, Gap) else (*_lies(row), row.event.id) for row in rows]
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
        gap = row["gap"]
        return {**dict.fromkeys(event_cells(NOTHING)), "stage": "no word", "from": gap["from"], "to": gap["to"]}
    return event_cells(row)


def chart_page(visit: Visit) -> Answer:
    """The chart of a relation, as Vega-Lite has it."""
    one, other = visit.actor(visit.given["one"]), visit.actor(visit.given["other"])
    drawn = chart_of(visit, between(visit, one, other))
    return Answer("", {}, lambda: [drawn.spec] if drawn else [])


PAGES = (
    Page(
        "chart", "/relation/{one}/{other}/chart", chart_page, "The chart of a relation, as Vega-Lite has it.",
        (SINCE, UNTIL), ("json",), is_data=True,
    ),
    Page(
        "relation", "/relation/{one}/{other}", relation_page, "What happened between two, with the silences.",
        (SINCE, UNTIL),
    ),
)  # fmt: skip
