"""Dated acts between numbered actors come in; an index of triples and pairs goes out, seen from both sides."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

_AFFILIATED = re.compile(r"^(.*?) ?\((.+)\)$")
_RARE = 3  # a sector held by fewer actors is none: it would stand for its one holder


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts as four columns, in any order: who, what (a number), to whom, on which day (a number)."""

    actors: Ints
    relations: Ints
    recipients: Ints
    days: Ints

    def __len__(self) -> int:
        return len(self.days)

    @staticmethod
    def of(rows: NDArray[np.integer] | Sequence[Sequence[int]]) -> "Acts":
        """Acts of rows (actor, relation, recipient, day)."""
        table = np.asarray(rows, dtype=np.int64).reshape(-1, 4)
        return Acts(table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy(), table[:, 3].copy())

    def where(self, chosen: NDArray[np.bool_]) -> "Acts":
        """The acts chosen by a mask."""
        return Acts(self.actors[chosen], self.relations[chosen], self.recipients[chosen], self.days[chosen])

    def mirrored(self, n_relations: int) -> "Acts":
        """Every act, and its mirror: to whom, what was done by whom (relation + `n_relations`)."""
        return Acts(
            np.concatenate([self.actors, self.recipients]),
            np.concatenate([self.relations, self.relations + n_relations]),
            np.concatenate([self.recipients, self.actors]),
            np.concatenate([self.days, self.days]),
        )


@dataclass(frozen=True, slots=True)
class Cast:
    """What the names of the actors tell: country and sector as numbers (0 where unknown), and an order among equals.

    The order is a hash of the name: ids are often given out by frequency, and would tell what is still to come.
    """

    country: Ints
    sector: Ints
    order: Ints
    n_countries: int
    n_sectors: int

    def __len__(self) -> int:
        return len(self.country)

    @staticmethod
    def named(names: Sequence[str]) -> "Cast":
        """The cast of names such as “Foreign Affairs (Russia)” or “Russia”."""
        parts = [_AFFILIATED.match(each.replace("_", " ")) for each in names]
        countries = {part.group(2) for part in parts if part}
        held: dict[str, int] = {}
        for part in parts:
            if part:
                held[part.group(1)] = held.get(part.group(1), 0) + 1
        sectors = sorted(each for each, count in held.items() if count >= _RARE)
        country_number = {each: number for number, each in enumerate(sorted(countries), 1)}
        sector_number = {each: number for number, each in enumerate(sectors, 2)}
        country, sector = np.zeros(len(names), np.int64), np.zeros(len(names), np.int64)
        for place, (name, part) in enumerate(zip(names, parts, strict=True)):
            plain = name.replace("_", " ")
            if part:
                country[place] = country_number[part.group(2)]
                sector[place] = sector_number.get(part.group(1), 0)
            elif plain in country_number:
                country[place], sector[place] = country_number[plain], 1
        order = np.array([zlib.crc32(each.encode()) for each in names], dtype=np.int64)
        return Cast(country, sector, order, len(country_number) + 1, len(sector_number) + 2)


class Index:
    """Triples (who, to whom, what) and pairs, numbered so that those of one actor, and of one pair, lie together.

    The numbers say only which triples there are to count; all counts begin at nothing.
    """

    def __init__(self, acts: Acts, cast: Cast, n_relations: int) -> None:
        self.cast = cast
        self.n_actors, self.n_relations = len(cast), n_relations
        self.n_sides = 2 * n_relations
        both = acts.mirrored(n_relations)
        order = np.argsort(both.days, kind="stable")
        both = both.where(order)  # type: ignore[arg-type]
        self.acts = both
        keys = (both.actors * self.n_actors + both.recipients) * self.n_sides + both.relations
        self.keys, self.triple_of = np.unique(keys, return_inverse=True)
        self.relation = (self.keys % self.n_sides).astype(np.int64)
        pair_keys = self.keys // self.n_sides
        self.pair_keys, self.pair = np.unique(pair_keys, return_inverse=True)
        self.pair_actor = self.pair_keys // self.n_actors
        self.pair_recipient = self.pair_keys % self.n_actors
        self.triples_of_pair = starts(self.pair, len(self.pair_keys))
        self.pairs_of_actor = starts(self.pair_actor, self.n_actors)
        self.triples_of_actor = self.triples_of_pair[self.pairs_of_actor]
        self.first_day = int(both.days[0]) if len(both) else 0
        last_day = int(both.days[-1]) if len(both) else 0
        self.starts_of_day = np.searchsorted(both.days, np.arange(self.first_day, last_day + 2))

    def on(self, day: int) -> slice:
        """Where the acts of a day lie."""
        place = day - self.first_day
        if not 0 <= place < len(self.starts_of_day) - 1:
            return slice(0, 0)
        return slice(int(self.starts_of_day[place]), int(self.starts_of_day[place + 1]))

    def triples(self, actors: Ints, relations: Ints, recipients: Ints) -> Ints:
        """Numbers of triples, or the number of triples where there is none such."""
        return found_in(self.keys, (actors * self.n_actors + recipients) * self.n_sides + relations)

    def pairs(self, actors: Ints, recipients: Ints) -> Ints:
        """Numbers of pairs, or the number of pairs where there is none such."""
        return found_in(self.pair_keys, actors * self.n_actors + recipients)

    def mirror(self, relations: Ints) -> Ints:
        """The same relation seen from the other side."""
        return np.where(relations < self.n_relations, relations + self.n_relations, relations - self.n_relations)


def found_in(keys: Ints, wanted: Ints) -> Ints:
    """Places of keys in a sorted array; its length where a key is not in it."""
    places = np.searchsorted(keys, wanted)
    if not len(keys):
        return places
    hit = keys[np.minimum(places, len(keys) - 1)] == wanted
    return np.where(hit, places, len(keys))


def starts(groups: Ints, n_groups: int) -> Ints:
    """Where each group begins among sorted group numbers; one more at the end."""
    return np.searchsorted(groups, np.arange(n_groups + 1))


def ranges(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Every number of the ranges, one after another, and which range it is of."""
    sizes = end - begin
    total = int(sizes.sum())
    owner = np.repeat(np.arange(len(begin)), sizes)
    offsets = np.repeat(begin - (np.cumsum(sizes) - sizes), sizes)
    return np.arange(total) + offsets, owner
