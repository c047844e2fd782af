"""An actor's acts come in; when its whole alignment turned, from whom towards whom, and when each relation broke.

For sparse records too: months, quarters or years are taken by how many acts there are. Within a day, acts of one kind
with one partner count once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dragoman.analysis.network.acts import PairAct
from dragoman.analysis.shifts.breaks import ALPHA, Break, breaks
from dragoman.analysis.shifts.levels import Array, Way

FEWEST = 3
"""Acts on different days from which on a partner is looked at by itself; the others are taken together."""
_OTHERS = ""
_SURE = 0.8
_NEAR = 6


@dataclass(frozen=True, slots=True)
class Moved:
    """How a partner's share in the actor's acts changed: acts before and after, shares, and their ratio's interval.

    `sure` is the probability that the share changed in this direction.
    """

    partner: str
    way: Way
    before: int
    after: int
    share_before: float
    share_after: float
    interval: tuple[float, float]
    sure: float

    @property
    def is_closer(self) -> bool:
        """True where it brings the two closer: more cooperation, or less conflict."""
        return bool(self.share_after > self.share_before) == (self.way is Way.COOPERATION)


@dataclass(frozen=True, slots=True)
class Turn:
    """A break in whom an actor acts with and against; or, with one `partner`, in that one relation.

    `on` is the first day of the period from which on shares differ, which lies between `earliest` and `latest` with
    probability 0.8. `compared` are the first and last day of what was compared. `odds` are those for a break, as a
    natural logarithm. `away` and `towards` say what moved, the largest change first. `acts` drive it: the first of the
    new kind. `origins` is how many origins these come from; `survives` says if the turn is still found without what
    only the largest origin tells (None: origins are not known).
    """

    actor: str
    partner: str | None
    on: date
    earliest: date
    latest: date
    compared: tuple[date, date]
    odds: float
    away: tuple[Moved, ...]
    towards: tuple[Moved, ...]
    acts: tuple[PairAct, ...]
    origins: int
    survives: bool | None


@dataclass(frozen=True, slots=True)
class _Table:
    """An actor's acts by partner and way, and by period, each on a day once."""

    starts: tuple[date, ...]
    categories: tuple[tuple[str, Way], ...]
    counts: Array


def turns(acts: Sequence[PairAct], actor: str, *, min_origins: int = 0) -> list[Turn]:
    """The turns of an actor's alignment as a whole, in the order of time."""
    mine = [act for act in acts if actor in act.pair]
    table = _table(mine, actor)
    found = [_turn(mine, actor, None, table, each) for each in breaks(table.counts)]
    return _checked(found, min_origins)


def relations(acts: Sequence[PairAct], actor: str, *, min_origins: int = 0) -> list[Turn]:
    """The breaks in each single relation of an actor, measured against its acts with all others; surest first."""
    mine = [act for act in acts if actor in act.pair]
    table = _table(mine, actor)
    found = []
    for number, (partner, _) in enumerate(table.categories):
        if partner != _OTHERS:
            row = table.counts[number]
            against = np.stack([row, table.counts.sum(axis=0) - row])
            alone = _Table(table.starts, (table.categories[number],), against[:1])
            found += [_turn(mine, actor, partner, alone, each, against) for each in breaks(against)]
    return sorted(_checked(found, min_origins), key=lambda turn: (-turn.odds, turn.on, turn.partner or ""))


def _checked(found: Iterable[Turn], min_origins: int) -> list[Turn]:
    return [turn for turn in found if (turn.towards or turn.away) and turn.origins >= min_origins]


def _other(act: PairAct, actor: str) -> str:
    return act.recipient if act.actor == actor else act.actor


def _way(act: PairAct) -> Way:
    return Way.COOPERATION if act.is_cooperation else Way.CONFLICT


def _table(acts: Sequence[PairAct], actor: str) -> _Table:
    seen = {(_other(act, actor), _way(act), act.on) for act in acts}
    often = Counter(partner for partner, _, _ in seen)
    kept = {partner for partner, times in often.items() if times >= FEWEST}
    days = sorted({on for _, _, on in seen})
    if not days:
        return _Table((), (), np.zeros((0, 0)))
    starts = _periods(days[0], days[-1], _months(len(seen), days[0], days[-1]))
    named = [(partner if partner in kept else _OTHERS, way, on) for partner, way, on in sorted(seen)]
    categories = tuple(sorted({(partner, way) for partner, way, _ in named}))
    counts = np.zeros((len(categories), len(starts)))
    place = {category: number for number, category in enumerate(categories)}
    edges = [start.toordinal() for start in starts]
    for partner, way, on in named:
        counts[place[partner, way], int(np.searchsorted(edges, on.toordinal(), side="right")) - 1] += 1
    return _Table(tuple(starts), categories, counts)


