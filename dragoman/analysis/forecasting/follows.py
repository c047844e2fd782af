"""An index of acts and a horizon come in; how often each kind of act was followed by each other within it goes out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.analysis.forecasting.acts import Floats, Index, Ints, ranges
from dragoman.analysis.forecasting.memory import Memory

_DOUBT = 5.0
_FEWEST = 2  # times that an act must have been followed for it to be a rule


@dataclass(frozen=True, slots=True)
class Followed:
    """A rule that speaks for an act: what lay between the two so many days ago, and how often such was followed."""

    earlier: int
    days: int
    followed: int
    cases: int

    @property
    def share(self) -> float:
        """How often it was followed, with doubt."""
        return self.followed / (self.cases + _DOUBT)


class Follows:
    """Rules "after r', r within the horizon" between the same two, over everybody, from acts whose time is over.

    Relations are those of the index: from the number of relations on they are acts of the other side.
    """

    def __init__(self, index: Index, horizon: int) -> None:
        self.index, self.horizon = index, horizon
        acts, sides = index.acts, index.n_sides
        self._pairs = index.pair[index.triple_of]
        after = int(acts.days.max()) + horizon + 2 if len(acts) else 1
        order = np.sort((self._pairs * sides + acts.relations) * after + acts.days)
        self._is_followed = np.zeros((len(acts), sides), dtype=bool)
        for relation in range(sides):
            begun = (self._pairs * sides + relation) * after + acts.days
            place = np.searchsorted(order, begun, side="right")
            following = order[np.minimum(place, max(len(order) - 1, 0))]
            self._is_followed[:, relation] = (place < len(order)) & (following <= begun + horizon)
        self.followed = np.zeros((sides, sides))
        self.cases = np.zeros(sides)

    def count(self, day: int) -> None:
        """Counts anew what had been seen by the end of a day: acts of which the whole horizon has gone by."""
        until = int(np.searchsorted(self.index.acts.days, day - self.horizon, side="right"))
        relations, sides = self.index.acts.relations[:until], self.index.n_sides
        self.cases = np.bincount(relations, minlength=sides).astype(float)
        self.followed = np.stack(
            [np.bincount(relations, weights=self._is_followed[:until, each], minlength=sides) for each in range(sides)],
            axis=1,
        )

    def shares(self, memory: Memory, pairs: Ints, relations: Ints, day: int) -> Floats:
        """Chance by the rules that lie between each pair (by number; the number of pairs for none) of what is asked."""
        index = self.index
        closed = np.minimum(pairs, len(index.pair_keys) - 1)
        begin = index.triples_of_pair[closed]
        end = np.where(pairs == len(index.pair_keys), begin, index.triples_of_pair[closed + 1])
        places, owner = ranges(begin, end)
        last = memory.triples.last[places]
        lately = (last >= 0) & (day - last <= self.horizon)
        places, owner = places[lately], owner[lately]
        doubts = np.log1p(-self._share()[index.relation[places], relations[owner]])
        found: Floats = -np.expm1(np.bincount(owner, weights=doubts, minlength=len(pairs))).astype(np.float32)
        return found

    def between(self, memory: Memory, pair: int, relation: int, day: int) -> list[Followed]:
        """The rules that speak for an act between a pair, the surest first."""
        index = self.index
        if pair == len(index.pair_keys):
            return []
        found = []
        for place in range(int(index.triples_of_pair[pair]), int(index.triples_of_pair[pair + 1])):
            last, earlier = int(memory.triples.last[place]), int(index.relation[place])
            if last >= 0 and day - last <= self.horizon and self.followed[earlier, relation] >= _FEWEST:
                times = int(self.followed[earlier, relation]), int(self.cases[earlier])
                found.append(Followed(earlier, day - last, *times))
        return sorted(found, key=lambda each: (-each.share, each.days, each.earlier))

    def _share(self) -> NDArray[np.float64]:
        shares: NDArray[np.float64] = self.followed / (self.cases[:, None] + _DOUBT)
        shares[self.followed < _FEWEST] = 0.0
        return shares
