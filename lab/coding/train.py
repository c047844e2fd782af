"""Annotated items come in; the coder's branch and heads, trained, go out as a torch checkpoint.

python -m lab.coding.train --work FOLDER [--folds 5 | --all]
"""

import argparse
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from dragoman.coding.candidates import HOME_COLUMNS, PAIR_COLUMNS, ROLES, WORD_COLUMNS
from dragoman.coding.rules import RuleCoder
from dragoman.reading.article import Reader
from dragoman.reading.parser import MODELS, Parser
from lab.coding.examples import (
    IGNORED,
    MODE_NAMES,
    STATUSES,
    TYPES,
    Example,
    Vocabulary,
    acts_of,
    examples,
    words_of,
)
from lab.coding.items import load_items, untold_items
from lab.coding.network import SHARED_LAYERS, ActHeads, Batch, Branch, constants, read_model, with_states

SEED = 20261128
SIZES = {"types": len(TYPES), "statuses": len(STATUSES), "modes": len(MODE_NAMES), "roles": len(ROLES)}


@dataclass
class Prepared:
    """A sentence's states as the reader leaves them, with the words that its pieces belong to."""

    states: NDArray[np.float16]
    owners: list[int]
    shapes: list[int]


def prepare(made: Sequence[Example], layers: int) -> list[list[Prepared]]:
    """The lower layers' states of every sentence of every example, by the reader that ships."""
    parser = Parser.load("en")
    model = with_states(read_model(MODELS / "en" / "reader.onnx"), layers)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    return [[_prepared(parser, session, words) for words in words_of(each.scene.article)] for each in made]


def _prepared(parser: Parser, session: onnxruntime.InferenceSession, words: list[str]) -> Prepared:
    numbers = parser._numbers(words[:200])
    feed = {
        "pieces": np.array([numbers.pieces], np.int64),
        "piece_shapes": np.array([numbers.piece_shapes], np.int64),
        "word_of_piece": np.array([numbers.owners], np.int64),
        "word_shapes": np.array([numbers.word_shapes], np.int64),
    }
    (states,) = session.run(["states"], feed)
    flat = states.reshape(-1, states.shape[-1])
    return Prepared(flat.astype(np.float16), numbers.owners, numbers.word_shapes)


@dataclass
class Numbered:
    """An example in numbers, made once."""

    sentences: list[Prepared]
    words: list[NDArray[np.int64]]
    pairs: list[NDArray[np.int64]]
    homes: list[NDArray[np.int64]]
    example: Example


def collate(some: Sequence[Numbered]) -> tuple[Batch, dict[str, Tensor]]:
    """A batch of items: their sentences stacked, with the places, columns and labels of words and pairs."""
    sentences = [sentence for each in some for sentence in each.sentences]
    pieces = max(len(each.owners) for each in sentences)
    width = max(len(each.shapes) for each in sentences)
    states = torch.zeros(len(sentences), pieces, sentences[0].states.shape[1])
    owners = torch.full((len(sentences), pieces), -1)
    shapes = torch.full((len(sentences), width), sentences[0].shapes[0])
    for row, each in enumerate(sentences):
        states[row, : len(each.owners)] = torch.from_numpy(each.states.astype(np.float32))
        owners[row, : len(each.owners)] = torch.tensor(each.owners)
        shapes[row, : len(each.shapes)] = torch.tensor(each.shapes)
    real = torch.zeros(len(sentences), pieces, dtype=torch.bool)
    for row, each in enumerate(sentences):
        real[row, : len(each.owners)] = True
    return Batch(states, owners, shapes, real), _labels(some)


