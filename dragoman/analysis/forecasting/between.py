"""Events known by a day come in; dated acts between two codes go out, as the forecasts learn from them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dragoman.analysis.acting import codes_of, days_of, is_clash
from dragoman.analysis.standing import DONE, Asked
from dragoman.events import Event
from dragoman.ontology.acts import RECIPROCAL
from dragoman.record import EventType

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

    Two who meet, agree or fight with nobody on the other side act on each other. Plans, urgings and denials
    are no acts, and neither is what is dated after the day.
    """
    found = set()
    asked = Asked(by)
    for event in events:
        days = days_of(event, asked) if asked.stage(event) in DONE else None
        if days is None or days[0] > by:
            continue
        for actor, recipient in _sides(event):
            found.add(Act(days[0], actor, recipient, event.type, event.id))
    return sorted(found)


def _sides(event: Event) -> set[Dyad]:
    actors, recipients = codes_of(event.actors, acts=True), codes_of(event.recipients, acts=False)
    if not recipients:
        if event.type not in RECIPROCAL and not is_clash(event):
            return set()
        return {(one, other) for one in actors for other in actors if one != other}
    # Who acts beside another does not act upon it, though it be named on both sides (its soldiers, and its people).
    return {
        (one, other)
        for one in actors
        for other in recipients
        if one != other and (other not in actors or one in recipients)
    }
