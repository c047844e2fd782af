"""Events come in; pledges go out, each with the later events that keep or break it.

The scale is that of the G7 and G20 compliance reports: +1 kept, 0 in part or under way, −1 broken or the opposite done;
no evidence is None, "none yet", whatever the day: silence is no breach.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.dates import DayRange
from dragoman.events import Event, Evidence, Pledge, Stage
from dragoman.merging.due import due_told
from dragoman.merging.parties import parts_of
from dragoman.merging.traits import content_of
from dragoman.record import EventType

_C = EventType
_MATERIAL = frozenset((_C.AID, _C.COOPERATE, _C.RETREAT, _C.CONCEDE, _C.SUPPORT, _C.MOBILIZE))
_BREACH = frozenset((_C.SANCTION, _C.REJECT, _C.COERCE, _C.ASSAULT))
_IN_PART = re.compile(
    r"\b(first\s+(?:\w+\s+)?(?:tranche|batch|part|shipment|phase|group)|partial\w*|partly|half\s+of|some\s+of|"
    r"beg[aiu]n|start(?:s|ed)?|under\s+way)\b",
    re.IGNORECASE,
)
_LASTS = timedelta(days=730)
"""For how long word of a pledge without a due date is looked for."""
_AFTER_DUE = timedelta(days=120)
_LEAST_WORDS = 2


@dataclass(frozen=True, slots=True)
class _Told:
    """What an event is compared by: who, for whom, in which words, on which day."""

    event: Event
    doers: frozenset[str]
    others: frozenset[str]
    words: frozenset[str]
    day: date


def _told(event: Event) -> _Told:
    words: set[str] = set()
    for each in event.reports:
        words |= content_of(each)
    day = event.day
    doers, others = parts_of(event.actors, day), parts_of(event.recipients, day)
    if not others and len(doers) > 1:
        others = doers  # what several agree upon, each owes the others
    elif not others and event.where and event.where.country:
        others = frozenset((event.where.country,))
    return _Told(event, doers, others, frozenset(words), day)


def is_pledge(event: Event) -> bool:
    """True for a commitment: an AGREE that took place, or a material act that is, or was, planned."""
    if event.type is _C.AGREE:
        return event.stage is Stage.HELD and bool(event.actors)
    planned = any(change.stage in (Stage.PLANNED, Stage.CONFIRMED, Stage.MOVED) for change in event.history)
    return event.type in _MATERIAL and planned and bool(event.actors)


def pledges_of(events: Sequence[Event]) -> list[Pledge]:
    """The pledges among these events, by the day on which they were made, with their evidence from the others."""
    told = [_told(each) for each in events]
    by_doer: dict[str, list[_Told]] = {}
    for each in told:
        for doer in each.doers:
            by_doer.setdefault(doer, []).append(each)
    found = [_pledge(each, by_doer) for each in told if is_pledge(each.event)]
    return sorted(found, key=lambda pledge: pledge.event)


def _pledge(made: _Told, by_doer: Mapping[str, Sequence[_Told]]) -> Pledge:
    event = made.event
    due = due_of(event)
    evidence = _own(event)
    later = {each.event.id: each for doer in made.doers for each in by_doer[doer] if each.event.id != event.id}
    evidence += [found for each in later.values() for found in [_evidence(made, each, due)] if found]
    evidence.sort(key=lambda each: (each.known_on, each.event))
    return Pledge(
        event=event.id,
        by=tuple(sorted(made.doers)),
        to=tuple(sorted(made.others)),
        areas=event.contexts,
        due=due,
        evidence=tuple(evidence),
        score=score_of(evidence),
    )


def due_of(event: Event) -> DayRange | None:
    """By when a pledge is to be kept: the days that its texts give ahead of the day on which it was made."""
    for each in event.reports:
        when = each.report.when
        if when and when.is_stated and when.last and when.last > each.known_on:
            return when
        due = due_told(each.sentence, each.known_on)
        if due is not None:
            return due
    return None


def _own(event: Event) -> list[Evidence]:
    """What the history of a planned act says of it by itself."""
    if event.type is _C.AGREE:
        return []
    change = event.history[-1]
    effect = {Stage.HELD: 1, Stage.ONGOING: 0, Stage.CANCELLED: -1, Stage.DENIED: -1}.get(change.stage)
    return [] if effect is None else [Evidence(event.id, effect, change.known_on, f"reported {change.stage}")]


def _evidence(made: _Told, later: _Told, due: DayRange | None) -> Evidence | None:
    first = made.event.first_known_on
    until = due.last + _AFTER_DUE if due and due.last else first + _LASTS
    if not first < later.event.first_known_on <= until or later.event.stage in (Stage.POSSIBLE, Stage.URGED):
        return None
    if made.others and later.others and not made.others & later.others:
        return None
    if later.event.type is _C.AGREE:
        return None  # to promise again is not to do
    shared = made.words & later.words
    areas = set(made.event.contexts) & set(later.event.contexts)
    # What is done at home is done to the same one whatever it is: there only words tell that it is the same matter.
    to_same = bool(made.others & (later.others - later.doers))
    if len(shared) < _LEAST_WORDS and not (shared and to_same) and not (areas and to_same):
        return None
    effect = _effect(later.event)
    if effect is None:
        return None
    why = "the same words: " + ", ".join(sorted(shared)[:4]) if shared else "the same area: " + ", ".join(sorted(areas))
    return Evidence(later.event.id, effect, later.event.first_known_on, why)


def _effect(later: Event) -> int | None:
    if later.type in _BREACH:
        return -1 if later.stage is Stage.HELD else None
    if later.type not in _MATERIAL:
        return None
    if later.stage in (Stage.CANCELLED, Stage.DENIED):
        return -1
    if later.stage is Stage.ONGOING:
        return 0
    if later.stage is Stage.HELD:
        return 0 if any(_IN_PART.search(each.sentence) for each in later.reports) else 1
    return None


def score_of(evidence: Iterable[Evidence]) -> int | None:
    """−1, 0 or +1 by the evidence in the order of its days: the last full word counts; None is "none yet"."""
    score = None
    for each in evidence:
        if each.effect or score is None:
            score = each.effect
    return score
