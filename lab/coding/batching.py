"""Examples come in; tensors of their sentences' states, columns and labels go out, batch by batch."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor

from dragoman.coding.belonging import HOME_COLUMNS
from dragoman.coding.candidates import PAIR_COLUMNS, ROLES, WORD_COLUMNS
from dragoman.reading.parser import MODELS, Parser
from lab.coding.examples import IGNORED, MODE_NAMES, STATUSES, TYPES, Example, Vocabulary, words_of
from lab.coding.network import Batch, read_model, with_states

_AT_ONCE = 100  # items whose sentences a larger encoder reads together
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


def prepare_large(made: Sequence[Example], folder: Path) -> list[list[Prepared]]:
    """As `prepare`, by the lower layers of a larger encoder."""
    from lab.coding.large import LargeReader  # the large encoder needs `transformers`, which nothing else does

    parser, reader = Parser.load("en"), LargeReader(folder)
    found: list[list[Prepared]] = []
    for start in range(0, len(made), _AT_ONCE):
        texts = [words_of(each.scene.article) for each in made[start : start + _AT_ONCE]]
        states = iter(reader.states([words for text in texts for words in text]))
        for text in texts:
            shapes = (parser._numbers(words[:200]).word_shapes for words in text)
            found.append([Prepared(*next(states), own) for own in shapes])
    return found


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


def prepared(made: Sequence[Example], layers: int, encoder: Path | None) -> list[list[Prepared]]:
    """The states that a branch raises: the reader's after so many layers, or those of a larger encoder in a folder."""
    return prepare_large(made, encoder) if encoder else prepare(made, layers)


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
                    told = example.chances[number][place] if example.chances else one_hot(label, SIZES["types"])
                    types.append(told)
        for act, numbers in zip(example.acts, each.pairs, strict=True):
            if act.trigger >= 200:
                continue
            here = (base + act.sentence, act.trigger + 1)
            acts.append(here)
            act_columns.append([*each.words[act.sentence][act.trigger], act.type])
            statuses, modes = one_hot(act.status, SIZES["statuses"]), one_hot(act.mode, SIZES["modes"])
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


def one_hot(label: int, size: int) -> NDArray[np.float32]:
    """All chance on one label [size]."""
    found = np.zeros(size, np.float32)
    found[label] = 1
    return found


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
