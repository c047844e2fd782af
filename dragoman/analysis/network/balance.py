"""A signed network comes in; how balanced it is and who is central in it goes out."""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from dragoman.analysis.network.graph import Matrix

STARTS = 16
"""Random starts of the search for two camps."""


@dataclass(frozen=True, slots=True)
class Balance:
    """How far friends' friends are friends.

    `triads` is the share of triangles whose product of signs is positive (None: there is no triangle), each weighted
    by its weakest side; `frustration` the share of weight that no division into two camps can satisfy, as far as the
    search found: conflict within a camp, cooperation between the two. `camps` is that division, the larger first.
    """

    triads: float | None
    triangles: int
    frustration: float
    camps: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Central:
    """A node's place: summed cooperation and conflict, PageRank on cooperation, share of shortest paths through it."""

    code: str
    cooperation: float
    conflict: float
    rank: float
    between: float


def balance(nodes: Sequence[str], signed: Matrix) -> Balance:
    """Balance of a symmetric array of net weights."""
    signs = np.sign(signed)
    balanced = unbalanced = 0.0
    count = 0
    for i in range(len(nodes)):
        friends = np.nonzero(signs[i, i + 1 :])[0] + i + 1
        for place, j in enumerate(friends):
            for k in friends[place + 1 :][signs[j, friends[place + 1 :]] != 0]:
                weakest = min(abs(signed[i, j]), abs(signed[i, k]), abs(signed[j, k]))
                count += 1
                if signs[i, j] * signs[i, k] * signs[j, k] > 0:
                    balanced += weakest
                else:
                    unbalanced += weakest
    total = balanced + unbalanced
    side, frustration = _camps(signed)
    camps = [tuple(code for code, mine in zip(nodes, side, strict=True) if mine == which) for which in (1, -1)]
    camps.sort(key=lambda camp: (-len(camp), camp))
    return Balance(balanced / total if total else None, count, frustration, (camps[0], camps[1]))


def _camps(signed: Matrix) -> tuple[Matrix, float]:
    """Two camps by moving one node at a time for as long as that satisfies more, from several starts."""
    weight = np.abs(signed).sum() / 2
    chance = np.random.default_rng(0)
    best, least = np.ones(len(signed)), np.inf
    for start in range(STARTS):
        side = np.ones(len(signed)) if start == 0 else chance.choice((-1.0, 1.0), len(signed))
        gain = -side * (signed @ side)
        while len(side) and gain.max() > 1e-9:
            side[int(gain.argmax())] *= -1
            gain = -side * (signed @ side)
        left = float((np.abs(signed).sum() - side @ signed @ side) / 4)
        if left < least - 1e-9:
            best, least = side, left
    return best, float(least / weight) if weight else 0.0


def central(nodes: Sequence[str], cooperation: Matrix, conflict: Matrix) -> list[Central]:
    """Every node's place, the most central by rank first."""
    graph = nx.from_numpy_array(cooperation)
    rank = nx.pagerank(graph, weight="weight") if graph.number_of_edges() else dict.fromkeys(range(len(nodes)), 0.0)
    for _, _, tie in graph.edges(data=True):
        tie["length"] = 1 / tie["weight"]
    between = nx.betweenness_centrality(graph, weight="length")
    rows = [
        Central(code, float(cooperation[i].sum()), float(conflict[i].sum()), float(rank[i]), float(between[i]))
        for i, code in enumerate(nodes)
    ]
    return sorted(rows, key=lambda row: (-row.rank, row.code))
