"""An exported model comes in; the card that ships beside it, with hashes and measured figures, goes out."""

import hashlib
from collections import Counter
from pathlib import Path

from dragoman.reading.parser import Parser
from lab.reading.corpora import ENTITY_TYPES, Example

_CARD = Path(__file__).parent / "card.md"


def card_text(folder: Path, minilm: Path, figures: dict[str, dict[str, float]], names: dict[str, float]) -> str:
    """The card of the model in a folder; `figures` by test set and layer, `names` the F1 by entity type."""
    files = [
        f"| {path.name} | {path.stat().st_size:,} | `{_sha256(path)}` |"
        for path in (folder / "reader.onnx", folder / "labels.json", folder / "vocab.txt")
    ]
    layers = list(next(iter(figures.values())))
    rows = [
        f"| {name} | " + " | ".join(f"{each[layer]:.2f}" for layer in layers) + " |" for name, each in figures.items()
    ]
    return _CARD.read_text(encoding="utf-8").format(
        files="\n".join(files),
        minilm=_sha256(minilm),
        layers=" | ".join(layers),
        rule="|".join("---" for _ in layers),
        figures="\n".join(rows),
        names=", ".join(f"{kind} {100 * score:.0f}" for kind, score in names.items()),
    )


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def entity_scores(parser: Parser, examples: list[Example]) -> dict[str, float]:
    """F1 of exact spans by entity type, where the examples hold at least twenty."""
    right, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    for example, sentence in zip(examples, parser.parse_words([each.words for each in examples]), strict=True):
        gold = spans(example.entities)
        ours = spans([token.entity for token in sentence.tokens])
        wanted.update(kind for _, _, kind in gold)
        found.update(kind for _, _, kind in ours)
        right.update(kind for _, _, kind in gold & ours)
    return {kind: 2 * right[kind] / (found[kind] + wanted[kind]) for kind in ENTITY_TYPES if wanted[kind] >= 20}


def spans(labels: list[str]) -> set[tuple[int, int, str]]:
    """(first, last, type) of the spans that BIO labels mark."""
    found, start = set(), -1
    for place, label in enumerate([*labels, "O"]):
        if start >= 0 and not label.startswith("I-"):
            found.add((start, place - 1, labels[start][2:]))
            start = -1
        if label.startswith("B-"):
            start = place
    return found
