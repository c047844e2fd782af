"""A record on disk: added to twice, asked, explained, and killed in the middle."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.store.view import Wanted, open_view
from tests.cli.test_bad_input import run

STORIES = Path(__file__).parents[2] / "dragoman" / "demo" / "stories.jsonl"


def many(folder: Path, copies: int) -> Path:
    """The demo's stories over and over, each copy with a title of its own."""
    rows = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    file = folder / "many.jsonl"
    with file.open("w", encoding="utf-8") as out:
        for copy in range(copies):
            for row in rows:
                out.write(json.dumps({**row, "id": f"{row['id']}-{copy}", "title": f"{row['title']} {copy}"}) + "\n")
    return file


def held(db: Path) -> list[str]:
    with open_view(db) as view:
        return sorted(event.id for event in view.reports(Wanted()))


def test_adding_twice_changes_nothing(tmp_path: Path) -> None:
    db = tmp_path / "r.db"
    first = run("add", str(STORIES), "--db", str(db))
    before = held(db)
    second = run("add", str(STORIES), "--db", str(db))
    assert first.returncode == second.returncode == 0
    assert before
    assert held(db) == before
    assert b"13 known already" in second.stdout


def test_events_are_asked_by_actor_status_and_day(tmp_path: Path) -> None:
    db = tmp_path / "r.db"
    run("add", str(STORIES), "--db", str(db))
    asked = [
        "events",
        "--db",
        str(db),
        "--actor",
        "MLI",
        "--with",
        "RUS",
        "--since",
        "2023-01-01",
    ]
    done = run(*asked, "--status", "planned", "--known-by", "2025-04-01", "--json")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(event["type"], event["status"]) for event in found] == [("CONSULT", "planned")]
    assert found[0]["when"] == {"from": "2025-04-03", "to": "2025-04-04", "basis": "stated"}
    assert [each["article"] for each in found[0]["reports"]] == ["demo-08"]
    done = run(*asked, "--type", "CONSULT", "--json")
    later = [event for line in done.stdout.splitlines() if (event := json.loads(line))["event"] == found[0]["event"]]
    assert [each["article"] for each in later[0]["reports"]] == ["demo-08", "demo-09"]
    assert [change["stage"] for change in later[0]["history"]] == ["planned", "held"]
    why = run("explain", found[0]["event"][:10], "--db", str(db))
    assert why.returncode == 0
    for field in (b"type", b"status", b"when", b"where", b"invited_by"):
        assert field in why.stdout


def test_what_a_new_record_keeps_is_a_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_KEEP", "text")
    for name, flags, kept in (("a.db", [], True), ("b.db", ["--keep", "spans"], False)):
        db = tmp_path / name
        assert run("add", str(STORIES), "--db", str(db), *flags).returncode == 0
        with open_view(db) as view:
            assert {bool(event.article.text) for event in view.reports(Wanted())} == {kept}
    monkeypatch.setenv("DRAGOMAN_KEEP", "spans")  # an old record stays what it is
    assert run("add", str(STORIES), "--db", str(tmp_path / "a.db")).returncode == 0


def test_killed_in_the_middle_a_second_run_ends_as_one_clean_run_would(tmp_path: Path) -> None:
    file, db, clean = many(tmp_path, 20), tmp_path / "killed.db", tmp_path / "clean.db"
    assert run("add", str(file), "--db", str(clean)).returncode == 0
    chance = random.Random(11)
    for _ in range(4):
        command = [sys.executable, "-m", "dragoman", "add", str(file), "--db", str(db)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.8, 3.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if db.exists() and db.stat().st_size:
            assert set(held(db)) <= set(held(clean))
    assert run("add", str(file), "--db", str(db)).returncode == 0
    assert held(db) == held(clean)
