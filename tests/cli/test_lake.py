"""The verbs that ask the record, over a lake of the same articles: what they say, and what only a record can say."""

import json
import shutil
from pathlib import Path

import polars
import pytest
from pyarrow import dataset

from dragoman.chronicle import Chronicle
from dragoman.export.events import event_object
from dragoman.store.view import Wanted, open_view
from tests.cli.test_answers import STORIES, _timeless, call


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A record and a lake gathered from one run over the stories, one of them printed again by another outlet."""
    folder = tmp_path_factory.mktemp("lake")
    lines = STORIES.read_text(encoding="utf-8").splitlines()
    again = {**json.loads(lines[0]), "id": "again", "outlet": "Demo Herald", "title": "Told again"}
    (folder / "news.jsonl").write_text("\n".join([*lines, json.dumps(again)]), encoding="utf-8")
    run, db, lake = folder / "run", folder / "record.db", folder / "lake"
    with pytest.MonkeyPatch.context() as set_:
        set_.setenv("DRAGOMAN_CODER", "rules")
        for command in (
            ["plan", str(folder / "news.jsonl"), "--shards", "2", "-o", str(run)],
            ["run", str(run), "--jobs", "1"],
            ["gather", str(run), "--db", str(db)],
            ["gather", str(run), "--parquet", str(lake), "--jobs", "1"],
        ):
            done = call("batch", *command)
            assert done.code == 0, done.err
    return db, lake


SAME = [
    "events",
    "events --actor MLI --with RUS",
    "events --since 2025-01-01 --until 2025-06-30 --type CONSULT --status happened --status planned",
    "events --known-by 2025-04-01 --limit 5",
    "timeline AES RUS --since 2025-01-01 --until 2025-12-31",
    "timeline MLI --quiet 60 --known-by 2025-04-07",
    "relation MLI RUS --by quarter --since 2024 --until 2025-12-31",
    "relation AES RUS --by month --since 2025 --until 2025 --known-by 2025-04-07",
    "diary --week 2025-04-02 --region sahel,russia --known-by 2025-04-01",
    "due --known-by 2025-04-20",
    "claims",
    "claims --by JNIM",
    "pledges MLI",
    "changes --since 2023-01-01 --known-by 2025-04-05",
    "ties MLI",
    "ties ECOWAS --as-of 2025-02-01 --known-by 2024-12-31",
    "network --window 900d --known-by 2025-04-20",
    "shifts --actor MLI --since 2023-01-01",
    "forecast MLI RUS --known-by 2025-04-07",
]


@pytest.mark.parametrize("command", SAME)
@pytest.mark.parametrize("form", [["--json"], []], ids=["json", "text"])
def test_a_lake_says_what_a_record_of_the_same_articles_says(
    both: tuple[Path, Path], command: str, form: list[str]
) -> None:
    from_record, from_lake = (call(*command.split(), *form, "--db", str(each)) for each in both)
    assert from_lake.code == from_record.code == 0, from_lake.err
    assert _same(from_lake.out, form) == _same(from_record.out, form)
    assert from_lake.err == from_record.err
    # The stories tell of no shift.
    assert from_record.out.strip() or from_record.err.strip() or command.startswith("shifts")


def _same(said: str, form: list[str]) -> object:
    return [_timeless(json.loads(line)) for line in said.splitlines()] if form else said


def test_an_event_is_explained_from_a_lake(both: tuple[Path, Path]) -> None:
    with open_view(both[0]) as view:
        longest = max(Chronicle(view).events(), key=lambda each: len(each.reports))
    for prefix in (longest.id, longest.reports[-1].id[:12]):
        from_record, from_lake = (call("explain", prefix, "--json", "--db", str(each)) for each in both)
        assert _same(from_lake.out, ["--json"]) == _same(from_record.out, ["--json"]) != []
    assert "has no event ffffff" in call("explain", "ffffffff", "--db", str(both[1])).err


@pytest.mark.parametrize("what", ["events", "reports", "ties", "claims", "pledges", "articles"])
def test_tables_of_a_lake_are_those_of_the_record(both: tuple[Path, Path], what: str) -> None:
    from_record, from_lake = (call("export", what, "--format", "jsonl", "--db", str(each)) for each in both)
    assert from_lake.code == from_record.code == 0, from_lake.err
    assert _same(from_lake.out, ["--json"]) == _same(from_record.out, ["--json"]) != []


@pytest.mark.parametrize("form", ["plover", "icews", "cameo", "ftm"])
def test_interchange_formats_of_a_lake_are_those_of_the_record(both: tuple[Path, Path], form: str) -> None:
    from_record, from_lake = (call("export", form, "--db", str(each)) for each in both)
    assert from_lake.code == from_record.code == 0, from_lake.err
    assert from_lake.out == from_record.out != ""


def test_a_calendar_of_a_lake_is_that_of_the_record(both: tuple[Path, Path]) -> None:
    from_record, from_lake = (call("calendar", "--db", str(each)).out for each in both)
    assert "BEGIN:VEVENT" in from_lake
    assert _unstamped(from_lake) == _unstamped(from_record)


def _unstamped(calendar: str) -> list[str]:
    """Its lines without the instants at which it was written."""
    return [line for line in calendar.splitlines() if not line.startswith(("DTSTAMP", "LAST-MODIFIED", "CREATED"))]


def test_events_come_one_by_one_from_a_lake_as_from_a_record(both: tuple[Path, Path]) -> None:
    told = []
    for each in both:
        with open_view(each) as view:
            streamed = [event_object(event) for event in Chronicle(view).stream(Wanted(actor="MLI"))]
            told.append(_timeless(json.loads(json.dumps(streamed))))
    assert told[0] == told[1] != []


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("rejects list", "is a lake, which does not answer this"),
        ("log --writes", "is a lake, which does not answer this"),
        ("scorecard", "is a lake, which is only read"),
        ("judge {event} wrong", "is a lake, which is only read"),
        ("serve", "is a lake, which has no pages"),
        ("add news.jsonl", "is a lake, which is only read"),
    ],
)
def test_what_only_a_record_can_say_is_said_to_be_so(both: tuple[Path, Path], command: str, says: str) -> None:
    with open_view(both[1]) as view:
        event = Chronicle(view).events()[0].id
    done = call(*command.format(event=event).split(), "--db", str(both[1]))
    assert done.code == 4
    assert says in done.err


def test_a_lake_is_verified_by_its_bytes(both: tuple[Path, Path], tmp_path: Path) -> None:
    assert "are as they were written" in call("verify", "--db", str(both[1])).out
    shutil.copytree(both[1], tmp_path / "lake", symlinks=True)
    file = next((tmp_path / "lake" / "latest" / "events").glob("*/*.parquet"))
    file.write_bytes(file.read_bytes()[:-1] + b"2")
    done = call("verify", "--db", str(tmp_path / "lake"))
    assert done.code != 0
    assert "not those that were gathered" in done.out


def test_a_folder_that_is_no_lake_is_said_to_be_none(tmp_path: Path) -> None:
    done = call("events", "--db", str(tmp_path))
    assert done.code == 4
    assert "there is no record" in done.err


def test_other_programs_read_a_lake_by_month(both: tuple[Path, Path]) -> None:
    found = dataset.dataset(both[1] / "latest" / "events", partitioning="hive")
    with open_view(both[0]) as view:
        events = Chronicle(view).events()
    assert found.count_rows() == len(events)
    april = found.to_table(filter=dataset.field("month") == "2025-04").to_pylist()
    wanted = sorted(each.id for each in events if str(each.day).startswith("2025-04"))
    assert sorted(row["event"] for row in april) == wanted != []
    assert len(polars.read_parquet(both[1] / "latest" / "events" / "*" / "*.parquet")) == len(events)


def test_pandas_reads_a_month_of_a_lake(both: tuple[Path, Path]) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed; Dragoman needs none")
    found = pandas.read_parquet(both[1] / "latest" / "events", filters=[("month", "==", "2025-04")])
    assert set(found["month"]) == {"2025-04"}
    assert all(str(day).startswith("2025-04") for day in found["day"])