def _months(acts: int, first: date, last: date) -> int:
    """Months of a period: one where there are two acts a month or more, else three."""
    spanned = (last - first).days / 30.4 + 1
    return 1 if acts / spanned >= 2 else 3


def _periods(first: date, last: date, months: int) -> list[date]:
    """First days of periods that begin on the first act's day of the month, so that later dates shift with the acts."""
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1, round(30.4375 * months))]


def _turn(
    acts: Sequence[PairAct], actor: str, partner: str | None, table: _Table, found: Break, all_: Array | None = None
) -> Turn:
    counts = table.counts if all_ is None else all_
    totals = counts[:, found.begin : found.place].sum(), counts[:, found.place : found.end].sum()
    moved = []
    for number, (whom, way) in enumerate(table.categories):
        if whom != _OTHERS:
            before = table.counts[number, found.begin : found.place].sum()
            after = table.counts[number, found.place : found.end].sum()
            change = _moved(whom, way, (before, after), totals)
            if change.sure >= _SURE:
                moved.append(change)
    moved.sort(key=lambda each: (-abs(each.share_after - each.share_before), each.partner))
    first, last = table.starts[found.place], _end(table, found.end, acts)
    driving = _driving(acts, actor, moved, first, last)
    mine = [act for act in acts if partner is None or partner in act.pair]
    return Turn(
        actor, partner, first, table.starts[found.low], table.starts[min(found.high, len(table.starts) - 1)],
        (table.starts[found.begin], last), round(found.log_odds, 2),
        tuple(each for each in moved if not each.is_closer), tuple(each for each in moved if each.is_closer),
        driving, len({origin for act in driving for origin in act.origins}),
        _survives(acts, mine, actor, partner, first),
    )  # fmt: skip


def _end(table: _Table, place: int, acts: Sequence[PairAct]) -> date:
    return table.starts[place] if place < len(table.starts) else max(act.on for act in acts)


def _moved(partner: str, way: Way, acts: tuple[float, float], totals: tuple[float, float]) -> Moved:
    """Shares before and after, each with the prior of a half, compared by draws from their beta distributions."""
    chance = np.random.default_rng(0)
    one = chance.beta(acts[0] + ALPHA, totals[0] - acts[0] + ALPHA, 4000)
    other = chance.beta(acts[1] + ALPHA, totals[1] - acts[1] + ALPHA, 4000)
    low, high = np.quantile(other / one, (0.05, 0.95))
    before, after = acts[0] / max(totals[0], 1), acts[1] / max(totals[1], 1)
    rises = float((other > one).mean())
    return Moved(
        partner, way, int(acts[0]), int(acts[1]), float(before), float(after), (float(low), float(high)),
        rises if after > before else 1 - rises,
    )  # fmt: skip


def _driving(
    acts: Sequence[PairAct], actor: str, moved: Sequence[Moved], first: date, last: date
) -> tuple[PairAct, ...]:
    """The first acts of each share that rose; of each that fell, nothing is there to be shown."""
    found = []
    for each in moved:
        if each.share_after > each.share_before:
            kind = [act for act in acts if _other(act, actor) == each.partner and _way(act) is each.way]
            found += [act for act in kind if first <= act.on <= last][:_NEAR]
    return tuple(sorted(found, key=lambda act: (act.on, act.event)))


def _survives(
    acts: Sequence[PairAct], mine: Sequence[PairAct], actor: str, partner: str | None, on: date
) -> bool | None:
    told: Counter[str] = Counter(origin for act in mine for origin in act.origins)
    if not told:
        return None
    largest = min(told, key=lambda name: (-told[name], name))
    left = [act for act in acts if set(act.origins) != {largest}]
    table = _table(left, actor)
    tried = [table.counts]
    if partner is not None:
        rows = [number for number, (whom, _) in enumerate(table.categories) if whom == partner]
        tried = [np.stack([table.counts[row], table.counts.sum(axis=0) - table.counts[row]]) for row in rows]
    near = [table.starts[each.place] for counts in tried for each in breaks(counts)]
    return any(abs((day - on).days) <= 200 for day in near)
