"""Trees against all the trees there are, for few words; always a tree with one root, for many."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from dragoman.reading.decoding import best_tree


def is_tree(heads: list[int]) -> bool:
    """One root, and every word reaches it."""
    if heads.count(0) != 1:
        return False
    for word in range(1, len(heads) + 1):
        here, steps = word, 0
        while here and steps <= len(heads):
            here, steps = heads[here - 1], steps + 1
        if here:
            return False
    return True


def total(scores: NDArray[np.float64], heads: tuple[int, ...] | list[int]) -> float:
    return float(sum(scores[word, head] for word, head in enumerate(heads)))


@pytest.mark.parametrize("words", [1, 2, 3, 4, 5])
def test_no_tree_scores_better(words: int) -> None:
    dice = np.random.default_rng(words)
    for _ in range(40):
        scores = dice.normal(size=(words, words + 1)) * 5
        every = [heads for heads in product(range(words + 1), repeat=words) if is_tree(list(heads))]
        best = max(total(scores, heads) for heads in every)
        found = best_tree(scores)
        assert is_tree(found)
        assert total(scores, found) == pytest.approx(best)


@pytest.mark.parametrize(
    ("what", "scores", "heads"),
    [
        ("a plain chain", [[9, 0, 0], [0, 9, 0]], [0, 1]),
        ("two words that each want the other", [[1, 0, 9], [0, 9, 0]], [0, 1]),
        ("two words that each want to be the root", [[9, 0, 1], [8, 1, 0]], [0, 1]),
        ("no words", np.zeros((0, 1)), []),
    ],
)
def test_small_trees(what: str, scores: list[list[float]], heads: list[int]) -> None:
    assert best_tree(np.array(scores, dtype=np.float64)) == heads, what


@pytest.mark.parametrize("words", [50, 252])
def test_many_words_give_a_tree(words: int) -> None:
    scores = np.random.default_rng(7).normal(size=(words, words + 1)).astype(np.float32)
    assert is_tree(best_tree(scores))


def test_scores_are_left_as_they_were() -> None:
    scores = np.random.default_rng(1).normal(size=(4, 5))
    kept = scores.copy()
    best_tree(scores)
    assert (scores == kept).all()
