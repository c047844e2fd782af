import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, select

from dragoman.errors import Stop
from dragoman.record import Status
from dragoman.store import schema
from dragoman.store.connecting import BEGIN, reading_engine, writing_engine
from dragoman.store.migrations import MIGRATIONS, Migration, bring_up, check_version, version_of
from dragoman.store.opening import open_record
from dragoman.store.verifying import broken
from dragoman.store.view import Wanted, open_view
from tests.store.dumps import dump

OLD = range(1, len(MIGRATIONS))
"""A record as each version before this one made it is in version-N.sql; never made anew, for it stands for those on
people's disks."""


def old_record(path, version=1):
    script = Path(__file__).parent / f"version-{version}.sql"
    with sqlite3.connect(path) as old:
        old.executescript(script.read_text(encoding="utf-8"))
    old.close()
    return path


def layout(path):
    """Each table with its columns (kind, may be empty, part of the key) and indexes."""
    engine = reading_engine(path, 5.0)
    with engine.connect() as connection:
        inspector = inspect(connection)
        found = {
            table: (
                {
                    column["name"]: (str(column["type"]), column["nullable"], column["primary_key"])
                    for column in inspector.get_columns(table)
                },
                sorted(str(index["column_names"]) for index in inspector.get_indexes(table)),
                sorted(str(key["constrained_columns"]) for key in inspector.get_foreign_keys(table)),
            )
            for table in inspector.get_table_names()
        }
    engine.dispose()
    return found


@pytest.mark.parametrize("version", OLD)
def test_a_record_of_an_older_version_opens_and_reads_as_it_did(tmp_path, version):
    path = old_record(tmp_path / "old.db", version)
    with open_record(path) as record:
        assert record.keep == "spans"
    with open_view(path) as view:
        planned = list(view.reports(Wanted(actor="MLI", statuses=[Status.PLANNED])))
        assert [event.report.anchor_text for event in planned] == ["to visit"]
        assert [one.code for one in planned[0].report.actors] == ["MLI", "NER"]
        assert planned[0].report.invited_by.person == "Sergey Lavrov"
        assert planned[0].sentence.startswith("The foreign ministers of Mali and Niger are to visit Moscow")
        assert planned[0].article.outlets == ("AP", "TASS")
        assert [why.rule for why in planned[0].report.why] == ["status.planning", "days.year-less", "mode.visit"]
        assert [reject.where for reject in view.rejects()] == ["stories.jsonl:17"]
        assert [refusal.reject.where for refusal in view.refusals()] == ["stories.jsonl:17"]


@pytest.mark.parametrize("version", OLD)
def test_a_record_brought_up_is_whole_and_says_the_same(tmp_path, version):
    path = old_record(tmp_path / "old.db", version)
    before = dump(path)
    with pytest.raises(Stop, match="older than this program"):
        list(broken(path))
    open_record(path).close()
    assert list(broken(path)) == []
    after = dump(path)
    assert {table: after[table] for table in before if table != "migrations"} == {
        table: rows for table, rows in before.items() if table != "migrations"
    }


@pytest.mark.parametrize("version", OLD)
def test_a_record_brought_up_is_laid_out_as_a_new_one(tmp_path, version):
    path = old_record(tmp_path / "old.db", version)
    for each in (path, tmp_path / "new.db"):
        open_record(each).close()
    assert layout(path) == layout(tmp_path / "new.db")


def test_steps_are_numbered_from_one_without_a_gap():
    assert [step.number for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
    assert all(step.name for step in MIGRATIONS)


def add_events(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE events (id TEXT PRIMARY KEY)")
    connection.exec_driver_sql("INSERT INTO events SELECT id FROM reports")


def add_title(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE events ADD COLUMN title TEXT")


def break_off(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TABLE rejects")
    raise RuntimeError("killed in the middle")


LATER = (MIGRATIONS[0], Migration(2, "events", add_events), Migration(3, "titles of events", add_title))


def brought_up(path, steps):
    engine = writing_engine(path, 1.0)
    try:
        with engine.connect() as connection:
            connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
            with connection.begin():
                bring_up(connection, path, None, steps)
            return [
                tuple(row) for row in connection.execute(select(schema.migrations.c.number, schema.migrations.c.name))
            ]
    finally:
        engine.dispose()


def test_lacking_steps_are_applied_once_in_order_and_written_down(tmp_path):
    path = old_record(tmp_path / "old.db")
    names = [(1, "lay the first tables"), (2, "events"), (3, "titles of events")]
    assert brought_up(path, LATER[:2]) == names[:2]
    assert brought_up(path, LATER) == names
    assert brought_up(path, LATER) == names
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*), count(title) FROM events").fetchone() == (2, 0)
    raw.close()


def test_a_step_that_fails_leaves_the_record_as_it_was(tmp_path):
    path = old_record(tmp_path / "old.db")
    before = dump(path)
    with pytest.raises(RuntimeError, match="killed"):
        brought_up(path, (*LATER, Migration(4, "broken", break_off)))
    assert dump(path) == before


@pytest.mark.parametrize(
    ("version", "said"), [(0, "holds no record"), (1, "older than this program"), (4, "knows versions up to 3")]
)
def test_a_version_that_cannot_be_read_is_said_to_be_so(version, said):
    with pytest.raises(Stop, match=said):
        check_version(version, Path("a.db"), LATER)


def test_a_newer_record_is_not_touched(tmp_path):
    path = old_record(tmp_path / "old.db")
    brought_up(path, LATER)
    with pytest.raises(Stop, match="Upgrade"):
        brought_up(path, LATER[:2])
    engine = reading_engine(path, 1.0)
    with engine.connect() as connection:
        assert version_of(connection, path) == 3
    engine.dispose()
