"""Events across documents on our own gold: above the same-lemma baseline, with few false merges, never below the floors."""

import pytest

from tests.quality.clusters import GOLD, b_cubed, merged, read

FLOOR_F1 = 0.90
"""B³ F1 that merging may not fall below; it only rises."""
MOST_FALSE_MERGES = 0.05


@pytest.fixture(scope="module")
def mentions():
    return read(GOLD)


def test_events_across_documents(mentions):
    scores = b_cubed(mentions.gold, merged(mentions))
    baseline = b_cubed(mentions.gold, mentions.lemma)
    assert scores.f1 > baseline.f1
    assert scores.f1 >= FLOOR_F1
    assert scores.pairs >= 25, "nothing is merged, so nothing is tested"
    assert scores.false_merges < MOST_FALSE_MERGES


@pytest.mark.parametrize(
    ("system", "precision", "recall", "wrong", "pairs"),
    [
        ({"a": "1", "b": "1", "c": "2"}, 1.0, 1.0, 0, 1),
        ({"a": "1", "b": "2", "c": "3"}, 1.0, 2 / 3, 0, 0),
        ({"a": "1", "b": "1", "c": "1"}, 5 / 9, 1.0, 2, 3),
    ],
)
def test_the_score(system, precision, recall, wrong, pairs):
    scores = b_cubed({"a": "x", "b": "x", "c": "y"}, system)
    assert (scores.precision, scores.recall) == pytest.approx((precision, recall))
    assert (scores.wrong_pairs, scores.pairs) == (wrong, pairs)
