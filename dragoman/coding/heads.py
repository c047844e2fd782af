"""Word vectors and columns of categories come in; what the trained heads say of words, acts and pairs goes out."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.belonging import HOME_COLUMNS
from dragoman.coding.candidates import PAIR_COLUMNS, ROLES, WORD_COLUMNS
from dragoman.errors import Stop

MODELS = Path(__file__).parent / "model"
Floats = NDArray[np.float32]
Rows = Sequence[tuple[str, ...]]
Shares = tuple[float, ...]
"""How far each training is heard, in order; they sum to one."""
_BY_FIRST = [ROLES.index(role) for role in ("time", "speaker")]
_BY_SECOND = [ROLES.index("place")]
_FIRST, _SECOND = 0, 1
_COLUMNS = {"word": WORD_COLUMNS, "pair": PAIR_COLUMNS, "home": HOME_COLUMNS, "article_home": HOME_COLUMNS}
HEADS = ("types", "traits", "homes", "article_homes")
"""Heads beside that of parts; the last tells whose country is whose in full articles."""
VIEWS = 8
"""Attention heads of the candidates of an act."""


@dataclass(frozen=True)
class Summed:
    """relu of the sum of a matrix's view of word vectors and one table row for each column; then scores, to which
    each column adds directly too."""

    words: Floats
    shift: Floats
    tables: tuple[Floats, ...]
    direct: tuple[Floats, ...]
    out: Floats
    out_shift: Floats

    def hidden(self, vectors: Floats, numbers: NDArray[np.int64]) -> Floats:
        """The hidden rows [rows, hidden] of vectors [rows, width] with category numbers [rows, columns]."""
        return self.raised(vectors @ self.words + self.shift, numbers)

    def raised(self, total: Floats, numbers: NDArray[np.int64]) -> Floats:
        """The hidden rows, given what the vectors add to them [rows, hidden]."""
        for column, table in enumerate(self.tables):
            total += table[numbers[:, column]]
        return np.maximum(total, 0)

    def scores(self, vectors: Floats, numbers: NDArray[np.int64]) -> Floats:
        """Scores [rows, outputs], before any softmax or sigmoid."""
        return self.scored(self.hidden(vectors, numbers), numbers)

    def scored(self, hidden: Floats, numbers: NDArray[np.int64]) -> Floats:
        """Scores [rows, outputs] of hidden rows."""
        found: Floats = hidden @ self.out + self.out_shift
        for column, table in enumerate(self.direct):
            found += table[numbers[:, column]]
        return found


@dataclass(frozen=True)
class Compared:
    """Summed rows that look at each other before they are scored: the candidates of one act (VIEWS attention heads).

    Products of the act's word and the candidate's, after a map of each, add to the hidden rows.
    """

    summed: Summed
    layer: Mapping[str, Floats]

    def scores(self, vectors: Floats, numbers: NDArray[np.int64]) -> Floats:
        """Scores [rows, outputs] of the rows of one act."""
        layer = self.layer
        seen: Floats = vectors @ self.summed.words + self.summed.shift
        half = vectors.shape[1] // 2
        left = vectors[:, :half] @ layer["left.weight"] + layer["left.bias"]
        right = vectors[:, half:] @ layer["right.weight"] + layer["right.bias"]
        seen += (left * right) @ layer["crossed.weight"]
        rows = self.summed.raised(seen, numbers)
        width = rows.shape[1] // VIEWS
        qkv = rows @ layer["qkv.weight"] + layer["qkv.bias"]
        query, key, value = qkv.reshape(len(rows), 3, VIEWS, width).transpose(1, 2, 0, 3)
        alike = np.asarray(query @ key.transpose(0, 2, 1) / math.sqrt(width), np.float32)
        shares = softmax(alike)
        mixed = (shares @ value).transpose(1, 0, 2).reshape(len(rows), -1) @ layer["mixed.weight"]
        rows = self._normed("norm_mixed", rows + mixed + layer["mixed.bias"])
        inner = np.maximum(rows @ layer["inner.weight"] + layer["inner.bias"], 0)
        rows = self._normed("norm_outer", rows + inner @ layer["outer.weight"] + layer["outer.bias"])
        return self.summed.scored(rows, numbers)

    def _normed(self, name: str, rows: Floats) -> Floats:
        centred = rows - rows.mean(1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(1, keepdims=True) + np.float32(1e-5))
        normed: Floats = centred / spread * self.layer[f"{name}.weight"] + self.layer[f"{name}.bias"]
        return normed


@dataclass(frozen=True)
class Training:
    """One of the trainings behind a model: the categories that it knows, and its heads."""

    categories: Mapping[str, Sequence[Mapping[str, int]]]
    heads: Mapping[str, Summed]
    parts: Compared

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[Sequence[str]]], weights: Mapping[str, Floats]) -> "Training":
        """A training with the names of its columns' categories and its weights by name."""
        categories = {
            which: [{name: place for place, name in enumerate(column, 1)} for column in columns[which]]
            for which in _COLUMNS
            if which in columns
        }
        heads = {name: _summed(weights, name) for name in HEADS if f"{name}.out.weight" in weights}
        return cls(categories, heads, Compared(_summed(weights, "parts"), _under(weights, "parts.")))

    def numbers(self, which: str, rows: Rows) -> NDArray[np.int64]:
        """Category numbers [rows, columns]; 0 for what it has not learned, columns that came after it among it."""
        known = self.categories.get(which, ())
        found = np.zeros((len(rows), len(_COLUMNS[which])), np.int64)
        for place, row in enumerate(rows):
            found[place, : len(known)] = [names.get(value, 0) for names, value in zip(known, row, strict=False)]
        return found


