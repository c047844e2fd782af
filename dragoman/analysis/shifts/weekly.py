"""A pair's weekly numbers come in; the distribution of next week's number goes out, and how good such guesses were."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from dragoman.analysis.shifts.levels import Array

SMOOTHING = 0.3
"""Share of the last week in the exponential average."""
_LONG = 0.04
_MIXED = 0.7
_PRIOR = 0.2


@dataclass(frozen=True, slots=True)
class Ahead:
    """Next week's number: a negative binomial of this mean and variance (a Poisson where they are equal)."""

    mean: Array
    variance: Array

    def crps(self, seen: Array, *, most: int = 200) -> Array:
        """The continuous ranked probability score of each guess, in acts: less is better."""
        steps = np.arange(most + 1)[:, None]
        excess = np.maximum(self.variance - self.mean, 1e-6)
        size = np.maximum(self.mean, 1e-6) ** 2 / excess
        below = stats.nbinom.cdf(steps, size, size / (size + np.maximum(self.mean, 1e-6)))
        scored: Array = ((below - (steps >= np.minimum(seen, most))) ** 2).sum(axis=0)
        return scored


def average(weeks: Array, share: float = SMOOTHING) -> Array:
    """The exponential average of each pair's weeks up to and including each: pairs by weeks."""
    found = np.zeros_like(weeks)
    level = weeks[:, 0].copy()
    for week in range(weeks.shape[1]):
        level = (1 - share) * level + share * weeks[:, week]
        found[:, week] = level
    return found


def ahead(weeks: Array) -> Ahead:
    """What the week after the last may bring, by pair: a mean of a quick, a slow and an overall average.

    The variance follows the errors that the same guess made in the weeks before, over all pairs of like level.
    """
    quick, slow = average(weeks), average(weeks, _LONG)
    guess = _MIXED * quick + (1 - _MIXED) * slow
    past, came = guess[:, :-1], weeks[:, 1:]
    # Variance as mean + d · mean², with one d over all pairs, from the errors so far.
    spread = max(((came - past) ** 2 - past).sum() / max((past**2).sum(), 1e-9), 0.05) if past.size else 1.0
    mean = np.maximum(guess[:, -1], _PRIOR * weeks.mean(axis=1) + 1e-3)
    return Ahead(mean, mean + spread * mean**2)


def log_error(guess: Array, seen: Array) -> float:
    """Mean squared error of logarithms of one plus the number."""
    return float(((np.log1p(guess) - np.log1p(seen)) ** 2).mean())
