"""A record comes in, to be read only; its events, rejects and counts go out as nouns of the ground floor."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Engine, and_, exists, func, or_, select, union

from dragoman.errors import Stop
from dragoman.record import Article, EventType, Reject, Report, Span, Status
from dragoman.store import schema
from dragoman.store.connecting import reading_engine
from dragoman.store.failures import stops
from dragoman.store.leads import Leads, SourceState
from dragoman.store.migrations import check_version, version_of
from dragoman.store.refusals import Refusal, standing
from dragoman.store.rows import report_of

PATIENCE = 10.0
_READ_AT_ONCE = 400
_SHORTEST_PREFIX = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for; what is left out does not count.

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
class Recorded:
    """A report as the record holds it, with its article and the words of its spans.

    The article's text is empty where the record keeps spans only; `quote` gives the words either way. For now every
    report stands as one event, whose id is `id`.
    """

    report: Report
    article: Article
    known_at: datetime
    words: Mapping[tuple[int, int], str] = field(repr=False)

    @property
    def id(self) -> str:
        """Id of the event."""
        return self.report.id

    def quote(self, span: Span) -> str:
        """The words of a span of this report."""
        return self.words[span.start, span.end]

    @property
    def sentence(self) -> str:
        """The sentence that names the act, or the words alone where the coder gave no sentence."""
        return self.quote(self.report.sentence or self.report.anchor)


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

    def __init__(self, path: Path, engine: Engine) -> None:
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

    def events(self, wanted: Wanted = Wanted()) -> Iterator[Recorded]:
        """The events that are wanted, read as they are asked for."""
        day, report = schema.reports.c.listed_on, schema.reports.c.id
        ordered = (day.desc().nulls_last(), report) if wanted.newest_first else (day.asc().nulls_last(), report)
        asked = select(report).where(*_conditions(wanted)).order_by(*ordered).limit(wanted.limit)
        with self._asking() as connection:
            found = list(connection.scalars(asked))
            for start in range(0, len(found), _READ_AT_ONCE):
                yield from _recorded(connection, found[start : start + _READ_AT_ONCE])

    def event(self, prefix: str) -> Recorded:
        """The event whose id begins so; Stop if there is none, or more than one."""
        prefix = prefix.strip().lower()
        if len(prefix) < _SHORTEST_PREFIX or not prefix.isalnum():
            raise Stop(
                f"“{prefix}” is not the id of an event.", remedy=f"Give at least its first {_SHORTEST_PREFIX} signs."
            )
        column = schema.reports.c.id
        with self._asking() as connection:
            found = list(connection.scalars(select(column).where(column >= prefix, column < prefix + "~").limit(4)))
            if not found:
                raise Stop(f"{self.path} has no event {prefix}.", remedy="“dragoman events” lists them with their ids.")
            if len(found) > 1:
                raise Stop(f"“{prefix}” begins more than one id: {', '.join(found[:3])} …", remedy="Give more of it.")
            return next(_recorded(connection, found))

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

    def runs(self) -> Iterator[Run]:
        """What was written by which run, the first one first."""
        columns = [column for column in schema.runs.c if column.name != "id"]
        with self._asking() as connection:
            for row in connection.execute(select(*columns).order_by(schema.runs.c.id)):
                yield Run(*row)

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
        with stops(self.path), self._engine.connect() as connection, connection.begin():
            yield connection


def open_view(path: Path | str, *, patience: float = PATIENCE) -> View:
    """Opens the record at a path to be read; `patience` is in seconds.

    Stop if there is none, if it is no record, or if its version is not the one that this program reads.
    """
    path = Path(path)
    with stops(path):
        engine = reading_engine(path, patience)
        try:
            with engine.connect() as connection:
                check_version(version_of(connection, path), path)
        except BaseException:
            engine.dispose()
            raise
    return View(path, engine)


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
        known_on = func.coalesce(article.published_on, func.date(article.known_at))
        yield report.article_id.in_(select(article.id).where(known_on <= wanted.known_by.isoformat()))
    if wanted.statuses:
        yield report.status.in_([str(each) for each in wanted.statuses])
    if wanted.types:
        yield report.type.in_([str(each) for each in wanted.types])


def _reports_of(code: str) -> CompoundSelect[tuple[str]]:
    """Ids of the reports in which this country, body or group takes part."""
    part = schema.participants.c
    # A union, and not an "or", so that each half is answered from its index alone.
    return union(*(select(part.report_id).where(name == code, _is_side(part)) for name in (part.country, part.actor)))


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


def _recorded(connection: Connection, report_ids: Sequence[str]) -> Iterator[Recorded]:
    """The reports of these ids in this order, with all that belongs to them, by one question a table."""

    def rows(table: Any, column: str, values: Sequence[str], *order: str) -> Iterable[Mapping[str, Any]]:
        asked = select(table).where(table.c[column].in_(values)).order_by(*(table.c[name] for name in order))
        return cast(Iterable[Mapping[str, Any]], connection.execute(asked).mappings())

    def grouped(table: Any, *order: str) -> Mapping[str, list[Mapping[str, Any]]]:
        groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows(table, "report_id", report_ids, *order):
            groups[row["report_id"]].append(row)
        return groups

    reports = {row["id"]: row for row in rows(schema.reports, "id", report_ids)}
    parts = grouped(schema.participants, "role", "place")
    contexts = grouped(schema.report_contexts, "place")
    reasons = grouped(schema.report_reasons, "place")
    article_ids = sorted({row["article_id"] for row in reports.values()})
    outlets: dict[str, list[str]] = defaultdict(list)
    for row in rows(schema.article_outlets, "article_id", article_ids, "place"):
        outlets[row["article_id"]].append(row["outlet"])
    articles = {row["id"]: _article(row, outlets[row["id"]]) for row in rows(schema.articles, "id", article_ids)}
    places: dict[str, dict[tuple[int, int], Span]] = defaultdict(dict)
    words: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for row in rows(schema.spans, "article_id", article_ids):
        here = (row["begins"], row["ends"])
        places[row["article_id"]][here] = Span(row["article_id"], *here, row["digest"])
        kept = row["words"]
        words[row["article_id"]][here] = articles[row["article_id"]].text[slice(*here)] if kept is None else kept
    for each in report_ids:
        row = reports[each]
        article_id = row["article_id"]
        names = [context["context"] for context in contexts[each]]
        report = report_of(row, parts[each], names, reasons[each], places[article_id])
        yield Recorded(report, articles[article_id], row["known_at"], words[article_id])


def _article(row: Mapping[str, Any], outlets: Sequence[str]) -> Article:
    return Article(
        id=row["id"],
        text=row["text"] or "",
        title=row["title"],
        language=row["language"],
        published_on=row["published_on"],
        outlets=tuple(outlets),
        url=row["url"],
        came_as=row["came_as"],
        came_from=row["came_from"],
    )
