"""Annotated items that the heads did not learn from come in; the weights of the coder's stacker go out.

    python -m lab.coding.stack [FILE[=FOLDER] …]

Each word that may name an act, with the heads' chances and the rules' draft, is an example; its label is the annotated
type. A logistic regression with a penalty on what is said of single rules and words is fitted, and met part of the way
by the bars that were chosen by hand before it (`_HAND`). The first file is a plain draw of the news; of the others only
what they say of rules and words counts, not how often they have acts: they hold what the coder was least sure of.
FOLDER holds an exported model that did not learn from the file, where the one that ships did.
"""

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from dragoman.coding.heads import MODELS, Heads
from dragoman.coding.stacking import LEAST, Voice, greatest_of_others
from dragoman.coding.trained import TrainedCoder
from dragoman.reading.article import Reader
from lab.coding.examples import STATUSES, TYPES, Example, examples
from lab.coding.items import load_items

_HAND = {"lean": math.log(8), "drafted": 0.4, "undrafted": 0.85}
"""Log weights by hand: of the type drafted, and of "none" with a draft and without one."""
_BY_HAND = 0.3  # of the weights; chosen on dev and dip_dev
_FEWEST = 3  # rules and words seen less often are worth nothing of their own
_UNLIKELY = 0.07  # a word without a draft and below this chance of an act is left out, as most words are
_STEPS = 300
_AT_ONCE = 200
_SMALL = 0.02  # weights below this are not written


@dataclass(frozen=True)
class Rows:
    """Words as numbers: log chances [n, types], drafted type, key of rule or word, drafted status, the greatest chance
    among the others of the text, annotated type, and the file that each is of [n]."""

    logs: Tensor
    drafted: Tensor
    keys: Tensor
    statuses: Tensor
    others: Tensor
    labels: Tensor
    files: Tensor
    names: list[str]


class Fitted(nn.Module):
    """The stacker of dragoman/coding/stacking.py, to be fitted."""

    def __init__(self, keys: int, files: int) -> None:
        super().__init__()
        size = len(TYPES)
        self.slopes = nn.Parameter(torch.ones(2))
        self.others = nn.Parameter(torch.zeros(2))
        self.none = nn.Parameter(torch.zeros(1 + len(STATUSES)))
        self.drafted = nn.Parameter(torch.full((size,), 2.0))
        self.undrafted = nn.Parameter(torch.zeros(size))
        self.doubted = nn.Parameter(torch.zeros(keys + 1))
        self.believed = nn.Parameter(torch.zeros(keys + 1))
        self.worth = nn.Parameter(torch.zeros(keys + 1, size))
        self.files = nn.Parameter(torch.zeros(files, 2))

    def forward(self, rows: Rows) -> Tensor:
        """Scores [n, types]."""
        which = (rows.drafted > 0).long()
        size = len(TYPES)
        none = self.none[rows.statuses] + self.doubted[rows.keys] - self.others[which] * rows.others
        none = none + torch.where(rows.files > 0, self.files[rows.files, which], 0.0)
        drafted = functional.one_hot(rows.drafted, size) * which[:, None]
        scores = rows.logs * self.slopes[which][:, None] + self.worth[rows.keys]
        scores = scores + functional.one_hot(torch.zeros_like(which), size) * none[:, None]
        scores = scores + drafted * (self.drafted[rows.drafted] + self.believed[rows.keys])[:, None]
        return scores + (1 - which)[:, None] * self.undrafted

    def penalty(self) -> Tensor:
        """Grows with what is said of single rules, words and types."""
        plain = 0.2 * ((self.drafted - 2).square().sum() + self.undrafted.square().sum())
        plain = plain + 0.05 * (self.none.square().sum() + self.files.square().sum())
        single = 0.5 * (self.doubted.square().sum() + self.believed.square().sum())
        return plain + single + self.worth.square().sum()


def voices(coder: TrainedCoder, made: Example) -> Iterator[tuple[Voice, int]]:
    """The words of an example that may name an act, each with its annotated type."""
    for number in range(len(made.scene.article.sentences)):
        for word in coder._words(made.scene, number):
            label = max(0, made.types[number][word.place])
            if word.draft is not None or label or 1 - float(word.chances[0]) >= _UNLIKELY:
                yield coder._voice(made.scene, word), label


