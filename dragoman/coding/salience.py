"""Who is named where in an article comes in; of whom it speaks most, first and last goes out.

"The court" names no country: it is that of which the article speaks, mostly whom it is about or named last.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

_LEAST_RANK = 3  # later ones are told apart no further
_LEAST_RECENT = 4
_FEW = 64  # names
_SHARES = 5  # classes of the share of an article's mentions


@dataclass(frozen=True)
class Salience:
    """What the mentions of an article name (countries) in the order of its text, with the offset of each; `places` are
    those of each name among them, the names in the order in which they come first."""

    starts: tuple[int, ...]
    names: tuple[str, ...]
    places: dict[str, list[int]]

    @classmethod
    def of(cls, named: Iterable[tuple[int, str | None]]) -> "Salience":
        """That of an article whose mentions, each with its offset and name, are given in any order."""
        known = sorted((start, name) for start, name in named if name is not None)
        places: dict[str, list[int]] = {}
        for place, (_, name) in enumerate(known):
            places.setdefault(name, []).append(place)
        return cls(tuple(start for start, _ in known), tuple(name for _, name in known), places)

    def first(self, name: str | None) -> str:
        """The place of a name by where it is first named: "0" before all others, "3" fourth or later, "-" nowhere."""
        if name not in self.places:
            return "-"
        return str(next(rank for rank, other in enumerate(self.places) if other == name or rank == _LEAST_RANK))

    def share(self, name: str | None) -> str:
        """How much of what is named is this name, in fifths; "-" nobody."""
        if name is None or name not in self.places:
            return "-"
        return str(min(_SHARES * len(self.places[name]) // len(self.names), _SHARES - 1))

    def recent(self, offset: int) -> dict[str, int]:
        """The names last named before an offset, the very last as 0; five at most.

        Where few are named they are looked up one by one, where many the walk back is short: no book takes long.
        """
        before = bisect_left(self.starts, offset)
        if len(self.places) <= _FEW:
            last = {name: bisect_left(places, before) for name, places in self.places.items()}
            found = sorted((-self.places[name][place - 1], name) for name, place in last.items() if place)
            return {name: rank for rank, (_, name) in enumerate(found[: _LEAST_RECENT + 1])}
        recent: dict[str, int] = {}
        for name in reversed(self.names[:before]):
            if name not in recent:
                recent[name] = len(recent)
                if len(recent) > _LEAST_RECENT:
                    break
        return recent
