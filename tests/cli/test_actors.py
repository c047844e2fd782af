"""Every command of the actor book, on facts that anyone can check."""

import json
from pathlib import Path

import pytest

from tests.cli.test_bad_input import assert_clean, run

SAYS = [
    (
        ["who", "Yevkurov"],
        ["Yunus-bek Yevkurov", "Deputy Minister of Defence of RUS", "2019-07-08", "Юнус-бек Евкуров"],
    ),
    (["who", "Evkourov"], ["Yunus-bek Yevkurov"]),
    (
        ["who", "CSS", "--on", "2025-04-01"],
        ["AES", "Alliance des États du Sahel", "Альянс", "BFA, MLI, NER", "Assimi Goïta"],
    ),
    (["who", "the Malian junta", "--on", "2021-06-01"], ["MLI", "Assimi Goïta", "2021-05-24"]),
    (["who", "MLI", "--on", "2015-06-01"], ["Ibrahim Boubacar Keïta", "ECOWAS"]),
    (["members", "ECOWAS", "--on", "2025-02-01"], ["12 members", "GIN   1975-05-28 –  suspended", "notice 2024-01-28"]),
    (["members", "ECOWAS", "--on", "2025-01-01"], ["15 members"]),
    (
        ["ties", "MLI", "--from", "2020", "--to", "2025"],
        ["MLI → ECOWAS", "2025-01-29, notice 2024-01-28", "[bodies.toml]"],
    ),
    (["codes", "NG", "--system", "fips"], ["Niger (NER)", "NGA in iso2"]),
    (["actors", "check"], ["overlap", "as of"]),
]


@pytest.mark.parametrize(("command", "expected"), SAYS, ids=[" ".join(command) for command, _ in SAYS])
def test_what_it_says(command: list[str], expected: list[str]) -> None:
    done = run(*command)
    assert_clean(done)
    assert done.returncode == 0, done.stderr.decode()
    told = (done.stdout + done.stderr).decode()
    assert [words for words in expected if words not in told] == []


@pytest.mark.parametrize(
    ("name", "heading"),
    [("Lavrov", "Sergey Lavrov · RUS"), ("ECOWAS", "Economic Community of West African States · ECOWAS")],
)
def test_an_answer_begins_with_the_name(name: str, heading: str) -> None:
    assert run("who", name, "--on", "2025-04-01").stdout.decode().startswith(heading)


def test_json_says_the_same() -> None:
    found = json.loads(run("members", "AES", "--on", "2025-02-01", "--json").stdout)
    assert [spell["who"] for spell in found["members"]] == ["BFA", "MLI", "NER"]


@pytest.mark.parametrize("command", [["who", "Nobody Atall"], ["members", "Mali"], ["codes", "QQ"], ["ties", "Xyzzy"]])
def test_whom_the_book_does_not_know(command: list[str]) -> None:
    done = run(*command)
    assert_clean(done)
    assert done.returncode == 4
    assert done.stderr.startswith(b"dragoman: ")


def test_questions_are_answered_in_order() -> None:
    questions = [
        {"ask": "holder", "office": "head of state", "country": "MLI", "on": "2015-06-01"},
        {"ask": "resolve", "text": "Malian Foreign Minister Abdoulaye Diop", "on": "2023-01-01"},
        {"ask": "members", "body": "AES", "on": "2025-02-01"},
        {"ask": "code", "value": "NG", "system": "fips", "to": "iso3"},
    ]
    given = "\n".join([*(json.dumps(each) for each in questions), "no question"])
    done = run("actors", "ask", stdin=given.encode())
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 3
    assert answers[0]["person"] == "Ibrahim Boubacar Keïta"
    assert (answers[1]["country"], answers[1]["sector"], answers[1]["person"]) == ("MLI", "GOV", "Abdoulaye Diop")
    assert answers[2] == {"members": ["BFA", "MLI", "NER"]}
    assert answers[3] == {"value": "NER"}
    assert "error" in answers[4]


def test_a_desk_adds_a_shelf_of_its_own(tmp_path: Path) -> None:
    shelf, db = tmp_path / "my-desk.toml", tmp_path / "r.db"
    shelf.write_text('[[body]]\nid = "TESTBLOC"\nname = "Test Bloc of the Sands"\nsector = "IGO"\n', encoding="utf-8")
    added = run("actors", "add", str(shelf), "--db", str(db))
    assert added.returncode == 0, added.stderr.decode()
    assert b"TESTBLOC" in run("who", "Test Bloc of the Sands", "--db", str(db)).stdout
    assert run("who", "Test Bloc of the Sands").returncode == 4
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[[body]\n", encoding="utf-8")
    refused = run("actors", "add", str(wrong), "--db", str(db))
    assert refused.returncode == 4
    assert b"wrong.toml" in refused.stderr


def test_entities_go_out_and_come_in(tmp_path: Path) -> None:
    out = run("actors", "export", "AES")
    assert_clean(out)
    file, db = tmp_path / "entities.ftm.json", tmp_path / "r.db"
    file.write_bytes(out.stdout)
    assert any(json.loads(line)["schema"] == "Organization" for line in out.stdout.splitlines())
    done = run("actors", "import", str(file), "--db", str(db))
    assert_clean(done)
    assert done.returncode in (0, 3)
    assert b"entities.toml" in done.stdout


def test_articles_are_read_with_the_shelves_of_the_desk(tmp_path: Path) -> None:
    shelf, db, story = tmp_path / "my-desk.toml", tmp_path / "r.db", tmp_path / "story.txt"
    shelf.write_text(
        '[[group]]\nid = "SAND_FRONT"\nname = "Sand Front"\ncountry = "MLI"\nsector = "REB"\n', encoding="utf-8"
    )
    story.write_text("The Sand Front attacked Malian soldiers in Gao on Monday.", encoding="utf-8")
    assert run("actors", "add", str(shelf), "--db", str(db)).returncode == 0
    added = run("add", str(story), "--published", "2025-10-01", "--db", str(db))
    assert added.returncode == 0, added.stderr.decode()
    assert b"Sand Front (SAND_FRONT)" in run("events", "--db", str(db)).stdout
