"""Finding day expressions: a text comes in, its day mentions in the order of the text go out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dragoman.reading.days.found import Found
from dragoman.reading.days.meanings import (
    Anaphor,
    Between,
    Bound,
    CalendarDate,
    DayMention,
    Gap,
    Holiday,
    InYear,
    Limit,
    Meaning,
    Midnight,
    Nth,
    Shift,
    Unit,
    Weekday,
    WeekOf,
    Window,
    Years,
)
from dragoman.reading.days.patterns import PATTERNS, letters
from dragoman.reading.days.words import OTHER, Words, read_words

_GRAMMAR = re.compile("|".join(f"({letters(pattern)})" for pattern, _ in PATTERNS))
_MEANINGS = tuple(meaning for _, meaning in PATTERNS)
_RUN = re.compile(f"[^{OTHER}]+")
_CORE = re.compile(
    letters(
        "[month weekday full holiday adverb overnight daypart midnight uhour uday uweek umonth uyear udecade ucentury"
        " uweekend plural decade season quarter qtoken year nth]"
    )
)
_JOINS = frozenset(("dash", "to", "until", "through"))
_LIMITS = {
    "since": Limit.SINCE,
    "until": Limit.UNTIL,
    "through": Limit.UNTIL,
    "by": Limit.BY,
    "before": Limit.BEFORE,
    "after": Limit.AFTER,
}
# "Postponed from April 3 to April 10" names two days and no time between them.
_MOVED = re.compile(
    r"\b(?:postpon|mov|delay|push|reschedul|brought[ ]forward|bring|chang|shift|put[ ]off|set[ ]back)\w*\b",
    re.IGNORECASE,
)
_HOUR = re.compile(
    r",?[ ]at[ ](?:noon|midnight|\d{1,2}(?:[:.]\d\d)?)(?:[ ]?[ap]\.?m\.?)?(?:[ ](?:local[ ]time|[A-Z]{2,4}))?,?[ ]?"
)
_GOES_ON_TO = re.compile(r"\b(?:exten[ds]|prolong|renew|last)\w*\b[^.;]*$", re.IGNORECASE)
_NO_LATER = re.compile(r"\b(?:no|not)[ ]later[ ]than$", re.IGNORECASE)
_DATES_A_NOUN = re.compile(r"\b(?:the|an?|this|that|’s|'s) $", re.IGNORECASE)
_FARTHEST = 2000  # characters between an anaphor and the day it counts from
_BACK = 20  # mentions looked at for it
_CHAIN = 8  # anaphors that may hang on one another


@dataclass(frozen=True, slots=True)
class _Atom:
    """A meaning with the words it covers, by place."""

    meaning: Meaning
    first: int
    stop: int


def find_days(text: str) -> list[DayMention]:
    """The day expressions of an English text, in its order, none overlapping another.

    Offsets are characters of `text`. Give the whole article where there is one: "the next day" and "three weeks
    later" are linked to the day that the text named before.
    """
    words = read_words(text)
    atoms = _bounded(words, _joined(words, list(_atoms(words))))
    return _linked(text, [DayMention(words.starts[a.first], words.ends[a.stop - 1], a.meaning) for a in atoms])


def _atoms(words: Words) -> Iterator[_Atom]:
    for run in _RUN.finditer(words.letters):
        if not _CORE.search(words.letters, *run.span()):
            continue
        here, stop = run.span()
        while found := _GRAMMAR.search(words.letters, here, stop):
            atom = _atom(words, found)
            if atom:
                yield atom
            here = atom.stop if atom else found.start() + 1


def _atom(words: Words, found: re.Match[str]) -> _Atom | None:
    """The match's meaning; where the pattern that fits declines, the later patterns have their turn."""
    first = found.start()
    for place in range((found.lastindex or 1) - 1, len(_MEANINGS)):
        match = _SINGLE[place].match(words.letters, first, found.endpos)
        if match and match.end() > first:
            meaning = _MEANINGS[place](Found.of(words, first, match.end()))
            if meaning is not None:
                return _Atom(meaning, first, match.end())
    return None


_SINGLE = tuple(re.compile(letters(pattern)) for pattern, _ in PATTERNS)


