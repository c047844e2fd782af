"""Treebanks and entity corpora come in; a trained reader (torch checkpoint) goes out.

python -m lab.reading.train --minilm FOLDER --work FOLDER
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import torch
from torch.nn import functional

from dragoman.reading.lemmas import rule_between
from dragoman.reading.wordpieces import WordPieces, shapes_of
from lab.reading.corpora import ENTITY_TYPES, Example, mark_peoples, peoples, read_conllu, read_iob, read_re3d
from lab.reading.network import SHAPE_COUNT, Batch, Encoder, Reader

SEED = 20250401
IGNORED = -100
LONGEST = 250
WEIGHTS = {"upos": 1.0, "xpos": 0.5, "feats": 0.5, "rule": 0.5, "entity": 0.5}


def load_corpora(shared: Path) -> tuple[list[Example], dict[str, list[Example]]]:
    """What is trained on, and what is measured on."""
    trees, names = shared / "data/ud", shared / "data/ner"
    train = [
        *read_conllu(trees / "en_ewt-train.conllu.gz"),
        *read_conllu(trees / "en_gum-open-train.conllu.gz"),
        *read_iob(names / "crossner_politics-train.txt.gz", word_column=0, label_column=1),
        *read_iob(names / "crossner_politics-dev.txt.gz", word_column=0, label_column=1),
        *read_iob(names / "uner_en_ewt-dev.iob2.gz", word_column=1, label_column=2),
        *read_re3d(names / "re3d_dev.jsonl"),
    ]
    held = {
        "ewt-dev": list(read_conllu(trees / "en_ewt-dev.conllu.gz")),
        "ewt-test": list(read_conllu(trees / "en_ewt-test.conllu.gz")),
        "gum-dev": list(read_conllu(trees / "en_gum-open-dev.conllu.gz")),
    }
    mark_peoples(train, peoples(train))
    return [example for example in train if len(example.words) <= LONGEST], held


def inventory(train: list[Example]) -> dict[str, list[str]]:
    """The labels of each kind, most frequent first; rare feature bundles and edit rules are left out."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in ("upos", "xpos", "feats", "rule", "deprel")}
    for example in train:
        if not example.upos:
            continue
        counts["upos"].update(example.upos)
        counts["xpos"].update(example.xpos)
        counts["feats"].update(example.feats)
        counts["deprel"].update(example.deprels)
        counts["rule"].update(map(rule_between, example.words, example.lemmas))
    floors = {"feats": 2, "rule": 3}
    labels = {
        kind: [
            label
            for label, seen in sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))
            if seen >= floors.get(kind, 1)
        ]
        for kind, count in counts.items()
    }
    labels["entity"] = ["O", *(f"{mark}-{kind}" for kind in ENTITY_TYPES for mark in "BI")]
    return labels


def varied(example: Example, dice: random.Random) -> list[str]:
    """The words with another dress at times: headline capitals, no capitals, typographic marks."""
    words = example.words
    throw = dice.random()
    if throw < 0.04:
        words = [word[:1].upper() + word[1:] if len(word) > 3 else word for word in words]
    elif throw < 0.06:
        words = [word.upper() for word in words]
    elif throw < 0.08:
        words = [word.lower() for word in words]
    if dice.random() < 0.2:
        opened = False
        dressed = []
        for word in words:
            if word in ('"', "``", "''"):
                word, opened = ("”" if opened else "“"), not opened
            elif word == "--":
                word = "—"
            dressed.append(word.replace("'", "’"))
        words = dressed
    return words


