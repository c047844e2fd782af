"""An actor's acts come in; when its whole alignment turned, from whom towards whom, and when each relation broke.

For sparse records too: months, quarters or years are taken by how many acts there are. Within a day, acts of one kind
with one partner count once; partners that nearly always act together with the actor (the members of a small bloc) are
one partner, for what they do in one event is one piece of evidence.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

import numpy as np

from dragoman.analysis.network.acts import PairAct, is_cooperation
from dragoman.analysis.shifts.breaks import ALPHA, Break, breaks, rate_breaks
from dragoman.analysis.shifts.levels import Array, Way
from dragoman.record import EventType

FEWEST = 3
"""Acts on different days from which on a partner is looked at by itself; the others are taken together."""
_OTHERS = ""
ALIKE = 0.75
"""Share of their events, of either, that two partners must have in common to be taken as one."""
_SURE = 0.8
_NEAR = 6
_WAY_OF = {type_: Way.COOPERATION if is_cooperation(type_) else Way.CONFLICT for type_ in EventType}


@dataclass(frozen=True, slots=True)
class Moved:
    """How a partner's share in the actor's acts changed: acts before and after, shares, and their ratio's interval.

    `sure` is the probability that the share changed in this direction. Partners taken as one are joined by “+”. In a
    relation by itself the share is of all that is told of the actor.
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
    """An actor's acts by partner and way, and by period, each on a day once: what they are worth, and how many."""

    starts: tuple[date, ...]
    categories: tuple[tuple[str, Way], ...]
    counts: Array
    numbers: Array


class Alignment:
    """An actor's acts by partner and period, counted once for all that is asked of them."""

    def __init__(self, acts: Sequence[PairAct], actor: str) -> None:
        self.acts = [act for act in acts if actor in act.pair]
        self.partners = _Partners(self.acts, actor)
        self.table = _table(self.acts, self.partners)

    def turns(self, *, min_origins: int = 0) -> list[Turn]:
        """The turns of the alignment as a whole, in the order of time."""
        found = [_turn(self, None, self.table, each) for each in breaks(self.table.counts)]
        return _checked(found, min_origins)

    def relations(self, *, min_origins: int = 0, attention: Sequence[date] = ()) -> list[Turn]:
        """The breaks in each single relation; surest first.

        `attention` are the days of all events that have the actor in them, of whatever kind: how often each relation
        is told of is measured against that. Without it, against the acts with all others.
        """
        table, found = self.table, []
        for number, (partner, _) in enumerate(table.categories):
            if partner != _OTHERS:
                both = _beside(table, number, attention)
                alone = _Table(table.starts, (table.categories[number],), both[:1], table.numbers[number : number + 1])
                for each in _broken(both, attention):
                    turn = _turn(self, partner, alone, each, (both, attention))
                    if not attention or _moves_in_time(both[0], each, turn):
                        found.append(turn)
        return sorted(_checked(found, min_origins), key=lambda turn: (-turn.odds, turn.on, turn.partner or ""))


def turns(acts: Sequence[PairAct], actor: str, *, min_origins: int = 0) -> list[Turn]:
    """The turns of an actor's alignment as a whole, in the order of time."""
    return Alignment(acts, actor).turns(min_origins=min_origins)


def relations(
    acts: Sequence[PairAct], actor: str, *, min_origins: int = 0, attention: Sequence[date] = ()
) -> list[Turn]:
    """The breaks in each single relation of an actor; see `Alignment.relations`."""
    return Alignment(acts, actor).relations(min_origins=min_origins, attention=attention)