def _labels(some: Sequence[Numbered]) -> dict[str, Tensor]:
    words, columns, types = [], [], []
    acts, act_columns, traits = [], [], []
    pairs, pair_columns, pair_acts, parts = [], [], [], []
    homes, home_columns, right = [], [], []
    base = 0
    for each in some:
        example = each.example
        for number, labels in enumerate(example.types):
            for place, label in enumerate(labels[:200]):
                if label != IGNORED:
                    words.append((base + number, place + 1))
                    columns.append(each.words[number][place])
                    told = example.chances[number][place] if example.chances else _sure(label, SIZES["types"])
                    types.append(told)
        for act, numbers in zip(example.acts, each.pairs, strict=True):
            if act.trigger >= 200:
                continue
            here = (base + act.sentence, act.trigger + 1)
            acts.append(here)
            act_columns.append([*each.words[act.sentence][act.trigger], act.type])
            statuses, modes = _sure(act.status, SIZES["statuses"]), _sure(act.mode, SIZES["modes"])
            traits.append(np.concatenate([statuses, modes]) if act.chances is None else act.chances)
            for candidate, row, part in zip(act.candidates, numbers, act.parts, strict=True):
                if candidate.head < 200:
                    pairs.append((*here, base + candidate.sentence, candidate.head + 1))
                    pair_columns.append([*row, act.type])
                    pair_acts.append(len(acts) - 1)
                    parts.append(part)
        for home, numbers in zip(example.homes, each.homes, strict=True):
            for bearer, row, label in zip(home.bearers, numbers, home.right, strict=True):
                if max(bearer.head, home.homeless.head) < 200:
                    here = (base + home.homeless.sentence, home.homeless.head + 1)
                    homes.append((*here, base + bearer.sentence, bearer.head + 1))
                    home_columns.append(row)
                    right.append(label)
        base += len(each.sentences)
    pair_width = len(pair_columns[0]) if pair_columns else len(PAIR_COLUMNS) + 1
    return {
        "words": torch.tensor(words),
        "columns": torch.tensor(np.array(columns)),
        "types": torch.tensor(np.array(types)),
        "acts": torch.tensor(acts, dtype=torch.long).reshape(-1, 2),
        "act columns": torch.tensor(np.array(act_columns, dtype=np.int64)).reshape(-1, len(WORD_COLUMNS) + 1),
        "traits": torch.tensor(np.array(traits, dtype=np.float32)).reshape(-1, SIZES["statuses"] + SIZES["modes"]),
        "pairs": torch.tensor(pairs, dtype=torch.long).reshape(-1, 4),
        "pair columns": torch.tensor(np.array(pair_columns, dtype=np.int64)).reshape(len(pair_columns), pair_width),
        "pair acts": torch.tensor(pair_acts, dtype=torch.long),
        "homes": torch.tensor(homes, dtype=torch.long).reshape(-1, 4),
        "home columns": torch.tensor(np.array(home_columns, dtype=np.int64)).reshape(-1, len(HOME_COLUMNS)),
        "right": torch.tensor(right, dtype=torch.float32),
        "parts": torch.tensor(np.array(parts, dtype=np.float32)).reshape(-1, len(ROLES)),
    }


def _sure(label: int, size: int) -> NDArray[np.float32]:
    """All chance on one label."""
    found = np.zeros(size, np.float32)
    found[label] = 1
    return found


def scores(branch: Branch, heads: ActHeads, batch: Batch, at: dict[str, Tensor]) -> tuple[Tensor, ...]:
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


def loss_of(branch: Branch, heads: ActHeads, batch: Batch, at: dict[str, Tensor]) -> Tensor:
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


def number(made: Sequence[Example], prepared: list[list[Prepared]], vocabulary: Vocabulary) -> list[Numbered]:
    """Examples in numbers."""
    return [
        Numbered(
            states,
            [vocabulary.numbers("word", rows) for rows in each.words],
            [vocabulary.numbers("pair", act.columns) for act in each.acts],
            [vocabulary.numbers("home", home.columns) for home in each.homes],
            each,
        )
        for each, states in zip(made, prepared, strict=True)
    ]


def batches(numbered: Sequence[Numbered], size: int, dice: random.Random) -> Iterator[list[Numbered]]:
    """Items in batches of like length, in random order."""
    order = sorted(numbered, key=lambda each: max(len(s.owners) for s in each.sentences) + dice.random() * 6)
    made = [order[start : start + size] for start in range(0, len(order), size)]
    dice.shuffle(made)
    yield from made


def fit(
    numbered: Sequence[Numbered], vocabulary: Vocabulary, given: argparse.Namespace, held: Sequence[Numbered] = ()
) -> tuple[Branch, ActHeads]:
    """A branch and heads trained on the examples; measured on the held ones after each epoch."""
    torch.manual_seed(SEED)
    if given.begin:
        branch, heads, _ = load(given.begin)
        branch.train(), heads.train()
    else:
        branch = Branch(constants(read_model(MODELS / "en" / "reader.onnx")), given.shared_layers)
        sizes = {which: [len(column) for column in columns] for which, columns in vocabulary.names.items()}
        heads = ActHeads(sizes, SIZES)
    steps = given.epochs * -(-len(numbered) // given.items)
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for p in branch.parameters() if p.requires_grad], "lr": given.rate},
            {"params": [p for p in heads.parameters() if p.requires_grad], "lr": 7.5 * given.rate},
        ],
        weight_decay=0.02,
    )
    warm = 0.08 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    dice, begun = random.Random(SEED), time.time()
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
        if held and (epoch % 2 == 0 or epoch == given.epochs):
            line += f" {measure(branch, heads, held)}"
        print(line, flush=True)
    return branch, heads


@torch.no_grad()
def measure(branch: Branch, heads: ActHeads, held: Sequence[Numbered]) -> dict[str, float]:
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


