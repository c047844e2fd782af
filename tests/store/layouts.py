"""How a record is laid out on either engine: its tables with their columns, keys and indexes."""

from typing import Any

from sqlalchemy import Inspector, inspect

from dragoman.store.connecting import reading_engine
from dragoman.store.locating import Whereabouts


def layout(path: Whereabouts) -> dict[str, tuple[Any, ...]]:
    """Each table: its columns (kind, order of text, may be empty, counted by itself), key, indexes, keys to others."""
    engine = reading_engine(path, 5.0)
    with engine.connect() as connection:
        inspector = inspect(connection)
        found = {table: _table(inspector, table) for table in inspector.get_table_names()}
    engine.dispose()
    return found


def _table(inspector: Inspector, table: str) -> tuple[Any, ...]:
    columns = {
        column["name"]: (
            str(column["type"]),
            getattr(column["type"], "collation", None),
            column["nullable"],
            bool(column.get("autoincrement")) or column.get("identity") is not None,
        )
        for column in inspector.get_columns(table)
    }
    indexes = sorted(
        str((index["name"], index["column_names"], index.get("expressions"), index["unique"]))
        for index in inspector.get_indexes(table)
        if not index.get("duplicates_constraint")
    )
    others = sorted(
        str((key["constrained_columns"], key["referred_table"], key["options"].get("ondelete")))
        for key in inspector.get_foreign_keys(table)
    )
    return columns, inspector.get_pk_constraint(table)["constrained_columns"], indexes, others
