"""A ranked answer comes in; the past acts, the rules and the features that raised it go out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.analysis.forecasting.acts import Floats
from dragoman.analysis.forecasting.features import NAMES
from dragoman.analysis.forecasting.memory import Memory

WORDS = {
    "same": "the same act between the two", "reverse": "the same act the other way round", "pair": "any act of the two",
    "did": "what it did to the other", "took": "what the other did to it", "answerer": "how active the answerer is",
    "answer": "how often it answers such questions", "asker": "how active the asker is",
    "asked": "how often the asker asks this", "relation": "how common such acts are",
    "country": "habits of the countries", "countries": "habits of the countries", "to": "habits of the countries",
    "sectors": "habits of the sectors", "sector": "habits of the sectors", "rules": "rules", "rule": "rules",
    "hops": "common partners", "reach": "the fixed score", "score": "the fixed score", "place": "the fixed score",
    "has": "habits of the countries",
}  # fmt: skip
"""What the features are about, by the first word of their names."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A rule that spoke for an answer: r' lay between the two so many days ago, and was so often answered by r."""

    earlier: int
    days: int
    confidence: float
    answered: int
    cases: int


@dataclass(frozen=True, slots=True)
class Why:
    """Grounds of an answer: rules by confidence, the last acts (relation, day), and what moved the learnt score.

    Relations from `n_relations` on are acts of the answerer on the asker.
    """

    rules: tuple[Ruled, ...]
    acts: tuple[tuple[int, int], ...]
    moved: tuple[tuple[str, float], ...]


def why(
    memory: Memory, question: tuple[int, int], answer: int, day: int, added: Floats | None = None, most: int = 5
) -> Why:
    """What spoke for an answer to (who, what) on a day, from what memory holds.

    `added` is what each feature adds to the score of this row (`Ranker.contributions`), if there is a ranker.
    """
    index = memory.index
    actor, relation = question
    pair = int(index.pairs(np.array([actor]), np.array([answer]))[0])
    if pair == len(index.pair_keys):
        return Why((), (), _moved(added, most))
    places = np.arange(index.triples_of_pair[pair], index.triples_of_pair[pair + 1])
    places = places[memory.triples.last[places] >= 0]
    rules = []
    for place in places.tolist():
        earlier, days = int(index.relation[place]), day - int(memory.triples.last[place])
        confidence, answered, cases = memory.rules.confidence(earlier, relation, days)
        if answered:
            rules.append(Ruled(earlier, days, confidence, answered, cases))
    rules.sort(key=lambda each: (-each.confidence, each.days, each.earlier))
    of_pair = (index.triple_of >= index.triples_of_pair[pair]) & (index.triple_of < index.triples_of_pair[pair + 1])
    # The index knows all days; only those that memory has been through were known.
    known = np.flatnonzero(of_pair & (index.acts.days <= memory.day))[::-1][:most]
    acts = tuple((int(index.acts.relations[each]), int(index.acts.days[each])) for each in known)
    return Why(tuple(rules[:most]), acts, _moved(added, most))


def _moved(added: Floats | None, most: int) -> tuple[tuple[str, float], ...]:
    """What each kind of ground adds, the greatest first."""
    if added is None:
        return ()
    totals: dict[str, float] = {}
    for name, by in zip(NAMES, _plain(added), strict=True):
        words = WORDS[name.split("_")[0]]
        totals[words] = totals.get(words, 0.0) + by
    return tuple(sorted(totals.items(), key=lambda each: -abs(each[1]))[:most])


def _plain(added: Floats) -> Sequence[float]:
    return [float(each) for each in added]
