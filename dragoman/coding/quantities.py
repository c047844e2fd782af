"""How many: the words of a sentence that count something come in, and a range with its bounds goes out.

Conventions: "dozens" is two dozen or more (24–), "scores" 40–, "hundreds" 200–, "thousands" 2,000–, "tens of thousands"
20,000–. "At least 12", "12 or more", "more than 12" and "over 12" are 12–: the figure told is kept as it stands. "Up
to 40" is 1–40, "fewer than 40" 1–39. "About 30", "nearly 30" are 30–30, marked as approximate: how wide "about" is, no
text says. "Several", "many", "a few" count nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.sentences import Sentence

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
NUMBERS = {word: value for value, word in enumerate(_UNITS)} | {
    word: 10 * (place + 2) for place, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
"""What the words for numbers up to ninety say."""
_SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_CROWDS = {"dozens": 12, "scores": 20, "hundreds": 100, "thousands": 1000, "tens": 10}
_FIGURE = re.compile(r"\d{1,3}(,\d{3})+|\d+")
_SPAN = re.compile(r"(\d+)[-–](\d+)")
_HYPHENED = re.compile(r"[a-z]+(-[a-z]+)+")
_SHARES = frozenset(("%", "percent", "per", ":", "/", "°"))
_MARKED = frozenset(("$", "€", "£", "us$", "-", "/", "mi-", "no.", "aged", "#"))
_DASHES = frozenset("-–—")

_FLOORS = ("at least", "a minimum of", "no fewer than", "no less than", "not less than", "not fewer than", "more than",
           "over", "upwards of", "in excess of", "well over", "as least")  # fmt: skip
_CEILINGS = ("up to", "as many as", "at most", "no more than", "not more than", "a maximum of")
_BELOW = ("fewer than", "less than", "under")
_ABOUT = ("about", "around", "approximately", "some", "roughly", "an estimated", "estimated", "nearly", "almost",
          "close to", "circa", "just over", "just under")  # fmt: skip
_BEFORE = sorted(
    [
        (tuple(words.split()), kind)
        for kind, group in (("floor", _FLOORS), ("ceiling", _CEILINGS), ("below", _BELOW), ("about", _ABOUT))
        for words in group
    ],
    key=lambda pair: -len(pair[0]),
)
_AFTER = {("or", "more"): "floor", ("or", "so"): "about", ("+",): "floor"}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text: low–high (None: no upper bound), with the (first, last) token of its words.

    `core` is the (first, last) token of the number itself, without "at least".
    """

    low: int
    high: int | None
    tokens: tuple[int, int]
    core: tuple[int, int]
    is_approximate: bool = False


def quantities_of(sentence: Sentence) -> list[Quantity]:
    """The numbers of a sentence, left to right; parts of ages, dates and shares ("a 12-year-old", "10%") are none."""
    words = [token.text.lower() for token in sentence.tokens]
    return list(_quantities(words))


def _quantities(words: Sequence[str]) -> Iterator[Quantity]:
    here = 0
    while here < len(words):
        found = _number(words, here)
        if found is None or _is_part(words, here, found[2]):
            here += 1 if found is None else found[2] - here
            continue
        low, high, end = found
        first = here
        nothing_between = _range_to(words, end)
        if nothing_between is not None and high is not None and low < nothing_between[0]:
            high, end = nothing_between
            if words[max(0, first - 1)] in ("between", "from"):
                first -= 1
        core = Quantity(low, high, (first, end - 1), (here, end - 1))
        yield _bounded(words, core)
        here = max(end, here + 1)


def _number(words: Sequence[str], here: int) -> tuple[int, int | None, int] | None:
    """Low, high and the place after the number that begins here; None if none does."""
    word = words[here]
    span = _SPAN.fullmatch(word)
    if span and int(span[1]) < int(span[2]):
        return int(span[1]), int(span[2]), here + 1
    if word in _CROWDS and word != "tens":
        return _crowd(words, here)
    if word == "tens" and words[here + 1 : here + 3] == ["of", "thousands"]:
        return 20_000, None, here + 3
    if word in ("several", "few", "many") and words[here + 1 : here + 2] and words[here + 1] in _SCALES:
        return 2 * _SCALES[words[here + 1]], None, here + 2
    if word in ("a", "an") and words[here + 1 : here + 2] and words[here + 1] in _SCALES:
        return _SCALES[words[here + 1]], _SCALES[words[here + 1]], here + 2
    value, end = _value(words, here)
    return None if value is None else (value, value, end)


