"""A history comes in; the ranks that mere recurrence gives the test's answers go out: the baseline of the field.

As its authors compute it: an answer that was given to the same question before scores by how often, an occurrence of d
days ago counting 2^(−λ · d), as a share of what one on every day between the relation's first and last would count; to
this comes, weighed by 1 − α, its share of the answers to the relation. For each relation λ is chosen on validation by
recurrence alone, and then α. Equals are parted by chance there; here by a hash of the name, which is as blind.
"""

import numpy as np

from benchmarks.forecasting.histories import History
from dragoman.analysis.forecasting.acts import Index, Ints
from dragoman.analysis.forecasting.ranks import Ranks, filtered_ranks
from dragoman.analysis.forecasting.tallies import LASTING, Tally
from dragoman.analysis.forecasting.walking import questions_of

FADINGS = (0.0, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.5, 0.9, 1.0001)
WEIGHTS = (0.0, 0.00001, 0.0001, 0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 1.0)
"""λ and α, as published; an α of one leaves the relation's habit as much as 0.00001."""
_MOST = 0.99999
_UNTRIED = (len(FADINGS) - 1, _MOST)  # for a relation that validation does not have

_BLIND = 1e-13  # less than any score can differ by


class Recurrence:
    """How often each answer was given to each question, fading, and how often to each relation."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.given: dict[int, dict[int, int]] = {}
        self.tally = Tally(len(index.keys), [1 / fading if fading else LASTING for fading in FADINGS])
        self.counts = np.zeros((index.n_sides, index.n_actors), dtype=np.float32)
        self.days = np.full((index.n_sides, 2), -1, dtype=np.int64)
        self.order = _BLIND * np.argsort(np.argsort(index.cast.order)) / index.n_actors

    def learn(self, day: int) -> None:
        acts = self.index.on(day)
        whole = self.index.acts
        triples = self.index.triple_of[acts]
        for actor, relation, recipient, triple in zip(
            whole.actors[acts].tolist(), whole.relations[acts].tolist(), whole.recipients[acts].tolist(),
            triples.tolist(), strict=True,
        ):  # fmt: skip
            self.given.setdefault(actor * self.index.n_sides + relation, {})[recipient] = triple
            self.counts[relation, recipient] += 1
            if self.days[relation, 0] < 0:
                self.days[relation, 0] = day
            self.days[relation, 1] = day
        self.tally.add(np.unique(triples), day)

    def every_day(self, relation: int, day: int) -> np.ndarray:
        """What an occurrence on each day from the relation's first to that before its last would count, by λ."""
        ages = day - np.arange(self.days[relation, 0], max(self.days[relation, 1], self.days[relation, 0] + 1))
        return np.array([(2.0 ** (-fading * ages)).sum() for fading in FADINGS])

    def shares(self, question: tuple[int, int], day: int) -> tuple[Ints, np.ndarray]:
        """Who answered a question (actor, relation) before, and how often by λ, as a share of every day."""
        actor, relation = question
        seen = self.given.get(actor * self.index.n_sides + relation, {})
        people = np.fromiter(seen, dtype=np.int64, count=len(seen))
        triples = np.fromiter(seen.values(), dtype=np.int64, count=len(seen))
        if not len(people):
            return people, np.zeros((0, len(FADINGS)))
        return people, self.tally.at(triples, day).astype(np.float64) / self.every_day(relation, day)

    def alone(self, question: tuple[int, int], answers: Ints, day: int) -> np.ndarray:
        """Summed reciprocal ranks of the answers to a question by recurrence alone, under each λ."""
        people, shares = self.shares(question, day)
        order = self.order[people]
        found = [
            filtered_ranks(people, shares[:, at] + order, answers, self.index.n_actors) for at in range(len(FADINGS))
        ]
        return np.array([(1 / each.mean).sum() for each in found])

    def both(self, question: tuple[int, int], answers: Ints, day: int, choice: tuple[int, list[float]]) -> list[Ranks]:
        """Ranks of the answers to a question under a λ and each of some α.

        Under one α all actors are ranked, those that nothing speaks for in their blind order too.
        """
        counts = self.counts[question[1]]
        everyone = np.arange(self.index.n_actors) if len(choice[1]) == 1 else np.flatnonzero(counts)
        habit = counts[everyone].astype(np.float64) / max(float(counts.sum()), 1.0)
        people, shares = self.shares(question, day)
        places = np.searchsorted(everyone, people)
        found = []
        for weight in choice[1]:
            scores = (1 - weight) * habit + self.order[everyone]
            scores[places] += weight * shares[:, choice[0]]
            found.append(filtered_ranks(everyone, scores, answers, self.index.n_actors))
        return found


def recurrency(history: History) -> Ranks:
    """The baseline over the test."""
    index = history.index()
    weights = [min(each, _MOST) for each in WEIGHTS]
    fading = _chosen(history, index, lambda memory, question, answers, day: memory.alone(question, answers, day))
    weight = _chosen(
        history, index,
        lambda memory, question, answers, day: np.array(
            [(1 / each.mean).sum() for each in memory.both(question, answers, day, (fading[question[1]], weights))]
        ),
        tried=fading,
    )  # fmt: skip
    memory, parts = Recurrence(index), []
    for day in range(index.first_day, history.until):
        if day >= history.test_from:
            for question, answers in _asked(index, day):
                side = question[1]
                choice = (fading[side], [weights[weight[side]]]) if side in fading else (_UNTRIED[0], [_UNTRIED[1]])
                parts += memory.both(question, answers, day, choice)
        memory.learn(day)
    return Ranks.joined(parts)


def _asked(index: Index, day: int):
    """The questions of a day (actor, relation), each with its answers."""
    actors, relations, answers, begins = questions_of(index, day)
    for place, question in enumerate(zip(actors.tolist(), relations.tolist(), strict=True)):
        yield question, answers[begins[place] : begins[place + 1]]


def _chosen(history: History, index: Index, tried_by, tried: dict[int, int] | None = None) -> dict[int, int]:
    """The number of the best choice for each relation of validation, by the sums of `tried_by`."""
    memory = Recurrence(index)
    sums: dict[int, np.ndarray] = {}
    for day in range(index.first_day, history.test_from):
        if day >= history.valid_from:
            for question, answers in _asked(index, day):
                if tried is None or question[1] in tried:
                    found = tried_by(memory, question, answers, day)
                    sums[question[1]] = sums.get(question[1], 0.0) + found
        memory.learn(day)
    return {relation: int(each.argmax()) for relation, each in sums.items()}
