"""The tables of a lake come in as Arrow batches; they go out as Parquet by month, all of them seen at once or none.

A lake is a folder. `lake.json` names the folder in it that holds the tables, which is called by the hash of its bytes,
and `latest` is a link to that folder, where the disk has links. A new lake is written beside the old one, and is there
once `lake.json` is renamed; the old one stays until the next is begun, for those who still read it.
"""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from dragoman.errors import Stop
from dragoman.store.locating import is_lake
from dragoman.store.parquet import ARTICLE, REPORT

FORMAT = 2
_ROWS = 8192
"""Rows of a row group: what is held of a month before it is written."""

_PEOPLE = pa.list_(pa.struct([(name, pa.string()) for name in ("text", "country", "actor", "sector", "person")]))

EVENTS = pa.schema(
    [
        ("event", pa.string()),
        ("neighbourhood", pa.string()),
        ("day", pa.date32()),
        ("first_on", pa.date32()),
        ("last_on", pa.date32()),
        ("precision", pa.string()),
        ("type", pa.string()),
        ("mode", pa.string()),
        ("status", pa.string()),
        ("stage", pa.string()),
        ("parties", pa.list_(pa.string())),
        ("actors", _PEOPLE),
        ("recipients", _PEOPLE),
        ("contexts", pa.list_(pa.string())),
        ("place", pa.string()),
        ("place_country", pa.string()),
        ("sentence", pa.string()),
        ("known_on", pa.date32()),
        ("last_known_on", pa.date32()),
        ("origins", pa.int64()),
        ("reports", pa.int64()),
        ("is_contradicted", pa.bool_()),
        ("object", pa.string()),
    ]
)
"""An event; `object` is the whole of it as JSON, as `dragoman events --json` prints it."""

TABLES = {
    "articles": pa.schema(
        [
            *ARTICLE,
            ("runs", pa.int64()),
            ("minima", pa.binary()),
            ("leads", pa.binary()),
            ("credit", pa.string()),
            ("copies", pa.string()),
        ]
    ),
    "reports": pa.schema([*REPORT, ("traits", pa.string()), ("event", pa.string()), ("neighbourhood", pa.string())]),
    "events": EVENTS,
}
"""Each is a folder of folders `month=2025-03`: of publication, for events of their day."""


def described(path: Path) -> Mapping[str, Any]:
    """What a lake's `lake.json` says: its `format`, the folder `at` which its tables are, and how much it holds.

    Stop if the folder holds no lake of this format.
    """
    file = path / "lake.json"
    if not file.is_file():
        raise Stop(f"{path} holds no lake.", remedy="“dragoman batch gather RUN --parquet FOLDER” makes one.")
    try:
        found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        raise Stop(f"{file} is damaged.", remedy="Gather the run anew.") from None
    if found.get("format") != FORMAT:
        raise Stop(
            f"{file} is of format {found.get('format')}, and this program reads {FORMAT}.",
            remedy="Gather the run anew.",
        )
    return found


def is_as_gathered(path: Path) -> bool:
    """True if the tables of a lake hash to the name that they were given."""
    name: str = described(path)["at"]
    return (path / name).is_dir() and _digest(path / name) == name


class NewLake:
    """A lake under way in a folder of its own, beside the one that is read meanwhile."""

    def __init__(self, path: Path, folder: Path, columns: str) -> None:
        self.folder = folder
        self._path = path
        self._columns = columns

    def write(self, name: str, batches: Iterable[pa.RecordBatch]) -> None:
        """Writes a table whose last column is the month; its rows come month by month."""
        schema = TABLES[name]
        (self.folder / "tables" / name).mkdir(parents=True)
        for month, rows in _by_month(batches):
            folder = self.folder / "tables" / name / f"month={month}"
            folder.mkdir()
            file = folder / "part-0.parquet"
            with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
                for table in _cut(rows):
                    # One chunk, so that the same rows give the same bytes however they came.
                    writer.write_table(table.select(schema.names).cast(schema).combine_chunks())
            _sync(file)
            _sync(folder)

    def finish(self, counts: Mapping[str, int]) -> None:
        """Makes this the lake that is read."""
        tables = self.folder / "tables"
        for name in TABLES:
            _sync(tables / name)
        name = _digest(tables)
        place = self._path / name
        if not place.exists():
            tables.replace(place)
        _sync(self._path)
        said = {"format": FORMAT, "columns": self._columns, "at": name, **counts}
        fresh = self.folder / "lake.json"
        fresh.write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        _sync(fresh)
        fresh.replace(self._path / "lake.json")
        _sync(self._path)
        _link(self.folder / "latest", self._path / "latest", name)


@contextmanager
def new_lake(path: Path, columns: str) -> Iterator[NewLake]:
    """A lake to be written at a path; `columns` is the version of what its shards hold. One at a time.

    Whatever ends it, what was there before is read until the new one is whole. Stop if there is no room.
    """
    path.mkdir(parents=True, exist_ok=True)
    kept = described(path)["at"] if is_lake(path) else ""
    for each in path.iterdir():
        if each.is_dir() and not each.is_symlink() and each.name != kept and _is_ours(each.name):
            shutil.rmtree(each)
    folder = path / ".new"
    folder.mkdir()
    try:
        yield NewLake(path, folder, columns)
    except Exception as failed:
        if getattr(failed, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(failed):
            raise Stop(f"{path}: the disk is full.", remedy="Make room and gather again.") from failed
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_ours(name: str) -> bool:
    return name == ".new" or (len(name) == _SIGNS and all(sign in "0123456789abcdef" for sign in name))


_SIGNS = 16


def _by_month(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[str, Iterator[pa.RecordBatch]]]:
    """Each month with the parts of batches that are of it; they are to be taken before the next month."""
    parts = ((part.column("month")[0].as_py(), part) for batch in batches for part in _parts(batch))
    waiting = next(parts, None)

    def of_one(month: str) -> Iterator[pa.RecordBatch]:
        nonlocal waiting
        while waiting is not None and waiting[0] == month:
            yield waiting[1]
            waiting = next(parts, None)

    while waiting is not None:
        yield waiting[0], of_one(waiting[0])


def _parts(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    months = batch.column("month").to_pylist()
    start = 0
    for end in range(1, len(months) + 1):
        if end == len(months) or months[end] != months[start]:
            yield batch.slice(start, end - start)
            start = end


def _cut(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The same rows in tables of `_ROWS`, and what is left."""
    held: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        while count + batch.num_rows >= _ROWS:
            yield pa.Table.from_batches([*held, batch.slice(0, _ROWS - count)])
            batch = batch.slice(_ROWS - count)
            held, count = [], 0
        if batch.num_rows:
            held.append(batch)
            count += batch.num_rows
    if held:
        yield pa.Table.from_batches(held)


def _digest(folder: Path) -> str:
    found = hashlib.sha256()
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        found.update(f"{file.relative_to(folder).as_posix()}\n".encode())
        with file.open("rb") as opened:
            found.update(hashlib.file_digest(opened, "sha256").digest())
    return found.hexdigest()[:_SIGNS]


def _link(fresh: Path, place: Path, name: str) -> None:
    """Points a link to the folder of a lake's tables; on a disk without links there is none."""
    try:
        fresh.symlink_to(name, target_is_directory=True)
    except (OSError, NotImplementedError):
        return
    fresh.replace(place)


def _sync(path: Path) -> None:
    """Has a file or folder written through to the disk."""
    try:
        opened = os.open(path, os.O_RDONLY)
    except PermissionError:  # Windows opens no folders, and keeps their names by itself
        return
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
