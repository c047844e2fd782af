"""A record of every earlier version is brought up to this one, in a file and in PostgreSQL alike."""

from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from dragoman.errors import Stop
from dragoman.record import Status
from dragoman.store import schema
from dragoman.store.connecting import BEGIN, reading_engine, writing_engine
from dragoman.store.migrations import MIGRATIONS, Migration, bring_up, check_version, version_of
from dragoman.store.opening import open_record
from dragoman.store.verifying import broken
from dragoman.store.view import Wanted, open_view
from tests.store.dumps import dump
from tests.store.layouts import layout
from tests.store.old import old_record
from tests.store.past import past

OLD = range(1, len(MIGRATIONS))
"""A record as each version before this one made it is in version-N.sql; never made anew, for it stands for those on
people's disks."""


@pytest.mark.parametrize("version", OLD)
def test_a_record_of_an_older_version_opens_and_reads_as_it_did(bare, version):
    path = old_record(bare / "old.db", version)
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
def test_a_record_brought_up_is_whole_and_says_the_same(bare, version):
    path = old_record(bare / "old.db", version)
    before = dump(path)
    with pytest.raises(Stop, match="older than this program"):
        list(broken(path))
    open_record(path).close()
    assert list(broken(path)) == []
    after = dump(path)
    kept = before.keys() - {"migrations", "shelves"}  # shelves follow from the rest, and have a column more
    assert {table: after[table] for table in kept} == {table: before[table] for table in kept}


@pytest.mark.parametrize("version", OLD)
def test_a_record_brought_up_is_laid_out_as_a_new_one(bare, version):
    path = old_record(bare / "old.db", version)
    for each in (path, bare / "new.db"):
        open_record(each).close()
    assert layout(path) == layout(bare / "new.db")


def test_steps_are_numbered_from_one_without_a_gap():
    assert [step.number for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
    assert all(step.name for step in MIGRATIONS)


def add_events(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE events (id TEXT PRIMARY KEY)")
    connection.exec_driver_sql("INSERT INTO events SELECT id FROM reports")


def add_title(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE events ADD COLUMN title TEXT")


def break_off(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TABLE runs")
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


def test_lacking_steps_are_applied_once_in_order_and_written_down(bare):
    path = old_record(bare / "old.db")
    names = [(1, "lay the first tables"), (2, "events"), (3, "titles of events")]
    assert brought_up(path, LATER[:2]) == names[:2]
    assert brought_up(path, LATER) == names
    assert brought_up(path, LATER) == names
    assert past(path, "SELECT count(*), count(title) FROM events") == [(2, 0)]


def test_a_step_that_fails_leaves_the_record_as_it_was(bare):
    path = old_record(bare / "old.db")
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


def test_a_newer_record_is_not_touched(bare):
    path = old_record(bare / "old.db")
    brought_up(path, LATER)
    with pytest.raises(Stop, match="Upgrade"):
        brought_up(path, LATER[:2])
    engine = reading_engine(path, 1.0)
    with engine.connect() as connection:
        assert version_of(connection, path) == 3
    engine.dispose()
