"""The words that day expressions are made of: a text becomes a string of letters, one for each kind of word."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.reading.days.meanings import Part, Unit


def listed(words: str) -> list[str]:
    """The words of a list that is written as a line."""
    return words.split()


# Each kind of word is one private-use letter, so that the grammar can be written as patterns over letters.
KINDS = listed("""month weekday abbr day nth ordinal count one vague year decade full holiday adverb overnight daypart
midnight uhour uday uweek umonth uyear udecade ucentury uweekend plural season quarter qtoken
last past previous next coming following this same that part partnoun earlier later rest ago
before after from to until through between and since by in on at of the within during over hedge
starting dash comma other""")
_FIRST_LETTER = 0xE000
LETTER = {kind: chr(_FIRST_LETTER + place) for place, kind in enumerate(KINDS)}
OTHER = LETTER["other"]

# What a word stands for: a number, a name (parts and units are names), a day.
Value = int | str | date | None

MONTHS = dict(
    zip(
        listed("january february march april may june july august september october november december"),
        range(1, 13),
        strict=True,
    )
)
WEEKDAYS = {
    name: place for place, name in enumerate(listed("monday tuesday wednesday thursday friday saturday sunday"))
}
_SHORT_MONTHS = {name[:3]: number for name, number in MONTHS.items() if name != "may"} | {"sept": 9}
_SHORT_WEEKDAYS = {name[:3]: place for name, place in WEEKDAYS.items()} | {"tues": 1, "thur": 3, "thurs": 3}
# A word that is something else in small letters: a verb, a noun.
_ONLY_CAPITAL = frozenset(("may", "march", "mar", "jan", "mon", "wed", "sat", "sun", "dec"))
_NUMBERS = {
    word: number
    for number, word in enumerate(
        listed(
            "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            "eighteen nineteen twenty"
        ),
        2,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ORDINALS = {
    word: number
    for number, word in enumerate(
        listed(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
            "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        1,
    )
} | {"thirtieth": 30}
_UNITS = {
    "hour": ("uhour", Unit.HOUR),
    "day": ("uday", Unit.DAY),
    "week": ("uweek", Unit.WEEK),
    "month": ("umonth", Unit.MONTH),
    "year": ("uyear", Unit.YEAR),
    "decade": ("udecade", Unit.DECADE),
    "century": ("ucentury", Unit.CENTURY),
    "weekend": ("uweekend", Unit.WEEKEND),
}
_ADVERBS = {"today": 0, "tonight": 0, "now": 0, "yesterday": -1, "tomorrow": 1}
_PARTS = {"early": Part.EARLY, "mid": Part.MIDDLE, "late": Part.LATE}
_PART_NOUNS = {"beginning": Part.EARLY, "start": Part.EARLY, "middle": Part.MIDDLE, "end": Part.LATE}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_SAME_NAME = "overnight last past next this same that earlier later ago before after from to through between and"
_PLAIN = {word: word for word in f"{_SAME_NAME} since by in on at of the within during over until".split()} | {
    "till": "until",
    "previous": "previous",
    "preceding": "previous",
    "prior": "previous",
    "following": "following",
    "coming": "coming",
    "upcoming": "coming",
    "current": "this",
    "into": "to",
    "rest": "rest",
    "remainder": "rest",
    "than": "hedge",
    "nearly": "hedge",
    "almost": "hedge",
    "least": "hedge",
    "most": "hedge",
    "under": "hedge",
    "starting": "starting",
    "commencing": "starting",
    "effective": "starting",
    "afterwards": "later",
}


def _vocabulary() -> dict[str, tuple[str, Value]]:
    """Every word, as small, Capital and CAPITALS, with its letter and value."""
    kinds: dict[str, tuple[str, Value]] = {word: (kind, None) for word, kind in _PLAIN.items()}
    kinds |= {word: ("month", number) for word, number in (MONTHS | _SHORT_MONTHS).items()}
    kinds |= {word: ("weekday", place) for word, place in WEEKDAYS.items()}
    kinds |= {word: ("abbr", place) for word, place in _SHORT_WEEKDAYS.items()}
    kinds |= {word: ("count", number) for word, number in _NUMBERS.items()}
    kinds |= {word: ("ordinal", number) for word, number in _ORDINALS.items()}
    kinds |= dict.fromkeys(("a", "an", "one"), ("one", 1))
    kinds |= dict.fromkeys(("few", "several", "couple", "many", "some", "dozen"), ("vague", None))
    kinds |= dict.fromkeys(("morning", "afternoon", "evening", "noon"), ("daypart", 0))
    kinds["night"], kinds["midnight"] = ("daypart", -1), ("midnight", None)
    kinds |= {word: ("adverb", shift) for word, shift in _ADVERBS.items()}
    kinds |= {word: ("part", part) for word, part in _PARTS.items()}
    kinds |= {word: ("partnoun", part) for word, part in _PART_NOUNS.items()}
    kinds |= {word: ("season", month) for word, month in _SEASONS.items()}
    kinds |= {"fortnight": ("uweek", Unit.WEEK)}
    for word, (kind, unit) in _UNITS.items():
        kinds[word] = (kind, unit)
        kinds["centuries" if word == "century" else f"{word}s"] = ("plural", unit)
    kinds["quarter"], kinds["half"] = ("quarter", 3), ("quarter", 6)
    found: dict[str, tuple[str, Value]] = {}
    for word, (kind, value) in kinds.items():
        if word not in _ONLY_CAPITAL:
            found[word] = (LETTER[kind], value)
        found[word.capitalize()] = found[word.upper()] = (LETTER[kind], value)
    return found


_VOCABULARY = _vocabulary()

# Feasts that fall on the same day everywhere, and those counted from Easter Sunday (Gregorian).
FIXED_FEASTS = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "orthodox christmas": (1, 7),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "valentine's day": (2, 14),
    "international women's day": (3, 8),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "armistice day": (11, 11),
}
EASTER_FEASTS = {
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "holy saturday": -1,
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "ascension day": 39,
    "pentecost": 49,
    "whit monday": 50,
}


def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar (the anonymous computus of 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * sunday) // 451
    return date(year, 3, 22) + timedelta(days=moon + sunday - 7 * shift)


def feast(name: str, year: int) -> date:
    """The day of a feast in a year; KeyError for a name that is in neither table."""
    if name in EASTER_FEASTS:
        return easter(year) + timedelta(days=EASTER_FEASTS[name])
    month, day = FIXED_FEASTS[name]
    return date(year, month, day)


def _feast_pattern() -> str:
    names = sorted((*FIXED_FEASTS, *EASTER_FEASTS), key=len, reverse=True)
    return "|".join(" ".join(part.capitalize() for part in name.split()).replace("'", "[’']") for name in names)


_WORD = re.compile(
    rf"""
    (?P<feast> (?:{_feast_pattern().replace(" ", "[ ]")})\b
        (?![ ](?:Island|Sunday|Agreement|Accords?|Rising|Charity|Carol)))
  | (?P<attack> September[ ]11(?:th)? (?=,?[ ](?:terror|attack|hijack)) | 9/11 (?![\d/]))
  | (?P<compound> (?:[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty)[- ](?:one|two|three|four|five|six|seven|eight|nine)\b)
  | (?P<nthcompound> (?:[Tt]wenty|[Tt]hirty)-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b)
  | (?P<qtoken> Q[1-4]\b | H[12]\b)
  | (?P<word> [^\W\d_]+)
  | (?P<iso> (?<![\w/.-]) \d{{4}}(?P<isomark>[-/.])\d{{1,2}}(?P=isomark)\d{{1,2}} (?:T[\d:.]+Z?)? (?![\w/-]|\.\d))
  | (?P<numeric> (?<![\w/.-]) \d{{1,2}}(?P<mark>[-/.])\d{{1,2}}(?P=mark)\d{{4}} (?![\w/-]|\.\d))
  | (?P<decade> (?<![\w$€£.]) [12]\d\d0(?:['’]?s)\b)
  | (?P<nth> (?<![\w.]) \d{{1,2}}(?:st|nd|rd|th)\b (?!-(?!\d)))
  | (?P<number> \d+ (?: [.,:/]\d+ )* )
  | (?P<dash> [-–—‑−] )
  | (?P<comma> , )
  | (?P<gap> \n\s*\n | [^\s\w] | _ )
    """,
    re.VERBOSE,
)
# What is counted, not dated: "15 people", "2020 troops", "20 percent", "1800 GMT".
_COUNTED = re.compile(
    r"""[ ](?:more|other|others|additional|people|persons?|men|women|children|civilians|soldiers|troops|police
    |officers|fighters|militants|rebels|jihadists|insurgents|terrorists|gunmen|prisoners|hostages|detainees|students
    |workers|migrants|refugees|protesters|demonstrators|members|states|countries|nations|cases|deaths|dead|killed
    |wounded|injured|victims|casualties|votes|seats|percent|per[ ]cent|kilomet(?:er|re)s?|km|met(?:er|re)s?|miles?
    |feet|tonnes?|tons|million|billion|trillion|dollars|euros|pounds|hours?|minutes?|seconds?|hrs|am|pm|a\.m|p\.m
    |GMT|UTC|EST|EDT|CET|local[ ]time|years?[- ]old|points?|degrees|times|of[ ](?:them|those|its|his|their|whom))\b
    |%|[ ]%""",
    re.VERBOSE,
)
_ATTACHED = re.compile(r"[-‑–—]?([^\W\d_]+)")
_DASHES = frozenset("-‑–—−")
_NO_DATE_AFTER = frozenset("$€£¥#№%.:/'’_")
_SHORT = frozenset(_SHORT_MONTHS) | frozenset(_SHORT_WEEKDAYS)
_UNIT_LETTERS = frozenset(LETTER[kind] for kind, _ in _UNITS.values())


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as the grammar sees them: a letter for each kind, its value, and where it stands."""

    text: str
    letters: str
    values: list[Value]
    starts: list[int]
    ends: list[int]

    def kind(self, place: int) -> str:
        """The kind of the word at a place; "other" before the first and after the last."""
        return KINDS[ord(self.letters[place]) - _FIRST_LETTER] if 0 <= place < len(self.letters) else "other"


def read_words(text: str) -> Words:
    """The words of a text, one letter each; words that belong to no day expression share one `other`."""
    letters: list[str] = []
    values: list[Value] = []
    starts: list[int] = []
    ends: list[int] = []
    vocabulary, nothing = _VOCABULARY, (OTHER, None)
    letter = ""
    for found in _WORD.finditer(text):
        last, group = letter, found.lastgroup
        start, end = found.span()
        if letter != OTHER and ends and start < ends[-1]:
            continue  # the full stop that an abbreviation took in
        if group == "word":
            letter, value = vocabulary.get(found[0], nothing)
            if letter != OTHER:
                letter, end = _plain(text, found[0], letter, end)
        else:
            letter, value = _special(found, letters)
        if letter == OTHER and last == OTHER:
            ends[-1] = end
            continue
        letters.append(letter)
        values.append(value)
        starts.append(start)
        ends.append(end)
    return Words(text, "".join(letters), values, starts, ends)


def _plain(text: str, word: str, letter: str, end: int) -> tuple[str, int]:
    """The letter and end of a word: an abbreviation takes its full stop in, "week-long" is no week."""
    after = text[end : end + 2]
    if after.startswith(".") and word.lower() in _SHORT:
        return letter, end + 1
    if letter in _UNIT_LETTERS and after[:1] == "-" and after[1:].isalpha():
        return OTHER, end
    return letter, end


def _special(found: re.Match[str], letters: list[str]) -> tuple[str, Value]:
    """The letter and value of what is not a single word."""
    word, kind = found[0], found.lastgroup or ""
    if kind in ("dash", "comma"):
        return LETTER[kind], None
    if kind == "feast":
        return LETTER["holiday"], word.lower().replace("’", "'")
    if kind == "attack":
        return LETTER["full"], date(2001, 9, 11)
    if kind in ("compound", "nthcompound"):
        tens, unit = re.split("[- ]", word.lower())
        if kind == "compound":
            return LETTER["count"], _NUMBERS[tens] + (_NUMBERS[unit] if unit != "one" else 1)
        return LETTER["ordinal"], _NUMBERS[tens] + _ORDINALS[unit]
    if kind in ("iso", "numeric"):
        day = _numeric_day([int(part) for part in re.split("[-/.]", word.partition("T")[0])])
        return (LETTER["full"], day) if day else (OTHER, None)
    if kind == "qtoken":
        return LETTER["qtoken"], word
    if kind == "decade":
        return LETTER["decade"], int(word[:4])
    if kind == "nth":
        number = int(word[:-2])
        return (LETTER["nth"], number) if 1 <= number <= 31 else (OTHER, None)
    if kind == "number":
        return _number(found, letters)
    return OTHER, None


def _numeric_day(parts: list[int]) -> date | None:
    """The day that three numbers give; None where day and month could change places, or there is no such day."""
    if parts[0] > 31:
        year, month, day = parts
    else:
        first, second, year = parts
        if first <= 12 and second <= 12 and first != second:
            return None
        day, month = (first, second) if second <= 12 else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(found: re.Match[str], letters: list[str]) -> tuple[str, Value]:
    """A day, a year or a count; nothing where the number is part of a name, a sum, a time or a measure."""
    text, (start, end) = found.string, found.span()
    before = text[start - 1 : start]
    if not found[0].isdecimal() or end - start > 4 or before in _NO_DATE_AFTER or before.isalpha():
        return OTHER, None
    if before in _DASHES and text[start - 2 : start - 1].isalpha() and letters[-2:-1] == [OTHER]:
        return OTHER, None  # "COVID-19"
    attached = _ATTACHED.match(text, end)
    if attached and attached[1].lower() not in MONTHS and attached[1] != "present":
        return OTHER, None  # "11-day", "2015-era"
    number, counted = int(found[0]), bool(_COUNTED.match(text, end))
    if end - start == 4:
        is_dated = not counted or letters[-1:] == [LETTER["month"]]  # "the September 2015 deaths"
        return (LETTER["year"], number) if 1000 <= number <= 2199 and is_dated else (OTHER, None)
    return LETTER["day" if 1 <= number <= 31 and not counted and end - start < 3 else "count"], number
