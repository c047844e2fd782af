"""Features of what may come, and what came, come in; a learner of chances goes out, with what raised each of them.

Trees where LightGBM is there and enough has happened, else a logistic regression on the logarithms of a few counts.
"""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from dragoman.analysis.forecasting.acts import Floats
from dragoman.analysis.forecasting.features import NAMES
from dragoman.analysis.forecasting.fitting import Reals, fitted

ENOUGH = 400
"""Acts that came, among the cases, from which on trees learn more than they imagine."""
GROUNDS = (*NAMES, "followed")
"""The features that chances are learnt from: those of the ranker, and the rules of the horizon."""
COUNTED = (
    "same_8d", "same_50d", "same_all", "reverse_50d", "pair_15d", "pair_50d", "pair_all", "took_40d", "answerer_60d",
    "asked_60d", "relation_60d", "relation_all", "rules", "followed", "hops",
)  # fmt: skip
"""Features that the regression weighs; all are counts or shares, and counts enter as logarithms."""
_PLACES = [GROUNDS.index(name) for name in COUNTED]
_RIDGE = 10.0
_ROUNDS = 150


class Learner(Protocol):
    """Gives chances, and what each feature adds to their log odds."""

    @property
    def name(self) -> str:
        """What it is, in words."""
        ...

    def chances(self, features: Floats) -> Reals:
        """The chance of each row."""
        ...

    def contributions(self, features: Floats) -> Floats:
        """What each feature adds to the log odds of each row, in the order of GROUNDS."""
        ...


class Regression:
    """A logistic regression whose weights are held near zero, and its intercept near the share that came."""

    name = "a logistic regression"

    def __init__(self, features: Floats, came: NDArray[np.bool_]) -> None:
        values = _values(features)
        self._mean = values.mean(axis=0)
        self._scale = np.maximum(values.std(axis=0), 1e-6)
        rows = np.column_stack([np.ones(len(values)), (values - self._mean) / self._scale])
        share = (came.sum() + 0.5) / (len(came) + 1.0)
        prior = np.zeros(rows.shape[1])
        prior[0] = np.log(share / (1 - share))
        ridge = np.full(len(prior), _RIDGE)
        ridge[0] = 0.1
        self._weights = fitted(rows, came.astype(float), prior, ridge)

    def chances(self, features: Floats) -> Reals:
        """The chance of each row."""
        odds = self._weights[0] + self._added(features).sum(axis=1)
        found: Reals = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        return found

    def contributions(self, features: Floats) -> Floats:
        """What each feature adds to the log odds of each row, beside the mean row."""
        whole = np.zeros(features.shape, dtype=np.float32)
        whole[:, _PLACES] = self._added(features)
        return whole

    def _added(self, features: Floats) -> Reals:
        found: Reals = (_values(features) - self._mean) / self._scale * self._weights[1:]
        return found


class Trees:
    """Boosted trees on all features (LightGBM).

    One thread: two wait for one another by spinning, which on a busy machine costs minutes and saves seconds.
    """

    name = "boosted trees"

    def __init__(self, lightgbm: Any, features: Floats, came: NDArray[np.bool_]) -> None:
        options = {
            "objective": "binary", "learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 100,
            "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 10.0, "num_threads": 1,
            "seed": 1, "verbosity": -1, "deterministic": True, "force_row_wise": True,
        }  # fmt: skip
        data = lightgbm.Dataset(features, came.astype(np.float32), feature_name=list(GROUNDS))
        self._booster = lightgbm.train(options, data, _ROUNDS)

    def chances(self, features: Floats) -> Reals:
        """The chance of each row."""
        found: Reals = np.asarray(self._booster.predict(features, num_threads=1), dtype=float)
        return found

    def contributions(self, features: Floats) -> Floats:
        """What each feature adds to the log odds of each row."""
        added = np.asarray(self._booster.predict(features, pred_contrib=True, num_threads=1))
        found: Floats = added[:, :-1].astype(np.float32)
        return found


def learner_of(features: Floats, came: NDArray[np.bool_]) -> Learner:
    """What learns best from so many cases."""
    if came.sum() >= ENOUGH:
        try:
            import lightgbm
        except ImportError:
            return Regression(features, came)
        return Trees(lightgbm, features, came)
    return Regression(features, came)


def _values(features: Floats) -> Reals:
    found: Reals = np.log1p(features[:, _PLACES].astype(float))
    return found