def _crowd(words: Sequence[str], here: int) -> tuple[int, int | None, int]:
    scale, end = _CROWDS[words[here]], here + 1
    if words[end : end + 2] == ["of", "thousands"]:
        scale, end = scale * 1000, end + 2
    return 2 * scale, None, end


def _value(words: Sequence[str], here: int) -> tuple[int | None, int]:
    """The value of the figures or number words from here on, and the place after them."""
    total = part = 0
    end, said = here, False
    while end < len(words):
        word = words[end]
        if _FIGURE.fullmatch(word) and not said:
            part, said = int(word.replace(",", "")), True
        elif word in NUMBERS and (not said or _goes_on(part, NUMBERS[word])):
            part, said = part + NUMBERS[word], True
        elif _HYPHENED.fullmatch(word) and not said and all(each in NUMBERS for each in word.split("-")):
            part, said = sum(NUMBERS[each] for each in word.split("-")), True
        elif word in _SCALES and said and word != "score":
            if _SCALES[word] >= 1000:
                total, part = total + part * _SCALES[word], 0
            else:
                part *= _SCALES[word]
        elif not said or not _joins(words, end, part):
            break
        end += 1
    return (total + part, end) if said else (None, here)


def _goes_on(part: int, value: int) -> bool:
    """True if a number word carries on the one before it: "one hundred" and "sixty", "twenty" and "one"."""
    return (part % 100 == 0 and part > 0) or (part % 10 == 0 and part >= 20 and 0 < value < 10)


def _joins(words: Sequence[str], place: int, part: int) -> bool:
    """True for the "and" of "one hundred and sixty" and the hyphen of "thirty-four" where it is a token."""
    following = words[place + 1] if place + 1 < len(words) else ""
    if words[place] == "and":
        return words[place - 1] in ("hundred", "thousand") and following in NUMBERS
    is_ten = part % 10 == 0 and 20 <= part < 100 and words[place - 1] in NUMBERS
    return words[place] in _DASHES and is_ten and 0 < NUMBERS.get(following, 0) < 10


def _range_to(words: Sequence[str], end: int) -> tuple[int, int] | None:
    """The upper end of a range that goes on here ("10 to 15", "between 10 and 15", "three or four"), and its end."""
    if words[end : end + 1] and words[end] in ("to", "or", "and", "-", "–"):
        value, after = _value(words, end + 1)
        is_between = words[end] != "and" or "between" in words[max(0, end - 4) : end]
        if value is not None and is_between:
            return value, after
    return None


def _bounded(words: Sequence[str], core: Quantity) -> Quantity:
    """The number with what stands around it: "at least", "some", "or more"."""
    found = core
    for _ in range(2):  # "at least some 30"
        first = found.tokens[0]
        for before, kind in _BEFORE:
            if tuple(words[first - len(before) : first] if first >= len(before) else ()) == before:
                found = _bound(replace(found, tokens=(first - len(before), found.tokens[1])), kind)
                break
    last = found.tokens[1]
    for after, kind in _AFTER.items():
        if tuple(words[last + 1 : last + 1 + len(after)]) == after:
            return _bound(replace(found, tokens=(found.tokens[0], last + len(after))), kind)
    return found


def _bound(found: Quantity, kind: str) -> Quantity:
    if kind == "floor":
        return replace(found, high=None)
    if kind == "about":
        return replace(found, is_approximate=True)
    if found.high is None:
        return found
    return replace(found, low=min(1, found.high), high=found.high - (kind == "below" and found.high > 1))


def _is_part(words: Sequence[str], first: int, end: int) -> bool:
    """True for the number of an age, a share, a sum or a model: "12-year-old", "10%", "$30", "F-16"."""
    after = words[end] if end < len(words) else ""
    before = words[first - 1] if first else ""
    if after in _DASHES and end + 1 < len(words) and not words[end + 1][0].isdigit() and words[end + 1] not in NUMBERS:
        return True
    return after in _SHARES or before in _MARKED
