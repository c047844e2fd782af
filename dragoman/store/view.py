"""A record comes in, to be read only; its events, rejects and counts go out as nouns of the ground floor."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Engine, and_, exists, func, or_, select, union

from dragoman.errors import Stop
from dragoman.events import Forecast, Imported, Outcome, Recorded
from dragoman.record import EventType, Reject, Status
from dragoman.store import schema, whole
from dragoman.store.chain import Write
from dragoman.store.choosing import Choice, homes
from dragoman.store.clusters import Clusters
from dragoman.store.connecting import reading_engine
from dragoman.store.dialects import known_by
from dragoman.store.failures import stops
from dragoman.store.forecasts import Forecasts
from dragoman.store.imported import Deed, between, by_day, deeds, providers_of
from dragoman.store.leads import Leads, SourceState
from dragoman.store.limiting import is_over, too_long
from dragoman.store.listing import Found, Listing, listed
from dragoman.store.locating import Whereabouts, is_lake, located
from dragoman.store.migrations import check_version, version_of
from dragoman.store.recorded import recorded
from dragoman.store.refusals import Refusal, standing

PATIENCE = 10.0
_READ_AT_ONCE = 400
_SHORTEST_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events or reports are asked for; what is left out does not count.

    `actor` and `with_` are each a country (ISO 3166 alpha-3) or the id of a body or group, on whichever side of the
    act; `with_` is another participant than `actor`. `since` and `until` are days, both included: an event is wanted
    if it may lie between them. `known_by` leaves out what was published later (or, undated, came in later).
    Events come in the order of their days, the newest first if so wanted, and at most `limit` of them.
    """

    actor: str | None = None
    with_: str | None = None
    since: date | None = None
    until: date | None = None
    known_by: date | None = None
    statuses: Sequence[Status] = ()
    types: Sequence[EventType] = ()
    limit: int | None = None
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a record holds."""

    articles: int
    outlets: int
    reports: int
    rejects: int
    by_status: Mapping[Status, int]
    by_type: Mapping[EventType, int]


@dataclass(frozen=True, slots=True)
class Run:
    """What one run wrote, by which version of Dragoman and of which coder; the instants are its first and last."""

    began_at: datetime
    last_at: datetime
    program: str
    coder: str
    version: str
    articles: int
    reports: int
    rejects: int


class View:
    """A record that can be asked and not changed; safe to share between threads.

    Each question is answered from one state of the record, even while others write it.
    """

    def __init__(self, path: Whereabouts, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the record."""
        self._engine.dispose()

    def reports(self, wanted: Wanted = Wanted()) -> Iterator[Recorded]:
        """The reports that are wanted, each by itself, read as they are asked for."""
        day, report = schema.reports.c.listed_on, schema.reports.c.id
        ordered = (day.desc().nulls_last(), report) if wanted.newest_first else (day.asc().nulls_last(), report)
        asked = select(report).where(*_conditions(wanted)).order_by(*ordered).limit(wanted.limit)
        with self._asking() as connection:
            found = list(connection.scalars(asked))
            for start in range(0, len(found), _READ_AT_ONCE):
                yield from recorded(connection, found[start : start + _READ_AT_ONCE])

    @contextmanager
    def clusters(self) -> Iterator[Clusters]:
        """What is known of events, as rows, all from one state of the record."""
        with self._asking() as connection:
            yield Clusters(connection)

    def event_ids(self, wanted: Wanted = Wanted()) -> list[str]:
        """Ids of the events that may be wanted: all that are, and some that are not when looked at whole.

        `known_by`, `limit` and the order are left to whoever makes the events.
        """
        return self._of_events(wanted, schema.memberships.c.event_id)

    def neighbourhoods(self, wanted: Wanted = Wanted()) -> list[str]:
        """The same for neighbourhoods: whatever the day they are known by, their events lie within."""
        return self._of_events(wanted, schema.memberships.c.neighbourhood)

    def chosen(self, choices: Iterable[Choice], *, neighbourhoods: bool = False) -> list[str]:
        """Ids of the events that have a report which fits one of the choices, or of their neighbourhoods."""
        member = schema.memberships.c
        with self._asking() as connection:
            return homes(connection, choices, member.neighbourhood if neighbourhoods else member.event_id)

    def listed(self, wanted: Listing) -> Found:
        """A page of events, each by one report of it, and where the next page begins."""
        with self._asking() as connection:
            return listed(connection, wanted)

    def last_write(self) -> tuple[int, datetime | None]:
        """Number and instant of the last write: while the number stays, so does every answer."""
        with self._asking() as connection:
            return whole.last_write(connection)

    def outlets(self, limit: int, start: int = 0) -> list[whole.Printed]:
        """The outlets that print most, some at a time."""
        with self._asking() as connection:
            return whole.outlets(connection, limit, start)

    def has_outlet(self, name: str) -> bool:
        """True if the record has an article of this outlet."""
        with self._asking() as connection:
            return whole.has_outlet(connection, name)

    def newest_rejects(self, limit: int, start: int = 0) -> list[Reject]:
        """What stands refused, the newest first, some at a time."""
        with self._asking() as connection:
            return list(whole.newest_rejects(connection, limit, start))

    def size(self) -> whole.Size:
        """How much the record holds, as a whole."""
        with self._asking() as connection:
            return whole.size(connection)

    def coverage(self) -> list[whole.Month]:
        """How many articles were published in each month."""
        with self._asking() as connection:
            return whole.coverage(connection)

    def _of_events(self, wanted: Wanted, column: Any) -> list[str]:
        with self._asking() as connection:
            asked = select(column).distinct().where(column.is_not(None), *_may_fit(wanted, column, connection))
            amended = select(schema.judgements.c.report_id).where(
                schema.judgements.c.verdict == "amend", schema.judgements.c.undone_at.is_(None)
            )
            told = select(column).where(column.is_not(None), schema.memberships.c.report_id.in_(amended))
            return sorted({*connection.scalars(asked), *connection.scalars(told)})

    def report_id(self, prefix: str) -> str:
        """The id of a report that begins so; Stop if there is none, or more than one."""
        prefix = prefix.strip().lower()
        if len(prefix) < _SHORTEST_PREFIX or not prefix.isalnum():
            raise Stop(
                f"“{prefix}” is not the id of an event.", remedy=f"Give at least its first {_SHORTEST_PREFIX} signs."
            )
        found = self._beginning(prefix)
        if not found:
            raise Stop(f"{self.path} has no event {prefix}.", remedy="“dragoman events” lists them with their ids.")
        if len(found) > 1:
            raise Stop(f"“{prefix}” begins more than one id: {', '.join(found[:3])} …", remedy="Give more of it.")
        return found[0]

    def _beginning(self, prefix: str) -> list[str]:
        """Ids of the first few reports that begin so."""
        column = schema.reports.c.id
        with self._asking() as connection:
            return list(connection.scalars(select(column).where(column >= prefix, column < prefix + "~").limit(4)))

    def report(self, prefix: str) -> Recorded:
        """The report whose id begins so; Stop if there is none, or more than one."""
        found = self.report_id(prefix)
        with self._asking() as connection:
            return next(recorded(connection, [found]))

    def writes(self) -> Iterator[Write]:
        """The log of writes, the last first."""
        table = schema.writes.c
        with self._asking() as connection:
            for row in connection.execute(
                select(table.number, table.made_at, table.what, table.subject).order_by(table.number.desc())
            ):
                yield Write(*row)

    def rejects(self) -> Iterator[Reject]:
        """What could not be used, in the order in which it was met."""
        table = schema.rejects.c
        with self._asking() as connection:
            for row in connection.execute(select(schema.rejects).order_by(table.known_at, table.origin)):
                yield Reject(row.origin, row.stage, row.reason, row.known_at)

    def refusals(self, *, stage: str = "", words: str = "", everything: bool = False) -> list[Refusal]:
        """The rejects that still stand, or everything ever met, with how to try them again."""
        with self._asking() as connection:
            return list(standing(connection, stage=stage, words=words, everything=everything))

    def sources(self, names: Sequence[str]) -> list[tuple[SourceState, Mapping[str, int]]]:
        """How each of these sources stands, with how many of its leads are in which state."""
        with self._asking() as connection:
            leads = Leads(connection, datetime.now(UTC))
            return [(leads.state(name), leads.counts(name)) for name in names]

    def forecasts(self) -> list[tuple[Forecast, Outcome | None]]:
        """Every forecast kept, in order, with what came of it where that is known."""
        with self._asking() as connection:
            return Forecasts(connection, datetime.now(UTC)).kept()

    def runs(self) -> Iterator[Run]:
        """What was written by which run, the first one first."""
        columns = [column for column in schema.runs.c if column.name != "id"]
        with self._asking() as connection:
            for row in connection.execute(select(*columns).order_by(schema.runs.c.id)):
                yield Run(*row)

    def articles_by_day(self, known_by: date | None = None) -> dict[date, int]:
        """How many articles were published on each day, of anybody: what silence is to be judged by."""
        day = schema.articles.c.published_on
        asked = select(day, func.count()).where(day.is_not(None)).group_by(day).order_by(day)
        with self._asking() as connection:
            rows = connection.execute(asked if known_by is None else asked.where(day <= known_by))
            return {on: count for on, count in rows}  # noqa: C416 - rows are no pairs to mypy

    def imported_between(self, one: Iterable[str], other: Iterable[str], providers: Sequence[str]) -> list[Imported]:
        """The events of these data sets in which one of some codes acts upon one of some others, or is acted upon."""
        with self._asking() as connection:
            return list(between(connection, one, other, providers))

    def imported_by_day(self, providers: Sequence[str], known_by: date | None = None) -> dict[date, int]:
        """How many events these data sets have of each day, of anybody."""
        with self._asking() as connection:
            return by_day(connection, providers, known_by)

    def deeds(self, providers: Sequence[str], known_by: date, apart: tuple[Sequence[str], Sequence[str]]) -> list[Deed]:
        """What happened between any two by these data sets, as known by a day; see `imported.deeds`."""
        with self._asking() as connection:
            return list(deeds(connection, providers, known_by, apart))

    def providers(self) -> dict[str, int]:
        """The data sets that were imported, with how many events each has."""
        with self._asking() as connection:
            return providers_of(connection)

    def counts(self) -> Counts:
        """How much the record holds."""
        with self._asking() as connection:

            def number(table: Any) -> int:
                return connection.scalar(select(func.count()).select_from(table)) or 0

            def numbers(column: ColumnElement[str]) -> dict[str, int]:
                rows = connection.execute(select(column, func.count()).group_by(column).order_by(column))
                return {value: count for value, count in rows}  # noqa: C416 - rows are no pairs to mypy

            return Counts(
                articles=number(schema.articles),
                outlets=number(schema.outlets),
                reports=number(schema.reports),
                rejects=number(schema.rejects),
                by_status={Status(each): count for each, count in numbers(schema.reports.c.status).items()},
                by_type={EventType(each): count for each, count in numbers(schema.reports.c.type).items()},
            )

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        if is_over():
            raise too_long()
        with stops(self.path), self._engine.connect() as connection, connection.begin():
            yield connection


