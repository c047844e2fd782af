"""A trained coder comes in; its branch as ONNX in eight bits, its heads and its labels go out.

    python -m lab.coding.export --work FOLDER [FOLDER …]

Several trainings become one branch that gives their vectors side by side.

The branch takes the reader's `states` output and the reader's own inputs, and is written node by node as the reader is.
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper

from dragoman.coding.heads import MODELS, is_asked
from dragoman.reading.parser import MODELS as READERS
from lab.coding.examples import MODE_NAMES, STATUSES, TYPES
from lab.coding.network import read_model, with_states
from lab.reading.export import HEAD_WIDTH, MICROSOFT, OPSET, GraphBuilder, _layer, _output, word_vectors
from lab.reading.network import HEADS, LAYERS, WIDTH

_TURNED = tuple(
    f"{name}.weight" for name in ("words", "out", "left", "right", "crossed", "qkv", "mixed", "inner", "outer")
)

Weights = dict[str, NDArray[np.float32]]


def branch_model(weights: Weights, shared: int) -> onnx.ModelProto:
    """The branch as a model of its own: `states` [all pieces, WIDTH] to `acts` [sentences, words, width]."""
    build = GraphBuilder()
    shape = build.node("Shape", "pieces")
    is_pad = build.node("Cast", build.node("Equal", "pieces", build.constant("pad", np.int64(0))), to=TensorProto.FLOAT)
    mask = build.node("Mul", is_pad, build.constant("never", np.float32(-1e9)))
    mask = build.node("Unsqueeze", mask, build.constant("to_all_heads", np.int64([1, 2])))
    split = build.node("Concat", shape, build.constant("heads_and_width", np.int64([HEADS, HEAD_WIDTH])), axis=0)
    states = "states"
    for number in range(LAYERS - shared):
        states = _layer(build, states, f"layers.{number}.", weights, (mask, split))
    cubic = build.node("Concat", shape, build.constant("width", np.int64([WIDTH])), axis=0)
    states = build.node("Reshape", states, cubic)
    vectors = word_vectors(build, states, weights["word_shapes.weight"])
    outputs = [_output(build, vectors, "acts", TensorProto.FLOAT, ["sentences", "words", "width"])]
    inputs = [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["rows", WIDTH])]
    inputs += [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["sentences", axis])
        for name, axis in (("pieces", "pieces"), ("word_of_piece", "pieces"), ("word_shapes", "words"))
    ]
    graph = helper.make_graph(build.nodes, "acts", inputs, outputs, list(build.constants.values()))
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="dragoman")


def head_arrays(heads: dict[str, torch.Tensor]) -> dict[str, NDArray[np.float16]]:
    """The heads' weights by name; matrices turned so that rows of vectors multiply from the left."""
    return {
        name: (value.T if name.endswith(_TURNED) and "norm" not in name else value).numpy().astype(np.float16)
        for name, value in heads.items()
    }


def joined(branches: Sequence[onnx.ModelProto]) -> onnx.ModelProto:
    """Branches over the same inputs as one, whose `acts` hold the vectors of each side by side."""
    made = onnx.ModelProto()
    made.CopyFrom(branches[0])
    made.graph.ClearField("node"), made.graph.ClearField("initializer"), made.graph.ClearField("output")
    given = {each.name for each in made.graph.input}
    for number, branch in enumerate(branches):
        for constant in branch.graph.initializer:
            made.graph.initializer.append(constant)
            made.graph.initializer[-1].name = f"{number}.{constant.name}"
        for node in branch.graph.node:
            made.graph.node.append(node)
            for names in (made.graph.node[-1].input, made.graph.node[-1].output):
                names[:] = [name if not name or name in given else f"{number}.{name}" for name in names]
    vectors = [f"{number}.acts" for number in range(len(branches))]
    made.graph.node.append(helper.make_node("Concat", vectors, ["acts"], axis=2))
    made.graph.output.append(helper.make_tensor_value_info("acts", TensorProto.FLOAT, ["sentences", "words", "width"]))
    return made


def write(works: Sequence[Path], folder: Path, settings: dict[str, Any]) -> None:
    """Write branch, heads and labels; give the reader its `states` output if it has none."""
    every = [torch.load(work / "coder.pt", map_location="cpu", weights_only=False) for work in works]
    shared = every[0]["shared"]
    reader_file = READERS / "en" / "reader.onnx"
    reader = read_model(reader_file)
    if not any(output.name == "states" for output in reader.graph.output):
        onnx.save(with_states(reader, shared), reader_file)
    folder.mkdir(parents=True, exist_ok=True)
    weights = [{name: value.float().numpy() for name, value in kept["branch"].items()} for kept in every]
    onnx.save(joined([branch_model(each, shared) for each in weights]), folder / "branch.onnx")
    heads = {
        f"{number}.{name}": value
        for number, kept in enumerate(every)
        for name, value in head_arrays(kept["heads"]).items()
        if is_asked(name.partition(".")[0], number, len(every))
    }
    np.savez(folder / "heads.npz", **heads)
    labels = {
        "types": TYPES,
        "statuses": STATUSES,
        "modes": MODE_NAMES,
        "columns": [kept["vocabulary"] for kept in every],
        **settings,
    }
    text = json.dumps(labels, ensure_ascii=False, indent=0, separators=(",", ":"))
    (folder / "labels.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Export a checkpoint."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--work", type=Path, nargs="+", required=True)
    ask.add_argument("--to", type=Path, default=MODELS / "en")
    given = ask.parse_args()
    write(given.work, given.to, {"calibration": {"drafted": [1.0, 0.0], "undrafted": [1.0, 0.0]}})


if __name__ == "__main__":
    main()
