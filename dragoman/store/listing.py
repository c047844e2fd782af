"""What a page is to list comes in; one report of each event on it goes out, in order, and where the next page begins.

However large the record is, only as many rows are read as a page needs, or as its rarest actor has.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, cast, exists, func, or_, select, union

from dragoman.errors import Skip
from dragoman.record import EventType, Status
from dragoman.store import schema
from dragoman.store.dialects import is_among, known_by, known_on

FEW = 5000
"""Reports of an actor up to which they are looked at one by one; one who has more is met soon on the way by days."""
_AHEAD = 3
"""Reports read for each event that a page still lacks."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of events, the newest first (or `oldest_first`); what is left out does not count.

    An event is listed under the newest of its reports that fit: by the day of the act, or with `by_word` by the day of
    publication. Of each set in `codes` somebody takes part, in one of `roles`. `types`, `statuses` and that somebody is
    cited for it (`has_speaker`) all hold, or with `is_either` one of them. `first` and `last` bound the day that is
    listed by. `is_disputed` asks for events of which one report says that it took place and another that it did not.
    `words` stand in the sentence, the act or the place. `after` is what the page before said.
    """

    codes: Sequence[Collection[str]] = ()
    roles: Sequence[str] = ("actor", "recipient")
    types: Sequence[EventType] = ()
    statuses: Sequence[Status] = ()
    first: date | None = None
    last: date | None = None
    known_by: date | None = None
    outlet: str | None = None
    words: Sequence[str] = ()
    by_word: bool = False
    oldest_first: bool = False
    is_either: bool = False
    has_speaker: bool = False
    is_disputed: bool = False
    limit: int = 25
    after: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The events of a page, each as its id and that of the report it is listed under; `after` is empty on the last."""

    events: tuple[tuple[str, str], ...]
    after: str


def listed(connection: Connection, wanted: Listing) -> Found:
    """The events of a page; Skip if `after` is not what a page said."""
    conditions = [*_conditions(wanted), *_chosen(connection, wanted)]
    place = _place(wanted.after)
    found: dict[str, tuple[str, str]] = {}
    while len(found) <= wanted.limit:
        count = (wanted.limit + 1 - len(found)) * _AHEAD
        rows = connection.execute(_asked(wanted, conditions, place, count)).all()
        fresh = dict.fromkeys(row.event_id for row in rows if row.event_id not in found)
        shown_before = _listed_before(connection, wanted, conditions, list(fresh)) if wanted.after else set()
        for row in rows:
            if row.event_id not in shown_before and len(found) <= wanted.limit:
                found.setdefault(row.event_id, (row.id, f"{row.day}.{row.id}"))
        if len(rows) < count:
            break
        place = (rows[-1].day, rows[-1].id)
    kept = list(found.items())[: wanted.limit]
    more = len(found) > wanted.limit
    return Found(tuple((event, report) for event, (report, _) in kept), kept[-1][1][1] if more and kept else "")


def _place(after: str) -> tuple[date, str] | None:
    if not after:
        return None
    day, dot, report = after.partition(".")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        on = None
    if on is None or not dot or not report.isalnum():
        raise Skip(f"“{after[:40]}” is not where a page ended", stage="page")
    return on, report


def _key(wanted: Listing) -> ColumnElement[Any]:
    article = schema.articles.c
    return known_on(article.published_on, article.known_at) if wanted.by_word else schema.reports.c.listed_on


def _asked(wanted: Listing, conditions: Sequence[ColumnElement[bool]], place: Any, count: int) -> Select[Any]:
    report, member, day = schema.reports.c, schema.memberships.c, _key(wanted)
    asked = (
        select(report.id, day.label("day"), member.event_id)
        .join(schema.memberships, member.report_id == report.id)
        .where(*conditions)
    )
    if wanted.by_word:
        asked = asked.join(schema.articles, schema.articles.c.id == report.article_id)
    if place and wanted.oldest_first:
        asked = asked.where(day >= place[0], or_(day > place[0], report.id > place[1]))
    elif place:
        asked = asked.where(day <= place[0], or_(day < place[0], report.id < place[1]))
    ordered = (day.asc(), report.id.asc()) if wanted.oldest_first else (day.desc(), report.id.desc())
    return asked.order_by(*ordered).limit(count)


