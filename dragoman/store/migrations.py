"""A record of any earlier version comes in; it goes out at this version, each step applied once and written down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, insert, inspect, select

from dragoman.errors import Stop
from dragoman.store import chain, schema
from dragoman.store.dialects import is_shared, lay_in_postgresql
from dragoman.store.forecasts import lay_forecasts
from dragoman.store.gathered import lay_gathered
from dragoman.store.imported import lay_imported
from dragoman.store.locating import Whereabouts
from dragoman.store.shelves import date_shelves, lay_shelves, shelve_beginnings
from dragoman.store.told import lay_told


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: the version that it leads to, what it does, and the function that does it to the version before."""

    number: int
    name: str
    apply: Callable[[Connection], None]


def lay_first_tables(connection: Connection) -> None:
    """Every table of the schema, in an empty record."""
    schema.tables.create_all(connection)


_EVENTS = """
CREATE TABLE sketches (
    article_id VARCHAR NOT NULL, copies VARCHAR NOT NULL, shingles INTEGER NOT NULL, minima BLOB NOT NULL,
    leads BLOB NOT NULL, credit TEXT, PRIMARY KEY (article_id), FOREIGN KEY(article_id) REFERENCES articles (id)
) WITHOUT ROWID;
CREATE INDEX ix_sketches_copies ON sketches (copies);
CREATE TABLE sketch_keys (
    "key" BIGINT NOT NULL, article_id VARCHAR NOT NULL,
    PRIMARY KEY ("key", article_id), FOREIGN KEY(article_id) REFERENCES articles (id)
) WITHOUT ROWID;
CREATE TABLE memberships (
    report_id VARCHAR NOT NULL, event_id VARCHAR, neighbourhood VARCHAR NOT NULL, traits TEXT NOT NULL,
    PRIMARY KEY (report_id), FOREIGN KEY(report_id) REFERENCES reports (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX ix_memberships_event_id ON memberships (event_id);
CREATE INDEX ix_memberships_neighbourhood ON memberships (neighbourhood);
CREATE TABLE blocks (
    block BIGINT NOT NULL, report_id VARCHAR NOT NULL, PRIMARY KEY (block, report_id)
) WITHOUT ROWID;
CREATE TABLE unplaced (
    report_id VARCHAR NOT NULL, PRIMARY KEY (report_id),
    FOREIGN KEY(report_id) REFERENCES reports (id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE TABLE unsettled (neighbourhood VARCHAR NOT NULL, PRIMARY KEY (neighbourhood)) WITHOUT ROWID;
CREATE TABLE judgements (
    number INTEGER NOT NULL, verdict VARCHAR NOT NULL, report_id VARCHAR NOT NULL, other_id VARCHAR,
    field VARCHAR NOT NULL, value TEXT NOT NULL, judge TEXT NOT NULL, reason TEXT NOT NULL,
    made_at DATETIME NOT NULL, undone_at DATETIME, PRIMARY KEY (number)
);
CREATE TABLE writes (
    number INTEGER NOT NULL, made_at DATETIME NOT NULL, what VARCHAR NOT NULL, subject VARCHAR NOT NULL,
    digest VARCHAR NOT NULL, chain VARCHAR NOT NULL, PRIMARY KEY (number)
);
CREATE INDEX ix_writes_subject ON writes (subject);
"""


def lay_events(connection: Connection) -> None:
    """Tables for events, copies, judgements and the chain of writes; what is there already is chained as it is."""
    for statement in _EVENTS.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
    chain.take_in(connection)


def add_casualties(connection: Connection) -> None:
    """Columns for the numbers of dead and injured; reports that are there already have none until coded anew."""
    for fate in ("dead", "injured"):
        for name in ("low", "high", "about", "begins", "ends"):
            connection.exec_driver_sql(f"ALTER TABLE reports ADD COLUMN {fate}_{name} INTEGER")


_FOR_PAGES = (
    "CREATE INDEX reports_by_status ON reports (status, listed_on, id)",
    "CREATE INDEX articles_by_day ON articles (coalesce(published_on, date(known_at)))",
    "CREATE INDEX ix_article_outlets_outlet ON article_outlets (outlet)",
)


