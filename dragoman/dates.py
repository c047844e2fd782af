"""Days as the news gives them: a range, how precisely it is known, and what it rests on."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dragoman.errors import Skip


class Precision(StrEnum):
    """How finely the text gives a day range; `open` has only one end ("since 2014")."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    OPEN = "open"


class Basis(StrEnum):
    """What a day range rests on.

    `stated`: the words give the days. `relative`: the words give them once the publication day is known
    ("on Tuesday"). `published`: the text gives none, so the publication day says only "by then".
    """

    STATED = "stated"
    RELATIVE = "relative"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, order=True)
class DayRange:
    """The days, both ends included, between which something lies; an end that is None is open."""

    first: date | None
    last: date | None
    precision: Precision = Precision.DAY
    basis: Basis = Basis.STATED

    def __post_init__(self) -> None:
        if self.first is None and self.last is None:
            raise ValueError("a day range needs at least one end")
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"a day range must not end ({self.last}) before it begins ({self.first})")

    @property
    def is_stated(self) -> bool:
        """True where the words of the text give the days, directly or relative to the publication day."""
        return self.basis is not Basis.PUBLISHED

    def overlaps(self, other: "DayRange") -> bool:
        """True if the two share a day; an open end reaches for ever."""
        starts_late = self.first and other.last and self.first > other.last
        ends_early = self.last and other.first and self.last < other.first
        return not (starts_late or ends_early)

    def __contains__(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def days(self) -> Iterator[date]:
        """Each day of a closed range, in order; an open range has no end to walk to and gives ValueError."""
        if self.first is None or self.last is None:
            raise ValueError("an open day range cannot be walked")
        for step in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=step)

    def __str__(self) -> str:
        if self.first is None:
            return f"until {self.last}"
        if self.last is None:
            return f"since {self.first}"
        if self.precision is Precision.YEAR and self.first.year == self.last.year:
            return f"{self.first.year:04d}"
        if self.precision is Precision.MONTH and (self.first.year, self.first.month) == (
            self.last.year,
            self.last.month,
        ):
            return f"{self.first:%Y-%m}"
        return str(self.first) if self.first == self.last else f"{self.first}/{self.last}"


def one_day(day: date, basis: Basis = Basis.STATED) -> DayRange:
    """The range that is this one day."""
    return DayRange(day, day, Precision.DAY, basis)


def published_by(day: date) -> DayRange:
    """What is known of an act whose text gives no time: that it was reported by this day."""
    return DayRange(day, day, Precision.DAY, Basis.PUBLISHED)


def whole_month(year: int, month: int, basis: Basis = Basis.STATED) -> DayRange:
    """First to last day of a month."""
    last = calendar.monthrange(year, month)[1]
    return DayRange(date(year, month, 1), date(year, month, last), Precision.MONTH, basis)


def whole_year(year: int, basis: Basis = Basis.STATED) -> DayRange:
    """First to last day of a year."""
    return DayRange(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, basis)


def parse_day(text: str, *, where: str = "") -> date:
    """The day that an ISO date or instant names ("2025-04-01", "2025-04-01T10:00Z"); Skip if it is none."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise Skip(f"“{text[:40]}” is not a date (want YYYY-MM-DD)", where=where) from None


def parse_partial(text: str) -> DayRange:
    """The range that "1975", "1975-05" or "1975-05-28" names; ValueError if it is none of these."""
    parts = [int(part) for part in text.split("-")]
    match parts:
        case [year]:
            return whole_year(year)
        case [year, month]:
            return whole_month(year, month)
        case [year, month, day]:
            return one_day(date(year, month, day))
    raise ValueError(f"“{text}” is not YYYY, YYYY-MM or YYYY-MM-DD")
