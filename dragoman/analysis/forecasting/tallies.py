"""Dated occurrences of numbered things come in; counts that fade at several half-lives go out."""

from collections.abc import Sequence

import numpy as np

from dragoman.analysis.forecasting.acts import Floats, Ints

_TOO_LARGE = 60.0  # doublings after which the weights are brought down: float32 holds 127
LASTING = float("inf")


class Tally:
    """Counts of things, each kept at several half-lives (days), with the last day on which it occurred.

    A weight grows with its day instead of the counts fading, so that a count is touched only when it occurs. The
    place after the last stands for things that cannot occur, and reads as nothing.
    """

    def __init__(self, n: int, half_lives: Sequence[float]) -> None:
        self.half_lives = np.array(half_lives)
        self.counts = np.zeros((n + 1, len(half_lives)), dtype=np.float32)
        self.last = np.full(n + 1, -1, dtype=np.int32)
        self.base = 0

    def add(self, things: Ints, day: int) -> None:
        """Counts things that occurred on a day, no earlier than any added before."""
        if not len(things):
            return
        grown = (day - self.base) / self.half_lives
        if grown.max() > _TOO_LARGE:
            self.counts *= (0.5**grown).astype(np.float32)
            self.base = day
            grown = np.zeros_like(grown)
        unique, times = np.unique(things, return_counts=True)
        self.counts[unique] += times[:, None] * (2.0**grown).astype(np.float32)
        self.last[unique] = day

    def at(self, things: Ints, day: int) -> Floats:
        """Counts of things as faded by a day: things × half-lives."""
        fading = (0.5 ** ((day - self.base) / self.half_lives)).astype(np.float32)
        return self.counts[things] * fading

    def since(self, things: Ints, day: int) -> Floats:
        """Days since things last occurred; 10,000 for those that never did."""
        last = self.last[things]
        return np.where(last < 0, 10_000, day - last).astype(np.float32)
