"""What the database says when it cannot go on becomes a Stop that says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from dragoman.errors import Stop
from dragoman.store.limiting import too_long

_SAID: dict[str, tuple[str, str]] = {
    "SQLITE_NOTADB": ("is not a record, nor any database", "Name another file; this one was not touched."),
    "SQLITE_CORRUPT": ("is damaged", "Put back a copy; “sqlite3 FILE .recover” may save what is left."),
    "SQLITE_BUSY": (
        "is being written to by another program, and has been for too long",
        "Wait until it is done, or end it, and run this again: what was finished is kept.",
    ),
    "SQLITE_READONLY": (
        "cannot be written to: the file, its folder or the disk is read-only",
        "Change that, or copy the record to where you may write.",
    ),
    "SQLITE_CANTOPEN": (
        "cannot be opened",
        "See that it is a file, and that you may read and write it and its folder.",
    ),
    "SQLITE_FULL": ("cannot grow: the disk is full", "Make room and run this again: what was finished is kept."),
    "SQLITE_IOERR": ("cannot be read or written: the disk failed", "See to the disk; what was finished is kept."),
}
_SAID["SQLITE_LOCKED"] = _SAID["SQLITE_BUSY"]


@contextmanager
def stops(path: Path) -> Iterator[None]:
    """Turns the errors of the database that a person can mend into a Stop that names the file."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as failed:
        # The extended name begins with the plain one: SQLITE_READONLY_DIRECTORY, SQLITE_IOERR_WRITE.
        given = getattr(getattr(failed, "orig", failed), "sqlite_errorname", "")
        if given == "SQLITE_INTERRUPT":
            raise too_long() from failed
        for name, (what, remedy) in _SAID.items():
            if given.startswith(name):
                raise Stop(f"{path} {what}.", remedy=remedy) from failed
        raise
