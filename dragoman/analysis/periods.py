"""Two days and a length come in; the days, weeks, months, quarters or years that hold them go out, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache


class By(StrEnum):
    """How long a period is; weeks begin on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A day, week, month, quarter or year, by its first and last day, both included."""

    first: date
    last: date
    by: By

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        match self.by:
            case By.DAY:
                return self.first.isoformat()
            case By.WEEK:
                year, week, _ = self.first.isocalendar()
                return f"{year}-W{week:02d}"
            case By.MONTH:
                return f"{self.first:%Y-%m}"
            case By.QUARTER:
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
            case By.YEAR:
                return f"{self.first:%Y}"


@lru_cache(maxsize=20_000)
def period_of(day: date, by: By) -> Period:
    """The period that a day lies in."""
    match by:
        case By.DAY:
            return Period(day, day, by)
        case By.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Period(monday, monday + timedelta(days=6), by)
        case By.MONTH:
            return _months(day.year, day.month, 1, by)
        case By.QUARTER:
            return _months(day.year, 3 * ((day.month - 1) // 3) + 1, 3, by)
        case By.YEAR:
            return _months(day.year, 1, 12, by)


def periods(first: date, last: date, by: By) -> Iterator[Period]:
    """Every period from the one that holds the first day to the one that holds the last; none if last lies before."""
    found = period_of(first, by)
    while found.first <= last:
        yield found
        found = period_of(found.last + timedelta(days=1), by)


def _months(year: int, month: int, count: int, by: By) -> Period:
    after = month + count
    last = date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(days=1)
    return Period(date(year, month, 1), last, by)
