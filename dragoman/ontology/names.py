"""A person's name as the news spells it → the people of the book who may bear it, with a score; silence under 0.80."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dragoman.ontology.actors import Person
from dragoman.ontology.spelling import Known, Sounds, filed_names, name_words, sound_of

# Under the threshold there is silence. A name without anything around it that vouches for it needs more.
THRESHOLD = 0.80
THRESHOLD_ALONE = 0.88
_THRESHOLD_WORD = 0.93
# A bare word that nothing vouches for must sound the same: the tanker Renda is not Getachew Reda.
_THE_SAME = 0.99
_LETTERS_SHARED = 0.7
# Two words that both differ a little make another person sooner than one: Mamady Doumbouya, Mamadou Doumbia.
_BOTH_DIFFER = 0.07


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """Someone whom a name may mean; `score` is 1 for the name as written in the book, less for likeness."""

    person: Person
    score: float


class _Heard:
    """Names that have a word of one first letter, by their words: of thousands few are held against a name."""

    def __init__(self, names: Sequence[Sequence[Any]]) -> None:
        self._names = names
        self._with: dict[str, list[int]] = {}
        for number, (known, _) in enumerate(names):
            for word in set(known):
                self._with.setdefault(word, []).append(number)
        self._words = list(self._with)

    def near(self, sounds: tuple[str, ...]) -> Iterable[tuple[list[str], str]]:
        """In order, all names whose likeness to these words may be above 0: two words, or the one, have their like."""
        hits: Counter[int] = Counter()
        for sound in sounds:
            hits.update({number for word in self._like(sound) for number in self._with[word]})
        least = min(2, len(sounds))
        return ((known, id_) for known, id_ in (self._names[each] for each in sorted(hits) if hits[each] >= least))

    def _like(self, sound: str) -> Iterable[str]:
        from rapidfuzz import process
        from rapidfuzz.distance import Levenshtein

        found = process.extract_iter(
            sound, self._words, scorer=Levenshtein.normalized_similarity, score_cutoff=_LETTERS_SHARED
        )
        return (word for word, _, _ in found)


class PersonNames:
    """The people of the book by their names, as written and as they sound."""

    def __init__(self, people: Mapping[str, Person], known: Known, sounds: Sounds) -> None:
        self.by_id = people
        self._known = known
        self._sounds = sounds
        self._heard: dict[str, _Heard] = {}
        self.match = lru_cache(maxsize=4096)(self._match)

    @classmethod
    def of(cls, people: Iterable[Person]) -> "PersonNames":
        """Just these people."""
        by_id = {person.id: person for person in people}
        return cls(by_id, *filed_names({id_: (person.name, *person.also) for id_, person in by_id.items()}))

    def _match(self, name: str, country: str | None = None) -> list[PersonMatch]:
        """Whom a name may mean, likeliest first; none under the threshold.

        `country` is a state or body that the words around the name give: someone of that country needs less
        likeness, and a bare surname is taken only for one of that country or where just one person bears it.
        """
        words = name_words(name)
        if not words or len(words) > 8:
            return []
        exact = self._known.get(" ".join(words), ())
        if exact:
            return [PersonMatch(each, 1.0) for each in self._of(country, (self.by_id[id_] for id_ in exact))]
        sounds = tuple(map(sound_of, words))
        best: dict[str, float] = {}
        for first in sorted({sound[:1] for sound in sounds}):
            for known, id_ in self._alike_under(first, sounds):
                score = likeness(sounds, known)
                if score > best.get(id_, 0.0):
                    best[id_] = score
        return self._ranked(best, country, is_bare=len(words) == 1)

    def _alike_under(self, first: str, sounds: tuple[str, ...]) -> Iterable[tuple[list[str], str]]:
        heard = self._heard.get(first)
        if heard is None:
            heard = self._heard[first] = _Heard(self._sounds.get(first, ()))
        return heard.near(sounds)

    def _of(self, country: str | None, people: Iterable[Person]) -> list[Person]:
        return sorted(people, key=lambda each: country not in each.countries)

    def _ranked(self, best: dict[str, float], country: str | None, *, is_bare: bool) -> list[PersonMatch]:
        found = []
        for id_, score in best.items():
            person = self.by_id[id_]
            is_vouched = country is not None and country in person.countries
            least = THRESHOLD if is_vouched else THRESHOLD_ALONE
            if is_bare:
                least = _THRESHOLD_WORD if is_vouched else _THE_SAME
            if score >= least:
                found.append(PersonMatch(person, round(score, 3)))
        found.sort(key=lambda match: (country not in match.person.countries, -match.score))
        return found


def likeness(name: Sequence[str], known: Sequence[str]) -> float:
    """How alike two names sound, 0 to 1: their least alike pair of words, less a little for each word left over.

    Every word of the shorter name must find its own in the longer; short words must be the same. A single word
    is held against the last word, or it is the first, where kings and East Asians have the name they go by.
    """
    if len(name) == 1:
        return 0.99 if name[0] == known[0] else _alike(name[0], known[-1]) - 0.01
    short, long = (name, known) if len(name) <= len(known) else (known, name)
    if len(short) == 1:
        return 0.0
    left = list(long)
    least = 1.0
    differing = 0
    for word in short:
        score, place = max(((_alike(word, other), -place) for place, other in enumerate(left)), default=(0.0, 0))
        least = min(least, score)
        differing += score < 1.0
        if least < THRESHOLD:
            return 0.0
        del left[-place]
    return least - 0.02 * len(left) - (_BOTH_DIFFER if differing > 1 else 0.0)


def _alike(first: str, second: str) -> float:
    if first == second:
        return 1.0
    if min(len(first), len(second)) < 4:
        return 0.0
    # Imported here: the build compiles the book by this module, with nothing but the standard library.
    from rapidfuzz.distance import JaroWinkler, Levenshtein

    if Levenshtein.normalized_similarity(first, second) < _LETTERS_SHARED:
        return 0.0  # a shared beginning alone does not make one name: Konde and Konare
    return float(JaroWinkler.similarity(first, second))
