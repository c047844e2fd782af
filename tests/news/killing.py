"""A program that watches feeds and is killed, again and again, at random moments: the record must end as after one run.

`python -m tests.news.killing FOLDER KILLS SEED` prints what it did; it forks, so that a run costs milliseconds.
"""

import os
import random
import signal
import sqlite3
import sys
import time
from pathlib import Path

from dragoman import gathering
from dragoman.news.watchlist import Watched
from dragoman.store.opening import open_record
from tests.news.newsstand import Newsstand, read_feeds_here, watch

HOSTS = 4
LEFT_OUT = {"leads": ("tries", "due_at", "noted_at"), "watched": ("etag",)}


def held(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows of a record without instants and the numbers of tries."""
    with sqlite3.connect(path) as raw:
        tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {}
        for table in tables:
            columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            kept = [name for name in columns if not name.endswith("_at") and name not in LEFT_OUT.get(table, ())]
            if table not in ("runs", "migrations", "writes"):
                rows[table] = sorted(
                    raw.execute(f"SELECT {', '.join(f'{chr(34)}{n}{chr(34)}' for n in kept)} FROM {table}"), key=repr
                )
    raw.close()
    return rows


def child(path: Path, sources: list[Watched]) -> int:
    """A run in a process of its own; its id comes back."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            watch(path, sources)
            status = 0
        finally:
            os._exit(status)
    return pid


def is_whole(path: Path) -> tuple[int, int]:
    """How many articles and settled leads a record holds; fails if it is damaged, or if the two do not agree."""
    if not path.is_file():
        return 0, 0
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'leads'").fetchone():
            return 0, 0
        articles = raw.execute("SELECT count(*) FROM articles").fetchone()[0]
        done = raw.execute("SELECT count(*) FROM leads WHERE state = 'done'").fetchone()[0]
        stray = raw.execute(
            "SELECT count(*) FROM leads WHERE state = 'done' AND article_id NOT IN (SELECT id FROM articles)"
        ).fetchone()[0]
        refused = raw.execute("SELECT count(*) FROM leads WHERE state = 'refused'").fetchone()[0]
        rejects = raw.execute("SELECT count(*) FROM rejects").fetchone()[0]
    raw.close()
    assert (articles, stray, refused) == (done, 0, rejects), (articles, done, stray, refused, rejects)
    return articles, refused


def warm_up(folder: Path) -> None:
    """Loads here what each run would load: a run is then milliseconds of work, and a kill falls into work."""
    import feedparser
    from protego import Protego

    from dragoman.news.outlets import outlet_name

    feedparser.parse(b"<rss/>")
    Protego.parse("")
    outlet_name("https://a.example")
    gathering.BATCH = 8  # so that there is much to tear apart
    with open_record(folder / "warm.db") as record, record.writer() as writer:
        writer.leads.note([])


def main(folder: Path, kills: int, seed: int) -> None:
    """Watches with kills and without, and compares."""
    read_feeds_here()
    warm_up(folder)
    moments = random.Random(seed)
    longest = 0.45 if kills < 100 else 0.9  # larger feeds take longer to note, and a kill is to come after that too
    pages = min(max(40, kills * 3), 300)
    shop = Newsstand(
        HOSTS,
        pages,
        failing=lambda number: 1 if number % 10 == 3 else 0,
        is_plain=True,
        pause=0.03,
    )
    server = os.fork()  # the servers must not die with those who ask them
    reports = folder / "addresses"
    if server == 0:
        with shop.open():
            reports.with_suffix(".part").write_text("\n".join(each.url for each in shop.servers))
            reports.with_suffix(".part").rename(reports)
            time.sleep(3600)
    try:
        while not reports.exists():
            time.sleep(0.01)
        urls = reports.read_text().split()
        sources = [Watched(f"{url}/feed", f"Desk {host}", 3600.0, 0.0) for host, url in enumerate(urls)]
        path = folder / "killed.db"
        working = whole = 0
        for _ in range(kills):
            pid = child(path, sources)
            time.sleep(moments.uniform(0.0, longest))
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            articles, _ = is_whole(path)
            working += articles > whole
            if articles == 0:
                longest = min(longest * 1.2, 4.0)  # a busy machine: let the next run come as far as to write
            whole = articles
        for _ in range(20):
            _, status = os.waitpid(child(path, sources), 0)
            assert status == 0, "a run that was not killed must end as it should"
            with sqlite3.connect(path) as raw:
                left = raw.execute("SELECT count(*) FROM leads WHERE state = 'waiting'").fetchone()[0]
                polled = raw.execute("SELECT count(*) FROM watched WHERE failures = 0").fetchone()[0]
            raw.close()
            if not left and polled == HOSTS:
                break
        quiet = folder / "quiet.db"
        for _ in range(3):
            assert os.waitpid(child(quiet, sources), 0)[1] == 0
        assert held(path) == held(quiet), "the killed record differs from the quiet one"
        found, refused = is_whole(path)
        assert working, "no kill fell into work that was being written"
        assert found == HOSTS * sum(number % 50 != 49 for number in range(pages))
        print(
            f"{kills} kills, {working} of them in runs that had added articles; {found} articles and {refused} rejects, as after one run"
        )
    finally:
        os.kill(server, signal.SIGKILL)
        os.waitpid(server, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
