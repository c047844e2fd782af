"""Events come in; acts of one actor towards another go out, by day, as networks and shifts count them.

An act counts once it took place. Those who do it side by side cooperate, whatever they do to a third: who leaves a bloc
together, stands together; and so does whoever's forces are struck in one attack. Others to whom something is done are
joined only by a meeting, an agreement or cooperation.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from dragoman.analysis.acting import codes_of, days_of, is_clash
from dragoman.analysis.standing import DONE, Asked
from dragoman.events import Event
from dragoman.ontology.acts import QUAD, RECIPROCAL, Quad
from dragoman.record import EventType

_TWO = 2
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
    days = days_of(event, asked)
    if days is None or days[0] > asked.day:
        return
    on = days[0]
    actors = codes_of(event.actors, acts=True, stands_for=stands_for)
    recipients = codes_of(event.recipients, acts=False, stands_for=stands_for)
    origins = tuple(sorted({each.name or each.id for each in event.origins}))
    share = 1 / max(1, len({*actors, *recipients}) - 1)
    is_joint = event.type in RECIPROCAL
    fights = is_clash(event)
    pairs: dict[tuple[str, str], PairAct] = {}
    for one, other in [(one, other) for one in actors for other in recipients if one != other]:
        # Who acts beside another does not act upon it, though it be named on both sides (its soldiers, its people).
        beside = other in actors and one not in recipients
        if (other, one) not in pairs and not beside:
            pairs[one, other] = PairAct(event.id, on, one, other, event.type, event.mode, origins)
    done = f"{event.type} {event.mode or ''}".strip()
    together = (
        [(pair, done) for pair in combinations(actors, 2)] if is_joint or fights or _is_of_one_mind(event) else []
    )
    together += [
        (pair, f"under {done}") for pair in combinations(recipients if is_joint else _struck(event, stands_for), 2)
    ]
    for (one, other), what in together:
        if (one, other) in pairs or (other, one) in pairs:
            continue
        if is_joint or (fights and not what.startswith("under")):
            pairs[one, other] = PairAct(event.id, on, one, other, event.type, event.mode, origins, share)
        else:
            pairs[one, other] = PairAct(event.id, on, one, other, EventType.COOPERATE, what, origins, share, True)
    yield from pairs.values()


def _is_of_one_mind(event: Event) -> bool:
    """True if those who act do so together: towards somebody, or as three and more, or in a friendly act.

    Two of whom it is said that they refuse or shoot, and not whom, may as well do it to one another.
    """
    return bool(event.recipients) or len(event.actors) > _TWO or QUAD[event.type] in _COOPERATION


def _struck(event: Event, stands_for: Mapping[str, str]) -> list[str]:
    """Whose forces are struck together in one attack: these stand in the field side by side."""
    if event.type is not EventType.ASSAULT:
        return []
    forces = [one for one in event.recipients if one.sector == "MIL"]
    return codes_of(forces, acts=False, stands_for=stands_for)
