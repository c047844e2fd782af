"""The same load into a file and into a PostgreSQL database: articles added, events imported, a copy, a question.

`python -m benchmarks.shared FILE ADDRESS [ARTICLES EVENTS]`: neither place may hold a record yet.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from dragoman.events import Imported
from dragoman.record import EventType, Participant, Status
from dragoman.store.imported import Tally
from dragoman.store.locating import named
from dragoman.store.opening import open_record
from dragoman.store.view import Wanted, open_view
from tests.store.adding import story, stub_reports

UNIT = 64
BATCH = 20_000
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


def main(file: str, address: str, articles: int = 5000, events: int = 200_000) -> None:
    """Prints what each place takes for each kind of work."""
    works: tuple[tuple[str, int, Callable[[str], None]], ...] = (
        ("articles added", articles, lambda place: add(place, articles)),
        ("events imported", events, lambda place: take_in(place, events)),
        ("articles read back", articles, ask),
    )
    for place in (file, address):
        print(named(place))
        for what, count, work in works:
            began = time.perf_counter()
            work(place)
            took = time.perf_counter() - began
            print(f"  {count:>9,} {what:<20} {took:7.1f} s  {count / took:9,.0f} a second")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
