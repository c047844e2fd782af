"""Piece numbers and word shapes come in; word vectors, and what each head says of them, go out.

The encoder is MiniLM-L6 with a vector for each word's shape added to its pieces (the vocabulary is uncased, so
that is how the model sees capitals). Heads are modules of their own over the word vectors: another set of
heads (a coder's) can be trained on the same encoder and exported into the same file.
"""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from dragoman.reading.wordpieces import SHAPES

LAYERS, WIDTH, HEADS, INNER = 6, 384, 12, 1536
SHAPE_COUNT = 2 * len(SHAPES)
SHAPE_WIDTH = 24
WORD_WIDTH = WIDTH + SHAPE_WIDTH
ARC_WIDTH, RELATION_WIDTH = 256, 256
PAD = 0


class Layer(nn.Module):
    """One transformer layer, normalised after each half as BERT's are."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.norm_mixed = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm_outer = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = dropout

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        batch, length, _ = states.shape
        qkv = self.qkv(states).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        rate = self.dropout if self.training else 0.0
        mixed = functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=mask, dropout_p=rate)
        mixed = self.mixed(mixed.transpose(1, 2).reshape(batch, length, WIDTH))
        states = self.norm_mixed(states + functional.dropout(mixed, self.dropout, self.training))
        outer = self.outer(functional.gelu(self.inner(states)))
        return self.norm_outer(states + functional.dropout(outer, self.dropout, self.training))


class Encoder(nn.Module):
    """MiniLM-L6: pieces to word vectors; row 0 of a sentence's words is its [CLS], which stands for the root."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(30522, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(SHAPE_COUNT + 1, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))
        self.word_shapes = nn.Embedding(SHAPE_COUNT + 1, SHAPE_WIDTH)
        self.dropout = dropout
        nn.init.zeros_(self.shapes.weight)
        self.pieces.weight.requires_grad_(False)

    @classmethod
    def from_minilm(cls, weights: Path, dropout: float = 0.1) -> "Encoder":
        """The encoder with the published weights (a safetensors file of a BERT without a prefix)."""
        encoder = cls(dropout)
        given = load_file(str(weights))
        with torch.no_grad():
            encoder.pieces.weight.copy_(given["embeddings.word_embeddings.weight"])
            first_segment = given["embeddings.token_type_embeddings.weight"][0]
            encoder.positions.weight.copy_(given["embeddings.position_embeddings.weight"] + first_segment)
            _fill(encoder.norm, given, "embeddings.LayerNorm")
            for number, layer in enumerate(encoder.layers):
                stem = f"encoder.layer.{number}."
                for kind in ("weight", "bias"):
                    parts = [given[f"{stem}attention.self.{name}.{kind}"] for name in ("query", "key", "value")]
                    getattr(layer.qkv, kind).copy_(torch.cat(parts))
                _fill(layer.mixed, given, stem + "attention.output.dense")
                _fill(layer.norm_mixed, given, stem + "attention.output.LayerNorm")
                _fill(layer.inner, given, stem + "intermediate.dense")
                _fill(layer.outer, given, stem + "output.dense")
                _fill(layer.norm_outer, given, stem + "output.LayerNorm")
        return encoder

    def forward(self, batch: "Batch") -> Tensor:
        """Word vectors [sentences, words + 1, WORD_WIDTH]."""
        length = batch.pieces.shape[1]
        states = self.pieces(batch.pieces) + self.positions.weight[:length] + self.shapes(batch.piece_shapes)
        states = functional.dropout(self.norm(states), self.dropout, self.training)
        mask = (batch.pieces != PAD)[:, None, None, :]
        for layer in self.layers:
            states = layer(states, mask)
        places = torch.arange(batch.word_shapes.shape[1])
        pool = (batch.word_of_piece[:, None, :] == places[None, :, None]).to(states.dtype)
        pooled = (pool @ states) / pool.sum(-1, keepdim=True).clamp(min=1)
        return torch.cat([pooled, self.word_shapes(batch.word_shapes)], -1)


def _fill(module: nn.Module, given: dict[str, Tensor], stem: str) -> None:
    module.weight.copy_(given[stem + ".weight"])  # type: ignore[union-attr, operator]
    module.bias.copy_(given[stem + ".bias"])  # type: ignore[union-attr, operator]


@dataclass
class Batch:
    """Padded numbers of some sentences.

    `pieces`, `piece_shapes`, `word_of_piece` are [sentences, pieces]: `word_of_piece` is 0 for [CLS], a word's
    place counted from 1, and -1 for [SEP] and padding. `word_shapes` is [sentences, words + 1]; the rows of
    [CLS] and of padding hold SHAPE_COUNT.
    """

    pieces: Tensor
    piece_shapes: Tensor
    word_of_piece: Tensor
    word_shapes: Tensor


class TagHeads(nn.Module):
    """One linear layer over the word vectors for every kind of tag, in the order of `sizes`."""

    def __init__(self, sizes: dict[str, int], dropout: float = 0.25) -> None:
        super().__init__()
        self.sizes = sizes
        self.dropout = dropout
        self.scores = nn.Linear(WORD_WIDTH, sum(sizes.values()))

    def forward(self, words: Tensor) -> dict[str, Tensor]:
        """Scores [sentences, words, labels] of each kind."""
        scores = self.scores(functional.dropout(words, self.dropout, self.training))
        return dict(zip(self.sizes, scores.split(list(self.sizes.values()), -1), strict=True))


class TreeHeads(nn.Module):
    """Scores of each word under each head, and of each relation for a word under a given head."""

    def __init__(self, relations: int, dropout: float = 0.25) -> None:
        super().__init__()
        self.dropout = dropout
        self.views = nn.Linear(WORD_WIDTH, 2 * ARC_WIDTH + 2 * RELATION_WIDTH)
        self.between = nn.Linear(ARC_WIDTH, ARC_WIDTH)
        self.relation = nn.Linear(2 * RELATION_WIDTH, relations)
        nn.init.zeros_(self.between.weight)

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Arc scores [sentences, words, heads] and the two views that `relations` compares."""
        views = self.views(functional.dropout(words, self.dropout, self.training))
        sizes = [ARC_WIDTH, ARC_WIDTH, RELATION_WIDTH, RELATION_WIDTH]
        below, above, child, parent = views.split(sizes, -1)
        below = functional.dropout(functional.relu(below), self.dropout, self.training)
        above = functional.dropout(functional.relu(above), self.dropout, self.training)
        return self.between(below) @ above.transpose(1, 2), child, parent

    def relations(self, child: Tensor, parent: Tensor) -> Tensor:
        """Relation scores of words under their heads: both [..., RELATION_WIDTH] to [..., relations]."""
        joined = torch.cat([functional.relu(child + parent), child * parent], -1)
        return self.relation(functional.dropout(joined, self.dropout, self.training))


class Reader(nn.Module):
    """The encoder with the heads that reading needs."""

    def __init__(self, encoder: Encoder, tag_sizes: dict[str, int], relations: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.tags = TagHeads(tag_sizes)
        self.tree = TreeHeads(relations)
