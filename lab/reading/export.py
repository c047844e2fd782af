"""A trained reader comes in; one ONNX file in eight bits, its labels and its card go out.

    python -m lab.reading.export --checkpoint FOLDER --minilm FOLDER

The graph is written node by node rather than traced, so that what a word's numbers depend on is plain: the
weights are int8 by output column, and each row of activations has a scale of its own. A row's result is the
same whatever other rows stand beside it, which quantising a batch by one common scale cannot promise.
"""

import argparse
import json
import shutil
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import ArrayLike, NDArray
from onnx import TensorProto, helper, numpy_helper

from benchmarks.reading import measure
from dragoman.reading.parser import Parser
from lab.reading.card import card_text, entity_scores
from lab.reading.corpora import read_conllu
from lab.reading.lexicon import news_bases, news_texts, tables
from lab.reading.network import ARC_WIDTH, HEADS, LAYERS, RELATION_WIDTH, WIDTH, WORD_WIDTH
from lab.reading.train import load_corpora

Weights = dict[str, NDArray[np.float32]]
HEAD_WIDTH = WIDTH // HEADS
TAG_ORDER = ("upos", "xpos", "feats", "rule", "entity")
MICROSOFT = "com.microsoft"
OPSET = 17
LEVELS = 63
"""Largest weight in whole numbers: seven bits, because processors without VNNI add pairs of products in sixteen."""


class GraphBuilder:
    """Collects nodes and constants; every method gives the name of the value it makes."""

    def __init__(self, *, is_quantised: bool = True) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.is_quantised = is_quantised

    def constant(self, name: str, values: ArrayLike) -> str:
        """A named constant; its number type is that of `values`."""
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def node(self, kind: str, *inputs: str, outputs: int = 1, domain: str = "", **attributes: Any) -> Any:
        names = [f"v{len(self.nodes)}_{place}" for place in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), names, domain=domain, **attributes))
        return names[0] if outputs == 1 else names

    def rows(self, states: str) -> tuple[str, str]:
        """int8 rows [rows, width] and the scale of each [rows, 1]."""
        largest = self.node("ReduceMax", self.node("Abs", states), axes=[1], keepdims=1)
        largest = self.node("Max", largest, self.constant("least", np.float32([[1e-9]])))
        scale = self.node("Mul", largest, self.constant("step", np.float32([[1 / 127]])))
        column = self.node("Reshape", scale, self.constant("flat", np.int64([-1])))
        middle = self.node("Expand", self.constant("middle", np.uint8([128])), self.node("Shape", column))
        return self.node("QuantizeLinear", states, column, middle, axis=0), scale

    def linear(self, states: str, name: str, weight: NDArray[np.float32], rows: tuple[str, str] | None = None) -> str:
        """Rows [rows, width] times a weight [out, width], without its bias."""
        if not self.is_quantised:
            return self.node("MatMul", states, self.constant(name + ".weight", weight.T.astype(np.float32)))
        scales = np.maximum(np.abs(weight).max(1), 1e-9) / LEVELS
        packed = np.clip(np.round(weight / scales[:, None]), -LEVELS, LEVELS).astype(np.int8).T
        packed_name = self.constant(name + ".weight", packed)
        scale_name = self.constant(name + ".scale", scales.astype(np.float32))
        numbers, row_scale = rows or self.rows(states)
        one = self.constant("one", np.float32(1))
        product = self.node(
            "MatMulIntegerToFloat",
            numbers,
            packed_name,
            one,
            scale_name,
            self.constant("zero", np.uint8(128)),
            domain=MICROSOFT,
        )
        return self.node("Mul", product, row_scale)

    def table(self, indices: str, name: str, table: NDArray[np.float32]) -> str:
        """Rows of an embedding table kept in eight bits, each row with its scale."""
        scales = np.maximum(np.abs(table).max(1, keepdims=True), 1e-9) / 127
        packed = np.round(table / scales).astype(np.int8)
        numbers = self.node("Gather", self.constant(name + ".weight", packed), indices)
        scale = self.node("Gather", self.constant(name + ".scale", scales.astype(np.float32)), indices)
        return self.node("Mul", self.node("Cast", numbers, to=TensorProto.FLOAT), scale)


