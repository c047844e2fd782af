"""The acts between two come in; the series of their relation goes out: by period, with coverage, level and drivers.

Silence in the acts is calm only where the record has articles; where it has none, nothing is known.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from dragoman.analysis.dyad import Act, Beside, Direction, Dyad, Left, Party
from dragoman.analysis.periods import By, Period, period_of, periods
from dragoman.ontology.acts import Quad

DRIVERS = 3
"""Acts named as what drove a period."""
THIN = 0.1
"""A period with fewer articles than this share of the median period counts as thinly covered."""


class Weight(StrEnum):
    """What an act counts: one, or the number of origins that tell of it."""

    ACTS = "acts"
    ORIGINS = "origins"


class Coverage(StrEnum):
    """How well the record itself covers a period, whoever its articles are about."""

    COVERED = "covered"
    THIN = "thin"
    NONE = "no coverage"


@dataclass(frozen=True, slots=True)
class Framing:
    """How a series is drawn: its periods, its first and last day (None: from the first act, to the day of the
    question), what an act counts, whose acts count, and the half-life of the smoothing in days (None: no level)."""

    by: By = By.MONTH
    since: date | None = None
    until: date | None = None
    weight: Weight = Weight.ACTS
    direction: Direction = Direction.BOTH
    half_life: float | None = None

    def weigh(self, act: Act) -> int:
        """What an act counts."""
        return act.origins if self.weight is Weight.ORIGINS else 1

    def takes(self, act: Act) -> bool:
        """True if the act is by the side that is asked about; what both do together is by either."""
        return self.direction is Direction.BOTH or act.direction in (self.direction, Direction.BOTH)


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a relation.

    `counts` is by quad class, `score` the sum of PLOVER scores, both weighed as the framing says. `level` is the
    smoothed score up to and with this period, None before the first covered one or without smoothing. `articles` is
    how many the record has of the period. `is_whole` is False where the period goes beyond the days asked about.
    `drivers` are the acts that moved it most, in the direction in which it moved.
    """

    period: Period
    counts: Mapping[Quad, int]
    score: float
    level: float | None
    articles: int
    coverage: Coverage
    is_whole: bool
    acts: tuple[Act, ...]
    drivers: tuple[Act, ...]

    @property
    def is_calm(self) -> bool:
        """True where the record covers the period and has no act: silence that says something."""
        return self.coverage is Coverage.COVERED and not self.acts


@dataclass(frozen=True, slots=True)
class Relation:
    """How two stand with one another over time, with what was left out of the count and why.

    `sources` names where the acts come from: the record, or data sets that were imported. `beside` are acts of these
    days, not counted, in which the two stand side by side against a third.
    """

    one: Party
    other: Party
    framing: Framing
    points: tuple[Point, ...]
    left_out: Mapping[Left, int]
    sources: tuple[str, ...]
    beside: tuple[Beside, ...] = ()

    @property
    def acts(self) -> Iterator[Act]:
        """All acts that are counted, in the order of their days."""
        for point in self.points:
            yield from point.acts


def relation(
    between: Dyad, articles: Mapping[date, int], asked_on: date, framing: Framing, sources: Sequence[str] = ("record",)
) -> Relation:
    """The series of a relation up to the day that is asked about.

    `articles` is how many articles (or, of imported data, events) there are of each day, of anybody: what coverage is
    judged by. The smoothing is an exponential average of the periods' scores: a period loses half its weight for each
    half-life that it lies back, and periods without coverage have none.
    """
    acts = [act for act in between.acts if framing.takes(act)]
    first = framing.since or min((act.on for act in acts), default=framing.until or asked_on)
    last = min(framing.until or asked_on, asked_on)
    by_period: dict[Period, list[Act]] = {}
    for act in acts:
        if first <= act.on <= last:
            by_period.setdefault(period_of(act.on, framing.by), []).append(act)
    printed = _printed(articles, framing.by)
    thin = THIN * median(printed.values()) if printed else 0.0
    points: list[Point] = []
    smoothing = _Smoothing(framing.half_life)
    for period in periods(first, last, framing.by):
        mine = by_period.get(period, [])
        count = printed.get(period, 0)
        coverage = Coverage.NONE if count == 0 else Coverage.THIN if count < thin else Coverage.COVERED
        score = sum(act.score * framing.weigh(act) for act in mine)
        before = smoothing.level
        level = smoothing.after(period, score, heard=coverage is not Coverage.NONE or bool(mine))
        expected = before if before is not None else (points[-1].score if points else 0.0)
        points.append(
            Point(
                period=period,
                counts=_counts(mine, framing),
                score=round(score, 4),
                level=level,
                articles=count,
                coverage=coverage,
                is_whole=first <= period.first and period.last <= last,
                acts=tuple(mine),
                drivers=drivers(mine, framing, rising=score >= expected),
            )
        )
    beside = tuple(each for each in between.beside if first <= each.on <= last)
    return Relation(between.one, between.other, framing, tuple(points), between.left_out, tuple(sources), beside)


def drivers(acts: Iterable[Act], framing: Framing, *, rising: bool) -> tuple[Act, ...]:
    """The acts that weigh most in a direction; those the other way only where none goes this way."""
    weighed = sorted(acts, key=lambda act: (-abs(act.score) * framing.weigh(act), -act.origins, act.on, act.event))
    along = [act for act in weighed if (act.score > 0) == rising]
    return tuple((along or weighed)[:DRIVERS])


class _Smoothing:
    """An exponential average over time, which a period without coverage neither raises nor lowers."""

    def __init__(self, half_life: float | None) -> None:
        self._half_life = half_life
        self._sum = self._weight = 0.0
        self._at: date | None = None

    @property
    def level(self) -> float | None:
        return self._sum / self._weight if self._weight else None

    def after(self, period: Period, score: float, *, heard: bool) -> float | None:
        if self._half_life is None:
            return None
        if heard:
            faded = 0.5 ** ((period.first - self._at).days / self._half_life) if self._at else 0.0
            self._sum = self._sum * faded + score
            self._weight = self._weight * faded + 1.0
            self._at = period.first
        return None if self.level is None else round(self.level, 4)


def _counts(acts: Iterable[Act], framing: Framing) -> dict[Quad, int]:
    found = dict.fromkeys(Quad, 0)
    for act in acts:
        found[act.quad] += framing.weigh(act)
    return found


def _printed(articles: Mapping[date, int], by: By) -> dict[Period, int]:
    found: dict[Period, int] = {}
    for day, count in articles.items():
        period = period_of(day, by)
        found[period] = found.get(period, 0) + count
    return found
