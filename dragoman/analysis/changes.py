"""Events and a day come in; what is new, confirmed, moved, closed, contradicted or overdue since then goes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dragoman.analysis.standing import Asked
from dragoman.dates import DayRange
from dragoman.events import AHEAD, Event, Stage, StatusChange


class ChangeKind(StrEnum):
    """What changed of an event."""

    NEW = "new"
    CONFIRMED = "confirmed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    CONTRADICTED = "contradicted"
    LAPSED = "no word"
    AGAIN = "planned again"
    TOLD = "more word"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one event: on which day it was known, from which days to which, and the reports that say so.

    `kind` CLOSED is word of an outcome (held, ongoing or denied: `stage`), LAPSED a plan whose day went by in the
    meantime without word, TOLD further reports that change nothing.
    """

    event: Event
    kind: ChangeKind
    stage: Stage
    known_on: date
    before: DayRange | None
    after: DayRange | None
    reports: tuple[str, ...]


_KINDS = {
    Stage.CONFIRMED: ChangeKind.CONFIRMED,
    Stage.MOVED: ChangeKind.MOVED,
    Stage.CANCELLED: ChangeKind.CANCELLED,
    Stage.HELD: ChangeKind.CLOSED,
    Stage.ONGOING: ChangeKind.CLOSED,
    Stage.DENIED: ChangeKind.CLOSED,
}


def changes(events: Iterable[Event], since: date, asked: Asked) -> list[Change]:
    """What was learnt after the day `since`, up to the day of the question, in the order in which it was known."""
    found = [change for event in events for change in _of_event(event, since, asked)]
    return sorted(found, key=lambda each: (each.known_on, each.event.id, each.kind))


def _of_event(event: Event, since: date, asked: Asked) -> Iterator[Change]:
    before: StatusChange | None = None
    said: set[str] = set()
    for change in event.history:
        if since < change.known_on <= asked.day:
            yield from _told(event, before, change)
            said.update(change.reports)
        before = change
    later = [each.id for each in event.reports if since < each.known_on <= asked.day and each.id not in said]
    if later and event.first_known_on <= since:
        on = max(event.report(id_).known_on for id_ in later)
        yield Change(event, ChangeKind.TOLD, event.stage, on, event.when, event.when, tuple(later))
    yield from _lapsed(event, since, asked)


def _told(event: Event, before: StatusChange | None, change: StatusChange) -> Iterator[Change]:
    left = before.when if before else None
    if before is None:
        kind = ChangeKind.NEW
    elif before.stage not in AHEAD and change.stage is Stage.PLANNED:
        kind = ChangeKind.AGAIN if before.stage is Stage.CANCELLED else ChangeKind.NEW
    else:
        kind = _KINDS.get(change.stage, ChangeKind.TOLD)
    yield Change(event, kind, change.stage, change.known_on, left, change.when, change.reports)
    if change.contradicts:
        both = (*change.contradicts, *change.reports)
        yield Change(event, ChangeKind.CONTRADICTED, change.stage, change.known_on, left, change.when, both)


def _lapsed(event: Event, since: date, asked: Asked) -> Iterator[Change]:
    """A plan whose last day passed between the two days, and of which nothing was heard."""
    change = event.known(asked.day)
    if change is None or event.stage_on(asked.day) is not Stage.NO_WORD or not change.when or not change.when.last:
        return
    # Its day passed in the meantime, or it did before and the plan is word of late.
    if max(change.when.last, change.known_on) >= since:
        yield Change(
            event, ChangeKind.LAPSED, Stage.NO_WORD, change.when.last, change.when, change.when, change.reports
        )
