"""What lay between two actors before an act comes in; how often each kind of act answers another goes out."""

import numpy as np

from dragoman.analysis.forecasting.acts import Floats, Index, Ints, ranges
from dragoman.analysis.forecasting.tallies import Tally

EDGES = np.array([2, 3, 4, 6, 8, 11, 15, 22, 31, 61, 121, 241, 481])
"""Days ago at which a new step of the rules begins; the first step is yesterday."""
STEPS = len(EDGES) + 1
_DOUBT = 4.0  # cases without an answer that every rule begins with
_FRESH = 12  # days of acts that are taken in at a time
_AT_MOST = 0.999


class Rules:
    """P(o answers r | r' lay between s and o, last d days ago): rules of one step, learnt as the days pass.

    Counted over every question (s, r) of a day: for each other actor and each act last seen between the two, once that
    it was so, and once more if that actor was an answer.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.shape = (index.n_sides, STEPS, index.n_sides)
        size = index.n_sides * STEPS * index.n_sides
        self.asked = np.zeros(size, dtype=np.float32)
        self.answered = np.zeros(size, dtype=np.float32)
        self.doubts: Floats = np.zeros(size, dtype=np.float32)
        self._asked: list[Ints] = []
        self._answered: list[Ints] = []
        self._days = 0

    def learn(self, triples: Tally, acts: slice, day: int) -> None:
        """Takes in the acts of a day, with the triples as they stood before it."""
        index = self.index
        actors, relations = index.acts.actors[acts], index.acts.relations[acts]
        if not len(actors):
            return
        questions = np.unique(actors * index.n_sides + relations)
        places, owner = self.between(questions // index.n_sides, triples)
        self._asked.append(self.cells(places, (questions % index.n_sides)[owner], triples, day))
        pairs = index.pair[index.triple_of[acts]]
        places, owner = ranges(index.triples_of_pair[pairs], index.triples_of_pair[pairs + 1])
        known = triples.last[places] >= 0
        places, owner = places[known], owner[known]
        self._answered.append(self.cells(places, relations[owner], triples, day))
        self._days += 1
        if self._days % _FRESH == 0:
            self.refresh()

    def between(self, actors: Ints, triples: Tally) -> tuple[Ints, Ints]:
        """Every triple known so far of each actor, and which of the actors it is of."""
        begin, end = self.index.triples_of_actor[actors], self.index.triples_of_actor[actors + 1]
        places, owner = ranges(begin, end)
        known = triples.last[places] >= 0
        return places[known], owner[known]

    def cells(self, places: Ints, relations: Ints, triples: Tally, day: int) -> Ints:
        """The rule that each triple speaks for, given the relation asked for."""
        steps = np.searchsorted(EDGES, day - triples.last[places], side="right")
        cells: Ints = (self.index.relation[places] * STEPS + steps) * self.index.n_sides + relations
        return cells

    def refresh(self) -> None:
        """Works out the confidences from all that was taken in."""
        for kept, table in ((self._asked, self.asked), (self._answered, self.answered)):
            for each in kept:
                cells, times = np.unique(each, return_counts=True) if len(each) < 20_000 else _counted(each, len(table))
                table[cells] += times
            kept.clear()
        confidence = np.minimum(self.answered / (self.asked + _DOUBT), _AT_MOST)
        self.doubts = np.log1p(-confidence)

    def confidence(self, earlier: int, relation: int, days: int) -> tuple[float, int, int]:
        """Confidence of one rule, and the answers and cases it rests on."""
        step = int(np.searchsorted(EDGES, days, side="right"))
        cell = (earlier * STEPS + step) * self.index.n_sides + relation
        asked, answered = float(self.asked[cell]), float(self.answered[cell])
        return min(answered / (asked + _DOUBT), _AT_MOST), int(answered), int(asked)


def _counted(cells: Ints, size: int) -> tuple[Ints, Ints]:
    times = np.bincount(cells, minlength=size)
    held = np.flatnonzero(times)
    return held, times[held]