def open_view(path: Whereabouts | str, *, patience: float = PATIENCE) -> View:
    """Opens the record at a path, in a PostgreSQL database, or the lake in a folder; `patience` is in seconds.

    Stop if there is none, if it is no record, or if its version is not the one that this program reads.
    """
    path = located(path)
    if is_lake(path):
        return _lake(path)
    with stops(path):
        engine = reading_engine(path, patience)
        try:
            with engine.connect() as connection:
                check_version(version_of(connection, path), path)
        except BaseException:
            engine.dispose()
            raise
    return View(path, engine)


def _lake(path: Path) -> View:
    try:
        from dragoman.store.lake_view import open_lake  # here, for it needs an extra, and stands on this module
    except ImportError:
        raise Stop(
            f"{path} is a folder: to read a lake needs DuckDB.", remedy="pip install 'dragoman[batch]'"
        ) from None
    return open_lake(path)


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    report, article = schema.reports.c, schema.articles.c
    codes = [code.upper() for code in (wanted.actor, wanted.with_) if code]
    for code in codes:
        yield report.id.in_(_reports_of(code))
    if len(codes) == 2:
        yield _are_two(*codes)
    if wanted.since:
        yield or_(report.last_on >= wanted.since, and_(report.last_on.is_(None), report.first_on.is_not(None)))
    if wanted.until:
        yield or_(report.first_on <= wanted.until, and_(report.first_on.is_(None), report.last_on.is_not(None)))
    if wanted.known_by:
        by_then = known_by(article.published_on, article.known_at, wanted.known_by)
        yield report.article_id.in_(select(article.id).where(by_then))
    if wanted.statuses:
        yield report.status.in_([str(each) for each in wanted.statuses])
    if wanted.types:
        yield report.type.in_([str(each) for each in wanted.types])


