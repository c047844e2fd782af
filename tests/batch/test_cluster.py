import os
import signal
import threading
import time
from pathlib import Path

import pytest

from dragoman.batch.cluster import run_on_ray
from dragoman.batch.running import unfinished
from tests.batch.factory import coded_here, gathered, planned, stories, workers, written

pytestmark = pytest.mark.cluster


def test_a_local_ray_with_a_worker_killed_gives_the_bytes_of_a_run_without_it(tmp_path: Path) -> None:
    pytest.importorskip("ray.data", reason="Ray is not installed: pip install 'dragoman[ray]'")
    file = written(tmp_path, [{**each, "text": f"{each['text']} {n}."} for n in range(3) for each in stories()])
    here = gathered(coded_here(planned(tmp_path / "one", file, 6)), tmp_path / "lake-one")
    folder = planned(tmp_path / "ray", file, 6)
    killed: list[int] = []
    over = threading.Event()
    thread = threading.Thread(target=_kill_an_actor, args=(folder.path, killed, over))
    thread.start()
    try:
        run_on_ray(folder, unfinished(folder), address="local", jobs=2)
    finally:
        over.set()
        thread.join()
    assert killed, "no actor was killed"
    assert gathered(folder, tmp_path / "lake-ray") == here


def _kill_an_actor(run: Path, killed: list[int], over: threading.Event) -> None:
    """Kills an actor, or its worker's parent, once a shard is finished and others are not."""
    while not over.is_set() and not killed:
        time.sleep(0.1)
        if not list((run / "done").glob("*.json")):
            continue
        for _, parent, command in workers():
            if str(run) in command:
                os.kill(parent, signal.SIGKILL)
                killed.append(parent)
                return
