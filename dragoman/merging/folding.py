"""A cluster of recorded reports comes in; one event goes out: who, what, when, where, its origins and its history."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dragoman.dates import Basis, DayRange, parse_partial
from dragoman.events import Event, Judgement, Recorded, Verdict
from dragoman.merging.history import days_of, history_of
from dragoman.merging.origins import Sourcing, changed_numbers, origins_of
from dragoman.merging.traits import Traits
from dragoman.ontology.book import Book
from dragoman.record import EventType, Participant, Place

TELLING = "2"
"""Version of what an event says of its reports, and of where it is found by that; another when that changes, by this
room or by the book's outlets.

Events that a record keeps by another version are made anew.
"""
_DATELESS = date.max


def event_of(
    recorded: Iterable[Recorded],
    traits: Mapping[str, Traits],
    sourcing: Mapping[str, Sourcing],
    judgements: Iterable[Judgement] = (),
) -> Event:
    """The event of a cluster's reports; `traits` are by report, `sourcing` by article, both at least for these."""
    reports = sorted(recorded, key=_turn)
    origins, origin_of = origins_of(reports, sourcing)
    history = history_of(reports, traits, origin_of)
    lead = _lead(reports, traits, origin_of)
    where = next((each.report.where for each in (lead, *reports) if each.report.where), None)
    inviter = next((each.report.invited_by for each in (lead, *reports) if each.report.invited_by), None)
    event = Event(
        id=reports[0].id,
        type=_most(traits[each.id].kind for each in reports),
        mode=lead.report.mode or next((each.report.mode for each in reports if each.report.mode), None),
        contexts=tuple(dict.fromkeys(context for each in (lead, *reports) for context in each.report.contexts)),
        actors=lead.report.actors,
        recipients=lead.report.recipients,
        invited_by=inviter,
        hosted_by=next((each.report.hosted_by for each in (lead, *reports) if each.report.hosted_by), ()),
        led_by=next((each.report.led_by for each in (lead, *reports) if each.report.led_by), ()),
        when=days_of(history, reports),
        where=where,
        lead=lead.id,
        reports=tuple(reports),
        origins=tuple(origins),
        history=tuple(history),
        changed_numbers=tuple(changed_numbers(reports, sourcing)),
    )
    return _judged(event, judgements)


def _turn(each: Recorded) -> tuple[date, str]:
    return each.article.published_on or _DATELESS, each.id


def _most(kinds: Iterable[str]) -> EventType:
    counted = Counter(kinds)
    return EventType(min(counted, key=lambda kind: (-counted[kind], kind)))


def _lead(reports: Sequence[Recorded], traits: Mapping[str, Traits], origin_of: Mapping[str, str]) -> Recorded:
    """The report that tells best who took part: as most origins tell it, then in full, then as surely read."""
    sides = {each.id: (traits[each.id].doers, traits[each.id].others) for each in reports}
    told: Counter[tuple[frozenset[str], frozenset[str]]] = Counter()
    for side, _ in {(sides[each.id], origin_of[each.id]) for each in reports}:
        told[side] += 1

    def rank(each: Recorded) -> tuple[int, int, int, float, tuple[date, str]]:
        doers, others = sides[each.id]
        named = bool(doers) + bool(others)
        return -named, -told[sides[each.id]], -len(doers | others), -each.report.score, _turn(each)

    return min(reports, key=rank)


# ---- judgements ------------------------------------------------------------------------------------------------------

AMENDABLE = ("type", "mode", "when", "where", "actors", "recipients")
"""Fields of an event that a judgement can amend; the status is amended by judging reports right or wrong."""


def _judged(event: Event, judgements: Iterable[Judgement]) -> Event:
    """The event with what people decided of it; a later judgement overrides an earlier one."""
    mine = {each.id for each in event.reports}
    given: dict[str, Any] = {}
    is_sure = False
    for each in sorted(judgements, key=lambda one: one.number):
        if each.undone_at or each.report not in mine:
            continue
        if each.verdict is Verdict.AMEND:
            given[each.field] = amended(each.field, each.value)
        elif each.verdict is Verdict.RIGHT:
            is_sure = True
    return replace(event, **given, amended=tuple(given), is_sure=is_sure)


def amended(field: str, value: str) -> Any:
    """The value that a judgement gives to a field, read from its words; ValueError if they do not fit the field."""
    if field == "type":
        return EventType(value.upper())
    if field == "mode":
        return value or None
    if field == "when":
        return _days_given(value)
    if field == "where":
        return Place(value) if value else None
    if field in ("actors", "recipients"):
        return tuple(_someone(code) for code in value.replace(",", " ").split())
    raise ValueError(f"“{field}” cannot be amended; these can: {', '.join(AMENDABLE)}")


def _days_given(value: str) -> DayRange | None:
    if not value:
        return None
    first, _, last = value.partition("/")
    begins = parse_partial(first)
    if not last:
        return begins
    ends = parse_partial(last)
    return DayRange(begins.first, ends.last, max(begins.precision, ends.precision, key=_coarse), Basis.STATED)


def _coarse(precision: str) -> int:
    return ("day", "month", "year", "open").index(precision)


def _someone(code: str) -> Participant:
    if code.upper() in Book.load().states:
        code = code.upper()
        return Participant(text=code, country=code, sector="GOV")
    known = Book.load().actors.get(code) or Book.load().actors.get(code.upper())
    if known is None:
        raise ValueError(f"the book knows no actor “{code}”")
    return Participant(text=known.name, actor=known.id, sector=known.sector)
