"""A network's positive side comes in; communities go out, with how stable they are over seeds and resolutions."""

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from dragoman.analysis.network.graph import Matrix

RESOLUTIONS = (0.8, 1.0, 1.25)
SEEDS = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Communities:
    """Groups of nodes, largest first, each in alphabetical order.

    `stability` is how far the runs over seeds and resolutions agree, from 0 to 1: the mean Rand index of two runs,
    corrected for chance. `belonging` gives for each node how often the runs put it beside the rest of its group.
    """

    groups: tuple[tuple[str, ...], ...]
    modularity: float
    stability: float
    belonging: tuple[tuple[str, float], ...]

    def group_of(self, code: str) -> int | None:
        """Number of the group that a node is in, from 0; None if it is in none."""
        return next((number for number, group in enumerate(self.groups) if code in group), None)


def runs(
    positive: Matrix, *, resolutions: Sequence[float] = RESOLUTIONS, seeds: Sequence[int] = SEEDS
) -> list[list[int]]:
    """Labels of the nodes by Louvain's method, one list a run; negative weights count as none."""
    graph = nx.from_numpy_array(np.maximum(positive, 0.0))
    found = []
    for resolution in resolutions:
        for seed in seeds:
            labels = [0] * len(positive)
            for number, group in enumerate(nx.community.louvain_communities(graph, resolution=resolution, seed=seed)):
                for node in group:
                    labels[node] = number
            found.append(labels)
    return found


def communities(nodes: Sequence[str], positive: Matrix) -> Communities:
    """Communities of the run that agrees best with all the others; isolated nodes are groups of their own."""
    if not nodes:
        return Communities((), 0.0, 1.0, ())
    tried = runs(positive)
    agreement = np.array([[_rand(one, other) for other in tried] for one in tried])
    best = tried[int(agreement.sum(axis=1).argmax())]
    together = np.mean([np.equal.outer(labels, labels) for labels in tried], axis=0)
    groups = _groups(best)
    graph = nx.from_numpy_array(np.maximum(positive, 0.0))
    modularity = nx.community.modularity(graph, [set(group) for group in groups]) if graph.size() else 0.0
    belonging = {}
    for group in groups:
        for node in group:
            others = [other for other in group if other != node]
            belonging[nodes[node]] = round(float(together[node][others].mean()), 4) if others else 1.0
    pairs = len(tried) * (len(tried) - 1)
    stability = (agreement.sum() - np.trace(agreement)) / pairs if pairs else 1.0
    return Communities(
        tuple(tuple(sorted(nodes[node] for node in group)) for group in groups),
        float(modularity), float(stability), tuple(sorted(belonging.items())),
    )  # fmt: skip


def _groups(labels: Sequence[int]) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for node, label in enumerate(labels):
        found.setdefault(label, []).append(node)
    return sorted(found.values(), key=lambda group: (-len(group), group[0]))


def _rand(one: Sequence[int], other: Sequence[int]) -> float:
    """The adjusted Rand index of two labellings (Hubert and Arabie 1985)."""
    table = np.zeros((max(one) + 1, max(other) + 1))
    np.add.at(table, (np.asarray(one), np.asarray(other)), 1)
    both = (table * (table - 1) / 2).sum()
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    left, right = (rows * (rows - 1) / 2).sum(), (columns * (columns - 1) / 2).sum()
    total = len(one) * (len(one) - 1) / 2
    by_chance = left * right / total if total else 0.0
    most = (left + right) / 2
    return 1.0 if most == by_chance else float((both - by_chance) / (most - by_chance))
