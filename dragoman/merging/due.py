"""The sentence of a pledge and its day come in; the days by which it is to be kept go out."""

import re
from datetime import date, timedelta

from dragoman.dates import Basis, DayRange, Precision, one_day, whole_month, whole_year

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_NAMES = "|".join(_MONTHS)
_ON_A_DAY = re.compile(
    rf"\b(?:by|before|until|no later than|not later than)\s+(?:(?P<before>\d{{1,2}})\s+)?(?P<month>{_NAMES})"
    rf"(?:\s+(?P<after>\d{{1,2}})(?!\d))?(?:,?\s+(?P<year>\d{{4}}))?",
    re.IGNORECASE,
)
_END_OF_MONTH = re.compile(
    rf"\b(?:by|before|until)\s+(?:the\s+)?end\s+of\s+(?P<month>{_NAMES})(?:,?\s+(?P<year>\d{{4}}))?", re.IGNORECASE
)
_END_OF_YEAR = re.compile(r"\b(?:by|before|until)\s+(?:the\s+)?end\s+of\s+(?:the\s+year|this\s+year)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:by|before|until)\s+(?:the\s+end\s+of\s+)?(?P<year>20\d{2})\b", re.IGNORECASE)
_WITHIN = re.compile(
    r"\b(?:within|in the next|over the next)\s+(?P<count>\d+|a|one|two|three|four|five|six|ten|twelve)\s+"
    r"(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "twelve": 12}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def due_told(sentence: str, known_on: date) -> DayRange | None:
    """The days that "by June", "by the end of 2026" or "within three months" give, after the day of publication."""
    if found := _END_OF_MONTH.search(sentence):
        return _month(found["month"], found["year"], known_on)
    if found := _ON_A_DAY.search(sentence):
        day = found["before"] or found["after"]
        month = _month(found["month"], found["year"], known_on)
        if not day or month is None or month.first is None:
            return month
        try:
            return one_day(month.first.replace(day=int(day)), Basis.RELATIVE)
        except ValueError:
            return month
    if _END_OF_YEAR.search(sentence):
        return whole_year(known_on.year, Basis.RELATIVE)
    if found := _YEAR.search(sentence):
        return whole_year(int(found["year"])) if int(found["year"]) >= known_on.year else None
    if found := _WITHIN.search(sentence):
        word = found["count"].lower()
        count = int(word) if word.isdigit() else _COUNTS[word]
        until = known_on + timedelta(days=min(count, 400) * _DAYS[found["unit"].lower()])
        return DayRange(known_on, until, Precision.DAY, Basis.RELATIVE)
    return None


def _month(name: str, year: str | None, known_on: date) -> DayRange | None:
    """The month of that name that lies ahead; None where the year given is over."""
    number = _MONTHS.index(name.lower()) + 1
    wanted = int(year) if year else known_on.year + (number < known_on.month)
    found = whole_month(wanted, number, Basis.STATED if year else Basis.RELATIVE)
    return found if found.last and found.last >= known_on else None
