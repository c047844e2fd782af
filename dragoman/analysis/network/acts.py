"""Events come in; acts of one actor towards another go out, by day, as networks and shifts count them.

An act counts once it took place. Those who do it side by side cooperate, whatever they do to a third: who leaves a bloc
together, stands together; and so, for less, does whoever's forces are struck in one attack. Others to whom something is
done are joined only by a meeting, an agreement or cooperation.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from dragoman.analysis.acting import codes_of, days_within, is_clash
from dragoman.analysis.network.camps import camps, sides
from dragoman.analysis.standing import DONE, Asked
from dragoman.events import Event
from dragoman.ontology.acts import QUAD, RECIPROCAL, Quad
from dragoman.record import EventType

_COOPERATION = frozenset((Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION))


@dataclass(frozen=True, slots=True)
class PairAct:
    """What one did to another, or the two together, on a day.

    `event` is the id of what it was read from, so several acts may share one. `origins` are the names of those that
    word of it came from. `weight` is 1, or less where many met at once: a meeting of n joins each two by 1/(n − 1).
    `side_by_side` is True for what the two did together to a third, or had done to them together ("under …"); it is
    COOPERATE, and `mode` names what was done. `against` are the words for the third. `worth` is what
    it is worth as evidence beside an act of the two: 1, or less where a third strikes them together.
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
    against: str = ""
    worth: float = 1.0

    @property
    def pair(self) -> tuple[str, str]:
        """The two, in the order of the alphabet."""
        return (self.actor, self.recipient) if self.actor < self.recipient else (self.recipient, self.actor)

    @property
    def is_cooperation(self) -> bool:
        """True for cooperation in words or deeds, False for conflict."""
        return is_cooperation(self.type)


def is_cooperation(type_: EventType) -> bool:
    """True for cooperation in words or deeds, False for conflict."""
    return QUAD[type_] in _COOPERATION


def pair_acts(events: Iterable[Event], asked: Asked, stands_for: Mapping[str, str] | None = None) -> list[PairAct]:
    """The acts between each two, as they stand on the day of the question, in the order of days and ids.

    `stands_for` gives the state that a body or group is counted as.
    """
    found = [act for event in events for act in _of_event(event, asked, stands_for or {})]
    return sorted(found, key=lambda act: (act.on, act.event, act.actor, act.recipient))


def _of_event(event: Event, asked: Asked, stands_for: Mapping[str, str]) -> Iterator[PairAct]:
    if asked.stage(event) not in DONE:
        return
    days = days_within(event, event.when)  # of what took place, on whatever day it is asked for
    if days is None or days[0] > asked.day:
        return
    actors = codes_of(event.actors, acts=True, stands_for=stands_for)
    recipients = codes_of(event.recipients, acts=False, stands_for=stands_for)
    origins = tuple(sorted({each.name or each.id for each in event.origins}))
    share = 1 / max(1, len({*actors, *recipients}) - 1)

    def act(one: str, other: str, weight: float = 1.0) -> PairAct:
        return PairAct(event.id, days[0], one, other, event.type, event.mode, origins, weight)

    pairs: dict[frozenset[str], PairAct] = {}
    for one, other in [(one, other) for one in actors for other in recipients if one != other]:
        # Who acts beside another does not act upon it, though it be named on both sides (its soldiers, its people).
        if other not in actors or one in recipients:
            pairs.setdefault(frozenset((one, other)), act(one, other))
    for one, other in _mutual(event, actors, recipients, stands_for):
        pairs.setdefault(frozenset((one, other)), act(one, other, share))
    done = f"{event.type} {event.mode or ''}".strip()
    for side in sides(event):
        codes = codes_of(side.members, acts=side.acts, stands_for=stands_for)
        for one, other in combinations(codes, 2):
            beside = PairAct(
                event.id, days[0], one, other, EventType.COOPERATE, done if side.acts else f"under {done}", origins,
                side.worth / (len(codes) - 1), True, side.against, side.worth,
            )  # fmt: skip
            pairs.setdefault(frozenset((one, other)), beside)
    yield from pairs.values()


def _mutual(
    event: Event, actors: Sequence[str], recipients: Sequence[str], stands_for: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Each two who do it with one another: those who meet or agree, and the two sides of a clash."""
    if event.type in RECIPROCAL:
        return [*combinations(actors, 2), *combinations(recipients, 2)]
    if not is_clash(event):
        return []
    split = camps(event)
    if split is None:
        return list(combinations(actors, 2))
    one, other = (codes_of(each, acts=True, stands_for=stands_for) for each in split)
    return [(a, b) for a in one for b in other if a != b]
