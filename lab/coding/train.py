"""Annotated items come in; the coder's branch and heads, trained, go out as a torch checkpoint.

python -m lab.coding.train --work FOLDER
"""

import argparse
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from dragoman.coding.candidates import ROLES
from dragoman.coding.rules import RuleCoder
from dragoman.reading.article import Reader
from lab.coding.batching import SIZES, Numbered, batches, collate, number, prepared
from lab.coding.examples import IGNORED, Vocabulary, examples
from lab.coding.items import load_items, untold_items
from lab.coding.network import SHARED_LAYERS, ActHeads, Batch
from lab.coding.scoring import branch_of, load, scores
from lab.coding.teaching import teach, teach_beside

SEED = 20261128


def loss_of(branch: nn.Module, heads: ActHeads, batch: Batch, at: dict[str, Tensor]) -> Tensor:
    """The summed loss of all heads."""
    types, traits, parts, homes = scores(branch, heads, batch, at)
    cut = SIZES["statuses"]
    total = functional.cross_entropy(types, at["types"], label_smoothing=0.02) * 4
    if len(at["acts"]):
        total = total + 0.5 * functional.cross_entropy(traits[:, :cut], at["traits"][:, :cut])
        total = total + 0.3 * functional.cross_entropy(traits[:, cut:], at["traits"][:, cut:])
    if len(at["pairs"]):
        known = at["parts"] != IGNORED
        each = functional.binary_cross_entropy_with_logits(parts, at["parts"].clamp(min=0), reduction="none")
        total = total + 4 * (each * known).sum() / known.sum().clamp(min=1)
    if len(at["homes"]):
        total = total + 0.5 * functional.binary_cross_entropy_with_logits(homes, at["right"])
    return total


def fit(
    numbered: Sequence[Numbered], vocabulary: Vocabulary, given: argparse.Namespace, held: Sequence[Numbered] = ()
) -> tuple[nn.Module, ActHeads]:
    """A branch and heads trained on the examples; measured on the held ones after each epoch."""
    torch.manual_seed(given.seed)
    if given.begin:
        branch, heads, _ = load(given.begin)
        branch.train(), heads.train()
    else:
        branch = branch_of(given.shared_layers, given.encoder)
        sizes = {which: [len(column) for column in columns] for which, columns in vocabulary.names.items()}
        heads = ActHeads(sizes, SIZES)
    steps = given.epochs * -(-len(numbered) // given.items)
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in branch.parameters() if p.requires_grad], "lr": given.rate},
            {"params": [p for p in heads.parameters() if p.requires_grad], "lr": given.heads_rate or 7.5 * given.rate},
        ],
        weight_decay=0.02,
    )
    warm = 0.08 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    dice, begun = random.Random(given.seed), time.time()
    for epoch in range(1, given.epochs + 1):
        shown = []
        for some in batches(numbered, given.items, dice):
            batch, at = collate(some)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(branch, heads, batch, at)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(
                [p for p in (*branch.parameters(), *heads.parameters()) if p.requires_grad], 1.0
            )
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            shown.append(loss.item())
        line = f"epoch {epoch} loss {np.mean(shown):.3f} {time.time() - begun:.0f} s"
        if held:
            line += f" {measure(branch, heads, held)}"
        print(line, flush=True)
    return branch, heads


@torch.no_grad()
def measure(branch: nn.Module, heads: ActHeads, held: Sequence[Numbered]) -> dict[str, float]:
    """F1 of typed triggers and of parts given the trigger, accuracy of status."""
    branch.eval(), heads.eval()
    right = said = wanted = status = acts = 0
    tally = np.zeros((3, len(ROLES)))
    home = np.zeros(2)
    for start in range(0, len(held), 16):
        batch, at = collate(held[start : start + 16])
        types, traits, parts, homes = scores(branch, heads, batch, at)
        home += [int(((homes > 0) == (at["right"] > 0)).sum()), len(homes)]
        best = types.argmax(-1)
        gold_types = at["types"].argmax(-1)
        right += int(((best == gold_types) & (best > 0)).sum())
        said, wanted = said + int((best > 0).sum()), wanted + int((gold_types > 0).sum())
        if len(at["acts"]):
            cut = SIZES["statuses"]
            status += int((traits[:, :cut].argmax(-1) == at["traits"][:, :cut].argmax(-1)).sum())
            acts += len(at["acts"])
        known, gold, chosen = at["parts"] != IGNORED, at["parts"] == 1, parts > 0
        tally += np.stack([(gold & chosen).sum(0), (chosen & known).sum(0), gold.sum(0)]).astype(float)
    branch.train(), heads.train()
    f1 = 2 * tally[0] / np.maximum(tally[1] + tally[2], 1)
    return {
        "act": round(2 * right / max(1, said + wanted), 3),
        "status": round(status / max(1, acts), 3),
        "home": round(home[0] / max(1, home[1]), 3),
        **{role: round(float(value), 3) for role, value in zip(ROLES, f1, strict=True)},
    }


