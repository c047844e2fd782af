"""Who is named where in an article comes in; of whom it speaks most, first and last goes out.

"The court" names no country: it is that of which the article speaks, mostly whom it is about or named last.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

LONG = 6
"""Sentences from which a text is an article; the heads learned mostly from items of one to three sentences."""
_LEAST_RANK = 3  # later ones are told apart no further
_LEAST_RECENT = 4
_FEW = 64  # names
_SHARES = 5  # classes of the share of an article's mentions


@dataclass(frozen=True)
class Salience:
    """What the mentions of an article name (countries) in the order of its text, with the offset of each."""

    starts: tuple[int, ...]
    names: tuple[str, ...]
    counts: Counter[str]
    _order: dict[str, int]
    _places: dict[str, list[int]]

    @classmethod
    def of(cls, named: Iterable[tuple[int, str | None]]) -> "Salience":
        """That of an article whose mentions, each with its offset and name, are given in any order."""
        known = sorted((start, name) for start, name in named if name is not None)
        counts = Counter(name for _, name in known)
        order = {name: place for place, name in enumerate(dict.fromkeys(name for _, name in known))}
        places: dict[str, list[int]] = {name: [] for name in order}
        for place, (_, name) in enumerate(known):
            places[name].append(place)
        return cls(tuple(start for start, _ in known), tuple(name for _, name in known), counts, order, places)

    def first(self, name: str | None) -> str:
        """The place of a name by where it is first named: "0" before all others, "3" fourth or later, "-" nowhere."""
        return "-" if name not in self._order else str(min(self._order[name], _LEAST_RANK))

    def share(self, name: str | None) -> str:
        """How much of what is named is this name, in fifths; "-" nobody."""
        if name is None or name not in self.counts:
            return "-"
        return str(min(_SHARES * self.counts[name] // len(self.names), _SHARES - 1))

    def recent(self, offset: int) -> dict[str, int]:
        """The names last named before an offset, the very last as 0; five at most.

        Where few are named they are looked up one by one, where many the walk back is short: no book takes long.
        """
        before = bisect_left(self.starts, offset)
        if len(self.counts) <= _FEW:
            last = {name: bisect_left(places, before) for name, places in self._places.items()}
            found = sorted((-self._places[name][place - 1], name) for name, place in last.items() if place)
            return {name: rank for rank, (_, name) in enumerate(found[: _LEAST_RECENT + 1])}
        recent: dict[str, int] = {}
        for name in reversed(self.names[:before]):
            if name not in recent:
                recent[name] = len(recent)
                if len(recent) > _LEAST_RECENT:
                    break
        return recent
