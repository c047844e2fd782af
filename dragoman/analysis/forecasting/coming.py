"""Acts up to a day and an actor come in; what it and others are likeliest to do to one another next goes out, ranked.

Learnt from the actor and its partners, and from nobody else: from past days, each a horizon before the next, which of
the kinds of act of each of them came within the horizon. What two do whom the actor never had to do with changes
nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.analysis.forecasting.acts import Acts, Cast, Floats, Index, Ints, found_in
from dragoman.analysis.forecasting.between import Act, Kind, dyad_of
from dragoman.analysis.forecasting.features import Candidates, candidates
from dragoman.analysis.forecasting.fitting import Reals
from dragoman.analysis.forecasting.follows import Followed, Follows
from dragoman.analysis.forecasting.learners import GROUNDS, Learner, learner_of
from dragoman.analysis.forecasting.memory import Memory
from dragoman.analysis.forecasting.why import moved_by
from dragoman.record import EventType

LEAST_CAME = 20
"""Acts that came after past days, under which nothing is learnt and nothing ranked."""
TYPES = tuple(sorted(EventType))
_ORIGINS = 24  # past days that are learnt from, at most
_ACTORS = 40  # actors drawn on each of them, at most
_KEEP_TO_LEARN, _KEEP = 10, 60  # partners for each kind of act
_FIRST_TEN = 10
_FEWEST_ORIGINS = 4  # past days from which on the last is kept aside, to say how good the ranking is


@dataclass(frozen=True, slots=True)
class Rule:
    """An act of this type (by the one who is to be acted upon, if reversed) so many days ago; how often such was
    followed within the horizon by what is ranked."""

    earlier: EventType
    is_reversed: bool
    days: int
    followed: int
    cases: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A kind of act with the chance that there is at least one within the horizon, and what raised it.

    `base` is how often acts of this type came among the cases learnt from. `moved` is what grounds added to the log
    odds; `rules` are those that spoke for it; `acts` the last between the two, this kind first.
    """

    kind: Kind
    chance: float
    base: float
    moved: tuple[tuple[str, float], ...]
    rules: tuple[Rule, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Learning:
    """What a ranking was learnt from, and how good it was on the last past day, which was kept aside.

    Of the ten kinds of act ranked first for each actor drawn, `hits` came (of `tried`); `by_count` is how many of the
    ten most frequent. All three are 0 where there were too few days to keep one aside.
    """

    learner: str
    first: date
    last: date
    cases: int
    came: int
    hits: int = 0
    by_count: int = 0
    tried: int = 0


@dataclass(frozen=True, slots=True)
class Ranking:
    """The likeliest kinds of act of an actor, the likeliest first, and what that was learnt from."""

    answers: tuple[Ranked, ...]
    learning: Learning


@dataclass(frozen=True, slots=True)
class _Cases:
    """Kinds of act between two as they stood on a past day: actor, question's relation, features, what came."""

    actors: Ints
    relations: Ints
    features: Floats
    came: NDArray[np.bool_]


def ranking(
    acts: Sequence[Act], actor: str, on: date, horizon: int, *, types: Sequence[EventType] = (), most: int = 12
) -> Ranking | None:
    """What is likeliest to come of an actor within so many days after a day, of these types (none: of all).

    None where too little came after past days to learn from, or the actor is in no act.
    """
    circle, known = _around(actor, [act for act in acts if act.on <= on])
    if not known:
        return None
    names = sorted({name for act in known for name in act.dyad})
    walk = _Walk(known, names, on, horizon, circle)
    past = list(walk.past())
    if sum(int(each.came.sum()) for each in past) < LEAST_CAME:
        return None
    aside = past.pop() if len(past) >= _FEWEST_ORIGINS else None
    features = np.concatenate([each.features for each in past])
    came = np.concatenate([each.came for each in past])
    if came.sum() < LEAST_CAME:
        return None
    learner = learner_of(features, came)
    span = (walk.day(walk.origins[0]), walk.day(walk.origins[-1]))
    learning = Learning(learner.name, *span, len(came), int(came.sum()), *_tried(learner, aside))
    bases = _bases(np.concatenate([each.relations for each in past]), came)
    return Ranking(tuple(walk.answers(learner, names.index(actor), bases, (types, most))), learning)


def _around(actor: str, acts: Sequence[Act]) -> tuple[frozenset[str], list[Act]]:
    """An actor with all whom it ever had to do with, and every act of any of them, in order."""
    circle = frozenset(name for act in acts if actor in act.dyad for name in act.dyad)
    return circle, sorted(act for act in acts if not circle.isdisjoint(act.dyad))


class _Walk:
    """One pass through the acts, which stops at past days to collect cases and ends on the day of the question.

    Cases are of those in the circle: of others only a part of what they do is among the acts.
    """

    def __init__(
        self, acts: Sequence[Act], names: Sequence[str], on: date, horizon: int, circle: frozenset[str]
    ) -> None:
        self.acts, self.names, self.horizon = acts, names, horizon
        self._is_within = np.array([name in circle for name in names])
        self.first = acts[0].on
        self.end = (on - self.first).days
        place = {name: number for number, name in enumerate(names)}
        rows = [
            (place[act.actor], TYPES.index(act.type), place[act.recipient], (act.on - self.first).days) for act in acts
        ]
        self.index = Index(Acts.of(rows), Cast.named(names), len(TYPES))
        self.memory = Memory(self.index)
        self.follows = Follows(self.index, horizon)
        self.origins = [day for step in range(_ORIGINS, 0, -1) if (day := self.end - horizon * step) >= horizon]

    def day(self, place: int) -> date:
        """The date of a day's number."""
        return self.first + timedelta(days=place)

    def past(self) -> Iterator[_Cases]:
        """The cases of each past day, in the order of time; then memory holds all acts."""
        wanted = set(self.origins)
        for day in range(self.end + 1):
            self.memory.learn(day)
            if day in wanted:
                self._refresh(day)
                yield self._cases(day)
        self._refresh(self.end)

    def _refresh(self, day: int) -> None:
        self.memory.rules.refresh()
        self.follows.count(day)

    def _cases(self, day: int) -> _Cases:
        """Every kind of act of some of the circle who were active, and whether it came within the horizon."""
        is_active = self.memory.actors.at(np.arange(len(self.names)), day)[:, 2] > 0.05
        active = np.flatnonzero(is_active & self._is_within)
        if len(active) > _ACTORS:
            # By a draw that does not depend on the calendar, so that later dates give the same answers later.
            chance = np.random.default_rng((self.end - day) // self.horizon)
            active = np.sort(chance.choice(active, _ACTORS, replace=False))
        sides = self.index.n_sides
        asked = np.repeat(active, sides), np.tile(np.arange(sides), len(active))
        found = candidates(self.memory, *asked, day + 1, _KEEP_TO_LEARN)
        actors, relations = asked[0][found.question], asked[1][found.question]
        first, last = np.searchsorted(self.index.acts.days, (day + 1, day + self.horizon + 1))
        coming = np.unique(self.index.triple_of[first:last])
        triples = self.index.triples(actors, relations, found.actor)
        return _Cases(
            actors,
            relations,
            self._features(found, actors, relations, day + 1),
            found_in(coming, triples) < len(coming),
        )

    def _features(self, found: Candidates, actors: Ints, relations: Ints, day: int) -> Floats:
        """The features of candidates, and the rules of the horizon."""
        pairs = self.index.pairs(actors, found.actor)
        return np.column_stack([found.features, self.follows.shares(self.memory, pairs, relations, day)])

    def answers(
        self, learner: Learner, actor: int, bases: Reals, wanted: tuple[Sequence[EventType], int]
    ) -> Iterator[Ranked]:
        """The kinds of act of an actor by their chances."""
        types, most = wanted
        chosen = [number for number, type_ in enumerate(TYPES) if not types or type_ in types]
        relations = np.array([*chosen, *(number + len(TYPES) for number in chosen)])
        found = candidates(self.memory, np.full(len(relations), actor), relations, self.end + 1, _KEEP)
        if not len(found):
            return
        asked = relations[found.question]
        features = self._features(found, np.full(len(found), actor), asked, self.end + 1)
        chances = learner.chances(features)
        kinds = [
            self._kind(actor, int(relation), int(other)) for relation, other in zip(asked, found.actor, strict=True)
        ]
        best = np.array(sorted(range(len(kinds)), key=lambda row: (-chances[row], kinds[row]))[:most])
        added = learner.contributions(features[best])
        pairs = self.index.pairs(np.full(len(best), actor), found.actor[best])
        for row, pair, moved in zip(best.tolist(), pairs.tolist(), added, strict=True):
            relation, kind = int(asked[row]), kinds[row]
            ruled = self.follows.between(self.memory, pair, relation, self.end + 1)[:3]
            rules = tuple(_rule(each, relation) for each in ruled)
            base = float(bases[relation % len(TYPES)])
            yield Ranked(kind, float(chances[row]), base, moved_by(moved, GROUNDS), rules, self._last(kind))

    def _last(self, kind: Kind) -> tuple[Act, ...]:
        """The last acts between the two, those of this kind first."""
        between = [act for act in reversed(self.acts) if act.dyad == dyad_of(*kind[:2])]
        same = [act for act in between if act.kind == kind][:3]
        return (*same, *[act for act in between if act.kind != kind][: 5 - len(same)])

    def _kind(self, actor: int, relation: int, other: int) -> Kind:
        """Who does what to whom; relations from the number of types on are done to the actor."""
        one, two, type_ = self.names[actor], self.names[other], TYPES[relation % len(TYPES)]
        return (one, two, type_) if relation < len(TYPES) else (two, one, type_)


def _rule(each: Followed, relation: int) -> Rule:
    """A rule in types; it is reversed where the earlier act went the other way than the one asked for."""
    is_reversed = (each.earlier < len(TYPES)) != (relation < len(TYPES))
    return Rule(TYPES[each.earlier % len(TYPES)], is_reversed, each.days, each.followed, each.cases)


def _bases(relations: Ints, came: NDArray[np.bool_]) -> Reals:
    """The share of the cases of each type that came."""
    types = relations % len(TYPES)
    cases = np.bincount(types, minlength=len(TYPES))
    found: Reals = np.bincount(types, weights=came, minlength=len(TYPES)) / np.maximum(cases, 1)
    return found


def _tried(learner: Learner, aside: _Cases | None) -> tuple[int, int, int]:
    """Of the ten ranked first for each actor: how many came by the learner, by frequency alone, and of how many."""
    if aside is None or not len(aside.came):
        return 0, 0, 0
    hits = [0, 0]
    tried = 0
    scores: list[NDArray[Any]] = [learner.chances(aside.features), aside.features[:, GROUNDS.index("same_all")]]
    for actor in np.unique(aside.actors):
        mine = np.flatnonzero(aside.actors == actor)
        tried += min(_FIRST_TEN, len(mine))
        for place, score in enumerate(scores):
            best = mine[np.argsort(-score[mine], kind="stable")[:_FIRST_TEN]]
            hits[place] += int(aside.came[best].sum())
    return hits[0], hits[1], tried
