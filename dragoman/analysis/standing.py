"""An event and the day of the question come in; how the event stands on that day goes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dragoman.dates import DayRange, Precision
from dragoman.events import AHEAD, Event, Stage
from dragoman.record import EventType

DONE = frozenset((Stage.HELD, Stage.ONGOING))
OFF = frozenset((Stage.CANCELLED, Stage.DENIED))
"""Stages of an act that is not to be expected any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """From where the record is looked at.

    `on` is the day of the question: a plan that lies before it is due, and words published after it do not count.
    With `as_of`, the question is what was true on that day, as far as all the events at hand tell; without it, what
    could be said on the day `on`. What was known by a day is decided before, by the events that are handed in.
    """

    on: date
    as_of: date | None = None

    @property
    def day(self) -> date:
        """The day that the answer is about."""
        return self.as_of or self.on

    def stage(self, event: Event) -> Stage | None:
        """How far an event has come; None where on that day it was neither done nor yet heard of."""
        return event.stage_as_of(self.as_of) if self.as_of else event.stage_on(self.on)

    def when(self, event: Event) -> DayRange | None:
        """The days that it has, or had on that day: a meeting that was moved later still has its old ones."""
        if self.stage(event) in DONE or (not self.as_of and self.on >= event.last_known_on):
            return event.when
        change = event.known(self.day)
        return (change and change.when) or (event.when if event.stage not in AHEAD else None)


def is_day(when: DayRange | None) -> bool:
    """True where the words give days, and not merely a month, a year or one end."""
    return when is not None and when.is_stated and when.precision is Precision.DAY and bool(when.first and when.last)


def is_stated(when: DayRange | None) -> bool:
    """True where the words give some days, however coarsely."""
    return when is not None and when.is_stated


def is_appointment(event: Event) -> bool:
    """True for what a diary lists: a meeting, or another act that was at some time a plan; not what is only urged."""
    stages = {change.stage for change in event.history}
    if stages == {Stage.URGED}:
        return False
    return event.type is EventType.CONSULT or bool(stages & AHEAD)


def planned_days(event: Event) -> list[DayRange]:
    """The days that it was planned for, one after the other, as its history has them."""
    found: list[DayRange] = []
    for change in event.history:
        if change.stage in AHEAD and change.when and change.when.is_stated and change.when not in found:
            found.append(change.when)
    return found


def takes_part(event: Event, codes: Iterable[str]) -> bool:
    """True if one of these countries, bodies or groups takes part, or the act takes place in one of them."""
    wanted = codes if isinstance(codes, (set, frozenset)) else set(codes)
    if event.parties & wanted:
        return True
    return bool(event.where and event.where.country in wanted)
