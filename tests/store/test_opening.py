import multiprocessing
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from dragoman.errors import Stop
from dragoman.store.opening import open_record
from dragoman.store.view import open_view
from tests.factory import a_report, an_article
from tests.store.dumps import dump

TEXT = b"Title: not a database\n" * 100


def test_a_new_record_keeps_spans_and_an_old_one_what_it_kept(place):
    with open_record(place / "a.db") as made:
        assert made.keep == "spans"
    with open_record(place / "b.db", keep="text") as made:
        assert made.keep == "text"
    with open_record(place / "b.db") as again:
        assert again.keep == "text"
    with pytest.raises(Stop, match="keeps the text of its articles, not the spans") as said:
        open_record(place / "b.db", keep="spans")
    assert str(place / "b.db") in str(said.value)


def test_an_empty_file_becomes_a_record(tmp_path):
    path = tmp_path / "empty.db"
    path.touch()
    with open_record(path) as record:
        assert record.keep == "spans"


@pytest.mark.parametrize("name", ["a b.db", "what?.db", "100%.db", "r#1.db", "Überblick.db", "plain"])
def test_any_file_name_will_do(tmp_path, name):
    path, article = tmp_path / name, an_article("Mali met Niger.")
    with open_record(path) as record, record.writer() as writer:
        writer.add_article(article, [a_report(article, "met")])
    with open_view(path) as view:
        assert view.counts().reports == 1
    assert path.is_file()


def make_text(path):
    path.write_bytes(TEXT)


def make_folder(path):
    path.mkdir()


def make_strange(path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()


def make_newer(path):
    with open_record(path):
        pass
    with sqlite3.connect(path) as newer:
        newer.execute("INSERT INTO migrations VALUES (999, 'from the future', '2030-01-01 00:00:00.000000')")
    newer.close()


def make_damaged(path):
    with open_record(path) as record, record.writer() as writer:
        writer.add_article(an_article("Mali met Niger. " * 4000))
    whole = bytearray(path.read_bytes())
    whole[100 : len(whole) // 2] = b"\\xab" * (len(whole) // 2 - 100)
    path.write_bytes(whole)


def make_nothing(path):
    pass


def make_without_folder(path):
    shutil.rmtree(path.parent)


BAD_FILES = {
    "text": (make_text, "is not a record, nor any database", "is not a record, nor any database"),
    "a folder": (make_folder, "is a folder", "there is no record"),
    "another program's": (make_strange, "not a record of Dragoman", "not a record of Dragoman"),
    "newer": (make_newer, "of version 999.*Upgrade Dragoman", "of version 999.*Upgrade Dragoman"),
    "damaged": (make_damaged, "is damaged", "is damaged"),
    "no folder": (make_without_folder, "there is no folder", "there is no record"),
    "not there": (make_nothing, "", "there is no record"),
    "empty": (Path.touch, "", "holds no record yet"),
}


@pytest.mark.parametrize(("make", "writing", "reading"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_cannot_be_used_is_said_to_be_so(tmp_path, make, writing, reading):
    path = tmp_path / "there" / "x.db"
    path.parent.mkdir()
    make(path)
    with pytest.raises(Stop, match=reading):
        open_view(path)
    if writing:
        with pytest.raises(Stop, match=writing) as said:
            open_record(path)
        assert said.value.remedy


def test_a_file_that_is_no_record_is_not_touched(tmp_path):
    path = tmp_path / "x.db"
    make_text(path)
    with pytest.raises(Stop):
        open_record(path)
    assert path.read_bytes() == TEXT
    assert [file.name for file in tmp_path.iterdir()] == ["x.db"]


def test_a_record_that_another_writes_for_too_long_stops_clearly(place):
    path = place / "a.db"
    with open_record(path) as first, first.writer() as writer:
        writer.add_article(an_article())
        with pytest.raises(Stop, match=r"another program.*what was finished is kept"):
            open_record(path, patience=0.05)
    with open_record(path, patience=0.05):
        pass


def test_a_full_disk_stops_and_leaves_the_record_whole(tmp_path):
    path = tmp_path / "a.db"
    with open_record(path, keep="text") as record:
        with record.writer("stub", "1") as writer:
            writer.add_article(an_article("Mali met Niger."))
        before = dump(path)
        pages = record._connection.exec_driver_sql("PRAGMA page_count").scalar()
        record._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        record._connection.rollback()
        with pytest.raises(Stop, match="the disk is full"), record.writer("stub", "1") as writer:
            writer.add_article(an_article("Niger met Mali. " * 50_000))
        assert dump(path) == before
        record._connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
        record._connection.rollback()
        with record.writer("stub", "1") as writer:  # room was made
            writer.add_article(an_article("Niger met Mali. " * 50_000))
    assert len(dump(path)["articles"]) == 2


def test_a_file_that_may_not_grow_stops_as_a_full_disk_does(tmp_path):
    """As with a quota: the system refuses to let the files of the record grow beyond 200 KB."""
    path = tmp_path / "a.db"
    with open_record(path, keep="text") as record, record.writer() as writer:
        writer.add_article(an_article("Mali met Niger."))
    before = dump(path)
    script = (
        "import sys; from dragoman.errors import Stop; from dragoman.store.opening import open_record\n"
        "from tests.factory import an_article\n"
        "try:\n"
        "    with open_record(sys.argv[1]) as record, record.writer() as writer:\n"
        "        writer.add_article(an_article('Niger met Mali. ' * 50_000))\n"
        "except Stop as stop: print(stop)\n"
    )

    def no_more_than_200_kb():
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, preexec_fn=no_more_than_200_kb
    )
    assert "what was finished is kept" in done.stdout
    assert done.stderr == ""
    assert dump(path) == before


NOBODY = 65534


def unprivileged(answer):
    """What a function says when it is called by a user to whom a read-only folder is read-only."""
    if os.geteuid() != 0:
        return answer()
    fork = multiprocessing.get_context("fork")
    heard, said = fork.Pipe()

    def as_nobody():
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        said.send(answer())

    child = fork.Process(target=as_nobody)
    child.start()
    child.join(30)
    assert child.exitcode == 0
    return heard.recv()


def what_stops(opening):
    try:
        return opening()
    except Stop as stop:
        return str(stop)


@pytest.fixture
def open_to_all():
    """A folder that every user can reach, as those of pytest are not."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.parametrize("was_killed", [False, True])
def test_a_record_on_a_read_only_disk_is_read_even_so_and_writing_it_stops(open_to_all, was_killed):
    path, article = open_to_all / "a.db", an_article("Mali met Niger.")
    with open_record(path) as record:
        with record.writer() as writer:
            writer.add_article(article, [a_report(article, "met")])
        work = {name: (open_to_all / name).read_bytes() for name in ("a.db", "a.db-wal")}
    if was_killed:  # then what was done last is in the -wal file only
        for name, held in work.items():
            (open_to_all / name).write_bytes(held)
    for file in open_to_all.iterdir():
        file.chmod(0o444)
    open_to_all.chmod(0o555)
    read = unprivileged(lambda: what_stops(lambda: open_view(path).counts().reports))
    assert ("was not closed" in read) if was_killed else (read == 1)
    written = unprivileged(lambda: what_stops(lambda: open_record(path)))
    assert ("cannot be opened" if was_killed else "read-only") in written
    assert "cannot be opened" in unprivileged(lambda: what_stops(lambda: open_record(open_to_all / "new.db")))
