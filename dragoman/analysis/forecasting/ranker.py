"""Days with their true answers come in; a learnt ranker of candidates goes out (LightGBM, an optional extra)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.analysis.forecasting.acts import Floats, Ints
from dragoman.analysis.forecasting.features import NAMES
from dragoman.analysis.forecasting.walking import Asked
from dragoman.errors import Stop


@dataclass(frozen=True, slots=True)
class Setting:
    """How much to learn from: days and candidates of training, questions at most, rounds, and how many rankers."""

    train_days: int
    keep_to_learn: int
    keep: int
    questions: int
    rounds: int
    leaves: int
    rate: float
    rankers: int = 1
    threads: int = 2


_TIES = 1e-5  # weight of the fixed score beside the learnt one
LIGHT = Setting(train_days=60, keep_to_learn=50, keep=120, questions=12_000, rounds=250, leaves=31, rate=0.1)
FULL = Setting(train_days=150, keep_to_learn=50, keep=150, questions=24_000, rounds=300, leaves=47, rate=0.07)


@dataclass(frozen=True, slots=True)
class Lesson:
    """Rows to learn from: features, which rows are true answers, rows of each question."""

    features: Floats
    is_answer: Floats
    sizes: Ints


def lesson(asked: Asked, keep: int) -> Lesson:
    """The questions of a day of which an answer is among the candidates.

    Of each, the `keep` best by the fixed score stay; a true answer beyond them does not, for its place would tell it.
    """
    found = asked.candidates
    key = found.question * (1 << 32) + found.actor
    owner = np.repeat(np.arange(len(asked.actors)), np.diff(asked.answers_of))
    is_answer = np.isin(key, owner * (1 << 32) + asked.answers)
    is_near = found.features[:, NAMES.index("place")] < keep
    has_answer = np.bincount(found.question, weights=is_answer & is_near, minlength=len(asked.actors)) > 0
    stays = has_answer[found.question] & is_near
    counts = np.bincount(found.question[stays], minlength=len(asked.actors))
    return Lesson(found.features[stays], is_answer[stays].astype(np.float32), counts[counts > 0])


def joined(lessons: Sequence[Lesson]) -> Lesson:
    """The lessons as one."""
    return Lesson(
        np.concatenate([each.features for each in lessons]),
        np.concatenate([each.is_answer for each in lessons]),
        np.concatenate([each.sizes for each in lessons]),
    )


class Ranker:
    """One or several boosters, whose scores are averaged."""

    def __init__(self, boosters: Sequence[Any]) -> None:
        self.boosters = boosters

    def scores(self, features: Floats) -> NDArray[np.float64]:
        """A score of each row; only the order within a question means anything. The fixed score parts what is equal."""
        total = _TIES * len(self.boosters) * features[:, NAMES.index("score")].astype(np.float64)
        for booster in self.boosters:
            total += booster.predict(features, num_threads=2)
        return total / len(self.boosters)

    def contributions(self, features: Floats) -> Floats:
        """What each feature adds to the score of each row."""
        total = sum(booster.predict(features, pred_contrib=True) for booster in self.boosters)
        return (np.asarray(total)[:, :-1] / len(self.boosters)).astype(np.float32)


def learnt(train: Lesson, valid: Lesson, setting: Setting, objective: str = "lambdarank") -> Ranker:
    """A ranker learnt on some days and stopped where it ranks others best; Stop without LightGBM."""
    try:
        import lightgbm
    except ImportError as error:
        raise Stop("the learnt ranker needs LightGBM.", remedy="“pip install dragoman[forecast]”.") from error
    boosters = []
    data = lightgbm.Dataset(train.features, train.is_answer, group=train.sizes, feature_name=list(NAMES))
    held = lightgbm.Dataset(valid.features, valid.is_answer, group=valid.sizes, reference=data)
    for seed in range(setting.rankers):
        options = {
            "objective": objective, "learning_rate": setting.rate, "num_leaves": setting.leaves,
            "min_data_in_leaf": 50, "feature_fraction": 0.6, "bagging_fraction": 0.8, "bagging_freq": 1,
            "lambda_l2": 5.0, "metric": "ndcg", "eval_at": [10], "lambdarank_truncation_level": 20,
            "num_threads": setting.threads, "seed": seed + 1, "verbosity": -1, "deterministic": True,
            "force_row_wise": True,
        }  # fmt: skip
        stop = lightgbm.early_stopping(30, verbose=False)
        boosters.append(lightgbm.train(options, data, setting.rounds, valid_sets=[held], callbacks=[stop]))
    return Ranker(boosters)
