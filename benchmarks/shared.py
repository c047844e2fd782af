"""The same load into a file and into a PostgreSQL database: articles added and merged, events imported, questions.

`python -m benchmarks.shared FILE ADDRESS [ARTICLES EVENTS]`: neither place may hold a record yet. Pages of events are
asked for by four readers, first of a record at rest, and then while another process adds and merges.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from benchmarks.reports import coded_articles
from dragoman.chronicle import Keeper
from dragoman.events import Imported
from dragoman.record import Article, EventType, Participant, Report, Status
from dragoman.store.imported import Tally
from dragoman.store.listing import Listing
from dragoman.store.locating import named
from dragoman.store.opening import open_record
from dragoman.store.view import Wanted, open_view
from tests.store.adding import story, stub_reports

UNIT = 64
BATCH = 20_000
READERS, TURNS = 4, 40
PAGES = (Listing(), Listing(by_word=True), Listing(codes=[{"FRA"}]), Listing(types=(EventType.SANCTION,)))
EVENT = Imported(
    "bench", "", date(2022, 1, 1), date(2022, 1, 1), EventType.SANCTION, "expel", Status.HAPPENED,
    Participant("Mali", "MLI", "GOV"), Participant("France", "FRA", "GOV"), "166", "Expel or withdraw", None, 1,
)  # fmt: skip


def add(place: str, count: int) -> None:
    """Adds articles with two reports each, some dozens a unit of work."""
    stories = [story(number) for number in range(count)]
    coded = [(article, stub_reports(article)) for article in stories]
    with open_record(place) as record:
        for start in range(0, count, UNIT):
            with record.writer("stub", "1") as writer:
                for article, reports in coded[start : start + UNIT]:
                    writer.add_article(article, reports)


def generated(first: int, count: int) -> Iterator[tuple[Article, list[Report]]]:
    """So many generated articles with some two reports each, from one of them on."""
    return islice(coded_articles(3 * (first + count)), first, first + count)


def merge(place: str, first: int, count: int) -> None:
    """Adds generated articles and merges what they report, some dozens a unit of work, as `dragoman add` does."""
    coming = generated(first, count)
    with open_record(place) as record:
        while unit := list(islice(coming, UNIT)):
            with record.writer("generated", "1") as writer:
                for article, reports in unit:
                    writer.add_article(article, reports)
                keeper = Keeper(writer.clusters)
                keeper.sketch(article for article, _ in unit)
                keeper.merge()


def take_in(place: str, count: int) -> None:
    """Imports events of one set in one unit of work."""
    tally = Tally()
    with open_record(place) as record, record.writer() as writer:
        bulk = writer.bulk
        number = bulk.begin("bench", "bench.tab")
        for start in range(0, count, BATCH):
            rows = range(start, min(start + BATCH, count))
            events = [
                replace(EVENT, key=str(each), happened_on=EVENT.happened_on + timedelta(days=each % 900))
                for each in rows
            ]
            bulk.add(number, events, tally)
        bulk.end(number, tally, 0, 0)


def ask(place: str) -> None:
    """Reads every report."""
    with open_view(place) as view:
        sum(1 for _ in view.reports(Wanted()))


def read_pages(place: str) -> str:
    """What a page of events takes with some readers at once: median, and 95th percentile, in milliseconds."""
    with open_view(place) as view, ThreadPoolExecutor(READERS) as readers:

        def read(_: int) -> list[float]:
            took = []
            for number in range(TURNS):
                began = time.perf_counter()
                view.listed(PAGES[number % len(PAGES)])
                took.append(1000 * (time.perf_counter() - began))
            return took

        times = sorted(each for one in readers.map(read, range(READERS)) for each in one)
    return f"median {times[len(times) // 2]:5.0f} ms, p95 {times[int(len(times) * 0.95)]:5.0f} ms"


def read_while_others_load(place: str, first: int, count: int) -> None:
    """Prints what pages take before a load, and during it."""
    print(f"  a page, nobody writes: {read_pages(place)}")
    child = subprocess.Popen([sys.executable, "-m", "benchmarks.shared", "--load", place, str(first), str(count)])
    time.sleep(5)  # until it writes
    said = []
    while child.poll() is None:
        said.append(read_pages(place))
    print(f"  a page, during a load: {'; '.join(said[:3])} ({len(said)} times over)")


def main(file: str, address: str, articles: int = 5000, events: int = 200_000) -> None:
    """Prints what each place takes for each kind of work."""
    works: tuple[tuple[str, int, Callable[[str], None]], ...] = (
        ("articles added", articles, lambda place: add(place, articles)),
        ("added and merged", articles, lambda place: merge(place, 0, articles)),
        ("events imported", events, lambda place: take_in(place, events)),
        ("articles read back", articles, ask),
    )
    for place in (file, address):
        print(named(place))
        for what, count, work in works:
            began = time.perf_counter()
            work(place)
            took = time.perf_counter() - began
            print(f"  {count:>9,} {what:<20} {took:7.1f} s  {count / took:9,.0f} a second", flush=True)
        read_while_others_load(place, articles, articles)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    if sys.argv[1] == "--load":
        merge(sys.argv[2], *map(int, sys.argv[3:]))
    else:
        main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
