"""A history comes in; the ranks that mere recurrence gives the test's answers go out: the baseline of the field.

An answer that was given to the same question before scores by how lately, 2^(−λ · days); all else by its share of the
answers to the relation. λ and the weight of the two are chosen for each relation on the validation days.
"""

import numpy as np

from benchmarks.forecasting.histories import History
from dragoman.analysis.forecasting.acts import Index, Ints
from dragoman.analysis.forecasting.ranks import Ranks, filtered_ranks
from dragoman.analysis.forecasting.walking import questions_of

FADINGS = tuple(
    (fading, lately) for fading in (0.002, 0.01, 0.03, 0.1, 0.3, 1.0) for lately in (0.3, 0.7, 0.9, 0.99, 0.99999)
)
"""λ, and the weight of recurrence over the relation's habit."""
Fading = tuple[float, float]


class Recurrence:
    """When each answer was last given to each question, and how often to each relation."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.last: dict[int, dict[int, int]] = {}
        self.counts = np.zeros((index.n_sides, index.n_actors), dtype=np.float32)

    def learn(self, day: int) -> None:
        acts = self.index.on(day)
        whole = self.index.acts
        for actor, relation, recipient in zip(
            whole.actors[acts].tolist(), whole.relations[acts].tolist(), whole.recipients[acts].tolist(), strict=True
        ):
            self.last.setdefault(actor * self.index.n_sides + relation, {})[recipient] = day
            self.counts[relation, recipient] += 1

    def ranks(self, actor: int, relation: int, answers: Ints, day: int, fadings: tuple[Fading, ...]) -> list[Ranks]:
        """Ranks of the answers to a question, under each fading."""
        counts = self.counts[relation]
        habit = counts.astype(np.float64) / max(float(counts.sum()), 1.0)
        seen = self.last.get(actor * self.index.n_sides + relation, {})
        people = np.fromiter(seen, dtype=np.int64, count=len(seen))
        ages = day - np.fromiter(seen.values(), dtype=np.int64, count=len(seen))
        everyone = np.flatnonzero(counts)
        found = []
        for fading, lately in fadings:
            scores = (1 - lately) * habit
            scores[people] += lately * 2.0 ** (-fading * ages)
            found.append(filtered_ranks(everyone, scores[everyone], answers, self.index.n_actors))
        return found


def recurrency(history: History) -> Ranks:
    """The baseline over the test."""
    index = history.index()
    memory = Recurrence(index)
    sums = np.zeros((index.n_sides, len(FADINGS)))
    chosen = np.zeros(index.n_sides, dtype=np.int64)
    parts = []
    for day in range(index.first_day, history.until):
        if day == history.test_from:
            chosen = sums.argmax(axis=1)
        if day >= history.valid_from:
            actors, relations, answers, begins = questions_of(index, day)
            for place, (actor, relation) in enumerate(zip(actors.tolist(), relations.tolist(), strict=True)):
                mine = answers[begins[place] : begins[place + 1]]
                if day < history.test_from:
                    for at, each in enumerate(memory.ranks(actor, relation, mine, day, FADINGS)):
                        sums[relation, at] += float((1 / each.mean).sum())
                else:
                    parts += memory.ranks(actor, relation, mine, day, (FADINGS[chosen[relation]],))
        memory.learn(day)
    return Ranks.joined(parts)
