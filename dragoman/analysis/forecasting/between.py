"""Events known by a day come in; dated acts between two codes go out, as the forecasts learn from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.analysis.standing import DONE
from dragoman.events import Event
from dragoman.record import EventType, Participant

Dyad = tuple[str, str]
Kind = tuple[str, str, EventType]
"""Who does what to whom: actor, recipient, type."""


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """Something that happened between two: who, to whom, of what type, on which day, and the event that tells it."""

    on: date
    actor: str
    recipient: str
    type: EventType
    event: str

    @property
    def kind(self) -> Kind:
        """Who does what to whom."""
        return self.actor, self.recipient, self.type

    @property
    def dyad(self) -> Dyad:
        """The two, in either order."""
        return dyad_of(self.actor, self.recipient)


def dyad_of(one: str, other: str) -> Dyad:
    """Two codes in one order."""
    return (one, other) if one <= other else (other, one)


def acts_of(events: Iterable[Event], by: date) -> list[Act]:
    """What happened by a day, by the day of the act: a row for each actor and recipient.

    Two who act together with nobody on the other side act on each other, as in a meeting. Plans, urgings and denials
    are no acts, and neither is what is dated after the day.
    """
    found = set()
    for event in events:
        if event.stage_on(by) not in DONE or event.day > by:
            continue
        for actor, recipient in _sides(event):
            found.add(Act(event.day, actor, recipient, event.type, event.id))
    return sorted(found)


def _sides(event: Event) -> set[Dyad]:
    actors, recipients = _codes(event.actors), _codes(event.recipients)
    if not recipients:
        return {(one, other) for one in actors for other in actors if one != other}
    return {(one, other) for one in actors for other in recipients if one != other}


def _codes(people: Sequence[Participant]) -> list[str]:
    return [code for one in people if (code := one.code)]
