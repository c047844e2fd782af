"""A text → every name of the book in it: longest first, at word boundaries, with all that each may mean."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from dragoman.ontology.actors import Candidate, NameHit
from dragoman.ontology.compile import LOWER_BITS
from dragoman.ontology.joints import is_joined, is_listed
from dragoman.ontology.naming import KINDS, WHATS
from dragoman.ontology.rulings import Filed, Rulings, Spot, distinct
from dragoman.ontology.words import CAPITAL, CAPS, LOWER, Words, words_of

# Kinds whose names are read in a text that has no capitals at all; towns and surnames are words too often.
_PLAIN_KINDS = frozenset(("state", "body", "group", "party"))
_ALL = (1 << LOWER_BITS) - 1
# Words within the names of towns that are written small: articles and prepositions of many languages.
_SMALL = frozenset(
    """a aan ad al am an and ar as ash at az d da das de del den der des di do dos du e ed el en er es et ez i il im in
    l la las le les los na nad o of on ou pod s sous sur und upon van von y""".split()
)
# Of the places of one name, no more countries than these are told.
_PLACES = 4


class Spotter:
    """Finds the book's names in texts. `standing` tells how likely a bare surname means a person on a day."""

    def __init__(self, index: Any, standing: Callable[[str, date | None], int]) -> None:
        self.names: Mapping[str, str] = index["names"]
        self.starts: Mapping[str, int] = index["starts"]
        self.places: Mapping[str, str] = index["places"]
        self.actors: Mapping[str, list[Any]] = index["actors"]
        lists = index["lists"]
        self.common = frozenset(lists.get("common_words", ()))
        self.given = frozenset(lists.get("given_names", ()))
        self.rulings = Rulings(index, self.given, self.common)
        self.roles = self.rulings.roles
        self.standing = lru_cache(maxsize=8192)(standing)
        self._filed: dict[str, tuple[Filed, ...]] = {}
        self._sizes: dict[int, tuple[int, ...]] = {}

    def find(self, text: str, on: date | None, language: str, around: str | None) -> list[NameHit]:
        """The names in a text, left to right; `around` is the article that the text is a part of."""
        words = words_of(text)
        hits: list[NameHit] = []
        count, keys, shapes, starts = len(words), words.keys, words.shapes, self.starts
        is_relaxed = text.islower()
        place = 0
        while place < count:
            mask = starts.get(keys[place])
            step = 1
            if mask and shapes[place] == LOWER and not is_relaxed:
                mask >>= LOWER_BITS
            if mask:
                for size in self._lengths(mask & _ALL):
                    fitting = self._fitting(words, place, size, language, is_relaxed) if place + size <= count else ()
                    if fitting:
                        key = " ".join(keys[place : place + size])
                        spot = Spot(words, place, size, key, on, text if around is None else around)
                        meant, step = self.rulings.settle(spot, list(fitting), self.standing)
                        if meant and meant[0].candidate.kind != "none":
                            hits.append(_hit(words, place, size, meant))
                        break
            place += step
        return hits

    def meanings(self, key: str, on: date | None) -> list[Candidate]:
        """Everyone whom a name may mean, in any language and however it is written."""
        found = [each for each in self._candidates(key) if each.candidate.kind != "none"]
        number = self.rulings.rule_of.get(key)
        first = self.rulings.rules[number]["default"] if number is not None else ""
        found.sort(
            key=lambda each: (bool(each.scope), each.has_ended(on), bool(first) and each.candidate.actor != first)
        )
        return list(distinct(each.candidate for each in found))

    def _lengths(self, mask: int) -> tuple[int, ...]:
        """The lengths that a mask tells of, longest first."""
        found = self._sizes.get(mask)
        if found is None:
            found = tuple(size for size in range(mask.bit_length() - 1, 0, -1) if mask >> size & 1)
            self._sizes[mask] = found
        return found

    def _fitting(
        self, words: Words, place: int, size: int, language: str, is_relaxed: bool
    ) -> tuple[Filed, ...] | list[Filed]:
        """Candidates of the words from a place on whose name is written so."""
        key = words.keys[place] if size == 1 else " ".join(words.keys[place : place + size])
        if (key not in self.names and key not in self.places) or (size > 1 and not is_listed(words, place, size)):
            return ()
        return [
            filed
            for filed in self._candidates(key)
            if (not filed.scope or filed.scope == language)
            and self._fits(filed, words, place, size, is_relaxed and filed.candidate.kind in _PLAIN_KINDS)
        ]

    def _candidates(self, key: str) -> tuple[Filed, ...]:
        found = self._filed.get(key)
        if found is None:
            lines = filter(None, self.names.get(key, "").split("|"))
            found = (*map(self._read, lines), *self._places_of(key))
            self._filed[key] = found
        return found

    def _read(self, line: str) -> Filed:
        kind, what, capitals, scope, actor, country, sector, since, until = line.split(";")
        known = self.actors.get(actor)
        if known:
            country, sector = country or known[2], sector or known[3]
            since, until = since or known[4], until or known[5]
        person = actor if kind == "p" else None
        candidate = Candidate(actor, KINDS[kind], WHATS[what], country or None, sector or "UNK", person)
        return Filed(candidate, capitals, scope, since or None, until or None)

    def _places_of(self, key: str) -> Iterator[Filed]:
        """Places as candidates: the largest of each country."""
        seen: set[str] = set()
        for line in filter(None, self.places.get(key, "").split("|")):
            country, kind, _ = line.split(",")
            if country in seen or len(seen) >= _PLACES:
                continue
            seen.add(country)
            what = "region" if kind == "region" else "city"
            yield Filed(Candidate("", "place", what, country, "UNK"), _signs_of_place(key), "", None, None)

    def _fits(self, filed: Filed, words: Words, place: int, size: int, is_relaxed: bool) -> bool:
        """True if the words are written as the name asks for."""
        signs = filed.capitals
        if signs[-1] == "^":
            signs = signs[:-1]
            if not place or words.keys[place - 1] != "the" or words.shapes[place - 1] == LOWER:
                return False
        if signs[-1] == ",":
            signs = signs[:-1]
        elif size > 1 and not is_joined(words, place, size):
            return False
        last = len(signs) - 1
        return all(
            signs[min(offset, last)] == "0"
            or self._is_written_so(signs[min(offset, last)], words, place + offset, size, is_relaxed)
            for offset in range(size)
        )

    def _is_written_so(self, sign: str, words: Words, place: int, size: int, is_relaxed: bool) -> bool:
        """True if a word has the capitals that its sign asks for, or as many as such a text would give it."""
        shape, key = words.shapes[place], words.keys[place]
        if shape >= CAPS or (sign == "1" and shape == CAPITAL):
            is_short_word = sign == "2" and size == 1 and shape == CAPS and len(key) < 4 and key in self.common
            return not (is_short_word and _is_shouted(words, place))
        if sign == "2" and shape == CAPITAL:  # "Nato", "Ecowas"
            return len(key) > 3 and key not in self.common
        if is_relaxed and shape == LOWER:
            return size > 1 or (len(key) > 3 and key not in self.common and key not in self.given)
        return False


@lru_cache(maxsize=8192)
def _signs_of_place(key: str) -> str:
    """The signs of a place's words: all begin with capitals but for the small words within it ("Rio de Janeiro")."""
    words = key.split(" ")
    return "".join("0" if 0 < number < len(words) - 1 and word in _SMALL else "1" for number, word in enumerate(words))


def _hit(words: Words, place: int, size: int, meant: list[Filed]) -> NameHit:
    start, end = words.starts[place], words.ends[place + size - 1]
    return NameHit(start, end, words.text[start:end], distinct(each.candidate for each in meant))


def _is_shouted(words: Words, place: int) -> bool:
    """True if the words around are all in capitals as well: then capitals say nothing."""
    near = [
        words.shapes[each]
        for each in (place - 2, place - 1, place + 1, place + 2)
        if 0 <= each < len(words) and len(words.keys[each]) > 1
    ]
    return bool(near) and all(shape == CAPS for shape in near)
