"""A record in PostgreSQL: one writer at a time, readers who never wait, time limits, lost servers, later steps."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from dragoman.errors import Skip, Stop
from dragoman.store import imported as imported_room
from dragoman.store import schema, sharing
from dragoman.store import writer as writer_room
from dragoman.store.connecting import BEGIN, reading_engine, writing_engine
from dragoman.store.dialects import copy_in
from dragoman.store.failures import stops
from dragoman.store.imported import Tally, lay_imported
from dragoman.store.migrations import MIGRATIONS, Migration, bring_up
from dragoman.store.moving import copy_record
from dragoman.store.opening import is_made, open_record
from dragoman.store.verifying import broken
from dragoman.store.view import open_view
from tests.factory import a_reject, a_report, an_article, visit_reports
from tests.postgres import Databases
from tests.store.adding import add, story
from tests.store.dumps import dump
from tests.store.layouts import layout
from tests.store.past import past
from tests.store.test_imported import EXPELS

HOUSE = Path(__file__).parents[2]


@pytest.fixture
def shared(postgres):
    made = Databases(postgres)
    yield made
    made.close()


def test_readers_wait_for_nobody_while_much_is_loaded(shared):
    path = shared / "a.db"
    add(path, range(5))
    with open_record(path) as record, open_view(path) as view:
        with record.writer("stub", "2") as writer:
            for number in range(5, 200):
                writer.add_article(story(number))
            writer.flush()  # all is in the tables, and nothing is committed
            assert view.counts().articles == 5
        assert view.counts().articles == 200


def test_all_that_comes_in_bulk_comes_by_copy(shared, monkeypatch):
    copied = Counter()

    def spied(connection, table, rows):
        rows = list(rows)
        copied[table.name] += len(rows)
        copy_in(connection, table, rows)

    for room in (writer_room, imported_room):
        monkeypatch.setattr(room, "copy_in", spied)
    path = shared / "a.db"
    add(path, range(20))
    with open_record(path) as record, record.writer() as writer:
        bulk, tally = writer.bulk, Tally()
        number = bulk.begin("bench", "bench.tab")
        bulk.add(number, [replace(EXPELS, key=str(each)) for each in range(1000)], tally)
        bulk.end(number, tally, 0, 0)
    held = {name: len(rows) for name, rows in dump(path).items()}
    by_copy = ("articles", "article_outlets", "spans", "reports", "participants", "report_reasons", "unplaced")
    assert {name: copied[name] for name in by_copy} == {name: held[name] for name in by_copy}
    assert copied["arriving"] == held["imported"] == 1000
    assert list(broken(path)) == []


def test_several_who_write_at_once_end_as_one_quiet_run(shared):
    quiet, path = shared / "quiet.db", shared / "a.db"
    add(quiet, range(60))
    command = [sys.executable, "-m", "tests.store.adding", str(path)]
    children = [
        subprocess.Popen([*command, *cut], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HOUSE)
        for cut in (("0", "40"), ("20", "60"))
    ]
    for child in children:
        child.communicate("go\n", timeout=120)
        assert child.returncode == 0
    assert dump(path) == dump(quiet)
    assert list(broken(path)) == []


def test_a_writer_that_is_killed_leaves_whole_units_and_no_lock(shared):
    path = shared / "a.db"
    command = [sys.executable, "-m", "tests.store.adding", str(path), "0", "2000"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HOUSE)
    assert child.stdout.readline() == "open\n"
    child.stdin.write("go\n")
    child.stdin.flush()
    for _ in range(3):
        child.stdout.readline()
    child.kill()
    child.communicate()
    with open_record(path, patience=5.0), open_view(path) as view:
        assert 15 <= view.counts().articles < 2000
        assert view.counts().articles % 5 == 0
    assert list(broken(path)) == []


def test_a_question_that_takes_too_long_is_given_up(shared, monkeypatch):
    monkeypatch.setattr(sharing, "ANSWERED_WITHIN", 0.1)
    path = shared / "a.db"
    open_record(path).close()
    engine = reading_engine(path, 5.0)
    with pytest.raises(Stop, match="longer than it may"), stops(path), engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(20)"))
    engine.dispose()


def add_while(record, something_happens):
    with record.writer("stub", "1") as writer:
        writer.add_article(story(7))
        something_happens()


def test_a_server_that_goes_away_and_comes_back(postgres):
    path = postgres.database("gone")
    add(path, range(5))
    record = open_record(path)
    with pytest.raises(Stop, match="was lost in the middle"):
        add_while(record, lambda: postgres.stop(for_good=False))
    with pytest.raises(Stop, match="cannot be reached") as said:
        open_view(path, patience=2.0)
    assert "server runs" in said.value.remedy
    postgres.start()
    add(path, range(10))
    assert list(broken(path)) == []


@pytest.mark.parametrize(
    ("name", "user", "said"),
    [
        ("nowhere", "dragoman", "cannot be reached: .*does not exist"),
        ("postgres", "nobody", "cannot be reached: .*nobody"),
    ],
)
def test_what_cannot_be_reached_is_said_to_be_so(postgres, name, user, said):
    for opening in (open_view, open_record, is_made):
        with pytest.raises(Stop, match=said) as stop:
            opening(postgres.address(name, user))
        assert stop.value.remedy


def test_a_database_without_a_record_or_with_something_else(postgres):
    path = postgres.database()
    assert not is_made(path)
    with pytest.raises(Stop, match="holds no record yet"):
        open_view(path)
    past(path, "CREATE TABLE recipes (name TEXT)")
    for opening in (open_view, open_record):
        with pytest.raises(Stop, match="not a record of Dragoman"):
            opening(path)


def test_who_may_only_read_reads_and_is_refused_the_rest(postgres):
    path = postgres.database("read")
    add(path, range(3))
    past(path, "CREATE ROLE reader LOGIN", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    theirs = postgres.address(path.database, "reader")
    with open_view(theirs) as view:
        assert view.counts().articles == 3
    with (
        pytest.raises(Stop, match="does not let you"),
        open_record(theirs) as record,
        record.writer("stub", "9") as writer,
    ):
        writer.add_article(story(1))


def test_a_sign_that_postgresql_cannot_keep_is_refused_and_the_unit_goes_on(shared):
    path, bad, good = shared / "a.db", an_article("Mali \x00met Niger."), an_article("Mali met Niger.")
    with open_record(path, keep="text") as record, record.writer("stub", "1") as writer:
        with pytest.raises(Skip, match="NUL"):
            writer.add_article(bad, [])
        writer.add_reject(a_reject(reason="a \x00 in it"))
        writer.add_article(good, [a_report(good, "met")])
    assert [row[0] for row in dump(path)["articles"]] == [good.id]


DAMAGE = {
    "UPDATE spans SET words = 'refused' WHERE words = 'condemned'": "quote",
    "UPDATE reports SET status = 'happened' WHERE status = 'planned'": "article",
    "UPDATE articles SET published_on = '2020-01-01'": "article",
    "DELETE FROM report_reasons": "article",
    "UPDATE writes SET made_at = '2020-01-01' WHERE number = 1": "write",
    "INSERT INTO rejects SELECT 'x', origin, stage, reason, known_at FROM rejects": "reject",
    "ALTER TABLE participants DROP CONSTRAINT participants_report_id_fkey; ALTER TABLE participants ADD CONSTRAINT "
    "unwatched FOREIGN KEY (report_id) REFERENCES reports (id) NOT VALID": "file",
}


@pytest.fixture(scope="module")
def whole(postgres):
    path, article = postgres.database("whole"), an_article(outlets=("AP", "TASS"))
    with open_record(path) as record, record.writer("stub", "1") as writer:
        writer.add_article(article, visit_reports(article))
        writer.add_reject(a_reject())
    return path


@pytest.mark.parametrize(("damage", "what"), DAMAGE.items(), ids=DAMAGE)
def test_whatever_is_changed_past_dragoman_is_found(postgres, whole, damage, what):
    assert list(broken(whole)) == []
    postgres.run("postgres", "DROP DATABASE IF EXISTS harmed", f'CREATE DATABASE harmed TEMPLATE "{whole.database}"')
    harmed = postgres.address("harmed")
    past(harmed, damage)
    assert what in {each.what for each in broken(harmed)}


def test_a_step_lays_its_tables_as_a_new_record_has_them(postgres):
    new, old = postgres.database("new"), postgres.database("old")
    for path in (new, old):
        open_record(path).close()
    past(old, "DROP TABLE imported, imports")
    steps = (*MIGRATIONS, Migration(len(MIGRATIONS) + 1, "imports once more", lay_imported))
    engine = writing_engine(old, 5.0)
    with engine.connect() as connection:
        connection.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
        with connection.begin():
            bring_up(connection, old, None, steps)
    engine.dispose()
    assert layout(old) == layout(new)
    assert past(old, "SELECT max(number) FROM migrations") == [(len(steps),)]


def break_off(connection):
    connection.exec_driver_sql("DROP TABLE rejects CASCADE")
    raise RuntimeError("killed in the middle")


def test_a_step_that_fails_leaves_the_record_as_it_was(shared):
    path = shared / "a.db"
    add(path, range(5))
    before = dump(path)
    engine = writing_engine(path, 5.0)
    with pytest.raises(RuntimeError, match="killed"), engine.begin() as connection:
        bring_up(connection, path, None, (*MIGRATIONS, Migration(len(MIGRATIONS) + 1, "broken", break_off)))
    engine.dispose()
    assert dump(path) == before


def test_every_text_sorts_sign_by_sign(shared):
    path = shared / "a.db"
    open_record(path).close()
    others = past(
        path,
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' "
        "AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'",
    )
    assert others == []
    assert past(path, "SELECT min(x) FROM (VALUES ('a'), ('B')) AS v(x)") in ([("a",)], [("B",)])


def logged(path):
    return past(path, "SELECT number, what, subject, digest FROM writes ORDER BY number")


@pytest.mark.parametrize("keep", ["spans", "text"])
def test_a_record_is_copied_there_and_back_and_is_the_same(shared, tmp_path, keep):
    first, there, back = tmp_path / "a.db", shared / "a.db", tmp_path / "b.db"
    open_record(first, keep=keep).close()
    add(first, range(30))
    assert copy_record(first, there) == copy_record(there, back) > 0
    assert list(broken(there)) == list(broken(back)) == []
    assert dump(first) == dump(there) == dump(back)
    assert logged(first) == logged(there) == logged(back)
    for path in (first, there):  # and both go on alike
        add(path, range(30, 60))
    assert dump(first) == dump(there)
    assert list(broken(there)) == []
    with pytest.raises(Stop, match="is a record already"):
        copy_record(first, there)


def test_a_record_in_a_server_cannot_be_changed_by_a_view(shared):
    path = shared / "a.db"
    open_record(path).close()
    with open_view(path) as view, view._engine.connect() as connection, pytest.raises(DBAPIError, match="read-only"):
        connection.execute(schema.meta.delete())
