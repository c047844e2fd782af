"""The diary: the appointments of a week as a list, of a month as a grid, and as a calendar to subscribe to."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.analysis.diary import UNDATED_FOR, Days, Diary, Entry, appointments, diary
from dragoman.chronicle.question import APPOINTMENTS
from dragoman.events import Event
from dragoman.export.answers import entry_object
from dragoman.store.listing import Listing
from dragoman.web.address import ACTOR, AFTER, SINCE, UNTIL, Parameter
from dragoman.web.answering import Answer, Page
from dragoman.web.forms import cells_with
from dragoman.web.visiting import Circle, Visit

WHOLE = 150
"""Appointments up to which the page looks at all that may lie in its days, however early they were told of."""
_PAGE = 40
_CALENDAR = 400
_MONTH = 31


@dataclass(frozen=True, slots=True)
class Shown:
    """A diary with the words whether it is whole, and where the next page begins."""

    diary: Diary
    is_whole: bool
    after: str


def diary_page(visit: Visit) -> Answer:
    """Who meets whom: the week, or the month, around a day."""
    address = visit.address
    day = address.day("day") or visit.asked.day
    is_grid = address.choice("view", ("list", "month")) == "month"
    days = _month(day) if is_grid else Days.week_of(day)
    found = _diary(visit, visit.circle(), days)
    entries = found.diary.entries
    step = timedelta(days=_MONTH if is_grid else 7)
    values = {
        "diary": found.diary,
        "is_whole": found.is_whole,
        "after": found.after,
        "is_grid": is_grid,
        "weeks": _weeks(found.diary) if is_grid else [],
        "day": day,
        "previous": _moved(days.first, -step, is_grid),
        "next": _moved(days.first, step, is_grid),
        "today": visit.asked.day,
    }
    return Answer(
        "diary.html", values, lambda: [entry_object(each) for each in entries],
        cells_with("when", "is_new", "is_changed", "moved_to"), found.after, entries=entries,
    )  # fmt: skip


def calendar_page(visit: Visit) -> Answer:
    """The appointments of an actor, or of all, around the day of the question: for calendars to subscribe to."""
    first = visit.address.day("since") or visit.days(180)
    last = visit.address.day("until") or visit.asked.day + timedelta(days=370)
    circle = visit.circle()
    events = visit.listed(_wanted(first, last, _CALENDAR), circle).events
    found = appointments(events, visit.asked, last_time=visit.asked.on)
    return Answer("", {}, lambda: [entry_object(each) for each in found], cells_with("when"), entries=found)


def _wanted(first: date, last: date, limit: int, after: str = "") -> Listing:
    return Listing(
        types=APPOINTMENTS.types, statuses=APPOINTMENTS.statuses, is_either=True, first=first, last=last,
        oldest_first=True, limit=limit, after=after,
    )  # fmt: skip


def _diary(visit: Visit, circle: Circle | None, days: Days) -> Shown:
    """The diary of some days: of all that may lie in them, or where that is too much, a page of it."""
    after = visit.address.text("after")
    near = days.first - timedelta(days=UNDATED_FOR)
    events: Sequence[Event] = ()
    is_whole = False
    # Which events there are is soon found out; to make them is what takes time.
    if not after and not visit.goes_on(_wanted(near, days.last, WHOLE), circle):
        events, is_whole = visit.listed(_wanted(near, days.last, WHOLE), circle).events, True
    if not is_whole:
        leaf = visit.listed(_wanted(days.first, days.last, _PAGE, after), circle)
        events, after = leaf.events, leaf.after
    return Shown(diary(events, days, visit.asked), is_whole, after)


def _month(day: date) -> Days:
    first = day.replace(day=1)
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return Days(first, last, first - timedelta(days=7))


def _moved(first: date, step: timedelta, is_grid: bool) -> date:
    """The day that the page before, or after, is for."""
    if not is_grid:
        return first + step
    return (first + (step if step > timedelta(0) else -timedelta(days=1))).replace(day=1)


def _weeks(found: Diary) -> list[list[tuple[date | None, tuple[Entry, ...]]]]:
    """The month as rows of seven days, Monday first."""
    by_day = {each.on: each.entries for each in found.days}
    rows = calendar.Calendar().monthdatescalendar(found.first.year, found.first.month)
    return [[(day, by_day[day]) if day in by_day else (None, ()) for day in row] for row in rows]


_DAY = Parameter("day", "day", "a day of the week, or month, that is shown")
_VIEW = Parameter("view", "choice", "a list of a week, or a grid of a month", ("list", "month"))
PAGES = (
    Page(
        "diary", "/diary", diary_page, "Appointments of a week or month: who meets whom, where.",
        (ACTOR, _DAY, _VIEW, AFTER),
    ),
    Page(
        "calendar", "/diary", calendar_page, "Appointments around the day of the question, as a calendar.",
        (ACTOR, SINCE, UNTIL), ("ics",), is_data=True,
    ),
)  # fmt: skip
