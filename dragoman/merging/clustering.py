"""Reports that hang together come in; the clusters that are events go out, the same ones in whatever order they come.

Within a neighbourhood clusters grow by the strongest link first, unless a guard forbids two clusters to join: they lie
on more days than moves account for, in two places, or a person or a coder told them apart.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dragoman.merging.blocking import blocks_of
from dragoman.merging.hanging import Groups
from dragoman.merging.linking import Link, hang_together, links_within, voices_of
from dragoman.merging.same_act import LINK, evidence, places_fit
from dragoman.merging.several import are_numbered_apart
from dragoman.merging.traits import Traits
from dragoman.record import EventType

CROWD = 600
"""Voices in a neighbourhood up to which every two of a block are weighed; in a larger one, each with a few."""
_FEW = 4

TOLD_WITHIN = 5
"""Days before publication in which lies what is told as done without a day, when clusters are to join."""

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


@dataclass(slots=True)
class _Cluster:
    """A growing cluster: its reports, and what the guards ask of them.

    `days` are the different days that it lies on, `moves` how often its day was changed; a person who says that two
    acts are one (`is_decided`) accounts for the days and places of both. `places` has one report for each place that
    it names, `told` what each article tells.
    """

    reports: list[Traits]
    days: list[tuple[int, int]]
    moves: int
    places: dict[str, Traits]
    told: dict[str, list[Traits]]
    ordinals: frozenset[str]
    is_decided: bool = False

    @classmethod
    def of(cls, reports: Sequence[Traits]) -> "_Cluster":
        told: dict[str, list[Traits]] = defaultdict(list)
        for each in reports:
            told[each.article].append(each)
        days = _slots(_lies(reports))
        places = {each.place: each for each in reports if each.place}
        ordinals = frozenset(which for each in reports for which in each.ordinals)
        return cls(list(reports), days, sum(each.is_move for each in reports), places, dict(told), ordinals)

    def joined(self, other: "_Cluster", by_person: bool) -> "_Cluster":
        """The two as one; the larger grows."""
        less, more = sorted((self, other), key=lambda each: len(each.reports))
        more.days = _slots(more.days + less.days)
        more.moves += less.moves
        more.reports += less.reports
        more.places |= less.places
        more.ordinals |= less.ordinals
        for article, told in less.told.items():
            more.told.setdefault(article, []).extend(told)
        more.is_decided = by_person or self.is_decided or other.is_decided
        if more.is_decided:
            more.moves = max(more.moves, len(more.days) - 1)
        return more


def _slots(days: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The fewest days that such ranges come down to, where a day more or less is no difference."""
    slots: list[tuple[int, int]] = []
    for first, last in sorted(days, key=lambda each: (each[1], each[0])):
        if slots and first <= slots[-1][1] + 1:
            slots[-1] = (max(slots[-1][0], min(first, slots[-1][1])), slots[-1][1])
        else:
            slots.append((first, last))
    return slots


def _lies(reports: Iterable[Traits]) -> Iterable[tuple[int, int]]:
    """The days that each report allows its act: those that it gives, or, of what is done, the last before it was told.

    One that gives a month or a year, or tells of a plan without its day, says nothing of it.
    """
    for each in reports:
        if each.is_tight:
            yield each.first, each.last
        elif each.is_told_done:
            yield each.known - TOLD_WITHIN, each.known


def events_among(traits: Collection[Traits], decided: Decided = Decided()) -> list[list[Traits]]:
    """The clusters of any reports, each and all in the order of publication."""
    near = hang_together(traits, decided.same)
    parts: dict[str, list[Traits]] = defaultdict(list)
    for each in traits:
        parts[near[each.report]].append(each)
    found = [cluster for part in parts.values() for cluster in clusters_of(part, decided)]
    return sorted(found, key=lambda each: order(each[0]))


def clusters_of(traits: Collection[Traits], decided: Decided = Decided()) -> list[list[Traits]]:
    """The clusters of a neighbourhood, of reports that hang together, each and all in the order of publication.

    Where no guard speaks against it, all are one act, and nothing need be weighed.
    """
    held = [each for each in traits if each.report not in decided.wrong]
    if len(held) == len(traits) and _is_one(held, decided):
        return [sorted(held, key=order)]
    apart = {id_ for pair in decided.apart for id_ in pair}
    voices = voices_of(sorted(held, key=order), apart)
    clusters = {each[0].report: _Cluster.of(each) for each in voices}
    groups = Groups()
    for voice in voices:
        for each in voice[1:]:
            groups.join(voice[0].report, each.report)
    clusters = {groups.find(id_): each for id_, each in clusters.items()}
    ids = {each.report for each in held}
    guards = _others(decided.apart)
    for one, other in sorted(pair for pair in decided.same if ids.issuperset(pair)):
        _join(clusters, groups, (SURE, one, other), guards)
    if len(voices) > CROWD:
        return _led(clusters, guards)
    for link in sorted(links_within([each[0] for each in voices]), key=lambda link: (-link[0], link[1], link[2])):
        _join(clusters, groups, link, guards)
    found = [sorted(each.reports, key=order) for each in clusters.values()]
    return sorted(found, key=lambda each: order(each[0]))


