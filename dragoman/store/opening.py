"""The path of a record comes in; the record, made or brought up to date if need be, goes out to be written."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, insert, select, update

from dragoman import __version__
from dragoman.errors import Stop
from dragoman.store import schema
from dragoman.store.connecting import BEGIN, reading_engine, use_wal, writing_engine
from dragoman.store.dialects import is_shared
from dragoman.store.failures import stops
from dragoman.store.leads import Leads
from dragoman.store.locating import Shared, Whereabouts, is_lake, located
from dragoman.store.migrations import bring_up, version_of
from dragoman.store.writer import Writer

PATIENCE = 30.0
"""Seconds that one waits for another who writes the same record."""

_ASKED_AT_ONCE = 500


class Record:
    """An open record, to be written by one thread; close it, or use it in a `with`.

    `keep` is "spans" or "text": what it keeps of its articles.
    """

    def __init__(self, path: Whereabouts, engine: Engine, connection: Connection, keep: str) -> None:
        self.path = path
        self.keep = keep
        self._engine = engine
        self._connection = connection
        self._runs: dict[tuple[str, str], int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def writer(self, coder: str = "", version: str = "") -> Iterator[Writer]:
        """A unit of work: all that is added is in the record when the block ends, and nothing if it fails.

        `coder` and its `version` are those whose reports are added. The record is locked for others who write until
        the block ends, so code the articles first and open the writer to add them. Stop if it cannot be written.
        """
        with stops(self.path), self._transaction("BEGIN IMMEDIATE"):
            writer = Writer(
                self._connection,
                keeps_text=self.keep == "text",
                coder=coder,
                version=version,
                now=datetime.now(UTC),
            )
            yield writer
            writer.flush()
            number = self._log(writer, coder, version)
        if number is not None:
            # Only now, for a unit that failed to the last leaves no row of its run either.
            self._runs[coder, version] = number

    @contextmanager
    def leads(self) -> Iterator[Leads]:
        """The leads and watched sources, to be asked."""
        with stops(self.path), self._transaction("BEGIN"):
            yield Leads(self._connection, datetime.now(UTC))

    def coded(self, article_ids: Iterable[str], coder: str, version: str) -> frozenset[str]:
        """Those of the articles that this version of this coder has coded: they need not be coded again."""
        waiting = list(article_ids)
        found: set[str] = set()
        table = schema.articles.c
        with stops(self.path), self._transaction("BEGIN"):
            for start in range(0, len(waiting), _ASKED_AT_ONCE):
                some = table.id.in_(waiting[start : start + _ASKED_AT_ONCE])
                asked = select(table.id).where(some, table.coder == coder, table.coder_version == version)
                found.update(self._connection.scalars(asked))
        return frozenset(found)

    def close(self) -> None:
        """Closes the record; without it no harm is done, but its `-wal` file stays beside it."""
        self._connection.close()
        self._engine.dispose()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self._connection.execution_options(**{BEGIN: begin})
        with self._connection.begin():
            yield

    def _log(self, writer: Writer, coder: str, version: str) -> int | None:
        """Adds what a unit did to the row of this run and gives its number; a unit that did nothing leaves none."""
        counts = {"articles": writer.articles, "reports": writer.reports, "rejects": writer.rejects}
        number = self._runs.get((coder, version))
        if not any(counts.values()):
            return number
        now, table = datetime.now(UTC), schema.runs
        if number is None:
            begun = {"began_at": now, "last_at": now, "program": __version__, "coder": coder, "coder_version": version}
            made: int = self._connection.scalars(insert(table).values(**begun, **counts).returning(table.c.id)).one()
            return made
        more = {name: table.c[name] + count for name, count in counts.items()}
        self._connection.execute(update(table).where(table.c.id == number).values(last_at=now, **more))
        return number


def is_made(given: Whereabouts | str) -> bool:
    """True of a place where there is a record, or at least a file; Stop if it is in a server that cannot be reached."""
    place = located(given)
    if not isinstance(place, Shared):
        return place.exists()
    engine = reading_engine(place, PATIENCE)
    try:
        with stops(place), engine.connect() as connection:
            return version_of(connection, place) > 0
    finally:
        engine.dispose()


def open_record(path: Whereabouts | str, *, keep: str | None = None, patience: float = PATIENCE) -> Record:
    """Opens the record at a path, or in a PostgreSQL database, to be written; made if there is none, migrated if older.

    `keep` is what a new record keeps of its articles ("spans", unless said otherwise); None takes an old one as it
    is. `patience` is in seconds. Stop if the file is no record, is newer than this program, keeps something else,
    cannot be written, or is locked for longer than that.
    """
    path = located(path)
    if is_lake(path):
        raise Stop(
            f"{path} is a lake, which is only read.",
            remedy="Give --db the file of a record; “dragoman batch gather RUN --db FILE” makes one of a run.",
        )
    engine = writing_engine(path, patience)
    with stops(path):
        connection = engine.connect()
        try:
            if not is_shared(connection):
                use_wal(connection, patience)
            connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin():
                kept = bring_up(connection, path, keep)
        except BaseException:
            connection.close()
            engine.dispose()
            raise
    return Record(path, engine, connection, kept)
