"""What a record holds, row by row, without what no two runs have alike: instants, and the logs that hold or hash them."""

from typing import Any

from sqlalchemy import inspect, null, select

from dragoman.store import schema
from dragoman.store.connecting import reading_engine
from dragoman.store.locating import Whereabouts


def dump(path: Whereabouts) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table that the record has, sorted."""
    engine = reading_engine(path, 5.0)
    rows = {}
    with engine.connect() as connection:
        there = {name: columns for (_, name), columns in inspect(connection).get_multi_columns().items()}
        for table in schema.tables.sorted_tables:
            if table.name not in there or table.name in ("runs", "writes"):
                continue
            has = {column["name"] for column in there[table.name]}
            wanted = [column for column in table.columns if not column.name.endswith("_at")]
            columns = [column if column.name in has else null() for column in wanted]
            rows[table.name] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
    engine.dispose()
    return rows
