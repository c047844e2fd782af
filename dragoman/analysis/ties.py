"""Events come in; the dated ties that they tell of go out: memberships, sanctions, envoys, treaties, bases."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dragoman.analysis.standing import DONE
from dragoman.analysis.tie_words import Sides, Turn, is_in_effect, is_notice, tie_word
from dragoman.dates import DayRange, Precision, published_by
from dragoman.events import AHEAD, Event, Tie
from dragoman.ontology.actors import Holds
from dragoman.ontology.book import Book
from dragoman.record import Participant

_PARTIAL = re.compile(r"\b(some|part(?:s|ly|ially)?|most|eas(?:e|es|ed|ing)|relax\w*|certain|several)\b", re.IGNORECASE)
_SMALL_BLOC = 6
_NOT_A_PARTY = frozenset(("MED", "CVL", "CRM", "NGO", "REL", "BUS"))


@dataclass(frozen=True, slots=True)
class Effect:
    """What one event does to one tie: begins or ends it, or tells that it will end (`is_notice`).

    `when` is the day of effect, or for a notice the day of that; `until` is the day that a notice gives for the end.
    `is_partial` where it only eases what holds.
    """

    kind: str
    who: str
    whom: str
    turn: Turn
    when: DayRange
    until: DayRange | None
    is_notice: bool
    is_partial: bool
    event: str
    known_on: date

    @property
    def day(self) -> date:
        """The day by which effects are put in order."""
        return self.when.first or self.when.last or self.known_on


def learnt_ties(events: Iterable[Event], book: Book) -> list[Tie]:
    """The ties that events tell of, by kind, sides and days; what is planned, urged or denied makes none.

    Only the announcement of an end is kept as a notice; an announced beginning waits for word of it.
    """
    grouped: dict[tuple[str, str, str], list[Effect]] = defaultdict(list)
    for event in events:
        for effect in effects_of(event, book):
            grouped[effect.kind, effect.who, effect.whom].append(effect)
    found: list[Tie] = []
    for effects in grouped.values():
        effects.sort(key=lambda each: (each.day, each.known_on, each.event))
        found += _each_signed(effects) if effects[0].kind == "agreement with" else _spells(effects)
    return sorted(found, key=lambda tie: (tie.kind, tie.who, tie.whom, tie.known_on))


def effects_of(event: Event, book: Book) -> Iterator[Effect]:
    """What an event does to ties: one effect for each two actors concerned."""
    stage = event.stage
    row = tie_word(event)
    if row is None or stage not in DONE | AHEAD:
        return
    ahead = stage in AHEAD
    told = [each for each in event.reports if is_notice(each)]
    is_end = row.turn is Turn.ENDS and row.kind in ("member", "agreement with", "base in", "forces in")
    noticed = is_end and (ahead or (bool(told) and not any(is_in_effect(each) for each in event.reports)))
    if ahead and not noticed:
        return
    given = event.when if event.when and event.when.is_stated else None
    when = (published_by(event.first_known_on) if ahead else given) or published_by(event.first_known_on)
    until = given if ahead else None
    partial = row.turn is Turn.ENDS and bool(_PARTIAL.search(event.report(event.lead).sentence))
    for who, whom in _sides(event, row.sides, row.whom_kind, book):
        yield Effect(
            row.kind, who, whom, row.turn, when, until, noticed, partial and row.kind == "under sanctions of", event.id,
            event.first_known_on,
        )  # fmt: skip


def _sides(event: Event, sides: Sides, whom_kind: str, book: Book) -> Iterator[tuple[str, str]]:
    actors, recipients = _codes(event.actors), _codes(event.recipients)
    if not recipients and event.where and event.where.country and sides is Sides.ACTS_ON and not whom_kind:
        recipients = [event.where.country]
    if sides is Sides.MUTUAL:
        if not recipients:
            actors, recipients = actors[:1], actors[1:]
        pairs = {(min(one, other), max(one, other)) for one in actors for other in recipients if one != other}
    else:
        first, second = (actors, recipients) if sides is Sides.ACTS_ON else (recipients, actors)
        pairs = {(one, other) for one in first for other in second if one != other}
    for who, whom in sorted(pairs):
        if whom_kind == "body" and whom not in book.bodies:
            continue
        if whom_kind == "state" and (whom not in book.states or who not in book.states):
            continue
        for part in _parts(who, event.day, book) if whom_kind == "body" else (who,):
            if part != whom:
                yield part, whom


def _codes(people: Iterable[Participant]) -> list[str]:
    found = [code for one in people if one.sector not in _NOT_A_PARTY and (code := one.code)]
    return list(dict.fromkeys(found))


def _parts(who: str, on: date, book: Book) -> Sequence[str]:
    """The members of a small bloc, who do together what it does; else the actor alone."""
    if who not in book.bodies:
        return (who,)
    members = book.members(who, on)
    return members if 1 < len(members) <= _SMALL_BLOC else (who,)


def _spells(effects: Sequence[Effect]) -> list[Tie]:
    """The spells of one tie between two actors, from what events did to it in the order of days."""
    found: list[Tie] = []
    for effect in effects:
        last = found[-1] if found else None
        is_open = last is not None and last.ended_by is None
        if last is not None and effect.is_partial:
            found[-1] = _told(last, effect)
        elif effect.turn is Turn.BEGINS:
            if last is not None and is_open and last.notice_on is None:
                found[-1] = _told(last, effect)
            else:
                found.append(_tie(effect, since=effect.when, begun_by=effect.event))
        elif last is None or (not is_open and not _tells_again(last, effect)):
            found.append(_ended(_tie(effect), effect))
        elif is_open:
            found[-1] = _ended(_told(last, effect), effect)
        else:
            found[-1] = _told(last, effect)
    return found


def _tells_again(last: Tie, effect: Effect) -> bool:
    """True for a further report of an end that is known: no beginning lies between, so it cannot be another."""
    return last.ended_by is not None and effect.turn is Turn.ENDS


def _tie(effect: Effect, since: DayRange | None = None, begun_by: str | None = None) -> Tie:
    return Tie(
        effect.kind, effect.who, effect.whom, since, None, None, begun_by, None, (effect.event,), effect.known_on
    )


def _told(tie: Tie, effect: Effect) -> Tie:
    told = tuple(dict.fromkeys((*tie.told_by, effect.event)))
    return replace(tie, told_by=told, known_on=min(tie.known_on, effect.known_on))


def _ended(tie: Tie, effect: Effect) -> Tie:
    if effect.is_partial:
        return tie
    if not effect.is_notice:
        return replace(tie, until=effect.when, ended_by=effect.event)
    first = effect.when.first or effect.known_on
    notice = min(tie.notice_on, first) if tie.notice_on else first
    return replace(tie, notice_on=notice, until=effect.until or tie.until)


def _each_signed(effects: Sequence[Effect]) -> list[Tie]:
    """Agreements between two: each signing is one; an end is that of the only one known, else of an older one."""
    signed = [effect for effect in effects if effect.turn is Turn.BEGINS]
    found = [_tie(effect, since=effect.when, begun_by=effect.event) for effect in signed]
    for effect in effects:
        if effect.turn is not Turn.ENDS:
            continue
        open_ = [
            place for place, tie in enumerate(found) if tie.ended_by is None and tie.begun_by and _before(tie, effect)
        ]
        if len(open_) == 1:
            found[open_[0]] = _ended(_told(found[open_[0]], effect), effect)
        else:
            again = next((place for place, tie in enumerate(found) if not tie.begun_by), None)
            if again is None:
                found.append(_ended(_tie(effect), effect))
            else:
                found[again] = _ended(_told(found[again], effect), effect)
    return found


def _before(tie: Tie, effect: Effect) -> bool:
    return tie.since is not None and (tie.since.first or date.min) <= effect.day


def ties_of(ties: Iterable[Tie], actors: Collection[str]) -> list[Tie]:
    """Those in which one of these actors is on a side."""
    return [tie for tie in ties if {tie.who, tie.whom} & set(actors)]


def tie_holds(tie: Tie, on: date) -> Holds:
    """Whether a learnt tie holds on a day; `maybe` where its ends are known too coarsely.

    The day of the end belongs to it no more. One of which only the end is known held before; since when, is not known.
    """
    if tie.since and tie.since.first and on < tie.since.first:
        # "Signed, by the day it was printed" says nothing of the days before.
        return Holds.NO if tie.since.is_stated else Holds.MAYBE
    if tie.since and tie.since.last and on < tie.since.last and tie.since.precision is not Precision.DAY:
        return Holds.MAYBE
    if tie.until is None:
        return Holds.YES
    first, last = tie.until.first, tie.until.last
    if last and on >= last:
        return Holds.NO
    if first and on >= first:
        return Holds.MAYBE
    return Holds.YES
