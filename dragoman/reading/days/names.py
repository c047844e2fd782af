"""Words that look like days and are not: May the person, the Sunday Times, 2000 soldiers, Vision 2030."""

import re
from functools import lru_cache

from dragoman.reading.days.words import listed

# The word just before, and the word just after, on the same line.
_WORD_BEFORE = re.compile(r"([^\W_][^\s()\[\]“”\"]*)[ ]$")
_NEXT_WORD = re.compile(r"[ ]([^\W\d_]+)")
_REACH = 40

_NAMED_WEEKDAY = re.compile(
    r"\b(?:Black|Good|Easter|Palm|Holy|Bloody|Super|Ash|Cyber|Giving|Fat|Shrove|Freaky|Sheffield"
    r"|(?:Mail|Independent|Scotland)[ ]on)[ ]$"
)
_AFTER_NAMED_WEEKDAY = re.compile(
    r"[ ](?:Times|Telegraph|Mirror|Express|Mail|Herald|Guardian|Post|Star|Sun|Vanguard|Independent|Tribune|World"
    r"|People|Business|Magazine|Club)\b"
)
_MONTHS_THAT_NAME = frozenset((3, 4, 5, 6, 8))
_STRONG = frozenset(
    ("in", "since", "during", "until", "last", "next", "this", "coming", "past", "part", "partnoun", "starting")
)
_WEAK = frozenset(("by", "of", "to", "from", "before", "after", "the", "and", "between", "dash", "through", "one"))
_EVIDENCE = re.compile(r"\b(?!The\b|In\b|Since\b|This\b|Last\b|Next\b|Early\b|Late\b|Mid\b|By\b|On\b|And\b)"
                       r"[A-Z][\w.’']{0,30}[ ](May|March|April|June|August)\b(?![ ]\d|,[ ]\d)")  # fmt: skip
_MONTH_NAMES = {"March": 3, "April": 4, "May": 5, "June": 6, "August": 8}
_IS_MARCH = re.compile(r"[ ](?:for|on|of)\b")
_IS_NAMED_MARCH = re.compile(r"[ ](?:for|on)[ ](?:the[ ])?[A-Z]")

_LICENSING = frozenset(
    listed(
        "in since by until from to between and through before after during of the this one dash over within part"
        " partnoun last next comma"
    )
)
_TO_YEAR = re.compile(r" ?[-–—] ?(?:1[5-9]|20)\d\d(?!\d)")  # "2014-2018"
_SURE = frozenset(("in", "since", "until", "during", "part", "partnoun", "between"))
_NUMBERED = frozenset(
    listed(
        "resolution resolutions flight article room number no no. nr road route highway model unit page section law "
        "decree order bill act regulation agenda vision protocol expo decision boeing airbus window level chapter "
        "at about around some nearly almost roughly approximately than least over under killed killing injured wounded "
        "arrested arresting detained displaced deployed sent evacuated freed released another all with"
    )
)


@lru_cache(maxsize=4)
def _names_of(text: str) -> frozenset[int]:
    """The months whose names a text uses for persons or marches ("Theresa May")."""
    return frozenset(_MONTH_NAMES[found] for found in _EVIDENCE.findall(text))


def _just_before(text: str, start: int) -> str:
    found = _WORD_BEFORE.search(text, max(0, start - _REACH), start)
    return found[1] if found else ""


def is_weekday(text: str, start: int, end: int) -> bool:
    """True if the weekday's name at these offsets is not part of another name."""
    if _NAMED_WEEKDAY.search(text, max(0, start - _REACH), start):
        return False
    return not _AFTER_NAMED_WEEKDAY.match(text, end)


def is_month(text: str, offsets: tuple[int, int], month: int, before: str) -> bool:
    """True if a month's name that stands alone means the month; `before` is the kind of the word before it."""
    start, end = offsets
    short = end - start <= 5 and text[start:end].rstrip(".").lower() not in ("march", "april", "may", "june", "july")
    if month not in _MONTHS_THAT_NAME and not short:
        return True
    if before not in _STRONG and (before not in _WEAK or short):
        return month != 5 and not short and text[end : end + 2] in ("'s", "’s") and month not in _names_of(text)
    is_march = _IS_NAMED_MARCH if before == "in" else _IS_MARCH
    if month == 3 and is_march.match(text, end) and before not in ("last", "next", "part", "partnoun"):
        return False
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].islower():
        return False  # "in Mar-a-Lago"
    if before in _STRONG:
        return not (month in _names_of(text) and text[end : end + 2] in ("'s", "’s"))
    follows = _NEXT_WORD.match(text, end)
    return month not in _names_of(text) and not (follows and follows[1][0].isupper())


def is_year(text: str, offsets: tuple[int, int], year: int, before: str) -> bool:
    """True if four digits that stand alone are a year and no count or name; `before` as for months."""
    start, end = offsets
    if before in _SURE:
        return True
    is_round = year % 100 == 0
    if _TO_YEAR.match(text, end):
        return 1500 <= year <= 2100
    if before in _LICENSING:
        return 1700 <= year <= 2100 and (not is_round or before in ("by", "from", "before", "after", "the", "one"))
    if text[max(0, start - 1) : start] in ("(", "["):
        return 1500 <= year <= 2100
    word = _just_before(text, start)
    if (
        word.lower() in _NUMBERED
        or (word[:1].isupper() and not word.endswith(("'s", "’s", "s’")))
        or word[-1:].isdigit()
    ):
        return False
    return 1900 <= year <= 2100 and not is_round and _NEXT_WORD.match(text, end) is not None