class _Partners:
    """Whom an actor acts with and against, and the acts with each; those whose events are nearly the same are one."""

    def __init__(self, acts: Sequence[PairAct], actor: str) -> None:
        self.actor = actor
        events: dict[str, set[str]] = {}
        for act in acts:
            events.setdefault(self._other(act), set()).add(act.event)
        often = sorted(code for code, told in events.items() if len(told) >= FEWEST)
        groups: list[list[str]] = []
        for code in often:
            near = (group for group in groups if all(_alike(events[code], events[each]) for each in group))
            if (group := next(near, None)) is None:
                groups.append([code])
            else:
                group.append(code)
        self._as_one = {code: "+".join(group) for group in groups for code in group}
        self._without: dict[str, _Table] = {}
        self._broke: dict[tuple[str | None, tuple[date, ...]], list[date] | None] = {}
        self._acts = acts

    @cached_property
    def with_each(self) -> dict[str, list[PairAct]]:
        """The acts with each of them, in their order."""
        found: dict[str, list[PairAct]] = {}
        for act in self._acts:
            found.setdefault(self.of(act), []).append(act)
        return found

    def of(self, act: PairAct) -> str:
        """The partner of an act."""
        other = self._other(act)
        return self._as_one.get(other, other)

    def without(self, origin: str, acts: Sequence[PairAct]) -> _Table:
        """The table of the acts but those that only this origin tells, made once."""
        if origin not in self._without:
            left = [act for act in acts if set(act.origins) != {origin}]
            self._without[origin] = _table(left, _Partners(left, self.actor))
        return self._without[origin]

    def broke_without(
        self, acts: Sequence[PairAct], partner: str | None, attention: Sequence[date]
    ) -> list[date] | None:
        """On which days the whole, or a relation, breaks without what only its largest origin tells, found once.

        None where origins are not known.
        """
        key = partner, tuple(attention)
        if key not in self._broke:
            self._broke[key] = self._breaking(acts, partner, attention)
        return self._broke[key]

    def _breaking(self, acts: Sequence[PairAct], partner: str | None, attention: Sequence[date]) -> list[date] | None:
        mine = acts if partner is None else self.with_each[partner]
        told: Counter[str] = Counter(origin for act in mine for origin in act.origins)
        if not told:
            return None
        table = self.without(min(told, key=lambda name: (-told[name], name)), acts)
        if partner is None:
            found = breaks(table.counts)
        else:
            rows = [number for number, (whom, _) in enumerate(table.categories) if whom == partner]
            found = [each for row in rows for each in _broken(_beside(table, row, attention), attention)]
        return [table.starts[each.place] for each in found]

    def _other(self, act: PairAct) -> str:
        return act.recipient if act.actor == self.actor else act.actor


def _alike(one: set[str], other: set[str]) -> bool:
    both = len(one & other)
    return both >= ALIKE * (len(one) + len(other) - both)


def _beside(table: _Table, number: int, attention: Sequence[date]) -> Array:
    """A relation's acts by period, and beside them what else is told of the actor: events, or the acts with others."""
    row = table.counts[number]
    if not attention:
        return np.stack([row, table.counts.sum(axis=0) - row])
    told = np.zeros(len(table.starts))
    edges = [start.toordinal() for start in table.starts]
    for day in attention:
        place = int(np.searchsorted(edges, day.toordinal(), side="right")) - 1
        if place >= 0:
            told[place] += 1
    # An event on two days, or a day with two events, may leave a period with more acts than events.
    return np.stack([row, np.maximum(told - row, 0.0)])


def _broken(both: Array, attention: Sequence[date]) -> list[Break]:
    return rate_breaks(both[0], both.sum(axis=0)) if attention else breaks(both)


def _moves_in_time(row: Array, found: Break, turn: Turn) -> bool:
    """True if the acts also come more, or less, often by the calendar, with the probability that is asked of a share.

    Where all the world begins to talk of an actor, what it does with one partner seems to be less and is as ever.
    """
    before, after = row[found.begin : found.place], row[found.place : found.end]
    chance = np.random.default_rng(0)
    rates = [chance.gamma(part.sum() + ALPHA, 1 / len(part), 4000) for part in (before, after)]
    rises = float((rates[1] > rates[0]).mean())
    moved = (*turn.away, *turn.towards)
    return bool(moved) and (rises if moved[0].share_after > moved[0].share_before else 1 - rises) >= _SURE


def _checked(found: Iterable[Turn], min_origins: int) -> list[Turn]:
    return [turn for turn in found if (turn.towards or turn.away) and turn.origins >= min_origins]


def _way(act: PairAct) -> Way:
    return _WAY_OF[act.type]


def _table(acts: Sequence[PairAct], partners: _Partners) -> _Table:
    seen = _worths(acts, partners)
    if not seen:
        return _Table((), (), np.zeros((0, 0)), np.zeros((0, 0)))
    often: dict[str, float] = {}
    for (partner, _, _), worth in seen.items():
        often[partner] = often.get(partner, 0.0) + worth
    kept = {partner for partner, times in often.items() if times >= FEWEST}
    days = {on for _, _, on in seen}
    first, last = min(days), max(days)
    starts = _periods(first, last, _months(len(seen), first, last))
    named = [(partner if partner in kept else _OTHERS, way, on, worth) for (partner, way, on), worth in seen.items()]
    categories = tuple(sorted({(partner, way) for partner, way, _, _ in named}))
    counts = np.zeros((len(categories), len(starts)))
    numbers = np.zeros_like(counts)
    place = {category: number for number, category in enumerate(categories)}
    edges = [start.toordinal() for start in starts]
    periods = np.searchsorted(edges, [on.toordinal() for _, _, on, _ in named], side="right") - 1
    for (partner, way, _, worth), period in zip(named, periods.tolist(), strict=True):
        counts[place[partner, way], period] += worth
        numbers[place[partner, way], period] += 1
    return _Table(tuple(starts), categories, counts, numbers)


