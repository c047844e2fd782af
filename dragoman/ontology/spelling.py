"""A person's name as it is written → its words, and how they sound; names filed by both.

The index of the book is compiled with this where nothing is installed yet, so it needs the standard library only.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from dragoman.ontology.words import words_of

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
TITLES = frozenset(
    (
        "general", "gen", "colonel", "col", "lieutenant", "lt", "major", "maj", "captain", "capt", "brigadier",
        "brig", "admiral", "marshal", "field", "sergeant", "sgt", "president", "prime", "minister", "mr", "mrs",
        "ms", "dr", "sir", "lord", "sheikh", "sheik", "shaykh", "king", "queen", "prince", "princess", "emir",
        "sultan", "pope", "ayatollah", "imam", "chancellor", "premier", "hajj", "alhaji", "professor", "prof",
        "his", "her", "excellency", "majesty", "highness", "the", "hon", "vice", "foreign", "secretary",
        "ambassador", "senator", "leader", "deputy", "dame", "ex", "former", "interim", "acting", "transitional",
    )
)  # fmt: skip


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
    while len(keys) > 1 and keys[0] in TITLES:
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