class Heads:
    """The trained heads of one language, of several trainings, each heard on what it tells better.

    The first is asked for status, mode, day and speaker, the second for places and whose country is whose; what is an
    act and who takes part all tell, as far as the caller hears each. A model may have one training only, which tells
    everything. Vectors and category numbers hold those of the trainings side by side.
    """

    def __init__(self, folder: Path) -> None:
        try:
            labels: dict[str, Any] = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
            with np.load(folder / "heads.npz") as kept:
                weights = {name: kept[name].astype(np.float32) for name in kept.files}
        except (OSError, ValueError) as error:
            raise Stop(
                f"The coder's model in {folder} cannot be loaded: {error}", remedy="Install Dragoman anew."
            ) from (error)
        self.labels = labels
        self.types = tuple(labels["types"])
        self.statuses = tuple(labels["statuses"])
        self.modes = tuple(labels["modes"])
        self._calibration: dict[str, list[float]] = labels["calibration"]
        self._trainings = [
            Training.of(columns, _under(weights, f"{number}.")) for number, columns in enumerate(labels["columns"])
        ]

    @classmethod
    def load(cls, language: str = "en") -> "Heads":
        """The heads of a language, loaded once a process; Stop if there are none."""
        return _load(language)

    def numbers(self, which: str, rows: Rows) -> NDArray[np.int64]:
        """Category numbers [rows, columns of each training] of word, pair or home columns; 0 for what is not known."""
        return np.concatenate([training.numbers(which, rows) for training in self._trainings], 1)

    def _each(self, *arrays: NDArray[Any]) -> list[tuple[Any, ...]]:
        """Each training with its share of the arrays' last axes."""
        shares = (np.split(array, len(self._trainings), -1) for array in arrays)
        return list(zip(self._trainings, *shares, strict=True))

    def _heard(self, shares: Shares | None) -> list[tuple[int, np.float32]]:
        """The trainings that are heard, by number, each with its share."""
        if shares is None or len(self._trainings) == 1:
            return [(_FIRST, np.float32(1))]
        return [(number, np.float32(share)) for number, share in enumerate(shares) if share]

    def of_words(
        self, vectors: Floats, words: NDArray[np.int64], places: Sequence[int], shares: Shares | None = None
    ) -> Floats:
        """Chances [places, types] that a word names an act; `vectors` [words + 1, width], row 0 the sentence.

        `shares` say how far each training is heard; without them the first alone is.
        """
        each = self._each(vectors, words)
        chances = np.zeros((len(places), len(self.types)), np.float32)
        for number, share in self._heard(shares):
            training, rows, numbers = each[number]
            scores = training.heads["types"].scores(_beside(rows, places), numbers[list(places)])
            chances += share * softmax(scores)
        return chances

    def calibrated(self, chance: float, *, is_drafted: bool) -> float:
        """The share of acts of such a chance that readers agree with, 0 to 1; `is_drafted`: the rules say so too."""
        slope, shift = self._calibration["drafted" if is_drafted else "undrafted"]
        odds = math.log(max(chance, 1e-4) / max(1 - chance, 1e-4))
        return 1 / (1 + math.exp(-(slope * odds + shift)))

    def of_act(self, vectors: Floats, words: NDArray[np.int64], place: int, type_: int) -> tuple[Floats, Floats]:
        """Chances of each status and of each mode of the act that a word names."""
        training, rows, numbers = self._each(vectors, words)[_FIRST]
        (scores,) = training.heads["traits"].scores(_beside(rows, [place]), np.append(numbers[place], type_)[None])
        cut = len(self.statuses)
        return softmax(scores[:cut]), softmax(scores[cut:])

    def of_pairs(
        self, word: Floats, others: Floats, columns: NDArray[np.int64], type_: int, shares: Shares | None = None
    ) -> Floats:
        """Chances [candidates, ROLES] of each part: `word` [width] names the act, `others` [candidates, width].

        `shares` say how far each training is heard on who acts and on whom; without them the first tells everything.
        """
        each = self._each(word, others, columns)
        types = np.full((len(columns), 1), type_, np.int64)

        def told_by(number: int) -> Floats:
            training, one, rows, numbers = each[number]
            known = numbers[:, : len(training.categories["pair"])]
            return sigmoid(training.parts.scores(_both(one, rows), np.concatenate([known, types], 1)))

        told = {number: told_by(number) for number in {_FIRST} | {number for number, _ in self._heard(shares)}}
        chances = np.zeros_like(told[_FIRST])
        for number, share in self._heard(shares):
            chances += share * told[number]
        chances[:, _BY_FIRST] = told[_FIRST][:, _BY_FIRST]
        chances[:, _BY_SECOND] = told.get(_SECOND, chances)[:, _BY_SECOND]
        return chances

    def homes_asked(self, *, in_article: bool) -> str:
        """The columns by which it is told whose country is whose: "article_home" in articles, if the model has them."""
        training = self._trainings[teller_of("homes", len(self._trainings))]
        return "article_home" if in_article and "article_homes" in training.heads else "home"

    def of_homes(self, word: Floats, others: Floats, columns: NDArray[np.int64], head: str = "homes") -> Floats:
        """Chances [mentions] that the country that a mention names is that of the participant at `word`.

        `head` is "homes" for short items, "article_homes" for articles; `columns` are numbers of "home" or
        "article_home".
        """
        each = self._each(word, others, columns)
        training, one, rows, numbers = each[teller_of("homes", len(each))]
        return sigmoid(training.heads[head].scores(_both(one, rows), numbers)[:, 0])


