"""ICEWS05-15 and ICEWS18 come in; what `dragoman/analysis/forecasting/usual.py` holds comes out.

python -m benchmarks.forecasting.usual prints the two, to be put there. Fitted on acts between names of two countries
from 2005 to 2014: pairs with five acts or more, drawn by a hash of their names, asked on two days of each year what
comes within thirty days; of all acts, of every fourth and of every sixteenth, for a record hears of less than ICEWS
does. So are acts between countries of April to June 2018. The acts of 2015, and those from July 2018 on, are kept aside
for `benchmarks.forecasting.between`. The shares are of 2005 to 2014 alone.
"""

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from benchmarks.forecasting.histories import read
from benchmarks.icews import acts as pair_acts
from benchmarks.icews import type_of
from dragoman.analysis.forecasting.between import Act, Dyad
from dragoman.analysis.forecasting.fitting import fitted
from dragoman.analysis.forecasting.next_acts import LEAST, TYPES, Between

BEGAN = date(2005, 1, 1)
UNTIL = date(2014, 12, 31)
"""Nothing that came after this day is fitted on."""
ASKED = tuple(date(year, month, 1) for year in range(2007, 2015) for month in (4, 10))
ASKED_2018 = (date(2018, 4, 1), date(2018, 5, 1), date(2018, 5, 31))
HORIZON = 30
_HEARD = {1: 24, 4: 6, 16: 2}
_HEARD_2018 = {1: 12, 4: 3}
"""Of so many acts one is heard of, then of so many pairs one is drawn."""
_RIDGE = 20.0
_COUNTRY = re.compile(r"\(([^()]*)\)$")


def acts_2005_2015() -> list[Act]:
    """The acts of ICEWS05-15 between names of two countries, as the forecasts take them."""
    history = read("icews05-15")
    types = [type_of(name.replace("_", " ")) for name in history.relations]
    country = [_country(name.replace("_", " ")) for name in history.names]
    table = history.acts
    columns = (each.tolist() for each in (table.actors, table.relations, table.recipients, table.days))
    found_acts = []
    for number, (actor, relation, recipient, day) in enumerate(zip(*columns, strict=True)):
        type_ = types[relation]
        if type_ and country[actor] != country[recipient]:
            on = BEGAN + timedelta(days=day)
            found_acts.append(Act(on, history.names[actor], history.names[recipient], type_, f"{number}"))
    return sorted(found_acts)


def acts_2018() -> list[Act]:
    """The acts of ICEWS18 between countries."""
    return [Act(each.on, each.actor, each.recipient, each.type, each.event) for each in pair_acts()]


def _country(name: str) -> str:
    """What stands in brackets; else the name."""
    found = _COUNTRY.search(name)
    return found[1] if found else name


def by_dyad(acts: Iterable[Act], one_in: int = 1) -> dict[Dyad, list[Act]]:
    """Acts by the two they are between, in order; of so many pairs one, by a hash of their names."""
    found: dict[Dyad, list[Act]] = defaultdict(list)
    for act in acts:
        found[act.dyad].append(act)
    return {dyad: each for dyad, each in found.items() if zlib.crc32("–".join(dyad).encode()) % one_in == 0}


def cases(of: Mapping[Dyad, Sequence[Act]], days: Iterable[date]) -> tuple[np.ndarray, np.ndarray]:
    """Features of every kind between two with enough acts on each day, and whether such an act came in time."""
    rows, came = [], []
    for on in days:
        for dyad, acts in of.items():
            known = [act for act in acts if act.on <= on]
            if len({act.event for act in known}) < LEAST:
                continue
            between = Between(known, on, HORIZON)
            coming = {act.kind for act in acts if on < act.on <= on + timedelta(days=HORIZON)}
            for kind in [(*pair, type_) for pair in (dyad, dyad[::-1]) for type_ in TYPES]:
                rows.append(between.features(kind))
                came.append(kind in coming)
    return np.array(rows), np.array(came, dtype=float)


def _heard(acts: Iterable[Act], every: int) -> list[Act]:
    """Of so many acts one, by a hash of its number."""
    return [act for act in acts if zlib.crc32(f"x{act.event}".encode()) % every == 0]


def shares(acts: Sequence[Act]) -> dict[str, float]:
    """How acts fall to types; a type with fewer than one in 2,000 is given that."""
    counts = Counter(act.type for act in acts)
    return {str(type_): round(max(counts[type_] / len(acts), 0.0005), 5) for type_ in TYPES}


def main() -> None:
    """Print the table."""
    acts = [act for act in acts_2005_2015() if act.on <= UNTIL]
    print("SHARES =", shares(acts))
    found = [cases(by_dyad(_heard(acts, every), one_in), ASKED) for every, one_in in _HEARD.items()]
    newer = acts_2018()
    found += [cases(by_dyad(_heard(newer, every), one_in), ASKED_2018) for every, one_in in _HEARD_2018.items()]
    rows, came = (np.concatenate(each) for each in zip(*found, strict=True))
    weights = fitted(rows, came, np.array([0.0, 1.0, *(0.0,) * (rows.shape[1] - 2)]), _RIDGE)
    print("WEIGHTS =", tuple(round(float(each), 2) for each in weights))
    print(f"# {len(came):,} cases, of which {came.sum():,.0f} came")


if __name__ == "__main__":
    main()
