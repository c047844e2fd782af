"""A trained coder comes in; its branch as ONNX in eight bits, its heads and its labels go out.

    python -m lab.coding.export --work FOLDER

The branch takes the reader's `states` output and the reader's own inputs, and is written node by node as the reader is.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper

from dragoman.coding.heads import MODELS
from dragoman.reading.parser import MODELS as READERS
from lab.coding.network import read_model, with_states
from lab.coding.train import MODE_NAMES, STATUSES, TYPES
from lab.reading.export import HEAD_WIDTH, MICROSOFT, OPSET, GraphBuilder, _layer, _output, word_vectors
from lab.reading.network import HEADS, LAYERS, WIDTH

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
        name: (value.T if name.endswith(("words.weight", "out.weight")) else value).numpy().astype(np.float16)
        for name, value in heads.items()
    }


def write(work: Path, folder: Path, settings: dict[str, Any]) -> None:
    """Write branch, heads and labels; give the reader its `states` output if it has none."""
    kept = torch.load(work / "coder.pt", map_location="cpu", weights_only=False)
    reader_file = READERS / "en" / "reader.onnx"
    reader = read_model(reader_file)
    if not any(output.name == "states" for output in reader.graph.output):
        onnx.save(with_states(reader, kept["shared"]), reader_file)
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: value.float().numpy() for name, value in kept["branch"].items()}
    onnx.save(branch_model(weights, kept["shared"]), folder / "branch.onnx")
    np.savez(folder / "heads.npz", **head_arrays(kept["heads"]))
    labels = {
        "types": TYPES,
        "statuses": STATUSES,
        "modes": MODE_NAMES,
        "columns": kept["vocabulary"],
        **settings,
    }
    text = json.dumps(labels, ensure_ascii=False, indent=0, separators=(",", ":"))
    (folder / "labels.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Export a checkpoint."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--work", type=Path, required=True)
    ask.add_argument("--to", type=Path, default=MODELS / "en")
    given = ask.parse_args()
    write(given.work, given.to, {"calibration": {"drafted": [1.0, 0.0], "undrafted": [1.0, 0.0]}})


if __name__ == "__main__":
    main()
