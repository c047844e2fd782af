"""Annotated items come in; the head that tells whose country is whose in articles, over a model's vectors, goes out.

    python -m lab.coding.homes [--model FOLDER] [--without FILE …]

The other heads and the branch stay as they are: what this one sees of an article (which country is named most, first,
last) can change without another training of all. The files that are left out are measured on.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from dragoman.coding.heads import MODELS, teller_of
from dragoman.coding.homes import ENOUGH
from dragoman.coding.rules import RuleCoder
from dragoman.coding.trained import vector_of
from dragoman.reading.article import Reader
from lab.coding.examples import Example, Vocabulary, examples
from lab.coding.export import head_arrays
from lab.coding.items import load_items
from lab.coding.network import Summed

SEED = 20261129
_AT_ONCE = 200
_EPOCHS, _RATE, _BATCH = 12, 1e-3, 64


@dataclass(frozen=True)
class Home:
    """A participant without a country and the mentions that name one: vectors [mentions, 2 · width], columns, and which
    name his [mentions]."""

    file: str
    vectors: NDArray[np.float32]
    columns: list[tuple[str, ...]]
    right: NDArray[np.float32]


def homes_in(model: Path, without: Sequence[str] = ()) -> Iterator[Home]:
    """The homeless participants of all annotated items but those of files never learned from."""
    labels = json.loads((model / "labels.json").read_text(encoding="utf-8"))
    trainings = len(labels["columns"])
    reader, rules = Reader.load(branch=model / "branch.onnx"), RuleCoder()
    items = [item for item in load_items() if item.batch not in without]
    for start in range(0, len(items), _AT_ONCE):
        for made in examples(items[start : start + _AT_ONCE], reader, rules):
            yield from _homes(made, teller_of("homes", trainings), trainings)


def _homes(made: Example, teller: int, trainings: int) -> Iterator[Home]:
    for each in made.homes:
        mine = np.split(vector_of(made.scene, each.homeless), trainings)[teller]
        theirs = np.stack([np.split(vector_of(made.scene, one), trainings)[teller] for one in each.bearers])
        vectors = np.concatenate([np.broadcast_to(mine, theirs.shape), theirs], 1)
        yield Home(made.item.batch, vectors, each.columns, np.array(each.right, np.float32))


def fit(homes: Sequence[Home], vocabulary: Vocabulary) -> Summed:
    """A head that has learned from them."""
    torch.manual_seed(SEED)
    head = Summed(2, [len(column) for column in vocabulary.names["home"]], 1)
    made = [_tensors(home, vocabulary) for home in homes]
    steps = _EPOCHS * -(-len(made) // _BATCH)
    optimiser = torch.optim.AdamW(head.parameters(), lr=_RATE, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(_EPOCHS):
        order = torch.randperm(len(made)).tolist()
        for start in range(0, len(order), _BATCH):
            some = [made[place] for place in order[start : start + _BATCH]]
            vectors, numbers, right = (torch.cat([each[part] for each in some]) for part in range(3))
            optimiser.zero_grad()
            loss = functional.binary_cross_entropy_with_logits(head(vectors, numbers)[:, 0], right)
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    head.eval()
    return head


def _tensors(home: Home, vocabulary: Vocabulary) -> tuple[Tensor, Tensor, Tensor]:
    numbers = torch.from_numpy(vocabulary.numbers("home", home.columns))
    return torch.from_numpy(home.vectors), numbers, torch.from_numpy(home.right)


@torch.no_grad()
def measured(head: Summed, homes: Sequence[Home], vocabulary: Vocabulary) -> float:
    """The share of participants whose country, or that none is told, is found."""
    right = 0
    for home in homes:
        vectors, numbers, labels = _tensors(home, vocabulary)
        chances = torch.sigmoid(head(vectors, numbers)[:, 0])
        best = int(chances.argmax())
        is_told = float(chances[best]) >= ENOUGH
        right += int(labels[best] == 1) if is_told else int(labels.sum() == 0)
    return right / max(1, len(homes))


def write(head: Summed, vocabulary: Vocabulary, model: Path) -> None:
    """Add the head to the model, in the place of one that it has."""
    labels: dict[str, Any] = json.loads((model / "labels.json").read_text(encoding="utf-8"))
    teller = teller_of("homes", len(labels["columns"]))
    with np.load(model / "heads.npz") as kept:
        heads = {name: kept[name] for name in kept.files if not name.startswith(f"{teller}.article_homes.")}
    made = head_arrays({f"article_homes.{name}": value for name, value in head.state_dict().items()})
    np.savez(model / "heads.npz", **heads, **{f"{teller}.{name}": value for name, value in made.items()})
    labels["columns"][teller]["article_home"] = vocabulary.names["home"]
    text = json.dumps(labels, ensure_ascii=False, indent=0, separators=(",", ":"))
    (model / "labels.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Learn the head anew; write it, or measure it on what it has not seen."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--model", type=Path, default=MODELS / "en")
    ask.add_argument("--without", nargs="*", default=[], help="files of annotations to measure on; nothing is written")
    given = ask.parse_args()
    homes = list(homes_in(given.model, ("eighth", "plain")))
    known = [home for home in homes if home.file not in given.without]
    vocabulary = Vocabulary.of_homes([home.columns for home in known])
    head = fit(known, vocabulary)
    print(f"{len(known)} participants learned from")
    for file in given.without:
        held = [home for home in homes if home.file == file]
        print(f"{file}: {measured(head, held, vocabulary):.3f} of {len(held)}")
    if not given.without:
        write(head, vocabulary, given.model)


if __name__ == "__main__":
    main()
