"""States of the shipped reader's lower layers come in; what the trained coder says of words and pairs goes out.

The coder shares the reader's lower layers and has the upper ones to itself, so that one pass over a sentence serves
both and the trees stay as they are. Its heads add up vectors of their columns' categories and of the words.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from lab.reading.network import LAYERS, WIDTH, WORD_WIDTH, Layer

SHARED_LAYERS = 3
HIDDEN = 160
_TOGETHER = 10  # sentences of like length that pass the layers together


def constants(model: onnx.ModelProto) -> dict[str, NDArray[np.float32]]:
    """The reader's constants by name, eight-bit weights multiplied out again [in, out]."""
    raw = {each.name: numpy_helper.to_array(each) for each in model.graph.initializer}
    found = {}
    for name, values in raw.items():
        scale = raw.get(name.removesuffix(".weight") + ".scale")
        found[name] = values.astype(np.float32) * scale if values.dtype == np.int8 and scale is not None else values
    return found


def states_of(model: onnx.ModelProto, layers: int) -> str:
    """Name of the value that holds the states after so many layers [pieces of all sentences, WIDTH]."""
    gain = f"encoder.layers.{layers - 1}.norm_outer.gain" if layers else "encoder.norm.gain"
    return next(str(node.output[0]) for node in model.graph.node if gain in node.input)


def with_states(model: onnx.ModelProto, layers: int) -> onnx.ModelProto:
    """The reader with the output `states` after so many layers, whatever it had before."""
    made = onnx.ModelProto()
    made.CopyFrom(model)
    for node in [node for node in made.graph.node if "states" in node.output]:
        made.graph.node.remove(node)
    for output in [output for output in made.graph.output if output.name == "states"]:
        made.graph.output.remove(output)
    made.graph.node.append(helper.make_node("Identity", [states_of(model, layers)], ["states"]))
    made.graph.output.append(helper.make_tensor_value_info("states", TensorProto.FLOAT, None))
    return made


@dataclass
class Batch:
    """Sentences of some items, padded: `states` [sentences, pieces, WIDTH], `owners` [sentences, pieces] (0 [CLS],
    a word's place from 1, −1 beyond), `shapes` [sentences, words + 1]."""

    states: Tensor
    owners: Tensor
    shapes: Tensor
    real: Tensor


class Branch(nn.Module):
    """The upper layers that the coder has to itself, begun from the reader's own."""

    def __init__(self, weights: dict[str, NDArray[np.float32]], shared: int = SHARED_LAYERS, dropout: float = 0.1):
        super().__init__()
        self.shared = shared
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS - shared))
        self.word_shapes = nn.Embedding.from_pretrained(
            torch.from_numpy(weights["word_shapes_table"].copy()), freeze=True
        )
        with torch.no_grad():
            for number, layer in enumerate(self.layers, shared):
                _begin(layer, f"encoder.layers.{number}.", weights)

    def forward(self, batch: Batch) -> Tensor:
        """Word vectors [sentences, words + 1, WORD_WIDTH]."""
        states = self._raised(batch)
        places = torch.arange(batch.shapes.shape[1])
        pool = (batch.owners[:, None, :] == places[None, :, None]).to(states.dtype)
        pooled = (pool @ states) / pool.sum(-1, keepdim=True).clamp(min=1)
        return torch.cat([pooled, self.word_shapes(batch.shapes)], -1)

    def _raised(self, batch: Batch) -> Tensor:
        """The states after the branch's layers, sentences of like length together: padding costs as much as words."""
        sizes = batch.real.sum(1)
        order = sizes.argsort()
        rows: list[Tensor] = []
        for some in order.split(_TOGETHER):
            width = int(sizes[some].max())
            states, mask = batch.states[some, :width], batch.real[some, None, None, :width]
            for layer in self.layers:
                states = layer(states, mask)
            rows.append(functional.pad(states, (0, 0, 0, batch.states.shape[1] - width)))
        return torch.cat(rows)[order.argsort()]