def encoder_graph(build: GraphBuilder, weights: Weights) -> str:
    """Add the encoder; gives the word vectors [sentences, words, WORD_WIDTH]."""
    one = build.constant("one_place", np.int64(1))
    shape = build.node("Shape", "pieces")
    length = build.node("Reshape", build.node("Gather", shape, one), build.constant("as_list", np.int64([-1])))
    table = build.constant("positions", weights["encoder.positions.weight"])
    positions = build.node("Slice", table, build.constant("start", np.int64([0])), length)
    shapes = build.node("Gather", build.constant("shapes", weights["encoder.shapes.weight"]), "piece_shapes")
    states = build.node("Add", build.table("pieces", "pieces_table", weights["encoder.pieces.weight"]), positions)
    states = _norm(build, build.node("Add", states, shapes), "encoder.norm", weights)
    states = build.node("Reshape", states, build.constant("rows_of_states", np.int64([-1, WIDTH])))

    is_pad = build.node("Cast", build.node("Equal", "pieces", build.constant("pad", np.int64(0))), to=TensorProto.FLOAT)
    mask = build.node("Mul", is_pad, build.constant("never", np.float32(-1e9)))
    mask = build.node("Unsqueeze", mask, build.constant("to_all_heads", np.int64([1, 2])))
    split = build.node("Concat", shape, build.constant("heads_and_width", np.int64([HEADS, HEAD_WIDTH])), axis=0)
    for number in range(LAYERS):
        states = _layer(build, states, f"encoder.layers.{number}.", weights, (mask, split))
    cubic = build.node("Concat", shape, build.constant("width", np.int64([WIDTH])), axis=0)
    states = build.node("Reshape", states, cubic)

    return word_vectors(build, states, weights["encoder.word_shapes.weight"])


def word_vectors(build: GraphBuilder, states: str, shapes: NDArray[np.float32]) -> str:
    """Add the mean of each word's pieces with the vector of its shape [sentences, words, WORD_WIDTH]."""
    zero, one = build.constant("zero_place", np.int64(0)), build.constant("one_place", np.int64(1))
    words = build.node("Gather", build.node("Shape", "word_shapes"), one)
    places = build.node("Range", zero, words, one)
    places = build.node("Unsqueeze", places, build.constant("as_column", np.int64([0, 2])))
    owners = build.node("Unsqueeze", "word_of_piece", build.constant("as_row", np.int64([1])))
    pool = build.node("Cast", build.node("Equal", owners, places), to=TensorProto.FLOAT)
    count = build.node("ReduceSum", pool, build.constant("last_axis", np.int64([2])), keepdims=1)
    count = build.node("Max", count, build.constant("at_least_one", np.float32(1)))
    pooled = build.node("Div", build.node("MatMul", pool, states), count)
    table = build.constant("word_shapes_table", shapes)
    return build.node("Concat", pooled, build.node("Gather", table, "word_shapes"), axis=2)


def _norm(build: GraphBuilder, states: str, name: str, weights: Weights) -> str:
    gain = build.constant(name + ".gain", weights[name + ".weight"])
    shift = build.constant(name + ".shift", weights[name + ".bias"])
    return build.node("LayerNormalization", states, gain, shift, axis=-1, epsilon=1e-12)