class Numberer:
    """Turns sentences into padded numbers, with the places of every label."""

    def __init__(self, pieces: WordPieces, labels: dict[str, list[str]]) -> None:
        self.pieces = pieces
        self.numbers = {kind: {label: place for place, label in enumerate(names)} for kind, names in labels.items()}

    def inputs(self, sentences: list[list[str]]) -> Batch:
        """Numbers of sentences given as words."""
        rows = []
        for words in sentences:
            numbers, shapes, owners = [self.pieces.first], [SHAPE_COUNT], [0]
            word_shapes = shapes_of(words)
            for place, word in enumerate(words, 1):
                cut = self.pieces.pieces(word)
                numbers.extend(cut)
                shapes.extend([word_shapes[place - 1]] * len(cut))
                owners.extend([place] * len(cut))
            rows.append(
                ([*numbers, self.pieces.last], [*shapes, SHAPE_COUNT], [*owners, -1], [SHAPE_COUNT, *word_shapes])
            )
        return Batch(
            _padded([row[0] for row in rows], self.pieces.pad),
            _padded([row[1] for row in rows], SHAPE_COUNT),
            _padded([row[2] for row in rows], -1),
            _padded([row[3] for row in rows], SHAPE_COUNT),
        )

    def targets(self, examples: list[Example]) -> dict[str, torch.Tensor]:
        """Label numbers [sentences, words + 1] of each kind; IGNORED for the root's row and where unknown."""
        layers = {
            "upos": [example.upos for example in examples],
            "xpos": [example.xpos for example in examples],
            "feats": [example.feats for example in examples],
            "deprel": [example.deprels for example in examples],
            "rule": [list(map(rule_between, example.words, example.lemmas)) for example in examples],
            "entity": [example.entities for example in examples],
        }
        width = max(len(example.words) for example in examples)
        found = {}
        for kind, rows in layers.items():
            known = self.numbers[kind]
            found[kind] = _padded(
                [[IGNORED, *(known.get(label, IGNORED) for label in row)] for row in rows], IGNORED, width + 1
            )
        found["head"] = _padded([[IGNORED, *example.heads] for example in examples], IGNORED, width + 1)
        return found


def _padded(rows: list[list[int]], filler: int, width: int = 0) -> torch.Tensor:
    width = width or max(map(len, rows))
    return torch.tensor([row + [filler] * (width - len(row)) for row in rows])


def loss_of(reader: Reader, batch: Batch, targets: dict[str, torch.Tensor]) -> torch.Tensor:
    """The summed loss of all heads over the words that carry their labels."""
    words = reader.encoder(batch)
    total = words.new_zeros(())
    for kind, scores in reader.tags(words).items():
        total = total + WEIGHTS[kind] * _cross_entropy(scores, targets[kind])
    if (targets["head"] >= 0).any():
        arcs, child, parent = reader.tree(words)
        heads = targets["head"]
        real = batch.word_of_piece.amax(1)[:, None] >= torch.arange(words.shape[1])[None]
        arcs = arcs.float().masked_fill(~real[:, None, :], -1e4)
        total = total + _cross_entropy(arcs, heads)
        chosen = heads.clamp(min=0)[..., None].expand(-1, -1, parent.shape[-1])
        total = total + _cross_entropy(reader.tree.relations(child, parent.gather(1, chosen)), targets["deprel"])
    return total


