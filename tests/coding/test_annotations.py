"""The annotations that the trained coder learns from: sound, each item once, none of a gold set."""

import json
from collections import Counter
from pathlib import Path

import pytest

from dragoman.ontology.acts import is_mode_of
from dragoman.ontology.sectors import Sector
from dragoman.record import EventType, Status

ANNOTATIONS = Path(__file__).parents[2] / "lab" / "coding" / "annotations"
SHARED = Path(__file__).parents[3] / "shared" / "gold"
FILES = sorted(ANNOTATIONS.glob("*.jsonl"))
KEPT = sorted((ANNOTATIONS / "kept").glob("*.jsonl"))


def _rows(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_there_are_as_many_as_the_coder_needs() -> None:
    assert sum(len(_rows(file)) for file in FILES) >= 2500


def test_every_item_stands_once() -> None:
    seen = Counter(row["id"] for file in FILES for row in _rows(file))
    assert [id_ for id_, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("file", [*FILES, *KEPT], ids=lambda file: file.stem)
def test_labels_are_those_of_the_codebook(file: Path) -> None:
    for row in _rows(file):
        for event in row["events"]:
            assert is_mode_of(EventType(event["type"]), event["mode"]), row["id"]
            Status(event["status"])
            for entity in (*event["actors"], *event["recipients"], *filter(None, [event["said_by"]])):
                assert entity["sector"] in set(Sector), row["id"]
                assert 0 <= entity["at"][0] < entity["at"][1], row["id"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_spans_of_our_own_sentences_lie_within_them(file: Path) -> None:
    for row in _rows(file):
        if "text" not in row:
            continue
        for event in row["events"]:
            spans = [event["anchor"], *(each["at"] for each in (*event["actors"], *event["recipients"]))]
            assert all(0 <= start < end <= len(row["text"]) for start, end in spans), row["id"]


def test_nothing_is_learned_from_a_gold_set() -> None:
    gold = [SHARED / f"{name}.jsonl" for name in ("dev", "dip_dev", "art_dev")]
    if not all(file.is_file() for file in gold):
        pytest.skip("the gold sets lie beside the checkout; they are not here")
    taken = {row["id"] for file in (*gold, *KEPT) for row in _rows(file)}
    assert taken.isdisjoint(row["id"] for file in FILES for row in _rows(file))
