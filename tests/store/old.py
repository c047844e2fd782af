"""Records as earlier versions of Dragoman made them, on either engine, from scripts that stand for those on disks."""

import sqlite3
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from dragoman.store.dialects import spoken
from dragoman.store.locating import Shared


def old_record(path: Any, version: int = 1) -> Any:
    """A record of a version at a place where there is none, as version-N.sql has it; the place comes back."""
    script = (Path(__file__).parent / f"version-{version}.sql").read_text(encoding="utf-8")
    with sqlite3.connect(":memory:" if isinstance(path, Shared) else path) as old:
        old.executescript(script)
        if isinstance(path, Shared):
            _carry_over(old, path)
    old.close()
    return path


def _carry_over(old: sqlite3.Connection, place: Shared) -> None:
    """Lays the tables in PostgreSQL by the words that they have in the file, and copies their rows."""
    laid = "SELECT name, sql FROM sqlite_master WHERE type = ? AND sql IS NOT NULL"
    tables, indexes = (dict(old.execute(laid, (kind,)).fetchall()) for kind in ("table", "index"))
    with psycopg.connect(str(place)) as new:
        _lay(new, tables)
        for statement in indexes.values():
            new.execute(spoken(statement), ())  # type: ignore[call-overload]
        new.execute("SET LOCAL session_replication_role = replica")  # rows come in no order of their keys
        for name in tables:
            rows = old.execute(f'SELECT * FROM "{name}"').fetchall()
            marks = sql.SQL(", ").join(sql.Placeholder() for _ in (rows or [()])[0])
            for row in rows:
                new.execute(sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(name), marks), row)
        counted = "SELECT table_name, column_name FROM information_schema.columns WHERE is_identity = 'YES'"
        for names in new.execute(counted).fetchall():
            table, column = map(sql.Identifier, names)
            last = sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(column, table)
            (number,) = new.execute(last).fetchone() or (0,)
            go_on = sql.SQL("ALTER TABLE {} ALTER COLUMN {} RESTART WITH {}")
            new.execute(go_on.format(table, column, sql.Literal(number + 1)))


def _lay(new: psycopg.Connection[Any], tables: dict[str, str]) -> None:
    """Lays tables, those that others name first."""
    waiting = list(tables.values())
    while waiting:
        later = []
        for statement in waiting:
            try:
                with new.transaction():
                    new.execute(spoken(statement), ())  # type: ignore[call-overload]
            except psycopg.errors.UndefinedTable:
                later.append(statement)
        assert len(later) < len(waiting), "tables that name one another"
        waiting = later
