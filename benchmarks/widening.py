"""A merged record comes in; one with many times its events goes out: its rows again under other ids, on other days.

Merging a million events takes hours, and what pages are measured by does not ask for it. Each copy keeps the shape of
the whole (how often who is told of, how many reports an event has) and is moved by a week against the one before, so
that the days between are as full as the copies are many. What only adding and merging read is left out: blocks, keys
of sketches, the chain of writes. Ids differ in their last letters, so that rows of one day lie far apart, as hashes do.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dragoman.store.connecting import writing_engine
from dragoman.store.opening import open_record
from dragoman.store.shelves import shelve
from dragoman.store.told import LEVEL, stands

TABLES = (
    "outlets", "articles", "article_outlets", "spans", "reports", "report_contexts", "participants", "report_reasons",
    "sketches", "memberships",
)  # fmt: skip
_IDS = frozenset(("article_id", "report_id", "event_id", "neighbourhood", "copies"))
_DAYS = frozenset(("published_on", "first_on", "last_on", "listed_on", "said_first_on", "said_last_on"))
_APART = 7
_KEPT = 13
"""Letters of an id that stay; with the three that follow, copies of 50,000 reports have no id twice."""


def widened(base: Path, path: Path, copies: int) -> None:
    """Write the record of so many copies of another to a path where there is none."""
    open_record(path).close()
    raw = sqlite3.connect(path, isolation_level=None)
    raw.create_function("moved", 2, _moved, deterministic=True)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "temp_store = MEMORY"):
        raw.execute(f"PRAGMA {setting}")
    raw.execute("ATTACH ? AS base", (str(base),))
    raw.execute("CREATE TEMP TABLE copies (number INTEGER PRIMARY KEY, id TEXT, days TEXT)")
    raw.executemany("INSERT INTO copies VALUES (?, ?, ?)", [
        (each, f"{each:03x}", f"{(each - copies // 2) * _APART:+d} days") for each in range(copies)
    ])  # fmt: skip
    indexes = raw.execute(
        "SELECT name, sql FROM main.sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    for name, _ in indexes:
        raw.execute(f"DROP INDEX {name}")
    for table in TABLES:
        columns = [row[1] for row in raw.execute(f"PRAGMA main.table_info({table})")]
        beside = "" if table == "outlets" else " CROSS JOIN copies"
        cells = columns if table == "outlets" else list(_cells(table, columns))
        raw.execute(f"INSERT INTO main.{table} SELECT {', '.join(cells)} FROM base.{table} AS was{beside}")
    raw.execute("INSERT OR REPLACE INTO main.meta SELECT * FROM base.meta")
    _widen_told(raw)
    for _, sql in indexes:
        raw.execute(sql)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()
    engine = writing_engine(path, 5.0)
    with engine.begin() as connection:
        shelve(connection)
    engine.dispose()


def _cells(table: str, columns: list[str]) -> Iterator[str]:
    """What each column of a copied row is made of."""
    for column in columns:
        is_own = column == "id" and table in ("articles", "reports")
        if is_own or column in _IDS:
            yield f"substr(was.{column}, 1, {_KEPT}) || copies.id"
        elif column in _DAYS:
            yield f"date(was.{column}, copies.days)"
        elif column == "traits":
            yield "moved(was.traits, copies.days)"
        else:
            yield f"was.{column}"


def _widen_told(raw: sqlite3.Connection) -> None:
    """The events that the base keeps in outline, under the ids and on the days of each copy."""
    copies = raw.execute("SELECT id, days FROM copies").fetchall()
    rows = raw.execute("SELECT * FROM base.told").fetchall()
    for id_, days in copies:
        by = int(days.split()[0])
        moved = [_told_moved(row, id_, by) for row in rows]
        raw.executemany("INSERT INTO main.told VALUES (?, ?, ?, ?, ?)", moved)
        places = (place for row in moved for place in stands(json.loads(row[3])))
        raw.executemany("INSERT INTO main.shelves (shelf, day, report_id) VALUES (?, ?, ?)", places)


def _told_moved(row: tuple[str, str, str, str, bytes], copy: str, by: int) -> tuple[str, str, str, str, bytes]:
    """A row of `told` (dragoman/store/told.py), under the ids of a copy and so many days later."""
    event, neighbourhood, last_on, head, reports = row
    said, told = json.loads(head), json.loads(zlib.decompress(reports))
    said[0], said[10] = _named(said[0], copy), [_named(each, copy) for each in said[10]]
    said[7], said[11] = _later(said[7], by), [each + by for each in said[11]]
    said[13] = [[stage, on + by, _later(when, by), *rest] for stage, on, when, *rest in said[13]]
    for each in told:
        each[0], each[1] = _named(each[0], copy), _named(each[1], copy)
        each[15], each[19] = _later(each[15], by), _later(each[19], by)
        each[30] = each[30] + by if each[30] else 0
    packed = (json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in (said, told))
    later = str(date.fromisoformat(last_on) + timedelta(days=by))
    names = (_named(event, copy), _named(neighbourhood, copy))
    return *names, later, next(packed), zlib.compress(next(packed).encode(), LEVEL)


def _named(id_: str, copy: str) -> str:
    return id_[:_KEPT] + copy


def _later(when: list[Any] | None, by: int) -> list[Any] | None:
    return when and [*(each + by if each else 0 for each in when[:2]), *when[2:]]


def _moved(traits: str, days: str) -> str:
    """Packed traits, on other days."""
    kept = json.loads(traits)
    by = int(days.split()[0])
    for place in _DAYS_OF_TRAITS:
        kept[place] = kept[place] + by if kept[place] else 0
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


_DAYS_OF_TRAITS = (5, 6, 7)
"""Where `dragoman.merging.traits` packs the first, the last and the publication day."""
