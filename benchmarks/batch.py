"""`make bench-batch`: what a million articles cost, step by step, and how that grows, in ratios to one process.

python -m benchmarks.batch 1000 10000 --price 0.04
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from dragoman.batch.folder import How, RunFolder
from dragoman.batch.gathering import gather_lake, gather_record
from dragoman.batch.planning import outcomes_of, plan, sources_in
from dragoman.batch.running import pipeline_of, run, standing, unfinished
from dragoman.batch.shard import articles_of
from dragoman.demo import STORIES
from dragoman.news.source import Reading
from dragoman.record import Article

_STATES = (
    "Niger", "Mali", "Chad", "Senegal", "Ghana", "Togo", "Benin", "Kenya", "Uganda", "Rwanda", "Zambia", "Angola",
    "Peru", "Chile", "Brazil", "Bolivia", "Ecuador", "Mexico", "Cuba", "Panama", "Laos", "Vietnam", "Thailand",
    "Nepal", "Japan", "Qatar", "Oman", "Kuwait", "Jordan", "Iraq", "Norway", "Sweden", "Finland", "Poland", "Latvia",
    "Serbia", "Croatia", "Hungary", "Austria", "Portugal",
)  # fmt: skip


def generated(count: int) -> Iterator[dict[str, str]]:
    """The demo's stories, told of other states on other days; of one number, always the same."""
    told = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    chance = random.Random(7)
    for number in range(count):
        story = told[number % len(told)]
        text = story["text"]
        places = chance.sample(_STATES, 3)
        for name, other in zip(("Niger", "Mali", "Burkina Faso"), places, strict=True):
            text = text.replace(name, other)
        day = date(1995, 1, 1) + timedelta(days=chance.randrange(11000))
        yield {**story, "id": str(number), "date": str(day), "text": text, "outlet": f"Paper {chance.randrange(300)}"}


def measure(count: int, shards: int, price: float) -> dict[str, float]:
    """Prints one size; seconds a step."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        file = folder / "news.jsonl"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in generated(count))
        took: dict[str, float] = {}
        runs = {}
        for jobs in (1, 2):
            began = time.monotonic()
            inputs = [str(file)]
            plan(outcomes_of(sources_in(inputs), Reading()), folder / f"run{jobs}", shards, How(), inputs)
            took["reading"] = time.monotonic() - began
            runs[jobs] = RunFolder(folder / f"run{jobs}")
            began = time.monotonic()
            run(runs[jobs], unfinished(runs[jobs]), jobs=jobs)
            took[f"coding, {jobs}"] = time.monotonic() - began
        began = time.monotonic()
        held = gather_lake(runs[1], folder / "lake", memory=1024)
        took["merging"] = time.monotonic() - began
        began = time.monotonic()
        gather_record(runs[1], folder / "record.db")
        took["storing"] = time.monotonic() - began
        some: list[Article] = [each for shard in runs[1].planned()[:1] for each in articles_of(runs[1], shard)][:500]
        parser = pipeline_of(How()).reader.parser
        sentences = sum(len(each) for each in parser.parse_many(each.text for each in some)) / len(some)
        stood = standing(runs[2])
        sizes = {
            name: sum(f.stat().st_size for f in (folder / name).rglob("*") if f.is_file()) for name in ("run1", "lake")
        }
        sizes["record"] = (folder / "record.db").stat().st_size
        print(f"{count} articles, {sentences:.1f} sentences each, {held['reports']} reports, {held['events']} events")
        for name, seconds in took.items():
            hours = seconds * 1e6 / count / 3600 * (2 if name == "coding, 2" else 1)
            rate = count / seconds
            print(
                f"  {name:<10} {rate:9.1f} articles/s {rate * sentences:9.1f} sentences/s "
                f"{hours:7.1f} core-hours and {hours * price:6.2f} a million"
            )
        print(f"  2 processes: {took['coding, 1'] / took['coding, 2']:.2f} times 1 (bar 1.8)")
        print(f"  peak memory a process: {stood.peak_mb} MB (bar 700)")
        print("  bytes an article: " + ", ".join(f"{name} {size / count:.0f}" for name, size in sizes.items()))
    return {name: seconds / count for name, seconds in took.items()}


def main() -> None:
    """Print each size, and how each step grew from the first to the last."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000, 100000])
    parser.add_argument("--shards", type=int, default=8)
    parser.add_argument("--price", type=float, default=0.04, help="of a core-hour")
    given = parser.parse_args()
    found = [measure(size, given.shards, given.price) for size in given.sizes]
    for name in found[0]:
        growth = found[-1][name] / found[0][name]
        print(f"{name}: an article costs {growth:.2f} times as much among {given.sizes[-1]} as among {given.sizes[0]}")


if __name__ == "__main__":
    main()
