"""The address of a shared record comes in; an engine for its one writer, or one that can only read, goes out."""

import math
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, QueuePool

from dragoman.errors import Stop
from dragoman.store.dialects import spoken
from dragoman.store.limiting import seconds_left, too_long
from dragoman.store.locating import Shared

LOCK = 0x64726167
"""Number of the advisory lock that whoever writes holds; every record is a database of its own, so one will do."""
ANSWERED_WITHIN = 120
"""Seconds after which a reader's question is given up, unless the role or the database has a limit of its own."""
_FORGOTTEN_AFTER = 600
"""Seconds after which a reader that stopped in the middle of an answer loses its connection."""
_OWN, _NOW = "own limit", "limit now"
"""What is kept with a connection: milliseconds that its role may take for a question, and that this one may take."""


def shared_writing_engine(place: Shared, patience: float, begin: str) -> Engine:
    """An engine for one writer, who waits `patience` seconds for others; `begin` is the option that says it writes.

    A unit of work takes the lock as it begins and lets go of it as it ends, however it ends: a writer that is killed,
    or whose machine goes away, holds nothing for more than a minute.
    """
    engine = _engine(place, patience, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            for name, value in (("idle", 30), ("interval", 10), ("count", 3)):
                cursor.execute(f"SET tcp_keepalives_{name} = {value}")
        connection.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get(begin, "BEGIN") == "BEGIN":
            return
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {max(1, int(patience * 1000))}")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")

    return engine


def shared_reading_engine(place: Shared, patience: float) -> Engine:
    """An engine that cannot write; each transaction sees the record as it stood when it began, and waits for nobody.

    What a thread asks within a `time_limit` the server breaks off when its time is over.
    """
    engine = _engine(place, patience, poolclass=QueuePool, max_overflow=-1, pool_pre_ping=True)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for name, seconds in (
                ("statement_timeout", ANSWERED_WITHIN),
                ("idle_in_transaction_session_timeout", _FORGOTTEN_AFTER),
            ):
                limited = f"SELECT set_config('{name}', '{seconds}s', false) WHERE current_setting('{name}') = '0'"
                cursor.execute(limited)
            own = "SELECT CAST(setting AS bigint) FROM pg_settings WHERE name = 'statement_timeout'"
            record.info[_OWN] = cursor.execute(own).fetchone()[0]
        connection.commit()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.info.pop(_NOW, None)

    @event.listens_for(engine, "before_cursor_execute")
    def _limit(connection: Connection, *_: Any) -> None:
        left = seconds_left()
        if left is None:
            return
        if not left:
            raise too_long()
        wanted = min(math.ceil(left * 1000), connection.info[_OWN])
        # The server counts anew for each statement; to tell it each time would be a question more for each.
        if wanted < connection.info.get(_NOW, math.inf) / 2:
            driver: Any = connection.connection
            with driver.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {wanted}")
            connection.info[_NOW] = wanted

    return engine


def _engine(place: Shared, patience: float, **options: Any) -> Engine:
    waiting = {"connect_timeout": max(2, round(patience)), "application_name": "dragoman", "client_encoding": "utf8"}
    try:
        engine = create_engine(place.url, connect_args=waiting, **options)
    except ImportError:
        raise Stop(
            "a record in PostgreSQL needs a driver that is not installed.", remedy="pip install 'dragoman[postgres]'"
        ) from None

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def _speak(_: Any, __: Any, statement: str, given: Any, context: Any, ___: bool) -> tuple[str, Any]:
        # What SQLAlchemy compiled is in the engine's own words already.
        by_hand = context is None or context.compiled is None
        return (spoken(statement) if by_hand else statement), given

    return engine
