"""What the heads and the rules say of a word comes in; the chances that it names an act, both heard, go out.

A linear stacker. The heads' log chances are scaled. Where the rules drafted an act, its type gains and "none" loses or
gains by the rule, the status and the type drafted; where they did not, by the word. How much each rule and each word is
worth was counted on annotated items that the heads had not learned from (lab/coding/stack.py).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.heads import MODELS, softmax
from dragoman.coding.settling import Told, is_echo
from dragoman.errors import Stop
from dragoman.record import Report

Chances = NDArray[np.float32]
LEAST = 1e-5
"""Chances below this count as this."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What is said of one word: its lemma, the heads' chances [types], and what the rules drafted."""

    lemma: str
    chances: Chances
    draft: Told | None

    @property
    def report(self) -> Report | None:
        """What the rules drafted, with somebody in it; an echo ("this meeting") is none."""
        return self.draft.report if self.draft is not None and not is_echo(self.draft) else None

    @property
    def key(self) -> str:
        """Whose worth counts: that of the rule, else that of the word."""
        return self.report.rule if self.report else f"word {self.lemma}"


@dataclass(frozen=True)
class Stacker:
    """The weights of the stacker; all add to log chances, in the order of `types`, "none" first.

    `slopes`: of the heads' log chances, `others`: how much another act of the text takes from "none", each without and
    with a draft. `none`: added to "none" by the status drafted ("" without a draft). `drafted`: added to the type
    drafted. `undrafted`: to each type without a draft. `worth`: row by rule or word, added to each type; `believed`:
    added to the type that the rule drafted.
    """

    types: tuple[str, ...]
    slopes: tuple[float, float]
    others: tuple[float, float]
    none: dict[str, float]
    drafted: dict[str, float]
    undrafted: NDArray[np.float32]
    worth: dict[str, NDArray[np.float32]]
    believed: dict[str, float]

    @classmethod
    def load(cls, language: str = "en") -> "Stacker":
        """The stacker of a language, loaded once a process; Stop if it cannot be read."""
        return _load(language)

    def weighed(self, voices: Sequence[Voice]) -> Chances:
        """Chances [voices, types] of the words of one text."""
        if not voices:
            return np.zeros((0, len(self.types)), np.float32)
        logs = np.log(np.maximum(np.stack([each.chances for each in voices]), LEAST))
        beside = greatest_of_others([1 - float(each.chances[0]) for each in voices])
        for row, voice in enumerate(voices):
            report = voice.report
            logs[row] *= self.slopes[report is not None]
            logs[row, 0] -= self.others[report is not None] * beside[row]
            worth = self.worth.get(voice.key)
            if worth is not None:
                logs[row] += worth
            if report is not None:
                type_ = str(report.type)
                logs[row, 0] += self.none[str(report.status)]
                logs[row, self.types.index(type_)] += self.drafted[type_] + self.believed.get(voice.key, 0.0)
            else:
                logs[row, 0] += self.none[""]
                logs[row] += self.undrafted
        return softmax(logs)


def greatest_of_others(chances: Sequence[float]) -> list[float]:
    """For each the greatest chance among the others; 0 where there is none."""
    if len(chances) < 2:
        return [0.0] * len(chances)
    second, first = sorted(chances)[-2:]
    best = chances.index(first)
    return [second if place == best else first for place in range(len(chances))]


@cache
def _load(language: str) -> Stacker:
    file = MODELS / language / "stacker.json"
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        size = len(kept["types"])
        worth = {}
        for key, values in kept["worth"].items():
            worth[key] = np.zeros(size, np.float32)
            for type_, value in values.items():
                worth[key][kept["types"].index(type_)] = value
        return Stacker(
            tuple(kept["types"]),
            tuple(kept["slopes"]),
            tuple(kept["others"]),
            kept["none"],
            kept["drafted"],
            np.array([kept["undrafted"].get(type_, 0.0) for type_ in kept["types"]], np.float32),
            worth,
            kept["believed"],
        )
    except (OSError, ValueError, KeyError) as error:
        raise Stop(f"The coder's stacker in {file} cannot be loaded: {error}", remedy="Install Dragoman anew.") from (
            error
        )
