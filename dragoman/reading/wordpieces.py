"""Words come in; the vocabulary numbers of their pieces, and the shape of their letters, go out.

This is plain WordPiece as the uncased BERT family uses it: letters are lowered and stripped of accents,
punctuation stands alone, and each run is cut greedily into the longest pieces that the vocabulary knows.
"""

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

MAX_PIECES = 16
"""Pieces kept of one word; what a longer word (a link, a run of digits) adds tells the parser nothing."""

MAX_RUN = 100
"""Letters of an unbroken run beyond which it is not looked up piece by piece."""

_CACHE_LIMIT = 100_000

SHAPES = ("lower", "title", "upper", "initial", "mixed", "digits", "digits_mixed", "other")
"""The word shapes, in the order of their numbers; a sentence's first word has number + len(SHAPES)."""

_OPENERS = frozenset("\"'“”‘’«»([{-–—*•`")


def shape_of(word: str) -> int:
    """Number of a word's shape, an index into SHAPES."""
    if word.islower() and word.isalpha():
        return 0
    letters = [letter for letter in word if letter.isalpha()]
    has_digit = any(sign.isdigit() for sign in word)
    if not letters:
        return 5 if has_digit else 7
    if has_digit:
        return 6
    if not any(letter.isupper() for letter in letters):
        return 0
    if all(letter.isupper() for letter in letters):
        return 3 if len(letters) == 1 else 2
    if letters[0].isupper() and not any(letter.isupper() for letter in letters[1:]):
        return 1
    return 4


def shapes_of(words: Sequence[str]) -> list[int]:
    """Shape numbers of a sentence's words; the first word that is not an opening mark is marked as first."""
    shapes = [shape_of(word) for word in words]
    for place, word in enumerate(words):
        shapes[place] += len(SHAPES)
        if word[:1] not in _OPENERS:
            break
    return shapes


class WordPieces:
    """A WordPiece vocabulary; `pieces` gives the numbers of one word's pieces, always at least one."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self.pad = self._numbers["[PAD]"]
        self.unknown = self._numbers["[UNK]"]
        self.first = self._numbers["[CLS]"]
        self.last = self._numbers["[SEP]"]
        self.mask = self._numbers["[MASK]"]
        self._longest = max(len(piece) for piece in vocabulary)
        self._known: dict[str, tuple[int, ...]] = {}

    @classmethod
    def load(cls, path: Path) -> "WordPieces":
        """Read a vocabulary file: one piece a line, in the order of their numbers."""
        return cls(path.read_text(encoding="utf-8").splitlines())

    def pieces(self, word: str) -> tuple[int, ...]:
        """Vocabulary numbers of the pieces of a word, at most MAX_PIECES of them."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            known = self._known[word] = self._cut(word)
        return known

    def _cut(self, word: str) -> tuple[int, ...]:
        found: list[int] = []
        for run in _runs(word):
            found.extend(self._cut_run(run))
        if len(found) > MAX_PIECES:
            found = found[: MAX_PIECES - 4] + found[-4:]
        return tuple(found) or (self.unknown,)

    def _cut_run(self, run: str) -> list[int]:
        if len(run) > MAX_RUN:
            return [self.unknown]
        found: list[int] = []
        start = 0
        while start < len(run):
            prefix = "##" if start else ""
            for end in range(min(len(run), start + self._longest), start, -1):
                number = self._numbers.get(prefix + run[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return found


_ASCII_RUNS = re.compile(r"[a-z0-9]+|[!-/:-@\[-`{-~]")


def _runs(word: str) -> list[str]:
    """The unbroken runs of a word, lowered and without accents; each punctuation mark is a run of its own."""
    if word.isascii():
        return _ASCII_RUNS.findall(word.lower())
    runs: list[str] = []
    open_run = False
    for sign in unicodedata.normalize("NFD", word.lower()):
        category = unicodedata.category(sign)
        if category == "Mn" or category in ("Cc", "Cf", "Cn", "Co", "Cs") or sign == "\ufffd":
            continue
        if category[0] == "Z":
            open_run = False
        elif _stands_alone(sign, category):
            runs.append(sign)
            open_run = False
        elif open_run:
            runs[-1] += sign
        else:
            runs.append(sign)
            open_run = True
    return runs


def _stands_alone(sign: str, category: str) -> bool:
    """True for punctuation (ASCII signs such as "$" count) and for Chinese characters."""
    if category[0] == "P" or (sign.isascii() and not sign.isalnum()):
        return True
    point = ord(sign)
    return (
        0x4E00 <= point <= 0x9FFF
        or 0x3400 <= point <= 0x4DBF
        or 0xF900 <= point <= 0xFAFF
        or 0x20000 <= point <= 0x2CEAF
        or 0x2F800 <= point <= 0x2FA1F
    )
