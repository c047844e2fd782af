"""A record comes in; out goes all in it that is not as it was written: the file, quotes, texts, rows, the log."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dragoman.errors import Stop
from dragoman.store.chain import Ask, Broken, broken_links
from dragoman.store.connecting import reading_engine
from dragoman.store.failures import stops
from dragoman.store.locating import Shared, Whereabouts, located
from dragoman.store.migrations import MIGRATIONS, check_version, version_of

_AT_ONCE = 2000
_DAMAGED = 20
"""So many faults of the file itself are named."""


def broken(path: Whereabouts | str) -> Iterator[Broken]:
    """Every fault of a record, one by one; none if it is whole. Stop if there is no such record, or it is an older one.

    A file is read past the rest of the program, so that a damaged record can still be looked at.
    """
    path = located(path)
    if isinstance(path, Shared):
        yield from _broken_in_server(path)
        return
    if not path.is_file():
        raise Stop(f"there is no record {path}.", remedy="“dragoman add FILES --db PATH” makes one.")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    except (sqlite3.Error, UnicodeDecodeError) as wrong:
        yield Broken("file", str(path), str(wrong))
        return
    connection.text_factory = lambda kept: kept.decode("utf-8", "surrogateescape")
    try:
        _check_age(connection, path)
        said = set()

        def ask(question: str, given: tuple[str, ...]) -> Iterable[Sequence[Any]]:
            return connection.execute(question, given)  # row by row, for an import may have millions

        for part in (lambda _: _file(connection), _quotes, broken_links):
            try:
                yield from part(ask)
            except (sqlite3.Error, ValueError, TypeError) as wrong:  # a damaged file makes the driver fail in many ways
                if str(wrong) not in said:
                    said.add(str(wrong))
                    yield Broken("file", str(path), str(wrong))
    finally:
        connection.close()


def _broken_in_server(place: Shared) -> Iterator[Broken]:
    """The same of a record in PostgreSQL, all from one state of it; the server itself keeps keys and pages in order."""
    engine = reading_engine(place, 10.0)
    try:
        with stops(place), engine.connect() as connection, connection.begin():
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")  # it takes the time that it takes
            check_version(version_of(connection, place), place)

            def ask(question: str, given: tuple[str, ...] = ()) -> Iterable[Sequence[Any]]:
                if given:
                    return connection.exec_driver_sql(question, given)
                return connection.execution_options(yield_per=_AT_ONCE).exec_driver_sql(question)

            yield from _unguarded(ask)
            yield from _quotes(ask)
            yield from broken_links(ask)
    finally:
        engine.dispose()


def _unguarded(ask: Ask) -> Iterator[Broken]:
    """Keys to other tables that the server was told not to watch, and tables whose pages do not bear their sums."""
    for table, key in ask(
        "SELECT CAST(conrelid AS regclass), conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated", ()
    ):
        yield Broken("file", str(table), f"the server does not watch its key {key}")
    for (tables,) in ask("SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()", ()):
        if tables:
            yield Broken("file", "database", f"the server met {tables} pages that do not bear their sums")


def _check_age(connection: sqlite3.Connection, path: Path) -> None:
    """Stop if the record is older than this program; whatever else is wrong with it is for others to find."""
    try:
        (version,) = connection.execute("SELECT max(number) FROM migrations").fetchone()
    except (sqlite3.Error, ValueError, TypeError):
        return
    if isinstance(version, int) and 0 < version < MIGRATIONS[-1].number:
        check_version(version, path)


def _file(connection: sqlite3.Connection) -> Iterator[Broken]:
    for (said,) in connection.execute(f"PRAGMA integrity_check({_DAMAGED})"):
        if said != "ok":
            yield Broken("file", "database", str(said))
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield Broken("file", str(table), f"row {row} names a {parent} that is not there")


def _quotes(ask: Ask) -> Iterator[Broken]:
    """Words that are not those that their hash was made of; texts whose id does not follow from them."""
    question = (
        "SELECT s.article_id, s.begins, s.ends, s.digest, s.words, a.came_as FROM spans s "
        "JOIN articles a ON a.id = s.article_id WHERE a.text IS NULL ORDER BY s.article_id, s.begins, s.ends"
    )
    for article, begins, ends, digest, words, came_as in ask(question, ()):
        if _hash(words) != digest:
            yield _quote(article, begins, ends, words, came_as)
    for id_, title, text, published, came_as in ask(
        "SELECT id, title, text, published_on, came_as FROM articles WHERE text IS NOT NULL ORDER BY id", ()
    ):
        if _hash(f"{title}\x1f{text}\x1f{published or ''}") != id_:
            yield Broken("article", id_, f"title, text or day of {came_as} are not those that its id was made of")
        for begins, ends, digest in ask(
            "SELECT begins, ends, digest FROM spans WHERE article_id = ? ORDER BY begins, ends", (id_,)
        ):
            if _hash(text[begins:ends]) != digest:
                yield _quote(id_, begins, ends, text[begins:ends], came_as)


def _quote(article: str, begins: int, ends: int, words: str | None, came_as: str) -> Broken:
    shown = (words or "").encode("utf-8", "backslashreplace").decode()[:80]
    return Broken("quote", article, f"“{shown}” at {begins}–{ends} of {came_as} is not what was read there")


def _hash(text: str | None) -> str:
    return hashlib.sha256((text or "").encode("utf-8", "surrogatepass")).hexdigest()[:16]
