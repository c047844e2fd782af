"""What is costly to make comes in once for each state of the record; it is kept until the record is written to."""

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")
_MOST = 64


class Kept:
    """Answers about the whole record, each made once for the last write that it rests on; safe between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: dict[tuple[str, object], tuple[int, Any]] = {}

    def get(self, written: int, name: str, key: object, make: Callable[[], T]) -> T:
        """What is kept under a name and key, made anew if the record was written to since."""
        with self._lock:
            kept = self._found.get((name, key))
        if kept is not None and kept[0] == written:
            found: T = kept[1]
            return found
        made = make()
        with self._lock:
            if len(self._found) >= _MOST:
                self._found.pop(next(iter(self._found)))
            self._found[name, key] = (written, made)
        return made


WHOLE = Kept()
"""Answers about whole records, of this process."""
