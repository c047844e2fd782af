"""Merging at scale, on generated reports (benchmarks/reports.py): how long, how much memory, and how that grows.

python -m benchmarks.merging [REPORTS …] [--keep FOLDER] [--chart FILE.svg]; 1,000,000 take about half an hour with the
making of them.
"""

import json
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from benchmarks import growth
from benchmarks.reports import START, coded_articles
from dragoman.chronicle import Chronicle, Keeper
from dragoman.record import Article, Report
from dragoman.store.opening import Record, open_record
from dragoman.store.view import Wanted, open_view

SIZES = (10_000, 30_000)
"""What `make bench` measures; say larger sizes to see how it grows."""
_AT_ONCE = 5_000
_TOLD_EVERY = 20_000


class Clock:
    """Seconds by the wall and of this process alone; on a machine that others use the second says more."""

    def __init__(self) -> None:
        self.wall = self.own = 0.0

    def __enter__(self) -> "Clock":
        self._began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall += time.perf_counter() - self._began[0]
        self.own += time.process_time() - self._began[1]

    def __str__(self) -> str:
        return f"{self.wall:.3g} s ({self.own:.3g} s of it its own)"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one size took: seconds of merging by the wall and of the process alone, MB at the peak, and the answers.

    `one_more` are seconds of adding one article, `timelines` seconds by who is asked for, the process alone.
    """

    reports: int
    wall: float
    own: float
    memory: float
    one_more: float
    timelines: dict[str, float]


def measure(reports: int, path: Path) -> Figures:
    """Fill a record with this many reports, merging as they come; then add one article, and ask for timelines."""
    fill, merge, tell, count, articles, told = Clock(), Clock(), Clock(), 0, 0, 0
    pairs: Counter[tuple[str, str]] = Counter()
    last = START
    with open_record(path) as record:
        coming = coded_articles(reports)
        while chunk := list(islice(coming, _AT_ONCE)):
            with fill, record.writer("generated", "1") as writer:
                for article, found in chunk:
                    writer.add_article(article, found)
                writer.flush()
                fill.__exit__()
                with merge:
                    keeper = Keeper(writer.clusters)
                    keeper.sketch(article for article, _ in chunk)
                    count += keeper.merge()
                with tell:
                    keeper.tell()
                fill.__enter__()
            articles += len(chunk)
            last = max([last, *(article.published_on or last for article, _ in chunk)])
            if count // _TOLD_EVERY > told:
                told = count // _TOLD_EVERY
                print(f"  … {count} reports, merging so far {merge}", file=sys.stderr, flush=True)
            pairs.update(_pair(each) for _, found in chunk for each in found if each.recipients)
        one = _one_more(record, reports)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"merging {count} reports of {articles} articles: {merge}; {merge.own / count * 1000:.2f} ms a report")
    print(f"  telling what changed: {tell}; {tell.own / count * 1000:.2f} ms a report")
    print(f"  (making and filling {fill}); peak memory {peak:.0f} MB (bar 4096); record {path.stat().st_size >> 20} MB")
    print(f"  one article more, added and merged: {one} (bar 1 s)")
    timelines = _timelines(path, pairs, last)
    return Figures(count, merge.wall, merge.own, peak, one.own, timelines)


def _pair(report: Report) -> tuple[str, str]:
    return report.actors[0].code or "", report.recipients[0].code or ""


def _one_more(record: Record, reports: int) -> Clock:
    """Time of adding one article to the record, the middle one of nine."""
    clocks = []
    more: list[tuple[Article, list[Report]]] = list(islice(coded_articles(2000, seed=reports + 1), 1000, 1009))
    for article, found in more:
        clock = Clock()
        with clock, record.writer("generated", "1") as writer:
            writer.add_article(article, found)
            keeper = Keeper(writer.clusters)
            keeper.sketch([article])
            keeper.merge()
            keeper.tell()
        clocks.append(clock)
    return sorted(clocks, key=lambda each: each.wall)[4]


def _timelines(path: Path, pairs: Counter[tuple[str, str]], last: date) -> dict[str, float]:
    """Seconds of the process alone that each timeline takes, the least of three."""
    ranked = [pair for pair, _ in pairs.most_common()]
    took = {}
    asked = (
        ("the pair most in the news, its last month", 0, 30),
        ("the pair most in the news, its last year", 0, 365),
        ("the pair most in the news, all years", 0, 0),
        ("one pair in a hundred", len(ranked) // 100, 0),
        ("the median pair", len(ranked) // 2, 0),
    )
    with open_view(path) as view:
        chronicle = Chronicle(view)
        for name, rank, days in asked:
            one, other = ranked[rank]
            since = last - timedelta(days=days) if days else None
            wanted = Wanted(actor=one, with_=other, since=since)
            found = chronicle.events(wanted)
            clock = min((_asked(chronicle, wanted) for _ in range(3)), key=lambda each: each.own)
            took[name] = clock.own
            told = sum(len(each.reports) for each in found)
            print(f"  timeline of {name}: {len(found)} events, {told} reports: {clock} (bar 0.1 s)", flush=True)
    return took


def _asked(chronicle: Chronicle, wanted: Wanted) -> Clock:
    clock = Clock()
    with clock:
        chronicle.events(wanted)
    return clock


def main(sizes: tuple[int, ...] = SIZES, folder: Path | None = None, chart: Path | None = None) -> None:
    """Print the figures for each size; with `chart`, draw how they grow."""
    grown: list[Figures] = []
    with tempfile.TemporaryDirectory() as made:
        for size in sizes:
            path = (folder or Path(made)) / f"merging-{size}.db"
            path.unlink(missing_ok=True)
            grown.append(measure(size, path))
            print(json.dumps(asdict(grown[-1])), flush=True)
    for each in grown:
        took = each.own / each.reports * 1000
        print(f"  {each.reports:>9,} reports {took:6.2f} ms a report {'█' * round(took * 40)}")
    if chart:
        growth.draw(chart, [(each.reports, each.own) for each in grown])


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word.isdigit()]
    folders = {word: Path(sys.argv[sys.argv.index(word) + 1]) for word in ("--keep", "--chart") if word in sys.argv}
    main(tuple(map(int, given)) or SIZES, folders.get("--keep"), folders.get("--chart"))