def _listed_before(
    connection: Connection, wanted: Listing, conditions: Sequence[ColumnElement[bool]], events: Sequence[str]
) -> set[str]:
    """Those of these events that an earlier page has listed, under another report."""
    place = _place(wanted.after)
    report, member, day = schema.reports.c, schema.memberships.c, _key(wanted)
    if not events or place is None:
        return set()
    asked = (
        select(member.event_id)
        .distinct()
        .join(schema.reports, member.report_id == report.id)
        .where(is_among(member.event_id, events), *conditions)
        .where(
            or_(day < place[0], and_(day == place[0], report.id <= place[1]))
            if wanted.oldest_first
            else or_(day > place[0], and_(day == place[0], report.id >= place[1]))
        )
    )
    if wanted.by_word:
        asked = asked.join(schema.articles, schema.articles.c.id == report.article_id)
    return set(connection.scalars(asked))


def _conditions(wanted: Listing) -> Iterator[ColumnElement[bool]]:
    report, day = schema.reports.c, _key(wanted)
    yield schema.memberships.c.event_id.is_not(None)
    yield day.is_not(None)
    kinds = list(_kinds(wanted))
    if kinds:
        yield or_(*kinds) if wanted.is_either else and_(*kinds)
    if wanted.first:
        yield day >= wanted.first
    if wanted.last:
        yield day <= wanted.last
    if wanted.known_by:
        told = schema.articles.alias("told_in").c
        by_then = known_by(told.published_on, told.known_at, wanted.known_by)
        yield exists().where(told.id == report.article_id, by_then)
    if wanted.outlet is not None:
        printed = schema.article_outlets.c
        yield exists().where(printed.article_id == report.article_id, printed.outlet == wanted.outlet)
    for word in wanted.words:
        has_word = (
            column.icontains(word, autoescape=True) for column in (report.anchor_text, report.place, _sentence())
        )
        yield or_(*has_word)
    if wanted.is_disputed:
        yield report.status == str(Status.DENIED)
        other, beside = schema.memberships.alias("other").c, schema.reports.alias("beside").c
        yield exists().where(
            other.event_id == schema.memberships.c.event_id,
            beside.id == other.report_id,
            beside.status.in_([str(Status.HAPPENED), str(Status.ONGOING)]),
        )


def _kinds(wanted: Listing) -> Iterator[ColumnElement[bool]]:
    report, part = schema.reports.c, schema.participants.alias().c
    if wanted.types:
        yield report.type.in_([str(each) for each in wanted.types])
    if wanted.statuses:
        yield report.status.in_([str(each) for each in wanted.statuses])
    if wanted.has_speaker:
        yield exists().where(part.report_id == report.id, part.role == "speaker")


def _sentence() -> ColumnElement[Any]:
    """The sentence of a report: its words, or cut out of the kept text."""
    report, span, article = schema.reports.c, schema.spans.c, schema.articles.alias("text_of").c
    here = (
        span.article_id == report.article_id, span.begins == report.sentence_begins, span.ends == report.sentence_ends,
    )  # fmt: skip
    kept = select(span.words).where(*here).scalar_subquery()
    begins, ends = (cast(each, Integer) for each in (report.sentence_begins, report.sentence_ends))
    cut = func.substr(article.text, begins + 1, ends - begins)
    whole = select(cut).where(article.id == report.article_id).scalar_subquery()
    return func.coalesce(kept, whole, "")


def _chosen(connection: Connection, wanted: Listing) -> Iterator[ColumnElement[bool]]:
    """Who must take part: by the ids of the rarest one's reports, if these are few, and else report by report."""
    if not wanted.codes:
        return
    few = next((ids for codes in wanted.codes if (ids := _few(connection, wanted, [codes])) is not None), None)
    if few is None and len(wanted.codes) > 1:
        few = _few(connection, wanted, wanted.codes)
    if few is not None:
        yield is_among(schema.reports.c.id, few)
    for codes in wanted.codes:
        yield _takes_part(wanted, codes)


def _few(connection: Connection, wanted: Listing, all_codes: Sequence[Collection[str]]) -> list[str] | None:
    """Ids of the reports in which somebody of each set takes part; None if they are many."""
    part = schema.participants.c
    asked = [
        union(
            *(
                select(part.report_id).where(name.in_(sorted(codes)), part.role.in_(list(wanted.roles)))
                for name in (part.country, part.actor)
            )
        ).subquery()
        for codes in all_codes
    ]
    first = select(asked[0].c.report_id)
    for other in asked[1:]:
        first = first.where(asked[0].c.report_id.in_(select(other.c.report_id)))
    found = list(connection.scalars(first.limit(FEW + 1)))
    return found if len(found) <= FEW else None


def _takes_part(wanted: Listing, codes: Collection[str]) -> ColumnElement[bool]:
    part = schema.participants.alias().c
    return exists().where(
        part.report_id == schema.reports.c.id,
        part.role.in_(list(wanted.roles)),
        or_(part.country.in_(sorted(codes)), part.actor.in_(sorted(codes))),
    )