def _joined(words: Words, atoms: list[_Atom]) -> Iterator[_Atom]:
    """Two days with "to", "until", a dash, or "between … and" become a range; so do two days that follow each other."""
    waiting: _Atom | None = None
    for atom in atoms:
        if waiting is None:
            waiting = atom
            continue
        both = _range(words, waiting, atom)
        if both:
            yield both
            waiting = None
        else:
            yield waiting
            waiting = atom
    if waiting:
        yield waiting


def _range(words: Words, one: _Atom, other: _Atom) -> _Atom | None:
    place = other.first - 1
    if _is_told_beside(words, one, other):
        return _Atom(other.meaning, one.first, other.stop)
    are_near = place == one.stop or (place > one.stop and _is_hour(words, one.stop, place))
    if not are_near or not (_is_end(one.meaning) and _is_end(other.meaning)):
        return None
    join, before = words.kind(place), words.kind(one.first - 1)
    if join == "and":
        fits = before == "between" or _are_neighbours(one.meaning, other.meaning)
    elif join == "to" and isinstance(one.meaning, CalendarDate) and one.meaning.month is None:
        fits = before == "from"  # "rose from 2019 to 2021", but not "sent in 2019 to 2021's winner"
    else:
        fits = join in _JOINS
    start = words.starts[one.first]
    if not fits or (before == "from" and _MOVED.search(words.text, max(0, start - 50), start)):
        return None
    return _Atom(_sharing_year(one.meaning, other.meaning), one.first, other.stop)


def _is_told_beside(words: Words, one: _Atom, other: _Atom) -> bool:
    """True for "Tuesday (June 4)": one day told twice."""
    is_day = isinstance(other.meaning, CalendarDate) and other.meaning.day is not None
    if not is_day or not isinstance(one.meaning, Weekday):
        return False
    return words.text[words.ends[one.stop - 1] : words.starts[other.first]] == " ("


def _is_hour(words: Words, first: int, stop: int) -> bool:
    """True for "[from December 31] at 9:00 p.m. local time [until January 4]"."""
    return _HOUR.fullmatch(words.text, words.ends[first - 1], words.starts[stop]) is not None


def _is_end(meaning: Meaning) -> bool:
    return isinstance(meaning, CalendarDate | Weekday | Holiday | Years | Nth | Midnight) or (
        isinstance(meaning, Shift) and meaning.unit is Unit.DAY
    )


def _are_neighbours(one: Meaning, other: Meaning) -> bool:
    """True for two that follow each other: "Saturday and Sunday", "April 12 and April 13", "October and November"."""
    match one, other:
        case Weekday(), Weekday():
            return (one.weekday + 1) % 7 == other.weekday
        case CalendarDate(month=int(first)), CalendarDate(month=int(last)):
            is_next = last == first if one.day else last == first % 12 + 1
            return is_next and (other.day is None if one.day is None else other.day == one.day + 1)
    return False


def _sharing_year(one: Meaning, other: Meaning) -> Between:
    """The range, each end given the year that only the other names: "December 30 – January 2, 2025"."""
    if isinstance(one, CalendarDate) and isinstance(other, CalendarDate) and one.month and other.month:
        turns = (one.month, one.day or 0) > (other.month, other.day or 0)
        if one.year is None and other.year:
            one = replace(one, year=_moved(other.year, -turns))
        elif other.year is None and one.year:
            other = replace(other, year=_moved(one.year, turns))
    return Between(one, other)


def _moved(year: InYear, by: int) -> InYear:
    return InYear(
        None if year.number is None else year.number + by,
        None if year.shift is None else year.shift + by,
    )


def _bounded(words: Words, atoms: Iterable[_Atom]) -> Iterator[_Atom]:
    """Days with "since", "until", "by", "before", "after" before them, and "the week of" a day."""
    floor = 0
    for atom in atoms:
        widened = _week_of(words, atom) or _limited(words, atom)
        yield widened if widened and widened.first >= floor else atom
        floor = atom.stop


