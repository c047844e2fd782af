"""A person's name as the news spells it → the people of the book who may bear it, with a score; silence under 0.80."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dragoman.ontology.actors import Person
from dragoman.ontology.words import words_of

# Under the threshold there is silence. A name without anything around it that vouches for it needs more.
THRESHOLD = 0.80
THRESHOLD_ALONE = 0.88
_THRESHOLD_WORD = 0.93
_LETTERS_SHARED = 0.7
# Two words that both differ a little make another person sooner than one: Mamady Doumbouya, Mamadou Doumbia.
_BOTH_DIFFER = 0.07

_CYRILLIC = str.maketrans(
    {"а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z", "и": "i",
     "і": "i", "й": "i", "ј": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
     "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "sh", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "",
     "э": "e", "ю": "iu", "я": "ia", "ў": "u", "љ": "l", "њ": "n", "ћ": "ch", "ђ": "j", "џ": "j"}
)  # fmt: skip
# Spellings of one sound, in the order in which they are evened out.
_SOUNDS = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"shch|tsch|sch|tch|tsh|ch", "sh"), (r"dzh|dj|dz(?=h)", "j"), (r"kh", "h"), (r"gh(?=[aeiou])", "g"),
        (r"ph", "f"), (r"th", "t"), (r"dh", "d"), (r"zh", "j"), (r"ou|oo", "u"), (r"ee", "i"), (r"gu(?=[ei])", "g"),
        (r"ck|q", "k"), (r"c(?=[aoulrkt]|$)", "k"), (r"ts|tz", "z"), (r"x", "ks"), (r"w", "v"), (r"off$|ow$", "ov"),
        (r"eff$|ew$", "ev"), (r"enka$", "enko"), (r"^(ye|ie|je|yo)", "e"), (r"(?<=[^aeiouy])(ye|ie|je)(?!$)", "e"),
        (r"[yj](?=[ua])", "i"), (r"y|j(?=$)", "i"), (r"(?<=[aeiou])h$", ""), (r"(.)\1+", r"\1"), (r"ii+", "i"),
    )
]  # fmt: skip
PARTICLES = frozenset(
    (
        "al", "el", "ad", "ar", "as", "an", "ash", "at", "bin", "ibn", "ben", "bint", "ould", "uld", "de", "da",
        "do", "dos", "van", "von", "der", "den", "le", "la", "du",
    )
)  # fmt: skip
_SERVANTS = frozenset(("abd", "abdel", "abdul", "abdoul", "abdal"))
_TITLES = frozenset(
    (
        "general", "gen", "colonel", "col", "lieutenant", "lt", "major", "maj", "captain", "capt", "brigadier",
        "brig", "admiral", "marshal", "field", "sergeant", "sgt", "president", "prime", "minister", "mr", "mrs",
        "ms", "dr", "sir", "lord", "sheikh", "sheik", "shaykh", "king", "queen", "prince", "princess", "emir",
        "sultan", "pope", "ayatollah", "imam", "chancellor", "premier", "hajj", "alhaji", "professor", "prof",
        "his", "her", "excellency", "majesty", "highness", "the", "hon", "vice", "foreign", "secretary",
        "ambassador", "senator", "leader", "ex", "former", "interim", "acting", "transitional",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """Someone whom a name may mean; `score` is 1 for the name as written in the book, less for likeness."""

    person: Person
    score: float


@lru_cache(maxsize=32768)
def sound_of(word: str) -> str:
    """How a folded word of a name sounds, roughly: "yevkurov", "evkourov" and "евкуров" come out the same."""
    plain = word.translate(_CYRILLIC)
    for pattern, sound in _SOUNDS:
        plain = pattern.sub(sound, plain)
    return plain or word


def name_words(name: str) -> list[str]:
    """The folded words of a person's name, its titles, initials and particles left out, "abdel fattah" as one."""
    keys = words_of(name).keys
    while len(keys) > 1 and keys[0] in _TITLES:
        keys = keys[1:]
    kept = [key for key in keys if key not in PARTICLES] or keys
    joined: list[str] = []
    for key in kept:
        if joined and joined[-1] in _SERVANTS:
            joined[-1] = "abdel" + key
        else:
            joined.append(key)
    return [key for key in joined if len(key) > 1] or joined


Known = Mapping[str, list[str]]
Sounds = Mapping[str, list[list[Any]]]


def filed_names(
    names: Mapping[str, Iterable[str]],
) -> tuple[dict[str, list[str]], dict[str, list[list[Any]]]]:
    """Person id → names, as tables to look them up: by their words as written, and by how each word begins to sound."""
    known: dict[str, list[str]] = {}
    sounds: dict[str, list[list[Any]]] = {}
    for id_, called in names.items():
        for name in called:
            words = name_words(name)
            bearers = known.setdefault(" ".join(words), [])
            if id_ not in bearers:
                bearers.append(id_)
            heard = [sound_of(word) for word in words]
            for first in sorted({sound[:1] for sound in heard}):
                sounds.setdefault(first, []).append([heard, id_])
    return known, sounds


class PersonNames:
    """The people of the book by their names, as written and as they sound."""

    def __init__(self, people: Mapping[str, Person], known: Known, sounds: Sounds) -> None:
        self.by_id = people
        self._known = known
        self._sounds = sounds
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
        for first in {sound[:1] for sound in sounds}:
            for known, id_ in self._sounds.get(first, ()):
                score = likeness(sounds, known)
                if score > best.get(id_, 0.0):
                    best[id_] = score
        return self._ranked(best, country, is_bare=len(words) == 1)

    def _of(self, country: str | None, people: Iterable[Person]) -> list[Person]:
        return sorted(people, key=lambda each: country not in each.countries)

    def _ranked(self, best: dict[str, float], country: str | None, *, is_bare: bool) -> list[PersonMatch]:
        found = []
        for id_, score in best.items():
            person = self.by_id[id_]
            is_vouched = country is not None and country in person.countries
            least = THRESHOLD if is_vouched else THRESHOLD_ALONE
            if score >= (max(least, _THRESHOLD_WORD) if is_bare else least):
                found.append(PersonMatch(person, round(score, 3)))
        found.sort(key=lambda match: (country not in match.person.countries, -match.score))
        return found


def likeness(name: Sequence[str], known: Sequence[str]) -> float:
    """How alike two names sound, 0 to 1: their least alike pair of words, less a little for each word left over.

    Every word of the shorter name must find its own in the longer; short words must be the same. A single word
    is held against the last word (and the first, where the family name stands there).
    """
    if len(name) == 1:
        return max(_alike(name[0], known[-1]), _alike(name[0], known[0]) if len(known) > 1 else 0.0) - 0.01
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
