"""What is costly to make comes in once for each state of the record; it is kept until the record is written to."""

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
_MOST = 256


class Kept:
    """Answers about the whole record, each made once for the last write that it rests on; safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: dict[tuple[str, object], tuple[int, Any]] = {}
        self._making: dict[tuple[str, object], Lock] = {}

    def get(self, written: int, name: str, key: object, make: Callable[[], T]) -> T:
        """What is kept under a name and key, made anew if the record was written to since."""
        with self._lock:
            kept = self._found.get((name, key))
        if kept is not None and kept[0] == written:
            found: T = kept[1]
            return found
        with self._lock:
            making = self._making.setdefault((name, key), Lock())
        with making:  # those who ask the same at the same moment wait for the one who makes it
            with self._lock:
                kept = self._found.get((name, key))
            if kept is not None and kept[0] == written:
                again: T = kept[1]
                return again
            made = make()
            with self._lock:
                while len(self._found) >= _MOST:
                    oldest = next(iter(self._found))
                    self._found.pop(oldest)
                    self._making.pop(oldest, None)
                self._found[name, key] = (written, made)
        return made


WHOLE = Kept()
"""Answers about whole records, of this process."""
SHOWN = Kept()
"""Pages and lists as they were last sent, of this process."""
