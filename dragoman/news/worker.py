"""A task and bytes from outside come in; what a child process makes of them goes out, within time and memory.

Pages and feeds are written by strangers, and the libraries that take them apart are large. They run in a child that
is ended when a document takes too long, and made anew; the document becomes a Skip, and the run goes on.
"""

import atexit
import faulthandler
import importlib
import io
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, Any

from dragoman.errors import Skip

SECONDS = 20.0
"""Processor time that one document is given; a long page takes a tenth of a second."""

PATIENCE = 6
"""How many times longer it may take by the clock, for the machine may be busy with other things."""

MEMORY = 2 << 30
"""Bytes of address space of the child, where the system can limit it."""

_LIFE = 1000
"""Documents after which a child is replaced, so that a leak in a library does not grow for ever."""

TASKS = {
    "page": "dragoman.news.pages:taken_apart",
    "feed": "dragoman.news.feeds:taken_apart",
    "markdown": "dragoman.news.markdown:taken_apart",
}
"""What a child can do: functions of (bytes, hints) that give what JSON can hold, or raise a Skip."""

_HEAD = struct.Struct(">II")


class Worker:
    """One child process, started when it is first asked; it may be asked from several threads, one at a time."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._asked = 0

    def ask(self, task: str, given: bytes, **hints: str) -> Any:
        """What the task makes of these bytes; Skip if it refuses them, takes too long, or breaks down over them."""
        with self._lock:
            child = self._running()
            told = json.dumps({"task": task, "seconds": self._seconds, **hints}).encode()
            is_late = threading.Event()

            def end() -> None:
                is_late.set()
                child.kill()

            timer = threading.Timer(self._seconds * PATIENCE, end)
            timer.daemon = True
            timer.start()
            try:
                answer = _exchange(child, told, given)
            except (OSError, EOFError, ValueError):
                is_spent = self.close() == -getattr(signal, "SIGPROF", 0)
                if is_late.is_set() or is_spent:
                    raise Skip(f"took longer than {self._seconds:g} seconds to take apart") from None
                raise Skip("broke the reader that was to take it apart") from None
            except BaseException:
                self.close()  # what the child is still at would be taken for the next answer
                raise
            finally:
                timer.cancel()
            self._asked += 1
            if self._asked >= _LIFE or answer.get("is_spent"):
                self.close()
        if "skip" in answer:
            raise Skip(answer["skip"], stage=answer.get("stage", "read"))
        return answer["made"]

    def close(self) -> int:
        """Ends the child, if there is one; how it ended, if it had by itself, comes back, as of a process."""
        child, self._child, self._asked = self._child, None, 0
        if child is None:
            return 0
        with suppress(subprocess.TimeoutExpired):
            if child.stdin and child.stdout and not child.stdin.closed:
                child.wait(0.05)  # its pipe may be closed a moment before it is gone
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        return child.returncode

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._child = subprocess.Popen(
                [sys.executable, "-m", "dragoman.news.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._child


def _exchange(child: subprocess.Popen[bytes], told: bytes, given: bytes) -> Mapping[str, Any]:
    assert child.stdin
    assert child.stdout
    child.stdin.write(_HEAD.pack(len(told), len(given)) + told)
    child.stdin.write(given)
    child.stdin.flush()
    size, _ = _HEAD.unpack(_exactly(child.stdout, _HEAD.size))
    answer: Mapping[str, Any] = json.loads(_exactly(child.stdout, size))
    return answer


def _exactly(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise EOFError
    return found


shared = Worker()
"""The child that everything in this process asks, ended with it."""
atexit.register(shared.close)


def serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """What the child does: answers one task after another until nobody asks any more."""
    while len(head := asked.read(_HEAD.size)) == _HEAD.size:
        first, second = _HEAD.unpack(head)
        hints = json.loads(_exactly(asked, first))
        given = _exactly(asked, second)
        # Should whoever asked be gone, nobody ends a task that hangs: then this does, without the interpreter's lock.
        seconds = hints.pop("seconds")
        faulthandler.dump_traceback_later(seconds * PATIENCE + 5, exit=True, file=sys.stderr)
        _limit(seconds)
        said = json.dumps(_answer(hints, given)).encode()
        _limit(0.0)
        faulthandler.cancel_dump_traceback_later()
        answers.write(_HEAD.pack(len(said), 0) + said)
        answers.flush()


def _limit(seconds: float) -> None:
    """Ends this process once it has used so much processor time from now; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def _answer(hints: dict[str, str], given: bytes) -> dict[str, Any]:
    module, _, name = TASKS[hints.pop("task")].partition(":")
    try:
        return {"made": getattr(importlib.import_module(module), name)(given, **hints)}
    except Skip as refused:
        return {"skip": refused.reason, "stage": refused.stage}
    except MemoryError:
        return {"skip": "took too much memory to take apart", "is_spent": True}
    except RecursionError:
        return {"skip": "is nested too deeply to take apart"}
    except Exception as broken:
        # Whatever a hostile document does to a library, the next one is read.
        return {"skip": f"cannot be taken apart ({type(broken).__name__})"}


def main() -> None:
    """The child's program: tasks on standard input, answers on what was standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asks decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not spoil an answer
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    assert isinstance(sys.stdin, io.TextIOWrapper)
    with suppress(BrokenPipeError, EOFError):
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
