"""Text → its words with where they stand, how they are written, and a plain key under which the book files them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Marks that belong to the letter before them, and characters that show nothing: vowel signs, soft hyphens, joiners.
_MARKS = "\u0300-\u036f\u064b-\u0652\u0670\u0640\u200b-\u200f\u2060\u00ad\ufeff"
_LETTERS = rf"[^\W_](?:[^\W_]|[{_MARKS}])*"
_WORD = re.compile(rf"(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?|{_LETTERS}(?:['’‘ʼʻ`]{_LETTERS})*(?:\+(?!\w))?")
_PIECE = re.compile(_LETTERS)
_INVISIBLE = re.compile(f"[{_MARKS}]")
_CLITICS = frozenset(("s", "t", "re", "ve", "ll", "d", "m"))

_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ə": "a", "ŋ": "n", "ħ": "h",
     "ʻ": "", "ʼ": "", "ى": "ي", "ک": "ك", "ی": "ي"}
)  # fmt: skip
# Cyrillic and Greek letters that look like Latin ones; only words that mix alphabets are read with them.
_LOOKALIKES = str.maketrans("асеорхуіјѕкмтнвԁӏαορνικτη", "aceopxyijskmthbdlaopviktn")
_LATIN = re.compile("[a-z]")
_OTHER = re.compile("[\u0370-\u03ff\u0400-\u052f]")

LOWER, CAPITAL, CAPS, UNCASED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: `keys` folded, `starts` and `ends` as character offsets, `shapes` as they are written."""

    text: str
    keys: list[str]
    starts: list[int]
    ends: list[int]
    shapes: list[int]

    def __len__(self) -> int:
        return len(self.keys)

    def raw(self, index: int) -> str:
        """The word as the text has it."""
        return self.text[self.starts[index] : self.ends[index]]

    def gap(self, index: int) -> str:
        """What stands between a word and the next."""
        return self.text[self.ends[index] : self.starts[index + 1]]


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The word without case, diacritics, dots and look-alike letters of other alphabets: "Goïta" → "goita"."""
    low = word.lower() if word.isascii() else _unmarked(word)
    return low.replace(".", "") if "." in low else low


def _unmarked(word: str) -> str:
    low = _INVISIBLE.sub("", unicodedata.normalize("NFKD", word.casefold()).translate(_PLAIN))
    low = "".join(sign for sign in low if not unicodedata.combining(sign))
    if _OTHER.search(low) and _LATIN.search(low):
        plain = low.translate(_LOOKALIKES)
        return plain if plain.isascii() else low
    return low


def shape_of(word: str) -> int:
    """How a word is written: lower case, with a capital, all in capitals, or in a script without case."""
    if word[0].isupper():
        return CAPS if len(word) > 1 and word.isupper() else CAPITAL
    if word[0].islower() or word[0].isdigit():
        return LOWER
    return UNCASED


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, int]:
    """Key and shape of a word; an apostrophe inside it is left out of its key."""
    if not _is_plain(word):
        word = "".join(_PIECE.findall(word))
    return fold(word), shape_of(word)


def _is_plain(word: str) -> bool:
    """True for a word without apostrophes and marks: "Mali", "U.S.", "OPEC+"."""
    return word.isalnum() or "." in word or (word[-1] == "+" and word[:-1].isalnum())


def _split(word: str, offset: int) -> list[tuple[int, int]]:
    """Parts of a word with an apostrophe: "Mali's" and "d'Ivoire" are two, "Jama'at" is one."""
    pieces = [match.span() for match in _PIECE.finditer(word)]
    parts = [pieces[0]]
    for first, last in pieces[1:]:
        begun = parts[-1]
        left, right = word[begun[0] : begun[1]], word[first:last]
        if right.lower() in _CLITICS or len(left) == 1 or left.lower() == "qu":
            parts.append((first, last))
        else:
            parts[-1] = (begun[0], last)
    return [(offset + first, offset + last) for first, last in parts]


def words_of(text: str) -> Words:
    """The words of a text, in order; apostrophes inside a word are left out of its key."""
    keys, starts, ends, shapes = [], [], [], []
    for match in _WORD.finditer(text):
        start, end = match.span()
        word = match.group()
        spans = [(start, end)] if word.isalnum() or _is_plain(word) else _split(word, start)
        for start, end in spans:
            key, shape = _read(text[start:end])
            keys.append(key)
            starts.append(start)
            ends.append(end)
            shapes.append(shape)
    return Words(text, keys, starts, ends, shapes)


def key_of(name: str) -> str:
    """The key under which a name is filed: its folded words with single spaces."""
    return " ".join(words_of(name).keys)


_THE = re.compile(r"^(?:the|The)\s+")


def without_article(name: str) -> str:
    """The name without a leading "the"."""
    return _THE.sub("", name.strip())
