"""`make soak`: twenty thousand pages from feeds that fail a tenth of the time, watched by `dragoman watch`, killed and
begun again; the record must end with exactly what there is, in bounded time and memory.

`python -m tests.news.soak DOCUMENTS [uncoded]`; with `uncoded` the articles come in as they do, but no coder reads
them and no events are merged: pages that are so alike would be one another's neighbours, all of them.
"""

import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dragoman.news.watchlist import read_watchlist
from tests.news.killing import is_whole
from tests.news.newsstand import Newsstand, watch, words

HOSTS = 20
LONGEST = 3600.0
"""Seconds within which it must be done, on two cores."""

MOST_MEMORY = 900
"""MB that a watching process, or the worker that it asks, may take; the coder alone takes 600."""

HOUSE = Path(__file__).parents[2]


def failing(number: int) -> int:
    """A tenth of all answers fail: one path in ten at first, one in a hundred twice."""
    return (number % 10 == 3) + (number % 100 == 53)


def main(documents: int, *, is_coded: bool = True) -> int:
    """Soaks, and prints what came of it; 0 if the record holds exactly what there is."""
    pages = round(documents / HOSTS / 0.98)
    shop = Newsstand(HOSTS, pages, failing=failing)
    moments = random.Random(20250401)
    began = time.monotonic()
    runs = kills = 0
    with tempfile.TemporaryDirectory() as folder, shop.open():
        path, listed = Path(folder) / "soak.db", Path(folder) / "sources.toml"
        listed.write_text(
            'delay = "0s"\nretry = "1s"\nevery = "1s"\n'
            + "".join(f'[[source]]\nurl = "{each.url}"\nname = "{each.name}"\n' for each in shop.watched())
        )
        command = [
            sys.executable,
            "-m",
            "dragoman",
            "watch",
            str(listed),
            "--once",
            "--allow-private",
            "--db",
            str(path),
        ]
        if not is_coded:
            command = [sys.executable, "-m", "tests.news.soak", "watch", str(listed), str(path)]
        while time.monotonic() - began < LONGEST:
            runs += 1
            child = subprocess.Popen(
                command, cwd=HOUSE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            try:
                child.wait(moments.uniform(20, 120))
            except subprocess.TimeoutExpired:
                kills += 1
                os.kill(child.pid, signal.SIGKILL)
                child.wait()
            articles, refused = is_whole(path)
            print(
                f"run {runs}: {articles:,} articles, {refused} rejects after {time.monotonic() - began:.0f} s",
                flush=True,
            )
            if child.returncode in (0, 3) and is_done(path, HOSTS * pages):
                break
        took = time.monotonic() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        with sqlite3.connect(path) as raw:
            lengths = raw.execute("SELECT count(*), count(DISTINCT title), sum(length) FROM articles").fetchone()
            urls = {url for (url,) in raw.execute("SELECT url FROM articles")}
        raw.close()
    expected = {f"{shop.servers[host].url}/{number}" for host, number in shop.expected()}
    characters = sum(len(words(*each)) for each in shop.expected())
    is_exact = urls == expected and lengths[0] == len(expected) and lengths[2] == characters
    print(
        f"{lengths[0]:,} articles of {len(expected):,} expected: {'exactly these' if is_exact else 'NOT THE SAME'}; {refused} rejects of {HOSTS * pages - len(expected)} pages that are not there"
    )
    print(
        f"{runs} runs, {kills} of them killed; {shop.answers['failed']:,} answers failed, {shop.answers['pages']:,} pages served ({shop.answers['pages'] - len(expected)} more than once)"
    )
    print(
        f"{took:.0f} s (bound {LONGEST:.0f}), {lengths[0] / took:.1f} articles/s; peak memory {memory:.0f} MB (bound {MOST_MEMORY})"
    )
    is_good = is_exact and refused == HOSTS * pages - len(expected) and took < LONGEST and memory < MOST_MEMORY
    return 0 if is_good else 1


def is_done(path: Path, leads: int) -> bool:
    """True if every lead that there is has been noted and settled."""
    with sqlite3.connect(path) as raw:
        (settled,) = raw.execute("SELECT count(*) FROM leads WHERE state != 'waiting'").fetchone()
    raw.close()
    return bool(settled == leads)


if __name__ == "__main__":
    if sys.argv[1] == "watch":
        watch(Path(sys.argv[3]), list(read_watchlist(Path(sys.argv[2])).sources), retry=1.0)
    else:
        sys.exit(main(int(sys.argv[1]), is_coded=sys.argv[2:] != ["uncoded"]))
