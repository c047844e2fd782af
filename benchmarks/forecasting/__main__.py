"""`make bench-forecast`: ranks on ICEWS14, ICEWS18 and ICEWS05-15, one line a run; words after it choose some runs."""

import resource
import sys
import time

from benchmarks.forecasting.histories import FOLDER, read
from benchmarks.forecasting.ranking import run
from benchmarks.forecasting.recurrency import recurrency
from dragoman.analysis.forecasting.ranker import FULL, LIGHT
from dragoman.analysis.forecasting.ranks import HITS, Ranks

MULTI_STEP = 31  # days of ICEWS14's test, all asked of what was known at its start
RUNS = {
    "icews14-recurrency": ("icews14", None, 1, 0.374),
    "icews18-recurrency": ("icews18", None, 1, 0.287),
    "icews14-light": ("icews14", LIGHT, 1, 0.465),
    "icews14": ("icews14", FULL, 1, 0.475),
    "icews14-multi": ("icews14", FULL, MULTI_STEP, 0.395),
    "icews18": ("icews18", FULL, 1, 0.362),
    "icews05-15": ("icews05-15", FULL, 1, 0.535),
}
"""Name → history, setting (None: recurrence alone), days asked of one memory, and the bar."""


def line(name: str, ranks: Ranks, bar: float, began: tuple[float, float]) -> str:
    hits = " ".join(f"{ranks.hits(within):.3f}" for within in HITS)
    wall, cpu = time.monotonic() - began[0], time.process_time() - began[1]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return (
        f"{name:<20} MRR {ranks.mrr:.4f} (bar {bar})  hits@1,3,10 {hits}  ties {ranks.spread:.4f}  "
        f"{wall:.0f} s, {cpu:.0f} s of CPU, {memory:.1f} GB"
    )


def main() -> None:
    if not FOLDER.exists():
        print(f"bench-forecast: {FOLDER} is absent, so there is nothing to rank")
        return
    for name in sys.argv[1:] or RUNS:
        of, setting, frozen, bar = RUNS[name]
        history, began = read(of), (time.monotonic(), time.process_time())
        if setting is None:
            print(line(name, recurrency(history), bar, began), flush=True)
            continue
        found = run(history, setting, frozen)
        print(line(f"{name} (fixed)", found.fixed, bar, began), flush=True)
        if found.learnt:
            print(line(name, found.learnt, bar, began), flush=True)


if __name__ == "__main__":
    main()
