"""Events come in; a diary goes out: who meets whom on each day, what is new, and what has no date yet."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.analysis.standing import DONE, Asked, is_appointment, is_day, is_stated, takes_part
from dragoman.dates import DayRange, Precision
from dragoman.events import AHEAD, Event, Stage

UNDATED_FOR = 60
"""Days for which a plan without a date is still listed after the last word of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An appointment in a diary: how it stands, its days, and whether it is new or changed since last time.

    `moved_to` is set where it stands under a day that it was moved away from.
    """

    event: Event
    stage: Stage
    when: DayRange | None
    is_new: bool
    is_changed: bool
    moved_to: DayRange | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a diary and what lies on it; what lasts longer stands under its first day in the diary."""

    on: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Diary:
    """The appointments of some days: on their day; some time in these days; and with no date given yet.

    `reported` are meetings that were first told of in these days, as held, by words that give no day.

    `regions` says whose diary it is (empty: everybody's), `asked_on` what could be known, `last_time` since when
    things are new.
    """

    first: date
    last: date
    regions: tuple[str, ...]
    asked_on: date
    last_time: date
    days: tuple[Day, ...]
    some_time: tuple[Entry, ...]
    reported: tuple[Entry, ...]
    undated: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, in the order in which they are shown."""
        return (*(entry for day in self.days for entry in day.entries), *self.some_time, *self.reported, *self.undated)


@dataclass(frozen=True, slots=True)
class Days:
    """Which days a diary is for, and since when things are new."""

    first: date
    last: date
    last_time: date

    @classmethod
    def week_of(cls, day: date, last_time: date | None = None) -> "Days":
        """Monday to Sunday around a day; new is what was not known a week before that Monday."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=6), last_time or monday - timedelta(days=7))

    def covers(self, when: DayRange | None) -> bool:
        """True if some day of a range that the words give lies among these."""
        return when is not None and when.is_stated and when.overlaps(DayRange(self.first, self.last))


def diary(
    events: Iterable[Event],
    days: Days,
    asked: Asked,
    *,
    regions: Collection[str] = (),
    codes: Collection[str] | None = None,
) -> Diary:
    """The diary of these days; with `codes`, of appointments in which one of them takes part or that lie there."""
    by_day: dict[date, list[Entry]] = {}
    some_time: list[Entry] = []
    reported: list[Entry] = []
    undated: list[Entry] = []
    for event in events:
        if not is_appointment(event) or (codes is not None and not takes_part(event, codes)):
            continue
        stage = asked.stage(event)
        if stage is None or stage is Stage.URGED:
            continue
        when = asked.when(event)
        entry = _entry(event, stage, when, days.last_time)
        for left in _left_days(event, when, days, asked):
            moved = Entry(event, Stage.MOVED, left, entry.is_new, entry.is_changed, when)
            by_day.setdefault(max(left.first or days.first, days.first), []).append(moved)
        if days.covers(when) and when is not None:
            if is_day(when):
                by_day.setdefault(max(when.first or days.first, days.first), []).append(entry)
            elif when.precision is not Precision.OPEN and (stage in AHEAD or stage is Stage.POSSIBLE):
                some_time.append(entry)
        elif not is_stated(when) and stage in DONE and days.first <= event.first_known_on <= days.last:
            reported.append(entry)
        elif not is_stated(when) and _is_awaited(event, stage, days, asked):
            undated.append(entry)
    every = [
        Day(on, tuple(sorted(by_day.get(on, ()), key=_turn)))
        for on in (days.first + timedelta(days=step) for step in range((days.last - days.first).days + 1))
    ]
    return Diary(
        days.first, days.last, tuple(regions), asked.on, days.last_time, tuple(every),
        tuple(sorted(some_time, key=_turn)), tuple(sorted(reported, key=_turn)), tuple(sorted(undated, key=_turn)),
    )  # fmt: skip


def appointments(
    events: Iterable[Event], asked: Asked, *, last_time: date, codes: Collection[str] | None = None
) -> list[Entry]:
    """Every appointment, whatever its day, as a calendar lists them; with `codes`, those of these actors or places."""
    found = []
    for event in events:
        stage = asked.stage(event)
        if stage is None or stage is Stage.URGED or not is_appointment(event):
            continue
        if codes is None or takes_part(event, codes):
            found.append(_entry(event, stage, asked.when(event), last_time))
    return found


def _entry(event: Event, stage: Stage, when: DayRange | None, last_time: date) -> Entry:
    is_new = event.first_known_on > last_time
    is_changed = any(change.known_on > last_time for change in event.history[1:])
    return Entry(event, stage, when, is_new, is_changed and not is_new)


def _left_days(event: Event, when: DayRange | None, days: Days, asked: Asked) -> list[DayRange]:
    """Days among these that the appointment was moved away from, as known on the day of the question."""
    known = [change for change in event.history if change.known_on <= asked.day]
    if not any(change.stage is Stage.MOVED for change in known):
        return []
    left: list[DayRange] = []
    for change in known:
        old = change.when
        if old and is_day(old) and old not in left and days.covers(old) and not (when and old.overlaps(when)):
            left.append(old)
    return left


def _is_awaited(event: Event, stage: Stage, days: Days, asked: Asked) -> bool:
    """True for a plan without a date of which something was heard not long before, and by the day of the question."""
    if stage not in AHEAD:
        return False
    heard = max(each.known_on for each in event.reports if each.known_on <= asked.day)
    return days.first - timedelta(days=UNDATED_FOR) <= heard <= days.last


def _turn(entry: Entry) -> tuple[bool, date, str]:
    when = entry.when
    return entry.stage is Stage.CANCELLED, (when and when.first) or entry.event.first_known_on, entry.event.id
