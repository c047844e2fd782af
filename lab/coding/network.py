"""States of the shipped reader's lower layers come in; what the trained coder says of words and pairs goes out.

The coder shares the reader's lower layers and has the upper ones to itself, so that one pass over a sentence serves
both and the trees stay as they are. Its heads add up vectors of their columns' categories and of the words.
"""

from collections.abc import Callable
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
CROSSED = 128  # products of an act's word and a candidate's
VIEWS = 8  # attention heads of the candidates of an act
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
        pooled = of_words(raised(batch, self._layers), batch)
        return torch.cat([pooled, self.word_shapes(batch.shapes)], -1)

    def _layers(self, states: Tensor, real: Tensor) -> Tensor:
        for layer in self.layers:
            states = layer(states, real[:, None, None, :])
        return states


def raised(batch: Batch, layers: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """The states after some layers, sentences of like length together: padding costs as much as words.

    `layers` takes states [sentences, pieces, width] and which pieces are real [sentences, pieces].
    """
    sizes = batch.real.sum(1)
    order = sizes.argsort()
    rows: list[Tensor] = []
    for some in order.split(_TOGETHER):
        width = int(sizes[some].max())
        states = layers(batch.states[some, :width], batch.real[some, :width])
        rows.append(functional.pad(states, (0, 0, 0, batch.states.shape[1] - width)))
    return torch.cat(rows)[order.argsort()]


def of_words(states: Tensor, batch: Batch) -> Tensor:
    """The mean of the states of each word's pieces [sentences, words + 1, width]."""
    places = torch.arange(batch.shapes.shape[1])
    pool = (batch.owners[:, None, :] == places[None, :, None]).to(states.dtype)
    return (pool @ states) / pool.sum(-1, keepdim=True).clamp(min=1)


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
        hidden, scores = self.hidden(vectors, numbers)
        return functional.linear(hidden, self.out.weight) + scores

    def seen(self, vectors: Tensor) -> Tensor:
        """What the word vectors add to the hidden rows [rows, HIDDEN]."""
        return self.words(vectors)  # type: ignore[no-any-return]

    def hidden(self, vectors: Tensor, numbers: Tensor) -> tuple[Tensor, Tensor]:
        """The hidden rows [rows, HIDDEN] and what the categories add to the scores directly [rows, outputs]."""
        total = self.seen(functional.dropout(vectors, self.dropout, self.training))
        scores = self.out.bias
        for column, (table, direct) in enumerate(zip(self.tables, self.direct, strict=True)):
            here = numbers[:, column]
            if self.training:  # at times a column is not seen, so that none is leaned on alone
                here = torch.where(torch.rand_like(here, dtype=torch.float32) < 0.12, torch.zeros_like(here), here)
            total = total + table(here)
            scores = scores + direct(here)
        return functional.dropout(functional.relu(total), self.dropout, self.training), scores


class Compared(Summed):
    """As Summed, but the rows of one act look at each other before they are scored.

    Who takes part depends on who else might: of two who are named together both do or neither, and a side that has a
    better candidate needs no worse one. What an act's word asks for is set against what a candidate is, factor by
    factor (CROSSED products), beside their sum.
    """

    def __init__(self, vectors: int, columns: list[int], outputs: int, dropout: float = 0.3) -> None:
        super().__init__(vectors, columns, outputs, dropout)
        self.left = nn.Linear(WORD_WIDTH, CROSSED)
        self.right = nn.Linear(WORD_WIDTH, CROSSED)
        self.crossed = nn.Linear(CROSSED, HIDDEN, bias=False)
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.mixed = nn.Linear(HIDDEN, HIDDEN)
        self.norm_mixed = nn.LayerNorm(HIDDEN)
        self.inner = nn.Linear(HIDDEN, 2 * HIDDEN)
        self.outer = nn.Linear(2 * HIDDEN, HIDDEN)
        self.norm_outer = nn.LayerNorm(HIDDEN)

    def seen(self, vectors: Tensor) -> Tensor:
        """What the word vectors add to the hidden rows [rows, HIDDEN], their products among it."""
        word, other = vectors.split(WORD_WIDTH, -1)
        return super().seen(vectors) + self.crossed(self.left(word) * self.right(other))  # type: ignore[no-any-return]

    def forward(self, vectors: Tensor, numbers: Tensor, acts: Tensor) -> Tensor:
        """Scores [rows, outputs]; `acts` [rows] says which act a row is of, rows of one act standing together."""
        rows, scores = self.hidden(vectors, numbers)
        counts = torch.bincount(acts)
        firsts = counts.cumsum(0) - counts
        places = torch.arange(len(acts)) - firsts[acts]
        packed = rows.new_zeros(len(counts), int(counts.max()), HIDDEN)
        packed[acts, places] = rows
        real = torch.arange(packed.shape[1])[None] < counts[:, None]
        return functional.linear(self._looked(packed, real)[acts, places], self.out.weight) + scores

    def _looked(self, rows: Tensor, real: Tensor) -> Tensor:
        acts, most, _ = rows.shape
        qkv = self.qkv(rows).view(acts, most, 3, VIEWS, HIDDEN // VIEWS).permute(2, 0, 3, 1, 4)
        # An act without any candidate has no row to be read, and may look at padding.
        mask = (real | ~real.any(1, keepdim=True))[:, None, None, :]
        rate = self.dropout / 2 if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=mask, dropout_p=rate)
        mixed = self.mixed(mixed.transpose(1, 2).reshape(acts, most, HIDDEN))
        rows = self.norm_mixed(rows + functional.dropout(mixed, self.dropout / 2, self.training))
        outer = self.outer(functional.relu(self.inner(rows)))
        return self.norm_outer(rows + functional.dropout(outer, self.dropout / 2, self.training))


class ActHeads(nn.Module):
    """What names an act and of which type; its status and mode; who has which part in it, and where they belong."""

    def __init__(self, columns: dict[str, list[int]], sizes: dict[str, int]) -> None:
        super().__init__()
        word_columns, pair_columns = columns["word"], columns["pair"]
        self.types = Summed(2, word_columns, sizes["types"])
        self.traits = Summed(2, [*word_columns, sizes["types"]], sizes["statuses"] + sizes["modes"])
        self.parts = Compared(2, [*pair_columns, sizes["types"]], sizes["roles"])
        self.homes = Summed(2, columns["home"], 1)


def read_model(file: Path) -> onnx.ModelProto:
    """The shipped reader."""
    return onnx.load(str(file))
