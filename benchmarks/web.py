"""Pages of a large record: what each takes one reader alone, and eight at once, over a million generated events.

python -m benchmarks.web [EVENTS] [--keep FILE] [--pause SECONDS] [--workers N]; the record is kept in FILE, and used
again if it is there. 30,000 generated reports are added and merged, and that record is widened to so many events
(benchmarks/widening.py). The server runs in processes of its own; `--pause` is how long a reader reads. Every reader
asks for other actors, days and events, so that what was made for one seldom serves another; what was asked for again
is told apart. The processor's time is that of all the server's processes, for one reader alone.
"""

import http.client
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import islice
from pathlib import Path

from benchmarks.reports import DAYS, START, coded_articles
from benchmarks.widening import widened
from dragoman.chronicle import Keeper
from dragoman.store.opening import open_record
from dragoman.store.view import open_view

EVENTS, MERGED = 1_000_000, 30_000
READERS, PAGES_EACH, PORT = 8, 60, 8753
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
                keeper.tell()
            print(f"  … {chunk[-1][0].came_as}", file=sys.stderr, flush=True)
    return path


def large(path: Path, events: int) -> Path:
    """A record of at least so many generated events; an old one is left as it is."""
    if path.exists():
        return path
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        base = made(Path(folder) / "base.db", MERGED)
        with sqlite3.connect(base) as raw:
            there = raw.execute("SELECT count(DISTINCT event_id) FROM memberships").fetchone()[0]
        raw.close()
        widened(base, path, -(-events // there))
    return path


def addresses(path: Path, seed: int) -> Iterator[tuple[str, str]]:
    """Pages without end, each kind as often, of actors, days and events drawn by chance: kind and address.

    Who is told of most is asked for most: half of the actors are among the ten that have most reports.
    """
    chance = random.Random(seed)
    with sqlite3.connect(path) as raw:
        by_code = "SELECT shelf FROM shelves WHERE shelf >= 'd|c|' AND shelf < 'd|c}' GROUP BY 1 ORDER BY count(*) DESC"
        rows = raw.execute(by_code)
        codes = [row[0][4:] for row in rows]
        ids = (f"{chance.getrandbits(64):016x}" for _ in range(400))
        asked = "SELECT event_id FROM memberships WHERE event_id > ? ORDER BY event_id LIMIT 1"
        events = [row[0] for each in ids if (row := raw.execute(asked, (each,)).fetchone())]
        outlets = [row[0] for row in raw.execute("SELECT name FROM outlets ORDER BY name")]
    raw.close()

    def who() -> str:
        return chance.choice(codes[:10] if chance.random() < 0.5 else codes)

    def day() -> str:
        return str(START + timedelta(days=chance.randrange(400, DAYS - 200)))

    kinds = {
        "today": lambda: f"/?{chance.choice(('known_by', 'as_of'))}={day()}" + chance.choice(("", f"&actor={who()}")),
        "changes": lambda: (since := day()) and f"/changes?since={since}&known_by={since[:4]}-12-31",
        "diary": lambda: f"/diary?day={day()}" + chance.choice(("", "&view=month", f"&actor={who()}")),
        "events": lambda: f"/events?until={day()}" + chance.choice(("", f"&actor={who()}", "&type=SANCTION")),
        "event": lambda: f"/event/{chance.choice(events)}",
        "relation": lambda: f"/relation/{who()}/{who()}?as_of={day()}",
        "actor": lambda: f"/actor/{who()}?as_of={day()}",
        "claims": lambda: f"/claims?until={day()}" + chance.choice(("", f"&by={who()}")),
        "pledges": lambda: f"/pledges?until={day()}" + chance.choice(("", f"&actor={who()}")),
        "network": lambda: f"/network?as_of={day()}&window=30&actor={who()}",
        "shifts": lambda: f"/shifts?as_of={day()}&actor={who()}",
        "forecasts": lambda: f"/forecasts?known_by={day()}",
        "outlets": lambda: chance.choice(("/outlets", f"/outlet?name={chance.choice(outlets).replace(' ', '+')}")),
        "record": lambda: chance.choice(("/rejects", "/method")),
        "search": lambda: f"/search?q={who()}+{who()}+{chance.randrange(2016, 2024)}",
        "lists": lambda: chance.choice((f"/events.json?until={day()}", f"/diary.ics?actor={who()}&since={day()}")),
    }
    while True:
        yield from chance.sample([(name, make()) for name, make in kinds.items()], len(kinds))


def ask(connection: http.client.HTTPConnection, address: str) -> float:
    """Milliseconds until a page is there whole."""
    began = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    if answer.status not in (200, 400, 404):
        raise SystemExit(f"{address}: {answer.status}")
    return 1000 * (time.perf_counter() - began)


def reading(path: Path, place: int, pause: float) -> list[tuple[str, float]]:
    """One of several readers: what each page took, in milliseconds."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    took = []
    for name, address in islice(addresses(path, 100 + place), PAGES_EACH):
        took.append((name, ask(connection, address)))
        time.sleep(pause)
    return took


def alone(path: Path, server: int) -> list[tuple[str, float, float, float]]:
    """One reader: milliseconds of each page, of the processor's time for it, and of the same page again."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    found = []
    for name, address in islice(addresses(path, 1), 3 * PAGES_EACH):
        before = _worked(server)
        took = ask(connection, address)
        worked = _worked(server) - before
        found.append((name, took, worked, ask(connection, address)))
    return found


def _worked(server: int) -> float:
    """Milliseconds that the processor has worked for the threads of a process and of those that it began."""
    total = 0
    for pid in _processes(server):
        for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                total += int(thread.read_text().split()[0])
            except (OSError, IndexError):
                continue
    return total / 1e6


def _spent(server: int) -> float:
    """The same with threads that have ended, in the kernel's ticks: too coarse for one page, right for many."""
    ticks = 0
    for pid in _processes(server):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return 1000 * ticks / os.sysconf("SC_CLK_TCK")


def _processes(server: int) -> list[str]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=False)
    return [str(server), *listed.stdout.split()]


def measure(path: Path, pause: float, workers: int) -> None:
    """Print what each page takes, one reader alone and eight at once."""
    with open_view(path) as view:
        size = view.size()
    print(f"pages: {size.articles:,} articles, {size.reports:,} reports; {workers} processes, {os.cpu_count()} cores")
    command = [sys.executable, "-m", "dragoman", "serve", "--db", str(path), "--port", str(PORT), "--time-limit", "60",
               "--workers", str(workers)]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _await_server()
        _await_rest(server.pid)
        began = os.getloadavg()[0]
        one = alone(path, server.pid)
        print(f"pages: one reader, {len(one)} pages; load {began:.1f} before, {os.getloadavg()[0]:.1f} after")
        for number, words in ((1, "first asked for"), (2, "processor's time"), (3, "asked for again")):
            _tell(words, [(each[0], float(each[number])) for each in one])
        before = _spent(server.pid)
        with ThreadPoolExecutor(READERS) as pool:
            found = list(pool.map(lambda place: reading(path, place, pause), range(READERS)))
        worked = (_spent(server.pid) - before) / sum(map(len, found))
        print(
            f"pages: {READERS} readers at once, {pause:g} s between two pages of one "
            f"(bar: {BAR} ms at the 95th percentile); load {os.getloadavg()[0]:.1f}; "
            f"{worked:.0f} ms of the processor a page"
        )
        _tell("first asked for", [each for some in found for each in some])
    finally:
        server.terminate()
        server.wait()


def _tell(words: str, took: list[tuple[str, float]]) -> None:
    by_page: dict[str, list[float]] = defaultdict(list)
    for name, each in took:
        by_page[name].append(each)
        by_page["every page"].append(each)
    print(f"  {words}, ms: median and 95th percentile")
    for name, times in sorted(by_page.items(), key=lambda each: -len(each[1])):
        times.sort()
        print(f"    {name:<11} {times[len(times) // 2]:7.0f} {times[int(len(times) * 0.95)]:7.0f}", flush=True)


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


def _await_rest(server: int) -> None:
    """Waits until each process has made what it makes at its start."""
    before = -1.0
    while (now := _worked(server)) - before > 100:
        before = now
        time.sleep(3)


def main() -> None:
    """Make the record and measure."""

    def given(name: str, usual: str) -> str:
        return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else usual

    numbers = [int(word) for place, word in enumerate(sys.argv[1:]) if word.isdigit() and place == 0]
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(given("--keep", str(Path(folder) / "web.db")))
        path = large(kept, numbers[0] if numbers else EVENTS)
        measure(path, float(given("--pause", "1")), int(given("--workers", str(min(4, os.cpu_count() or 1)))))


if __name__ == "__main__":
    main()
