"""The patterns of day expressions: a stretch of words that matches one is given its meaning."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from dragoman.reading.days.found import Found
from dragoman.reading.days.meanings import (
    Ahead,
    Anaphor,
    Between,
    CalendarDate,
    Gap,
    Holiday,
    InYear,
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
    Window,
    Years,
)
from dragoman.reading.days.names import is_month, is_weekday, is_year
from dragoman.reading.days.words import LETTER

_DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _full(found: Found) -> Meaning | None:
    day = found.words.values[found.first]
    return CalendarDate(InYear(day.year), day.month, day.day) if isinstance(day, date) else None


def _feast(found: Found) -> Meaning | None:
    return Holiday(found.name("holiday"), *found.dated)


def _days(found: Found) -> Meaning | None:
    """One day of a month, or from one to another: "Monday, 3 April 2025", "April 3-4", "3 and 4 April"."""
    month, days = found.number("month") or 0, found.numbers("day", "nth", "ordinal")
    if any(not 1 <= day <= _DAYS_IN[month - 1] for day in days):
        return None
    weekday = found.number("weekday", "abbr")
    year, side = found.dated if weekday is None else (found.year, None)
    first = CalendarDate(year, month, days[0], weekday, side=side)
    if len(days) == 1:
        return first
    return Between(first, replace(first, day=days[1], weekday=None)) if days[0] < days[1] else None


def _days_of_running_month(found: Found) -> Meaning | None:
    days = [Nth(day, Unit.DAY, None, Shift(Unit.MONTH, found.shift)) for day in found.numbers("day", "nth", "ordinal")]
    return days[0] if len(days) == 1 else Between(days[0], days[1])


_GOES_ON = re.compile(r"-|[ ](?!(?:of|and|at|in|to|when|after|with|for|by|is|was|were|will|had|has)\b)\w")


def _lone_day(found: Found) -> Meaning | None:
    """ "On the 27th", "Friday the 22nd"; not "on the 27th floor", "on Friday the 22nd package was adopted"."""
    weekday = found.number("weekday")
    if (weekday is None and found.before != "on") or _GOES_ON.match(found.text, found.end):
        return None
    return CalendarDate(day=found.number("nth"), weekday=weekday)


def _month(found: Found) -> Meaning | None:
    month = found.number("month") or 0
    year, side = found.dated
    if found.words.kind(found.stop) in ("day", "nth") and found.before != "in":
        return None  # "February 30"
    if year is None:
        place = found.kinds.index("month")
        before = found.kinds[place - 1] if place else found.before
        if not is_month(found.text, found.offsets("month"), month, before):
            return None
    whole = CalendarDate(year, month, part=found.part, side=side)
    return _last_day(whole) if _is_end(found) else whole


def _is_end(found: Found) -> bool:
    """True for "the end of May"; not for "late May"."""
    return found.has("partnoun") and found.part is Part.LATE


def _last_day(within: CalendarDate) -> Nth:
    return Nth(-1, Unit.DAY, None, replace(within, part=None))


def _year(found: Found) -> Meaning | None:
    year, end = found.number("year") or 0, found.number("day")
    before = "part" if found.part else found.before
    if not is_year(found.text, found.offsets("year"), year, before):
        return None
    whole = CalendarDate(InYear(year), part=found.part)
    if end is not None:  # "2019-20"
        return Between(whole, CalendarDate(InYear(year + 1))) if end == (year + 1) % 100 else None
    return whole


def _nth(found: Found) -> Meaning | None:
    number = found.number("ordinal", "nth") or -1
    if month := found.number("month"):
        within: CalendarDate | Shift = CalendarDate(found.year, month)
    elif year := found.number("year"):
        within = CalendarDate(InYear(year))
    else:
        shift = -1 if found.kinds[-2] == "last" else found.shift if found.kinds[-2] == "next" else 0
        within = Shift(Unit.YEAR if found.has("uyear") else Unit.MONTH, shift)
    weekday = found.number("weekday")
    return Nth(number, Unit.WEEK if weekday is None else Unit.DAY, weekday, within)


def _quarter(found: Found) -> Meaning | None:
    year, side = found.dated
    if found.has("qtoken"):
        months, number = (3 if found.name("qtoken")[0] == "Q" else 6), int(found.name("qtoken")[1])
    else:
        months, number = found.number("quarter") or 3, found.number("ordinal") or 1
    if number > 12 // months or (months == 6 and year is None):
        return None  # the first half of a match, the third quarter of the moon
    return Season((number - 1) * months + 1, months, year, side)


_SEASON_NAME = re.compile(r"[ ](?:[Oo]lympic|[Pp]aralympic|[Gg]ames|Universiade|break\b)")


def _season(found: Found) -> Meaning | None:
    year, side = found.dated
    start, end = found.offsets("season")
    if _SEASON_NAME.match(found.text, end):
        return None
    if year is None and side is None:
        named = found.text[start].isupper() or found.text[start:end] in ("fall", "spring")
        if named or not (found.has("part", "partnoun", "the") or found.before in ("in", "during", "since", "until")):
            return None
    return Season(found.number("season") or 3, 3, year, side)


def _first_months(found: Found) -> Meaning | None:
    """ "The first six months of 2021", "the last three months of the year"."""
    count = found.number("count", "day") or 12
    if count > 11 or (found.has("ordinal") and found.number("ordinal") != 1) or found.unit is not Unit.MONTH:
        return None
    year = found.year if found.has("year") else InYear(shift=found.shift if found.kinds[-2] != "the" else 0)
    return Season(1 if found.has("ordinal") else 13 - count, count, year)


def _decade(found: Found) -> Meaning | None:
    return Years(found.number("decade") or 0, 10)


def _century(found: Found) -> Meaning | None:
    number = found.number("ordinal", "nth") or 1
    return Years((number - 1) * 100, 100) if 10 < number <= 22 else None


def _weekday_of_week(found: Found) -> Meaning | None:
    return Weekday(found.number("weekday") or 0, week=found.shift)


def _weekday(found: Found) -> Meaning | None:
    if not is_weekday(found.text, *found.offsets("weekday")):
        return None
    week = 0 if found.has("this") and not found.has("past", "coming") else None
    return Weekday(found.number("weekday") or 0, week, found.side)


def _neighbour_weekday(found: Found) -> Meaning | None:
    return Anaphor(Unit.DAY, found.shift, weekday=found.number("weekday"))


def _adverb(found: Found) -> Meaning | None:
    """ "Today", "earlier on Tuesday", "tomorrow evening", "yesterday"; not "Russia Today"."""
    start, _ = found.offsets("adverb")
    text = found.text
    if text[start].isupper() and re.search(r"\b[A-Z]\w*[ ]$", text[max(0, start - 20) : start]):
        return None
    if text[start : start + 3].lower() == "now":  # only counts of days start from it: "two days from now"
        return None
    return Shift(Unit.DAY, found.number("adverb"))


def _day_beside_adverb(found: Found) -> Meaning | None:
    return Shift(Unit.DAY, (found.number("adverb") or 0) + (-1 if found.has("before") else 1))


def _amount(found: Found) -> int | None:
    """How many; None where the words leave it open ("a few", "more than two", "half a century")."""
    if found.has("vague", "hedge") or (found.before in ("hedge", "quarter", "over") and not found.has("the", "last")):
        return None
    return found.number("count", "day", "one")


def _from_adverb(found: Found) -> Meaning | None:
    amount, start = _amount(found), found.number("adverb") or 0
    if amount is None or (start and found.unit not in (Unit.DAY, Unit.WEEK)):
        return Shift(found.unit, None)
    signed = -amount if found.has("before") else amount
    return (
        Shift(Unit.DAY, signed * (7 if found.unit is Unit.WEEK else 1) + start) if start else Shift(found.unit, signed)
    )


def _day_part(found: Found) -> Meaning | None:
    return Shift(Unit.DAY, -1 if found.has("last") else 0)


def _night(found: Found) -> Meaning | None:
    return Night()


_OF_A_DAY = re.compile(r"[ ](?:on|of|to|and|each|every|daily)\b|[ ](?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")


def _midnight(found: Found) -> Meaning | None:
    """ "The truce begins at midnight"; not "from midnight to 5 a.m.", "at midnight on Friday"."""
    is_clock = found.before not in ("at", "from", "after", "this", "since") or _OF_A_DAY.match(found.text, found.end)
    return None if is_clock else Midnight()


def _ago(found: Found) -> Meaning | None:
    amount = _amount(found)
    if found.unit is Unit.WEEK and amount is not None:
        return Shift(Unit.DAY, -7 * amount)
    return Shift(found.unit, None if amount is None else -amount)


def _window(found: Found) -> Meaning | None:
    amount = _amount(found)
    if amount is None and not found.has("vague", "hedge"):
        amount = 1
    sign = -1 if found.has("last", "past") else 1
    return Window(found.unit, None if amount is None else sign * amount)


_IN_A_SERIES = re.compile(
    r"\b(?:first|second|third|fourth|fifth|time|times|only|worst|most|\w+est|visit|once|twice|\d+(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)


def _ahead(found: Found) -> Meaning | None:
    """ "In two weeks"; not "the fourth election in four years"."""
    start = found.words.starts[found.first]
    amount = _amount(found)
    sentence = found.text[max(0, start - 60) : start].rpartition(". ")[2]
    is_idiom = found.unit is Unit.DAY and found.has("one")  # "hundreds in a day"
    if amount is None or is_idiom or _IN_A_SERIES.search(sentence):
        return None
    return Ahead(found.unit, amount)


_LASTS_SO_LONG = re.compile(r"\bfor[ ](?:the[ ]|another[ ]|about[ ])?$", re.IGNORECASE)
_WORD_FOLLOWS = re.compile(r"[ ]+[^\W_]")


def _counted_from_other(found: Found) -> Meaning | None:
    """ "Three weeks later" hangs on a day before it; "eleven days after the vote" dates the vote, and "closed for
    three days after the vote" does not."""
    amount, start = _amount(found), found.words.starts[found.first]
    if amount is None or (found.has("after") and _LASTS_SO_LONG.search(found.text, max(0, start - 12), start)):
        return None
    goes_on = _WORD_FOLLOWS.match(found.text, found.end) is not None
    if found.has("later", "earlier", "previous") or (not goes_on and not found.has("since")):
        back = found.has("earlier", "before", "previous")
        return Anaphor(found.unit, -amount if back else amount, is_from_published=back, is_counted=True)
    if not goes_on:
        return None
    return Gap(found.unit, amount if found.has("before") else -amount)


