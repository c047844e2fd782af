"""The verbs that ask the record over time, run as a user runs them over the stories that ship with Dragoman."""

import io
import json
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from dragoman.cli.entry import main
from dragoman.cli.recording import Adding
from dragoman.news.source import read_source
from dragoman.pipeline import Pipeline
from dragoman.store.opening import open_record

STORIES = Path(__file__).parents[2] / "dragoman" / "demo" / "stories.jsonl"
DAYS = ("2024-02-01", "2025-04-01", "2025-04-07")


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def call(*command: str) -> Done:
    """Runs a command in this process, which spares the start of another for each of so many questions."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as left:
        main(command)
    out.seek(0)
    code = left.value.code
    return Done(code if isinstance(code, int) else 1, out.read(), err.getvalue())


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory, new_place: Callable[[], Any]) -> Mapping[str, Any]:
    """The record of all the stories, and one of those published up to each of the days."""
    folder, pipeline, place = tmp_path_factory.mktemp("answers"), Pipeline(coder="rules"), new_place()
    lines = STORIES.read_text(encoding="utf-8").splitlines()
    made = {}
    for day in ("all", *DAYS):
        source, made[day] = folder / f"{day}.jsonl", place / f"{day}.db"
        wanted = [line for line in lines if day == "all" or json.loads(line)["date"] <= day]
        source.write_text("\n".join(wanted), encoding="utf-8")
        with open_record(made[day]) as record:
            Adding(record, pipeline).add(read_source(str(source)))
    return made


@pytest.fixture(scope="module")
def db(records: Mapping[str, Path]) -> Path:
    return records["all"]


def said(db: Path, *command: str) -> str:
    done = call(*command, "--db", str(db))
    assert done.code == 0, done.err
    return done.out


def rows(db: Path, *command: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in said(db, *command, "--json").splitlines()]


# command → words that its answer holds
SAYS = [
    ("timeline AES RUS --since 2025-01-01 --until 2025-12-31", ["CONSULT visit", "Burkina Faso, Mali and Niger → Russia", "2 reports, 2 origins", "planned (2025-04-01) → held (2025-04-04)"]),
    ("timeline MLI --until 2025-12-31 --quiet 60", ["·  ·  ·  no word for"]),
    ("diary --week 2025-04-02 --region sahel,russia --known-by 2025-04-01", ["Diary 31 March 2025 to 6 April 2025 · sahel, russia", " ** Burkina Faso, Mali and Niger → Russia: visit, Moscow", "Sergey Lavrov", "planned; 3–4 April 2025"]),
    ("due --known-by 2025-04-20", ["2025-04-03/2025-04-04", "held", "Lavrov met the foreign ministers"]),
    ("due --known-by 2025-04-03 --region russia", []),
    ("claims --by JNIM", ["JNIM (JNIM) claims", "killed more than 100 soldiers"]),
    ("claims --about MLI", ["Algeria (DZA) claims"]),
    ("pledges MLI", ["none yet", "no due date given", "continue its military cooperation"]),
    ("changes --since 2025-04-01 --known-by 2025-04-05", ["2025-04-04  closed"]),
    ("ties ECOWAS --as-of 2025-02-01 --known-by 2024-12-31", ["notice 2024-01-28", "MLI → ECOWAS", "[bodies.toml"]),
]  # fmt: skip


@pytest.mark.parametrize(("command", "expected"), SAYS, ids=[command for command, _ in SAYS])
def test_what_it_says(db: Path, command: str, expected: list[str]) -> None:
    told = " ".join(said(db, *command.split()).split())
    assert [words for words in expected if " ".join(words.split()) not in told] == []


def test_no_word_is_never_held(db: Path) -> None:
    told = said(db, *"timeline AES RUS --since 2025-01-01 --known-by 2025-04-01".split())
    assert "planned" in told
    assert "held" not in told


@pytest.mark.parametrize(
    "command",
    ["timeline MLI", "due", "claims", "pledges", "changes --since 2023-01-01"],
)
def test_every_row_lists_its_reports_by_article_and_anchor(db: Path, command: str) -> None:
    found = [row for row in rows(db, *command.split()) if "gap" not in row]
    assert found
    for row in found:
        assert row["reports"]
        for report in row["reports"]:
            assert report["article"].startswith("demo-")
            assert report["anchor"]
            assert report["at"][0] < report["at"][1]


@pytest.mark.parametrize(
    "command",
    ["timeline MLI", "due", "claims", "pledges", "changes --since 2023-06-01", "ties MLI", "diary --week 2025-04-02"],
)
@pytest.mark.parametrize("day", DAYS)
def test_known_by_a_day_is_what_a_record_of_the_articles_up_to_it_says(
    records: Mapping[str, Path], command: str, day: str
) -> None:
    asked = [*command.split(), "--known-by", day]
    assert _timeless(rows(records["all"], *asked)) == _timeless(rows(records[day], *asked))


def _timeless(found: Any) -> Any:
    """The same without the instants at which a record had its reports."""
    if isinstance(found, dict):
        return {key: _timeless(value) for key, value in found.items() if key != "known_at"}
    return [_timeless(each) for each in found] if isinstance(found, list) else found


def test_a_diary_is_written_in_every_form(db: Path, tmp_path: Path) -> None:
    for form, sign in (
        ("markdown", b"# Diary"),
        ("html", b"<!doctype html>"),
        ("ics", b"BEGIN:VCALENDAR"),
        ("text", b"Diary 31"),
    ):
        file = tmp_path / f"week.{form}"
        said(db, "diary", "--week", "2025-04-02", "--format", form, "-o", str(file))
        assert file.read_bytes().startswith(sign)


def test_a_calendar_written_over_the_plan_moves_on(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "aes.ics"
    said(db, "calendar", "--actor", "sahel", "--known-by", "2025-04-01", "-o", str(file))
    before = {str(item["uid"]): item for item in Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
    said(db, "calendar", "--actor", "sahel", "-o", str(file))
    after = {str(item["uid"]): item for item in Calendar.from_ical(file.read_bytes()).walk("VEVENT")}
    visit = next(uid for uid, item in before.items() if "Russia" in item["summary"])
    assert before[visit]["status"] == "TENTATIVE"
    assert after[visit]["status"] == "CONFIRMED"
    assert after[visit]["sequence"] > before[visit]["sequence"]
    assert sum("Russia" in item["summary"] and "Moscow" in item.get("location", "") for item in after.values()) <= 2


WRONG = [
    ("timeline Xyzzy", "knows no actor"),
    ("timeline MLI --quiet 0", "--quiet 0"),
    ("timeline MLI --since tomorrow", "--since"),
    ("diary --region atlantis", "neither a region nor an actor"),
    ("diary --from 2025-04-02", "both --from and --to"),
    ("diary --from 2025-04-02 --to 2025-04-01", "lies before"),
    ("diary --week 2025-04-02 -o /nowhere/at/all.txt", "/nowhere/at/all.txt"),
    ("changes --since 2999-01-01", "lies after"),
    ("due --known-by 2025-13-01", "--known-by"),
]


@pytest.mark.parametrize(("command", "says"), WRONG)
def test_what_it_cannot_answer_is_said(db: Path, command: str, says: str) -> None:
    done = call(*command.split(), "--db", str(db))
    assert done.code == 4
    assert says in done.err


def test_without_a_record_the_ties_are_the_books(tmp_path: Path) -> None:
    done = call("ties", "MLI", "--db", str(tmp_path / "none.db"))
    assert done.code == 0
    assert "the ties of the actor book alone" in done.err
    assert "MLI" in done.out
