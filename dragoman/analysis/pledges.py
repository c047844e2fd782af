"""Pledges and the events they rest on come in; those of some actors go out, with their events, and whether overdue.

What was pledged and what came of it is told by merging; here is only what the day of the question adds.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from dragoman.analysis.standing import Asked
from dragoman.events import Event, Evidence, Pledge


@dataclass(frozen=True, slots=True)
class Kept:
    """A pledge with the event in which it was made, and each piece of evidence with its event.

    `is_overdue` where its day has passed and nothing speaks for or against it: "none yet" still, and never broken.
    """

    pledge: Pledge
    made_in: Event
    evidence: tuple[tuple[Evidence, Event], ...]
    is_overdue: bool


def kept(pledges: Iterable[Pledge], events: Collection[Event], asked: Asked, *, by: Collection[str] = ()) -> list[Kept]:
    """The pledges made by the day of the question (by actors of these codes, where any are given), oldest first."""
    known: Mapping[str, Event] = {event.id: event for event in events}
    wanted = {code.upper() for code in by}
    found = [
        Kept(each, known[each.event], tuple((one, known[one.event]) for one in each.evidence), _is_overdue(each, asked))
        for each in pledges
        if known[each.event].first_known_on <= asked.day and (not wanted or {code.upper() for code in each.by} & wanted)
    ]
    return sorted(found, key=lambda each: (each.made_in.first_known_on, each.made_in.id))


def _is_overdue(pledge: Pledge, asked: Asked) -> bool:
    last = pledge.due.last if pledge.due else None
    return pledge.score is None and last is not None and last < asked.day


def told_by(events: Iterable[Event], asked: Asked) -> list[Event]:
    """The events that had come about by the day of the question: with `as_of`, later ones keep and break nothing."""
    return [event for event in events if asked.as_of is None or event.day <= asked.as_of]