def add_options(ask: argparse.ArgumentParser) -> None:
    """The options of training."""
    ask.add_argument("--work", type=Path, required=True)
    ask.add_argument("--epochs", type=int, default=12)
    ask.add_argument("--items", type=int, default=16, help="items a batch")
    ask.add_argument("--rate", type=float, default=1e-4, help="learning rate of the branch")
    ask.add_argument("--heads-rate", type=float, help="learning rate of the heads (7.5 times the branch's)")
    ask.add_argument("--seed", type=int, default=SEED)
    ask.add_argument("--encoder", type=Path, help="a folder with a larger encoder, for a teacher")
    ask.add_argument("--shared-layers", type=int, default=SHARED_LAYERS)
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--without", nargs="*", default=[], help="files of annotations that are left out")
    ask.add_argument("--often-files", nargs="*", default=[], help="files of annotations that are seen more than once")
    ask.add_argument("--times", type=int, default=1, help="how often an epoch shows each item of those")
    ask.add_argument("--begin", type=Path, help="an earlier training to go on from")
    ask.add_argument("--teachers", type=Path, nargs="*", default=[], help="trainings that label further items")
    ask.add_argument("--beside", type=float, default=0.0, help="share of the teachers' word in annotated items' labels")
    ask.add_argument(
        "--beside-files", nargs="*", default=[], help="those annotations: best what no teacher learned from"
    )
    ask.add_argument("--untold", type=int, default=6000, help="items without annotation that the teachers label")
    ask.add_argument("--held", type=float, default=0.0, help="share of the items kept aside and measured on")
    ask.add_argument("--held-files", nargs="*", default=[], help="files of annotations that are measured on instead")


def main() -> None:
    """Train; save branch, heads and vocabulary."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(ask)
    given = ask.parse_args()
    if bool(given.beside) != bool(given.beside_files) or (given.beside and not given.teachers):
        ask.error("--beside, --beside-files and --teachers go together")
    torch.set_num_threads(given.threads)
    made = examples([item for item in load_items() if item.batch not in given.without], Reader.load(), RuleCoder())
    random.Random(SEED).shuffle(made)
    made.sort(key=lambda each: each.item.batch not in given.held_files)
    cut = sum(each.item.batch in given.held_files for each in made) or int(len(made) * given.held)
    states = prepared(made, given.shared_layers, given.encoder)
    if given.teachers:
        if given.beside:
            news = [each for each in made[cut:] if each.item.batch in given.beside_files]
            teach_beside(news, given.teachers, given.shared_layers, given.beside)
        if given.untold:
            told = examples(untold_items(given.untold), Reader.load(), RuleCoder())
            teach(told, given.teachers, given.shared_layers)
            made, states = made + told, states + prepared(told, given.shared_layers, given.encoder)
    vocabulary = load(given.begin)[2] if given.begin else Vocabulary.of(made[cut:])
    numbered = number(made, states, vocabulary)
    print(f"{len(numbered) - cut} items, {sum(len(n.pairs) for n in numbered[cut:])} acts", flush=True)
    often = [each for each in numbered[cut:] if each.example.item.batch in given.often_files]
    branch, heads = fit([*numbered[cut:], *often * (given.times - 1)], vocabulary, given, numbered[:cut])
    given.work.mkdir(parents=True, exist_ok=True)
    torch.save(
        {"branch": branch.state_dict(), "heads": heads.state_dict(), "vocabulary": vocabulary.names,
         "shared": given.shared_layers, "encoder": given.encoder},
        given.work / "coder.pt",
    )  # fmt: skip


if __name__ == "__main__":
    main()
