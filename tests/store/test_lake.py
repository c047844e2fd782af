import errno
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import dataset

from dragoman.errors import Stop
from dragoman.store import lake as lakes
from dragoman.store.lake import TABLES, described, new_lake
from dragoman.store.locating import is_lake

_WRITER = """
import os, sys
from pathlib import Path
from dragoman.store import lake as lakes
from tests.store.test_lake import wrote

left = int(sys.argv[2])

def ends(function):
    def counted(*given, **named):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return function(*given, **named)
    return counted

lakes._sync = ends(lakes._sync)
Path.replace = ends(Path.replace)
Path.symlink_to = ends(Path.symlink_to)
lakes.shutil.rmtree = ends(lakes.shutil.rmtree)
wrote(Path(sys.argv[1]), 7)
"""


def rows(name: str, months: int, each: int) -> pa.RecordBatch:
    """So many rows of each month, empty but for their ids and, of events, their day."""
    schema = TABLES[name].append(pa.field("month", pa.string()))
    first = "event" if name == "events" else "id"
    made: list[dict[str, Any]] = [
        {first: f"{month}-{number}", "month": f"2025-{month:02}", "day": date(2025, month, 1)}
        for month in range(1, months + 1)
        for number in range(each)
    ]
    return pa.RecordBatch.from_pylist(made, schema)


def wrote(path: Path, each: int, months: int = 1) -> None:
    """A lake of so many rows a month and table."""
    with new_lake(path, "1.1") as made:
        for name in TABLES:
            made.write(name, [rows(name, months, each)])
        made.finish({"articles": each, "reports": each, "events": each})


def held(path: Path) -> tuple[int, ...]:
    """How many rows the lake says it has, and how many its tables have."""
    said = described(path)
    at = path / said["at"]
    return said["articles"], *(dataset.dataset(at / name, partitioning="hive").count_rows() for name in TABLES)


def test_a_lake_ended_at_any_step_is_the_one_before_or_the_new_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "lake"
    seen = set()
    for step in range(60):
        if not is_lake(path):
            wrote(path, 3)
        asked = [sys.executable, "-c", _WRITER, str(path), str(step)]
        ended = subprocess.run(asked, cwd=Path(__file__).parents[2], check=False).returncode
        found = held(path)
        assert found in ((3,) * 4, (7,) * 4), f"ended at step {step}"
        followed = dataset.dataset(path / "latest" / "events").count_rows()
        assert followed in (3, 7)
        seen.add((ended, found[0]))
        if ended == 0:
            break
        wrote(path, 3)  # the next writer clears what was left
        assert held(path) == (3,) * 4
        assert not (path / ".new").exists()
    assert seen == {(9, 3), (9, 7), (0, 7)}


def test_the_lake_before_stays_until_the_next_is_begun(tmp_path: Path) -> None:
    wrote(tmp_path, 3)
    first = tmp_path / described(tmp_path)["at"]
    wrote(tmp_path, 7)
    assert dataset.dataset(first / "events").count_rows() == 3
    wrote(tmp_path, 9)
    assert not first.exists()


def test_the_same_rows_give_the_same_bytes_however_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lakes, "_ROWS", 5)
    wrote(tmp_path, 12, months=3)
    whole = described(tmp_path)["at"]
    with new_lake(tmp_path, "1.1") as made:
        for name in TABLES:
            batch = rows(name, 3, 12)
            made.write(name, [batch.slice(start, 7) for start in range(0, batch.num_rows, 7)])
        made.finish({"articles": 12, "reports": 12, "events": 12})
    assert described(tmp_path)["at"] == whole
    assert held(tmp_path) == (12, 36, 36, 36)


def test_a_full_disk_leaves_the_lake_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrote(tmp_path, 3)

    def full(_: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(lakes, "_sync", full)
        with pytest.raises(Stop, match="the disk is full"):
            wrote(tmp_path, 7)
    assert held(tmp_path) == (3,) * 4
    assert not (tmp_path / ".new").exists()


def test_a_lake_of_another_format_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "lake.json").write_text('{"format": 1}')
    with pytest.raises(Stop, match="is of format 1"):
        described(tmp_path)
    with pytest.raises(Stop, match="holds no lake"):
        described(tmp_path / "other")
