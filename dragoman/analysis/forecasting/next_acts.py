"""Past acts and a day come in; the odds of each kind of act between two within a horizon go out, with their grounds.

A rate for each kind (who does what to whom), shrunk towards how often anyone of the record does such things, and rules
of the form "B followed A within the horizon"; a logistic regression, learnt on the record's own past and held near
the plain rate where there is little of it, weighs the two.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from dragoman.analysis.forecasting.between import Act, Dyad, Kind, dyad_of
from dragoman.record import EventType

LEAST = 5
"""Acts between two under which nothing is forecast of them."""
LEAST_CASES = 200
"""Cases of the record's own past under which the weights stay as they are set."""
_PRIOR_DAYS = 120.0  # how many days of the base rate a pair's own record is weighed against
_HALF_LIFE = 180.0
_RECENT_HALF_LIFE = 30.0
_RIDGE = 20.0
_TRAINING_ORIGINS = 12
_RULE_DOUBT = 5.0
_NAMES = ("rate", "lately", "other side", "rules")


@dataclass(frozen=True, slots=True)
class Rule:
    """An act of one type was followed by one of another, between the same two, within the horizon: how often."""

    earlier: EventType
    is_reversed: bool
    followed: int
    cases: int
    share: float
    on: date


@dataclass(frozen=True, slots=True)
class Likely:
    """A kind of act with the chance that there is at least one within the horizon, and what that rests on.

    `base` is the chance for any two of the record that have to do with each other, `rate` the chance by the pair's own
    rate alone. `grounds` are what moved the odds from the base, in nats, the greatest first.
    """

    kind: Kind
    chance: float
    base: float
    rate: float
    grounds: tuple[tuple[str, float], ...]
    rules: tuple[Rule, ...]
    acts: tuple[Act, ...]


class Past:
    """The acts known by a day, counted so that every kind between any two can be judged from any day before it."""

    def __init__(self, acts: Sequence[Act], on: date, horizon: int) -> None:
        self.on, self.horizon = on, horizon
        self.acts = sorted(acts)
        self.by_dyad: dict[Dyad, list[Act]] = defaultdict(list)
        for act in self.acts:
            self.by_dyad[act.dyad].append(act)
        self.weights = self._learnt()

    def likely(self, one: str, other: str) -> list[Likely]:
        """What is likely between two within the horizon, the likeliest first; nothing of two with too few acts."""
        acts = self.by_dyad.get(dyad_of(one, other), [])
        if len({act.event for act in acts}) < LEAST:
            return []
        view = _View(self.by_dyad, self.on, self.horizon)
        kinds = [(a, b, type_) for a, b in ((one, other), (other, one)) for type_ in view.types]
        found = [self._judged(view, kind, acts) for kind in kinds]
        return sorted(found, key=lambda each: (-each.chance, each.kind))

    def _judged(self, view: "_View", kind: Kind, acts: Sequence[Act]) -> Likely:
        features = view.features(kind)
        base = view.base(kind[2])
        effects = self.weights[1:] * features[1:]
        chance = _chance(float(self.weights @ features))
        moved = {"base rate": float(self.weights[0]), **dict(zip(_NAMES, map(float, effects), strict=True))}
        moved["rate"] -= _odds(base)
        grounds = sorted(((name, round(by, 3)) for name, by in moved.items() if abs(by) > 0.005), key=_by_size)
        mine = tuple(reversed([act for act in acts if act.kind == kind]))[:3]
        others = tuple(reversed([act for act in acts if act.kind != kind]))[: 5 - len(mine)]
        return Likely(kind, chance, base, _chance(features[1]), tuple(grounds), view.rules_for(kind), (*mine, *others))

    def _learnt(self) -> NDArray[np.float64]:
        """Weights of intercept, rate, lately, other side and rules, from what past days would have forecast."""
        prior = np.array([0.0, 1.0, 0.0, 0.0, 0.0])
        rows, outcomes = [], []
        for origin in _origins(self.acts, self.on, self.horizon):
            view = _View(self.by_dyad, origin, self.horizon)
            ends = origin + timedelta(days=self.horizon)
            for dyad, acts in self.by_dyad.items():
                known = [act for act in acts if act.on <= origin]
                if len({act.event for act in known}) < LEAST:
                    continue
                coming = {act.kind for act in acts if origin < act.on <= ends}
                for kind in [(*pair, type_) for pair in (dyad, dyad[::-1]) for type_ in view.types]:
                    rows.append(view.features(kind))
                    outcomes.append(kind in coming)
        if len(rows) < LEAST_CASES or not any(outcomes):
            return prior
        return _fitted(np.array(rows), np.array(outcomes, dtype=float), prior)


