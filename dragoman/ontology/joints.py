"""What stands between two words → whether they can belong to one name."""

import re

from dragoman.ontology.words import Words

# What may stand between two words of one name; a full stop only after an abbreviation ("St. Lucia").
_JOINT = re.compile(r"[ \t\u00a0\u2009\u202f]{0,2}\n?[ \t]*|[ ]?[-‐‑–—/&+·’'‘ʼ`]{1,2}[ ]?")
_DOTTED = re.compile(r"\. ?")
_LISTED = re.compile(r",? ?\(?|\) ?")


def is_joined(words: Words, place: int, size: int) -> bool:
    """True if nothing but a blank, a hyphen or the like stands between these words."""
    return all(_joins(words, each) for each in range(place, place + size - 1))


def _joins(words: Words, place: int) -> bool:
    gap = words.gap(place)
    if gap == " " or _JOINT.fullmatch(gap):
        return True
    return bool(_DOTTED.fullmatch(gap)) and words.ends[place] - words.starts[place] <= 3


def is_listed(words: Words, place: int, size: int) -> bool:
    """True if commas or brackets stand between them besides, as in "Washington, D.C."."""
    return all(_joins(words, each) or _LISTED.fullmatch(words.gap(each)) for each in range(place, place + size - 1))
