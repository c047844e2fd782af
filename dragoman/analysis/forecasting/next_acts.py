"""Past acts of two and a day come in; the odds of each kind of act within a horizon go out, with their grounds.

All of it rests on the acts of the two: a rate for each kind (who does what to whom), shrunk towards how often the two
act at all and of which types they and others do; and rules of the form "B followed A within the horizon", counted
between the two. What does not come from them is a small table fitted once (`usual`), the same for every record, so
that what others do to one another changes no forecast.
"""

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dragoman.analysis.forecasting.between import Act, Dyad, Kind, dyad_of
from dragoman.analysis.forecasting.usual import SHARES, WEIGHTS
from dragoman.record import EventType

METHOD = "the two alone"
"""Name of the method, kept with each forecast: those kept without one rest on the acts of all pairs."""
LEAST = 5
"""Acts between two under which nothing is forecast of them."""
NAMES = ("rate", "lately", "other side", "rules", "all lately")
"""Grounds, in the order of the weights after the first."""
TYPES = tuple(sorted(EventType))
_PRIOR_DAYS = 120.0  # how many days of the rate that is expected of a kind its own record is weighed against
_HALF_LIFE = 180.0
_RECENT_HALF_LIFE = 30.0
_LEAST_SPAN = 365  # days that a pair's whole record counts as, at least
_LEAST_EXPOSURE = 30
_MIX_DOUBT = 30.0  # acts of the usual mix of types that a pair's own mix begins with
_RULE_DOUBT = 5.0
_TOP_RULES = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """An act of one type was followed by one of another, between these two, within the horizon: how often."""

    earlier: EventType
    is_reversed: bool
    followed: int
    cases: int
    share: float
    on: date


@dataclass(frozen=True, slots=True)
class Likely:
    """A kind of act with the chance that there is at least one within the horizon, and what that rests on.

    `base` is the chance for any two that act on each other as often, `rate` the chance by the pair's own rate of this
    kind. `grounds` are what moved the odds from the base, in nats, the greatest first.
    """

    kind: Kind
    chance: float
    base: float
    rate: float
    grounds: tuple[tuple[str, float], ...]
    rules: tuple[Rule, ...]
    acts: tuple[Act, ...]


class Past:
    """The acts known by a day, by the two that they are between."""

    def __init__(self, acts: Sequence[Act], on: date, horizon: int) -> None:
        self.on, self.horizon = on, horizon
        self.by_dyad: dict[Dyad, list[Act]] = defaultdict(list)
        for act in sorted(acts):
            self.by_dyad[act.dyad].append(act)

    def likely(self, one: str, other: str) -> list[Likely]:
        """What is likely between two within the horizon, the likeliest first; nothing of two with too few acts."""
        acts = self.by_dyad.get(dyad_of(one, other), [])
        if len({act.event for act in acts}) < LEAST:
            return []
        between = Between(acts, self.on, self.horizon)
        kinds = [(a, b, type_) for a, b in ((one, other), (other, one)) for type_ in TYPES]
        found = [_judged(between, kind) for kind in kinds]
        return sorted(found, key=lambda each: (-each.chance, each.kind))