def index_for_pages(connection: Connection) -> None:
    """Indexes by which a page finds its few events among many: by status, by day of publication, by outlet."""
    for statement in _FOR_PAGES:
        connection.exec_driver_sql(statement)


def lay_told_and_date(connection: Connection) -> None:
    """The table of events as lists show them, empty, and on shelves by status since when each report was known."""
    lay_told(connection)
    date_shelves(connection)


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "lay the first tables", lay_first_tables),
    Migration(2, "keep events, copies, judgements and the chain of writes", lay_events),
    Migration(3, "keep how news came in", lay_gathered),
    Migration(4, "keep the numbers of dead and injured", add_casualties),
    Migration(5, "keep events of others' data beside the record's own", lay_imported),
    Migration(6, "keep forecasts and what came of them", lay_forecasts),
    Migration(7, "index what pages list", index_for_pages),
    Migration(8, "put reports on the shelves that pages read", lay_shelves),
    Migration(9, "keep each event as lists show it", lay_told_and_date),
    Migration(10, "put events on shelves by their first days", shelve_beginnings),
)
"""The steps in order. A fresh record is made whole at the newest version; an older one walks the steps it lacks.

A step is written against the version before it and is never changed once released: it names its tables and
columns itself, and does not lean on schema.py, which moves on. It is written in SQLite's words, without quotes
around names that need none; in PostgreSQL `dialects.spoken` says them in that one's.
"""


def version_of(connection: Connection, path: Whereabouts) -> int:
    """Schema version of a record, 0 for an empty one; Stop if this is some other program's database."""
    tables = inspect(connection).get_table_names()
    if not tables:
        return 0
    if not {"migrations", "meta", "reports"} <= set(tables):
        raise Stop(f"{path} is a database, but not a record of Dragoman.", remedy="Name another.")
    return connection.scalar(select(func.max(schema.migrations.c.number))) or 0


def check_version(version: int, path: Whereabouts, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Stop if a record is newer than this program, or so old that it must be written to before it can be read."""
    newest = steps[-1].number
    if version > newest:
        raise Stop(
            f"{path} is of version {version}, and this program knows versions up to {newest}.",
            remedy="Upgrade Dragoman.",
        )
    if version == 0:
        raise Stop(f"{path} holds no record yet.", remedy="“dragoman add FILES --db PATH” makes one.")
    if version < newest:
        raise Stop(f"{path} is of version {version}, older than this program.", remedy="“dragoman add” brings it up.")


def bring_up(
    connection: Connection, path: Whereabouts, keep: str | None, steps: Sequence[Migration] = MIGRATIONS
) -> str:
    """Makes or migrates a record within the caller's transaction; what it keeps of articles comes back.

    `keep` is wanted, None takes what the record has, or "spans" in a new one. Stop if they differ.
    """
    version = version_of(connection, path)
    if version == 0:
        if not is_shared(connection):
            steps[0].apply(connection)
        elif not inspect(connection).get_table_names():
            lay_in_postgresql(connection, schema.tables)
        _write_down(connection, steps)
        connection.execute(insert(schema.meta).values(name="keep", value=keep or "spans"))
        chain.append(connection, [("setting", "keep")], datetime.now(UTC))
    elif version > steps[-1].number:
        check_version(version, path, steps)
    else:
        lacking = [step for step in steps if step.number > version]
        for step in lacking:
            step.apply(connection)
        _write_down(connection, lacking)
    kept: str = connection.scalar(select(schema.meta.c.value).where(schema.meta.c.name == "keep")) or "spans"
    if keep and keep != kept:
        raise Stop(
            f"{path} keeps the {kept} of its articles, not the {keep}.",
            remedy="Leave that choice out, or start another record.",
        )
    return kept


def _write_down(connection: Connection, steps: Sequence[Migration]) -> None:
    now = datetime.now(UTC)
    rows = [{"number": step.number, "name": step.name, "applied_at": now} for step in steps]
    if rows:
        connection.execute(insert(schema.migrations), rows)
