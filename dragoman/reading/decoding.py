"""Scores of each word under each possible head come in; the best tree with a single root goes out."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


def best_tree(scores: NDArray[np.floating]) -> list[int]:
    """Heads of the highest-scoring tree with exactly one root word.

    `scores` is [words, words + 1]: row w, column h is the score of word w + 1 under head h, where head 0 is the
    root and a word's own column is ignored. Heads are counted the same way. Scores must be finite.
    """
    count = scores.shape[0]
    if count == 0:
        return []
    square = np.full((count + 1, count + 1), -np.inf)
    square[1:] = scores
    np.fill_diagonal(square, -np.inf)
    greedy: list[int] = square[1:].argmax(axis=1).tolist()
    if greedy.count(0) == 1 and not _cycle([0, *greedy]):
        return greedy
    return _best_by_root(square)


_ROOTS_TRIED = 4


def _best_by_root(square: Scores) -> list[int]:
    """The best tree: the likeliest roots one by one while they may still win, then all at once."""
    inner = square[1:, 1:]
    heads = inner.argmax(axis=1) + 1
    # What a tree under this root scores at most: every other word under the head that it likes best.
    bounds = inner.max(axis=1)
    bounds = bounds[np.isfinite(bounds)].sum() - np.where(np.isfinite(bounds), bounds, 0.0) + square[1:, 0]
    order = np.argsort(-bounds, kind="stable")
    best: list[int] = []
    total = -np.inf
    for place in order[:_ROOTS_TRIED]:
        if bounds[place] <= total:
            return best
        found = heads.copy()
        found[place] = 0
        tree: list[int] = found.tolist()
        if _cycle([0, *tree]):
            fixed = square.copy()
            fixed[:, 0] = -np.inf
            fixed[place + 1] = -np.inf
            fixed[place + 1, 0] = square[place + 1, 0]
            tree = _arborescence(fixed)[1:]
        score = square[np.arange(1, len(square)), tree].sum()
        if score > total:
            best, total = tree, score
    if len(order) <= _ROOTS_TRIED or bounds[order[_ROOTS_TRIED]] <= total:
        return best
    # A root arc that costs more than all other differences together is taken as seldom as a tree allows: once.
    finite = square[np.isfinite(square)]
    square[1:, 0] -= (finite.max() - finite.min() + 1.0) * len(square)
    return _arborescence(square)[1:]


def _arborescence(scores: Scores) -> list[int]:
    """Chu-Liu/Edmonds: best heads of all nodes but node 0, which is the root and whose entry is 0."""
    best = scores.argmax(axis=1)
    best[0] = 0
    heads: list[int] = best.tolist()
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.array(cycle)
    is_outside = np.ones(len(scores), dtype=bool)
    is_outside[inside] = False
    outside = is_outside.nonzero()[0]
    # The cycle becomes one node, the last of a smaller graph.
    gains = scores[np.ix_(inside, outside)] - scores[inside, best[inside]][:, None]
    entered = gains.argmax(axis=0)
    offers = scores[np.ix_(outside, inside)]
    left = offers.argmax(axis=1)
    size = len(outside)
    smaller = np.full((size + 1, size + 1), -np.inf)
    smaller[:size, :size] = scores[np.ix_(outside, outside)]
    smaller[:size, size] = offers[np.arange(size), left]
    smaller[size, :size] = gains[entered, np.arange(size)]
    smaller[0] = -np.inf
    found = _arborescence(smaller)
    for place in range(1, size):
        head = found[place]
        heads[outside[place]] = int(inside[left[place]] if head == size else outside[head])
    way_in = found[size]
    heads[inside[entered[way_in]]] = int(outside[way_in])
    return heads


def _cycle(heads: list[int]) -> list[int]:
    """The nodes of some cycle among these heads, or none; node 0 is the root."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        here = start
        while here and not seen[here]:
            seen[here] = start
            here = heads[here]
        if here and seen[here] == start:
            cycle = [here]
            while heads[cycle[-1]] != here:
                cycle.append(heads[cycle[-1]])
            return cycle
    return []
