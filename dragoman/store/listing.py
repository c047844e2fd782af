"""What a page is to list comes in; one report of each event on it goes out, in order, and where the next page begins.

However large the record is, only as many rows are read as a page needs, or as its rarest actor has.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, and_, cast, exists, func, or_, select

from dragoman.errors import Skip
from dragoman.record import EventType, Status
from dragoman.store import schema
from dragoman.store.dialects import is_among, known_by, known_on, plain
from dragoman.store.shelves import (
    MOST_TOGETHER,
    Days,
    held,
    of_codes,
    of_kinds,
    of_outlet,
    of_statuses,
    of_two,
    read_off,
)

_AHEAD = 3
"""Reports read for each event that a page still lacks."""
MOST_AT_ONCE = 3000
"""Reports read off shelves before they are looked at one by one."""
_COUNTED = 1500
"""Reports up to which shelves are counted, to begin at the emptiest."""


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
    place = _place(wanted.after)
    read = _off_shelves(connection, wanted, place) or _by_days(connection, wanted, place)
    found: dict[str, tuple[str, date]] = {}
    for rows in read:
        fresh = dict.fromkeys(event for _, _, event in rows if event not in found) if wanted.after else {}
        shown_before = _listed_before(connection, wanted, list(fresh)) if wanted.after else set()
        for report, day, event in rows:
            if event not in found and event not in shown_before:
                found[event] = (report, day)
                if len(found) > wanted.limit:
                    break
        if len(found) > wanted.limit:
            break
    kept = [(event, report) for event, (report, _) in found.items()][: wanted.limit]
    more = len(found) > wanted.limit and kept
    return Found(tuple(kept), f"{found[kept[-1][0]][1]}.{kept[-1][1]}" if more else "")


_Rows = Iterator[Sequence[tuple[str, date, str]]]
"""Some reports at a time, each as its id, its day and its event."""
_Place = tuple[date, str] | None


def _by_days(connection: Connection, wanted: Listing, place: _Place) -> _Rows:
    """Reports that fit, in the order of all days, some at a time: each its id, day and event."""
    conditions = [*_conditions(wanted), *(_takes_part(wanted, codes) for codes in wanted.codes)]
    count = (wanted.limit + 1) * _AHEAD
    while True:
        rows = [(row[0], row[1], row[2]) for row in connection.execute(_asked(wanted, conditions, place, count))]
        yield rows
        if len(rows) < count:
            return
        place = (rows[-1][1], rows[-1][0])


def _off_shelves(connection: Connection, wanted: Listing, place: _Place) -> _Rows | None:
    """The same, read off the emptiest shelves on which all of them stand; None where there are none such."""
    last = min(filter(None, (wanted.last, wanted.known_by)), default=None) if wanted.by_word else wanted.last
    days = Days(wanted.first, last, wanted.known_by)
    counted = [
        (held(connection, names, days, _COUNTED), number, names, left)
        for number, (names, left) in enumerate(_found_on(wanted))
    ]
    if not counted:
        return None
    _, _, names, left = min(counted, key=lambda each: each[:2])
    return _read(connection, left, (names, days), place)


def _found_on(wanted: Listing) -> Iterator[tuple[list[str], Listing]]:
    """Shelves that hold whatever is wanted, by one of the things that all of it has in common.

    With each comes what is still to be looked at of what stands there.
    """
    if len(wanted.codes) == 2 and not wanted.by_word:
        one, other = wanted.codes
        if len(one) * len(other) <= MOST_TOGETHER:
            yield of_two(one, other), wanted
    if not wanted.by_word and wanted.statuses and not (wanted.is_either and (wanted.types or wanted.has_speaker)):
        by_status = [of_statuses(wanted.statuses, codes) for codes in (*wanted.codes, ())]
        left = replace(wanted, statuses=())
        yield from ((names, left) for names in by_status if 0 < len(names) <= MOST_TOGETHER)
    for codes in wanted.codes:
        yield of_codes(codes, by_word=wanted.by_word), wanted
    if not wanted.by_word:
        return
    if wanted.outlet is not None:
        yield of_outlet(wanted.outlet), replace(wanted, outlet=None)
    if wanted.is_disputed:
        yield of_kinds((), (Status.DENIED,)), wanted
    kinds = (wanted.types, wanted.statuses, wanted.has_speaker)
    if wanted.is_either and any(kinds):
        names = of_kinds(wanted.types, wanted.statuses, has_speaker=wanted.has_speaker)
        yield names, replace(wanted, types=(), statuses=(), has_speaker=False)
    elif not wanted.is_either:
        if wanted.statuses:
            yield of_kinds((), wanted.statuses), replace(wanted, statuses=())
        if wanted.types:
            yield of_kinds(wanted.types, ()), replace(wanted, types=())
        if wanted.has_speaker:
            yield of_kinds((), (), has_speaker=True), replace(wanted, has_speaker=False)
    # Every report has one status, so that all of them together are the record by days of publication.
    yield of_kinds((), tuple(Status)), wanted


def _read(connection: Connection, wanted: Listing, source: tuple[list[str], Days], place: _Place) -> _Rows:
    names, days = source
    # What stands on a shelf by day of publication is of those days, so that the article need not be looked at.
    member, report, of_report = schema.memberships.c, schema.reports.c, list(_of_report(wanted, is_found=True))
    told, id_ = select(member.report_id.label("id"), member.event_id), member.report_id
    if of_report:  # else the reports themselves need not be looked up; of those that do not fit, no event is
        told, id_ = told.join_from(schema.reports, schema.memberships, report.id == member.report_id), report.id
    taking_part = (_takes_part(wanted, codes, id_) for codes in wanted.codes)
    told = told.where(member.event_id.is_not(None), *of_report, *taking_part)
    count = (wanted.limit + 1) * _AHEAD
    while True:
        standing = read_off(connection, names, days, place, count, oldest_first=wanted.oldest_first)
        asked = told.where(is_among(id_, sorted({each for _, each in standing})))
        events = dict(plain(connection.execute(asked))) if standing else {}
        yield [(each, day, events[each]) for day, each in standing if each in events]
        if len(standing) < count:
            return
        place = standing[-1]
        count = min(MOST_AT_ONCE, count * 3)


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


def _listed_before(connection: Connection, wanted: Listing, events: Sequence[str]) -> set[str]:
    """Those of these events that an earlier page has listed, under another report."""
    place = _place(wanted.after)
    conditions = [*_conditions(wanted), *(_takes_part(wanted, codes) for codes in wanted.codes)]
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
    day = _key(wanted)
    yield schema.memberships.c.event_id.is_not(None)
    yield day.is_not(None)
    if wanted.first:
        yield day >= wanted.first
    if wanted.last:
        yield day <= wanted.last
    yield from _of_report(wanted)


def _of_report(wanted: Listing, *, is_found: bool = False) -> Iterator[ColumnElement[bool]]:
    """What must hold of a report whatever day it is listed by; `is_found` where it was read off a shelf."""
    report = schema.reports.c
    kinds = list(_kinds(wanted, is_found=is_found))
    if kinds:
        yield or_(*kinds) if wanted.is_either else and_(*kinds)
    if wanted.known_by and not (is_found and wanted.by_word):  # such a shelf holds what was known by its days
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


def _kinds(wanted: Listing, *, is_found: bool) -> Iterator[ColumnElement[bool]]:
    report = schema.reports.c
    if wanted.types:
        yield report.type.in_([str(each) for each in wanted.types])
    if wanted.statuses:
        # Not by its index where the reports are known: SQLite would rather read all reports of the status.
        status = report.status.concat("") if is_found else report.status
        yield status.in_([str(each) for each in wanted.statuses])
    if wanted.has_speaker:
        part = schema.participants.alias().c
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


def _takes_part(wanted: Listing, codes: Collection[str], report: Any = schema.reports.c.id) -> ColumnElement[bool]:
    part = schema.participants.alias().c
    return exists().where(
        part.report_id == report,
        part.role.in_(list(wanted.roles)),
        or_(part.country.in_(sorted(codes)), part.actor.in_(sorted(codes))),
    )
