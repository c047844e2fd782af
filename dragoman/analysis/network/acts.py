"""Events come in; acts of one actor towards another go out, by day, as networks and shifts count them.

An act counts once it took place. What several do together joins each two of them only if it is a meeting, an
agreement, cooperation or a clash: two who accuse a third are not at odds with one another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from dragoman.analysis.standing import DONE, Asked
from dragoman.dates import Precision
from dragoman.events import Event
from dragoman.ontology.acts import QUAD, Quad
from dragoman.record import EventType, Participant

WIDEST = 31
"""Days up to which an event's range may reach; one told to have been "in 2024" has no day to be counted on."""
_JOINT = frozenset((EventType.CONSULT, EventType.AGREE, EventType.COOPERATE))
_NOT_ITS_COUNTRY = frozenset(("REB", "CRM"))
_COOPERATION = frozenset((Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION))


@dataclass(frozen=True, slots=True)
class PairAct:
    """What one did to another, or the two together, on a day.

    `event` is the id of what it was read from, so several acts may share one. `origins` are the names of those that
    word of it came from. `weight` is 1, or less where many met at once: a meeting of n joins each two by 1/(n − 1).
    """

    event: str
    on: date
    actor: str
    recipient: str
    type: EventType
    mode: str | None = None
    origins: tuple[str, ...] = ()
    weight: float = 1.0

    @property
    def pair(self) -> tuple[str, str]:
        """The two, in the order of the alphabet."""
        return (self.actor, self.recipient) if self.actor < self.recipient else (self.recipient, self.actor)

    @property
    def is_cooperation(self) -> bool:
        """True for cooperation in words or deeds, False for conflict."""
        return QUAD[self.type] in _COOPERATION


def pair_acts(events: Iterable[Event], asked: Asked) -> list[PairAct]:
    """The acts between each two, as they stand on the day of the question, in the order of days and ids."""
    found = [act for event in events for act in _of_event(event, asked)]
    return sorted(found, key=lambda act: (act.on, act.event, act.actor, act.recipient))


def _of_event(event: Event, asked: Asked) -> Iterator[PairAct]:
    if asked.stage(event) not in DONE:
        return
    on = _day(event, asked)
    if on is None or on > asked.day:
        return
    actors, recipients = _codes(event.actors), _codes(event.recipients)
    origins = tuple(sorted({each.name or each.id for each in event.origins}))
    pairs = {(one, other): 1.0 for one in actors for other in recipients if one != other}
    if event.type in _JOINT or (event.type is EventType.ASSAULT and not recipients):
        share = 1 / max(1, len({*actors, *recipients}) - 1)
        for side in (actors, recipients):
            pairs |= {two: share for two in combinations(side, 2) if two not in pairs and two[::-1] not in pairs}
    for (one, other), weight in sorted(pairs.items()):
        if one < other or (other, one) not in pairs:
            yield PairAct(event.id, on, one, other, event.type, event.mode, origins, weight)


def _codes(people: Iterable[Participant]) -> list[str]:
    """Whom these stand for; rebels and criminals do not stand for their country."""
    codes = (one.actor or (None if one.sector in _NOT_ITS_COUNTRY else one.country) for one in people)
    return sorted({code for code in codes if code})


def _day(event: Event, asked: Asked) -> date | None:
    """The first day of an event that is dated finely enough; one without a day lies where it was first reported."""
    when = asked.when(event)
    if when is None:
        return event.first_known_on
    if when.precision is Precision.DAY and when.first:
        return when.first
    if when.first is None or when.last is None:
        return None
    return when.first if (when.last - when.first).days < WIDEST else None
