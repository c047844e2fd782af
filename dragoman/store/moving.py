"""A record comes in; the same record, its log of writes with it, goes out in another place, on either engine."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, inspect, select

from dragoman.errors import Stop
from dragoman.store import schema
from dragoman.store.connecting import BEGIN, reading_engine, use_wal, writing_engine
from dragoman.store.dialects import continue_numbers, copy_in, is_shared
from dragoman.store.failures import stops
from dragoman.store.locating import Whereabouts, located
from dragoman.store.migrations import bring_up, check_version, version_of
from dragoman.store.opening import PATIENCE

_AT_ONCE = 5000


def copy_record(
    given: Whereabouts | str, to: Whereabouts | str, on_rows: Callable[[str, int], object] = lambda *_: None
) -> int:
    """Copies a whole record to where there is none yet, in one transaction; how many rows it has comes back.

    It is copied as it stands at one moment, while others may go on writing it. `on_rows` hears the table and how many
    of its rows are over. The digests in the log of writes are of what rows say, whatever keeps them, so the copy can be
    verified against them. Stop if there is a record already, or if the old one is not of this program's version.
    """
    here, there = located(given), located(to)
    reading, writing = reading_engine(here, PATIENCE), writing_engine(there, PATIENCE)
    try:
        with stops(here), reading.connect() as old, old.begin():
            if is_shared(old):
                old.exec_driver_sql("SET LOCAL statement_timeout = 0")
            check_version(version_of(old, here), here)
            with stops(there), writing.connect() as new:
                if not is_shared(new):
                    use_wal(new, PATIENCE)
                new.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
                with new.begin():
                    if inspect(new).get_table_names() and version_of(new, there):
                        raise Stop(f"{there} is a record already.", remedy="Name an empty database, or a new file.")
                    return _copied(old, new, there, on_rows)
    finally:
        reading.dispose()
        writing.dispose()


def _copied(old: Connection, new: Connection, there: Whereabouts, on_rows: Callable[[str, int], object]) -> int:
    bring_up(new, there, None)
    for table in reversed(schema.tables.sorted_tables):  # what a new record says of itself, the old one says too
        new.execute(delete(table))
    count = 0
    for table in schema.tables.sorted_tables:
        here = 0
        for rows in _pieces(old, table):
            if is_shared(new):
                copy_in(new, table, rows)
            else:
                new.execute(insert(table), rows)
            here += len(rows)
            on_rows(table.name, here)
        count += here
    if is_shared(new):
        continue_numbers(new, schema.tables)
        new.exec_driver_sql("ANALYZE")
    return count


def _pieces(old: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    asked = select(table).execution_options(yield_per=_AT_ONCE)
    for rows in old.execute(asked).mappings().partitions():
        yield [dict(row) for row in rows]
