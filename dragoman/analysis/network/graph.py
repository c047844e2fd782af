"""Acts between pairs and a window come in; the signed, weighted, dated network of that window goes out."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from dragoman.analysis.network.acts import PairAct
from dragoman.record import EventType

Matrix = npt.NDArray[np.float64]
MEETING = 0.25
"""What a meeting or visit counts beside other cooperation: the news tells one visit as several acts."""


@dataclass(frozen=True, slots=True)
class Edge:
    """How two acted with and against one another in the window.

    `meetings` (CONSULT), other `cooperation` and `conflict` are summed weights of acts; `first` and `last` the days of
    the first and last of them; `events` the ids that they rest on.
    """

    one: str
    other: str
    meetings: float
    cooperation: float
    conflict: float
    first: date
    last: date
    events: tuple[str, ...]

    @property
    def net(self) -> float:
        """Cooperation, meetings at their lower worth, less conflict."""
        return self.together - self.conflict

    @property
    def together(self) -> float:
        """Cooperation with meetings at their lower worth."""
        return self.cooperation + MEETING * self.meetings


@dataclass(frozen=True, slots=True)
class Network:
    """Who acted with and against whom from `first` to `last`, both included; nodes and edges in alphabetical order."""

    first: date
    last: date
    nodes: tuple[str, ...]
    edges: tuple[Edge, ...]

    def matrices(self) -> tuple[Matrix, Matrix]:
        """Cooperation and conflict as symmetric arrays, nodes by nodes, with empty diagonals."""
        place = {code: number for number, code in enumerate(self.nodes)}
        cooperation = np.zeros((len(self.nodes), len(self.nodes)))
        conflict = np.zeros_like(cooperation)
        for edge in self.edges:
            i, j = place[edge.one], place[edge.other]
            cooperation[i, j] = cooperation[j, i] = edge.together
            conflict[i, j] = conflict[j, i] = edge.conflict
        return cooperation, conflict


def network(acts: Iterable[PairAct], first: date, last: date, *, min_acts: int = 1) -> Network:
    """The network of the days from `first` to `last`; pairs with fewer acts than `min_acts` are left out."""
    between: dict[tuple[str, str], list[PairAct]] = defaultdict(list)
    for act in acts:
        if first <= act.on <= last:
            between[act.pair].append(act)
    edges = tuple(_edge(pair, between[pair]) for pair in sorted(between) if len(between[pair]) >= min_acts)
    nodes = sorted({code for edge in edges for code in (edge.one, edge.other)})
    return Network(first, last, tuple(nodes), edges)


def _edge(pair: tuple[str, str], acts: list[PairAct]) -> Edge:
    days = [act.on for act in acts]
    return Edge(
        *pair,
        sum(act.weight for act in acts if act.type is EventType.CONSULT),
        sum(act.weight for act in acts if act.is_cooperation and act.type is not EventType.CONSULT),
        sum(act.weight for act in acts if not act.is_cooperation),
        min(days),
        max(days),
        tuple(dict.fromkeys(act.event for act in acts)),
    )
