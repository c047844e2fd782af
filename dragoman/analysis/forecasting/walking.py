"""An index of acts comes in; the questions of each day go out with their candidates, seen from the days before."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from dragoman.analysis.forecasting.acts import Index, Ints, starts
from dragoman.analysis.forecasting.features import Candidates, candidates
from dragoman.analysis.forecasting.memory import Memory


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions (who, what) of a day, each once, with their true answers and the candidates found for each."""

    day: int
    actors: Ints
    relations: Ints
    answers: Ints
    answers_of: Ints
    candidates: Candidates

    def true_answers(self, question: int) -> Ints:
        """The answers that a question had."""
        return self.answers[self.answers_of[question] : self.answers_of[question + 1]]


def questions_of(index: Index, day: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Who and what is asked on a day, from both sides, with the answers and where those of each question begin."""
    acts = index.on(day)
    keys = index.acts.actors[acts] * index.n_sides + index.acts.relations[acts]
    table = np.unique(keys * index.n_actors + index.acts.recipients[acts])
    keys, answers = table // index.n_actors, table % index.n_actors
    unique, group = np.unique(keys, return_inverse=True)
    return unique // index.n_sides, unique % index.n_sides, answers, starts(group, len(unique))


def questions_within(index: Index, first: int, last: int) -> int:
    """How many questions the days from the first to before the last hold."""
    return sum(len(questions_of(index, day)[0]) for day in range(first, last))


def walk(index: Index, share: Callable[[int], float], until: int, keep: int, frozen: int = 1) -> Iterator[Asked]:
    """Every day before `until` of which a share of the questions is wanted (1: all; less: drawn), in order.

    `frozen` is how many days are asked of one and the same memory: 1 looks one day ahead, 30 up to thirty. Blocks of
    days are laid out so that one of them ends on the day before `until`.
    """
    memory = Memory(index)
    pending: list[int] = []
    for day in range(index.first_day, until):
        wanted = share(day)
        if wanted > 0:
            asked = _drawn(questions_of(index, day), wanted, day)
            if len(asked[0]):
                found = candidates(memory, asked[0], asked[1], day, keep)
                yield Asked(day, *asked, found)
        pending.append(day)
        if (until - 1 - day) % frozen == 0:
            for each in pending:
                memory.learn(each)
            if frozen > 1:
                memory.rules.refresh()
            pending.clear()


def _drawn(asked: tuple[Ints, Ints, Ints, Ints], share: float, seed: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Some of the questions of a day with their answers, drawn by lot."""
    if share >= 1:
        return asked
    actors, relations, answers, begins = asked
    stays = np.random.default_rng(seed).random(len(actors)) < share
    sizes = np.diff(begins)
    kept = np.concatenate([[0], np.cumsum(sizes[stays])])
    return actors[stays], relations[stays], answers[np.repeat(stays, sizes)], kept
