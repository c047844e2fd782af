"""Resolving day expressions: a mention, the publication day and the act's tense come in, a day range goes out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from typing import Literal

from dragoman.dates import Basis, DayRange, Precision
from dragoman.reading.days.meanings import (
    Ahead,
    Anaphor,
    Between,
    Bound,
    CalendarDate,
    DayMention,
    Gap,
    Holiday,
    Limit,
    Meaning,
    Midnight,
    Night,
    Nth,
    Part,
    Season,
    Shift,
    Side,
    SomeWeekend,
    Stretch,
    Unit,
    Weekday,
    WeekOf,
    Window,
    Years,
)
from dragoman.reading.days.reckoning import (
    Span,
    away,
    counted,
    day_of,
    months_from,
    roughly,
    single,
    week_of,
    window,
    year_of,
    years_from,
)
from dragoman.reading.days.words import feast

Tense = Literal["past", "present", "future"]

_A_DAY = timedelta(days=1)


def resolve(mention: DayMention, published: date | None, tense: Tense | None = None) -> DayRange | None:
    """The days that a mention means for an act of this tense in a text published on that day; None is "unresolved".

    Unresolved, honestly: a relative phrase or a year-less date of a text without a publication day, an anaphor
    whose antecedent the text does not give ("three weeks later"), a number that the words leave open ("a few days
    ago"), a length that gives no point ("in two days" of a past act), a day that the calendar does not have.
    A date in full needs neither `published` nor `tense`.

    - past: the latest such day not after publication ("on Tuesday" in Tuesday's paper is that day).
    - future: the earliest such day not before publication.
    - present or None: for days of the week as past, for dates and months without a year the nearest.

    "Since" runs to the day of publication and "until" from it (precision `open`: one end only is the text's), and
    so do "by" and "before" for what lies ahead. Weeks run from Monday to Sunday; "this week" ends on publication
    unless it lies ahead. A month is its first to last day, whatever part of it is named; "early", "mid" and "late"
    2016 are its first, second and last four months; the end of a named month is its last day ("the end of May"), of
    another the month ("the end of next month"), for so it is told from afar. What is counted in weeks is counted out to
    the day ("two weeks ago", "in one week"), as are months counted ahead, or from a day named before; "two months ago"
    is a month. Months after an act are counted out to the day too, which is known to the month only.
    """
    reading = _Reading(published, tense, mention.antecedent)
    try:
        if isinstance(mention.meaning, Bound):
            return _bound(mention.meaning, reading)
        span = _span(mention.meaning, reading)
    except OverflowError:  # ten thousand years ahead: no calendar has it
        return None
    return span.range() if span else None


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a meaning is resolved against."""

    published: date | None
    tense: Tense | None
    antecedent: DayMention | None = None


def _span(meaning: Meaning, reading: _Reading) -> Span | None:
    """Absolute meanings, and those made of others; what needs a publication day goes on to `_relative`."""
    match meaning:
        case CalendarDate(year=None, month=None):
            return _day_of_some_month(meaning, reading)
        case CalendarDate() | Season() | Holiday():
            return _in_some_year(meaning, reading)
        case Years(first, count):
            return years_from(first, count).on(Basis.STATED)
        case Nth():
            return _nth(meaning, reading)
        case WeekOf(day):
            found = _span(day, reading)
            return week_of(found.first).on(found.basis) if found else None
        case Between():
            return _between(meaning, reading)
        case Anaphor():
            return _anaphor(meaning, reading)
        case Gap(unit, amount):
            base = _base(reading, is_from_published=True)
            return roughly(unit, amount, base.first) if base else None
    return _relative(meaning, reading.published, reading.tense) if reading.published else None


def _relative(meaning: Meaning, published: date, tense: Tense | None) -> Span | None:
    match meaning:
        case Weekday():
            return _weekday(meaning, published, tense)
        case Shift():
            return _shift(meaning, published, tense)
        case Ahead(unit, amount):
            return counted(unit, amount, published) if tense == "future" else None
        case SomeWeekend():
            is_here = published.weekday() >= 5 or tense == "future"
            return away(Unit.WEEKEND, 0 if is_here else -1, published)
        case Night():
            return Span(published - _A_DAY, published)
        case Midnight() if tense == "future":
            return single(published + _A_DAY)
        case Stretch(unit, side):
            whole = away(unit, 0, published)
            return whole.up_to(published) if side is Side.EARLIER else whole.left_on(published)
        case Window(unit, int(amount)) if amount < 0 or tense != "past":
            return window(unit, amount, published)
    return None


def _chosen(spans: Iterable[Span], published: date, tense: Tense | None) -> Span | None:
    """Of one day in several years: for the past the latest begun, ahead the earliest not over, else the nearest."""
    if tense == "past":
        return max((each for each in spans if each.first <= published), key=lambda each: each.first, default=None)
    if tense == "future":
        return min((each for each in spans if each.last >= published), key=lambda each: each.first, default=None)
    return min(spans, key=lambda each: each.distance(published), default=None)


def _beside(spans: Iterable[Span], published: date, side: Side) -> Span | None:
    """The nearest that is wholly before or after: "last March", "next summer"."""
    if side is Side.EARLIER:
        return max((each for each in spans if each.last < published), key=lambda each: each.first, default=None)
    return min((each for each in spans if each.first > published), key=lambda each: each.first, default=None)


def _in_some_year(meaning: CalendarDate | Season | Holiday, reading: _Reading) -> Span | None:
    """A date, season or feast in the year that its words give, or in the one that side or tense points to."""
    year, published = meaning.year, reading.published
    if year and year.number is not None:
        span = _of_year(meaning, year.number)
        return span.on(Basis.STATED) if span else None
    if published is None:
        return None
    if year and year.shift is not None:
        return _of_year(meaning, published.year + year.shift)
    # A leap day may be eight years off (1896 to 1904).
    reach = 8 if isinstance(meaning, CalendarDate) and (meaning.month, meaning.day) == (2, 29) else 2
    around = range(max(1, published.year - reach), min(MAXYEAR, published.year + reach + 1))
    spans = [span for each in around if (span := _of_year(meaning, each))]
    if meaning.side:
        return _beside(spans, published, meaning.side)
    if isinstance(meaning, CalendarDate) and meaning.weekday is not None:
        near = (span for span in spans if span.distance(published) < 400)
        spans = [span for span in near if span.first.weekday() == meaning.weekday] or spans
    return _chosen(spans, published, reading.tense)


def _of_year(meaning: CalendarDate | Season | Holiday, year: int) -> Span | None:
    """In that year; None for a leap day that it does not have."""
    match meaning:
        case Season(month, months):
            return months_from(year, month, months)
        case Holiday(name):
            return single(feast(name, day_of(year, 1, 1).year))
        case CalendarDate(month=int(month), day=int(day)):
            whole = months_from(year, month)
            return single(whole.first.replace(day=day)) if day <= whole.last.day else None
        case CalendarDate(month=int(month)):
            return months_from(year, month)
    return year_of(year, meaning.part)


def _day_of_some_month(meaning: CalendarDate, reading: _Reading) -> Span | None:
    """ "The 27th": of this month or of one next to it, by the tense."""
    published, day = reading.published, meaning.day
    if published is None or day is None:
        return None
    months = [months_from(published.year, published.month + each) for each in range(-2, 3)]
    spans = [single(month.first.replace(day=day)) for month in months if day <= month.last.day]
    same = [span for span in spans if span.first.weekday() == meaning.weekday]
    return _chosen(same or spans, published, reading.tense)


def _weekday(meaning: Weekday, published: date, tense: Tense | None) -> Span:
    monday = week_of(published).first
    back = (published.weekday() - meaning.weekday) % 7
    if meaning.week is not None and not (meaning.week == 0 and tense == "past"):
        return single(monday + timedelta(weeks=meaning.week, days=meaning.weekday))
    if meaning.side is Side.LATER:
        return single(monday + timedelta(weeks=1, days=meaning.weekday))
    if meaning.side is Side.EARLIER:
        return single(published - timedelta(days=back or 7))
    return single(published + timedelta(days=-back % 7 if tense == "future" else -back))


def _shift(meaning: Shift, published: date, tense: Tense | None) -> Span | None:
    if meaning.amount is None:
        return None
    unit, amount = meaning.unit, meaning.amount
    if unit in (Unit.DECADE, Unit.CENTURY) and amount:  # "two decades ago" is a year, as "twenty years ago"
        unit, amount = Unit.YEAR, amount * (10 if unit is Unit.DECADE else 100)
    whole = away(unit, amount, published, meaning.part)
    if amount or meaning.part or unit is Unit.DAY:
        return whole
    # "This week" is its past part for what happened, and what is left of it for what lies ahead.
    if unit is Unit.WEEK:
        return whole.left_on(published) if tense == "future" else whole.up_to(published)
    return whole.up_to(published) if tense == "past" else whole


def _base(reading: _Reading, *, is_from_published: bool) -> Span | None:
    """The day that an anaphor or gap counts from."""
    if reading.antecedent:
        return _span(reading.antecedent.meaning, replace(reading, antecedent=reading.antecedent.antecedent))
    return single(reading.published) if is_from_published and reading.published else None


def _anaphor(meaning: Anaphor, reading: _Reading) -> Span | None:
    base = _base(reading, is_from_published=meaning.is_from_published)
    if base is None:
        return None
    if reading.antecedent is None and meaning.amount == 0 and reading.published:  # "that week" is this one
        return _shift(Shift(meaning.unit, 0), reading.published, reading.tense)
    day = base.last if meaning.amount > 0 else base.first
    if meaning.weekday is None:
        is_exact = meaning.is_counted and base.first == base.last
        return (counted if is_exact else away)(meaning.unit, meaning.amount, day).on(base.basis)
    ahead, back = (meaning.weekday - day.weekday()) % 7 or 7, (day.weekday() - meaning.weekday) % 7 or 7
    return single(day + timedelta(days=ahead if meaning.amount > 0 else -back)).on(base.basis)


def _nth(meaning: Nth, reading: _Reading) -> Span | None:
    if isinstance(meaning.within, Shift):  # the whole of "this month", not its past part
        published = reading.published
        within = away(meaning.within.unit, meaning.within.amount or 0, published) if published else None
    else:
        within = _span(meaning.within, reading)
    if within is None:
        return None
    counted = 3 if meaning.unit is Unit.WEEK else meaning.weekday  # a week lies where its Thursday does
    days = [day for day in within.range().days() if counted is None or day.weekday() == counted]
    place = meaning.number - 1 if meaning.number > 0 else meaning.number
    if place >= len(days):
        return None
    found = week_of(days[place]) if meaning.unit is Unit.WEEK else single(days[place])
    return found.on(within.basis)


def _between(meaning: Between, reading: _Reading) -> Span | None:
    """Both ends by the tense; an end without a year is the nearest on its side of the other."""
    if reading.tense == "future":
        last = _span(meaning.last, reading)
        first = _span(meaning.first, _seen_from(meaning.first, last.last if last else None, "past", reading))
    else:
        first = _span(meaning.first, reading)
        last = _span(meaning.last, _seen_from(meaning.last, first.first if first else None, "future", reading))
    if first is None or last is None or first.first > last.last:
        return None
    precision = next(each for each in Precision if each in (first.precision, last.precision))
    is_stated = first.basis is last.basis is Basis.STATED
    return Span(first.first, last.last, precision, Basis.STATED if is_stated else Basis.RELATIVE)


def _seen_from(meaning: Meaning, day: date | None, tense: Tense, reading: _Reading) -> _Reading:
    match meaning:
        case Nth(within=CalendarDate(year=None)):
            return _Reading(day, tense) if day else reading
        case CalendarDate(year=None, side=None) | Holiday(year=None, side=None) | Weekday(week=None, side=None):
            return _Reading(day, tense) if day else reading
    return reading


def _is_end(meaning: Meaning) -> bool:
    """True for "the end of May", "the end of 2022": what comes before it may still come in May or in 2022."""
    match meaning:
        case Nth(number=-1, weekday=None):
            return True
        case CalendarDate(part=Part.LATE) | Shift(part=Part.LATE):
            return True
    return False


def _bound(meaning: Bound, reading: _Reading) -> DayRange | None:
    """The time that a day opens or closes; its other end is the day of publication, where that is on its side."""
    limit, published, tense = meaning.limit, reading.published, reading.tense
    if limit is Limit.SINCE:
        tense = "past"
    elif limit in (Limit.UNTIL, Limit.BY) and tense != "past":
        tense = "future"
    span = _span(meaning.of, replace(reading, tense=tense))
    if span is None:
        return None
    if limit in (Limit.SINCE, Limit.AFTER):
        first = span.first if limit is Limit.SINCE else span.last + _A_DAY
        runs = published is not None and first <= published and reading.tense != "future"
        return DayRange(first, published if runs else None, Precision.OPEN, span.basis)
    is_early = limit is Limit.BEFORE and not _is_end(meaning.of)
    last = span.first - _A_DAY if is_early else span.last
    runs = published is not None and published <= last and tense != "past"
    return DayRange(published if runs else None, last, Precision.OPEN, span.basis)