def _cross_entropy(scores: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    if not (wanted >= 0).any():
        return scores.new_zeros((), dtype=torch.float32)
    return functional.cross_entropy(scores.float().flatten(0, 1), wanted.flatten(), ignore_index=IGNORED)


def batches(examples: list[Example], sizes: list[int], pieces: int, dice: random.Random) -> Iterator[list[int]]:
    """Places of examples in batches of like length and about so many pieces, in random order."""
    order = sorted(range(len(examples)), key=lambda place: (sizes[place] + dice.random() * 4, dice.random()))
    made: list[list[int]] = [[]]
    for place in order:
        if made[-1] and (len(made[-1]) + 1) * sizes[place] > pieces:
            made.append([])
        made[-1].append(place)
    dice.shuffle(made)
    yield from made


@torch.no_grad()
def measure(reader: Reader, numberer: Numberer, examples: list[Example]) -> dict[str, float]:
    """Accuracy of tags, and of heads taken greedily (no tree is built here; the run time does)."""
    reader.eval()
    right: Counter[str] = Counter()
    words_seen = 0
    by_length = sorted(
        (example for example in examples if len(example.words) <= LONGEST), key=lambda each: len(each.words)
    )
    for start in range(0, len(by_length), 32):
        some = by_length[start : start + 32]
        batch, targets = numberer.inputs([each.words for each in some]), numberer.targets(some)
        words = reader.encoder(batch)
        real = targets["head"] >= 0
        words_seen += int(real.sum())
        for kind, scores in reader.tags(words).items():
            right[kind] += int(((scores.argmax(-1) == targets[kind]) & real).sum())
        arcs, child, parent = reader.tree(words)
        inside = batch.word_of_piece.amax(1)[:, None] >= torch.arange(words.shape[1])[None]
        heads = arcs.masked_fill(~inside[:, None, :], -1e4).argmax(-1)
        relations = reader.tree.relations(child, parent.gather(1, heads[..., None].expand(-1, -1, parent.shape[-1])))
        hit = (heads == targets["head"]) & real
        right["uas"] += int(hit.sum())
        right["las"] += int((hit & (relations.argmax(-1) == targets["deprel"])).sum())
    reader.train()
    return {kind: round(100 * count / words_seen, 2) for kind, count in right.items()}


def add_options(options: argparse.ArgumentParser) -> None:
    """The options of training."""
    options.add_argument("--shared", type=Path, default=Path("../shared"))
    options.add_argument("--minilm", type=Path, required=True, help="folder with model.safetensors and vocab.txt")
    options.add_argument("--work", type=Path, required=True, help="folder for the checkpoint")
    options.add_argument("--epochs", type=int, default=8)
    options.add_argument("--pieces", type=int, default=1000, help="pieces a batch")
    options.add_argument("--threads", type=int, default=2)


def train(given: argparse.Namespace) -> None:
    """Train, measure after every epoch, and save a checkpoint after every epoch."""
    torch.manual_seed(SEED)
    torch.set_num_threads(given.threads)
    examples, held = load_corpora(given.shared)
    labels = inventory(examples)
    numberer = Numberer(WordPieces.load(given.minilm / "vocab.txt"), labels)
    given.work.mkdir(parents=True, exist_ok=True)
    (given.work / "labels.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
    sizes = {kind: len(labels[kind]) for kind in WEIGHTS}
    reader = Reader(Encoder.from_minilm(given.minilm / "model.safetensors"), sizes, len(labels["deprel"]))

    lengths = [sum(len(numberer.pieces.pieces(word)) for word in example.words) + 2 for example in examples]
    steps = given.epochs * sum(1 for _ in batches(examples, lengths, given.pieces, random.Random(SEED)))
    optimiser, schedule = _optimiser(reader, steps)
    print(f"{len(examples)} sentences, {sum(lengths)} pieces, {steps} steps, labels {sizes}", flush=True)
    begun, dice = time.time(), random.Random(SEED)
    for epoch in range(1, given.epochs + 1):
        shown = 0.0
        for step, places in enumerate(batches(examples, lengths, given.pieces, dice), 1):
            some = [examples[place] for place in places]
            batch = numberer.inputs([varied(each, dice) for each in some])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = loss_of(reader, batch, numberer.targets(some))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad(set_to_none=True)
            shown += loss.item()
            if step % 50 == 0:
                print(f"epoch {epoch} step {step} loss {shown / 50:.3f} {time.time() - begun:.0f} s", flush=True)
                shown = 0.0
        torch.save(reader.state_dict(), given.work / "reader.pt")
        for name, measured in held.items():
            if name != "ewt-test" or epoch == given.epochs:
                print(f"epoch {epoch} {name} {measure(reader, numberer, measured)}", flush=True)


def _optimiser(reader: Reader, steps: int) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW with a slower encoder, and a rate that warms up and falls to nothing."""
    encoder = [weight for weight in reader.encoder.parameters() if weight.requires_grad]
    heads = [*reader.tags.parameters(), *reader.tree.parameters()]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": 2e-4}, {"params": heads, "lr": 1.5e-3}], weight_decay=0.01, betas=(0.9, 0.98)
    )
    warm = 0.06 * steps
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
    )
    return optimiser, rate


def main() -> None:
    """Train only."""
    options = argparse.ArgumentParser(description=__doc__)
    add_options(options)
    train(options.parse_args())


if __name__ == "__main__":
    main()
