"""`make bench-blocs`: switches of side in UN roll calls of 1980–2019, and allies told by their profiles of acts.

The votes are those of the R package unvotes (MIT), read with rdata, which `make bench-blocs` installs.
"""

import time
import warnings
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import rankdata

from benchmarks.icews import MIDDLE, START, acts, book
from dragoman.analysis.network.graph import Matrix, network
from dragoman.analysis.network.likeness import likeness
from dragoman.analysis.network.sides import Switch, agreement, attending, beside, switches

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data" / "unga"
YEARS = range(1980, 2020)
WEST = ("United States", "United Kingdom", "France", "Canada", "Netherlands", "Italy")
SWITCHES = {
    "Poland": 1990, "Hungary": 1990, "Bulgaria": 1990, "Romania": 1990, "Czechoslovakia": 1990, "Albania": 1991,
    "Ukraine": 1991, "Russia": 1991, "Belarus": 1998,
}  # fmt: skip
"""The year in which each came over to the western side; of Belarus, the one in which it left it again."""
LEFT = ("Belarus",)
OFF_BY = ("Russia", 2004)
CONTROLS = (
    "Australia", "Belgium", "Canada", "Denmark", "France", "Italy", "Japan", "Netherlands", "Norway", "Sweden",
    "United Kingdom", "United States", "Algeria", "Brazil", "China", "Cuba", "Egypt", "India", "Indonesia", "Iran",
    "Nigeria", "Pakistan", "Syria", "Vietnam",
)  # fmt: skip
"""Twelve that were on the western side all the time, and twelve that never were."""
_BUSY = 100


def _table(name: str) -> Mapping[str, Iterable[Any]]:
    import rdata  # of the group `bench`: the other benchmarks load without it

    with warnings.catch_warnings(action="ignore"):  # of R's classes of tables, each read as the plain one
        found: Mapping[str, Iterable[Any]] = rdata.read_rda(str(FOLDER / f"{name}.rda"))[name]
    return found


def _year(day: float) -> int:
    """The year of a day that is counted from the first of 1970, as R does."""
    return (date(1970, 1, 1) + timedelta(int(day))).year


def votes() -> dict[int, tuple[list[str], Matrix]]:
    """Votes by year: the countries, and an array of countries by roll calls."""
    cast, calls = (_table(name) for name in ("un_votes", "un_roll_calls"))
    year_of = {int(call): _year(day) for call, day in zip(calls["rcid"], calls["date"], strict=True)}
    rows: dict[int, list[tuple[str, int, float]]] = {year: [] for year in YEARS}
    worth = {"yes": 1.0, "abstain": 0.0, "no": -1.0}
    for call, country, vote in zip(cast["rcid"], cast["country"], cast["vote"], strict=True):
        year = year_of[int(call)]
        if year in rows:
            rows[year].append((country, int(call), worth[vote]))
    found = {}
    for year, told in rows.items():
        countries, numbers = sorted({row[0] for row in told}), sorted({row[1] for row in told})
        place = {name: number for number, name in enumerate(countries)}
        column = {call: number for number, call in enumerate(numbers)}
        table = np.full((len(countries), len(numbers)), np.nan)
        for country, call, vote in told:
            table[place[country], column[call]] = vote
        present = attending(table)
        found[year] = [name for name, is_present in zip(countries, present, strict=True) if is_present], table[present]
    return found


def roll_calls() -> None:
    """The nine documented switches and the controls."""
    began, own = time.perf_counter(), time.process_time()
    shares = {year: beside(names, agreement(table), WEST) for year, (names, table) in votes().items()}
    found = switches(shares)
    took, used = time.perf_counter() - began, time.process_time() - own
    print(f"roll calls of {YEARS[0]}–{YEARS[-1]}: {took:.1f} s ({used:.1f} s of its own; bar 60 s)")
    met = 0
    for name, year in SWITCHES.items():
        mine = [each for each in found if each.code == name]
        is_met = any(each.joins is (name not in LEFT) and abs(each.year - year) <= 1 for each in mine)
        if name == OFF_BY[0]:
            is_met = is_met and any(not each.joins and each.year <= OFF_BY[1] + 1 for each in mine)
        met += is_met
        print(f"  {name} {year}: {_told(mine)}: {'met' if is_met else 'MISSED'}")
    moved = [name for name in CONTROLS if any(each.code == name for each in found)]
    print(f"  {met} of {len(SWITCHES)} switches within a year (bar 9)")
    still = len(CONTROLS) - len(moved)
    print(f"  {still} of {len(CONTROLS)} controls never move (bar 22); those that do: {', '.join(moved) or 'none'}")


def _told(mine: list[Switch]) -> str:
    return ", ".join(f"{'comes over' if each.joins else 'leaves'} in {each.year}" for each in mine) or "never moves"


def profiles() -> None:
    """How well the likeness of profiles, and the direct balance, tell pairs of NATO and EU members from others."""
    known = acts()
    found = network(known, START, date(2018, 10, 31))
    total = dict.fromkeys(found.nodes, 0)
    for act in known:
        total[act.actor] += 1
        total[act.recipient] += 1
    kept = np.array([total[code] >= _BUSY for code in found.nodes])
    codes = [code for code, is_kept in zip(found.nodes, kept, strict=True) if is_kept]
    cooperation, conflict = (table[np.ix_(kept, kept)] for table in found.matrices())
    share = (cooperation - conflict) / np.maximum(cooperation + conflict, 1)
    upper = np.triu_indices(len(codes), 1)
    for body, bar in (("NATO", 0.75), ("EU", 0.84)):
        members = np.array([code in book().members(body, MIDDLE) for code in codes])
        pairs = np.outer(members, members)[upper]
        alike, direct = _area(likeness(cooperation)[upper], pairs), _area(share[upper], pairs)
        print(f"  {body}: {members.sum()} of {len(codes)} states; AUC {alike:.3f} (bar {bar}); direct {direct:.3f}")


def _area(value: Matrix, is_pair: Matrix) -> float:
    ranks, pairs = rankdata(value), int(is_pair.sum())
    return float((ranks[is_pair].sum() - pairs * (pairs + 1) / 2) / pairs / (len(value) - pairs))


def main() -> None:
    """Print both."""
    roll_calls()
    print(f"profiles of ICEWS18, states with {_BUSY} acts or more:")
    profiles()


if __name__ == "__main__":
    main()
