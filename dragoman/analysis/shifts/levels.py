"""Acts between pairs come in; their daily numbers by kind of act go out, beside how busy the two were otherwise."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from dragoman.analysis.network.acts import PairAct
from dragoman.ontology.acts import QUAD, Quad
from dragoman.record import EventType

Array = npt.NDArray[np.float64]


class Way(StrEnum):
    """Which of the two sides of a relation has moved."""

    COOPERATION = "cooperation"
    CONFLICT = "conflict"


class Kind(StrEnum):
    """Kinds of acts that come in bundles of different size: one visit is told as several meetings and promises.

    A measure (sanctions, an expulsion, an ambassador called home) is a kind of its own beside force: between two who
    fight daily the first one is new, and would be lost among the blows.
    """

    MEETING = "meeting"
    WORD = "word"
    HELP = "help"
    DISPUTE = "dispute"
    MEASURE = "measure"
    FORCE = "force"


KINDS = tuple(Kind)
BUNDLE: Array = np.array((12.0, 2.5, 1.5, 1.0, 1.0, 1.0))
"""Acts of each kind that count as one piece of evidence."""
WAYS: dict[Way, tuple[int, ...]] = {Way.COOPERATION: (0, 1, 2), Way.CONFLICT: (3, 4, 5)}


_OF_QUAD = {
    Quad.VERBAL_COOPERATION: Kind.WORD,
    Quad.MATERIAL_COOPERATION: Kind.HELP,
    Quad.VERBAL_CONFLICT: Kind.DISPUTE,
    Quad.MATERIAL_CONFLICT: Kind.FORCE,
}
_OF_TYPE = {each: _OF_QUAD[quad] for each, quad in QUAD.items()} | {
    EventType.CONSULT: Kind.MEETING,
    EventType.SANCTION: Kind.MEASURE,
}


def kind_of(type_: EventType) -> Kind:
    """The kind that a type of act is counted with."""
    return _OF_TYPE[type_]


@dataclass(frozen=True, slots=True)
class Levels:
    """Numbers of acts: `counts` by pair, kind and day from `first` on; `around` by pair and day.

    `around` is what the two did with and to others: by it, news that has grown as a whole is told from a shift.
    `acts` are those of each pair in the order of their days.
    """

    first: date
    pairs: tuple[tuple[str, str], ...]
    counts: Array
    around: Array
    acts: tuple[tuple[PairAct, ...], ...]

    @property
    def days(self) -> int:
        """How many days are covered."""
        return int(self.counts.shape[2])

    def day(self, place: int) -> date:
        """The day at a place of the series."""
        return self.first + timedelta(days=place)


def levels(
    acts: Sequence[PairAct], first: date, last: date, *, min_acts: int = 25, only: Iterable[str] | None = None
) -> Levels:
    """Daily levels from `first` to `last` of each pair with at least `min_acts` acts (of which one is in `only`)."""
    days = max(0, (last - first).days + 1)
    wanted = None if only is None else frozenset(only)
    between: dict[tuple[str, str], list[PairAct]] = defaultdict(list)
    busy: dict[str, Array] = defaultdict(lambda: np.zeros(days))
    for act in acts:
        if first <= act.on <= last:
            between[act.pair].append(act)
            place = (act.on - first).days
            busy[act.actor][place] += 1
            busy[act.recipient][place] += 1
    pairs = tuple(
        pair for pair in sorted(between) if len(between[pair]) >= min_acts and (wanted is None or wanted & set(pair))
    )
    counts = np.zeros((len(pairs), len(KINDS), days))
    around = np.zeros((len(pairs), days))
    place_of = {kind: number for number, kind in enumerate(KINDS)}
    for number, pair in enumerate(pairs):
        for act in between[pair]:
            counts[number, place_of[kind_of(act.type)], (act.on - first).days] += 1
        around[number] = busy[pair[0]] + busy[pair[1]] - 2 * counts[number].sum(axis=0)
    ordered = tuple(tuple(sorted(between[pair], key=lambda act: (act.on, act.event))) for pair in pairs)
    return Levels(first, pairs, counts, around, ordered)