class _View:
    """What could be counted on a day: base rates of types, rates of kinds, and how acts followed each other."""

    def __init__(self, by_dyad: Mapping[Dyad, Sequence[Act]], on: date, horizon: int) -> None:
        self.on, self.horizon = on, horizon
        self.by_dyad = {dyad: [act for act in acts if act.on <= on] for dyad, acts in by_dyad.items()}
        self.by_dyad = {dyad: acts for dyad, acts in self.by_dyad.items() if acts}
        self.by_kind: dict[Kind, list[Act]] = defaultdict(list)
        self.rates: dict[EventType, float] = defaultdict(float)
        exposure = 0.0
        for acts in self.by_dyad.values():
            exposure += 2 * max(30, (on - acts[0].on).days)
            for act in acts:
                self.by_kind[act.kind].append(act)
                self.rates[act.type] += 1
        self.rates = {type_: count / exposure for type_, count in self.rates.items()}
        self.types = sorted(self.rates)
        self._follows: dict[tuple[EventType, bool, EventType], tuple[int, int]] = {}

    def base(self, type_: EventType) -> float:
        """Chance of such an act from one to another of the record's pairs within the horizon."""
        return -math.expm1(-self.rates.get(type_, 1e-6) * self.horizon)

    def features(self, kind: Kind) -> NDArray[np.float64]:
        """One, and the log odds of the four grounds as far as they differ from the first."""
        rate = self._rate(self.by_kind.get(kind, ()), kind[2], _HALF_LIFE)
        lately = self._rate(self.by_kind.get(kind, ()), kind[2], _RECENT_HALF_LIFE)
        back = self._rate(self.by_kind.get((kind[1], kind[0], kind[2]), ()), kind[2], _HALF_LIFE)
        rules = 1.0
        for rule in self.rules_for(kind):
            rules *= 1 - rule.share
        base = _odds(self.base(kind[2]))
        own = _odds(self._chance(rate))
        follows = max(0.0, _odds(1 - rules) - base) if rules < 1 else 0.0
        return np.array([1.0, own, _odds(self._chance(lately)) - own, _odds(self._chance(back)) - base, follows])

    def rules_for(self, kind: Kind) -> tuple[Rule, ...]:
        """What lay between the two within the last horizon, and how often such was followed by this."""
        lately: dict[tuple[EventType, bool], date] = {}
        for act in self.by_dyad.get(dyad_of(kind[0], kind[1]), ()):
            if (self.on - act.on).days < self.horizon:
                lately[act.type, act.actor != kind[0]] = act.on
        found = []
        for (earlier, is_reversed), on in lately.items():
            followed, cases = self._followed(earlier, is_reversed, kind[2])
            if followed >= 2:
                found.append(Rule(earlier, is_reversed, followed, cases, followed / (cases + _RULE_DOUBT), on))
        return tuple(sorted(found, key=lambda rule: (-rule.share, rule.earlier))[:3])

    def _followed(self, earlier: EventType, is_reversed: bool, later: EventType) -> tuple[int, int]:
        key = (earlier, is_reversed, later)
        if key not in self._follows:
            followed = cases = 0
            for kind, acts in self.by_kind.items():
                if kind[2] is not earlier:
                    continue
                answer = (kind[1], kind[0], later) if is_reversed else (kind[0], kind[1], later)
                days = [act.on for act in self.by_kind.get(answer, ())]
                for act in acts:
                    if (self.on - act.on).days < self.horizon:
                        continue  # its time is not over yet
                    cases += 1
                    followed += any(0 < (day - act.on).days <= self.horizon for day in days)
            self._follows[key] = (followed, cases)
        return self._follows[key]

    def _rate(self, acts: Sequence[Act], type_: EventType, half_life: float) -> float:
        """Acts a day, fading by the half-life, weighed against the base rate."""
        fading = math.log(2) / half_life
        counted = sum(math.exp(-fading * (self.on - act.on).days) for act in acts)
        return (counted + _PRIOR_DAYS * self.rates.get(type_, 1e-6)) / (1 / fading + _PRIOR_DAYS)

    def _chance(self, rate: float) -> float:
        return -math.expm1(-rate * self.horizon)


def _origins(acts: Sequence[Act], on: date, horizon: int) -> list[date]:
    """Past days from which a whole horizon has gone by, the latest last."""
    if not acts:
        return []
    found = [on - timedelta(days=horizon * step) for step in range(1, _TRAINING_ORIGINS + 1)]
    return sorted(day for day in found if day > acts[0].on + timedelta(days=horizon))


def _fitted(
    rows: NDArray[np.float64], outcomes: NDArray[np.float64], prior: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Logistic regression whose weights are held near the prior's (ridge), by Newton's steps."""
    weights = prior.copy()
    held = np.diag(np.full(len(prior), _RIDGE))
    for _ in range(25):
        chances = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (chances - outcomes) + held @ (weights - prior)
        bend = (rows * (chances * (1 - chances))[:, None]).T @ rows + held
        step = np.linalg.solve(bend, slope)
        weights -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return weights


def _odds(chance: float) -> float:
    """Log odds."""
    closed = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(closed / (1 - closed))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(odds, -30), 30)))


def _by_size(ground: tuple[str, float]) -> float:
    return -abs(ground[1])
