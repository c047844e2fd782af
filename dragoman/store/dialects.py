"""A statement comes in, written once; out it goes in the words of SQLite or of PostgreSQL, whichever keeps the record.

Statements made by SQLAlchemy need help in two places: what an insert does about rows that are there already, and how
long lists of values are given. SQL written by hand is written for SQLite, and `spoken` says it in PostgreSQL's words.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Connection,
    CursorResult,
    Date,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_mock_engine,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

__all__ = [
    "answered_at_once",
    "continue_numbers",
    "copy_in",
    "insert_or",
    "is_among",
    "is_shared",
    "known_by",
    "known_on",
    "lay_in_postgresql",
    "plain",
    "spoken",
]


def is_shared(connection: Connection) -> bool:
    """True where the record is kept by PostgreSQL, which many share, and not by SQLite, in a file."""
    return connection.dialect.name == "postgresql"


@compiles(OnConflictDoNothing, "postgresql")
def _do_nothing(clause: Any, compiler: Any, **given: Any) -> str:
    clause.constraint_target = None
    return str(compiler.visit_on_conflict_do_nothing(clause, **given))


@compiles(OnConflictDoUpdate, "postgresql")
def _do_update(clause: Any, compiler: Any, **given: Any) -> str:
    clause.constraint_target = None
    return str(compiler.visit_on_conflict_do_update(clause, **given))


class _Among(FunctionElement[bool]):
    """True of rows whose column has one of the values of a list, given as JSON in one mark."""

    name = "among"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """As it is: SQLite would be asked whether it equals 1, and then looks at every row instead of its index."""
        return self


@compiles(_Among)
def _among(element: _Among, compiler: Any, **given: Any) -> str:
    column, values = element.clauses
    listed = compiler.process(values, **given)
    return f"{compiler.process(column, **given)} IN (SELECT value FROM json_each({listed}))"


@compiles(_Among, "postgresql")
def _among_shared(element: _Among, compiler: Any, **given: Any) -> str:
    column, values = element.clauses
    kind = "bigint" if isinstance(column.type, Integer) else "text"
    listed = compiler.process(values, **given)
    # An array, and not a set of rows, so that each value is looked up in the column's index.
    array = f"ARRAY(SELECT json_array_elements_text(CAST({listed} AS json)))"
    return f"{compiler.process(column, **given)} = ANY(CAST({array} AS {kind}[]))"


def is_among(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:
    """True of rows whose column has one of these values; for many, far quicker than a mark for each."""
    return _Among(column, literal(json.dumps(list(values)), Text()))


def known_on(published_on: Any, known_at: Any) -> ColumnElement[date]:
    """The day on which an article could be known: published, else met by us; as the index has it, word for word."""
    return func.coalesce(published_on, func.date(known_at, type_=Date()), type_=Date())


def known_by(published_on: Any, known_at: Any, day: date, *, after: bool = False) -> ColumnElement[bool]:
    """True of an article that could be known by a day, or, with `after`, only later."""
    on = known_on(published_on, known_at)
    return on > day if after else on <= day


def plain(answer: CursorResult[Any]) -> list[tuple[Any, ...]]:
    """The rows of an answer as the database gives them: of thousands, in a fraction of the time that others take."""
    driver: Any = answer.cursor
    found: list[tuple[Any, ...]] = driver.fetchall()
    answer.close()
    return found


# ---- SQL that was written by hand ------------------------------------------------------------------------------------

_KINDS = {
    "DATETIME": "TIMESTAMP",
    "BLOB": "BYTEA",
    "INTEGER": "BIGINT",  # as wide as SQLite's
    "FLOAT": "DOUBLE PRECISION",
    "VARCHAR": 'VARCHAR COLLATE "C"',  # sorted and compared sign by sign, as SQLite does
    "TEXT": 'TEXT COLLATE "C"',
}
_KIND = re.compile(rf"\b(?:{'|'.join(_KINDS)})\b")
_LAYS = re.compile(r"\s*(?:CREATE TABLE|ALTER TABLE)\b")
_NUMBERED = re.compile(r"PRIMARY KEY \((\w+)\)")


@lru_cache(maxsize=256)
def spoken(statement: str) -> str:
    """A statement written by hand for SQLite, in PostgreSQL's words: its marks, its temporary tables, its kinds."""
    if _LAYS.match(statement):
        statement = statement.replace("WITHOUT ROWID", "")
        key = _NUMBERED.search(statement)
        if key and f"FOREIGN KEY({key[1]})" not in statement:  # a number that another table gives is not counted here
            counted = f"{key[1]} INTEGER NOT NULL"
            statement = statement.replace(counted, f"{counted} GENERATED BY DEFAULT AS IDENTITY")
        statement = _KIND.sub(lambda found: _KINDS[found[0]], statement)
    statement = re.sub(r"\btemp\.", "pg_temp.", statement).replace(" IS NOT (", " IS DISTINCT FROM (")
    return statement.replace("%", "%%").replace("?", "%s")