def _week_of(words: Words, atom: _Atom) -> _Atom | None:
    if not (isinstance(atom.meaning, CalendarDate) and atom.meaning.day):
        return None
    place = atom.first - 1
    if words.kind(place) == "on":
        place -= 1
    if words.kind(place) in ("of", "starting", "partnoun") and words.kind(place - 1) == "uweek":
        return _Atom(WeekOf(atom.meaning), place - 1, atom.stop)
    return None


def _limited(words: Words, atom: _Atom) -> _Atom | None:
    if isinstance(atom.meaning, Anaphor | Gap | Window | Midnight):
        return None
    place = atom.first - 1
    is_least = words.kind(place) == "hedge" and words.kind(place - 1) == "at"
    if is_least:  # "until at least Saturday"
        place -= 2
    kind = "until" if is_least and words.kind(place) == "to" else words.kind(place)
    if kind == "to" and _GOES_ON_TO.search(words.text, max(0, words.starts[atom.first] - 60), words.starts[atom.first]):
        kind = "until"  # "the truce is extended to February 18"
    if kind == "hedge" and words.kind(place - 1) == "later" and _NO_LATER.search(words.text, 0, words.ends[place]):
        kind, place = "by", place - 1  # "no later than Wednesday"
    if kind == "to" and words.kind(place - 1) == "previous":  # "prior to Monday"
        kind, place = "before", place - 1
    if kind not in _LIMITS or _is_of_an_act(words, atom):
        return None
    return _Atom(Bound(_LIMITS[kind], atom.meaning), place, atom.stop)


def _is_of_an_act(words: Words, atom: _Atom) -> bool:
    """True for "(since) Monday's attack", "(after) the 3 April vote": the day is the act's that follows."""
    end = words.ends[atom.stop - 1]
    if words.text[end : end + 2] in ("'s", "’s"):
        return True
    is_plain = isinstance(atom.meaning, CalendarDate) and atom.meaning.part is None
    return is_plain and words.kind(atom.first) == "the"


def _linked(text: str, mentions: list[DayMention]) -> list[DayMention]:
    """The mentions, each anaphor with the day before it that it counts from."""
    done: list[DayMention] = []
    depth: list[int] = []
    for mention in mentions:
        place = _antecedent(text, done, depth, mention)
        done.append(mention if place is None else replace(mention, antecedent=done[place]))
        depth.append(0 if place is None else depth[place] + 1)
    return done


def _antecedent(text: str, done: list[DayMention], depth: list[int], mention: DayMention) -> int | None:
    """Place of the nearest day that an anaphor can count from; a noun's ("the July 26 coup") if there is no other."""
    if not isinstance(mention.meaning, Anaphor | Gap):
        return None
    second = None
    for place in range(len(done) - 1, max(-1, len(done) - _BACK), -1):
        earlier = done[place]
        if not _is_within_reach(text, earlier, mention):
            break
        if depth[place] >= _CHAIN or not _is_anchor(earlier, mention.meaning):
            continue
        if not _DATES_A_NOUN.search(text, max(0, earlier.start - 6), earlier.start):
            return place
        second = place if second is None else second
    return second


def _is_within_reach(text: str, earlier: DayMention, mention: DayMention) -> bool:
    """True if a mention can hang on the other: near enough, and for a gap in the same sentence."""
    if isinstance(mention.meaning, Anaphor):
        return mention.start - earlier.end < _FARTHEST
    between = text[earlier.end : min(mention.start, earlier.end + _FARTHEST)]
    return ". " not in between and "\n" not in between


def _is_anchor(earlier: DayMention, wanted: Anaphor | Gap) -> bool:
    """True if an anaphor in this unit can count from that day."""
    match earlier.meaning:
        case CalendarDate(day=day, month=month):
            if wanted.unit in (Unit.DAY, Unit.WEEK, Unit.WEEKEND, Unit.HOUR):
                return day is not None
            return wanted.unit is not Unit.MONTH or month is not None
        case Shift(unit=unit, amount=amount):
            if amount is None:
                return False
            return unit is Unit.DAY or unit is wanted.unit
        case Weekday() | Holiday():
            return True
        case Anaphor(unit=unit):
            return unit is Unit.DAY or unit is wanted.unit
    return False
