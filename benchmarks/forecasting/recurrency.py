"""A history comes in; the ranks that mere recurrence gives the test's answers go out: the baseline of the field.

An answer that was given to the same question before scores by how often, an occurrence of d days ago counting
2^(−λ · d), as a share of what one on every day so far would count; to this comes its share of the answers to the
relation, equals being parted by which was given last. λ and the weight of the two are chosen for each relation on
validation, of a long one on so many of its days that some 30,000 answers are ranked.
"""

import numpy as np

from benchmarks.forecasting.histories import History
from dragoman.analysis.forecasting.acts import Index, Ints
from dragoman.analysis.forecasting.ranks import Ranks, filtered_ranks
from dragoman.analysis.forecasting.tallies import Tally
from dragoman.analysis.forecasting.walking import questions_of

FADINGS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
WEIGHTS = (0.3, 0.7, 0.9, 0.97, 0.99, 0.999, 0.99999)
"""λ, and the weight of recurrence over the relation's habit."""
CHOICES = tuple((fading, weight) for fading in range(len(FADINGS)) for weight in WEIGHTS)
Choice = tuple[int, float]
_ENOUGH = 25_000  # answers to choose by
_TIES = 1e-10  # of equally usual answers, the one that was given last comes first


class Recurrence:
    """How often each answer was given to each question, fading, and how often to each relation."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.given: dict[int, dict[int, int]] = {}
        self.tally = Tally(len(index.keys), [1 / fading for fading in FADINGS])
        self.counts = np.zeros((index.n_sides, index.n_actors), dtype=np.float32)
        self.last = np.zeros((index.n_sides, index.n_actors), dtype=np.float32)

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
            self.last[relation, recipient] = day + 1
        self.tally.add(np.unique(triples), day)

    def every_day(self, day: int) -> np.ndarray:
        """What an occurrence on each day so far would count, by λ."""
        ages = np.arange(1, max(day - self.index.first_day, 1) + 1)
        return np.array([(2.0 ** (-fading * ages)).sum() for fading in FADINGS])

    def ranks(self, question: tuple[int, int], answers: Ints, day: int, choices: tuple[Choice, ...]) -> list[Ranks]:
        """Ranks of the answers to a question (actor, relation), under each choice."""
        actor, relation = question
        counts = self.counts[relation]
        everyone = np.flatnonzero(counts)
        habit = counts[everyone].astype(np.float64) / max(float(counts.sum()), 1.0)
        habit += _TIES * self.last[relation, everyone]
        seen = self.given.get(actor * self.index.n_sides + relation, {})
        people = np.searchsorted(everyone, np.fromiter(seen, dtype=np.int64, count=len(seen)))
        triples = np.fromiter(seen.values(), dtype=np.int64, count=len(seen))
        shares = self.tally.at(triples, day).astype(np.float64) / self.every_day(day)
        found = []
        for fading, weight in choices:
            scores = (1 - weight) * habit
            scores[people] += weight * shares[:, fading]
            found.append(filtered_ranks(everyone, scores, answers, self.index.n_actors))
        return found


def recurrency(history: History) -> Ranks:
    """The baseline over the test."""
    index = history.index()
    memory = Recurrence(index)
    sums = np.zeros((index.n_sides, len(CHOICES)))
    chosen = np.zeros(index.n_sides, dtype=np.int64)
    parts = []
    within = index.acts.days[(index.acts.days >= history.valid_from) & (index.acts.days < history.test_from)]
    every = max(1, len(within) // _ENOUGH)
    for day in range(index.first_day, history.until):
        if day == history.test_from:
            chosen = sums.argmax(axis=1)
        is_chosen = history.valid_from <= day < history.test_from and (day - history.valid_from) % every == 0
        if is_chosen or day >= history.test_from:
            actors, relations, answers, begins = questions_of(index, day)
            for place, (actor, relation) in enumerate(zip(actors.tolist(), relations.tolist(), strict=True)):
                mine = answers[begins[place] : begins[place + 1]]
                if day < history.test_from:
                    for at, each in enumerate(memory.ranks((actor, relation), mine, day, CHOICES)):
                        sums[relation, at] += float((1 / each.mean).sum())
                else:
                    parts += memory.ranks((actor, relation), mine, day, (CHOICES[chosen[relation]],))
        memory.learn(day)
    return Ranks.joined(parts)
