"""A workbench with reports and sketches comes in; copies, neighbourhoods and events are found, block by block.

What comes out is what merging everything at once gives: links are made between pairs, by the two alone, and only
reports that share a block are compared. In memory are the blocks of one family of kinds and of 32 days, or some
neighbourhoods, at a time, and a number for each article and report.
"""

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dragoman.batch.spreading import spread
from dragoman.merging.blocking import PARTS, WIDE
from dragoman.merging.clustering import clusters_of
from dragoman.merging.copies import FUNCTIONS, copied
from dragoman.merging.linking import REPORTS
from dragoman.merging.traits import Traits
from dragoman.store.workbench import Workbench

Pairs = list[tuple[int, int]]
Places = NDArray[np.int64]

_PAIRS = 1 << 14
"""Pairs that are compared at once."""

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
    for one, other in bench.recalled("copies"):
        groups.join(one, other)
    for pairs in spread(_copies, bench.sketches(), jobs):
        for one, other in pairs:
            groups.join(one, other)
    bench.keep_groups("copies", groups.least())


def join_reports(bench: Workbench, reports: int, jobs: int = 1) -> None:
    """Finds the neighbourhoods of reports that hang together by links, and the events within."""
    near = Numbers(reports)
    for one, other in bench.recalled("near"):
        near.join(one, other)
    for pairs in spread(_links, bench.spans(WIDE, PARTS), jobs):
        for one, other in pairs:
            near.join(one, other)
    bench.keep_groups("near", near.least())
    events = np.arange(reports, dtype=np.int64)
    for number, founder in bench.recalled("events"):
        events[number] = founder
    for numbers, founders in spread(_clusters, bench.neighbourhoods(), jobs):
        events[numbers] = founders
    bench.keep_groups("events", events)


def _copies(table: pa.Table) -> Pairs:
    """Pairs of articles by which all copies among those of each key hang together."""
    numbers, days, runs = (table[name].to_numpy() for name in ("n", "day", "runs"))
    minima = np.frombuffer(b"".join(table["minima"].to_pylist()), "<u4").reshape(-1, FUNCTIONS)
    _, first, back = np.unique(numbers, return_index=True, return_inverse=True)
    places = first[back]  # of each row, the first row of its article
    groups = Numbers(len(table))
    found: Pairs = []
    for pairs in _pairs_in(places, table["key"].to_numpy()):
        for one, other in pairs[copied(days, runs, minima, pairs)].tolist():
            if groups.find(one) != groups.find(other):
                groups.join(one, other)
                found.append((int(numbers[one]), int(numbers[other])))
    return found


def _pairs_in(places: Places, keys: Places) -> Iterator[Places]:
    """Every two places of rows that have one key, each pair once if it is near, some thousand pairs at a time."""
    waiting: list[Places] = []
    count = 0
    for start, end in _runs_of(keys):
        for later in range(start + 1, end):
            pairs = np.empty((later - start, 2), np.int64)
            pairs[:, 0], pairs[:, 1] = places[start:later], places[later]
            waiting.append(pairs)
            count += later - start
        if count >= _PAIRS:
            yield np.unique(np.concatenate(waiting), axis=0)
            waiting, count = [], 0
    if waiting:
        yield np.unique(np.concatenate(waiting), axis=0)


def _runs_of(keys: Places) -> Iterator[tuple[int, int]]:
    """Where each run of one key begins and ends, of runs longer than one."""
    bounds = [0, *(np.flatnonzero(keys[1:] != keys[:-1]) + 1).tolist(), len(keys)]
    return ((start, end) for start, end in pairwise(bounds) if end - start > 1)


def _links(table: pa.Table) -> Pairs:
    """Pairs of reports by which all that are linked among those of each block hang together, part by part."""
    found: Pairs = []
    for _, rows in groupby(_rows(table), _first):
        found += _linked(list(rows))
    return found


def _linked(rows: list[tuple[Any, ...]]) -> Pairs:
    """The same, of the rows of one part."""
    blocks: dict[int, list[int]] = {}
    for place, row in enumerate(rows):
        for block in row[5]:
            blocks.setdefault(block, []).append(place)
    held: dict[int, Traits] = {}
    groups = Numbers(len(rows))
    apart: set[int] = set()
    found: Pairs = []
    for members in blocks.values():
        if len(members) < 2 or not any(rows[place][6] for place in members):
            continue
        for place in members:
            if place not in held:
                _, _, id_, article, packed, *_ = rows[place]
                held[place] = Traits.unpacked(id_, article, packed)
        of_block = [held[place] for place in members]
        labels = np.array([groups.find(place) for place in members])
        for earlier, later in _pairs_to_weigh(of_block, labels):
            pair = members[earlier] * len(rows) + members[later]
            if pair in apart or not (rows[members[earlier]][6] or rows[members[later]][6]):
                continue
            if _are_linked(of_block[earlier], of_block[later]):
                groups.join(members[earlier], members[later])
                found.append((rows[members[earlier]][1], rows[members[later]][1]))
                labels[labels == labels[earlier]] = labels[later]
            else:
                apart.add(pair)
    return found


def _pairs_to_weigh(traits: list[Traits], labels: Places) -> Iterator[tuple[int, int]]:
    """Places of two of a block that are not of one label yet and whose days are no more than one apart.

    Labels are the caller's, who makes two of them one where a pair is linked.
    """
    first, last = np.array([(0, 1 << 40) if each.is_move else each.window for each in traits]).T
    for later in range(1, len(traits)):
        near = (first[:later] <= last[later] + 1) & (last[:later] >= first[later] - 1)
        # The nearest first: what was last found to hang together is most often joined by its last.
        for earlier in np.flatnonzero(near & (labels[:later] != labels[later]))[::-1].tolist():
            if labels[earlier] != labels[later]:
                yield earlier, later


def _are_linked(one: Traits, other: Traits) -> bool:
    return REPORTS.may_link(one, other) and REPORTS.are_linked(one, other)


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
