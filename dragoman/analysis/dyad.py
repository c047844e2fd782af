"""Events of a record, or imported ones, come in; the acts of one side towards the other go out, and what is left out.

An act counts once it took place. What two do together is between them only if it is a meeting, an agreement,
cooperation or a clash: two who accuse a third are not at odds with one another, they stand side by side.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.analysis.acting import days_of, is_clash, stands_for_country
from dragoman.analysis.network.camps import camps, sides
from dragoman.analysis.standing import DONE, Asked
from dragoman.events import Event, Imported, Stage
from dragoman.ontology.acts import QUAD, RECIPROCAL, SCORES, Quad
from dragoman.record import EventType, Participant, Status

RECORD = "record"
"""Where acts come from that Dragoman read itself; the others have the name of who coded them."""


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

    def takes_part(self, people: Iterable[Participant], *, acts: bool) -> bool:
        """True if one of these, who act or are acted upon, stands for the party: as itself or for its country."""
        codes = {self.code, *self.also}
        return any(
            one.actor in codes or (one.country in codes and stands_for_country(one, acts=acts)) for one in people
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
class Beside:
    """An act in which the two stand side by side against a third: no act between them, and a sign of where they stand.

    `is_done` is True where they do it, False where it is done to them together; `against` are the words for the third.
    """

    event: str
    on: date
    type: EventType
    mode: str | None
    is_done: bool
    against: str
    origins: int
    words: str


@dataclass(frozen=True, slots=True)
class Dyad:
    """The acts between two, by their days, and how many events were left out for which reason.

    `beside` are those of the events left out in which the two stand side by side.
    """

    one: Party
    other: Party
    acts: tuple[Act, ...]
    left_out: Mapping[Left, int]
    beside: tuple[Beside, ...] = ()


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
    beside: list[Beside] = []
    for event in events:
        found = _told(event, one, other, asked, widest)
        if isinstance(found, Act):
            acts.append(found)
        else:
            left[found] += 1
        if found is Left.SAME_SIDE:
            beside.extend(_beside(event, one, other, asked, widest))
    for each in imported:
        taken = _taken(each, one, other, asked)
        if isinstance(taken, Act):
            acts.append(taken)
        else:
            left[taken] += 1
    acts.sort(key=lambda act: (act.on, act.event))
    beside.sort(key=lambda each: (each.on, each.event))
    return Dyad(one, other, tuple(acts), dict(sorted(left.items())), tuple(beside))


def _beside(event: Event, one: Party, other: Party, asked: Asked, widest: int) -> Iterator[Beside]:
    """What an event tells of the two as one side, if it takes sides and its day has come."""
    days = days_of(event, asked, widest)
    if days is None or days[0] > asked.day:
        return
    for side in sides(event):
        if all(party.takes_part(side.members, acts=side.acts) for party in (one, other)):
            words = event.report(event.lead).sentence
            origins = max(1, len(event.origins))
            yield Beside(event.id, days[0], event.type, event.mode, side.acts, side.against, origins, words)
            return


def _told(event: Event, one: Party, other: Party, asked: Asked, widest: int) -> Act | Left:
    stage = asked.stage(event)
    if stage not in DONE:
        return _STAGES_OUT[stage] if stage else Left.LATER
    direction = _direction(event, one, other)
    if isinstance(direction, Left):
        return direction
    days = days_of(event, asked, widest)
    if days is None:
        return Left.UNDATED
    if days[0] > asked.day:
        return Left.LATER
    lead = event.report(event.lead)
    return Act(
        event.id, days[0], event.type, event.mode, direction, max(1, len(event.origins)), lead.sentence, last=days[1]
    )


def _direction(event: Event, one: Party, other: Party) -> Direction | Left:
    acts = one.takes_part(event.actors, acts=True), other.takes_part(event.actors, acts=True)
    meets = one.takes_part(event.recipients, acts=False), other.takes_part(event.recipients, acts=False)
    if all(acts) or all(meets):
        is_mutual = all(acts) and all(meets)
        if is_clash(event) and not _faces(event, one, other):
            return Left.SAME_SIDE
        if event.type in RECIPROCAL or is_mutual or is_clash(event):
            return Direction.BOTH
        if all(acts) or not any(acts):
            return Left.SAME_SIDE
    if acts[0] and meets[1]:
        return Direction.OUT
    if acts[1] and meets[0]:
        return Direction.IN
    return Left.NOT_THEY


def _faces(event: Event, one: Party, other: Party) -> bool:
    """True if the two are not of one side in a clash whose sides the words tell apart."""
    split = camps(event) or ()
    return not any(all(party.takes_part(each, acts=True) for party in (one, other)) for each in split)


def _taken(each: Imported, one: Party, other: Party, asked: Asked) -> Act | Left:
    """An imported event as an act; these have one actor and one recipient, and a day."""
    if each.happened_on > asked.day or each.known_on > asked.on:
        return Left.LATER
    if each.status in _STATUS_OUT:
        return _STATUS_OUT[each.status]
    actors, recipients = (each.actor,), (each.recipient,)
    if one.takes_part(actors, acts=True) and other.takes_part(recipients, acts=False):
        direction = Direction.OUT
    elif other.takes_part(actors, acts=True) and one.takes_part(recipients, acts=False):
        direction = Direction.IN
    else:
        return Left.NOT_THEY
    return Act(
        each.id, each.happened_on, each.type, each.mode, direction, each.origins, each.words, comes_from=each.provider
    )
