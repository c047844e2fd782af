"""Word vectors and columns of categories come in; what the trained heads say of words, acts and pairs goes out."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import Stop

MODELS = Path(__file__).parent / "model"
Floats = NDArray[np.float32]
Rows = Sequence[tuple[str, ...]]


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
        total: Floats = vectors @ self.words + self.shift
        for column, table in enumerate(self.tables):
            total += table[numbers[:, column]]
        return np.maximum(total, 0)

    def scores(self, vectors: Floats, numbers: NDArray[np.int64]) -> Floats:
        """Scores [rows, outputs], before any softmax or sigmoid."""
        found: Floats = self.hidden(vectors, numbers) @ self.out + self.out_shift
        for column, table in enumerate(self.direct):
            found += table[numbers[:, column]]
        return found


class Heads:
    """The trained heads of one language with the categories that they know."""

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
        self._numbers = {
            which: [{name: place for place, name in enumerate(column, 1)} for column in labels["columns"][which]]
            for which in ("word", "pair", "home")
        }
        self._heads = {name: _summed(weights, name) for name in ("types", "traits", "parts", "homes")}

    @classmethod
    def load(cls, language: str = "en") -> "Heads":
        """The heads of a language, loaded once a process; Stop if there are none."""
        return _load(language)

    def numbers(self, which: str, rows: Rows) -> NDArray[np.int64]:
        """Category numbers [rows, columns] of word or pair columns; 0 for what the heads have not learned."""
        known = self._numbers[which]
        found = [[names.get(value, 0) for names, value in zip(known, row, strict=True)] for row in rows]
        return np.array(found, np.int64).reshape(len(rows), len(known))

    def of_words(self, vectors: Floats, words: NDArray[np.int64], places: Sequence[int]) -> Floats:
        """Chances [places, types] that a word names an act; `vectors` [words + 1, width], row 0 the sentence."""
        scores = self._heads["types"].scores(_beside(vectors, places), words[list(places)])
        return softmax(scores)

    def calibrated(self, chance: float, *, is_drafted: bool) -> float:
        """The share of acts of such a chance that readers agree with, 0 to 1; `is_drafted`: the rules say so too."""
        slope, shift = self._calibration["drafted" if is_drafted else "undrafted"]
        odds = math.log(max(chance, 1e-4) / max(1 - chance, 1e-4))
        return 1 / (1 + math.exp(-(slope * odds + shift)))

    def of_act(self, vectors: Floats, words: NDArray[np.int64], place: int, type_: int) -> tuple[Floats, Floats]:
        """Chances of each status and of each mode of the act that a word names."""
        numbers = np.append(words[place], type_)[None]
        scores = self._heads["traits"].scores(_beside(vectors, [place]), numbers)[0]
        cut = len(self.statuses)
        return softmax(scores[None, :cut])[0], softmax(scores[None, cut:])[0]

    def of_pairs(self, word: Floats, others: Floats, columns: NDArray[np.int64], type_: int) -> Floats:
        """Chances [candidates, ROLES] of each part: `word` [width] names the act, `others` [candidates, width]."""
        numbers = np.concatenate([columns, np.full((len(columns), 1), type_, np.int64)], 1)
        both = np.concatenate([np.broadcast_to(word, others.shape), others], 1)
        return sigmoid(self._heads["parts"].scores(both, numbers))

    def of_homes(self, word: Floats, others: Floats, columns: NDArray[np.int64]) -> Floats:
        """Chances [mentions] that the country that a mention names is that of the participant at `word`."""
        both = np.concatenate([np.broadcast_to(word, others.shape), others], 1)
        return sigmoid(self._heads["homes"].scores(both, columns)[:, 0])


def sigmoid(scores: Floats) -> Floats:
    """Scores as chances, each by itself."""
    chances: Floats = np.float32(1) / (np.float32(1) + np.exp(-scores))
    return chances


def softmax(scores: Floats) -> Floats:
    """Rows of scores as chances that sum to one."""
    grown = np.exp(scores - scores.max(1, keepdims=True))
    chances: Floats = grown / grown.sum(1, keepdims=True)
    return chances


def _beside(vectors: Floats, places: Sequence[int]) -> Floats:
    """Each word's vector with that of its sentence behind it."""
    rows = vectors[[place + 1 for place in places]]
    return np.concatenate([rows, np.broadcast_to(vectors[0], rows.shape)], 1)


def _summed(weights: dict[str, Floats], name: str) -> Summed:
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
