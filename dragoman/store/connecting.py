"""The place of a record comes in; an engine that writes it, or one that can only read it, goes out."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from dragoman.errors import Stop
from dragoman.store.limiting import STEPS, is_over
from dragoman.store.locating import Shared, Whereabouts
from dragoman.store.sharing import shared_reading_engine, shared_writing_engine

BEGIN = "begin"
"""Execution option that says how a connection begins a transaction: "BEGIN", or "BEGIN IMMEDIATE" to write."""


def writing_engine(path: Whereabouts, patience: float) -> Engine:
    """An engine for one writer: WAL, foreign keys, and `patience` seconds of waiting for others who write.

    Synchronous is NORMAL: a program that is killed loses nothing that was committed, and a power cut at most the
    last units of work, never the record; adding the same articles again brings those back.
    """
    if isinstance(path, Shared):
        return shared_writing_engine(path, patience, BEGIN)
    if path.is_dir():
        raise Stop(f"{path} is a folder.", remedy="Name the file of the record in it.")
    if not path.absolute().parent.is_dir():
        raise Stop(f"there is no folder {path.absolute().parent}.", remedy="Make it, or name the record elsewhere.")
    engine = create_engine("sqlite://", creator=lambda: _connect(path, "mode=rwc", patience), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _: Any) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        # KiB, taken as needed: merging looks up and adds to large indexes in no order, and SQLite's own 2 MB thrash.
        connection.execute("PRAGMA cache_size = -262144")
        connection.execute("PRAGMA wal_autocheckpoint = 4000")  # pages: 16 MB, so that long adding seldom syncs

    return _with_our_transactions(engine)


def use_wal(connection: Connection, patience: float) -> None:
    """Puts the record in WAL mode, so that those who read never wait; where the disk has no room for it, it stays."""
    until = time.monotonic() + patience
    while True:
        try:
            # Past SQLAlchemy, for the journal can only be changed outside a transaction.
            connection.connection.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as busy:
            # Two who make a record at once: here alone SQLite does not wait for the other by itself.
            if busy.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def reading_engine(path: Whereabouts, patience: float) -> Engine:
    """An engine that cannot write; its connections may be used from several threads, one at a time each."""
    if isinstance(path, Shared):
        return shared_reading_engine(path, patience)
    if not path.is_file():
        raise Stop(f"there is no record {path}.", remedy="“dragoman add FILES --db PATH” makes one.")
    mode = "mode=ro" if _opens_read_only(path, patience) else "mode=ro&immutable=1"
    engine = create_engine(
        "sqlite://", creator=lambda: _connect(path, mode, patience), poolclass=QueuePool, max_overflow=-1
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _: Any) -> None:
        connection.execute("PRAGMA query_only = ON")
        connection.set_progress_handler(is_over, STEPS)

    return _with_our_transactions(engine)


def _connect(path: Path, mode: str, patience: float) -> sqlite3.Connection:
    # Without an isolation level the driver leaves transactions to us.
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?{mode}",
        uri=True,
        timeout=patience,
        isolation_level=None,
        check_same_thread=False,
    )


def _with_our_transactions(engine: Engine) -> Engine:
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))

    return engine


def _opens_read_only(path: Path, patience: float) -> bool:
    """True if the record can be read while others may write it; False if nobody can, so that it stands still.

    Beside a record in WAL mode SQLite needs to make a file, which a read-only disk refuses. There the record may be
    read as it stands, but only if no committed work waits in its `-wal` file.
    """
    connection = _connect(path, "mode=ro", patience)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as refused:
        if not refused.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
            return True  # some other trouble, of which the first question will tell
        waiting = path.with_name(path.name + "-wal")
        if waiting.exists() and waiting.stat().st_size:
            raise Stop(
                f"{path} was not closed, and its last work cannot be taken in on a read-only disk.",
                remedy="Copy it with its -wal file to where you may write.",
            ) from None
        return False
    except sqlite3.DatabaseError:
        return True
    finally:
        connection.close()
    return True
