"""Forecasts and what came of them come in; Brier score, log score and calibration go out, beside the baseline's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

BANDS = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
_FLOOR = 1e-4  # a chance of nothing or all is scored as if it had been this far from it


@dataclass(frozen=True, slots=True)
class Judged:
    """A chance, the baseline's, and whether it came so."""

    chance: float
    base: float
    came: bool


@dataclass(frozen=True, slots=True)
class Band:
    """Forecasts between two chances: how many, the mean chance, and the share that came so."""

    low: float
    high: float
    forecasts: int
    chance: float
    share: float


@dataclass(frozen=True, slots=True)
class Scores:
    """How good forecasts were: lower is better. `skill` is the share of the baseline's Brier score that is gone."""

    forecasts: int
    came: int
    brier: float
    log: float
    base_brier: float
    base_log: float
    bands: tuple[Band, ...]

    @property
    def skill(self) -> float:
        """1 − Brier / baseline's Brier; 0 where the baseline is never wrong."""
        return 1 - self.brier / self.base_brier if self.base_brier else 0.0


def scores(judged: Sequence[Judged]) -> Scores | None:
    """Scores of forecasts whose day has come; None of none."""
    if not judged:
        return None
    n = len(judged)
    return Scores(
        n,
        sum(each.came for each in judged),
        sum((each.chance - each.came) ** 2 for each in judged) / n,
        sum(_surprise(each.chance, each.came) for each in judged) / n,
        sum((each.base - each.came) ** 2 for each in judged) / n,
        sum(_surprise(each.base, each.came) for each in judged) / n,
        tuple(_bands(judged)),
    )


def _surprise(chance: float, came: bool) -> float:
    given = chance if came else 1 - chance
    return -math.log(min(max(given, _FLOOR), 1.0))


def _bands(judged: Sequence[Judged]) -> list[Band]:
    found = []
    for low, high in zip(BANDS, (*BANDS[1:], 1.0), strict=True):
        within = [each for each in judged if low <= each.chance < high or (high == 1.0 and each.chance == 1.0)]
        if within:
            n = len(within)
            found.append(Band(low, high, n, sum(e.chance for e in within) / n, sum(e.came for e in within) / n))
    return found