def rows_of(files: Mapping[str, Path]) -> Rows:
    """The words of all items of files of annotations, read and drafted as in use, by the models in their folders."""
    texts = [(number, text) for number, (file, folder) in enumerate(files.items()) for text in _texts_of(file, folder)]
    seen = Counter(voice.key for _, text in texts for voice, _ in text)
    names = sorted(key for key, count in seen.items() if count >= _FEWEST)
    return _numbered(texts, names)


def _texts_of(file: str, folder: Path) -> Iterator[list[tuple[Voice, int]]]:
    coder = TrainedCoder()
    coder.heads, coder.branch = Heads(folder), folder / "branch.onnx"
    reader = Reader.load(branch=coder.branch)
    items = [item for item in load_items() if item.batch == file]
    for start in range(0, len(items), _AT_ONCE):
        for each in examples(items[start : start + _AT_ONCE], reader, coder.rules):
            yield list(voices(coder, each))


def _numbered(texts: Sequence[tuple[int, list[tuple[Voice, int]]]], names: list[str]) -> Rows:
    places = {name: place for place, name in enumerate(names, 1)}
    fields = ("logs", "drafted", "keys", "statuses", "others", "labels", "files")
    found: dict[str, list[Any]] = {name: [] for name in fields}
    for file, text in texts:
        beside = greatest_of_others([1 - float(voice.chances[0]) for voice, _ in text])
        for other, (voice, label) in zip(beside, text, strict=True):
            report = voice.report
            found["logs"].append(np.log(np.maximum(voice.chances, LEAST)))
            found["drafted"].append(TYPES.index(str(report.type)) if report else 0)
            found["keys"].append(places.get(voice.key, 0))
            found["statuses"].append(1 + STATUSES.index(str(report.status)) if report else 0)
            found["others"].append(other)
            found["labels"].append(label)
            found["files"].append(file)
    logs, others = (torch.tensor(np.array(found.pop(name)), dtype=torch.float32) for name in ("logs", "others"))
    return Rows(logs=logs, others=others, names=names, **{name: torch.tensor(each) for name, each in found.items()})


def fit(rows: Rows, files: int) -> Fitted:
    """The weights that fit best, under the penalty."""
    model = Fitted(len(rows.names), files)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, _STEPS)
    for _ in range(_STEPS):
        optimiser.zero_grad()
        loss = functional.cross_entropy(model(rows), rows.labels, reduction="sum") + model.penalty()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    print(f"{len(rows.labels)} words, {int((rows.labels > 0).sum())} acts, {len(rows.names)} rules and words")
    return model


def written(model: Fitted, names: Sequence[str]) -> dict[str, Any]:
    """The weights met part of the way by those chosen by hand, as the program reads them."""
    kept = {name: value.detach().numpy().astype(float) for name, value in model.named_parameters()}

    def met(fitted: float, by_hand: float = 0.0) -> float:
        return round((1 - _BY_HAND) * fitted + _BY_HAND * by_hand, 3)

    def some(values: Any) -> dict[str, float]:
        found = {type_: met(value) for type_, value in zip(TYPES, values, strict=True)}
        return {type_: value for type_, value in found.items() if abs(value) >= _SMALL}

    worth = {}
    for place, name in enumerate(names, 1):
        row = kept["worth"][place].copy()
        row[0] += kept["doubted"][place]
        worth[name] = some(row)
    believed = {name: met(kept["believed"][place]) for place, name in enumerate(names, 1)}
    return {
        "types": TYPES,
        "slopes": [met(value, 1.0) for value in kept["slopes"]],
        "others": [met(value) for value in kept["others"]],
        "none": {
            name: met(value, _HAND["drafted" if name else "undrafted"])
            for name, value in zip(("", *STATUSES), kept["none"], strict=True)
        },
        "drafted": {type_: met(v, _HAND["lean"]) for type_, v in zip(TYPES[1:], kept["drafted"][1:], strict=True)},
        "undrafted": some(kept["undrafted"]),
        "worth": {name: values for name, values in worth.items() if values},
        "believed": {name: value for name, value in believed.items() if abs(value) >= _SMALL},
    }


def main() -> None:
    """Fit the stacker and write it down."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("files", nargs="*", default=["seventh", "ninth", "tenth"], help="annotations, a plain draw first")
    given = [each.partition("=") for each in ask.parse_args().files]
    files = {file: Path(folder) if folder else MODELS / "en" for file, _, folder in given}
    rows = rows_of(files)
    made = written(fit(rows, len(files)), rows.names)
    text = json.dumps(made, ensure_ascii=False, indent=0, separators=(",", ":"))
    (MODELS / "en" / "stacker.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
