"""Events of a record, or imported ones, come in; the acts of one side towards the other go out, and what is left out.

An act counts once it took place. What two do together is between them only if it is a meeting, an agreement,
cooperation or a clash: two who accuse a third are not at odds with one another.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.analysis.standing import DONE, Asked
from dragoman.dates import DayRange, Precision
from dragoman.events import Event, Imported, Stage
from dragoman.ontology.acts import QUAD, RECIPROCAL, SCORES, Quad
from dragoman.record import EventType, Participant, Status

RECORD = "record"
"""Where acts come from that Dragoman read itself; the others have the name of who coded them."""

_BETWEEN = ("clash", "battle", "exchang", "skirmish", "fight", "fought", "firefight", "shootout", "crossfire", "war ")
"""Words of two-sided fighting: by the codebook both sides are its actors, and it has no recipients."""
_NOT_ITS_COUNTRY = frozenset(("REB", "CRM"))
"""Sectors of those who carry a country's code and do not act for it: to strike rebels in Mali is not to strike Mali."""


class Direction(StrEnum):
    """Who acts upon whom of the two that are asked about; `both` is what they do together."""

    OUT = "out"
    IN = "in"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two that are asked about: its code, and the codes of blocs or members that it also acts as."""

    code: str
    also: frozenset[str] = frozenset()

    def takes_part(self, people: Iterable[Participant]) -> bool:
        """True if one of these stands for the party; rebels and criminals do not stand for their country."""
        codes = {self.code, *self.also}
        return any(
            one.actor in codes or (one.country in codes and one.sector not in _NOT_ITS_COUNTRY) for one in people
        )


@dataclass(frozen=True, slots=True)
class Act:
    """An act between the two: its event's id, the day it is counted on, what it was, who acts, how many say so.

    `comes_from` is `record`, or the name of the data set that it was imported from. `words` are those of the lead
    report, or of the data set.
    """

    event: str
    on: date
    type: EventType
    mode: str | None
    direction: Direction
    origins: int
    words: str
    comes_from: str = RECORD
    last: date | None = None

    @property
    def quad(self) -> Quad:
        """Cooperation or conflict, in words or deeds."""
        return QUAD[self.type]

    @property
    def score(self) -> float:
        """PLOVER's score of its type, −10 to +10."""
        return SCORES[self.type]


class Left(StrEnum):
    """Why an event that names both is not counted as an act between them."""

    PLANNED = "planned, and no word yet that it took place"
    OFF = "cancelled or denied"
    NOT_SURE = "only possible or urged"
    SAME_SIDE = "both on one side, towards a third"
    NOT_THEY = "rebels or others who do not act for them"
    UNDATED = "its days are too coarse for the period"
    LATER = "not yet on the day that is asked about"


@dataclass(frozen=True, slots=True)
class Dyad:
    """The acts between two, by their days, and how many events were left out for which reason."""

    one: Party
    other: Party
    acts: tuple[Act, ...]
    left_out: Mapping[Left, int]


_STAGES_OUT = {
    Stage.PLANNED: Left.PLANNED,
    Stage.CONFIRMED: Left.PLANNED,
    Stage.MOVED: Left.PLANNED,
    Stage.NO_WORD: Left.PLANNED,
    Stage.CANCELLED: Left.OFF,
    Stage.DENIED: Left.OFF,
    Stage.POSSIBLE: Left.NOT_SURE,
    Stage.URGED: Left.NOT_SURE,
}
_STATUS_OUT = {
    Status.PLANNED: Left.PLANNED,
    Status.CANCELLED: Left.OFF,
    Status.DENIED: Left.OFF,
    Status.POSSIBLE: Left.NOT_SURE,
    Status.URGED: Left.NOT_SURE,
}


def dyad(
    events: Iterable[Event], imported: Iterable[Imported], one: Party, other: Party, asked: Asked, *, widest: int = 31
) -> Dyad:
    """The acts between two on the day of the question.

    `widest` is how many days the range may have that an event lies in: one told to have been in 2024 belongs to no
    month of it. What took place over several days counts on its first.
    """
    acts: list[Act] = []
    left: Counter[Left] = Counter()
    for event in events:
        found = _told(event, one, other, asked, widest)
        if isinstance(found, Act):
            acts.append(found)
        else:
            left[found] += 1
    for each in imported:
        taken = _taken(each, one, other, asked)
        if isinstance(taken, Act):
            acts.append(taken)
        else:
            left[taken] += 1
    acts.sort(key=lambda act: (act.on, act.event))
    return Dyad(one, other, tuple(acts), dict(sorted(left.items())))


def _told(event: Event, one: Party, other: Party, asked: Asked, widest: int) -> Act | Left:
    stage = asked.stage(event)
    if stage not in DONE:
        return _STAGES_OUT[stage] if stage else Left.LATER
    direction = _direction(event, one, other)
    if isinstance(direction, Left):
        return direction
    days = _days(asked.when(event), event, widest)
    if days is None:
        return Left.UNDATED
    if days[0] > asked.day:
        return Left.LATER
    lead = event.report(event.lead)
    return Act(
        event.id, days[0], event.type, event.mode, direction, max(1, len(event.origins)), lead.sentence, last=days[1]
    )


def _direction(event: Event, one: Party, other: Party) -> Direction | Left:
    acts = one.takes_part(event.actors), other.takes_part(event.actors)
    meets = one.takes_part(event.recipients), other.takes_part(event.recipients)
    if all(acts) or all(meets):
        is_mutual = sum(acts) + sum(meets) > 2
        is_clash = event.type is EventType.ASSAULT and not event.recipients and _is_between(event)
        return Direction.BOTH if event.type in RECIPROCAL or is_mutual or is_clash else Left.SAME_SIDE
    if acts[0] and meets[1]:
        return Direction.OUT
    if acts[1] and meets[0]:
        return Direction.IN
    return Left.NOT_THEY


def _is_between(event: Event) -> bool:
    """True if the words say that those who act fight one another; two who strike a third without a name do not."""
    words = event.report(event.lead).report.anchor_text.casefold()
    return any(sign in words for sign in _BETWEEN)


def _days(when: DayRange | None, event: Event, widest: int) -> tuple[date, date] | None:
    """First and last day of an event that is dated finely enough; one without a day lies where it was reported."""
    if when is None:
        return event.first_known_on, event.first_known_on
    first, last = when.first, when.last
    if when.precision is Precision.DAY and first:
        return first, last or first
    if first is None or last is None:
        return None
    return (first, last) if (last - first).days < widest else None


def _taken(each: Imported, one: Party, other: Party, asked: Asked) -> Act | Left:
    """An imported event as an act; these have one actor and one recipient, and a day."""
    if each.happened_on > asked.day or each.known_on > asked.on:
        return Left.LATER
    if each.status in _STATUS_OUT:
        return _STATUS_OUT[each.status]
    actors, recipients = (each.actor,), (each.recipient,)
    if one.takes_part(actors) and other.takes_part(recipients):
        direction = Direction.OUT
    elif other.takes_part(actors) and one.takes_part(recipients):
        direction = Direction.IN
    else:
        return Left.NOT_THEY
    return Act(
        each.id, each.happened_on, each.type, each.mode, direction, each.origins, each.words, comes_from=each.provider
    )