def lay_in_postgresql(connection: Connection, tables: MetaData) -> None:
    """Lays tables with kinds that hold what SQLite's do: text in the order of its signs, wide whole numbers."""
    laid = MetaData()
    for table in tables.sorted_tables:
        for column in table.to_metadata(laid).columns:
            if isinstance(column.type, String):
                column.type = type(column.type)(collation="C")
            elif isinstance(column.type, Integer):
                column.type = BigInteger()
    said: list[str] = []
    draft = create_mock_engine("postgresql+psycopg://", lambda ddl, *_, **__: said.append(_ddl(ddl, connection)))
    laid.create_all(draft, checkfirst=False)
    driver: Any = connection.connection
    with driver.cursor() as cursor:  # all at once: one by one, their hundreds of comments take seconds
        cursor.execute(";\n".join(said))


def _ddl(ddl: Any, connection: Connection) -> str:
    return str(ddl.compile(dialect=connection.dialect))


def copy_in(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Adds many rows of one kind to a table of PostgreSQL by COPY, within the transaction of the connection."""
    waiting = iter(rows)
    first = next(waiting, None)
    if first is None:
        return
    kinds = [(name, table.c[name].type.dialect_impl(connection.dialect)) for name in first]
    names = [(name, kind.bind_processor(connection.dialect)) for name, kind in kinds]
    listed = ", ".join(f'"{name}"' for name, _ in names)
    driver: Any = connection.connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({listed}) FROM STDIN') as copy:
        for row in (first, *waiting):
            copy.write_row([process(row[name]) if process else row[name] for name, process in names])


def answered_at_once(
    connection: Connection, questions: Iterable[tuple[str, tuple[str, ...]]]
) -> Callable[[str, tuple[str, ...]], list[tuple[Any, ...]]]:
    """Asks PostgreSQL many small questions, without waiting for the answer to each; by question, the rows of each."""
    driver: Any = connection.connection.driver_connection
    with driver.pipeline():
        asked = {each: driver.execute(spoken(each[0]), each[1]) for each in dict.fromkeys(questions)}
    found = {each: cursor.fetchall() for each, cursor in asked.items()}
    return lambda question, given: found[question, given]


def continue_numbers(connection: Connection, tables: MetaData) -> None:
    """Lets the numbers that PostgreSQL gives go on after those that were copied in."""
    for table in tables.sorted_tables:
        (column, *more) = table.primary_key.columns
        if more or not isinstance(column.type, Integer):
            continue
        last = connection.scalar(select(func.max(column)))
        sequence = connection.exec_driver_sql("SELECT pg_get_serial_sequence(?, ?)", (table.name, column.name)).scalar()
        if last and sequence:
            connection.exec_driver_sql("SELECT setval(CAST(? AS regclass), ?)", (sequence, last))
