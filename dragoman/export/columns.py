"""Tables become files for programs, JSON lines and Parquet, the schema's version and the codebook's hash in them."""

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from dragoman.errors import Stop
from dragoman.export.door import Answer, Cell, Column, Row

_AT_ONCE = 10_000


class JsonLines:
    """One JSON object a row; the first line says what the file is, under the one key `dragoman`."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write the table, a row at a time."""
        table = answer.table
        columns = {column.name: {"kind": column.kind, "what": column.what} for column in table.columns}
        head = {"dragoman": {"facts": answer.about.facts(), "columns": columns}}
        out.write(line(head))
        for row in table.rows():
            out.write(line({column.name: row.get(column.name) for column in table.columns}))


def line(found: Any) -> bytes:
    """One line of JSON in UTF-8; half a surrogate pair, which no reader takes, is replaced."""
    return (json.dumps(found, ensure_ascii=False) + "\n").encode("utf-8", "replace")


class Parquet:
    """Parquet with typed days, lists as lists, and facts in the metadata of the file."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write the table, some thousand rows at a time; Stop where pyarrow is not installed."""
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError:
            raise Stop("Parquet needs pyarrow.", remedy="Install it: pip install “dragoman[parquet]”.") from None
        table = answer.table
        fields = [
            pyarrow.field(column.name, _type(column, pyarrow), metadata={"what": column.what})
            for column in table.columns
        ]
        schema = pyarrow.schema(fields, metadata=answer.about.facts())
        with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
            for rows in _chunks(table.rows()):
                arrays = [
                    _array(rows, column, field.type, pyarrow)
                    for column, field in zip(table.columns, fields, strict=True)
                ]
                writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))


def _type(column: Column, pyarrow: Any) -> Any:
    return {
        "text": pyarrow.string(),
        "day": pyarrow.date32(),
        "instant": pyarrow.timestamp("us", tz="UTC"),
        "count": pyarrow.int64(),
        "number": pyarrow.float64(),
        "flag": pyarrow.bool_(),
        "list": pyarrow.list_(pyarrow.string()),
    }[column.kind]


def _array(rows: list[Row], column: Column, type_: Any, pyarrow: Any) -> Any:
    cells = [_clean(row.get(column.name)) for row in rows]
    if column.kind in ("day", "instant"):
        return pyarrow.array(cells, pyarrow.string()).cast(type_)
    return pyarrow.array(cells, type_)


def _clean(cell: Cell) -> Any:
    if isinstance(cell, str):
        return cell.encode("utf-8", "replace").decode()
    return [str(_clean(each)) for each in cell] if isinstance(cell, tuple) else cell


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while chunk := list(islice(waiting, _AT_ONCE)):
        yield chunk
