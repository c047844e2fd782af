"""An event comes in; who stands side by side in it, and against whom, goes out.

An act that takes sides tells of two things: what one does to the other, and who does it, or has it done to them,
together. The second is evidence of alignment where the record has no act between the two themselves.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.analysis.acting import is_clash
from dragoman.events import Event
from dragoman.ontology.acts import QUAD, RECIPROCAL, Quad
from dragoman.record import EventType, Participant

_TWO = 2
_FRIENDLY = frozenset((Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION))
_ARMED = frozenset(("REB", "CRM"))
UNDER = 0.5
"""What it counts to be struck together, beside acting together: a third sees the two as one side."""
_FEW = 3
"""Who are struck in one breath with more others are a list and no side."""


@dataclass(frozen=True, slots=True)
class Side:
    """Those who stand together in an act: they do it (`acts`), or it is done to them by a third.

    `against` are the words for the third, "" where the text names none. `worth` is what it counts for each two.
    """

    members: tuple[Participant, ...]
    acts: bool
    against: str
    worth: float = 1.0


def sides(event: Event) -> list[Side]:
    """The sides of an act; none of one that is done with one another (a meeting, an agreement, a clash of two)."""
    if event.type in RECIPROCAL:
        return []
    if is_clash(event):
        split = camps(event)
        return [Side(one, True, words(other)) for one, other in (split, split[::-1])] if split else []
    found = []
    if _is_of_one_mind(event):
        found.append(Side(event.actors, True, words(event.recipients)))
    together = _under(event)
    if _TWO <= len(together) <= _FEW:
        found.append(Side(together, False, words(event.actors), UNDER))
    return found


def camps(event: Event) -> tuple[tuple[Participant, ...], tuple[Participant, ...]] | None:
    """The two sides of a clash of three and more; None where the words do not tell them apart.

    "A and B had losses in clashes with C": those before the words for the fighting face those after them. Else the
    armed groups face the forces of states.
    """
    if len(event.actors) <= _TWO:
        return None
    anchor = event.report(event.lead).report.anchor
    before = tuple(one for one in event.actors if one.span and one.span.end <= anchor.start)
    after = tuple(one for one in event.actors if one.span and one.span.start >= anchor.end)
    if before and after and len(before) + len(after) == len(event.actors):
        return before, after
    armed = tuple(one for one in event.actors if one.sector in _ARMED)
    others = tuple(one for one in event.actors if one.sector not in _ARMED)
    return (others, armed) if armed and others else None


def words(people: Iterable[Participant]) -> str:
    """What a side is called, by the words for its members."""
    return ", ".join(dict.fromkeys(one.text for one in people))


def _is_of_one_mind(event: Event) -> bool:
    """True if those who act do so together: towards somebody, or as three and more, or in a friendly act.

    Two of whom it is said that they refuse or shoot, and not whom, may as well do it to one another.
    """
    return bool(event.recipients) or len(event.actors) > _TWO or QUAD[event.type] in _FRIENDLY


def _under(event: Event) -> tuple[Participant, ...]:
    """Whose forces are struck in one attack."""
    if event.type is EventType.ASSAULT:
        return tuple(one for one in event.recipients if one.sector == "MIL")
    return ()
