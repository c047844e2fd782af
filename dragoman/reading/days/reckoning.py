"""Reckoning with days: weeks, months, years and what lies so many of them away, as spans with both ends."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta

from dragoman.dates import Basis, DayRange, Precision
from dragoman.reading.days.meanings import Part, Unit

_THIRDS = {Part.EARLY: 1, Part.MIDDLE: 5, Part.LATE: 9}
_MONTHS_IN = {Unit.MONTH: 1, Unit.YEAR: 12, Unit.DECADE: 120, Unit.CENTURY: 1200}
_YEARS_IN = {Unit.DECADE: 10, Unit.CENTURY: 100}


@dataclass(frozen=True, slots=True)
class Span:
    """The days from one to another, both included; a day range that always has two ends."""

    first: date
    last: date
    precision: Precision = Precision.DAY
    basis: Basis = Basis.RELATIVE

    def on(self, basis: Basis) -> "Span":
        """The same days, resting on something else."""
        return replace(self, basis=basis)

    def up_to(self, day: date) -> "Span":
        """The part that is over on a day of it; its ends are days, so its precision is."""
        return Span(self.first, day, Precision.DAY, self.basis)

    def left_on(self, day: date) -> "Span":
        """The part that is left on a day of it."""
        return Span(day, self.last, Precision.DAY, self.basis)

    def distance(self, day: date) -> int:
        """How many days a day lies outside; 0 inside."""
        return max((self.first - day).days, (day - self.last).days, 0)

    def range(self) -> DayRange:
        """The span as a day range."""
        return DayRange(self.first, self.last, self.precision, self.basis)


def day_of(year: int, month: int, day: int) -> date:
    """The date; OverflowError for a year that no calendar has, ValueError for a day that the month has not."""
    if not 1 <= year <= MAXYEAR:
        raise OverflowError(f"no calendar has the year {year}")
    return date(year, month, day)


def single(day: date) -> Span:
    """One day."""
    return Span(day, day)


def week_of(day: date) -> Span:
    """Monday to Sunday around a day."""
    monday = day - timedelta(days=day.weekday())
    return Span(monday, monday + timedelta(days=6))


def months_from(year: int, month: int, count: int = 1) -> Span:
    """Some whole months from one on; month 13 is January of the next year, 0 December of the year before."""
    start, end = year * 12 + month - 1, year * 12 + month - 2 + count
    first, last = day_of(start // 12, start % 12 + 1, 1), day_of(end // 12, end % 12 + 1, 1)
    return Span(first, last.replace(day=monthrange(last.year, last.month)[1]), Precision.MONTH)


def years_from(year: int, count: int = 1) -> Span:
    """Some whole years; the first century begins with the year 1."""
    return Span(day_of(max(year, 1) if year >= 0 else year, 1, 1), day_of(year + count - 1, 12, 31), Precision.YEAR)


def year_of(year: int, part: Part | None = None) -> Span:
    """A year, or its early, middle or late four months."""
    return years_from(year) if part is None else months_from(year, _THIRDS[part], 4)


def months_away(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month where it is shorter."""
    month = months_from(day.year, day.month + months)
    return min(month.last, month.first + timedelta(days=day.day - 1))


def away(unit: Unit, amount: int, day: date, part: Part | None = None) -> Span:
    """The day, week, weekend, month … so many from that of a day; hours count as the days that they round to."""
    match unit:
        case Unit.HOUR:
            return single(day + timedelta(days=round(amount / 24)))
        case Unit.DAY:
            return single(day + timedelta(days=amount))
        case Unit.WEEK:
            return week_of(day + timedelta(weeks=amount))
        case Unit.WEEKEND:
            sunday = week_of(day + timedelta(weeks=amount)).last
            return Span(sunday - timedelta(days=1), sunday)
        case Unit.MONTH:
            return months_from(day.year, day.month + amount)
        case Unit.YEAR:
            return year_of(day.year + amount, part)
        case Unit.DECADE | Unit.CENTURY:
            years = _YEARS_IN[unit]
            return years_from((day.year // years + amount) * years, years)


def counted(unit: Unit, amount: int, day: date) -> Span:
    """The day so many weeks or months from another, counted out; of years, the year."""
    match unit:
        case Unit.WEEK:
            return single(day + timedelta(weeks=amount))
        case Unit.MONTH:
            return single(months_away(day, amount))
    return away(unit, amount, day)


def roughly(unit: Unit, amount: int, day: date) -> Span:
    """As `counted`; a day counted in months is known to the month only."""
    span = counted(unit, amount, day)
    return replace(span, precision=Precision.MONTH) if unit is Unit.MONTH else span


def window(unit: Unit, amount: int, day: date) -> Span:
    """So many units up to a day (negative) or from it, the day included."""
    match unit:
        case Unit.HOUR:
            end = day + timedelta(days=amount // 24 if amount < 0 else -(-amount // 24))
        case Unit.DAY:
            end = day + timedelta(days=amount)
        case Unit.WEEK | Unit.WEEKEND:
            end = day + timedelta(weeks=amount)
        case _:
            end = months_away(day, amount * _MONTHS_IN[unit])
    return Span(min(end, day), max(end, day))
