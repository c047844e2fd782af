"""Batches come in; what a training's branch and heads say of their words, acts and pairs goes out."""

from pathlib import Path

import torch
from torch import Tensor, nn

from dragoman.coding.candidates import ROLES
from dragoman.reading.parser import MODELS
from lab.coding.batching import SIZES
from lab.coding.examples import Vocabulary
from lab.coding.network import ActHeads, Batch, Branch, constants, read_model


def branch_of(shared: int, encoder: Path | None) -> nn.Module:
    """An untrained branch: the upper layers of the reader, or of a larger encoder in a folder."""
    if encoder is None:
        return Branch(constants(read_model(MODELS / "en" / "reader.onnx")), shared)
    from lab.coding.large import LargeBranch  # the large encoder needs `transformers`, which nothing else does

    return LargeBranch(encoder)


def scores(branch: nn.Module, heads: ActHeads, batch: Batch, at: dict[str, Tensor]) -> tuple[Tensor, ...]:
    """Scores of types by word, of traits by act, of parts by pair, of homes by pair."""
    vectors = branch(batch).float()

    def beside(rows: Tensor) -> Tensor:
        return torch.cat([vectors[rows[:, 0], rows[:, 1]], vectors[rows[:, 0], torch.zeros_like(rows[:, 0])]], -1)

    types = heads.types(beside(at["words"]), at["columns"])
    traits = heads.traits(beside(at["acts"]), at["act columns"])

    def both(pairs: Tensor) -> Tensor:
        return torch.cat([vectors[pairs[:, 0], pairs[:, 1]], vectors[pairs[:, 2], pairs[:, 3]]], -1)

    parts = vectors.new_zeros(0, len(ROLES))
    if len(at["pairs"]):
        parts = heads.parts(both(at["pairs"]), at["pair columns"], at["pair acts"])
    return types, traits, parts, heads.homes(both(at["homes"]), at["home columns"])[:, 0]


def load(work: Path) -> tuple[nn.Module, ActHeads, Vocabulary]:
    """A training's branch, heads and vocabulary, at rest."""
    kept = torch.load(work / "coder.pt", map_location="cpu", weights_only=False)
    branch = branch_of(kept["shared"], kept.get("encoder"))
    sizes = {which: [len(column) for column in columns] for which, columns in kept["vocabulary"].items()}
    heads = ActHeads(sizes, SIZES)
    branch.load_state_dict(kept["branch"]), heads.load_state_dict(kept["heads"])
    return branch.eval(), heads.eval(), Vocabulary(kept["vocabulary"])


def encoder_of(work: Path) -> Path | None:
    """The folder of the larger encoder that a training was made with, if it was."""
    found: Path | None = torch.load(work / "coder.pt", map_location="cpu", weights_only=False).get("encoder")
    return found
