"""A name in its surroundings → which of its candidates may be meant there, and which comes first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dragoman.ontology.actors import Candidate, Holds, holds_on
from dragoman.ontology.joints import is_joined
from dragoman.ontology.words import CAPITAL, CAPS, LOWER, Words, key_of

# Before these words towns name a text and no place, capitals and seats no government; before the others these meet.
TEXTS = frozenset(
    (
        "accord", "accords", "agreement", "agreements", "treaty", "pact", "protocol", "statute", "convention",
        "conventions", "declaration", "communique", "formula", "memorandum", "principles", "consensus",
    )
)  # fmt: skip
_FORMATS = frozenset(("process", "format", "talks"))
_SMALL = frozenset(
    (
        "and", "or", "of", "the", "in", "on", "at", "to", "by", "for", "with", "from", "as", "than", "vs",
        "versus", "is", "was", "has", "had", "will", "a", "an", "after", "before", "since", "until", "while",
        "when", "where", "who", "that", "this", "its", "his", "her", "their", "but", "over", "under", "against",
        "says", "said", "amid",
    )
)  # fmt: skip

# The standing of people whom the news of a day no longer means by the surname alone.
FORGOTTEN = 3


@dataclass(frozen=True, slots=True)
class Filed:
    """A candidate as the index holds it: how its name must be written, in which language, and when it holds."""

    candidate: Candidate
    capitals: str
    scope: str
    since: str | None
    until: str | None

    def has_ended(self, on: date | None) -> bool:
        """True if the name or its bearer is not of this day (of no day: if it is not of today's)."""
        return holds_on(self.since, self.until, on) is Holds.NO


@dataclass(frozen=True)
class Spot:
    """A name found in a text: the words [place, place + size) of it, the day, and the article around."""

    words: Words
    place: int
    size: int
    key: str
    on: date | None
    around: str

    @property
    def end(self) -> int:
        """The place of the word after it."""
        return self.place + self.size

    @cached_property
    def before(self) -> str:
        """The word that stands directly before it, "" where a stop or comma parts them."""
        return self.words.keys[self.place - 1] if self.place and is_joined(self.words, self.place - 1, 2) else ""

    @cached_property
    def after(self) -> str:
        """The word that stands directly after it."""
        is_near = self.end < len(self.words) and is_joined(self.words, self.end - 1, 2)
        return self.words.keys[self.end] if is_near else ""

    def shape(self, place: int) -> int:
        """How a word is written."""
        return self.words.shapes[place]

    def has(self, phrase: str, place: int) -> bool:
        """True if the words from this place on are those of the phrase."""
        parts = phrase.split(" ")
        return place >= 0 and self.words.keys[place : place + len(parts)] == parts


class Rulings:
    """Decides between candidates by the [[ambiguous]] entries of the shelves and by the words around."""

    def __init__(self, index: Any, given: frozenset[str], common: frozenset[str]) -> None:
        self.rules: list[dict[str, Any]] = index["rules"]
        self.rule_of: dict[str, int] = index["rule_of"]
        self.roles: Mapping[str, Any] = index["roles"]
        self.names: Mapping[str, str] = index["names"]
        self.given = given
        self.common = common
        self._cues: tuple[str, str] = ("", "")

    def settle(
        self, spot: Spot, fitting: list[Filed], standing: Callable[[str, date | None], int]
    ) -> tuple[list[Filed], int]:
        """The candidates that may be meant, likeliest first, and how many words were used up."""
        if spot.after in TEXTS or spot.after in _FORMATS:
            barred = ("capital", "seat", "city") if spot.after in TEXTS else ("capital", "seat")
            fitting = [each for each in fitting if each.candidate.what not in barred]
        number = self.rule_of.get(spot.key)
        if number is not None:
            rule = self.rules[number]
            passed = self._words_of_person(spot) if rule["as_person"] else 0
            if passed:
                return [], passed
            fitting = self._by_rule(rule, fitting, spot)
        if any(each.candidate.what == "surname" for each in fitting):
            is_other = self._follows_given_name(spot) or self._leads_to_name(spot)
            fitting = [
                each
                for each in fitting
                if each.candidate.what != "surname"
                or (not is_other and standing(each.candidate.actor, spot.on) < FORGOTTEN)
            ]
        if spot.size == 1 and spot.key in self.common and spot.before != "the":
            fitting = [each for each in fitting if each.candidate.kind != "outlet"]
        if fitting and all(each.candidate.kind == "place" for each in fitting) and self._is_in_name(spot):
            return [], spot.size
        if len(fitting) > 1:
            sign = "2" if spot.size == 1 and spot.shape(spot.place) == CAPS else "1"
            fitting.sort(
                key=lambda each: (
                    each.has_ended(spot.on),
                    standing(each.candidate.actor, spot.on) if each.candidate.kind == "person" else 0,
                    _is_written_otherwise(each, sign, spot.size),
                )
            )
        return fitting, spot.size

    # ---- people's names ----------------------------------------------------------------------------------------------

    def _words_of_person(self, spot: Spot) -> int:
        """How many words to pass over where the name is part of a person's ("Chad Wolf", "Michael Jordan"); else 0."""
        if spot.before in self.given and spot.shape(spot.place - 1) == CAPITAL:
            return spot.size
        if not self._is_unknown_capital(spot.after, spot.words, spot.end) or spot.words.gap(spot.end - 1) != " ":
            return 0
        if spot.size > 1 or spot.after in _SMALL or self._is_role(spot.words, spot.end):
            return 0
        if is_title_case(spot.words):
            return spot.size + 1 if len(spot.words) <= 3 else 0
        return spot.size + 1

    def _follows_given_name(self, spot: Spot) -> bool:
        """True for a surname after a capitalised word that is no role: someone of another given name."""
        if not spot.before or spot.shape(spot.place - 1) != CAPITAL or spot.words.gap(spot.place - 1) != " ":
            return False
        if spot.before in self.given:
            return True
        is_first = spot.place == 1 or spot.words.gap(spot.place - 2).strip(" \u00a0") != ""
        if is_first and len(spot.words) > 2:
            return False
        return self._is_unknown_capital(spot.before, spot.words, spot.place - 1)

    def _leads_to_name(self, spot: Spot) -> bool:
        """True for a surname before a capitalised word that is no name or role: "Kim Jong-un" is not every Kim."""
        if not spot.after or spot.words.gap(spot.end - 1) != " " or is_title_case(spot.words):
            return False
        return self._is_unknown_capital(spot.after, spot.words, spot.end)

    def _is_in_name(self, spot: Spot) -> bool:
        """True for a town between capitalised words that nobody knows: "Antony Blinken" is in no town of France."""
        if (
            spot.before in self.given
            and spot.shape(spot.place - 1) == CAPITAL
            and spot.words.gap(spot.place - 1) == " "
        ):
            return True
        return spot.key in self.given and self._is_unknown_capital(spot.after, spot.words, spot.end)

    def _is_unknown_capital(self, word: str, words: Words, place: int) -> bool:
        if not word or words.shapes[place] != CAPITAL:
            return False
        return not (word in self.roles or f"{word}s" in self.roles or word in self.names or word in self.common)

    def _is_role(self, words: Words, place: int) -> bool:
        return any(" ".join(words.keys[place : place + size]) in self.roles for size in (2, 3))

    # ---- the entries of the shelves ----------------------------------------------------------------------------------

    def _by_rule(self, rule: dict[str, Any], fitting: list[Filed], spot: Spot) -> list[Filed]:
        """Candidates by an entry: those that it bars are left out, the one that it settles on comes first."""
        meant = frozenset(rule["actors"])
        ruled = [each for each in fitting if each.candidate.actor in meant]
        others = [each for each in fitting if each.candidate.actor not in meant]
        if not ruled or self._is_barred(rule, spot):
            return others
        cues = self._cues_of(spot.around)
        if any(f" {cue} " in cues for cue in rule["against"]):
            return others
        needs: dict[str, list[str]] = rule["needs"]
        settled = [actor for actor, words in needs.items() if any(f" {cue} " in cues for cue in words)]
        first = settled[0] if len(settled) == 1 else rule["default"]
        if not first and not settled:
            return [*(each for each in ruled if needs and each.candidate.actor not in needs), *others]
        ruled.sort(key=lambda each: (each.candidate.actor != first, each.candidate.actor not in settled))
        return [*ruled, *others]

    @staticmethod
    def _is_barred(rule: dict[str, Any], spot: Spot) -> bool:
        if spot.after and any(spot.has(phrase, spot.end) for phrase in rule["not_before"]):
            return True
        return bool(spot.before) and any(
            spot.has(phrase, spot.place - 1 - phrase.count(" ")) for phrase in rule["not_after"]
        )

    def _cues_of(self, around: str) -> str:
        if self._cues[0] is not around and self._cues[0] != around:
            self._cues = (around, f" {key_of(around)} ")
        return self._cues[1]


def _is_written_otherwise(filed: Filed, sign: str, size: int) -> bool:
    """True for one-word names that are usually written the other way: "OMA" is sooner an abbreviation than Omã."""
    is_one = size == 1 and filed.capitals in ("1", "2")
    return is_one and filed.capitals != sign and filed.candidate.kind != "state"


def is_title_case(words: Words) -> bool:
    """True if (nearly) every longer word has a capital, as in a headline or a bare name."""
    longer = [shape for key, shape in zip(words.keys, words.shapes, strict=True) if len(key) > 3]
    return not longer or sum(shape == LOWER for shape in longer) * 4 < len(longer)


def distinct(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Each actor once for what the name is to it; an abbreviation that is also listed as a name is an abbreviation."""
    seen: dict[tuple[str, str, str | None, str], Candidate] = {}
    for each in candidates:
        what = "name" if each.what == "abbreviation" else each.what
        seen.setdefault((each.actor, each.kind, each.country, what), each)
    return tuple(seen.values())
