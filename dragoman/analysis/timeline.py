"""Events come in; a timeline goes out: one row an event in the order of days, and silence as a gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.analysis.standing import Asked, is_day
from dragoman.dates import DayRange, Precision
from dragoman.events import Event, Stage

QUIET = 90
"""Days without any event from which on a timeline draws a gap."""


@dataclass(frozen=True, slots=True)
class Row:
    """An event in a timeline: how it stands and the days that it has; `silent_for` counts days of no word."""

    event: Event
    stage: Stage
    when: DayRange | None
    silent_for: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """Days, both included, on which the record has no event of these actors: silence, not proof of absence."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many."""
        return (self.last - self.first).days + 1


def timeline(events: Iterable[Event], asked: Asked, *, quiet: int = QUIET) -> list[Row | Gap]:
    """The rows of a timeline, with a gap wherever more than `quiet` days lie between what is known of two.

    Silence also counts from the last event to the day of the question. An event told without a day lies where it was
    first reported; one that has only a year, or no end, breaks no silence.
    """
    rows = [row for event in events if (row := _row(event, asked)) is not None]
    rows.sort(key=lambda row: (_listed(row), row.event.id))
    found: list[Row | Gap] = []
    heard: date | None = None
    for row in rows:
        first, last = _sounds(row)
        if heard and first and (first - heard).days > quiet:
            found.append(Gap(heard + timedelta(days=1), first - timedelta(days=1)))
        found.append(row)
        if last:
            heard = max(heard, last) if heard else last
    end = asked.day
    if heard and (end - heard).days > quiet:
        found.append(Gap(heard + timedelta(days=1), end))
    return found


def _row(event: Event, asked: Asked) -> Row | None:
    stage = asked.stage(event)
    if stage is None:
        return None
    when = asked.when(event)
    silent = (asked.day - when.last).days if stage is Stage.NO_WORD and when and when.last else 0
    return Row(event, stage, when, silent)


def _listed(row: Row) -> date:
    when = row.when
    return (when and (when.first or when.last)) or row.event.first_known_on


def _sounds(row: Row) -> tuple[date | None, date | None]:
    """First and last day on which the row breaks the silence."""
    when = row.when
    if when is None or is_day(when) or not when.is_stated:
        first = _listed(row)
        return first, (when.last if when and when.last else first)
    if when.precision is Precision.MONTH:
        return when.first, when.last
    return None, None
