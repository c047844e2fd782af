"""SQL run on a record past Dragoman, as somebody would who tampers with it, on either engine."""

import sqlite3
from typing import Any

import psycopg

from dragoman.store.dialects import spoken
from dragoman.store.locating import Shared, Whereabouts


def past(path: Whereabouts, *statements: str) -> list[tuple[Any, ...]]:
    """The rows of the last of these statements, after all were run and kept."""
    if isinstance(path, Shared):
        with psycopg.connect(str(path), autocommit=True) as shared:
            for each in statements:
                done = shared.execute(spoken(each), ())  # type: ignore[call-overload]
            return done.fetchall() if done.description else []
    with sqlite3.connect(path) as raw:
        for each in statements:
            rows = raw.execute(each).fetchall()
    raw.close()
    return rows
