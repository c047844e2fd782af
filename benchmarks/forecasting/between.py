"""Pairs and days come in, of acts that nothing was fitted on; how good the chances between two are goes out.

python -m benchmarks.forecasting.between [RECORD …]: on pairs of ICEWS05-15 in 2015 and of ICEWS18 from July on, or on
records; asked on some days what comes within thirty days. Brier and log score, beside those of the baseline.
"""

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from benchmarks.forecasting.usual import HORIZON, acts_2005_2015, acts_2018, by_dyad
from dragoman.analysis.forecasting.between import Act, Dyad, acts_of
from dragoman.analysis.forecasting.next_acts import Past
from dragoman.analysis.forecasting.scoring import Judged, scores
from dragoman.chronicle import Chronicle
from dragoman.store.view import Wanted, open_view

_ONE_IN = 10  # of so many pairs one is asked about


@dataclass(frozen=True, slots=True)
class Set:
    """Acts to forecast, by the two they are between, and the days on which that is done."""

    name: str
    by_dyad: dict[Dyad, list[Act]]
    days: tuple[date, ...]


def public_sets() -> Iterable[Set]:
    """The sets of ICEWS, from the day after the last that the table was fitted on."""
    yield Set(
        "ICEWS05-15, 2015",
        by_dyad(acts_2005_2015(), _ONE_IN),
        (date(2015, 3, 1), date(2015, 6, 15), date(2015, 11, 15)),
    )
    yield Set("ICEWS18, from July on", by_dyad(acts_2018(), _ONE_IN), (date(2018, 7, 1), date(2018, 9, 15)))


def of_record(path: str) -> Set:
    """The acts of a record, asked three times half a year apart, up to a horizon and a half before its last word."""
    with open_view(path) as view:
        events = Chronicle(view).events(Wanted())
    last = max(event.last_known_on for event in events)
    until = last - timedelta(days=HORIZON * 3 // 2)
    days = tuple(until - timedelta(days=180 * step) for step in range(3))
    return Set(f"record, {days[-1]} to {days[0]}", by_dyad(acts_of(events, last)), days)


def judged(of: Set) -> list[Judged]:
    """Every forecast between two with enough acts on the days of a set, and whether it came so."""
    found = []
    for on in of.days:
        for dyad, acts in of.by_dyad.items():
            coming = {act.kind for act in acts if on < act.on <= on + timedelta(days=HORIZON)}
            past = Past([act for act in acts if act.on <= on], on, HORIZON)
            found += [Judged(each.chance, each.base, each.kind in coming) for each in past.likely(*dyad)]
    return found


def main() -> None:
    """Print the figures."""
    for of in (of_record(path) for path in sys.argv[1:]) if sys.argv[1:] else public_sets():
        began = time.process_time()
        found = scores(judged(of))
        if found is None:
            continue
        seconds = time.process_time() - began
        print(f"{of.name}: {found.forecasts:,} forecasts, {found.came} came so, {seconds:.1f} s of CPU")
        print(
            f"  Brier {found.brier:.5f} (base {found.base_brier:.5f})  log {found.log:.5f} (base {found.base_log:.5f})"
        )
        for band in found.bands:
            came = f"{band.chance:.1%} said, {band.share:.1%} came"
            print(f"    from {band.low:.0%}: {band.forecasts:,} forecasts, {came}", flush=True)


if __name__ == "__main__":
    main()
