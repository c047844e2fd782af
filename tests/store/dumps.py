"""What a record holds, row by row, without what no two runs have alike: instants, and the logs that hold or hash them."""

from pathlib import Path
from typing import Any

from sqlalchemy import inspect, null, select

from dragoman.store import schema
from dragoman.store.connecting import reading_engine


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table that the record has, sorted."""
    engine = reading_engine(path, 5.0)
    rows = {}
    with engine.connect() as connection:
        inspector = inspect(connection)
        there = set(inspector.get_table_names())
        for table in schema.tables.sorted_tables:
            if table.name not in there or table.name in ("runs", "writes"):
                continue
            has = {column["name"] for column in inspector.get_columns(table.name)}
            wanted = [column for column in table.columns if not column.name.endswith("_at")]
            columns = [column if column.name in has else null() for column in wanted]
            rows[table.name] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
    engine.dispose()
    return rows
