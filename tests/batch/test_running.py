import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pyarrow import parquet

from dragoman.batch.folder import FAILURES, How, Mark, Planned, RunFolder
from dragoman.batch.running import run, standing, unfinished
from dragoman.batch.worker import Worker
from tests.batch.factory import bytes_of, coded_here, gathered, planned, stories, workers, written

_CODER = '''
import os, time
from dragoman.coding.rules import RuleCoder

class Fragile(RuleCoder):
    """The rules, broken by certain words as a library may be."""
    name = "fragile"

    def code(self, articles):
        read = list(articles)
        for each in read:
            if "DEADLY" in each.text:
                os.kill(os.getpid(), 11)
            if "BROKEN" in each.text:
                raise RuntimeError("cannot take this")
            if "HANGING" in each.text:
                time.sleep(1000)
        yield from super().code(read)
'''


@pytest.fixture
def fragile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> How:
    """A coder from a plugin, installed for this test and the processes that it starts."""
    place = tmp_path / "plugin"
    (place / "fragile-1.0.dist-info").mkdir(parents=True)
    (place / "fragile_coder.py").write_text(_CODER)
    (place / "fragile-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: fragile\nVersion: 1.0\n")
    (place / "fragile-1.0.dist-info" / "entry_points.txt").write_text(
        "[dragoman.coders]\nfragile = fragile_coder:Fragile\n"
    )
    monkeypatch.syspath_prepend(str(place))
    return How(coder="fragile", batch=4)


