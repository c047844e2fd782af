"""A participant and a day come in; the parts to compare it by go out: states, bodies, groups, a bloc's members."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from dragoman.ontology.book import Book
from dragoman.record import Participant, Report

# Who acts for the state; "Paris", "the army" and "the foreign minister" are one side.
_STATE = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "SPY", "UNK", "", "IGO", "PTY", "ELI"))
# A body of so few members may be told by naming them all.
SMALL_BLOC = 6
UNKNOWN = "?"


def part_of(one: Participant) -> str | None:
    """What identifies a participant when reports are compared; None for one who is not known.

    A body or group is its id, a state and all who act for it the country; rebels, opposition or crowds of a country
    are not its state: "MLI/REB". Nor is a part of it that acts by its own name: "GBR/northern ireland".
    """
    if one.actor:
        return one.actor
    if one.country is None:
        return None
    if one.sector not in _STATE:
        return f"{one.country}/{one.sector}"
    return f"{one.country}/{one.text.casefold()}" if _is_region(one.text, one.country) else one.country


@lru_cache(maxsize=65536)
def _is_region(name: str, country: str) -> bool:
    """True for the name of a part of a state: "Northern Ireland", but not "French Guiana", which is coded by itself."""
    book = Book.load()
    if country in book.states and book.states[country].name == name:
        return False
    found = book.find(name)
    whole = [each for hit in found if hit.text == name for each in hit.candidates]
    return any(each.what == "region" and each.country == country for each in whole)


def parts_of(people: Iterable[Participant], on: date | None) -> frozenset[str]:
    """The parts of one side of an act on a day, a small bloc resolved into its members on that day.

    Whoever is named without being known ("gunmen") is a part too, by the last word.
    """
    found: set[str] = set()
    for one in people:
        part = part_of(one)
        if part is not None:
            found |= members(part, on) if one.actor else {part}
        elif one.text:
            found.add(UNKNOWN + one.text.casefold().split()[-1][:6])
    return frozenset(found)


def is_known(part: str) -> bool:
    """True for a part that the book knows; the others are the last of the words that name them."""
    return not part.startswith(UNKNOWN)


def is_body(part: str) -> bool:
    """True for a body that the book knows."""
    return part in Book.load().bodies


@lru_cache(maxsize=65536)
def members(body: str, on: date | None) -> frozenset[str]:
    """The members of a bloc that is small on that day, else the body itself."""
    book = Book.load()
    if body not in book.bodies:
        return frozenset((body,))
    found = book.members(body, on)
    return frozenset(found if 1 < len(found) <= SMALL_BLOC else (body,))


def persons_in(report: Report) -> frozenset[str]:
    """Who takes part by name, each by the part and the last word of the name."""
    people = [one for one in (*report.actors, *report.recipients) if one.person]
    return frozenset(f"{part_of(one) or UNKNOWN}:{(one.person or '').casefold().split(' ')[-1]}" for one in people)


_OFFICES = (
    ("family", re.compile(r"['’]s\s+(?:daughter|son|wife|husband|brother|sister|mother|father)\b", re.IGNORECASE)),
    ("foreign", re.compile(r"\b(?:foreign|external|secretar(?:y|ies) of state|top diplomat)\b", re.IGNORECASE)),
    ("defence", re.compile(r"\b(?:defen[cs]e|armed forces|army|military)\b", re.IGNORECASE)),
    ("government", re.compile(r"\b(?:prime minister|premier|chancellor)\b", re.IGNORECASE)),
    ("other", re.compile(r"\b(?:minister|envoy|ambassador|deputy|parliament\w*|speaker)\b", re.IGNORECASE)),
    ("state", re.compile(r"\b(?:president|king|emir|sultan|head of state|junta leader|general)\b", re.IGNORECASE)),
)  # fmt: skip
"""The first that fits the words of a participant is the office; plain "Russia" and "leaders" have none."""


def offices_in(report: Report) -> frozenset[str]:
    """In which office who takes part, each by the part; none for plain "Russia"."""
    found = set()
    for one in (*report.actors, *report.recipients):
        office = _office(one.text)
        if office:
            found.add(f"{part_of(one) or UNKNOWN}:{office}")
    return frozenset(found)


@lru_cache(maxsize=65536)
def _office(text: str) -> str | None:
    """The office that the words for a participant name."""
    return next((name for name, words in _OFFICES if words.search(text)), None)
