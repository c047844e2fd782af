"""Events come in and are kept, each in one row; for a list they go out again without a look at their reports' rows.

A kept event is one in outline: all that it and its reports say, without what a report rests on beside its sentence (the
reasons, the places of names in the text, the text itself). What is kept follows from the other tables: it is no part of
what is chained, is dropped when anything that it was made from changes, and can be made anew at any time.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, overload

import orjson
from sqlalchemy import Column, Connection, Date, LargeBinary, Select, String, Table, Text, delete, insert, select

from dragoman.dates import Basis, DayRange, Precision
from dragoman.events import ChangedNumber, Event, Origin, OriginKind, Recorded, Stage, StatusChange
from dragoman.record import Article, EventType, Participant, Place, Report, Span, Status, Toll
from dragoman.store import schema
from dragoman.store.dialects import insert_or, is_among
from dragoman.store.schema import tables
from dragoman.store.shelves import of_event, put_up, take_all_down, take_down

told = Table(
    "told",
    tables,
    Column("event_id", String, primary_key=True, comment="the event"),
    Column("neighbourhood", String, nullable=False, index=True, comment="that of its reports"),
    Column(
        "last_on",
        Date,
        nullable=False,
        comment="day from which on all was known that it is made of: its reports, and the copies of their articles",
    ),
    Column("head", Text, nullable=False, comment="what the event says, as JSON"),
    Column("reports", LargeBinary, nullable=False, comment="what its reports say, as JSON, compressed by zlib"),
    comment="Each event as lists show it; made from the other tables, and dropped when they change.",
)

untold = Table(
    "untold",
    tables,
    Column("event_id", String, primary_key=True, comment="the event; it may be gone"),
    comment="Events that changed since they were told, or never were.",
    sqlite_with_rowid=False,
)

WORKED_OUT = ("report_ids", "known_days", "parties", "last_had_at")
"""What an event works out from its reports, and is kept so that they need not be read."""
LEVEL = 1
"""How hard reports are compressed: 6 takes a quarter more time for a twentieth less room."""
_LAID = (
    "CREATE TABLE told (event_id VARCHAR NOT NULL, neighbourhood VARCHAR NOT NULL, last_on DATE NOT NULL, "
    "head TEXT NOT NULL, reports BLOB NOT NULL, PRIMARY KEY (event_id))",
    "CREATE INDEX ix_told_neighbourhood ON told (neighbourhood)",
    "CREATE TABLE untold (event_id VARCHAR NOT NULL, PRIMARY KEY (event_id)) WITHOUT ROWID",
)


def lay_told(connection: Connection) -> None:
    """The step that brings these tables to a record without them, empty; never changed once released."""
    for statement in _LAID:
        connection.exec_driver_sql(statement)


@dataclass(frozen=True, slots=True)
class Told:
    """An event in outline, its neighbourhood, and the day from which on all was known that it is made of."""

    event: Event
    neighbourhood: str
    last_on: date


# ---- dropped, written, read ------------------------------------------------------------------------------------------


def untell(connection: Connection, events: Sequence[str] | Select[Any]) -> None:
    """Drops what is kept of these events, for something that they are made of has changed or is about to."""
    ids = list(events) if isinstance(events, Sequence) else list(connection.scalars(events))
    if ids:
        gone = is_among(told.c.event_id, ids)
        heads = connection.scalars(select(told.c.head).where(gone)).all()
        take_down(connection, [place for head in heads for place in stands(orjson.loads(head))])
        connection.execute(delete(told).where(gone))
        connection.execute(insert_or(untold).on_conflict_do_nothing(), [{"event_id": each} for each in set(ids)])


def of_reports(reports: Sequence[str]) -> Select[Any]:
    """The question for the events of these reports."""
    member = schema.memberships.c
    asked = select(member.event_id).distinct()
    return asked.where(is_among(member.report_id, list(reports)), member.event_id.is_not(None))


def of_articles(articles: Sequence[str]) -> Select[Any]:
    """The question for the events that these articles tell of."""
    member, report = schema.memberships.c, schema.reports.c
    asked = select(member.event_id).distinct().join(schema.reports, report.id == member.report_id)
    return asked.where(is_among(report.article_id, list(articles)), member.event_id.is_not(None))


def of_copies(groups: Sequence[str]) -> Select[Any]:
    """The question for the events that articles in these groups of copies tell of."""
    member, report, sketch = schema.memberships.c, schema.reports.c, schema.sketches.c
    asked = (
        select(member.event_id)
        .distinct()
        .join(schema.reports, report.id == member.report_id)
        .join(schema.sketches, sketch.article_id == report.article_id)
    )
    return asked.where(is_among(sketch.copies, list(groups)), member.event_id.is_not(None))


def untell_all(connection: Connection) -> None:
    """The same for every event that there is."""
    forget_all(connection)
    member = schema.memberships.c
    every = select(member.event_id).distinct().where(member.event_id.is_not(None))
    connection.execute(insert(untold).from_select(["event_id"], every))


def forget_all(connection: Connection) -> None:
    """Drops all that is kept of events, and that any waits to be told."""
    connection.execute(delete(told))
    connection.execute(delete(untold))
    take_all_down(connection)


def keep(connection: Connection, rows: Sequence[Told], done: Sequence[str]) -> None:
    """Keeps some events; those that are `done`, these and what is no event any more, wait no longer."""
    connection.execute(delete(untold).where(is_among(untold.c.event_id, done)))
    if not rows:
        return
    connection.exec_driver_sql(
        "INSERT INTO told (event_id, neighbourhood, last_on, head, reports) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (event_id) DO UPDATE SET neighbourhood = excluded.neighbourhood, "
        "last_on = excluded.last_on, head = excluded.head, reports = excluded.reports",
        [(each.event.id, each.neighbourhood, each.last_on.isoformat(), *packed(each.event)) for each in rows],
    )
    put_up(connection, [place for each in rows for place in stands(_head(each.event))])


def kept(connection: Connection, column: Any, values: Sequence[str]) -> Iterator[Told]:
    """What is kept of the events that have one of these values in a column."""
    here = told.c
    asked = select(here.neighbourhood, here.last_on, here.head, here.reports).where(is_among(column, values))
    for neighbourhood, last_on, head, reports in connection.execute(asked).all():
        yield Told(unpacked(head, reports), neighbourhood, last_on)


# ---- a report in outline ---------------------------------------------------------------------------------------------


def in_outline(each: Recorded) -> Recorded:
    """A report with its sentence, and nothing else of what it rests on."""
    return _recorded(_report_row(each))


def _report_row(each: Recorded) -> list[Any]:
    one, article = each.report, each.article
    return [
        one.id, article.id, one.anchor.start, one.anchor.end, one.anchor.digest, one.anchor_text, str(one.type),
        str(one.status), one.mode, one.contexts, _people(one.actors), _people(one.recipients), _one(one.invited_by),
        _people(one.hosted_by), _people(one.led_by), _days(one.when), _place(one.where), _one(one.said_by), one.via,
        _days(one.said_when), _toll(one.dead), _toll(one.injured),
        (one.sentence.start, one.sentence.end, one.sentence.digest) if one.sentence else None,
        one.coder, one.rule, one.score, each.known_at.isoformat(), each.sentence, article.title, article.language,
        article.published_on.toordinal() if article.published_on else 0, article.outlets, article.url,
        article.came_as, article.came_from,
    ]  # fmt: skip


def _recorded(row: Sequence[Any]) -> Recorded:
    (
        id_, article_id, start, end, digest, anchor_text, type_, status, mode, contexts, actors, recipients, inviter,
        hosts, heads, when, where, speaker, via, said_when, dead, injured, sentence, coder, rule, score, known_at,
        words, title, language, published, outlets, url, came_as, came_from,
    ) = row  # fmt: skip
    anchor = Span(article_id, start, end, digest)
    whole = Span(article_id, *sentence) if sentence else None
    report = Report(
        id_, anchor, anchor_text, _TYPES[type_], _STATUSES[status], mode, tuple(contexts), _those(actors),
        _those(recipients), _who(inviter), _those(hosts), _those(heads), _range(when), _where(where), _who(speaker),
        via, _range(said_when), _fate(dead), _fate(injured), whole, coder, rule, score,
    )  # fmt: skip
    published_on = date.fromordinal(published) if published else None
    article = Article(article_id, "", title, language, published_on, tuple(outlets), url, came_as, came_from)
    here = whole or anchor
    return Recorded(report, article, datetime.fromisoformat(known_at), {(here.start, here.end): words})


class Unread(Sequence[Recorded]):
    """The reports of an event in outline, each made when it is asked for; equal to a tuple of the same."""

    __slots__ = ("_count", "_made", "_packed", "_rows")

    def __init__(self, packed: bytes, count: int) -> None:
        self._packed = packed
        self._count = count
        self._rows: list[Any] | None = None
        self._made: dict[int, Recorded] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> Recorded: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Recorded, ...]: ...
    def __getitem__(self, place: int | slice) -> Recorded | tuple[Recorded, ...]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(self._count)))
        at = place + self._count if place < 0 else place
        found = self._made.get(at)
        if found is None:
            if not 0 <= at < self._count:
                raise IndexError(place)
            if self._rows is None:
                self._rows = orjson.loads(zlib.decompress(self._packed))
            found = self._made[at] = _recorded(self._rows[at])
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (tuple, Unread)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


# ---- an event in one row ---------------------------------------------------------------------------------------------


def packed(event: Event) -> tuple[str, bytes]:
    """What an event says, as JSON, and what its reports say; `unpacked` reads both."""
    reports = zlib.compress(_json([_report_row(each) for each in event.reports]).encode(), LEVEL)
    return _json(_head(event)), reports


def _head(event: Event) -> list[Any]:
    place = {id_: number for number, id_ in enumerate(event.report_ids)}

    def places(ids: Iterable[str]) -> list[int]:
        return [place[each] for each in ids]

    return [
        event.id, str(event.type), event.mode, event.contexts, _people(event.actors), _people(event.recipients),
        _one(event.invited_by), _days(event.when), _place(event.where), place[event.lead], event.report_ids,
        [each.toordinal() for each in event.known_days],
        [[str(each.kind), each.name, place[each.id], places(each.reports)] for each in event.origins],
        [
            [str(each.stage), each.known_on.toordinal(), _days(each.when), places(each.reports),
             places(each.contradicts), each.origins]
            for each in event.history
        ],
        [[place[each.report], place[each.other], each.before, each.after] for each in event.changed_numbers],
        event.amended, event.is_sure, _people(event.hosted_by), _people(event.led_by), sorted(event.parties),
        event.last_had_at.isoformat(),
    ]  # fmt: skip


_STANDS_BY = (0, 7, 11, 19)
"""Places in a head, as `_head` lays it: the id, the days, the days on which it was known, the parties."""


def stands(head: Sequence[Any]) -> list[tuple[str, str, str]]:
    """Where the event of a head (read from its JSON) stands on shelves; without an end on the last of all days."""
    id_, when, days, parties = (head[at] for at in _STANDS_BY)
    first, last = when[:2] if when else (days[0], days[0])
    ends = date.fromordinal(last) if last else date.max
    return of_event(id_, date.fromordinal(first) if first else date.min, ends, parties)


def unpacked(head: str, reports: bytes) -> Event:
    """The event of a row."""
    fromordinal = date.fromordinal
    (
        id_, type_, mode, contexts, actors, recipients, inviter, when, where, lead, ids, days, origins, history,
        changed, amended, is_sure, hosts, heads, parties, had_at,
    ) = orjson.loads(head)  # fmt: skip
    reading = ids.__getitem__
    event = Event.__new__(Event)
    # All fields at once: a frozen class would set each by a call of its own, a tenth of what a long timeline takes.
    event.__dict__.update(
        id=id_, type=_TYPES[type_], mode=mode, contexts=tuple(contexts), actors=_those(actors),
        recipients=_those(recipients), invited_by=_who(inviter), when=_range(when), where=_where(where), lead=ids[lead],
        reports=Unread(reports, len(ids)),
        origins=tuple([Origin(ids[at], _KINDS[kind], name, tuple(map(reading, some)))
                       for kind, name, at, some in origins]),
        history=tuple([
            StatusChange(_STAGES[stage], fromordinal(on), _range(when_then), tuple(map(reading, some)),
                         tuple(map(reading, against)), count)
            for stage, on, when_then, some, against, count in history
        ]),
        changed_numbers=tuple([ChangedNumber(ids[one], ids[other], was, now) for one, other, was, now in changed]),
        amended=tuple(amended), is_sure=is_sure, hosted_by=_those(hosts), led_by=_those(heads),
        # What would be worked out from the reports, without reading them.
        report_ids=tuple(ids), known_days=tuple(map(fromordinal, days)), parties=frozenset(parties),
        last_had_at=datetime.fromisoformat(had_at),
    )  # fmt: skip
    return event


_KINDS = {str(each): each for each in OriginKind}
_TYPES = {str(each): each for each in EventType}
_STATUSES = {str(each): each for each in Status}
_STAGES = {str(each): each for each in Stage}


def _json(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _one(one: Participant | None) -> list[str | None] | None:
    return None if one is None else [one.text, one.country, one.sector, one.actor, one.person]


def _people(people: Iterable[Participant]) -> list[list[str | None] | None]:
    return [_one(each) for each in people]


@lru_cache(maxsize=65536)
def _participant(text: str, country: str | None, sector: str, actor: str | None, person: str | None) -> Participant:
    return Participant(text, country, sector, actor, person)


def _who(one: Sequence[Any] | None) -> Participant | None:
    return None if one is None else _participant(*one)


def _those(people: Iterable[Sequence[Any]]) -> tuple[Participant, ...]:
    return tuple([_participant(*each) for each in people])


def _days(when: DayRange | None) -> list[int | str] | None:
    if when is None:
        return None
    ends = [each.toordinal() if each else 0 for each in (when.first, when.last)]
    return [*ends, str(when.precision), str(when.basis)]


@lru_cache(maxsize=65536)
def _made_range(first: int, last: int, precision: str, basis: str) -> DayRange:
    begins, ends = (date.fromordinal(each) if each else None for each in (first, last))
    return DayRange(begins, ends, Precision(precision), Basis(basis))


def _range(when: Sequence[Any] | None) -> DayRange | None:
    return None if when is None else _made_range(*when)


def _place(where: Place | None) -> list[str | None] | None:
    return None if where is None else [where.name, where.country]


def _where(where: Sequence[Any] | None) -> Place | None:
    return None if where is None else Place(*where)


def _toll(found: Toll | None) -> list[Any] | None:
    return None if found is None else [found.low, found.high, found.is_approximate]


def _fate(found: Sequence[Any] | None) -> Toll | None:
    return None if found is None else Toll(found[0], found[1], None, found[2])
