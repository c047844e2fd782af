"""`judge`, `log`, `undo` and `verify` as a user meets them."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.demo import STORIES
from tests.cli.test_record import run


@pytest.fixture(scope="module", autouse=True)
def _coder() -> Iterator[None]:
    """What is judged does not depend on who coded it; the rules are always at hand."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRAGOMAN_CODER", "rules")
        yield


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("judged") / "r.db"
    assert run("add", str(STORIES), "--db", str(path)).returncode == 0
    return path


def events(db: Path, *flags: str) -> list[dict]:
    done = run("events", "--db", str(db), "--json", *flags)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_judged_logged_undone_and_verified(db: Path) -> None:
    before = events(db)
    one, other = before[0]["event"], before[1]["event"]
    done = run("judge", one, "same", other, "--db", str(db), "--by", "A. Reader", "--reason", "one act")
    assert done.returncode == 0, done.stderr
    assert len(events(db)) == len(before) - 1
    logged = run("log", "--db", str(db), "--json")
    row = json.loads(logged.stdout.splitlines()[0])
    assert (row["verdict"], row["by"], row["reason"], row["undone_at"]) == ("same", "A. Reader", "one act", None)
    assert run("verify", "--db", str(db)).returncode == 0
    assert run("undo", "--db", str(db)).returncode == 0
    assert events(db) == before
    assert json.loads(run("log", "--db", str(db), "--json").stdout.splitlines()[0])["undone_at"]
    assert run("undo", "--db", str(db)).returncode == 4
    assert run("verify", "--db", str(db)).returncode == 0
    writes = run("log", "--writes", "--db", str(db)).stdout.splitlines()
    assert b"judgement" in writes[0]
    assert b"setting" in writes[-1]


def test_an_amended_event_says_so(db: Path) -> None:
    event = events(db, "--type", "CONSULT")[0]["event"]
    assert run("judge", event, "amend", "when=2024-01-02", "--db", str(db)).returncode == 0
    found = next(each for each in events(db) if each["event"] == event)
    assert found["when"] == {"from": "2024-01-02", "to": "2024-01-02", "basis": "stated"}
    assert found["amended"] == ["when"]
    assert run("judge", event, "amend", "when=someday", "--db", str(db)).returncode == 4
    assert run("judge", event, "same", "--db", str(db)).returncode == 4


def test_one_changed_word_is_found_and_named(db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with sqlite3.connect(db) as whole, sqlite3.connect(copy) as into:
        whole.backup(into)
        into.execute("UPDATE spans SET words = replace(words, 'Moscow', 'Minsk') WHERE words LIKE '%visit Moscow%'")
    into.close()
    whole.close()
    done = run("verify", "--db", str(copy))
    assert done.returncode == 5
    assert b"visit Minsk" in done.stdout
    assert b"demo-08" in done.stdout