class Between:
    """What could be counted of two on a day, from their acts by then, in order: rates of kinds and what followed."""

    def __init__(self, acts: Sequence[Act], on: date, horizon: int) -> None:
        self.acts, self.on, self.horizon = acts, on, horizon
        self.by_kind: dict[Kind, list[date]] = defaultdict(list)
        mine: dict[EventType, int] = defaultdict(int)
        for act in acts:
            self.by_kind[act.kind].append(act.on)
            mine[act.type] += 1
        span = max(_LEAST_SPAN, (on - acts[0].on).days)
        days = [act.on for act in acts]
        whole = (len(acts) + 0.5) / span
        self.rate = self._faded(days, whole, _HALF_LIFE)
        """Acts a day between the two, in both directions together."""
        self._stir = math.log(self._faded(days, self.rate, _RECENT_HALF_LIFE) / self.rate)
        n = len(acts) + _MIX_DOUBT
        self._mix = {type_: (mine[type_] + _MIX_DOUBT * SHARES[type_]) / n for type_ in TYPES}

    def base(self, type_: EventType) -> float:
        """Chance of such an act from one to the other, if the two act as often as they do and as anyone does."""
        return self._chance(self.rate / 2 * SHARES[type_])

    def features(self, kind: Kind) -> NDArray[np.float64]:
        """One, the log odds by the kind's own rate, and how far each further ground lies from it."""
        type_ = kind[2]
        expected = self.rate / 2 * self._mix[type_]
        own = _odds(self._chance(self._faded(self.by_kind.get(kind, ()), expected, _HALF_LIFE)))
        lately = _odds(self._chance(self._faded(self.by_kind.get(kind, ()), expected, _RECENT_HALF_LIFE)))
        answer = self.by_kind.get((kind[1], kind[0], type_), ())
        back = _odds(self._chance(self._faded(answer, expected, _HALF_LIFE)))
        share = max((rule.share for rule in self.rules_for(kind)), default=0.0)
        follows = max(0.0, _odds(share) - own) if share else 0.0
        return np.array([1.0, own, lately - own, back - _odds(self._chance(expected)), follows, self._stir])

    def rules_for(self, kind: Kind) -> tuple[Rule, ...]:
        """What lay between the two within the last horizon, and how often such was followed by this between them."""
        lately: dict[tuple[EventType, bool], date] = {}
        for act in self.acts:
            if (self.on - act.on).days < self.horizon:
                lately[act.type, act.actor != kind[0]] = act.on
        days = self.by_kind.get(kind, ())
        found = []
        for (earlier, is_reversed), on in lately.items():
            followed, cases = self._followed((earlier, is_reversed), kind, days)
            if followed >= 2:
                found.append(Rule(earlier, is_reversed, followed, cases, followed / (cases + _RULE_DOUBT), on))
        return tuple(sorted(found, key=lambda rule: (-rule.share, rule.earlier, rule.is_reversed))[:_TOP_RULES])

    def _followed(self, earlier: tuple[EventType, bool], kind: Kind, days: Sequence[date]) -> tuple[int, int]:
        who = (kind[1], kind[0]) if earlier[1] else (kind[0], kind[1])
        # Those whose time is not over yet are no cases.
        began = [day for day in self.by_kind.get((*who, earlier[0]), ()) if (self.on - day).days >= self.horizon]
        later = [days[place] - first for first in began if (place := bisect_right(days, first)) < len(days)]
        return sum(wait.days <= self.horizon for wait in later), len(began)

    def _faded(self, days: Sequence[date], expected: float, half_life: float) -> float:
        """Acts a day, fading by the half-life, weighed against the rate that is expected."""
        fading = math.log(2) / half_life
        exposure = -math.expm1(-fading * max(_LEAST_EXPOSURE, (self.on - self.acts[0].on).days)) / fading
        counted = sum(math.exp(-fading * (self.on - day).days) for day in days)
        return (counted + _PRIOR_DAYS * expected) / (exposure + _PRIOR_DAYS)

    def _chance(self, rate: float) -> float:
        return -math.expm1(-rate * self.horizon)


def _judged(between: Between, kind: Kind) -> Likely:
    features, base = between.features(kind), between.base(kind[2])
    chance = _chance(sum(weight * value for weight, value in zip(WEIGHTS, features.tolist(), strict=True)))
    effects = [weight * value for weight, value in zip(WEIGHTS[1:], features.tolist()[1:], strict=True)]
    moved = {"base rate": WEIGHTS[0], **dict(zip(NAMES, effects, strict=True))}
    moved["rate"] -= _odds(base)
    grounds = sorted(((name, round(by, 3)) for name, by in moved.items() if abs(by) > 0.005), key=_by_size)
    mine = tuple(reversed([act for act in between.acts if act.kind == kind]))[:3]
    others = tuple(reversed([act for act in between.acts if act.kind != kind]))[: 5 - len(mine)]
    rate = _chance(float(features[1]))
    return Likely(kind, chance, base, rate, tuple(grounds), between.rules_for(kind), (*mine, *others))


def _odds(chance: float) -> float:
    """Log odds."""
    closed = min(max(chance, 1e-6), 1 - 1e-6)
    return math.log(closed / (1 - closed))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-min(max(odds, -30), 30)))


def _by_size(ground: tuple[str, float]) -> float:
    return -abs(ground[1])
