"""Events across documents on our own gold: above the same-lemma baseline, with few false merges, never below the floors."""

import pytest

from tests.quality.clusters import ASIDE, GOLD, b_cubed, errors, figures, merged, read, told, told_share
from tests.quality.gate import falls

FLOOR_F1 = 0.90
"""B³ F1 that merging may not fall below on the first set; it only rises."""
MOST_FALSE_MERGES = 0.05


@pytest.fixture(scope="module")
def mentions():
    return read(GOLD)


@pytest.fixture(scope="module")
def aside():
    return read(ASIDE)


def test_events_across_documents(mentions):
    scores = b_cubed(mentions.gold, merged(mentions))
    baseline = b_cubed(mentions.gold, mentions.lemma)
    assert scores.f1 > baseline.f1
    assert scores.f1 >= FLOOR_F1
    assert scores.pairs >= 25, "nothing is merged, so nothing is tested"
    assert scores.false_merges < MOST_FALSE_MERGES


def test_events_that_nothing_was_tuned_on(aside):
    system = merged(aside)
    scores, baseline = b_cubed(aside.gold, system), b_cubed(aside.gold, aside.lemma)
    assert scores.f1 > baseline.f1
    assert scores.pairs >= 10, "nothing is merged, so nothing is tested"
    assert falls(ASIDE.stem, figures(aside, system)) == []


def test_acts_of_the_set_kept_aside_are_told_where_they_are_said(aside):
    assert len(aside.gold) >= 250
    assert len(aside.report) > len(aside.gold) / 2, "most acts are not read, so little is tested"


def test_errors_are_the_pairs_that_differ(mentions):
    assert errors(mentions, mentions.gold) == []
    one, other = (f"{item}:imposed sanctions" for item in ("c17", "c21"))
    wrong = errors(mentions, {**mentions.gold, one: mentions.gold[other]})
    assert any(line.startswith("wrongly merged") and one in line and other in line for line in wrong)
    assert any(line.startswith("missed") and one in line and "c18" in line for line in wrong)
    assert told(mentions, mentions.gold)[-1].startswith("links missed: 0 of ")


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


def test_the_share_of_two_acts_is_told_with_its_interval() -> None:
    assert told_share(6, 33) == "6 of two acts (18.2%; 8.6% to 34.4%)"  # by Wilson's score, as tables of it have it
    assert told_share(0, 20) == "0 of two acts (0.0%; 0.0% to 16.1%)"
    assert told_share(0, 0) == "none put together"
