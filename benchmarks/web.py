"""Pages of a large record under load: eight readers at once, each page in turn, over a generated record.

python -m benchmarks.web [REPORTS] [--keep FILE] [--pause SECONDS]; the record is kept in FILE.
The server is a process of its own, and the readers threads of another; `--pause` is how long a reader reads.
"""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from benchmarks.reports import DAYS, START, coded_articles
from dragoman.chronicle import Keeper
from dragoman.store.opening import open_record
from dragoman.store.view import open_view

REPORTS = 60_000
READERS, TURNS, PORT = 8, 4, 8753
BAR = 150
_AT_ONCE = 5_000


def made(path: Path, reports: int) -> Path:
    """A record of so many generated reports (benchmarks/reports.py), merged; an old one is left as it is."""
    if path.exists():
        return path
    with open_record(path) as record:
        coming = coded_articles(reports)
        while chunk := list(islice(coming, _AT_ONCE)):
            with record.writer("generated", "1") as writer:
                for article, found in chunk:
                    writer.add_article(article, found)
                keeper = Keeper(writer.clusters)
                keeper.sketch(article for article, _ in chunk)
                keeper.merge()
            print(f"  … {chunk[-1][0].came_as}", file=sys.stderr, flush=True)
    return path


def addresses(path: Path) -> dict[str, list[str]]:
    """What the readers ask for, by the name of the page: for the most told of actors, and for others."""
    import sqlite3

    with sqlite3.connect(path) as raw:
        codes = [row[0] for row in raw.execute(
            "SELECT coalesce(actor, country), count(*) FROM participants GROUP BY 1 ORDER BY 2 DESC"
        )]  # fmt: skip
        events = [row[0] for row in raw.execute("SELECT DISTINCT event_id FROM memberships LIMIT 4000")][::250]
    raw.close()
    some = [codes[0], codes[5], codes[len(codes) // 4], codes[len(codes) // 2]]
    day = START.replace(year=START.year + DAYS // 730)
    return {
        "today": [f"/?known_by={day}", f"/?as_of={day}", f"/?as_of={day}&actor={some[0]}"],
        "changes": [f"/changes?since={day}&as_of={day.replace(month=day.month + 1)}", "/changes.atom?since=2022-01-01"],
        "diary": [f"/diary?day={day}", f"/diary?day={day}&view=month", f"/diary.ics?since={day}&until={day}"],
        "events": ["/events", f"/events?actor={some[1]}", f"/events?type=SANCTION&until={day}", "/events.json"],
        "event": [f"/event/{each}" for each in events],
        "relation": [f"/relation/{some[0]}/{each}" for each in some[1:]],
        "actor": [f"/actor/{each}" for each in some],
        "claims": ["/claims", f"/claims?by={some[0]}"],
        "pledges": ["/pledges", f"/pledges?actor={some[2]}"],
        "outlets": ["/outlets", "/outlet?name=AFP"],
        "record": ["/rejects", "/method"],
        "search": [f"/search?q={some[0]}+{some[1]}+2020", "/search?q=sanctions+2019"],
    }


def reading(place: int, wanted: list[tuple[str, str]], pause: float) -> list[tuple[str, float]]:
    """One reader: every address in turn, from another place; what each took in milliseconds."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    took = []
    for turn in range(TURNS):
        start = (place * 7 + turn) % len(wanted)
        for name, address in (wanted[start:] + wanted[:start])[:: 1 + turn % 2]:
            began = time.perf_counter()
            connection.request("GET", address)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{address}: {answer.status}")
            took.append((name, 1000 * (time.perf_counter() - began)))
            time.sleep(pause)
    return took


def measure(path: Path, pause: float) -> None:
    """Print what each page takes, with eight readers at once."""
    with open_view(path) as view:
        counts = view.counts()
    wanted = [(name, each) for name, all_ in addresses(path).items() for each in all_]
    command = [sys.executable, "-m", "dragoman", "serve", "--db", str(path), "--port", str(PORT), "--time-limit", "60"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _await_server()
        for _, address in wanted:
            _once(address)
        with ThreadPoolExecutor(READERS) as pool:
            found = list(pool.map(lambda place: reading(place, wanted, pause), range(READERS)))
    finally:
        server.terminate()
        server.wait()
    by_page: dict[str, list[float]] = defaultdict(list)
    for name, took in (each for one in found for each in one):
        by_page[name].append(took)
        by_page["every page"].append(took)
    print(
        f"pages: {counts.articles:,} articles, {counts.reports:,} reports; "
        f"{os.cpu_count()} cores; load {os.getloadavg()[0]:.1f}"
    )
    print(
        f"pages: {READERS} readers at once, {pause:g} s between two pages of one (bar: {BAR} ms at the 95th percentile)"
    )
    for name, times in by_page.items():
        times.sort()
        print(f"  {name:<11} median {times[len(times) // 2]:6.0f} ms   p95 {times[int(len(times) * 0.95)]:6.0f} ms")


def _once(address: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    began = time.perf_counter()
    connection.request("GET", address)
    connection.getresponse().read()
    print(f"  alone, first: {1000 * (time.perf_counter() - began):6.0f} ms  {address}", file=sys.stderr)
    connection.close()


def _await_server() -> None:
    for _ in range(240):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/assets/icon.svg")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise SystemExit("the server does not come up")


def main() -> None:
    """Make the record and measure."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    pause = float(sys.argv[sys.argv.index("--pause") + 1]) if "--pause" in sys.argv else 1.0
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(sys.argv[sys.argv.index("--keep") + 1]) if "--keep" in sys.argv else Path(folder) / "web.db"
        measure(made(kept, numbers[0] if numbers else REPORTS), pause)


if __name__ == "__main__":
    main()
