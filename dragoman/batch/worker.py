"""Numbers of shards come in; each is coded in a child process, which may die of a document and take nothing down.

The child says which articles it is about to code. When it dies, or stays silent too long, its last articles are coded
one by one the next time; an article that ended the child twice while alone is refused, and its shard goes on.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dragoman.batch.folder import Mark, Planned, RunFolder
from dragoman.errors import DragomanError, Stop
from dragoman.reading.runtime import Runtime

PATIENCE = 600.0
"""Seconds of silence after which a child is taken to hang; a batch of 64 articles takes a few."""

DEADLY = 2
"""How often an article must end the child while alone, to be refused: once may be somebody else's doing."""


ONE_CORE = Runtime(threads=1)
"""One thread a process: two would find the interpreter taken, and the cores belong to the other processes."""

_LINEAR_ALGEBRA = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What the libraries of linear algebra read when they are loaded: how many threads they start."""


class ShardFailed(DragomanError):
    """A shard could not be coded this time; the text says why.

    `is_lesson` is True where the next try goes another way, for it is known which articles the child was at, and where
    somebody else ended the child.
    """

    def __init__(self, reason: str, *, is_lesson: bool = False) -> None:
        super().__init__(reason)
        self.is_lesson = is_lesson


@dataclass(slots=True)
class _Dangers:
    """What is known so far of one shard: articles to be coded alone, and how often each ended the child alone."""

    alone: set[str] = field(default_factory=set)
    deadly: Counter[str] = field(default_factory=Counter)

    def learn(self, last: list[str]) -> None:
        if len(last) == 1 and last[0] in self.alone:
            self.deadly[last[0]] += 1
        self.alone.update(last)

    def told(self) -> dict[str, Any]:
        refused = {id_: "ended the coder" for id_, times in self.deadly.items() if times >= DEADLY}
        return {"alone": sorted(self.alone), "refused": refused}


class Worker:
    """A warm child that codes one shard after another; close it when there are no more."""

    def __init__(self, folder: RunFolder, patience: float = PATIENCE, runtime: Runtime = ONE_CORE) -> None:
        self._folder = folder
        self._patience = patience
        self._runtime = runtime
        self._child: subprocess.Popen[str] | None = None
        self._said: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._dangers: dict[int, _Dangers] = {}

    @property
    def pid(self) -> int | None:
        """The child's process id, None while there is none."""
        return self._child.pid if self._child else None

    def run(self, shard: Planned) -> Mark:
        """Codes a shard; ShardFailed if it cannot be this time, Stop if somebody must change something first."""
        dangers = self._dangers.setdefault(shard.number, _Dangers())
        self._ask({"shard": shard.number, **dangers.told()})
        last: list[str] = []
        while True:
            try:
                line = self._said.get(timeout=self._patience)
            except queue.Empty:
                self.close()
                dangers.learn(last)
                raise ShardFailed(
                    f"said nothing for {self._patience:g} seconds{_at(last)}", is_lesson=bool(last)
                ) from None
            if not line:
                code = self.close()
                dangers.learn(last)
                # Nothing in a shard sends SIGKILL: whoever did, a person or a system short of memory, may let it be.
                is_lesson = bool(last) or code == -signal.SIGKILL
                raise ShardFailed(f"its process ended ({_how_ended(code)}){_at(last)}", is_lesson=is_lesson)
            said = json.loads(line)
            if "coding" in said:
                last = said["coding"]
            elif "stop" in said:
                raise Stop(said["stop"])
            elif "failed" in said:
                raise ShardFailed(said["failed"])
            else:
                self._dangers.pop(shard.number, None)
                return Mark(**said["done"])

    def close(self) -> int:
        """Ends the child, if there is one; how it ended, if it had by itself."""
        child, self._child = self._child, None
        if child is None:
            return 0
        with suppress(subprocess.TimeoutExpired):
            child.wait(0.2)
        child.kill()
        child.wait()
        return child.returncode

    def _ask(self, asked: dict[str, Any]) -> None:
        for _ in range(2):  # a warm child may have died since it was last asked
            child = self._running()
            assert child.stdin
            try:
                child.stdin.write(json.dumps(asked) + "\n")
                child.stdin.flush()
            except OSError:
                self.close()
            else:
                return
        raise ShardFailed("its process cannot be started")

    def _running(self) -> subprocess.Popen[str]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            path = os.pathsep.join(filter(None, sys.path))
            self._child = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "dragoman.batch.worker",
                    str(self._folder.path),
                    self._runtime.provider,
                    str(self._runtime.threads),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "PYTHONPATH": path, **dict.fromkeys(_LINEAR_ALGEBRA, str(self._runtime.threads))},
            )
            self._said = queue.SimpleQueue()
            threading.Thread(target=_listen, args=(self._child, self._said), daemon=True).start()
        return self._child


def _listen(child: "subprocess.Popen[str]", said: "queue.SimpleQueue[str]") -> None:
    assert child.stdout
    for line in child.stdout:
        if line.endswith("\n"):
            said.put(line)
    child.stdout.close()
    said.put("")


def _at(last: list[str]) -> str:
    return f", coding {last[0]}" + (f" and {len(last) - 1} more" if len(last) > 1 else "") if last else ""


def _how_ended(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"


def main() -> None:
    """The child's program: requests on standard input, what it does on what was standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks decides
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # a library that prints must not spoil an answer

    def say(said: dict[str, Any]) -> None:
        answers.write(json.dumps(said) + "\n")
        answers.flush()

    folder = RunFolder(Path(sys.argv[1]))
    with suppress(BrokenPipeError):
        try:
            from dragoman.batch.running import pipeline_of
            from dragoman.batch.shard import Caution, run_shard

            pipeline = pipeline_of(folder.how(), Runtime(sys.argv[2], int(sys.argv[3])))
            planned = folder.planned()
        except DragomanError as stopped:
            say({"stop": str(stopped)})
            return
        for line in sys.stdin:
            asked = json.loads(line)
            caution = Caution(frozenset(asked["alone"]), asked["refused"])
            try:
                mark = run_shard(folder, planned[asked["shard"]], pipeline, caution, lambda ids: say({"coding": ids}))
                say({"done": asdict(mark)})
            except Stop as stopped:
                say({"stop": str(stopped)})
            except BrokenPipeError:
                return
            except Exception as broken:
                say({"failed": f"{type(broken).__name__}: {str(broken)[:200]}"})


if __name__ == "__main__":
    main()
