"""Sentences come in; word vectors of a larger encoder with trainable upper layers go out: a teacher, which never ships.

The encoder is all-mpnet-base-v2 (Apache-2.0; twelve layers of 768, pieces as the reader's), read by `transformers`. Its
lower layers stay as they are and are run once; what a teacher says of items, the small branch then learns.
"""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import MPNetModel

from dragoman.reading.parser import MODELS
from dragoman.reading.wordpieces import WordPieces
from lab.coding.network import Batch, constants, of_words, raised, read_model
from lab.reading.network import WIDTH

FROZEN = 6  # of twelve layers
_WIDE = 768
_FIRST, _LAST = 0, 2  # <s> and </s>
_TOGETHER = 12  # sentences of like length that pass the layers together
_MOST = 200  # words of a sentence that are read, as everywhere in training
_LONGEST = 500  # pieces that the encoder has places for

States = tuple[NDArray[np.float16], list[int]]


def _encoder(folder: Path) -> MPNetModel:
    return MPNetModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")


class LargeReader:
    """The encoder's lower layers: the words of a sentence to the states of its pieces."""

    def __init__(self, folder: Path, frozen: int = FROZEN) -> None:
        self._model = _encoder(folder).eval()
        for part in self._model.modules():
            if isinstance(part, nn.Linear):
                part.to(torch.bfloat16)  # as autocast would, once and not for every batch
        self._frozen = frozen
        self._pieces = WordPieces.load(MODELS / "en" / "vocab.txt")
        ours = (MODELS / "en" / "vocab.txt").read_text(encoding="utf-8").splitlines()
        theirs = {piece: number for number, piece in enumerate((folder / "vocab.txt").read_text().splitlines())}
        self._numbers = [theirs.get(piece, theirs["[UNK]"]) for piece in ours]

    @torch.no_grad()
    def states(self, sentences: list[list[str]]) -> list[States]:
        """Of each sentence the states [pieces, 768] and the place of each piece's word from 1 (0 first, -1 last)."""
        cut = [self._cut(words[:_MOST]) for words in sentences]
        order = sorted(range(len(cut)), key=lambda place: len(cut[place][0]))
        found: list[States | None] = [None] * len(cut)
        for start in range(0, len(order), _TOGETHER):
            places = order[start : start + _TOGETHER]
            width = max(len(cut[place][0]) for place in places)
            pieces = torch.ones(len(places), width, dtype=torch.long)
            for row, place in enumerate(places):
                pieces[row, : len(cut[place][0])] = torch.tensor(cut[place][0])
            real = pieces != 1
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = self._model.embeddings(pieces)
                states = after(self._model.encoder.layer[: self._frozen], states, real, self._bias(states))
            for row, place in enumerate(places):
                size = len(cut[place][0])
                found[place] = states[row, :size].float().numpy().astype(np.float16), cut[place][1]
        return [each for each in found if each is not None]

    def _bias(self, states: Tensor) -> Tensor:
        return self._model.encoder.compute_position_bias(states)  # type: ignore[no-any-return]

    def _cut(self, words: list[str]) -> tuple[list[int], list[int]]:
        numbers, owners = [_FIRST], [0]
        for place, word in enumerate(words, 1):
            here = [self._numbers[number] for number in self._pieces.pieces(word)]
            numbers.extend(here)
            owners.extend([place] * len(here))
        return [*numbers[:_LONGEST], _LAST], [*owners[:_LONGEST], -1]


def after(layers: nn.ModuleList, states: Tensor, real: Tensor, bias: Tensor) -> Tensor:
    """States [sentences, pieces, 768] after some layers."""
    hidden = torch.zeros(real.shape).masked_fill(~real, -1e4)[:, None, None, :]
    for layer in layers:
        states = layer(states, hidden, bias)[0]
    return states


class LargeBranch(nn.Module):
    """The encoder's upper layers, and its states narrowed to the width of the small branch's."""

    def __init__(self, folder: Path, frozen: int = FROZEN) -> None:
        super().__init__()
        model = _encoder(folder)
        self.encoder = model.encoder
        del self.encoder.layer[:frozen]
        self.narrowed = nn.Linear(_WIDE, WIDTH)
        table = constants(read_model(MODELS / "en" / "reader.onnx"))["word_shapes_table"]
        self.word_shapes = nn.Embedding.from_pretrained(torch.from_numpy(table.copy()), freeze=True)

    def forward(self, batch: Batch) -> Tensor:
        """Word vectors [sentences, words + 1, WORD_WIDTH]."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = raised(batch, self._layers)
        return torch.cat([self.narrowed(of_words(states, batch)).float(), self.word_shapes(batch.shapes)], -1)

    def _layers(self, states: Tensor, real: Tensor) -> Tensor:
        return after(self.encoder.layer, states, real, self.encoder.compute_position_bias(states))
