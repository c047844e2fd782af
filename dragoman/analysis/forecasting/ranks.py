"""Scored candidates and true answers come in; the filtered rank of each true answer goes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.analysis.forecasting.acts import Ints

HITS = (1, 3, 10)


@dataclass(frozen=True, slots=True)
class Ranks:
    """Rank of each true answer: the mean over ties, the best and the worst that ties allow."""

    mean: NDArray[np.float64]
    best: NDArray[np.float64]
    worst: NDArray[np.float64]

    @property
    def mrr(self) -> float:
        """Mean reciprocal rank, mean rank on ties."""
        return float(np.mean(1 / self.mean)) if len(self.mean) else 0.0

    @property
    def spread(self) -> float:
        """How much ties could move the figure: optimistic minus pessimistic, over the candidates that were scored."""
        return float(np.mean(1 / self.best) - np.mean(1 / self.worst)) if len(self.mean) else 0.0

    def hits(self, within: int) -> float:
        """Share of answers that rank within so many."""
        return float(np.mean(self.mean <= within)) if len(self.mean) else 0.0

    @staticmethod
    def joined(parts: Sequence["Ranks"]) -> "Ranks":
        """The ranks of several parts."""
        return Ranks(
            np.concatenate([each.mean for each in parts]),
            np.concatenate([each.best for each in parts]),
            np.concatenate([each.worst for each in parts]),
        )


def filtered_ranks(actors: Ints, scores: NDArray[np.floating[Any]], answers: Ints, n_actors: int) -> Ranks:
    """Rank of every true answer to one question among all actors, the other true answers of that day left out.

    `actors` are the candidates and `scores` theirs; all other actors are tied below them.
    """
    is_true = np.isin(actors, answers)
    false_scores = np.sort(scores[~is_true])
    unseen_false = n_actors - len(actors) - (len(answers) - int(is_true.sum()))
    held = {int(actor): float(score) for actor, score in zip(actors[is_true], scores[is_true], strict=True)}
    mean, best, worst = [], [], []
    for answer in answers:
        score = held.get(int(answer))
        if score is None:
            above, tied = len(false_scores), unseen_false
        else:
            below = int(np.searchsorted(false_scores, score, side="left"))
            above = len(false_scores) - int(np.searchsorted(false_scores, score, side="right"))
            tied = len(false_scores) - below - above
        best.append(above + 1)
        worst.append(above + tied + 1)
        mean.append(above + tied / 2 + 1)
    return Ranks(np.array(mean, float), np.array(best, float), np.array(worst, float))
