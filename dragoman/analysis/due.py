"""Events come in; plans whose day has passed go out, each with what came of it and the reports that say so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.analysis.standing import DONE, OFF, Asked, planned_days
from dragoman.dates import DayRange
from dragoman.events import AHEAD, Event, Stage, StatusChange


class Outcome(StrEnum):
    """What came of a plan whose day has passed."""

    HELD = "held"
    ONGOING = "ongoing"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DENIED = "denied"
    NO_WORD = "no word"


@dataclass(frozen=True, slots=True)
class Due:
    """A plan past its date: the days it was planned for, what came of it, and where it was moved to.

    `evidence` are ids of the reports that say what came of it; of a plan without word, those that announced it.
    `silent_for` counts the days since its last day, for `no word` alone. `is_contradicted` is True where other
    reports say the opposite.
    """

    event: Event
    planned_for: DayRange
    outcome: Outcome
    moved_to: DayRange | None
    evidence: tuple[str, ...]
    silent_for: int
    is_contradicted: bool


_OUTCOMES = {
    Stage.HELD: Outcome.HELD,
    Stage.ONGOING: Outcome.ONGOING,
    Stage.CANCELLED: Outcome.CANCELLED,
    Stage.DENIED: Outcome.DENIED,
}


def due(events: Iterable[Event], asked: Asked, *, since: date | None = None) -> list[Due]:
    """Plans whose last day lies before the day of the question (and not before `since`), by that day.

    An event that was moved twice gives a row for each day that passed. A plan without a day of its own is never due.
    """
    found = [row for event in events for row in _dues(event, asked)]
    if since:
        found = [row for row in found if (row.planned_for.last or since) >= since]
    return sorted(found, key=lambda row: (row.planned_for.last or date.max, row.event.id))


def _dues(event: Event, asked: Asked) -> Iterable[Due]:
    known = [change for change in event.history if change.known_on <= asked.day or asked.as_of]
    if not known:
        return
    plans = [when for when in planned_days(event) if any(change.when == when for change in known)]
    for place, when in enumerate(plans):
        if when.last is None or when.last >= asked.day:
            continue
        is_last = place == len(plans) - 1
        yield _left(event, when, known) if not is_last else _closed(event, when, known, asked)


def _left(event: Event, when: DayRange, known: list[StatusChange]) -> Due:
    """A day that the plan was moved away from."""
    at = max(place for place, change in enumerate(known) if change.when == when)
    later = known[at + 1 :]
    move = next((change for change in later if change.stage in AHEAD and change.when != when), later[0])
    return Due(event, when, Outcome.MOVED, move.when, move.reports, 0, False)


def _closed(event: Event, when: DayRange, known: list[StatusChange], asked: Asked) -> Due:
    """The last day that the plan had: whatever came of it."""
    last = known[-1]
    if last.stage is Stage.MOVED and last.when is None:
        return Due(event, when, Outcome.MOVED, None, last.reports, 0, False)
    stage = asked.stage(event) if asked.as_of else last.stage
    if stage in DONE | OFF:
        change = next((each for each in reversed(known) if each.stage is stage), last)
        return Due(event, when, _OUTCOMES[change.stage], None, change.reports, 0, bool(change.contradicts))
    told = next(change for change in reversed(known) if change.when == when)
    silent = (asked.day - when.last).days if when.last else 0
    return Due(event, when, Outcome.NO_WORD, None, told.reports, silent, False)