def _begin(layer: nn.Module, stem: str, weights: dict[str, NDArray[np.float32]]) -> None:
    scale = (WIDTH // 12) ** 0.5  # the graph has the dot product's scale in the query's weights
    parts = [weights[f"{stem}qkv{place}.weight"].T * (scale if place == 0 else 1) for place in range(3)]
    biases = [weights[f"{stem}qkv{place}.bias"] * (scale if place == 0 else 1) for place in range(3)]
    layer.qkv.weight.copy_(torch.from_numpy(np.concatenate(parts)))  # type: ignore[union-attr, operator]
    layer.qkv.bias.copy_(torch.from_numpy(np.concatenate(biases)))  # type: ignore[union-attr, operator]
    for name in ("mixed", "inner", "outer"):
        part = getattr(layer, name)
        part.weight.copy_(torch.from_numpy(weights[f"{stem}{name}.weight"].T.copy()))
        part.bias.copy_(torch.from_numpy(weights[f"{stem}{name}.bias"].copy()))
    for name in ("norm_mixed", "norm_outer"):
        part = getattr(layer, name)
        part.weight.copy_(torch.from_numpy(weights[f"{stem}{name}.gain"].copy()))
        part.bias.copy_(torch.from_numpy(weights[f"{stem}{name}.shift"].copy()))


class Summed(nn.Module):
    """relu of the sum of some vectors, mapped to scores: words by matrices, categories by tables.

    Each category also adds to the scores directly, so that what the rules say is heard from the first step.
    """

    def __init__(self, vectors: int, columns: list[int], outputs: int, dropout: float = 0.3) -> None:
        super().__init__()
        self.words = nn.Linear(vectors * WORD_WIDTH, HIDDEN)
        self.tables = nn.ModuleList(nn.Embedding(size + 1, HIDDEN) for size in columns)
        self.direct = nn.ModuleList(nn.Embedding(size + 1, outputs) for size in columns)
        self.out = nn.Linear(HIDDEN, outputs)
        self.dropout = dropout
        for table in self.direct:
            nn.init.zeros_(table.weight)  # type: ignore[arg-type]
        for table in self.tables:
            nn.init.normal_(table.weight, std=0.05)  # type: ignore[arg-type]

    def forward(self, vectors: Tensor, numbers: Tensor) -> Tensor:
        """Scores [rows, outputs] of word vectors [rows, vectors · WORD_WIDTH] with category numbers [rows, columns]."""
        total = self.words(functional.dropout(vectors, self.dropout, self.training))
        scores = self.out.bias
        for column, (table, direct) in enumerate(zip(self.tables, self.direct, strict=True)):
            here = numbers[:, column]
            if self.training:  # at times a column is not seen, so that none is leaned on alone
                here = torch.where(torch.rand_like(here, dtype=torch.float32) < 0.12, torch.zeros_like(here), here)
            total = total + table(here)
            scores = scores + direct(here)
        hidden = functional.dropout(functional.relu(total), self.dropout, self.training)
        return functional.linear(hidden, self.out.weight) + scores


class ActHeads(nn.Module):
    """What names an act and of which type; its status and mode; who has which part in it, and where they belong."""

    def __init__(self, columns: dict[str, list[int]], sizes: dict[str, int]) -> None:
        super().__init__()
        word_columns, pair_columns = columns["word"], columns["pair"]
        self.types = Summed(2, word_columns, sizes["types"])
        self.traits = Summed(2, [*word_columns, sizes["types"]], sizes["statuses"] + sizes["modes"])
        self.parts = Summed(2, [*pair_columns, sizes["types"]], sizes["roles"])
        self.homes = Summed(2, columns["home"], 1)


def read_model(file: Path) -> onnx.ModelProto:
    """The shipped reader."""
    return onnx.load(str(file))
