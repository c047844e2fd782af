"""Events come in; acts of one actor towards another go out, by day, as networks and shifts count them.

An act counts once it took place. Those who do it side by side cooperate, whatever they do to a third: who leaves a bloc
together, stands together. Those to whom it is done are joined only by a meeting, an agreement or cooperation.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from dragoman.analysis.standing import DONE, Asked
from dragoman.dates import Precision
from dragoman.events import Event
from dragoman.ontology.acts import QUAD, RECIPROCAL, Quad
from dragoman.record import EventType, Participant

WIDEST = 31
"""Days up to which an event's range may reach; one told to have been "in 2024" has no day to be counted on."""
_NOT_ITS_COUNTRY = frozenset(("REB", "CRM", "CVL", "OPP"))
"""Sectors of those who carry a country's code and do not act for it."""
_COOPERATION = frozenset((Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION))


@dataclass(frozen=True, slots=True)
class PairAct:
    """What one did to another, or the two together, on a day.

    `event` is the id of what it was read from, so several acts may share one. `origins` are the names of those that
    word of it came from. `weight` is 1, or less where many met at once: a meeting of n joins each two by 1/(n − 1).
    `side_by_side` is True for what the two did together to a third; it is COOPERATE, and `mode` names what they did.
    """

    event: str
    on: date
    actor: str
    recipient: str
    type: EventType
    mode: str | None = None
    origins: tuple[str, ...] = ()
    weight: float = 1.0
    side_by_side: bool = False

    @property
    def pair(self) -> tuple[str, str]:
        """The two, in the order of the alphabet."""
        return (self.actor, self.recipient) if self.actor < self.recipient else (self.recipient, self.actor)

    @property
    def is_cooperation(self) -> bool:
        """True for cooperation in words or deeds, False for conflict."""
        return QUAD[self.type] in _COOPERATION


def pair_acts(events: Iterable[Event], asked: Asked, stands_for: Mapping[str, str] | None = None) -> list[PairAct]:
    """The acts between each two, as they stand on the day of the question, in the order of days and ids.

    `stands_for` gives the state that a body or group is counted as.
    """
    found = [act for event in events for act in _of_event(event, asked, stands_for or {})]
    return sorted(found, key=lambda act: (act.on, act.event, act.actor, act.recipient))


def _of_event(event: Event, asked: Asked, stands_for: Mapping[str, str]) -> Iterator[PairAct]:
    if asked.stage(event) not in DONE:
        return
    on = _day(event, asked)
    if on is None or on > asked.day:
        return
    actors, recipients = _codes(event.actors, stands_for), _codes(event.recipients, stands_for)
    origins = tuple(sorted({each.name or each.id for each in event.origins}))
    share = 1 / max(1, len({*actors, *recipients}) - 1)
    is_joint = event.type in RECIPROCAL
    # By the codebook both sides of a clash are its actors, and it has no recipients.
    is_clash = event.type is EventType.ASSAULT and not event.recipients
    pairs: dict[tuple[str, str], PairAct] = {}
    for one, other in [(one, other) for one in actors for other in recipients if one != other]:
        if (other, one) not in pairs:
            pairs[one, other] = PairAct(event.id, on, one, other, event.type, event.mode, origins)
    for one, other in [*combinations(actors, 2), *(combinations(recipients, 2) if is_joint else ())]:
        if (one, other) in pairs or (other, one) in pairs:
            continue
        if is_joint or is_clash:
            pairs[one, other] = PairAct(event.id, on, one, other, event.type, event.mode, origins, share)
        else:
            done = f"{event.type} {event.mode or ''}".strip()
            pairs[one, other] = PairAct(event.id, on, one, other, EventType.COOPERATE, done, origins, share, True)
    yield from pairs.values()


def _codes(people: Iterable[Participant], stands_for: Mapping[str, str]) -> list[str]:
    """Whom these stand for; rebels, criminals, civilians and the opposition do not stand for their country."""
    codes = (
        stands_for.get(one.actor, one.actor) if one.actor else None if one.sector in _NOT_ITS_COUNTRY else one.country
        for one in people
    )
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
