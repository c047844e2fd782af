"""What a record holds, row by row, without what no two runs can have alike: the instants and the log of runs."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from dragoman.store import schema
from dragoman.store.connecting import reading_engine


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table, sorted."""
    engine = reading_engine(path, 5.0)
    rows = {}
    with engine.connect() as connection:
        for table in schema.tables.sorted_tables:
            if table.name == "runs":
                continue
            columns = [column for column in table.columns if not column.name.endswith("_at")]
            rows[table.name] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
    engine.dispose()
    return rows
