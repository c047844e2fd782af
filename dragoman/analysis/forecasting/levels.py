"""Past acts between two come in; how many acts the next month may bring goes out, as a distribution with baselines."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dragoman.analysis.forecasting.between import Act, Dyad
from dragoman.ontology.acts import QUAD, Quad

LEAST_MONTHS = 6
"""Full months on record under which no level is forecast."""
_WEIGHT = 0.3  # of the newest month in the exponential average
_MOST = 400  # counts above which a chance is not worked out; the last cell holds the rest
_SMOOTHING = 6.0  # months for which a dispersion of one (Poisson) is believed beforehand
CONFLICT = frozenset((Quad.VERBAL_CONFLICT, Quad.MATERIAL_CONFLICT))

Chances = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Level:
    """Acts that a month may bring: the mean, an 80 % range, the chances of 0, 1, 2, …; the same by the baselines.

    `average` is a Poisson around the exponential average, `usual` a Poisson around the mean of all months.
    """

    side: str
    month: date
    mean: float
    low: int
    high: int
    chances: Chances
    average: Chances
    usual: Chances
    past: tuple[int, ...]


def is_on(side: str, act: Act) -> bool:
    """True if an act is of cooperation, or of conflict, as asked."""
    return (QUAD[act.type] in CONFLICT) == (side == "conflict")


def next_month(on: date) -> date:
    """The first day of the month after."""
    return date(on.year + on.month // 12, on.month % 12 + 1, 1)


def monthly(acts: Sequence[Act], dyad: Dyad, side: str, on: date) -> list[int]:
    """Acts of each full month before the month of `on`, from the first in which the two had anything to do.

    An act told of several pairs or in both directions counts once.
    """
    mine = [act for act in acts if act.dyad == dyad]
    if not mine:
        return []
    first = min(act.on for act in mine)
    months = (on.year - first.year) * 12 + on.month - first.month
    events = {act.event: act for act in mine if is_on(side, act)}
    found = [0] * months
    for act in events.values():
        place = (act.on.year - first.year) * 12 + act.on.month - first.month
        if place < months:
            found[place] += 1
    return found


def level(past: Sequence[int], side: str, month: date) -> Level | None:
    """What a month may bring after these; None after too few."""
    if len(past) < LEAST_MONTHS:
        return None
    averages = _averages(past)
    mean = averages[-1]
    dispersion = _dispersion(past, averages)
    chances = negative_binomial(mean, dispersion)
    low, high = _quantile(chances, 0.1), _quantile(chances, 0.9)
    usual = (sum(past) + 0.5) / (len(past) + 1)
    return Level(side, month, mean, low, high, chances, poisson(mean), poisson(usual), tuple(past))


def _averages(past: Sequence[int]) -> list[float]:
    """The exponential average before each month and after the last; it starts at the mean of the first three."""
    start = (sum(past[:3]) + 0.5) / (len(past[:3]) + 1)
    found = [start]
    for count in past:
        found.append(found[-1] + _WEIGHT * (count - found[-1]))
    return [max(each, 0.05) for each in found]


def _dispersion(past: Sequence[int], averages: Sequence[float]) -> float:
    """Variance over mean of the months around their averages, weighed against one; never under one."""
    terms = [(count - mean) ** 2 / mean for count, mean in zip(past, averages, strict=False)]
    return max(1.0, (sum(terms) + _SMOOTHING) / (len(terms) + _SMOOTHING))


def poisson(mean: float) -> Chances:
    """Chances of 0, 1, 2, …"""
    return negative_binomial(mean, 1.0)


def negative_binomial(mean: float, dispersion: float) -> Chances:
    """Chances of 0, 1, 2, … where the variance is the mean times the dispersion."""
    counts = np.arange(_MOST + 1)
    if dispersion <= 1.0001:
        logs = counts * math.log(mean) - mean - np.array([math.lgamma(k + 1) for k in counts])
    else:
        size, chance = mean / (dispersion - 1), 1 / dispersion
        ways = np.array([math.lgamma(k + size) - math.lgamma(size) - math.lgamma(k + 1) for k in counts])
        logs = ways + size * math.log(chance) + counts * math.log(1 - chance)
    chances: Chances = np.exp(logs)
    chances[-1] += max(0.0, 1 - float(chances.sum()))
    return chances


def _quantile(chances: Chances, share: float) -> int:
    return int(np.searchsorted(np.cumsum(chances), share))


def crps(chances: Chances, count: int) -> float:
    """Continuous ranked probability score of a distribution over counts: in acts, 0 is best."""
    below = np.cumsum(chances)
    return float(((below - (np.arange(len(chances)) >= count)) ** 2).sum())
