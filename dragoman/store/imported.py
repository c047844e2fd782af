"""Events of others' data come in, in bulk; they lie beside the record's own, by set and key, and come out by dyad."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Date, ForeignKey, Index, Integer, MetaData, String, Table, Text

from dragoman.events import Imported
from dragoman.record import EventType, Participant, Place, Status
from dragoman.store import chain
from dragoman.store.dialects import copy_in, is_shared
from dragoman.store.schema import Instant, tables

imports = Table(
    "imports",
    tables,
    Column("id", Integer, primary_key=True, comment="number of the import"),
    Column("provider", String, nullable=False, comment="data set: icews, gdelt, polecat …"),
    Column("file", Text, nullable=False, comment="file that it was read from"),
    Column("began_at", Instant, nullable=False, comment="when"),
    Column("added", Integer, nullable=False, comment="events that were new"),
    Column("changed", Integer, nullable=False, comment="events that the record had otherwise"),
    Column("no_act", Integer, nullable=False, comment="rows that stand for no act of PLOVER"),
    Column("refused", Integer, nullable=False, comment="rows that could not be used; see rejects"),
    comment="The files of others' event data that were imported.",
)


def _side(role: str) -> Iterator[Column[Any]]:
    yield Column(f"{role}_country", String, comment=f"ISO 3166 alpha-3 of the {role}; NULL if not known or none")
    yield Column(f"{role}_id", String, comment=f"the book's id of the {role}, if a body or group that it knows")
    yield Column(f"{role}_sector", String, nullable=False, comment="GOV, MIL, REB and so on; UNK if not known")
    yield Column(f"{role}_name", Text, nullable=False, comment=f"what the set calls the {role}")


imported = Table(
    "imported",
    tables,
    Column("provider", String, primary_key=True, comment="data set that has it"),
    Column("key", String, primary_key=True, comment="the set's own key of the event"),
    Column("import_id", Integer, ForeignKey("imports.id"), nullable=False, comment="import that first brought it"),
    Column("happened_on", Date, nullable=False, comment="day that the set gives"),
    Column("known_on", Date, nullable=False, comment="day on which the set had it; that of the event if not told"),
    Column("type", String, nullable=False, comment="one of the sixteen PLOVER types"),
    Column("mode", String, comment="finer word for the act; NULL if none"),
    Column("status", String, nullable=False, comment="happened, or planned where the set codes an intent"),
    *_side("actor"),
    *_side("recipient"),
    Column("code", String, nullable=False, comment="the set's own word for the act, such as CAMEO's code"),
    Column("words", Text, nullable=False, comment="what the set says of it"),
    Column("place", Text, comment="where, as the set names it"),
    Column("place_country", String, comment="ISO 3166 alpha-3 of that place"),
    Column("origins", Integer, nullable=False, comment="from how many outlets the set has it; 1 if not told"),
    Index("imported_by_country", "actor_country", "recipient_country", "happened_on"),
    Index("imported_by_id", "actor_id", "recipient_id"),
    Index("imported_by_import", "import_id"),
    Index("imported_by_day", "provider", "happened_on"),
    comment="Events of others' data. They rest on no span, and are in no answer unless it asks for their set.",
    sqlite_with_rowid=False,
)

_LAID = """
CREATE TABLE imports (
    id INTEGER NOT NULL, provider VARCHAR NOT NULL, file TEXT NOT NULL, began_at DATETIME NOT NULL,
    added INTEGER NOT NULL, changed INTEGER NOT NULL, no_act INTEGER NOT NULL, refused INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE TABLE imported (
    provider VARCHAR NOT NULL, "key" VARCHAR NOT NULL, import_id INTEGER NOT NULL, happened_on DATE NOT NULL,
    known_on DATE NOT NULL, type VARCHAR NOT NULL, mode VARCHAR, status VARCHAR NOT NULL, actor_country VARCHAR,
    actor_id VARCHAR, actor_sector VARCHAR NOT NULL, actor_name TEXT NOT NULL, recipient_country VARCHAR,
    recipient_id VARCHAR, recipient_sector VARCHAR NOT NULL, recipient_name TEXT NOT NULL, code VARCHAR NOT NULL,
    words TEXT NOT NULL, place TEXT, place_country VARCHAR, origins INTEGER NOT NULL,
    PRIMARY KEY (provider, "key"), FOREIGN KEY(import_id) REFERENCES imports (id)
) WITHOUT ROWID;
CREATE INDEX imported_by_country ON imported (actor_country, recipient_country, happened_on);
CREATE INDEX imported_by_id ON imported (actor_id, recipient_id);
CREATE INDEX imported_by_import ON imported (import_id);
CREATE INDEX imported_by_day ON imported (provider, happened_on);
"""


def lay_imported(connection: Connection) -> None:
    """The step that brings these tables to a record without them; never changed once released."""
    for statement in _LAID.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)


_TOLD = (
    "happened_on", "known_on", "type", "mode", "status", "actor_country", "actor_id", "actor_sector", "actor_name",
    "recipient_country", "recipient_id", "recipient_sector", "recipient_name", "code", "words", "place",
    "place_country", "origins",
)  # fmt: skip
"""What a set says of an event, all but its key."""
_NAMES = ("provider", "key", *_TOLD)
_ARRIVING = Table("arriving", MetaData(), *(Column(each, String) for each in _NAMES))
"""The events of a batch, for COPY, which takes days as text and counts as they are."""
_COLUMNS = ", ".join(("provider", '"key"', *_TOLD))
_MARKS = ", ".join("?" * (len(_TOLD) + 2))
_HAD, _NEW = (", ".join(f"{table}.{each}" for each in _TOLD) for table in "in")
_DIFFERS = f"({_HAD}) IS NOT ({_NEW})"
_SAME_KEY = 'i.provider = n.provider AND i."key" = n."key"'


@dataclass(slots=True)
class Tally:
    """What an import did: events added, changed and known already, and rows that name a key twice in one file."""

    added: int = 0
    changed: int = 0
    known: int = 0
    repeated: int = 0


class Bulk:
    """Writes imported events within a unit of work that somebody else ends; importing the same again changes nothing.

    Of rows with one key in one batch the last counts; an event that the record has otherwise (sets correct
    themselves) is replaced, and stays in the import that first brought it.
    """

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now
        connection.exec_driver_sql(
            f"CREATE TEMP TABLE IF NOT EXISTS arriving AS SELECT {_COLUMNS} FROM imported LIMIT 0"
        )
        if not is_shared(connection):
            keys = 'CREATE UNIQUE INDEX IF NOT EXISTS temp.arriving_keys ON arriving (provider, "key")'
            connection.exec_driver_sql(keys)

    def begin(self, provider: str, file: str) -> int:
        """Notes an import, and gives its number."""
        at = self._now.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
        made = self._connection.exec_driver_sql(
            "INSERT INTO imports (provider, file, began_at, added, changed, no_act, refused) "
            "VALUES (?, ?, ?, 0, 0, 0, 0) RETURNING id",
            (provider, file, at),
        )
        return int(made.scalar_one())

    def add(self, number: int, events: Sequence[Imported], tally: Tally) -> set[int]:
        """Adds a batch of events to an import; the numbers of earlier imports whose events it changed come back."""
        run = self._connection.exec_driver_sql
        run("DELETE FROM temp.arriving")
        last = {(each.provider, each.key): each for each in events}
        if is_shared(self._connection):
            copy_in(self._connection, _ARRIVING, (dict(zip(_NAMES, _row(each), strict=True)) for each in last.values()))
        else:
            run(f"INSERT INTO temp.arriving ({_COLUMNS}) VALUES ({_MARKS})", [_row(each) for each in last.values()])
        fresh = int(run("SELECT count(*) FROM temp.arriving").scalar_one())
        joined = f"FROM temp.arriving n JOIN imported i ON {_SAME_KEY}"
        known = int(run(f"SELECT count(*) {joined}").scalar_one())
        touched: set[int] = set()
        changed = 0
        if known:
            for import_id, count in run(f"SELECT i.import_id, count(*) {joined} WHERE {_DIFFERS} GROUP BY 1"):
                touched.add(import_id)
                changed += count
        if changed:
            run(
                f"UPDATE imported AS i SET {', '.join(f'{each} = n.{each}' for each in _TOLD)} "
                f"FROM temp.arriving n WHERE {_SAME_KEY} AND {_DIFFERS}"
            )
        if fresh > known:
            run(
                f'INSERT INTO imported (provider, "key", import_id, {", ".join(_TOLD)}) '
                f'SELECT n.provider, n."key", ?, {_NEW} FROM temp.arriving n WHERE NOT EXISTS '
                f'(SELECT 1 FROM imported i WHERE {_SAME_KEY}) ORDER BY n.provider, n."key"',
                (number,),
            )
        tally.added += fresh - known
        tally.changed += changed
        tally.known += known - changed
        tally.repeated += len(events) - fresh
        return touched

    def end(self, number: int, tally: Tally, no_act: int, refused: int, touched: Iterable[int] = ()) -> None:
        """Notes what an import did, and chains it, and those whose events it changed, in the log of writes.

        One that brought nothing leaves no trace.
        """
        run = self._connection.exec_driver_sql
        if not (tally.added or tally.changed):
            run("DELETE FROM imports WHERE id = ?", (number,))
            return
        run(
            "UPDATE imports SET added = ?, changed = ?, no_act = ?, refused = ? WHERE id = ?",
            (tally.added, tally.changed, no_act, refused, number),
        )
        written = [("import", str(each)) for each in sorted({*touched, number})]
        chain.append(self._connection, written, self._now)


def _row(each: Imported) -> tuple[Any, ...]:
    actor, recipient, where = each.actor, each.recipient, each.where
    return (
        each.provider, each.key, each.happened_on.isoformat(), each.known_on.isoformat(), each.type.value, each.mode,
        each.status.value, actor.country, actor.actor, actor.sector, actor.text, recipient.country, recipient.actor,
        recipient.sector, recipient.text, each.code, each.words, where.name if where else None,
        where.country if where else None, each.origins,
    )  # fmt: skip


def between(
    connection: Connection, one: Iterable[str], other: Iterable[str], providers: Sequence[str]
) -> Iterator[Imported]:
    """The imported events in which one of some codes acts upon one of some others, or the other way round."""
    sides = sorted(set(one)), sorted(set(other))
    marks = ", ".join("?" * len(providers))
    seen: set[tuple[str, str]] = set()
    for actors, recipients in (sides, sides[::-1]):
        for actor in actors:
            for recipient in recipients:
                for first, second in (("country", "country"), ("country", "id"), ("id", "country"), ("id", "id")):
                    found = connection.exec_driver_sql(
                        f"SELECT {_COLUMNS} FROM imported WHERE actor_{first} = ? AND recipient_{second} = ? "
                        f'AND provider IN ({marks}) ORDER BY happened_on, provider, "key"',
                        (actor, recipient, *providers),
                    )
                    for row in found:
                        if (row[0], row[1]) not in seen:
                            seen.add((row[0], row[1]))
                            yield _event(row)


def by_day(connection: Connection, providers: Sequence[str], known_by: date | None) -> dict[date, int]:
    """How many events these sets have of each day, of anybody."""
    marks = ", ".join("?" * len(providers))
    until = "AND known_on <= ?" if known_by else ""
    found = connection.exec_driver_sql(
        f"SELECT happened_on, count(*) FROM imported WHERE provider IN ({marks}) {until} GROUP BY 1 ORDER BY 1",
        (*providers, *([known_by.isoformat()] if known_by else [])),
    )
    return {_day(day): count for day, count in found}


def providers_of(connection: Connection) -> dict[str, int]:
    """The data sets that were imported, with how many events each has."""
    found = connection.exec_driver_sql("SELECT provider, count(*) FROM imported GROUP BY 1 ORDER BY 1")
    return {row[0]: row[1] for row in found}


def _day(kept: str | date) -> date:
    return kept if isinstance(kept, date) else date.fromisoformat(kept)


def _event(row: Sequence[Any]) -> Imported:
    provider, key, happened, known, type_, mode, status, *rest = row
    country, id_, sector, name, country_2, id_2, sector_2, name_2, code, words, place, place_country, origins = rest
    return Imported(
        provider, key, _day(happened), _day(known), EventType(type_), mode, Status(status),
        Participant(name, country, sector, id_), Participant(name_2, country_2, sector_2, id_2), code, words,
        Place(place, place_country) if place is not None else None, origins,
    )  # fmt: skip