def is_asked(head: str, number: int, trainings: int) -> bool:
    """True for a head of a training that is asked: the first of several tells traits, the second homes."""
    return head in ("types", "parts") or teller_of(head, trainings) == number


def teller_of(head: str, trainings: int) -> int:
    """The training, by number, whose traits or homes are asked."""
    return _FIRST if head == "traits" else min(_SECOND, trainings - 1)


def _both(word: Floats, others: Floats) -> Floats:
    return np.concatenate([np.broadcast_to(word, others.shape), others], 1)


def sigmoid(scores: Floats) -> Floats:
    """Scores as chances, each by itself."""
    chances: Floats = np.float32(1) / (np.float32(1) + np.exp(-scores))
    return chances


def softmax(scores: Floats) -> Floats:
    """Scores as chances that sum to one along the last axis."""
    grown = np.exp(scores - scores.max(-1, keepdims=True))
    chances: Floats = grown / grown.sum(-1, keepdims=True)
    return chances


def _under(weights: Mapping[str, Floats], stem: str) -> dict[str, Floats]:
    return {name.removeprefix(stem): value for name, value in weights.items() if name.startswith(stem)}


def _beside(vectors: Floats, places: Sequence[int]) -> Floats:
    """Each word's vector with that of its sentence behind it."""
    rows = vectors[[place + 1 for place in places]]
    return np.concatenate([rows, np.broadcast_to(vectors[0], rows.shape)], 1)


def _summed(weights: Mapping[str, Floats], name: str) -> Summed:
    columns = sum(key.startswith(f"{name}.tables.") for key in weights)
    return Summed(
        weights[f"{name}.words.weight"],
        weights[f"{name}.words.bias"],
        tuple(weights[f"{name}.tables.{column}.weight"] for column in range(columns)),
        tuple(weights[f"{name}.direct.{column}.weight"] for column in range(columns)),
        weights[f"{name}.out.weight"],
        weights[f"{name}.out.bias"],
    )


@cache
def _load(language: str) -> Heads:
    folder = MODELS / language
    if not (folder / "heads.npz").is_file():
        known = ", ".join(sorted(path.name for path in MODELS.iterdir() if path.is_dir())) if MODELS.is_dir() else ""
        raise Stop(f"There is no trained coder for the language {language!r}.", remedy=f"Languages: {known or 'none'}.")
    return Heads(folder)
