import numpy as np
import pytest

from dragoman.analysis.forecasting.ranks import Ranks, filtered_ranks

# candidates, their scores, true answers of that day, all actors → ranks of the answers
RANKS = [
    ([0, 1, 2], [3.0, 2.0, 1.0], [0], 10, [1.0]),
    ([0, 1, 2], [3.0, 2.0, 1.0], [2], 10, [3.0]),
    # the other true answers of that day are left out, and only those
    ([0, 1, 2], [3.0, 2.0, 1.0], [0, 2], 10, [1.0, 2.0]),
    ([0, 1, 2], [3.0, 2.0, 1.0], [0, 1, 2], 10, [1.0, 1.0, 1.0]),
    # ties: the mean of the best and the worst place
    ([0, 1, 2], [1.0, 1.0, 1.0], [1], 10, [2.0]),
    ([0, 1, 2, 3], [5.0, 1.0, 1.0, 1.0], [3], 10, [3.0]),
    # no candidate: tied with all who are none, below those who are
    ([0, 1, 2], [3.0, 2.0, 1.0], [7], 10, [3 + 1 + 3.0]),
    ([], [], [7], 11, [6.0]),
]


@pytest.mark.parametrize(("actors", "scores", "answers", "everyone", "expected"), RANKS)
def test_filtered_rank_with_the_mean_of_ties(actors, scores, answers, everyone, expected):
    found = filtered_ranks(np.array(actors, int), np.array(scores, np.float32), np.array(answers), everyone)
    assert found.mean.tolist() == expected


def test_equal_scores_gain_nothing_from_optimism_in_the_figure():
    tied = filtered_ranks(np.arange(10), np.zeros(10, np.float32), np.array([4]), 10)
    assert (tied.best.tolist(), tied.mean.tolist(), tied.worst.tolist()) == ([1.0], [5.5], [10.0])
    assert tied.mrr == pytest.approx(1 / 5.5)
    assert tied.spread == pytest.approx(0.9)


def test_hits_and_mrr_over_parts():
    both = Ranks.joined([filtered_ranks(np.array([0, 1]), np.array([2.0, 1.0]), np.array([a]), 5) for a in (0, 1)])
    assert both.mrr == pytest.approx(0.75)
    assert [both.hits(k) for k in (1, 3)] == [0.5, 1.0]
