"""A Parquet file comes in; an article, or what is wrong with it, goes out for each row, a few at a time."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from dragoman.errors import Skip
from dragoman.news.delivery import Delivery
from dragoman.news.fields import NAMES, found_in, plain
from dragoman.record import Article

ROWS = 64
"""Rows that are read together."""


class Parquet:
    """One article a row; the columns are found by their usual names, or by the mapping. Needs `pyarrow`."""

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles in order; a row that cannot be used is yielded as a Skip that names it."""
        try:
            from pyarrow import ArrowException
            from pyarrow import parquet as arrow
        except ImportError:
            raise Skip("a Parquet file needs one package more: pip install 'dragoman[parquet]'") from None
        if not delivery.stream.seekable():
            raise Skip(
                "a Parquet file is read from its end, so it cannot come through a pipe or be packed in another file"
            )
        delivery.stream.seek(0, io.SEEK_SET)
        number = 0
        try:
            file = arrow.ParquetFile(delivery.stream, memory_map=False, pre_buffer=False, buffer_size=1 << 16)
            for batch in file.iter_batches(batch_size=ROWS, columns=_columns(file.schema_arrow.names, delivery)):
                for row in batch.to_pylist():
                    number += 1
                    yield _outcome(row, delivery, f"{delivery.name}:row {number}")
        except (ArrowException, ValueError, OSError) as damaged:
            reason = str(damaged).splitlines()[0][:120] if str(damaged) else type(damaged).__name__
            raise Skip(f"the Parquet file is damaged after row {number} ({reason})") from None


def _columns(held: list[str], delivery: Delivery) -> list[str] | None:
    """The columns that may be used: a table may hold much else, such as vectors."""
    known = {plain(name) for names in NAMES.values() for name in names}
    mapped = {theirs.split(".")[0] for theirs in delivery.fields.values()}
    return [name for name in held if plain(name) in known or name in mapped or name in delivery.fields.values()] or None


def _outcome(row: dict[str, Any], delivery: Delivery, where: str) -> Article | Skip:
    held = {name: _plain(value) for name, value in row.items() if value is not None}
    try:
        return delivery.article(found_in(held, delivery.fields, where), where)
    except Skip as skipped:
        return skipped


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value
