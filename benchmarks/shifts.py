"""`make bench-shifts`: documented shifts of 2018 in ICEWS18, found by the scan; weekly levels told ahead.

python -m benchmarks.shifts [FILE …]; each FILE is a list of dated shifts as in `shifts_2018_dev.csv`.
"""

import csv
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.icews import FOLDER, START, acts, code_of
from dragoman.analysis.shifts.levels import WAYS, Levels, Way, levels
from dragoman.analysis.shifts.surges import Lasting, Surge, surges
from dragoman.analysis.shifts.weekly import Ahead, ahead, average, log_error

OWN = Path(__file__).parent / "shifts_2018_more.csv"
LAST = date(2018, 10, 31)
_WAYS = {"+": Way.COOPERATION, "-": Way.CONFLICT}
_BARS = {100: 0.55, 200: 0.70}


def dated(file: Path) -> list[tuple[tuple[str, str], date, Way, str]]:
    """The shifts of a list: the pair, the day, which way, and what it was."""
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    found = []
    for row in rows:
        one, other = sorted((code_of(row["actor_a"]), code_of(row["actor_b"])))
        found.append(((one, other), date.fromisoformat(row["date"]), _WAYS[row["direction"]], row["what"]))
    return found


def finds(surge: Surge, pair: tuple[str, str], on: date, way: Way) -> bool:
    """True if a surge is of this pair and way, and its day lies from a week before to ten days after."""
    return surge.pair == pair and surge.way is way and -7 <= (surge.on - on).days <= 10


def main(files: list[Path]) -> None:
    """Print the figures for each list."""
    began = time.perf_counter()
    known = acts()
    print(f"{len(known)} acts between countries, named and typed in {time.perf_counter() - began:.1f} s")
    began, own = time.perf_counter(), time.process_time()
    level = levels(known, START, LAST)
    ranked = surges(level)
    took, used = time.perf_counter() - began, time.process_time() - own
    print(f"{len(level.pairs)} pairs scanned in {took:.1f} s ({used:.1f} s of its own; bar 10 s)")
    for file in files:
        wanted = dated(file)
        print(f"{file.name}: {len(wanted)} dated shifts")
        for among, bar in _BARS.items():
            hits = [any(finds(surge, *shift[:3]) for surge in ranked[:among]) for shift in wanted]
            print(f"  among the first {among} alarms: {sum(hits)} = {sum(hits) / len(hits):.0%} (bar {bar:.0%})")
        for pair, on, way, what in wanted:
            place = next((number for number, each in enumerate(ranked, 1) if finds(each, pair, on, way)), None)
            told = f"alarm {place}, {ranked[place - 1].on}, {ranked[place - 1].lasting}" if place else "not found"
            print(f"    {'–'.join(pair)} {on} {way} ({what}): {told}")
    tally: Counter[tuple[bool, Lasting]] = Counter((each.is_visit, each.lasting) for each in ranked)
    weekly(level)
    for is_visit, name in ((True, "mostly visits and meetings"), (False, "other")):
        counts = ", ".join(f"{tally[is_visit, lasting]} {lasting}" for lasting in Lasting)
        print(f"of {len(ranked)} alarms, {name}: {counts}")


def weekly(level: Levels) -> None:
    """How near the guess for the next week comes, beside an exponential average, over the last 20 weeks."""
    weeks = level.days // 7
    daily = level.counts[:, :, -weeks * 7 :].reshape(len(level.pairs), -1, weeks, 7).sum(axis=3)
    for way, kinds in WAYS.items():
        series = daily[:, list(kinds)].sum(axis=1)
        ours: list[tuple[float, float]] = []
        theirs: list[tuple[float, float]] = []
        for week in range(weeks - 20, weeks):
            past, seen = series[:, :week], series[:, week]
            guess, plain = ahead(past), average(past)[:, -1]
            poisson = Ahead(plain + 1e-3, plain + 1e-3)
            ours.append((float(guess.crps(seen).mean()), log_error(guess.mean, seen)))
            theirs.append((float(poisson.crps(seen).mean()), log_error(plain, seen)))
        mine, other = np.mean(ours, axis=0), np.mean(theirs, axis=0)
        print(f"next week's {way}: CRPS {mine[0]:.3f}, MSLE {mine[1]:.3f}; average {other[0]:.3f}, {other[1]:.3f}")


if __name__ == "__main__":
    main([Path(word) for word in sys.argv[1:]] or [FOLDER / "shifts_2018_dev.csv", OWN])
