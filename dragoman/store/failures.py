"""What the database says when it cannot go on becomes a Stop that says what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from dragoman.errors import Stop
from dragoman.store.limiting import seconds_left, too_long
from dragoman.store.locating import Shared, Whereabouts

_LOST = (
    "was lost in the middle: the server stopped, or the way to it broke",
    "Run this again when it is back: what was finished is kept.",
)
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
# What PostgreSQL says, by its codes (the first two signs are a class): appendix A of its manual.
_SAID |= {
    "55P03": _SAID["SQLITE_BUSY"],
    "40": _SAID["SQLITE_BUSY"],
    "25006": ("cannot be written to: the server is a copy that is only read", "Name the server that it copies."),
    "42501": (
        "does not let you do that",
        "Ask its owner: who writes needs to own it, who reads needs SELECT on its tables.",
    ),
    "53100": _SAID["SQLITE_FULL"],
    "53": ("has no room for this now: the server is out of memory or connections", "Try again later."),
    "57014": (
        "took longer than it may to answer",
        "Ask for less (--since, --limit), or give your role a longer statement_timeout.",
    ),
    "57": _LOST,
    "25P03": _LOST,
    "08": _LOST,
    "58": _SAID["SQLITE_IOERR"],
    "XX": ("is damaged", "Put back a backup; the server's log says what it found."),
}


@contextmanager
def stops(path: Whereabouts) -> Iterator[None]:
    """Turns the errors of the database that a person can mend into a Stop that names the record."""
    try:
        yield
    except Exception as failed:
        if (stop := _stop(path, failed)) is None:
            raise
        raise stop from failed


def _stop(path: Whereabouts, failed: Exception) -> Stop | None:
    """What to say of an error of the database, however it came here; None if nobody but us can mend it."""
    driver = failed.orig if isinstance(failed, DBAPIError) and failed.orig else failed
    # The extended name begins with the plain one: SQLITE_READONLY_DIRECTORY, SQLITE_IOERR_WRITE.
    given = getattr(driver, "sqlite_errorname", None) or getattr(driver, "sqlstate", None)
    if given == "SQLITE_INTERRUPT" or (given == "57014" and seconds_left() is not None):
        return too_long()
    for name, (what, remedy) in _SAID.items():
        if given and given.startswith(name):
            return Stop(f"{path} {what}.", remedy=remedy)
    if isinstance(path, Shared) and not given and type(driver).__name__ == "OperationalError":
        return _unreachable(path, str(driver))
    return None


def _unreachable(path: Shared, said: str) -> Stop:
    """The server was not reached, or let nobody in; it or the system says why, in words alone."""
    why = next((line.strip() for line in said.splitlines() if "FATAL:" in line), said.strip().splitlines()[0])
    if "does not exist" in why and "database" in why:
        remedy = f"“createdb {path.database}” makes one; “dragoman add FILES --db ADDRESS” makes the record in it."
    elif "closed the connection" in why or "lost" in why:
        return Stop(f"{path} {_LOST[0]}.", remedy=_LOST[1])
    else:
        remedy = "See that the server runs, and that address, user and password (PGPASSWORD, ~/.pgpass) are right."
    return Stop(f"{path} cannot be reached: {why.rpartition('FATAL:')[2].strip()}.", remedy=remedy)
