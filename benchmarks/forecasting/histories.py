"""The folder of a public history comes in; its acts by day, split in three, with actors numbered by name, go out."""

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dragoman.analysis.forecasting.acts import Acts, Cast, Index

FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "tkg"
HOURLY = ("icews14", "icews18")


@dataclass(frozen=True, slots=True)
class History:
    """Acts of a public history: training, validation and test lie one after another in time."""

    name: str
    names: list[str]
    relations: list[str]
    acts: Acts
    valid_from: int
    test_from: int

    @property
    def until(self) -> int:
        """The day after the last."""
        return int(self.acts.days.max()) + 1

    def index(self) -> Index:
        """The history as the forecaster walks it."""
        return Index(self.acts, Cast.named(self.names), len(self.relations))


def by_name(names: list[str]) -> np.ndarray:
    """New number of each name: by a hash, since ids are given out by frequency and would tell what is to come."""
    order = sorted(range(len(names)), key=lambda place: (zlib.crc32(names[place].encode()), names[place]))
    numbers = np.empty(len(names), dtype=np.int64)
    numbers[order] = np.arange(len(names))
    return numbers


def renumbered(parts: list[np.ndarray], names: list[str], relations: list[str], name: str) -> History:
    """A history of three tables (subject, relation, object, day), with names that follow their ids."""
    actor, relation = by_name(names), by_name(relations)
    table = np.concatenate(parts)
    acts = Acts(actor[table[:, 0]], relation[table[:, 1]], actor[table[:, 2]], table[:, 3])
    sorted_names = [names[place] for place in np.argsort(actor)]
    sorted_relations = [relations[place] for place in np.argsort(relation)]
    return History(name, sorted_names, sorted_relations, acts, int(parts[1][:, 3].min()), int(parts[2][:, 3].min()))


def read(name: str, folder: Path = FOLDER) -> History:
    """ICEWS14, ICEWS18 or ICEWS05-15 as published for forecasting."""
    place = folder / name
    hours = 24 if name in HOURLY else 1
    parts = []
    for part in ("train", "valid", "test"):
        with gzip.open(place / f"{part}.txt.gz", "rt") as lines:
            rows = [[int(each) for each in line.split()[:4]] for line in lines]
        table = np.array(rows, dtype=np.int64)
        table[:, 3] //= hours
        parts.append(table)
    return renumbered(parts, _names(place / "entity2id.txt.gz"), _names(place / "relation2id.txt.gz"), name)


def _names(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        pairs = [line.rstrip("\n").rsplit("\t", 1) for line in lines]
    found = {int(number): name for name, number in pairs}
    return [found[number] for number in range(len(found))]
