"""The text of an article comes in; a sketch of it goes out, by which near-copies of one text are found.

A copy may have another headline, be cut, carry advertisements, and have other numbers. Two texts are compared by how
much of the shorter one the longer one has, in runs of three words with the figures masked, estimated by MinHash; only
those that share a few of the least hashes or a leading sentence are compared.
"""

import re
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.merging.hanging import Hanging, Manner

FUNCTIONS = 64
_ROWS = 3
_BANDS = 10
_RUN = 3
_LEADS = 2
_SHORTEST_LEAD = 8
"""Words of a sentence that is a key by itself; shorter ones ("He gave no details.") are everybody's."""
COPIED = 0.6
"""Share of the shorter text's runs that the longer one has, from which on they are copies."""
_WITHIN = 10
"""Days between the publication of a text and of its copies."""
_LEAST_RUNS = 8

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d[\d,.]*")
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n+")
# Where the text came from is no part of the text.
_DATELINE = re.compile(
    r"^\s*(?:[A-ZÀ-Þ][\w'’.-]*(?:[ ,/]+[A-ZÀ-Þ0-9][\w'’.-]*){0,6}\s*)?\(([^)]{2,40})\)\s*[-–—:]+\s*"
    r"|^\s*(?:[A-ZÀ-Þ'’ ,.-]{3,40})\s*[-–—]{1,2}\s+"
)
_random = np.random.default_rng(20230916)  # any seed; it must only stay the same
_A = _random.integers(1, 1 << 31, FUNCTIONS, dtype=np.uint64)
_B = _random.integers(0, 1 << 31, FUNCTIONS, dtype=np.uint64)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an article is compared by: the number of its runs of words, their minima, and hashes of its leads.

    `minima` are 64 little-endian unsigned integers of 4 bytes, `leads` as many of 8 bytes as there are leads; `known`
    is the publication day as an ordinal, 0 for an undated article. From these follow `keys`, what the sketch is filed
    under, as integers of 62 bits: its days first, so that those near in time lie side by side in an index, or no days
    where it has to be the very same text; and `sought`, what copies of it are filed under: only articles that share one
    of these are compared.
    """

    article: str
    known: int
    runs: int
    minima: bytes
    leads: bytes
    keys: frozenset[int] = field(init=False, repr=False, compare=False)
    sought: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Works out what every comparison asks for."""
        marks = self._marks()
        keys, days = set(), self.known // _WITHIN
        if marks:
            keys.add(_mark(b"same", b"%d" % self.runs + self.minima))
        sought = keys
        if self.known:
            keys.update([days << 40 | mark for mark in marks])
            sought = keys.union([day << 40 | mark for mark in marks for day in (days - 1, days + 1)])
        object.__setattr__(self, "keys", frozenset(keys))
        object.__setattr__(self, "sought", frozenset(sought))

    def _marks(self) -> set[int]:
        """Hashes of a few minima each, and of the leads, of 40 bits; none for an empty text."""
        if not self.runs:
            return set()
        step = 4 * _ROWS
        bands = (self.minima[start : start + step] for start in range(0, _BANDS * step, step))
        found = {_mark(b"%d" % place, band) for place, band in enumerate(bands)} if self.runs >= _LEAST_RUNS else set()
        leads = (self.leads[start : start + 8] for start in range(0, len(self.leads), 8))
        return found | {_mark(b"lead", lead) for lead in leads}


def sketch_of(article: str, text: str, known: int) -> Sketch:
    """The sketch of an article's text; an empty text has no runs and is nobody's copy."""
    body = _DATELINE.sub("", text, count=1)
    words = _words(body)
    runs = {zlib.crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(max(1, len(words) - _RUN + 1))}
    if not words:
        return Sketch(article, known, 0, b"", b"")
    hashes = np.fromiter(runs, dtype=np.uint64, count=len(runs))
    mixed = (hashes[None, :] * _A[:, None] + _B[:, None]) % np.uint64(4294967291)
    minima = mixed.min(axis=1).astype("<u4").tobytes()
    return Sketch(article, known, len(runs), minima, b"".join(_leads(body)))


def _leads(body: str) -> Iterator[bytes]:
    found = 0
    for sentence in _SENTENCE.split(body):
        words = _words(sentence)
        if len(words) >= _SHORTEST_LEAD:
            yield blake2b(" ".join(words).encode(), digest_size=8).digest()
            found += 1
            if found == _LEADS:
                return


def _words(text: str) -> list[str]:
    return _WORD.findall(_DIGITS.sub(" 0 ", text.casefold()))


def _mark(what: bytes, of: bytes) -> int:
    return int.from_bytes(blake2b(what + of, digest_size=5).digest(), "big")


def are_copies(one: Sketch, other: Sketch) -> bool:
    """True if one text is a copy of the other, by the two alone."""
    return bool(one.sought & other.keys) and _is_copy(one, other)


def _is_copy(one: Sketch, other: Sketch) -> bool:
    """True if one of two that share a key is a copy of the other."""
    if not (one.known and other.known) or abs(one.known - other.known) > _WITHIN:
        return (one.runs, one.minima) == (other.runs, other.minima)
    return shared_part(one, other) >= COPIED


def copied(days: NDArray[Any], runs: NDArray[Any], minima: NDArray[Any], pairs: NDArray[Any]) -> NDArray[np.bool_]:
    """Of which pairs of sketches that share a key one is a copy of the other, as `are_copies` has it, all at once.

    `days` (0 where undated) and `runs` are [sketches], `minima` [sketches, FUNCTIONS], `pairs` [pairs, 2] their places.
    """
    mine, theirs = pairs[:, 0], pairs[:, 1]
    alike = np.count_nonzero(minima[mine] == minima[theirs], axis=1) / FUNCTIONS
    both = alike / (1 + alike) * (runs[mine] + runs[theirs])
    shared = np.minimum(1.0, both / np.maximum(1, np.minimum(runs[mine], runs[theirs])))
    is_near = (days[mine] > 0) & (days[theirs] > 0) & (np.abs(days[mine] - days[theirs]) <= _WITHIN)
    found: NDArray[np.bool_] = np.where(is_near, shared >= COPIED, (alike == 1) & (runs[mine] == runs[theirs]))
    return found


def shared_part(one: Sketch, other: Sketch) -> float:
    """The share of the shorter text's runs that the longer one has, 0 to 1, estimated from the minima."""
    mine, theirs = np.frombuffer(one.minima, "<u4"), np.frombuffer(other.minima, "<u4")
    alike = float(np.count_nonzero(mine == theirs)) / FUNCTIONS
    both = alike / (1 + alike) * (one.runs + other.runs)
    return min(1.0, both / max(1, min(one.runs, other.runs)))


ARTICLES: Manner[Sketch] = Manner(
    name=lambda one: one.article,
    author=lambda one: one.article,
    filed=lambda one: one.keys,
    sought=lambda one: one.sought,
    face=lambda one: (one.runs, one.minima, one.leads, one.known) if one.runs else None,
    may_link=lambda one, other: True,
    are_linked=_is_copy,
)
"""How articles are compared."""


def copies_among(sketches: Collection[Sketch]) -> dict[str, str]:
    """For each article, the least id of the articles that its text hangs together with by copying."""
    hanging = Hanging(ARTICLES)
    for each in sketches:
        hanging.new(each)
    return {each.article: hanging.groups.find(each.article) for each in sketches}
