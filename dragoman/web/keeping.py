"""What is costly to make comes in once for each state of the record; it is kept until the record is written to."""

import hashlib
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
_MOST = 64
_MOST_SHOWN = 256
ROOM = 64 * 2**20
"""Bytes that the processes of a server keep for one another at most."""


class Folder:
    """Answers that the processes of one server make for one another, each in a file.

    The folder is the server's own: nobody else writes there, and it goes when the server ends.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, written: int, name: str, key: object) -> Any:
        """What some process kept for this state of the record; None if none did."""
        try:
            return pickle.loads(self._file(written, name, key).read_bytes())
        except (OSError, EOFError, pickle.UnpicklingError):
            return None  # never kept, or taken out meanwhile

    def write(self, written: int, name: str, key: object, made: object) -> None:
        """Keeps an answer; where the disk has no room, nothing is kept."""
        file = self._file(written, name, key)
        part = file.with_suffix(f".{os.getpid()}")
        try:
            part.write_bytes(pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
            part.replace(file)
        except OSError:
            part.unlink(missing_ok=True)

    def trim(self, room: int = ROOM) -> None:
        """Takes out what was kept first, until the rest has room."""
        found = [(status.st_mtime_ns, status.st_size, name) for name, status in self._files()]
        held = sum(size for _, size, _ in found)
        for _, size, name in sorted(found):
            if held <= room:
                break
            Path(name).unlink(missing_ok=True)
            held -= size

    def _files(self) -> list[tuple[str, os.stat_result]]:
        found = []
        with os.scandir(self._path) as entries:
            for each in entries:
                try:
                    found.append((each.path, each.stat()))
                except FileNotFoundError:
                    continue  # one that was just given its name
        return found

    def _file(self, written: int, name: str, key: object) -> Path:
        return self._path / hashlib.sha256(repr((written, name, key)).encode()).hexdigest()[:40]


class Kept:
    """Answers, each made once for the last write of the record that it rests on; safe between threads.

    Of more than `most`, those go that were asked for longest ago.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._found: dict[tuple[str, object], tuple[int, Any]] = {}
        self._making: dict[tuple[str, object], Lock] = {}
        self._folder: Folder | None = None

    def share(self, folder: Folder) -> None:
        """From now on, what may be is kept for the other processes of the server too."""
        self._folder = folder

    def get(self, written: int, name: str, key: object, make: Callable[[], T], *, is_shared: bool = False) -> T:
        """What is kept under a name and key, made anew if the record was written to since.

        The `repr` of a key whose answer `is_shared` must say all of it, and the same in each process.
        """
        kept = self._held(written, name, key)
        if kept is not None:
            found: T = kept[1]
            return found
        with self._lock:
            making = self._making.setdefault((name, key), Lock())
        with making:  # those who ask the same at the same moment wait for the one who makes it
            kept = self._held(written, name, key)
            if kept is not None:
                again: T = kept[1]
                return again
            try:
                made = self._made(written, name, key, make) if is_shared else make()
                self._hold(written, name, key, made)
            finally:
                with self._lock:
                    self._making.pop((name, key), None)
        return made

    def _hold(self, written: int, name: str, key: object, made: object) -> None:
        with self._lock:
            self._found.pop((name, key), None)
            while len(self._found) >= self._most:
                self._found.pop(next(iter(self._found)))
            self._found[name, key] = (written, made)

    def _held(self, written: int, name: str, key: object) -> tuple[int, Any] | None:
        """What is here for this state of the record, which is now what was asked for last; None if nothing is."""
        with self._lock:
            kept = self._found.get((name, key))
            if kept is None or kept[0] != written:
                return None
            self._found[name, key] = self._found.pop((name, key))
            return kept

    def _made(self, written: int, name: str, key: object, make: Callable[[], T]) -> T:
        """What another process made, or else what is made now, for the others too."""
        if self._folder is None:
            return make()
        there: T | None = self._folder.read(written, name, key)
        if there is not None:
            return there
        made = make()
        self._folder.write(written, name, key, made)
        return made


WHOLE = Kept()
"""Answers about whole records, of this process."""
SHOWN = Kept(_MOST_SHOWN)
"""Pages and lists as they were last sent, of this process."""


def share(path: Path) -> None:
    """Keeps pages, and what is costly to make of the record, in a folder for the other processes of the server too."""
    folder = Folder(path)
    WHOLE.share(folder)
    SHOWN.share(folder)
