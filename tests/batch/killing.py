"""Articles by the thousand, coded by workers that are killed at random, on a disk that is full once; and the lake of
that run, compared to the byte with the lake of a clean one.

`python -m tests.batch.killing FOLDER [ARTICLES] [--coder rules] [--shards N] [--ray] [--seed N]`; ends with 1 where they differ.
The disk is a tmpfs of its own, which only root may mount; elsewhere it is never full, and the last line says so.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from dragoman.batch.folder import How, RunFolder
from dragoman.batch.gathering import gather_lake
from dragoman.batch.planning import outcomes_of, plan, sources_in
from dragoman.batch.running import run, standing, unfinished
from dragoman.errors import Stop
from dragoman.news.source import Reading
from tests.batch.factory import bytes_of, workers

_STATES = (
    "Niger", "Mali", "Chad", "Senegal", "Ghana", "Togo", "Benin", "Kenya", "Uganda", "Rwanda", "Zambia", "Angola",
    "Peru", "Chile", "Brazil", "Bolivia", "Ecuador", "Mexico", "Cuba", "Panama", "Laos", "Vietnam", "Thailand",
)  # fmt: skip
_TOLD = (
    "{0}'s president met {1}'s foreign minister on Monday.",
    "{0} condemned {1} over the border clashes.",
    "{0} will send a delegation to {1} next week.",
    "{0} and {1} signed a trade agreement in {2}.",
    "{0} expelled two diplomats of {1}.",
    "Troops of {0} attacked a village in {1}, killing {3} people. {2} condemned it.",
    "{0} promised {3} million dollars of aid to {1}.",
)


def short_articles(count: int) -> Iterator[dict[str, str]]:
    """Articles of a sentence or two over five years, a tenth of them copies; of one number, always the same."""
    chance = random.Random(11)
    text, day = "", date.min
    for number in range(count):
        if not text or chance.random() > 0.1:
            text = chance.choice(_TOLD).format(*chance.sample(_STATES, 3), chance.randrange(3, 90))
            day = date(2020, 1, 1) + timedelta(days=chance.randrange(1800))
        yield {"id": str(number), "date": str(day), "text": text, "outlet": f"Paper {number}"}


@contextmanager
def killed(run_folder: Path, seed: int, is_ray: bool, every: float) -> Iterator[list[int]]:
    """Kills one process that codes this run, or with Ray now and then its actor, `every` so many seconds; whom, in order."""
    chance, found, over = random.Random(seed), [], threading.Event()

    def work() -> None:
        while not over.wait(chance.uniform(0.3, 1.7) * every):
            waiting = list(_coding(run_folder))
            if waiting:
                child, parent = chance.choice(waiting)
                pid = parent if is_ray and chance.random() < 0.3 else child
                os.kill(pid, signal.SIGKILL)
                found.append(pid)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield found
    finally:
        over.set()
        thread.join()


def _coding(run_folder: Path) -> Iterator[tuple[int, int]]:
    """The processes that code this run, each with its parent."""
    return ((child, parent) for child, parent, command in workers() if str(run_folder) in command)


class Disk:
    """A disk of its own for the shards' reports, too small at first; `is_small` is False where none can be mounted."""

    def __init__(self, place: Path, kilobytes: int) -> None:
        place.mkdir(parents=True)
        self._place = place
        asked = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(place)]
        self.is_small = subprocess.run(asked, check=False, capture_output=True).returncode == 0

    def grow(self) -> None:
        """Makes room."""
        subprocess.run(["mount", "-o", "remount,size=8g", str(self._place)], check=True)

    def close(self) -> None:
        """Lets go of the disk."""
        if self.is_small:
            subprocess.run(["umount", str(self._place)], check=True)


def _coded(folder: RunFolder, is_ray: bool) -> None:
    if is_ray:
        from dragoman.batch.cluster import run_on_ray

        run_on_ray(folder, unfinished(folder), address="local", jobs=2)
    else:
        run(folder, unfinished(folder), jobs=2)


def main() -> int:
    """Print how the two runs went; 1 if their lakes differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("articles", nargs="?", type=int, default=50_000)
    parser.add_argument("--coder", default="rules")
    parser.add_argument("--shards", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=float, default=7.0, help="seconds between two kills, in the mean")
    parser.add_argument("--ray", action="store_true")
    given = parser.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    file = given.folder / "news.jsonl"
    with file.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row) + "\n" for row in short_articles(given.articles))
    runs = {}
    for name in ("clean", "killed"):
        plan(outcomes_of(sources_in([str(file)]), Reading()), given.folder / name, given.shards, How(given.coder), [])
        runs[name] = RunFolder(given.folder / name)
    began = time.monotonic()
    _coded(runs["clean"], False)
    clean = gather_lake(runs["clean"], given.folder / "lake-clean", memory=1024)
    print(f"clean run: {clean}, {time.monotonic() - began:.0f} s", flush=True)
    a_shard = sum(each.stat().st_size for each in (runs["clean"].path / "reports").iterdir()) // given.shards
    disk = Disk(runs["killed"].path / "reports", a_shard * given.shards // 2 // 1024)
    stopped = 0
    try:
        with killed(runs["killed"].path, given.seed, given.ray, given.every) as ended:
            while unfinished(runs["killed"]):
                try:
                    _coded(runs["killed"], given.ray)
                except Stop as full:
                    print(f"  stopped: {full}", flush=True)
                    stopped += 1
                    disk.grow()
        stood = standing(runs["killed"])
        print(f"killed run: {len(ended)} processes killed, stopped {stopped} times; set aside {stood.set_aside}")
        found = gather_lake(runs["killed"], given.folder / "lake-killed", memory=1024, jobs=2)
    finally:
        disk.close()
    is_same = bytes_of(given.folder / "lake-clean") == bytes_of(given.folder / "lake-killed")
    print(f"gathered {found}: " + ("the same bytes" if is_same else "OTHER BYTES"))
    if not disk.is_small:
        print("the disk was never full: only root can mount one")
    return 0 if is_same and ended and found == clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