def load(work: Path) -> tuple[Branch, ActHeads, Vocabulary]:
    """A training's branch, heads and vocabulary, at rest."""
    kept = torch.load(work / "coder.pt", map_location="cpu", weights_only=False)
    branch = Branch(constants(read_model(MODELS / "en" / "reader.onnx")), kept["shared"])
    sizes = {which: [len(column) for column in columns] for which, columns in kept["vocabulary"].items()}
    heads = ActHeads(sizes, SIZES)
    branch.load_state_dict(kept["branch"]), heads.load_state_dict(kept["heads"])
    return branch.eval(), heads.eval(), Vocabulary(kept["vocabulary"])


@torch.no_grad()
def teach(told: Sequence[Example], states: list[list[Prepared]], works: Sequence[Path]) -> None:
    """Label examples with the chances that earlier trainings give, averaged: first the words, then the acts found."""
    teachers = [load(work) for work in works]
    for example in told:
        example.chances = [np.zeros((len(words), SIZES["types"]), np.float32) for words in example.words]
    for some, types, _, _ in _said(told, states, teachers):
        rows = iter(types)
        for example in some:
            assert example.chances is not None
            for labels, chances in zip(example.types, example.chances, strict=True):
                for place, label in enumerate(labels[:200]):
                    if label != IGNORED:
                        chances[place] = next(rows)
            example.acts = list(acts_of(example))
    for some, _, traits, parts in _said(told, states, teachers):
        act_rows, part_rows = iter(traits), iter(parts)
        for act in (act for example in some for act in example.acts):
            act.chances = next(act_rows)
            for candidate, part in zip(act.candidates, act.parts, strict=True):
                if candidate.head < 200:
                    part[:] = next(part_rows)


def _said(
    told: Sequence[Example], states: list[list[Prepared]], teachers: Sequence[tuple[Branch, ActHeads, Vocabulary]]
) -> Iterator[tuple[Sequence[Example], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]]:
    """Some examples at a time with the mean chances of words' types, acts' traits, and candidates' parts."""
    cut = SIZES["statuses"]
    for start in range(0, len(told), 16):
        some = told[start : start + 16]
        sums: list[NDArray[np.float32]] = []
        for branch, heads, vocabulary in teachers:
            batch, at = collate(number(some, states[start : start + 16], vocabulary))
            types, traits, parts, _ = scores(branch, heads, batch, at)
            both = torch.cat([traits[:, :cut].softmax(-1), traits[:, cut:].softmax(-1)], -1)
            found = [each.float().numpy() for each in (types.softmax(-1), both, parts.sigmoid())]
            sums = [one + other for one, other in zip(sums, found, strict=True)] if sums else found
        yield (some, *(each / len(teachers) for each in sums))  # type: ignore[misc]


def add_options(ask: argparse.ArgumentParser) -> None:
    """The options of training."""
    ask.add_argument("--work", type=Path, required=True)
    ask.add_argument("--epochs", type=int, default=12)
    ask.add_argument("--items", type=int, default=16, help="items a batch")
    ask.add_argument("--rate", type=float, default=1e-4, help="learning rate of the branch")
    ask.add_argument("--shared-layers", type=int, default=SHARED_LAYERS)
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--without", nargs="*", default=[], help="files of annotations that are left out")
    ask.add_argument("--begin", type=Path, help="an earlier training to go on from")
    ask.add_argument("--teachers", type=Path, nargs="*", default=[], help="trainings that label further items")
    ask.add_argument("--untold", type=int, default=6000, help="items without annotation that the teachers label")
    ask.add_argument("--held", type=float, default=0.0, help="share of the items kept aside and measured on")


def main() -> None:
    """Train; save branch, heads and vocabulary."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_options(ask)
    given = ask.parse_args()
    torch.set_num_threads(given.threads)
    made = examples([item for item in load_items() if item.batch not in given.without], Reader.load(), RuleCoder())
    random.Random(SEED).shuffle(made)
    cut = int(len(made) * given.held)
    states = prepare(made, given.shared_layers)
    if given.teachers:
        told = examples(untold_items(given.untold), Reader.load(), RuleCoder())
        told_states = prepare(told, given.shared_layers)
        teach(told, told_states, given.teachers)
        made, states = made + told, states + told_states
    vocabulary = load(given.begin)[2] if given.begin else Vocabulary.of(made[cut:])
    numbered = number(made, states, vocabulary)
    print(f"{len(numbered) - cut} items, {sum(len(n.pairs) for n in numbered[cut:])} acts", flush=True)
    branch, heads = fit(numbered[cut:], vocabulary, given, numbered[:cut])
    given.work.mkdir(parents=True, exist_ok=True)
    torch.save(
        {"branch": branch.state_dict(), "heads": heads.state_dict(), "vocabulary": vocabulary.names,
         "shared": given.shared_layers},
        given.work / "coder.pt",
    )  # fmt: skip


if __name__ == "__main__":
    main()
