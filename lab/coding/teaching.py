"""Items without annotation and earlier trainings come in; labels in chances, the trainings' mean, go onto the items."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from lab.coding.batching import SIZES, Prepared, collate, number, one_hot, prepared
from lab.coding.examples import IGNORED, Example, Vocabulary, acts_of
from lab.coding.network import ActHeads
from lab.coding.scoring import encoder_of, load, scores


@dataclass
class Teacher:
    """A training at rest, and the states of the items' sentences that its branch raises."""

    branch: nn.Module
    heads: ActHeads
    vocabulary: Vocabulary
    states: list[list[Prepared]]


@torch.no_grad()
def teach(told: Sequence[Example], works: Sequence[Path], layers: int) -> None:
    """Label examples with the chances that earlier trainings give, averaged: first the words, then the acts found."""
    teachers = _teachers(told, works, layers)
    for example in told:
        example.chances = [np.zeros((len(words), SIZES["types"]), np.float32) for words in example.words]
    for some, types, _, _ in _said(told, teachers):
        rows = iter(types)
        for example in some:
            assert example.chances is not None
            for labels, chances in zip(example.types, example.chances, strict=True):
                for place, label in enumerate(labels[:200]):
                    if label != IGNORED:
                        chances[place] = next(rows)
            example.acts = list(acts_of(example))
    for some, _, traits, parts in _said(told, teachers):
        act_rows, part_rows = iter(traits), iter(parts)
        for act in (act for example in some for act in example.acts):
            act.chances = next(act_rows)
            for candidate, part in zip(act.candidates, act.parts, strict=True):
                if candidate.head < 200:
                    part[:] = next(part_rows)


@torch.no_grad()
def teach_beside(annotated: Sequence[Example], works: Sequence[Path], layers: int, share: float) -> None:
    """Mix a share of what earlier trainings say of annotated items into their labels; the acts stay as annotated."""
    for some, types, traits, parts in _said(annotated, _teachers(annotated, works, layers)):
        type_rows, act_rows, part_rows = iter(types), iter(traits), iter(parts)
        for example in some:
            example.chances = []
            for labels in example.types:
                rows = np.zeros((len(labels), SIZES["types"]), np.float32)
                for place, label in enumerate(labels[:200]):
                    if label != IGNORED:
                        rows[place] = (1 - share) * one_hot(label, SIZES["types"]) + share * next(type_rows)
                example.chances.append(rows)
            for act in (act for act in example.acts if act.trigger < 200):
                own = [one_hot(act.status, SIZES["statuses"]), one_hot(act.mode, SIZES["modes"])]
                act.chances = (1 - share) * np.concatenate(own) + share * next(act_rows)
                for candidate, part in zip(act.candidates, act.parts, strict=True):
                    if candidate.head < 200:
                        mixed = (1 - share) * part + share * next(part_rows)
                        part[:] = np.where(part == IGNORED, part, mixed)


def _teachers(items: Sequence[Example], works: Sequence[Path], layers: int) -> list[Teacher]:
    states = {encoder: prepared(items, layers, encoder) for encoder in {encoder_of(work) for work in works}}
    return [Teacher(*load(work), states[encoder_of(work)]) for work in works]


def _said(
    told: Sequence[Example], teachers: Sequence[Teacher]
) -> Iterator[tuple[Sequence[Example], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]]:
    """Some examples at a time with the mean chances of words' types, acts' traits, and candidates' parts."""
    cut = SIZES["statuses"]
    for start in range(0, len(told), 16):
        some = told[start : start + 16]
        sums: list[NDArray[np.float32]] = []
        for each in teachers:
            batch, at = collate(number(some, each.states[start : start + 16], each.vocabulary))
            types, traits, parts, _ = scores(each.branch, each.heads, batch, at)
            both = torch.cat([traits[:, :cut].softmax(-1), traits[:, cut:].softmax(-1)], -1)
            found = [value.float().numpy() for value in (types.softmax(-1), both, parts.sigmoid())]
            sums = [one + other for one, other in zip(sums, found, strict=True)] if sums else found
        yield (some, *(total / len(teachers) for total in sums))  # type: ignore[misc]