def _worths(acts: Sequence[PairAct], partners: _Partners) -> dict[tuple[str, Way, date], float]:
    """What each day is worth with a partner and way: that of the weightiest act."""
    found: dict[tuple[str, Way, date], float] = {}
    for act in acts:
        key = partners.of(act), _way(act), act.on
        found[key] = max(found.get(key, 0.0), act.worth)
    return found


def _months(acts: int, first: date, last: date) -> int:
    """Months of a period: one where there are two acts a month or more, else three."""
    spanned = (last - first).days / 30.4 + 1
    return 1 if acts / spanned >= 2 else 3


def _periods(first: date, last: date, months: int) -> list[date]:
    """First days of periods that begin on the first act's day of the month, so that later dates shift with the acts."""
    return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1, round(30.4375 * months))]


def _turn(
    whole: Alignment, partner: str | None, table: _Table, found: Break,
    beside: tuple[Array, Sequence[date]] | None = None,
) -> Turn:  # fmt: skip
    acts, partners = whole.acts, whole.partners
    counts, attention = beside or (table.counts, ())
    totals = counts[:, found.begin : found.place].sum(), counts[:, found.place : found.end].sum()
    moved = []
    for number, (whom, way) in enumerate(table.categories):
        if whom != _OTHERS:
            before = table.counts[number, found.begin : found.place].sum()
            after = table.counts[number, found.place : found.end].sum()
            told = (
                table.numbers[number, found.begin : found.place].sum(),
                table.numbers[number, found.place : found.end].sum(),
            )
            change = replace(_moved(whom, way, (before, after), totals), before=int(told[0]), after=int(told[1]))
            if change.sure >= _SURE:
                moved.append(change)
    moved.sort(key=lambda each: (-abs(each.share_after - each.share_before), each.partner))
    first, last = table.starts[found.place], _end(table, found.end, acts)
    driving = _driving(partners, moved, (first, last))
    return Turn(
        partners.actor, partner, first, table.starts[found.low], table.starts[min(found.high, len(table.starts) - 1)],
        (table.starts[found.begin], last), round(found.log_odds, 2),
        tuple(each for each in moved if not each.is_closer), tuple(each for each in moved if each.is_closer),
        driving, len({origin for act in driving for origin in act.origins}),
        _survives(partners, acts, partner, (first, attention)),
    )  # fmt: skip


def _end(table: _Table, place: int, acts: Sequence[PairAct]) -> date:
    return table.starts[place] if place < len(table.starts) else max(act.on for act in acts)


def _moved(partner: str, way: Way, acts: tuple[float, float], totals: tuple[float, float]) -> Moved:
    """Shares before and after, each with the prior of a half, compared by draws from their beta distributions."""
    before, after = acts[0] / max(totals[0], 1), acts[1] / max(totals[1], 1)
    rises, interval = _compared(float(acts[0]), float(totals[0]), float(acts[1]), float(totals[1]))
    return Moved(
        partner, way, int(acts[0]), int(acts[1]), float(before), float(after), interval,
        rises if after > before else 1 - rises,
    )  # fmt: skip


@lru_cache(maxsize=16384)
def _compared(before: float, of: float, after: float, of_then: float) -> tuple[float, tuple[float, float]]:
    """Probability that the second share is the larger, and the middle nine tenths of how many times so large it is.

    Kept, for the draws are half of what turns take, and the same few acts of about as many come again and again.
    """
    chance = np.random.default_rng(0)
    one = chance.beta(before + ALPHA, of - before + ALPHA, 4000)
    other = chance.beta(after + ALPHA, of_then - after + ALPHA, 4000)
    low, high = np.quantile(other / one, (0.05, 0.95))
    return float((other > one).mean()), (float(low), float(high))


def _driving(partners: _Partners, moved: Sequence[Moved], days: tuple[date, date]) -> tuple[PairAct, ...]:
    """The first acts of each share that rose; of each that fell, nothing is there to be shown."""
    found = []
    for each in moved:
        if each.share_after > each.share_before:
            kind = [act for act in partners.with_each[each.partner] if _way(act) is each.way]
            # Of those taken as one, the first is shown for all.
            events = {act.event: act for act in reversed(kind) if days[0] <= act.on <= days[1]}
            found += sorted(events.values(), key=lambda act: (act.on, act.event))[:_NEAR]
    return tuple(sorted(found, key=lambda act: (act.on, act.event)))


def _survives(
    partners: _Partners, acts: Sequence[PairAct], partner: str | None, turn: tuple[date, Sequence[date]]
) -> bool | None:
    """True if a break near the day is found without what only the largest origin of those with the partner tells."""
    on, attention = turn
    found = partners.broke_without(acts, partner, attention)
    return None if found is None else any(abs((each - on).days) <= 200 for each in found)
