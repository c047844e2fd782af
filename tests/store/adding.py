"""A program that adds made-up articles to a record in small units of work, so that tests can run several and end them.

`python -m tests.store.adding RECORD FIRST LAST` opens the record, says so, waits for a line to begin, and prints a
line for each unit of work that is done.
"""

import re
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from dragoman.dates import one_day
from dragoman.record import Article, EventType, Report
from dragoman.store.opening import open_record
from tests.factory import a_reject, a_report, an_article, someone

UNIT = 5
_SIDES = re.compile(r"Side\d+")


def story(number: int) -> Article:
    """The article of this number; every seventh comes from two outlets, every ninth tells of nothing."""
    acts = "" if number % 9 == 0 else f"Side{number} met Side{number + 1}. Side{number + 1} warned Side{number + 2}."
    return an_article(
        f"Story {number}. {acts}",
        published_on=date(2025, 1, 1) + timedelta(days=number % 90),
        outlets=("AP", "TASS") if number % 7 == 0 else ("AP",),
        came_as=f"s-{number}",
    )


def stub_reports(article: Article) -> list[Report]:
    """What the stub coder reads: one report for each verb that it knows."""
    found = []
    for verb, kind in (("met", EventType.CONSULT), ("warned", EventType.THREATEN)):
        if f" {verb} " in article.text:
            sides = [someone(article, words) for words in _SIDES.findall(article.text)[:2]]
            day = one_day(article.published_on) if article.published_on else None
            found.append(a_report(article, verb, kind, actors=sides, when=day))
    return found


def add(path: Path, numbers: range, say: Callable[[str], object] = lambda _: None) -> None:
    """Adds the stories of these numbers, coding only those that the record has not; every eleventh leaves a reject."""
    with open_record(path) as record:
        say("open")
        for start in range(numbers.start, numbers.stop, UNIT):
            unit = [story(number) for number in range(start, min(start + UNIT, numbers.stop))]
            known = record.coded((article.id for article in unit), "stub", "1")
            coded = [(article, stub_reports(article)) for article in unit if article.id not in known]
            with record.writer("stub", "1") as writer:
                for article, reports in coded:
                    writer.add_article(article, reports)
                for number in range(start, start + len(unit)):
                    if number % 11 == 0:
                        writer.add_reject(a_reject(f"stories.jsonl:{number}"))
            say(f"{start} done")


def aloud(line: str) -> None:
    """Prints a line at once; after the first, waits to be told to begin."""
    print(line, flush=True)
    if line == "open":
        sys.stdin.readline()


if __name__ == "__main__":
    add(Path(sys.argv[1]), range(int(sys.argv[2]), int(sys.argv[3])), aloud)
