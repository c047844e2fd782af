"""A workbench with reports and sketches comes in; copies, neighbourhoods and events are found, block by block.

What comes out is what merging everything at once gives: links are made between pairs, by the two alone, and only
reports that share a block are compared. In memory are one block or neighbourhood at a time, and a number for each
article and report.
"""

from collections.abc import Iterator
from itertools import combinations, groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.merging.clustering import clusters_of
from dragoman.merging.copies import Sketch, are_copies
from dragoman.merging.linking import links_within
from dragoman.merging.traits import Traits
from dragoman.store.workbench import Workbench

_first = itemgetter(0)


class Numbers:
    """Numbers from 0 joined into groups, each named for its least."""

    def __init__(self, count: int) -> None:
        self._above: NDArray[np.int64] = np.arange(count, dtype=np.int64)

    def find(self, number: int) -> int:
        """The least number of a group."""
        above = self._above
        while (up := int(above[number])) != number:
            above[number] = above[up]
            number = int(above[number])
        return number

    def join(self, one: int, other: int) -> None:
        """Makes two groups one."""
        first, second = sorted((self.find(one), self.find(other)))
        self._above[second] = first

    def least(self) -> NDArray[np.int64]:
        """For each number the least of its group."""
        # What a number points at is less than itself, so that one pass over jumps settles all.
        while True:
            jumped = self._above[self._above]
            if np.array_equal(jumped, self._above):
                return jumped
            self._above = jumped


def join_copies(bench: Workbench, articles: int) -> None:
    """Finds which articles are copies of one text."""
    groups = Numbers(articles)
    for _, rows in groupby(bench.sketches(), _first):
        held = [(row[1], Sketch(row[2], row[3].toordinal() if row[3] else 0, *row[4:])) for row in rows]
        for (one, mine), (other, theirs) in combinations(held, 2):
            if groups.find(one) != groups.find(other) and are_copies(mine, theirs):
                groups.join(one, other)
    bench.keep_groups("copies", groups.least())


def join_reports(bench: Workbench, reports: int) -> None:
    """Finds the links between reports, the neighbourhoods that hang together by them, and the events within."""
    bench.keep_links(_links(bench))
    near = Numbers(reports)
    for one, other in bench.ends_of_links():
        near.join(one, other)
    bench.keep_groups("near", near.least())
    events = np.arange(reports, dtype=np.int64)
    for numbers, clusters in _clusters(bench):
        for cluster in clusters:
            founder = numbers[cluster[0].report]
            for each in cluster:
                events[numbers[each.report]] = founder
    bench.keep_groups("events", events)


def _links(bench: Workbench) -> Iterator[tuple[float, int, int]]:
    for _, rows in groupby(bench.blocks(), _first):
        numbers: dict[str, int] = {}
        held = []
        for _, number, id_, article, packed in rows:
            numbers[id_] = number
            held.append(Traits.unpacked(id_, article, packed))
        for points, one, other in links_within(held):
            yield points, numbers[one], numbers[other]


def _clusters(bench: Workbench) -> Iterator[tuple[dict[str, int], list[list[Traits]]]]:
    """The numbers and the clusters of each neighbourhood of more than one report."""
    links = groupby(bench.links(), _first)
    for (near, rows), (same, _) in zip(groupby(bench.ends(), _first), links, strict=True):
        assert near == same
        held: list[Any] = list(rows)
        traits = [Traits.unpacked(row[2], row[3], row[4]) for row in held]
        found = clusters_of(traits)
        yield {row[2]: row[1] for row in held}, found