def _stretch(found: Found) -> Meaning | None:
    return Stretch(found.unit, Side.EARLIER if found.has("earlier") else Side.LATER)


def _within_day(found: Found) -> Meaning | None:
    return Anaphor(Unit.DAY, 0, is_from_published=found.has("earlier", "part"))


def _unit(found: Found) -> Meaning | None:
    return Shift(found.unit, found.shift, found.part)


def _weekend(found: Found) -> Meaning | None:
    return Shift(Unit.WEEKEND, found.shift) if found.has("last", "next") else SomeWeekend()


def _neighbour_unit(found: Found) -> Meaning | None:
    unit = Unit.DAY if found.has("daypart") else found.unit
    if found.kinds[-1] in ("before", "previous", "after"):
        amount = 1 if found.kinds[-1] == "after" else -1
        # "The day before the summit" dates the summit.
        if found.kinds[-1] != "previous" and _WORD_FOLLOWS.match(found.text, found.end):
            return Gap(unit, -amount)
    else:
        amount = found.shift
    is_near = unit in (Unit.DAY, Unit.WEEK, Unit.WEEKEND)
    return Anaphor(unit, amount, is_from_published=amount < 0 or (amount == 0 and is_near))


_DAY, _TO = "(?:day|nth)", "(?:dash|to|until|through)"
_COUNT = "(?:count|day|one|vague)"
_UNIT = "(?:uhour|uday|uweek|umonth|uyear|udecade|ucentury|plural)"
_LONG = "(?:uweek|umonth|uyear|udecade|ucentury)"
_YEAR = "(?: (?:comma|of)? year | of? (?:this|last|next) uyear )"
_WEEKDAY = "(?: (?:weekday|abbr) comma? the? )?"
_PART = "(?: the? (?: part (?:in|of|dash)? the? | partnoun (?:of the?|dash) ) )"
_SIDE = "(?: this? (?:past|coming) | last | next | this )"