def _may_fit(wanted: Wanted, column: Any, connection: Connection) -> Iterator[ColumnElement[bool]]:
    """Conditions on a membership by which no event that is wanted is lost: each event has one of which they hold."""
    codes = [code.upper() for code in (wanted.actor, wanted.with_) if code]
    if len(codes) == 2:
        codes.sort(key=lambda code: _heard_of(code, connection))
        yield schema.memberships.c.report_id.in_(_reports_of(codes[0], beside=codes[1]))
    elif codes:
        yield schema.memberships.c.report_id.in_(_reports_of(codes[0]))
    if wanted.since or wanted.until:
        fitting = schema.reports.alias("fitting").c
        other = schema.memberships.alias("beside")
        same = other.c[column.name] == column
        yield exists().where(same, fitting.id == other.c.report_id, *_days_may_fit(wanted, fitting))


_MANY = 5_000
"""Reports of an actor up to which it is counted who is told of less, so that those of the other need not be read."""


def _heard_of(code: str, connection: Connection) -> int:
    """In how many reports this actor takes part, up to a limit."""
    return connection.scalar(select(func.count()).select_from(_reports_of(code).limit(_MANY).subquery())) or 0


def _days_may_fit(wanted: Wanted, report: Any = schema.reports.c) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield or_(func.coalesce(report.last_on, report.listed_on) >= wanted.since, report.precision == "open")
    if wanted.until:
        yield or_(func.coalesce(report.first_on, report.listed_on) <= wanted.until, report.precision == "open")


def _reports_of(code: str, beside: str = "") -> CompoundSelect[tuple[str]]:
    """Ids of the reports in which this country, body or group takes part, and another `beside` it."""
    part = schema.participants.c
    more = []
    if beside:
        other = schema.participants.alias("other").c
        is_other = or_(other.country == beside, other.actor == beside)
        more.append(exists().where(other.report_id == part.report_id, is_other, _is_side(other)))
    # A union, and not an "or", so that each half is answered from its index alone.
    halves = (select(part.report_id).where(name == code, _is_side(part), *more) for name in (part.country, part.actor))
    return union(*halves)


def _are_two(code: str, other: str) -> ColumnElement[bool]:
    """True of a report in which the two take part as two: a group is not its country's partner."""
    first, second = schema.participants.alias("first").c, schema.participants.alias("second").c
    return exists().where(
        first.report_id == schema.reports.c.id,
        second.report_id == schema.reports.c.id,
        or_(first.role != second.role, first.place != second.place),
        _is_side(first),
        _is_side(second),
        or_(first.country == code, first.actor == code),
        or_(second.country == other, second.actor == other),
    )


def _is_side(part: Any) -> ColumnElement[bool]:
    return cast(ColumnElement[bool], part.role.in_(["actor", "recipient"]))
