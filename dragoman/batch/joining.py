"""A workbench with reports and sketches comes in; copies, neighbourhoods and events are found, block by block.

What comes out is what merging everything at once gives: links are made between pairs, by the two alone, and only
reports that share a block are compared. In memory are some blocks or neighbourhoods at a time, and a number for each
article and report.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dragoman.batch.spreading import spread
from dragoman.merging.clustering import clusters_of
from dragoman.merging.copies import Sketch, are_copies
from dragoman.merging.linking import REPORTS
from dragoman.merging.traits import Traits
from dragoman.store.workbench import Workbench

T = TypeVar("T")
Pairs = list[tuple[int, int]]

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


def join_copies(bench: Workbench, articles: int, jobs: int = 1) -> None:
    """Finds which articles are copies of one text."""
    groups = Numbers(articles)
    for pairs in spread(_copies, bench.sketches(), jobs):
        for one, other in pairs:
            groups.join(one, other)
    bench.keep_groups("copies", groups.least())


def join_reports(bench: Workbench, reports: int, jobs: int = 1) -> None:
    """Finds the neighbourhoods of reports that hang together by links, and the events within."""
    near = Numbers(reports)
    for pairs in spread(_links, bench.blocks(), jobs):
        for one, other in pairs:
            near.join(one, other)
    bench.keep_groups("near", near.least())
    events = np.arange(reports, dtype=np.int64)
    for numbers, founders in spread(_clusters, bench.neighbourhoods(), jobs):
        events[numbers] = founders
    bench.keep_groups("events", events)


def _copies(table: pa.Table) -> Pairs:
    """Pairs of articles by which all copies among those of each key hang together."""
    found: Pairs = []
    for _, rows in groupby(_rows(table), _first):
        held = [(row[1], Sketch(row[2], row[3].toordinal() if row[3] else 0, *row[4:])) for row in rows]
        found += _joined(held, are_copies)
    return found


def _links(table: pa.Table) -> Pairs:
    """Pairs of reports by which all that are linked among those of each block hang together."""
    found: Pairs = []
    for _, rows in groupby(_rows(table), _first):
        held = [(number, Traits.unpacked(id_, article, packed)) for _, number, id_, article, packed in rows]
        found += _joined(held, _are_linked)
    return found


def _are_linked(one: Traits, other: Traits) -> bool:
    return REPORTS.may_link(one, other) and REPORTS.are_linked(one, other)


def _joined(held: list[tuple[int, T]], is_one: Callable[[T, T], bool]) -> Pairs:
    """What hangs together, as pairs: of those that do already, each newcomer is compared until it fits one."""
    groups: list[list[tuple[int, T]]] = []
    found: Pairs = []
    for number, one in held:
        mine = [(number, one)]
        apart = []
        for group in groups:
            other = next((each for each, theirs in group if is_one(theirs, one)), None)
            if other is None:
                apart.append(group)
            else:
                found.append((other, number))
                group += mine
                mine = group
        groups = [*apart, mine]
    return found


def _clusters(table: pa.Table) -> tuple[list[int], list[int]]:
    """For each report the number of the first of its event."""
    numbers: list[int] = []
    founders: list[int] = []
    for _, rows in groupby(_rows(table), _first):
        held = list(rows)
        number_of = {row[2]: row[1] for row in held}
        for cluster in clusters_of([Traits.unpacked(row[2], row[3], row[4]) for row in held]):
            for each in cluster:
                numbers.append(number_of[each.report])
                founders.append(number_of[cluster[0].report])
    return numbers, founders


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)
