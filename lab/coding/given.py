"""Annotations, and PLV's typed sentences, come in; a typer of acts with both sides given goes out.

    python -m lab.coding.given learn --work FOLDER [--seeds 3] [--coder FOLDER]   # from our annotations alone
    python -m lab.coding.given fold --work FOLDER --plv FILE             # then on PLV: five-fold estimate
    python -m lab.coding.given tune --work FOLDER --plv FILE             # then on all of PLV
    python -m lab.coding.given answer --work FOLDER < marked.jsonl       # as `dragoman code --given`

PLV has no licence, so nothing that learned from it ships: this model is for comparison, and stays in FOLDER.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from dragoman.coding.given import unmarked
from lab.coding.items import load_items
from lab.coding.sides import LABELS, Marker, Sides, SideTyper, of_annotations, of_given, of_plv, stacked

_BATCH = 32
_FOLDS = 5
LEARN = {"epochs": 4, "rate": 2e-4}
TUNE = {"epochs": 6, "rate": 1.5e-4}

Model = SideTyper


def fit(model: Model, pairs: Sequence[Sides], seed: int, *, epochs: int, rate: float) -> Model:
    """The model, trained on the pairs."""
    torch.manual_seed(seed)
    dice, begun = random.Random(seed), time.time()
    own = [p for name, p in model.named_parameters() if not name.startswith("branch.") and p.requires_grad]
    branch = [p for p in model.branch.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW([{"params": branch, "lr": rate}, {"params": own, "lr": 4 * rate}], weight_decay=0.01)
    steps = epochs * -(-len(pairs) // _BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.0, 1 - step / steps)
    )
    model.train()
    for epoch in range(1, epochs + 1):
        order = sorted(pairs, key=lambda each: len(each.marks) + dice.random() * 12)
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        dice.shuffle(batches)
        losses = []
        for some in batches:
            wanted = torch.tensor([LABELS.index(each.root) for each in some])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = functional.cross_entropy(model(*stacked(some)).float(), wanted, label_smoothing=0.05)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            losses.append(loss.item())
        print(f"epoch {epoch} loss {np.mean(losses):.3f} {time.time() - begun:.0f} s", file=sys.stderr, flush=True)
    return model


@torch.no_grad()
def chances(models: Sequence[Model], pairs: Sequence[Sides]) -> NDArray[np.float64]:
    """The models' mean chance of each label [pairs, LABELS]."""
    found = []
    for model in models:
        model.eval()
        rows = [
            functional.softmax(model(*stacked(pairs[start : start + 64])), -1).double().numpy()
            for start in range(0, len(pairs), 64)
        ]
        found.append(np.concatenate(rows))
    mean: NDArray[np.float64] = np.mean(found, 0)
    return mean


def macro_f1(wanted: Sequence[str], given: Sequence[str]) -> float:
    """The mean of each label's F1, over the labels that are wanted anywhere."""
    found = []
    for label in sorted(set(wanted)):
        right = sum(one == other == label for one, other in zip(wanted, given, strict=True))
        found.append(2 * right / (wanted.count(label) + given.count(label)))
    return sum(found) / len(found)


def _load(work: Path, stem: str) -> list[Model]:
    models = []
    for file in sorted(work.glob(f"{stem}-*.pt")):
        model = SideTyper()
        model.load_state_dict(torch.load(file))
        models.append(model)
    if not models:
        raise SystemExit(f"{work} holds no {stem}-*.pt: run `learn` (and for `answer`, `tune`) first")
    return models


def learn(given: argparse.Namespace) -> None:
    """Train on our annotations."""
    pairs = list(of_annotations(Marker(), load_items()))
    print(f"{len(pairs)} pairs of sides", file=sys.stderr)
    begun = torch.load(given.coder / "coder.pt", weights_only=False)["branch"] if given.coder else None
    for seed in range(given.seeds):
        torch.manual_seed(seed)
        torch.save(fit(SideTyper(begun), pairs, seed, **LEARN).state_dict(), given.work / f"learned-{seed}.pt")


def _tuned(given: argparse.Namespace, pairs: Sequence[Sides]) -> Iterator[Model]:
    """What was learned from our annotations, each time it was, tuned on the pairs with so many other seeds."""
    every = [model for _ in range(given.tunings) for model in _load(given.work, "learned")]
    for seed, model in enumerate(every):
        yield fit(model, pairs, seed, **TUNE)


def fold(given: argparse.Namespace) -> None:
    """Macro-F1 on PLV, each fifth typed by models that learned from the other four."""
    pairs = of_plv(Marker(), given.plv)
    wanted = [each.root for each in pairs]
    alone = chances(_load(given.work, "learned"), pairs)
    print(f"from our annotations alone: macro-F1 {macro_f1(wanted, _best(alone)):.4f}", flush=True)
    order = list(range(len(pairs)))
    random.Random(1).shuffle(order)
    answered = [""] * len(pairs)
    for number in range(_FOLDS):
        tested = order[number::_FOLDS]
        learned = [pairs[place] for place in order if place not in set(tested)]
        models = list(_tuned(given, learned))
        best = _best(chances(models, [pairs[place] for place in tested]))
        for place, label in zip(tested, best, strict=True):
            answered[place] = label
        print(f"fold {number + 1}: {macro_f1([wanted[p] for p in tested], best):.4f}", flush=True)
    share = sum(one == other for one, other in zip(wanted, answered, strict=True)) / len(pairs)
    print(f"five-fold on {len(pairs)}: macro-F1 {macro_f1(wanted, answered):.4f}, accuracy {share:.4f}")


def tune(given: argparse.Namespace) -> None:
    """Train what learned from our annotations on all of a PLV file too."""
    pairs = of_plv(Marker(), given.plv)
    for seed, model in enumerate(_tuned(given, pairs)):
        torch.save(model.state_dict(), given.work / f"tuned-{seed}.pt")


def answer(given: argparse.Namespace) -> None:
    """Type the marked sentences of standard input."""
    marker, models = Marker(), _load(given.work, "tuned")
    rows = [json.loads(line) for line in sys.stdin if line.strip()]
    pairs = [of_given(marker, unmarked(str(row["id"]), row["marked_sentence"])) for row in rows]
    for row, each in zip(rows, chances(models, pairs), strict=True):
        best = int(each.argmax())
        print(json.dumps({"id": row["id"], "type": LABELS[best], "score": round(float(each[best]), 4)}))


def _best(found: NDArray[np.float64]) -> list[str]:
    return [LABELS[place] for place in found.argmax(1)]


_VERBS: dict[str, Callable[[argparse.Namespace], None]] = {"learn": learn, "fold": fold, "tune": tune, "answer": answer}


def main() -> None:
    """Learn, estimate, tune or answer."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("verb", choices=_VERBS)
    ask.add_argument("--work", type=Path, required=True)
    ask.add_argument("--plv", type=Path, help="a file of PLV (tab-separated)")
    ask.add_argument("--seeds", type=int, default=3)
    ask.add_argument("--coder", type=Path, help="a folder of lab.coding.train, whose branch `learn` begins with")
    ask.add_argument(
        "--tunings", type=int, default=1, help="how often each learning is tuned; their chances are averaged"
    )
    ask.add_argument("--threads", type=int, default=1)
    given = ask.parse_args()
    if given.verb in ("fold", "tune") and not given.plv:
        ask.error(f"{given.verb} needs --plv")
    torch.set_num_threads(given.threads)
    given.work.mkdir(parents=True, exist_ok=True)
    _VERBS[given.verb](given)


if __name__ == "__main__":
    main()