def _layer(build: GraphBuilder, states: str, stem: str, weights: Weights, shapes: tuple[str, str]) -> str:
    mask, split = shapes
    rows = build.rows(states) if build.is_quantised else None
    # The scale of the dot product goes into the query's weights, where it costs nothing.
    views = []
    for place, (scale, axes) in enumerate(((HEAD_WIDTH**-0.5, [0, 2, 1, 3]), (1.0, [0, 2, 3, 1]), (1.0, [0, 2, 1, 3]))):
        part = slice(place * WIDTH, (place + 1) * WIDTH)
        view = build.linear(states, f"{stem}qkv{place}", scale * weights[stem + "qkv.weight"][part], rows)
        bias = build.constant(f"{stem}qkv{place}.bias", (scale * weights[stem + "qkv.bias"][part]).astype(np.float32))
        view = build.node("Reshape", build.node("Add", view, bias), split)
        views.append(build.node("Transpose", view, perm=axes))
    query, key, value = views
    attention = build.node("Softmax", build.node("Add", build.node("MatMul", query, key), mask), axis=-1)
    mixed = build.node("Transpose", build.node("MatMul", attention, value), perm=[0, 2, 1, 3])
    mixed = build.node("Reshape", mixed, build.constant("rows_of_states", np.int64([-1, WIDTH])))
    mixed = build.linear(mixed, stem + "mixed", weights[stem + "mixed.weight"])
    states = _add_and_norm(build, (states, mixed), stem + "norm_mixed", weights, stem + "mixed.bias")
    inner = build.linear(states, stem + "inner", weights[stem + "inner.weight"])
    bias = build.constant(stem + "inner.bias", weights[stem + "inner.bias"])
    inner = build.node("BiasGelu", inner, bias, domain=MICROSOFT)
    outer = build.linear(inner, stem + "outer", weights[stem + "outer.weight"])
    return _add_and_norm(build, (states, outer), stem + "norm_outer", weights, stem + "outer.bias")


def _add_and_norm(build: GraphBuilder, added: tuple[str, str], name: str, weights: Weights, bias: str) -> str:
    # Three plain nodes: the fused SkipLayerNormalization takes four times as long on a CPU.
    total = build.node("Add", build.node("Add", added[1], build.constant(bias, weights[bias])), added[0])
    return _norm(build, total, name, weights)


def head_graph(build: GraphBuilder, words: str, weights: Weights, sizes: dict[str, int]) -> list[Any]:
    """Add the reading heads over the word vectors; gives the graph's outputs."""
    flat = build.node("Reshape", words, build.constant("rows_of_words", np.int64([-1, WORD_WIDTH])))
    grid = build.node("Shape", "word_shapes")
    weight = np.concatenate([weights["tags.scores.weight"], weights["tree.views.weight"]])
    bias = np.concatenate([weights["tags.scores.bias"], weights["tree.views.bias"]])
    scores = build.node("Add", build.linear(flat, "heads", weight), build.constant("heads.bias", bias))
    parts = [*sizes.values(), ARC_WIDTH, ARC_WIDTH, RELATION_WIDTH, RELATION_WIDTH]
    pieces = build.node("Split", scores, build.constant("parts", np.int64(parts)), outputs=len(parts), axis=1)
    outputs = []
    for kind, piece in zip(sizes, pieces, strict=False):
        best = build.node("ArgMax", piece, axis=1, keepdims=0)
        outputs.append(
            _output(build, build.node("Reshape", best, grid), kind, TensorProto.INT64, ["sentences", "words"])
        )
    below, above, child, parent = pieces[len(sizes) :]
    below = build.node("Relu", below)
    below = build.node("MatMul", below, build.constant("between.weight", weights["tree.between.weight"].T))
    below = build.node("Add", below, build.constant("between.bias", weights["tree.between.bias"]))
    cubes = []
    for name, value, width in (
        ("below", below, ARC_WIDTH),
        ("above", build.node("Relu", above), ARC_WIDTH),
        ("child", child, RELATION_WIDTH),
        ("parent", parent, RELATION_WIDTH),
    ):
        cubic = build.node("Concat", grid, build.constant(name + "_width", np.int64([width])), axis=0)
        cubes.append(build.node("Reshape", value, cubic))
    arcs = build.node("MatMul", cubes[0], build.node("Transpose", cubes[1], perm=[0, 2, 1]))
    kinds = ["sentences", "words", "width"]
    outputs.append(_output(build, arcs, "arcs", TensorProto.FLOAT, ["sentences", "words", "words"]))
    outputs.append(_output(build, cubes[2], "child", TensorProto.FLOAT, kinds))
    outputs.append(_output(build, cubes[3], "parent", TensorProto.FLOAT, kinds))
    outputs.append(_output(build, words, "vectors", TensorProto.FLOAT, kinds))
    relation = build.constant("relation", weights["tree.relation.weight"].T)
    outputs.append(_output(build, relation, "relation_weight", TensorProto.FLOAT, ["width", "relations"]))
    shift = build.constant("relation.bias", weights["tree.relation.bias"])
    outputs.append(_output(build, shift, "relation_bias", TensorProto.FLOAT, ["relations"]))
    return outputs