# Tried in this order at each word; the first that fits and is given a meaning is taken.
PATTERNS: tuple[tuple[str, Callable[[Found], Meaning | None]], ...] = (
    ("full", _full),
    (f"{_SIDE}? holiday {_YEAR}?", _feast),
    (f"{_SIDE}? {_WEEKDAY} month the? {_DAY} (?:{_TO}|and) the? {_DAY} (?! of? month) {_YEAR}?", _days),
    (f"{_SIDE}? {_WEEKDAY} month the? {_DAY} {_YEAR}", _days),
    (f"(?<! in) {_SIDE}? {_WEEKDAY} month the? {_DAY}", _days),  # "in January 15 were killed"
    (
        f"{_SIDE}? {_WEEKDAY} the? (?: {_DAY} | ordinal (?= of) ) (?: (?:{_TO}|and) the? {_DAY} )? of? month {_YEAR}?",
        _days,
    ),
    (f"the? {_DAY} (?:{_TO}|and) the? {_DAY} (?:of|in)? (?:this|last|next) umonth", _days_of_running_month),
    ("the? (?:nth|ordinal) of (?:this|last|next) umonth", _days_of_running_month),
    (f"the? (?:ordinal|nth|last) weekday (?:of|in) (?: month {_YEAR}? | (?:this|last|next|the) umonth )", _nth),
    (
        f"the? (?:ordinal|nth|last) uweek of (?: month {_YEAR}? | year | (?:this|last|next|the) (?:umonth|uyear) )",
        _nth,
    ),
    (
        f"{_PART}? (?: the? ordinal quarter | qtoken ) (?: (?:of|in)? (?: year | (?:this|last|next|the) uyear ) )?",
        _quarter,
    ),
    (f"{_PART}? the? {_SIDE}? season {_YEAR}?", _season),
    ("the? (?:ordinal|last) (?:count|day) plural of (?: year | (?:the|this|last|next) uyear )", _first_months),
    (f"{_PART}? the? decade", _decade),
    ("the? (?:ordinal|nth) ucentury", _century),
    ("weekday (?:of|in|comma)? (?:this|last|next) uweek", _weekday_of_week),
    ("(?:this|last|next) uweek on? weekday", _weekday_of_week),
    ("weekday comma? the? nth", _lone_day),
    ("the (?:following|next|previous) weekday", _neighbour_weekday),
    (f"{_SIDE}? weekday", _weekday),
    ("the? uday (?:before|after) adverb", _day_beside_adverb),
    (f"{_COUNT} {_UNIT} (?:from|after|before) adverb", _from_adverb),
    ("(?:earlier|later)? adverb daypart?", _adverb),
    ("(?:earlier|later)? (?:this|last) daypart", _day_part),
    ("overnight", _night),
    ("midnight", _midnight),
    (f"hedge? {_COUNT} {_UNIT} ago", _ago),
    (f"(?:earlier|later) (?:this | in (?:the|this)) {_LONG}", _stretch),
    (f"the? rest of? (?:the|this)? {_LONG}", _stretch),
    ("(?:earlier|part) in? the uday | (?:earlier|later) (?:in|on)? the? (?:that|same) uday", _within_day),
    (f"within? (?:the|this)? (?:last|past|next|coming) hedge? {_COUNT} {_UNIT} (?! of)", _window),
    (f"within hedge? {_COUNT} {_UNIT}", _window),
    (f"the (?:last|past|next|coming) (?:uhour|{_LONG}) (?! of)", _window),
    (f"the? past (?:uday|{_LONG})", _window),
    (f"hedge? {_COUNT} {_UNIT} (?:later|earlier|previous|after|before|since)", _counted_from_other),
    (f"(?<= in) {_COUNT} {_UNIT}", _ahead),
    (f"the? (?: part (?:in|of)? | partnoun of ) (?:the|this|last|next|coming) {_LONG}", _unit),
    (f"{_SIDE} {_LONG}", _unit),
    (f"the? {_SIDE}? uweekend", _weekend),
    ("the? next (?:uday|daypart)", _neighbour_unit),
    ("the? (?:following|previous|same) (?:uday|uweek|umonth|uyear|uweekend|daypart)", _neighbour_unit),
    ("that same? (?:uday|uweek|umonth|uyear|uweekend|daypart)", _neighbour_unit),
    ("the (?:uday|uweek|umonth|uyear) (?:before|previous|after)", _neighbour_unit),
    (f"{_PART}? {_SIDE}? month {_YEAR}?", _month),
    (f"{_PART}? year (?: dash day )?", _year),
    (f"{_PART}? year", _year),
    ("the? nth", _lone_day),
)


def letters(pattern: str) -> str:
    """A pattern over kinds of words as a pattern over their letters; spaces in it mean nothing."""
    return re.sub(r"[a-z]+", lambda found: LETTER[found[0]], pattern).replace(" ", "")
