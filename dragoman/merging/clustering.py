"""Traits of reports come in; neighbourhoods and clusters go out, the same ones in whatever order the reports come.

Links are made between pairs, by the two alone. A neighbourhood is what hangs together by links; within it clusters
grow by the strongest link first, unless a guard forbids two clusters to join: they lie on more days than moves account
for, in two places, or a person or a coder told them apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from dragoman.merging.same_act import LINK, blocks_of, evidence, places_fit
from dragoman.merging.traits import Traits
from dragoman.record import EventType

Link = tuple[float, str, str]
"""Points, and the ids of two reports, the lesser first."""

SURE = 1000.0
"""Points of a link that a person's judgement makes."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided of pairs of reports (the lesser id first), and which reports are wrong."""

    same: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[tuple[str, str]] = frozenset()
    wrong: frozenset[str] = frozenset()


def order(one: Traits) -> tuple[int, str]:
    """What reports are ordered by: publication day, undated articles last; then their ids."""
    return one.known or 10**7, one.report


def links_within(
    traits: Collection[Traits], new: Collection[str] | None = None, known: Mapping[str, frozenset[int]] | None = None
) -> Iterator[Link]:
    """Every link between these reports; with `new`, only those that have one of these ids at an end.

    `known` are the blocks of some of them by id, where they were worked out before.
    """
    known = known or {}
    blocks: dict[int, list[Traits]] = defaultdict(list)
    for each in traits:
        for block in known.get(each.report) or blocks_of(each):
            blocks[block].append(each)
    seen: set[tuple[str, str]] = set()
    for members in blocks.values():
        if len(members) == 1:
            continue
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                pair = (one.report, other.report) if one.report < other.report else (other.report, one.report)
                if pair in seen or (new is not None and not (pair[0] in new or pair[1] in new)):
                    continue
                seen.add(pair)
                points = evidence(one, other)
                if points is not None and points >= LINK:
                    yield round(points, 3), *pair


class Groups:
    """Ids joined into groups, each named for its least id."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def find(self, id_: str) -> str:
        """The least id of the group that this one is in."""
        root = id_
        while (above := self._above.get(root, root)) != root:
            root = above
        while id_ != root:
            self._above[id_], id_ = root, self._above.get(id_, id_)
        return root

    def join(self, one: str, other: str) -> str:
        """Make two groups one, and give its name."""
        first, second = sorted((self.find(one), self.find(other)))
        self._above[second] = first
        return first


@dataclass(slots=True)
class _Cluster:
    """A growing cluster: its reports, and what the guards ask of them.

    `days` are the different days that it lies on, `moves` how often its day was changed; a person who says that two
    acts are one (`is_decided`) accounts for the days and places of both.
    """

    reports: list[Traits]
    days: list[tuple[int, int]] = field(default_factory=list)
    moves: int = 0
    is_decided: bool = False

    @classmethod
    def of(cls, one: Traits) -> "_Cluster":
        days = [(one.first, one.last)] if one.is_tight else []
        return cls([one], days, int(one.is_move))

    def joined(self, other: "_Cluster", by_person: bool) -> "_Cluster":
        days, moves = _slots(self.days + other.days), self.moves + other.moves
        is_decided = by_person or self.is_decided or other.is_decided
        if is_decided:
            moves = max(moves, len(days) - 1)
        return _Cluster(self.reports + other.reports, days, moves, is_decided)


def _slots(days: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The fewest days that such ranges come down to, where a day more or less is no difference."""
    slots: list[tuple[int, int]] = []
    for first, last in sorted(days, key=lambda each: (each[1], each[0])):
        if slots and first <= slots[-1][1] + 1:
            slots[-1] = (max(slots[-1][0], min(first, slots[-1][1])), slots[-1][1])
        else:
            slots.append((first, last))
    return slots


def clusters_of(traits: Iterable[Traits], links: Iterable[Link], decided: Decided = Decided()) -> list[list[Traits]]:
    """The clusters of reports that hang together by links, each and all in the order of publication."""
    held = {each.report: each for each in traits if each.report not in decided.wrong}
    clusters = {id_: _Cluster.of(each) for id_, each in held.items()}
    groups = Groups()
    wanted = [link for link in links if link[1] in held and link[2] in held]
    wanted += [(SURE, *pair) for pair in decided.same if pair[0] in held and pair[1] in held]
    apart = _others(decided.apart)
    for points, one, other in sorted(wanted, key=lambda link: (-link[0], link[1], link[2])):
        first, second = groups.find(one), groups.find(other)
        if first == second:
            continue
        mine, theirs = clusters[first], clusters[second]
        if _told_apart(mine, theirs, apart) or (points < SURE and not _may_join(mine, theirs)):
            continue
        name = groups.join(first, second)
        clusters[name] = mine.joined(theirs, points >= SURE)
        del clusters[second if name == first else first]
    found = [sorted(each.reports, key=order) for each in clusters.values()]
    return sorted(found, key=lambda each: order(each[0]))


def _others(pairs: Iterable[tuple[str, str]]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
        found[other].add(one)
    return found


def _told_apart(mine: _Cluster, theirs: _Cluster, apart: Mapping[str, set[str]]) -> bool:
    if not apart:
        return False
    ids = {each.report for each in theirs.reports}
    return any(apart.get(each.report, set()) & ids for each in mine.reports)


def _may_join(mine: _Cluster, theirs: _Cluster) -> bool:
    """The guards: days, places, and acts that one article tells as two."""
    if len(_slots(mine.days + theirs.days)) > 1 + mine.moves + theirs.moves:
        return False
    if _told_as_two(mine, theirs):
        return False
    if mine.moves + theirs.moves:
        return True
    return all(places_fit(one, other) for one in _placed(mine) for other in _placed(theirs))


def _told_as_two(mine: _Cluster, theirs: _Cluster) -> bool:
    """True if one article tells an act of the one beside an act of the other: of one kind, they are two acts.

    A visit and the talks during it are told side by side and are one.
    """
    articles: dict[str, list[Traits]] = defaultdict(list)
    for each in mine.reports:
        articles[each.article].append(each)
    return any(
        twin.kind == each.kind and not (each.kind == EventType.CONSULT and twin.mode != each.mode)
        for each in theirs.reports
        for twin in articles.get(each.article, ())
    )


def _placed(cluster: _Cluster) -> Iterable[Traits]:
    """One report for each place that a cluster names."""
    return {each.place: each for each in cluster.reports if each.place}.values()


def neighbourhoods(ids: Iterable[str], links: Iterable[Link], same: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """For each report, the least id of those that it hangs together with."""
    groups = Groups()
    for _, one, other in links:
        groups.join(one, other)
    for one, other in same:
        groups.join(one, other)
    return {id_: groups.find(id_) for id_ in ids}
