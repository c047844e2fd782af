"""Kept forecasts with what came of them come in; how good each kind of them has been goes out."""

import json
from collections.abc import Sequence

import numpy as np

from dragoman.analysis.forecasting.levels import Chances, crps
from dragoman.analysis.forecasting.scoring import Judged, Scores, scores
from dragoman.events import Forecast, Outcome

Settled = tuple[Forecast, Outcome]
CHANCES = ("next", "held")
"""Kinds of forecasts that give a chance."""
_LEVELS = {"chances": "forecast", "average": "exponential average", "usual": "all months"}


def scores_of(kind: str, settled: Sequence[Settled]) -> Scores | None:
    """Scores of the forecasts of one kind that give a chance; None of none."""
    return scores(
        [
            Judged(made.chance, made.base or 0.0, bool(came.outcome))
            for made, came in settled
            if made.kind == kind and made.chance is not None
        ]
    )


def level_scores(settled: Sequence[Settled]) -> tuple[int, dict[str, float]]:
    """How many levels were settled, and their mean CRPS in acts beside that of the baselines; empty of none."""
    found = [_level(made, came) for made, came in settled if made.kind == "level"]
    if not found:
        return 0, {}
    return len(found), {name: round(sum(each[name] for each in found) / len(found), 4) for name in found[0]}


def _level(made: Forecast, came: Outcome) -> dict[str, float]:
    grounds = json.loads(made.grounds)
    count = int(came.outcome)
    return {words: crps(_padded(grounds[name], count), count) for name, words in _LEVELS.items()}


def _padded(chances: list[float], count: int) -> Chances:
    """The chances, drawn out to the count where it lies beyond them."""
    return np.array(chances + [0.0] * max(0, count + 1 - len(chances)))
