"""Daily levels of pairs come in; ranked surges go out: which way, from when, how sure, and whether they lasted.

A Poisson scan: the acts of a week against the weeks before, by kind of act, each divided by the size in which it comes
bundled. Neighbours of a stronger surge are left out.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
from scipy import stats

from dragoman.analysis.network.acts import PairAct
from dragoman.analysis.shifts.levels import BUNDLE, KINDS, WAYS, Array, Kind, Levels, Way, kind_of

PRIOR = 0.5
"""Acts that each kind is taken to have had before, beside those seen: none before is not never."""


class Lasting(StrEnum):
    """Whether the level is still raised in the four weeks after the surge."""

    LASTING = "lasting"
    PASSED = "passed"
    UNCLEAR = "unclear"
    TOO_EARLY = "too early to say"


@dataclass(frozen=True, slots=True)
class Framing:
    """How the scan looks: days of a surge and of its base, days between two surges of a pair, and what it asks for.

    The base is half a year, or what there is of it: last month's quarrel alone does not make the next one usual.
    `least` is the score, in natural logarithms of odds, that a surge needs; as much is asked of it when it is measured
    against how busy the two were otherwise, so that more news in general raises no alarm. `min_origins` is how many
    origins the acts of a surge must come from.
    """

    window: int = 7
    base: int = 180
    apart: int = 21
    least: float = 3.0
    after: int = 28
    min_origins: int = 0


@dataclass(frozen=True, slots=True)
class Surge:
    """A week in which a pair did more to or with one another than before.

    `on` is its first day; `before` and `during` are acts a week; `ratio` the second over the first, with the interval
    that holds it with probability 0.9. `later` is the weekly level of the four weeks after, `stays` the probability
    that it is higher than before by half or more. `is_visit` is True where most acts are meetings. `score` ranks.
    `survives` is False where the surge is none without the acts that only its largest origin has (None: not known).
    """

    pair: tuple[str, str]
    way: Way
    on: date
    until: date
    score: float
    before: float
    during: float
    ratio: float
    interval: tuple[float, float]
    later: float | None
    stays: float | None
    lasting: Lasting
    is_visit: bool
    origins: int
    survives: bool | None
    acts: tuple[PairAct, ...]


def surges(levels: Levels, framing: Framing = Framing(), *, most: int = 200) -> list[Surge]:
    """At most so many surges over all pairs, the surest first."""
    found: list[Surge] = []
    taken: dict[tuple[int, Way], list[int]] = defaultdict(list)
    for score, pair, way, place in _ranked(levels, framing):
        if len(found) >= most:
            break
        if any(abs(place - other) < framing.apart for other in taken[pair, way]):
            continue
        taken[pair, way].append(place)
        surge = _told(levels, framing, score, (pair, way, place))
        if surge.origins >= framing.min_origins:
            found.append(surge)
    return found


def _ranked(levels: Levels, framing: Framing) -> list[tuple[float, int, Way, int]]:
    """Every week that is a surge: score, pair, way, place of its first day; the surest first."""
    window, days = framing.window, levels.days
    if days < 2 * window or not levels.pairs:
        return []
    starts = np.arange(window, days - window + 1)
    begins = np.maximum(0, starts - framing.base)
    total = np.concatenate([np.zeros((*levels.counts.shape[:2], 1)), levels.counts.cumsum(axis=2)], axis=2)
    busy = np.concatenate([np.zeros((len(levels.pairs), 1)), (levels.around + 1).cumsum(axis=1)], axis=1)
    seen = total[:, :, starts + window] - total[:, :, starts]
    base = total[:, :, starts] - total[:, :, begins] + PRIOR
    length = (window / (starts - begins))[None, :]
    busier = (busy[:, starts + window] - busy[:, starts]) / (busy[:, starts] - busy[:, begins])
    # Ranked against the mean of "as ever" and "as busy as the two were"; each surge must hold against both ends.
    score = _evidence(seen, base * np.sqrt(length * busier)[:, None, :])
    floor = np.minimum(
        _evidence(seen, base * busier[:, None, :]), _evidence(seen, base * length[:, None, :] + 0 * seen)
    )
    found = []
    for number, way in enumerate(WAYS):
        held = (score[number] >= framing.least) & (floor[number] >= framing.least)
        for pair, place in zip(*np.nonzero(held), strict=True):
            found.append((float(score[number][pair, place]), int(pair), way, int(starts[place])))
    return sorted(found, key=lambda each: (-each[0], each[3], each[1], each[2]))


def _evidence(seen: Array, expected: Array) -> Array:
    """Log likelihood ratio of what was seen against what was expected, by way, pair and week; negative for a fall."""
    ratio = seen * np.log(np.maximum(seen, 1e-9) / expected) - (seen - expected)
    signed = np.where(seen > expected, ratio, -ratio) / BUNDLE[None, :, None]
    return np.stack([signed[:, list(kinds)].sum(axis=1) for kinds in WAYS.values()])


def _told(levels: Levels, framing: Framing, score: float, found: tuple[int, Way, int]) -> Surge:
    pair, way, place = found
    kinds = list(WAYS[way])
    begin, end = max(0, place - framing.base), place + framing.window
    daily = levels.counts[pair, kinds]
    base, seen = daily[:, begin:place].sum(), daily[:, place:end].sum()
    span = (place - begin) / 7
    weeks = framing.window / 7
    acts = _within(levels, pair, way, place, end)
    after = daily[:, end : end + framing.after].sum()
    left = min(framing.after, levels.days - end) / 7
    stays = _stays(base, span, after, left) if left >= framing.after / 14 else None
    return Surge(
        levels.pairs[pair], way, levels.day(place), levels.day(end - 1), round(score, 2),
        base / span, seen / weeks, (seen / weeks) / ((base + PRIOR) / span), _interval(base, span, seen, weeks),
        after / left if left > 0 else None, stays, _lasting(stays),
        sum(kind_of(act.type) is Kind.MEETING for act in acts) * 2 > len(acts),
        len({origin for act in acts for origin in act.origins}),
        _survives(levels, framing, found), acts,
    )  # fmt: skip


def _within(levels: Levels, pair: int, way: Way, begin: int, end: int) -> tuple[PairAct, ...]:
    first, last = levels.day(begin), levels.day(end) - timedelta(days=1)
    wanted = {KINDS[number] for number in WAYS[way]}
    return tuple(act for act in levels.acts[pair] if first <= act.on <= last and kind_of(act.type) in wanted)


def _interval(base: float, span: float, seen: float, weeks: float) -> tuple[float, float]:
    """The middle nine tenths of the ratio of two rates, each a gamma with the prior of Jeffreys."""
    low, high = stats.f.ppf((0.05, 0.95), 2 * (seen + 0.5), 2 * (base + 0.5))
    scale = ((seen + 0.5) / weeks) / ((base + 0.5) / span)
    return float(low * scale), float(high * scale)


def _stays(base: float, span: float, after: float, left: float) -> float:
    """Probability that the rate of `after` in `left` weeks is at least one and a half times that of the base.

    The prior of the later rate is as thin as its weeks are few: none after none before is no sign of more.
    """
    shape = after + PRIOR * left / span
    scale = (shape / left) / ((base + PRIOR) / span)
    return float(stats.f.sf(1.5 / scale, 2 * shape, 2 * (base + PRIOR)))


def _lasting(stays: float | None) -> Lasting:
    if stays is None:
        return Lasting.TOO_EARLY
    return Lasting.LASTING if stays >= 0.8 else Lasting.PASSED if stays <= 0.5 else Lasting.UNCLEAR


def _survives(levels: Levels, framing: Framing, found: tuple[int, Way, int]) -> bool | None:
    """Whether it is still a surge without the acts that only the largest origin tells of."""
    pair, way, place = found
    end, begin = place + framing.window, max(0, place - framing.base)
    acts = [(act, (act.on - levels.first).days) for act in levels.acts[pair] if kind_of(act.type) in _kinds(way)]
    near = [(act, at) for act, at in acts if begin <= at < end]
    told = Counter(origin for act, at in near if at >= place for origin in act.origins)
    if not told:
        return None
    largest = min(told, key=lambda name: (-told[name], name))
    left = [(act, at) for act, at in near if set(act.origins) != {largest}]
    evidence = 0.0
    for number in WAYS[way]:
        mine = [at for act, at in left if kind_of(act.type) is KINDS[number]]
        seen = sum(at >= place for at in mine)
        expected = (len(mine) - seen + PRIOR) * framing.window / (place - begin)
        if seen > expected:
            evidence += (seen * np.log(seen / expected) - (seen - expected)) / BUNDLE[number]
    return bool(evidence >= framing.least)


def _kinds(way: Way) -> frozenset[Kind]:
    return frozenset(KINDS[number] for number in WAYS[way])
