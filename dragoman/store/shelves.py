"""Articles come in; each of their reports goes on the shelves by which a page finds its few among millions.

A shelf holds the reports of one kind in the order of days, so that the newest are read off its end. What stands on a
shelf follows from the other tables alone: it is no part of what is chained, and can be made anew at any time. Events
that are kept in outline (told.py) stand on shelves of their own, each by its founding report, whose id it has.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Select,
    String,
    Table,
    delete,
    literal,
    select,
    tuple_,
)
from sqlalchemy import union as united

from dragoman.record import EventType, Status
from dragoman.store import schema
from dragoman.store.dialects import insert_or, is_among, is_shared, known_on, plain
from dragoman.store.schema import tables

shelves = Table(
    "shelves",
    tables,
    Column(
        "shelf",
        String,
        primary_key=True,
        comment="“d|” by the day of the act or “w|” by that of publication, then what it holds: c|code, p|two codes, "
        "t|type, st|status, cs|code and status, o|outlet, s (somebody is cited); by the day of the act no status has "
        "a shelf of what happened. “e|c|code” and “e|p|two codes” hold events by the last day on which they may lie, "
        "“e|f|code” by the first",
    ),
    Column("day", Date, primary_key=True, comment="day that the report stands under"),
    Column("report_id", String, primary_key=True, comment="the report; of events, the founding one"),
    Column("known_on", Date, comment="day on which it could be known, on shelves “d|st|”; NULL on others"),
    comment="Where pages find reports, by who takes part, kind and outlet; made from the other tables.",
    sqlite_with_rowid=False,
)

MOST_TOGETHER = 48
"""Shelves that are read as one; of two blocs with many members, either's are read instead of each two's."""


def shelve(connection: Connection, articles: Sequence[str] | None = None) -> None:
    """Puts the reports of these articles, or of all, on their shelves; those that stand there already stay."""
    for rows in _filling(articles):
        ordered = rows.order_by(rows.selected_columns[0], rows.selected_columns[1]) if articles is None else rows
        names = ["shelf", "day", "report_id", "known_on"][: len(rows.selected_columns)]
        filling = insert_or(shelves).from_select(names, ordered)
        connection.execute(filling.on_conflict_do_nothing())


def unshelve(connection: Connection, articles: Sequence[str]) -> None:
    """Takes the reports of these articles off their shelves, before they are taken out."""
    place = tuple_(shelves.c.shelf, shelves.c.day, shelves.c.report_id)
    for rows in _filling(articles, is_dated=False):
        connection.execute(delete(shelves).where(place.in_(rows)))


def _filling(articles: Sequence[str] | None, *, is_dated: bool = True) -> Iterable[Select[Any]]:
    """Questions for shelf, day and report, and where `is_dated` and it is kept, for when the report was known."""
    report, article, part = schema.reports.c, schema.articles, schema.participants.c
    wanted = [] if articles is None else [is_among(report.article_id, articles)]

    def codes() -> Any:
        of_these = [] if articles is None else [part.report_id.in_(select(report.id).where(*wanted))]
        return united(
            *(select(part.report_id, name.label("code")).where(name.is_not(None), *of_these)
              for name in (part.country, part.actor))
        ).subquery()  # fmt: skip

    def asked(shelf: Any, by: Any, *joined: tuple[Any, Any]) -> Select[Any]:
        found = select(shelf.label("shelf"), by.label("day"), report.id).select_from(schema.reports)
        if by is not report.listed_on:
            found = found.join(article, article.c.id == report.article_id)
        for table, condition in joined:
            found = found.join(table, condition)
        return found.where(by.is_not(None), *wanted)

    told, one, other = known_on(article.c.published_on, article.c.known_at), codes(), codes()
    taking_part = (one, one.c.report_id == report.id)
    yield asked("d|c|" + one.c.code, report.listed_on, taking_part)
    yield asked("w|c|" + one.c.code, told, taking_part)
    beside = (other, (other.c.report_id == report.id) & (one.c.code < other.c.code))
    yield asked("d|p|" + one.c.code + "|" + other.c.code, report.listed_on, taking_part, beside)
    not_done = report.status != str(Status.HAPPENED)
    dated = asked("d|st|" + report.status, report.listed_on, (article, article.c.id == report.article_id))
    yield (dated.add_columns(told) if is_dated else dated).where(not_done)
    yield asked("d|cs|" + one.c.code + "|" + report.status, report.listed_on, taking_part).where(not_done)
    yield asked("w|t|" + report.type, told)
    yield asked("w|st|" + report.status, told)
    printed = schema.article_outlets
    yield asked("w|o|" + printed.c.outlet, told, (printed, printed.c.article_id == report.article_id))
    cited = (schema.participants, (part.report_id == report.id) & (part.role == "speaker"))
    yield asked(literal("w|s"), told, cited).distinct()


_LAID = (
    "CREATE TABLE shelves (shelf VARCHAR NOT NULL, day DATE NOT NULL, report_id VARCHAR NOT NULL, "
    "PRIMARY KEY (shelf, day, report_id)) WITHOUT ROWID"
)
_CODES = (
    "SELECT report_id, country AS code FROM participants WHERE country IS NOT NULL "
    "UNION SELECT report_id, actor FROM participants WHERE actor IS NOT NULL"
)
_TOLD = "coalesce(a.published_on, date(a.known_at))"
_FILLED = (
    f"SELECT 'd|c|' || c.code, r.listed_on, r.id FROM reports r JOIN ({_CODES}) c ON c.report_id = r.id "
    "WHERE r.listed_on IS NOT NULL",
    f"SELECT 'w|c|' || c.code, {_TOLD}, r.id FROM reports r JOIN articles a ON a.id = r.article_id "
    f"JOIN ({_CODES}) c ON c.report_id = r.id",
    f"SELECT 'd|p|' || c.code || '|' || o.code, r.listed_on, r.id FROM reports r JOIN ({_CODES}) c "
    f"ON c.report_id = r.id JOIN ({_CODES}) o ON o.report_id = r.id AND c.code < o.code WHERE r.listed_on IS NOT NULL",
    "SELECT 'd|st|' || r.status, r.listed_on, r.id FROM reports r "
    "WHERE r.listed_on IS NOT NULL AND r.status != 'happened'",
    f"SELECT 'd|cs|' || c.code || '|' || r.status, r.listed_on, r.id FROM reports r JOIN ({_CODES}) c "
    "ON c.report_id = r.id WHERE r.listed_on IS NOT NULL AND r.status != 'happened'",
    f"SELECT 'w|t|' || r.type, {_TOLD}, r.id FROM reports r JOIN articles a ON a.id = r.article_id",
    f"SELECT 'w|st|' || r.status, {_TOLD}, r.id FROM reports r JOIN articles a ON a.id = r.article_id",
    f"SELECT 'w|o|' || p.outlet, {_TOLD}, r.id FROM reports r JOIN articles a ON a.id = r.article_id "
    "JOIN article_outlets p ON p.article_id = a.id",
    f"SELECT DISTINCT 'w|s', {_TOLD}, r.id FROM reports r JOIN articles a ON a.id = r.article_id "
    "JOIN participants s ON s.report_id = r.id AND s.role = 'speaker'",
)


def lay_shelves(connection: Connection) -> None:
    """The step that brings this table to a record without it, filled; never changed once released."""
    connection.exec_driver_sql(_LAID)
    for rows in _FILLED:
        connection.exec_driver_sql(f"INSERT INTO shelves {rows} ORDER BY 1, 2, 3")


def date_shelves(connection: Connection) -> None:
    """The step that notes on shelves by status since when each report was known; never changed once released."""
    connection.exec_driver_sql("ALTER TABLE shelves ADD COLUMN known_on DATE")
    connection.exec_driver_sql(
        f"UPDATE shelves SET known_on = (SELECT {_TOLD} FROM reports r JOIN articles a ON a.id = r.article_id "
        "WHERE r.id = report_id) WHERE shelf >= 'd|st|' AND shelf < 'd|st}'"
    )


def shelve_beginnings(connection: Connection) -> None:
    """The step that puts events that are kept on shelves by their first days, too; never changed once released."""
    asked = "SELECT event_id, head FROM told WHERE event_id > ? ORDER BY event_id LIMIT 5000"
    filled = "INSERT INTO shelves (shelf, day, report_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
    last = ""
    while rows := connection.exec_driver_sql(asked, (last,)).all():
        places = []
        for event, head in rows:
            said = json.loads(head)
            first = said[7][0] if said[7] else said[11][0]
            day = date.fromordinal(max(1, first)).isoformat()
            places += [(f"e|f|{code.upper()}", day, event) for code in said[19]]
        if places:
            connection.exec_driver_sql(filled, places)
        last = rows[-1][0]


# ---- events ----------------------------------------------------------------------------------------------------------

EVENTS = ("e|", "e}")
"""The shelves of events are those from the first name to the second."""


def of_event(event: str, first_on: date, last_on: date, codes: Iterable[str]) -> list[tuple[str, str, str]]:
    """Where an event stands by who takes part in it and the days between which it may lie: shelf, day and its id."""
    named = sorted({each.upper() for each in codes})
    names = [f"e|c|{each}" for each in named] + [f"e|p|{one}|{other}" for one, other in combinations(named, 2)]
    first, last = first_on.isoformat(), last_on.isoformat()
    return [(name, last, event) for name in names] + [(f"e|f|{each}", first, event) for each in named]


def put_up(connection: Connection, places: Sequence[tuple[str, str, str]]) -> None:
    """Puts events where they stand."""
    if places:
        connection.exec_driver_sql(
            "INSERT INTO shelves (shelf, day, report_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", list(places)
        )


def take_down(connection: Connection, places: Sequence[tuple[str, str, str]]) -> None:
    """Takes events from where they stand."""
    if places:
        gone = "DELETE FROM shelves WHERE shelf = ? AND day = ? AND report_id = ?"
        connection.exec_driver_sql(gone, list(places))


def take_all_down(connection: Connection) -> None:
    """Takes every event from its shelves."""
    connection.execute(delete(shelves).where(shelves.c.shelf >= EVENTS[0], shelves.c.shelf < EVENTS[1]))


def events_of(codes: Collection[str], since: date | None = None) -> Select[tuple[str]]:
    """The question for the events in which one code or two take part and which may lie on a day or later."""
    named = sorted({each.upper() for each in codes})
    here = shelves.c
    asked = select(here.report_id).where(here.shelf == ("e|p|" if len(named) == 2 else "e|c|") + "|".join(named))
    return asked.where(here.day >= since) if since else asked


def begun(
    connection: Connection, codes: Collection[str], first: date | None, last: date, most: int
) -> list[tuple[date, str]]:  # fmt: skip
    """At most so many events in which one of these codes takes part and which begin on some days, the newest first."""
    names = [f"e|f|{each}" for each in sorted({code.upper() for code in codes})]
    return read_off(connection, names, Days(first, last), None, most, oldest_first=False)


# ---- asked -----------------------------------------------------------------------------------------------------------


def of_codes(codes: Collection[str], *, by_word: bool) -> list[str]:
    """The shelves of those who take part under one of these codes, in whatever role."""
    return [f"{'w' if by_word else 'd'}|c|{code}" for code in sorted(codes)]


def of_two(codes: Collection[str], others: Collection[str]) -> list[str]:
    """The shelves of reports in which one of these codes and one of those others take part, by the day of the act."""
    pairs = {tuple(sorted(pair)) for pair in product(codes, others)}
    return [f"d|c|{one}" if one == other else f"d|p|{one}|{other}" for one, other in sorted(pairs)]


def of_statuses(statuses: Collection[Status], codes: Collection[str] = ()) -> list[str]:
    """The shelves of these statuses, of all or of these codes, by the day of the act; none of what happened."""
    if Status.HAPPENED in statuses:
        return []
    if not codes:
        return [f"d|st|{each}" for each in statuses]
    return [f"d|cs|{code}|{each}" for code, each in product(sorted(codes), statuses)]


def of_kinds(types: Iterable[EventType], statuses: Iterable[Status], *, has_speaker: bool = False) -> list[str]:
    """The shelves of these types, of these statuses, and of what somebody is cited for, by the day of publication."""
    kinds = [f"w|t|{each}" for each in types] + [f"w|st|{each}" for each in statuses]
    return kinds + ["w|s"] * has_speaker


def of_outlet(name: str) -> list[str]:
    """The shelf of an outlet, by the day of publication."""
    return [f"w|o|{name}"]


@dataclass(frozen=True, slots=True)
class Days:
    """The days asked for, both included; `known_by` leaves out some of what was known later: what the shelves tell."""

    first: date | None = None
    last: date | None = None
    known_by: date | None = None


# Written by hand: a page asks these for each of fifty codes, and to put them together takes longer than to answer.


def held(connection: Connection, names: Sequence[str], days: Days, most: int) -> int:
    """How many reports stand on these shelves in some days, counted up to so many; one on several counts often."""
    within, given = _within(days)
    asked = f"SELECT count(*) FROM (SELECT 1 FROM shelves WHERE shelf = ?{within} LIMIT ?) AS found"
    found = 0
    for name in names:
        found += connection.exec_driver_sql(asked, (name, *given, most - found)).scalar() or 0
        if found >= most:
            break
    return found


def read_off(
    connection: Connection, names: Sequence[str], days: Days, place: Any, most: int, *, oldest_first: bool
) -> list[tuple[date, str]]:  # fmt: skip
    """At most so many reports of these shelves with their days, in order, after a place (day and report)."""
    within, given = _within(days)
    sign, order = (">", "ASC") if oldest_first else ("<", "DESC")
    if place:
        on, last = place
        within += f" AND day {sign}= ? AND (day {sign} ? OR report_id {sign} ?)"
        given = (*given, on.isoformat(), on.isoformat(), last)
    asked = (
        f"SELECT day, report_id FROM shelves WHERE shelf = ?{within} ORDER BY day {order}, report_id {order} LIMIT ?"
    )
    found: list[tuple[Any, str]] = []
    for name in names:
        found += plain(connection.exec_driver_sql(asked, (name, *given, most)))
    if len(names) > 1:
        found = sorted(set(found), reverse=not oldest_first)[:most]
    if not is_shared(connection):  # SQLite has days as they are written
        found = [(date.fromisoformat(day), report) for day, report in found]
    return found


def _within(days: Days) -> tuple[str, tuple[str, ...]]:
    """Conditions in SQL with what is to be given for their marks."""
    bounds = (("day >= ?", days.first), ("day <= ?", days.last), ("(known_on IS NULL OR known_on <= ?)", days.known_by))
    asked = [(condition, day.isoformat()) for condition, day in bounds if day]
    return "".join(f" AND {condition}" for condition, _ in asked), tuple(day for _, day in asked)
