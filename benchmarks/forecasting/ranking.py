"""A history and a setting come in; the filtered ranks of the test's answers, by the fixed score and learnt, go out."""

import time
from dataclasses import dataclass

import numpy as np

from benchmarks.forecasting.histories import History
from dragoman.analysis.forecasting.ranker import Ranker, Setting, joined, learnt, lesson
from dragoman.analysis.forecasting.ranks import Ranks, filtered_ranks
from dragoman.analysis.forecasting.walking import Asked, questions_within, walk


@dataclass(frozen=True, slots=True)
class Run:
    """What a run reached, and how long it took in seconds."""

    fixed: Ranks
    learnt: Ranks | None
    seconds: float


def ranks_of(asked: Asked, scores: np.ndarray, n_actors: int) -> Ranks:
    """Ranks of every answer of a day."""
    found = asked.candidates
    begins = np.searchsorted(found.question, np.arange(len(asked.actors) + 1))
    parts = []
    for question in range(len(asked.actors)):
        some = slice(begins[question], begins[question + 1])
        parts.append(filtered_ranks(found.actor[some], scores[some], asked.true_answers(question), n_actors))
    return Ranks.joined(parts)


def run(history: History, setting: Setting, frozen: int = 1, say=lambda text: None) -> Run:
    """Learns on the last days of training, stops on validation, ranks the test; `frozen` days ahead for multi-step."""
    start = time.monotonic()
    index = history.index()
    first = history.valid_from - setting.train_days
    training = questions_within(index, first, history.valid_from)
    validation = questions_within(index, history.valid_from, history.test_from)

    def share(day: int) -> float:
        if day < first:
            return 0.0
        if day < history.valid_from:
            return setting.questions / training
        return setting.questions / 3 / validation if day < history.test_from else 1.0

    train, valid, fixed, by_ranker = [], [], [], []
    ranker: Ranker | None = None
    for asked in walk(index, share, history.until, setting.keep, frozen):
        if asked.day < history.valid_from:
            train.append(lesson(asked, setting.keep_to_learn))
        elif asked.day < history.test_from:
            valid.append(lesson(asked, setting.keep_to_learn))
        else:
            if ranker is None and train:
                say(f"features {time.monotonic() - start:.0f} s")
                ranker = learnt(joined(train), joined(valid), setting)
                say(f"learnt {time.monotonic() - start:.0f} s, rounds {[b.best_iteration for b in ranker.boosters]}")
                train.clear()
                valid.clear()
            fixed.append(ranks_of(asked, asked.candidates.score, index.n_actors))
            if ranker:
                by_ranker.append(ranks_of(asked, ranker.scores(asked.candidates.features), index.n_actors))
    learnt_ranks = Ranks.joined(by_ranker) if by_ranker else None
    return Run(Ranks.joined(fixed), learnt_ranks, time.monotonic() - start)