def _output(build: GraphBuilder, value: str, name: str, kind: int, axes: list[str]) -> onnx.ValueInfoProto:
    build.nodes.append(helper.make_node("Identity", [value], [name]))
    return helper.make_tensor_value_info(name, kind, axes)


def export(weights: Weights, sizes: dict[str, int], *, is_quantised: bool = True) -> onnx.ModelProto:
    """The whole model as ONNX; inputs are int64, named and shaped as `network.Batch` says."""
    build = GraphBuilder(is_quantised=is_quantised)
    words = encoder_graph(build, weights)
    outputs = head_graph(build, words, weights, sizes)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["sentences", axis])
        for name, axis in (
            ("pieces", "pieces"),
            ("piece_shapes", "pieces"),
            ("word_of_piece", "pieces"),
            ("word_shapes", "words"),
        )
    ]
    graph = helper.make_graph(build.nodes, "reader", inputs, outputs, list(build.constants.values()))
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="dragoman")


def write(checkpoint: Path, minilm: Path, shared: Path, folder: Path) -> None:
    """Write the model, its labels, its vocabulary and its card into the package's folder."""
    labels = json.loads((checkpoint / "labels.json").read_text(encoding="utf-8"))
    state = torch.load(checkpoint / "reader.pt", map_location="cpu")
    weights = {name: value.float().numpy() for name, value in state.items()}
    folder.mkdir(parents=True, exist_ok=True)
    onnx.save(export(weights, {kind: len(labels[kind]) for kind in TAG_ORDER}), folder / "reader.onnx")
    shutil.copyfile(minilm / "vocab.txt", folder / "vocab.txt")

    train, _ = load_corpora(shared)
    trees = [example for example in train if example.upos]
    labels |= tables(trees, {})
    _write_labels(labels, folder)
    # The parser itself, with the treebanks' words alone, finds the dictionary forms of the news.
    labels |= tables(trees, news_bases(news_texts(shared), partial(tagged_words, Parser(folder))))
    _write_labels(labels, folder)

    parser = Parser(folder)
    figures = {
        "EWT test": measure(parser, shared / "data/ud/en_ewt-test.conllu.gz"),
        "GUM dev (open part)": measure(parser, shared / "data/ud/en_gum-open-dev.conllu.gz"),
    }
    names = entity_scores(parser, list(read_conllu(shared / "data/ud/en_gum-open-dev.conllu.gz")))
    card = card_text(folder, minilm / "model.safetensors", figures, names)
    (folder / "MODEL_CARD.md").write_text(card, encoding="utf-8")
    print(card)


def _write_labels(labels: dict[str, Any], folder: Path) -> None:
    text = json.dumps(labels, ensure_ascii=False, indent=0, sort_keys=True, separators=(",", ":"))
    (folder / "labels.json").write_text(text, encoding="utf-8")


def tagged_words(parser: Parser, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Words of texts with the parser's fine tags."""
    for sentences in parser.parse_many(texts):
        for sentence in sentences:
            for token in sentence.tokens:
                yield token.text, token.xpos


def main() -> None:
    """Export a checkpoint that is there already."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    options.add_argument("--minilm", type=Path, required=True, help="folder with model.safetensors and vocab.txt")
    options.add_argument("--checkpoint", type=Path, required=True, help="folder with reader.pt and labels.json")
    options.add_argument("--to", type=Path, default=Path("dragoman/reading/model/en"))
    given = options.parse_args()
    write(given.checkpoint, given.minilm, given.shared, given.to)


if __name__ == "__main__":
    main()
