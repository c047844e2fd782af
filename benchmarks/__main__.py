"""`make bench`: speed, memory and the reader's accuracy on this machine, with its core count; each beside its bar."""

import json
import os
import platform
import resource
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from benchmarks import book, extraction, importing, merging, reading
from dragoman.demo import STORIES
from dragoman.pipeline import Pipeline
from dragoman.record import Article

ITEMS = 3000
SHARED = Path(__file__).resolve().parents[2] / "shared"


def news(count: int) -> list[Article]:
    """Real news items where ../shared is beside the checkout, else the demo's stories over and over."""
    file = SHARED / "data" / "wce_dev.jsonl"
    rows: list[dict[str, str]] = []
    if file.is_file():
        with file.open(encoding="utf-8") as lines:
            rows = [json.loads(next(lines)) for _ in range(count)]
    else:
        told = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
        rows = [told[number % len(told)] for number in range(count // 5)]
    return [
        Article(str(number), row["text"], published_on=date.fromisoformat(row["date"]))
        for number, row in enumerate(rows)
    ]


def coding() -> None:
    """Sentences coded a second in one process over all cores, and the memory that it took."""
    articles, pipeline = news(ITEMS), Pipeline()
    sentences = sum(len(each) for each in pipeline.reader.parser.parse_many(each.text for each in articles[:300]))
    sentences = round(sentences * len(articles) / 300)
    start = time.perf_counter()
    for each in pipeline.reader.parser.parse_many(each.text for each in articles):
        len(each)
    parsed = time.perf_counter() - start
    start = time.perf_counter()
    reports = sum(len(found) for _, found in pipeline.reports(articles))
    took = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"coding: {len(articles)} items, about {sentences} sentences, {reports} reports in {took:.1f} s")
    print(f"coding: {sentences / took:.0f} sentences/s (bar 150; floor: the parse alone {sentences / parsed:.0f}/s)")
    print(f"coding: peak memory {peak:.0f} MB (bar 600)")


def start_up() -> None:
    """A 400-word article from a cold start, and `--help`."""
    words = " ".join(each.text for each in news(60)).split()[:400]
    cases = (
        ("article of 400 words", ["read", "-", "--published", "2025-04-01"], 1.5),
        ("--help", ["--help"], 0.25),
    )
    for name, arguments, bar in cases:
        best = min(_timed([sys.executable, "-m", "dragoman", *arguments], " ".join(words)) for _ in range(3))
        print(f"{name}: {best:.2f} s from a cold start, best of 3 (bar {bar} s)")


def _timed(command: list[str], given: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, input=given.encode(), capture_output=True, check=True)  # a refusal is quick, and no figure
    return time.perf_counter() - start


def main() -> None:
    """Print everything."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    start_up()
    coding()
    extraction.main(news(2 * extraction.PAGES * extraction.SENTENCES))
    book.main()
    merging.main()
    importing.main()
    if (SHARED / "data" / "ud").is_dir():
        reading.main()
    else:
        print("reading accuracy: ../shared is not beside this checkout, not measured")


if __name__ == "__main__":
    main()