class Log:
    """What a run reports."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.done: list[int] = []

    def __call__(self, shard: Planned, outcome: Mark | str) -> None:
        if isinstance(outcome, str):
            self.failures.append(outcome)
        else:
            self.done.append(shard.number)


def refused(folder: RunFolder) -> list[str]:
    found = []
    for shard in folder.planned():
        found += parquet.read_table(folder.output("rejects", shard))["reason"].to_pylist()
    return found


def _poisoned(word: str) -> list[dict[str, str]]:
    return [*stories()[:5], {**stories()[0], "id": "poison", "text": f"{word} words. Russia condemned Mali on Monday."}]


@pytest.mark.parametrize(
    ("word", "patience", "reason"),
    [("DEADLY", 120.0, "ended the coder"), ("BROKEN", 120.0, "broke the coder (RuntimeError: cannot take this)"),
     ("HANGING", 20.0, "ended the coder")],
)  # fmt: skip
def test_a_poisoned_article_is_refused_and_its_shard_finished(
    tmp_path: Path, fragile: How, word: str, patience: float, reason: str
) -> None:
    folder = planned(tmp_path / "run", written(tmp_path, _poisoned(word)), 1, fragile)
    log = Log()
    run(folder, unfinished(folder), jobs=1, report=log, patience=patience)
    assert log.done == [0]
    assert refused(folder) == [reason]
    assert standing(folder).articles_done == 6
    assert parquet.read_table(folder.output("articles", folder.planned()[0])).num_rows == 5


def test_two_processes_give_the_bytes_that_one_gives(tmp_path: Path) -> None:
    file = written(tmp_path, stories())
    here = gathered(coded_here(planned(tmp_path / "one", file, 4)), tmp_path / "lake-one")
    folder = planned(tmp_path / "two", file, 4)
    run(folder, unfinished(folder), jobs=2)
    assert gathered(folder, tmp_path / "lake-two") == here


def test_what_is_finished_is_not_coded_again_unless_its_coder_or_list_changed(tmp_path: Path) -> None:
    folder = coded_here(planned(tmp_path / "run", written(tmp_path, stories()), 3))
    assert unfinished(folder) == []
    shard = folder.planned()[1]
    mark = json.loads((folder.path / "done" / f"{shard.name}.json").read_text())
    for change in ({"version": "0"}, {"coder": "other"}, {"columns": "0.0"}, {"digest": "0"}):
        (folder.path / "done" / f"{shard.name}.json").write_text(json.dumps(mark | change))
        assert unfinished(folder) == [shard]


def test_a_shard_that_fails_three_times_is_set_aside_with_the_reason(tmp_path: Path) -> None:
    folder = planned(tmp_path / "run", written(tmp_path, stories()), 2)
    folder.input(folder.planned()[0]).write_bytes(b"no Parquet")
    log = Log()
    run(folder, unfinished(folder), jobs=1, report=log)
    assert log.done == [1]
    assert len(log.failures) == FAILURES
    assert "ArrowInvalid" in standing(folder).set_aside[0]
    assert unfinished(folder) == []


def test_workers_killed_at_random_leave_the_bytes_of_a_clean_run(tmp_path: Path) -> None:
    many = [{**each, "id": f"{n}-{each['id']}", "text": f"{each['text']} {n}."} for n in range(3) for each in stories()]
    file = written(tmp_path, many)
    clean = gathered(coded_here(planned(tmp_path / "clean", file, 6)), tmp_path / "lake-clean")
    folder = planned(tmp_path / "killed", file, 6)
    killed = _kill_children(seconds=20.0)
    run(folder, unfinished(folder), jobs=2)
    assert killed(), "nobody was killed"
    run(folder, unfinished(folder), jobs=2)
    assert gathered(folder, tmp_path / "lake-killed") == clean


def _kill_children(seconds: float):  # type: ignore[no-untyped-def]
    """Kills a child that codes every few seconds for a while; whom it killed, once it is over."""
    killed: list[int] = []
    over = threading.Event()

    def work() -> None:
        until = time.monotonic() + seconds
        pause = 1.0
        while time.monotonic() < until and not over.wait(pause):
            for pid in _workers():
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                break
            pause = 2.0 + (len(killed) * 7 % 5)

    thread = threading.Thread(target=work)
    thread.start()

    def end() -> list[int]:
        over.set()
        thread.join()
        return killed

    return end


def _workers() -> list[int]:
    """Our own children that code."""
    return [child for child, parent, _ in workers() if parent == os.getpid()]


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_stops_the_run_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.batch import shard as shards
    from dragoman.errors import Stop

    folder = planned(tmp_path / "run", written(tmp_path, stories()), 2)

    class Full(shards._Rows):
        def _flush(self) -> None:
            with Path("/dev/full").open("wb", buffering=0) as full:
                full.write(b"rows")

    with monkeypatch.context() as patched:
        patched.setattr(shards, "_Rows", Full)
        with pytest.raises(Stop, match="the disk is full"):
            coded_here(folder)
    assert list(folder.path.rglob("*.part")) == []
    assert len(unfinished(folder)) == 2
    clean = gathered(coded_here(planned(tmp_path / "clean", tmp_path / "stories.jsonl", 2)), tmp_path / "lake-clean")
    assert gathered(coded_here(folder), tmp_path / "lake") == clean
    assert bytes_of(tmp_path / "lake") == clean


def test_a_worker_keeps_to_one_thread_of_work(tmp_path: Path) -> None:
    folder = planned(tmp_path / "run", written(tmp_path, stories()), 1, How())
    worker = Worker(folder)
    try:
        worker.run(folder.planned()[0])
        # Every thread of the child that used any time to speak of; the runtime's and the libraries' idle ones have none.
        times = [
            (each / "stat").read_text().rsplit(")", 1)[1].split()[11:13]
            for each in Path(f"/proc/{worker.pid}/task").iterdir()
        ]
    finally:
        worker.close()
    ticks = sorted((sum(map(int, each)) for each in times), reverse=True)
    assert ticks[0] > 20 * sum(ticks[1:])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system does not tell it apart")
def test_the_peak_of_a_worker_is_not_that_of_whoever_began_it() -> None:
    large = b"x" * (400 << 20)
    asked = [sys.executable, "-c", "from dragoman.batch.shard import _peak_mb; print(_peak_mb())"]
    told = int(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    assert 10 < told < len(large) >> 20