def _join(clusters: dict[str, _Cluster], groups: Groups, link: Link, apart: Mapping[str, set[str]]) -> None:
    """Make the clusters at the ends of a link one, unless they are or a guard forbids it."""
    points, one, other = link
    first, second = groups.find(one), groups.find(other)
    if first == second:
        return
    mine, theirs = clusters[first], clusters[second]
    if _told_apart(mine, theirs, apart) or (points < SURE and not _may_join(mine, theirs)):
        return
    del clusters[first], clusters[second]
    clusters[groups.join(first, second)] = mine.joined(theirs, points >= SURE)


def _is_one(held: Sequence[Traits], decided: Decided) -> bool:
    """True if no guard forbids any two of these reports to be of one event."""
    if not held or any(each.is_move for each in held) or not _tells_once(held):
        return False
    if len(_slots(_lies(held))) > 1:
        return False
    if any(are_numbered_apart(one, other) for one, other in combinations({each.ordinals for each in held}, 2)):
        return False
    if decided.apart and any(pair[0] in ids and pair[1] in ids for ids in [_ids(held)] for pair in decided.apart):
        return False
    placed = list({(each.place, each.country, each.kind): each for each in held if each.place}.values())
    return all(places_fit(one, other) for at, one in enumerate(placed) for other in placed[at + 1 :])


def _ids(traits: Iterable[Traits]) -> set[str]:
    return {each.report for each in traits}


def _tells_once(held: Sequence[Traits]) -> bool:
    """True if no article tells two acts of them."""
    articles: dict[str, list[Traits]] = defaultdict(list)
    for each in held:
        if any(_are_two(each, twin) for twin in articles[each.article]):
            return False
        articles[each.article].append(each)
    return True


def _led(clusters: Mapping[str, _Cluster], apart: Mapping[str, set[str]]) -> list[list[Traits]]:
    """The clusters of a crowd, in which not every two are weighed: each, in the order of publication, joins the best
    of those before it, by a few of their reports, or leads one of its own.
    """
    leading: list[_Cluster] = []
    telling: list[list[Traits]] = []  # of each that leads, the few that others are weighed with
    blocks: dict[int, list[int]] = defaultdict(list)
    for cluster in sorted(clusters.values(), key=lambda each: order(min(each.reports, key=order))):
        few = sorted(cluster.reports, key=order)[:_FEW]
        mine = {block for each in few for block in blocks_of(each)}
        near = sorted({at for block in mine for at in blocks.get(block, ())})
        best: tuple[float, int] | None = None
        for at in near:
            theirs = leading[at]
            if _told_apart(cluster, theirs, apart) or not _may_join(cluster, theirs):
                continue
            points = max((evidence(one, other) or 0.0 for one in few for other in telling[at]), default=0.0)
            if points >= LINK and (best is None or points > best[0]):
                best = points, at
        if best is None:
            leading.append(cluster)
            telling.append(few)
            at = len(leading) - 1
        else:
            at = best[1]
            leading[at] = leading[at].joined(cluster, by_person=False)
            telling[at] = [*telling[at], *few][:_FEW]
        for block in mine:
            if at not in blocks[block][-1:]:
                blocks[block].append(at)
    found = [sorted(each.reports, key=order) for each in leading]
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
    """The guards: days, places, "second round" and "third round", and acts that one article tells as two."""
    if len(_slots(mine.days + theirs.days)) > 1 + mine.moves + theirs.moves:
        return False
    if _told_as_two(mine, theirs) or are_numbered_apart(mine.ordinals, theirs.ordinals):
        return False
    if mine.moves + theirs.moves:
        return True
    return all(places_fit(one, other) for one in mine.places.values() for other in theirs.places.values())


def _told_as_two(mine: _Cluster, theirs: _Cluster) -> bool:
    """True if one article tells an act of the one beside an act of the other: of one kind, they are two acts."""
    less, more = sorted((mine.told, theirs.told), key=len)
    return any(
        _are_two(twin, each) for article, told in less.items() for each in told for twin in more.get(article, ())
    )


def _are_two(one: Traits, other: Traits) -> bool:
    """True of two reports of one article, but for two kinds, a visit and its talks, and talks and a refusal of them."""
    modes = {one.mode, other.mode}
    is_one = one.kind == EventType.CONSULT and len(modes) > 1 and not modes.isdisjoint(("visit", "meet"))
    return one.kind == other.kind and not is_one
