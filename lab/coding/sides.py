"""Sentences with two marked sides come in; the reader's states with marks on their pieces, and a network that types
what the one side does to the other, go out.

The network raises the reader's lower states by layers of its own, as the coder's branch does, after adding a vector to
every piece of the source and another to every piece of the target.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from dragoman.coding.given import TWO_SIDED, Given, root_of, unmarked
from dragoman.reading.parser import MODELS, Parser
from dragoman.reading.splitting import RawSentence, split
from dragoman.record import EventType, Status
from lab.coding.items import Item
from lab.coding.network import SHARED_LAYERS, Branch, constants, read_model, with_states
from lab.reading.network import WIDTH

_MOST = 120  # words of a sentence that are shown
SOURCE, TARGET = 1, 2
# Types that PLV counts as one; CONCEDE and RETREAT are its YIELD.
ROOTS = {EventType.CONCEDE: "YIELD", EventType.RETREAT: "YIELD"}
LABELS = tuple(sorted({ROOTS.get(each, str(each)) for each in EventType}))

Place = tuple[int, int]


@dataclass(frozen=True)
class Sides:
    """One sentence: states [pieces, WIDTH] as the reader leaves them, the mark of each piece, the type if known."""

    states: NDArray[np.float16]
    marks: list[int]
    root: str = ""


class Marker:
    """Reads sentences and marks their pieces; a sentence is read once however many pairs of sides it has."""

    def __init__(self, layers: int = SHARED_LAYERS) -> None:
        self._parser = Parser.load("en")
        model = with_states(read_model(MODELS / "en" / "reader.onnx"), layers)
        self._session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        self._split: dict[str, list[RawSentence]] = {}
        self._read: dict[tuple[str, int, int], tuple[NDArray[np.float16], list[int]]] = {}

    def sides(self, text: str, marked: tuple[Place | None, Place | None], act: Place | None, root: str) -> Sides | None:
        """The sentences from the first to the last that hold a source, a target or the act; None if none does."""
        sentences = self._split.setdefault(text, list(split(text)))
        needed = [each for each in (*marked, act) if each]
        held = [n for n, s in enumerate(sentences) if any(s.start < end and s.end > start for start, end in needed)]
        if not held:
            return None
        words = [word for sentence in sentences[held[0] : held[-1] + 1] for word in sentence.words][:_MOST]
        key = (text, held[0], held[-1])
        if key not in self._read:
            self._read[key] = self._states([word.text for word in words])
        states, owners = self._read[key]
        marks = [0] * (len(words) + 1)
        for side, mark in zip(marked, (SOURCE, TARGET), strict=True):
            for number, word in enumerate(words, 1):
                if side and word.start < side[1] and word.end > side[0]:
                    marks[number] = mark
        return Sides(states, [marks[owner] if owner > 0 else 0 for owner in owners], root)

    def _states(self, words: list[str]) -> tuple[NDArray[np.float16], list[int]]:
        numbers = self._parser._numbers(words)
        feed = {
            "pieces": np.array([numbers.pieces], np.int64),
            "piece_shapes": np.array([numbers.piece_shapes], np.int64),
            "word_of_piece": np.array([numbers.owners], np.int64),
            "word_shapes": np.array([numbers.word_shapes], np.int64),
        }
        (states,) = self._session.run(["states"], feed)
        return states.reshape(-1, states.shape[-1]).astype(np.float16), numbers.owners


def of_annotations(marker: Marker, items: Sequence[Item]) -> Iterator[Sides]:
    """Each pair of an annotated act's sides; a side that is not named is left unmarked."""
    for item in items:
        for event in item.events:
            kind = EventType(event["type"])
            plover = root_of(kind, Status(event["status"]))
            root = ROOTS.get(plover, str(plover))
            for source, target in _pairs(event, is_two_sided=kind in TWO_SIDED):
                if source and target and source[0] < target[1] and target[0] < source[1]:
                    continue
                found = marker.sides(item.text, (source, target), tuple(event["anchor"]), root)
                if found:
                    yield found


def _pairs(event: dict[str, list[dict[str, Place]]], *, is_two_sided: bool) -> list[tuple[Place | None, Place | None]]:
    actors, recipients = ([each["at"] for each in event[role]] for role in ("actors", "recipients"))
    if actors and recipients:
        return [(actor, recipient) for actor in actors[:2] for recipient in recipients[:2]]
    if len(actors) > 1 and is_two_sided:
        return [(actors[0], actors[1]), (actors[1], actors[0])]
    if actors or recipients:
        return [(actors[0] if actors else None, recipients[0] if recipients else None)]
    return []


def of_given(marker: Marker, given: Given, root: str = "") -> Sides:
    """A sentence whose sides the caller marked."""
    found = marker.sides(given.text, (given.source, given.target), None, root)
    assert found is not None  # `unmarked` gives no sentence without a side
    return found


def of_plv(marker: Marker, file: Path) -> list[Sides]:
    """The typed sentences of a PLV file, in order."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    return [of_given(marker, unmarked(row["sentence_id"], row["marked_sentence"]), row["gold_root"]) for row in rows]


class SideTyper(nn.Module):
    """Scores of LABELS for marked sentences; its layers are the reader's, or those of a trained coder's branch."""

    def __init__(self, begun: Mapping[str, Tensor] | None = None, layers: int = SHARED_LAYERS) -> None:
        super().__init__()
        self.branch = Branch(constants(read_model(MODELS / "en" / "reader.onnx")), layers)
        if begun:
            self.branch.load_state_dict(begun)
        self.marks = nn.Embedding(3, WIDTH)
        self.joined = nn.Linear(3 * WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, len(LABELS))
        nn.init.normal_(self.marks.weight, std=0.3)

    def forward(self, states: Tensor, marks: Tensor, real: Tensor) -> Tensor:
        """Scores [sentences, LABELS] of states [sentences, pieces, WIDTH] with marks and real [sentences, pieces]."""
        rows = states + self.marks(marks) * (marks > 0)[..., None]
        for layer in self.branch.layers:
            rows = layer(rows, real[:, None, None, :])
        rows = rows.float()

        def mean(mark: int) -> Tensor:
            held = (marks == mark).float()[..., None]
            return (rows * held).sum(1) / held.sum(1).clamp(min=1)

        seen = functional.dropout(torch.cat([rows[:, 0], mean(SOURCE), mean(TARGET)], -1), 0.1, self.training)
        return self.out(functional.dropout(torch.tanh(self.joined(seen)), 0.3, self.training))


def stacked(some: Sequence[Sides]) -> tuple[Tensor, Tensor, Tensor]:
    """States, marks and which pieces are real, padded to the longest."""
    longest = max(len(each.marks) for each in some)
    states = torch.zeros(len(some), longest, WIDTH)
    marks = torch.zeros(len(some), longest, dtype=torch.long)
    real = torch.zeros(len(some), longest, dtype=torch.bool)
    for row, each in enumerate(some):
        size = len(each.marks)
        states[row, :size] = torch.from_numpy(each.states.astype(np.float32))
        marks[row, :size] = torch.tensor(each.marks)
        real[row, :size] = True
    return states, marks, real
