"""`relation` and `import`, run as a user runs them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars
import pytest

from dragoman.analysis.relation import Framing
from dragoman.chronicle.relating import relate
from dragoman.export.tables import acts_table, relation_table
from dragoman.store.moving import copy_record
from dragoman.store.verifying import broken
from tests.cli.test_answers import DAYS, call, records, rows, said
from tests.importing import files

__all__ = ["records"]


@pytest.fixture
def db(records: Mapping[str, Any], place: Any) -> Any:
    copy_record(records["all"], place / "record.db")
    return place / "record.db"


def test_every_point_opens_its_acts(db: Path) -> None:
    found = rows(db, *"relation MLI RUS --by quarter --since 2024 --until 2025-12-31".split())
    assert [each["period"] for each in found] == [f"{y}-Q{q}" for y in (2024, 2025) for q in (1, 2, 3, 4)]
    acts = [act for each in found for act in each["acts"]]
    assert acts
    for act in acts:
        assert act["words"]
        assert act["event"] in said(db, "explain", act["event"])
    assert sum(sum(each["counts"].values()) for each in found) == len(acts)


def test_it_says_what_was_left_out_and_where_nothing_is_known(db: Path) -> None:
    told = said(db, *"relation AES RUS --by month --since 2025 --until 2025".split())
    assert "Left out:" in told
    assert "no coverage" in told


@pytest.mark.parametrize("day", DAYS)
def test_known_by_a_day_is_what_a_record_of_the_articles_up_to_it_says(records, day) -> None:
    asked = ["relation", "MLI", "RUS", "--by", "month", "--since", "2023", "--half-life", "90d", "--known-by", day]
    assert rows(records["all"], *asked) == rows(records[day], *asked)


@pytest.mark.parametrize(
    ("form", "sign"),
    [
        ("png", b"\x89PNG"),
        ("svg", b"<svg"),
        ("html", b"<!doctype"),
        ("csv", b"period,"),
        ("json", b"{"),
        ("parquet", b"PAR1"),
    ],
)
def test_it_is_written_in_every_form(db: Path, tmp_path: Path, form, sign) -> None:
    file = tmp_path / f"mali.{form}"
    assert call("relation", "MLI", "RUS", "--by", "year", "--db", str(db), "-o", str(file)).code == 0
    assert file.read_bytes().startswith(sign)


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("relation MLI MLI", "are one"),
        ("relation MLI RUS --half-life 3", "90d"),
        ("relation MLI RUS -o a.gif", "no chart or table ends so"),
        ("relation MLI RUS --from icews", "no imported events of icews"),
        ("relation MLI RUS --from icews --with icews", "either --with or --from"),
        ("import cows a.tab", "no importer"),
        ("import icews nothing.tab", "there is no file"),
        ("import icews nothing.tab --as mine", "--as is for"),
    ],
)
def test_what_cannot_be_asked_is_said_to_be_so(db: Path, command, message) -> None:
    done = call(*command.split(), "--db", str(db))
    assert done.code == 4
    assert message in done.err


def test_imported_events_lie_beside_the_record_and_count_only_when_asked_for(db: Path, tmp_path: Path) -> None:
    asked = ["relation", "MLI", "FRA", "--by", "year", "--since", "2022", "--until", "2024-12-31"]
    before, events = rows(db, *asked), said(db, "events", "--json")
    done = call("import", "icews", str(files.icews(tmp_path, "7\tx")), "--db", str(db))
    assert done.code == 3
    assert "4 events added, 0 changed, 0 known already" in done.out
    assert "1 stand for no act of PLOVER (Make statement 1); 1 not usable" in done.out
    assert rows(db, *asked) == before
    assert said(db, "events", "--json") == events

    alone = rows(db, *asked, "--from", "icews")
    acts = [(act["event"], act["comes_from"], act["type"]) for each in alone for act in each["acts"]]
    assert acts == [("icews:1", "icews", "SANCTION")]
    both = rows(db, *asked, "--with", "icews")
    assert sum(len(each["acts"]) for each in both) == sum(len(each["acts"]) for each in before) + 1
    assert "events.tab:7" in said(db, "rejects", "list", "--stage", "import")

    again = call("import", "icews", str(files.icews(tmp_path)), "--db", str(db))
    assert (again.code, "0 events added, 0 changed, 4 known already" in again.out) == (0, True)
    assert "events.tab:7" not in said(db, "rejects", "list")
    assert list(broken(db)) == []


def test_a_notebook_gets_tables(db: Path) -> None:
    answer = relate(str(db), "Mali", "RUS", Framing())
    table, acts = relation_table(answer), acts_table(answer)
    assert isinstance(table, polars.DataFrame)
    assert table.height == len(answer.points)
    assert set(acts["event"]) == {each for ids in table["events"] for each in ids}
    assert {"period", "material_conflict", "score", "coverage", "drivers"} <= set(table.columns)
    assert table.to_arrow().num_rows == table.height


def test_json_and_csv_say_the_same(db: Path, tmp_path: Path) -> None:
    csv, whole = tmp_path / "a.csv", tmp_path / "a.json"
    for file in (csv, whole):
        call("relation", "MLI", "RUS", "--by", "year", "--db", str(db), "-o", str(file))
    points = json.loads(whole.read_text(encoding="utf-8"))["periods"]
    assert [point["score"] for point in points] == polars.read_csv(csv)["score"].to_list()
