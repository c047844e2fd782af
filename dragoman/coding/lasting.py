"""The day on which an act begins or ends, and the words around it, come in; the days through which it lasts go out.

"Xi began a three-day visit on Monday" (Monday to Wednesday), "closes its border for two weeks from 1 June".
"""

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from dragoman.coding.arguments import case_of
from dragoman.coding.quantities import NUMBERS
from dragoman.dates import DayRange
from dragoman.sentences import DayPhrase, Sentence, Token

_BEGIN = frozenset("arrive begin commence embark kick open start".split())
_END = frozenset("complete conclude end finish wrap".split())
_GO = frozenset("depart fly leave return set travel".split())
_FROM = frozenset(("from", "since", "as of", "starting", "beginning", "effective"))
_UNITS = {"day": 1, "week": 7}
_HEDGES = frozenset("about almost another around least most nearly over some than to under".split())
_LONGEST = 120  # a number further on is no length of an act: "the 365-day year"
_HELD = ("obj", "nsubj", "obl", "conj", "appos")


def spell(tree: Sentence, trigger: int, phrase: DayPhrase, day: DayRange) -> DayRange:
    """The days of an act whose words say how long it lasts, where the day is its first or last; else the day itself."""
    if day.first is None or day.first != day.last:
        return day
    length = next(_lengths(tree, trigger), None)
    if length is None:
        return day
    if _is_first(tree, trigger, phrase):
        return replace(day, last=_moved(day.first, *length))
    if _is_last(tree, trigger, phrase):
        return replace(day, first=_moved(day.first, -length[0], length[1]))
    return day


def _moved(day: date, count: int, unit: str) -> date:
    """The last day of so many that begin with this one; before it, the first of so many that end with it."""
    step = timedelta(1 if count > 0 else -1)
    if unit in _UNITS:
        return day + timedelta(count * _UNITS[unit]) - step
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1])) - step


def _lengths(tree: Sentence, trigger: int) -> Iterator[tuple[int, str]]:
    """How many of which unit an act is told to last: "a three-day visit", "closes its border for two weeks"."""
    held = {trigger, *(each.index for each in tree.dependents(trigger, *_HELD))}
    above = tree.tokens[trigger]
    if above.relation in ("obj", "nsubj", "xcomp") and above.head >= 0:
        held.add(above.head)
    for token in tree.tokens:
        unit = token.lemma.lower()
        if unit not in _UNITS and unit != "month":
            continue
        is_hyphened = token.relation in ("compound", "amod", "nmod", "nummod") and token.head > token.index
        is_for = token.relation in ("obl", "nmod") and case_of(tree, token.index) == "for"
        if token.head in held and (is_hyphened or is_for):
            count = _count(tree, token)
            if count is not None:
                yield count, unit


def _count(tree: Sentence, unit: Token) -> int | None:
    """The number before a unit; None where it is hedged ("at least two weeks"), and for a single day."""
    for number in tree.dependents(unit.index, "nummod"):
        if any(each.text.lower() in _HEDGES for each in tree.tokens[max(0, number.index - 2) : number.index]):
            return None
        text = number.text.lower()
        count = int(text) if text.isascii() and text.isdigit() else NUMBERS.get(text)
        is_long = count is not None and 0 < count <= _LONGEST and (count > 1 or unit.lemma.lower() != "day")
        return count if is_long else None
    return None


def _verb_of(tree: Sentence, phrase: DayPhrase) -> Token | None:
    """The word that a day hangs on."""
    head = tree.tokens[phrase.head_in(tree)].head
    return tree.tokens[head] if head >= 0 else None


def opens(tree: Sentence, phrase: DayPhrase) -> bool:
    """True for a day from which on something is: "from 1 June", "starting on Sunday", "effective tomorrow"."""
    before = tree.tokens[phrase.tokens[0] - 1].text.lower() if phrase.tokens[0] else ""
    verb = _verb_of(tree, phrase)
    is_starting = verb is not None and verb.text.lower() in _FROM
    return is_starting or before in _FROM or case_of(tree, phrase.tokens[1]) in _FROM


def _is_first(tree: Sentence, trigger: int, phrase: DayPhrase) -> bool:
    """True for a day that an act begins on: "arrived on Monday for a three-day visit"."""
    verb = _verb_of(tree, phrase)
    if verb is None or opens(tree, phrase):
        return verb is not None
    is_begun = verb.lemma.lower() in _BEGIN or (verb.lemma.lower() in _GO and case_of(tree, trigger) == "for")
    return is_begun and _is_about(tree, trigger, verb)


def _is_last(tree: Sentence, trigger: int, phrase: DayPhrase) -> bool:
    """True for a day that an act ends on: "left on Friday after a three-day visit"."""
    verb = _verb_of(tree, phrase)
    if verb is None:
        return False
    is_over = verb.lemma.lower() in _END or (verb.lemma.lower() in _GO and case_of(tree, trigger) == "after")
    return is_over and _is_about(tree, trigger, verb)


def _is_about(tree: Sentence, trigger: int, verb: Token) -> bool:
    """True for a verb that tells of the act: above it, or below it as a clause."""
    if verb.index == trigger:
        return True
    return any(each.index == verb.index for each in tree.ancestors(trigger)) or any(
        each.index == trigger for each in tree.ancestors(verb.index)
    )
