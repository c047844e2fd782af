"""Numbers of acts by category and period come in; the periods in which their shares broke go out, with how sure.

Bayes factors of a Dirichlet-multinomial: one composition throughout against two, with every period as likely to be the
break; then again within each part. Only shares count, so more acts of every kind alike are no break.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from dragoman.analysis.shifts.levels import Array

Likelihood = Callable[[Array], Array]
"""Log of the probability of sums, by column."""
ALPHA = 0.5
"""Prior acts of each category."""
_AT_ONCE = 500_000
"""Sums that are looked at in one go."""
LEAST = float(np.log(10.0))
"""Log of the odds from which on a break is told: ten to one."""


@dataclass(frozen=True, slots=True)
class Break:
    """Shares differ from the period `place` on; it lies from `low` to `high` with probability 0.8.

    `begin` and `end` bound the periods that were compared, `log_odds` is the Bayes factor for a break among them.
    """

    place: int
    low: int
    high: int
    begin: int
    end: int
    log_odds: float


def breaks(
    counts: Array, *, least: float = LEAST, fewest: float = 4.0, likelihood: Likelihood | None = None
) -> list[Break]:
    """Breaks in the shares of an array of categories by periods, in the order of time.

    The division into parts of one composition each that is likeliest is found over all divisions, so that a level that
    rises and falls again is found too. Each part has at least `fewest` acts. A break that does not hold between the
    two parts beside it is taken out, the weakest first. `likelihood` replaces that of shares.
    """
    likely = likelihood or _likelihood
    places = [0, *_division(counts, fewest, likely), counts.shape[1]]
    while True:
        found = [
            _tested(counts, places[number - 1 : number + 2], fewest, likely) for number in range(1, len(places) - 1)
        ]
        if not found:
            return []
        weakest = min(found, key=lambda each: each.log_odds)
        if weakest.log_odds >= least:
            return found
        places.remove(weakest.place)


def _division(counts: Array, fewest: float, likely: Likelihood) -> list[int]:
    """First periods of the parts, but the first, of the likeliest division; each break costs the log of its places."""
    length = counts.shape[1]
    if length < 2:
        return []
    total = np.concatenate([np.zeros((len(counts), 1)), counts.cumsum(axis=1)], axis=1)
    best = np.full(length + 1, -np.inf)
    best[0] = np.log(length)
    came = np.zeros(length + 1, dtype=int)
    at_once = max(1, _AT_ONCE // (length * len(counts)))
    for first in range(1, length + 1, at_once):
        ends = range(first, min(first + at_once, length + 1))
        # The sums of all parts that end at one of these places, one after the other.
        sums = np.concatenate([total[:, end : end + 1] - total[:, :end] for end in ends], axis=1)
        parts = np.where(sums.sum(axis=0) >= fewest, likely(sums), -np.inf)
        for end in ends:
            mine, parts = parts[:end], parts[end:]
            value = best[:end] + mine - np.log(length)
            # Where nothing happened, many places are alike: the latest, in which the new acts begin.
            came[end] = int(np.nonzero(value >= value.max() - 1e-9)[0][-1])
            best[end] = value[came[end]]
    if not np.isfinite(best[length]):
        return []
    places = []
    end = int(came[length])
    while end > 0:
        places.append(end)
        end = int(came[end])
    return places[::-1]


def _tested(counts: Array, bounds: list[int], fewest: float, likely: Likelihood) -> Break:
    """How sure a break is, and where it may lie, between its two neighbours."""
    begin, place, end = bounds
    part = counts[:, begin:end]
    before = part.cumsum(axis=1)[:, :-1]
    after = part.sum(axis=1, keepdims=True) - before
    allowed = (before.sum(axis=0) >= fewest) & (after.sum(axis=0) >= fewest)
    both = np.where(allowed, likely(before) + likely(after), -np.inf)
    top = both.max()
    # The log of the sum of what these are logs of; where nothing is allowed, of nothing.
    whole = top + np.log(np.exp(both - top).sum()) if np.isfinite(top) else top
    log_odds = float(whole - np.log(allowed.sum()) - likely(part.sum(axis=1, keepdims=True))[0])
    chance: Array = np.exp(both - whole).cumsum()
    low, high = int(np.searchsorted(chance, 0.1)), min(int(np.searchsorted(chance, 0.9)), len(chance) - 1)
    return Break(place, min(place, begin + low + 1), max(place, begin + high + 1), begin, end, log_odds)


def rate_breaks(counts: Array, attention: Array, *, least: float = LEAST) -> list[Break]:
    """Breaks in how often something comes, of numbers by period, for so much attention in each.

    Each part has a rate of its own, a gamma around that of the whole as wide as half an act.
    """
    if not counts.sum():
        return []
    usual = counts.sum() / attention.sum()

    def likelihood(sums: Array) -> Array:
        found: Array = (
            gammaln(sums[0] + ALPHA) - gammaln(ALPHA) + ALPHA * np.log(ALPHA)
            - (sums[0] + ALPHA) * np.log(ALPHA + sums[1] * usual)
        )  # fmt: skip
        return found

    return breaks(np.stack([counts, attention]), least=least, likelihood=likelihood)


def _likelihood(sums: Array) -> Array:
    """Log of the probability of the acts' categories, by column, with the composition integrated out."""
    prior = ALPHA * len(sums)
    total = gammaln(prior) - gammaln(sums.sum(axis=0) + prior)
    found: Array = total + (gammaln(sums + ALPHA) - gammaln(ALPHA)).sum(axis=0)
    return found
