"""`network` and `shifts` on a small record: what they print, the files they write, and no look ahead."""

import json
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest

from dragoman.chronicle.networks import network_in, shifts_in
from dragoman.cli.entry import main
from dragoman.dates import one_day
from dragoman.export.tables import network_table, shift_table
from dragoman.record import EventType
from tests.chronicle.records import added
from tests.factory import a_report, an_article, someone

FIRST = date(2022, 1, 10)


def told(number, who, whom, type_, on):
    """An article that tells of one act on its day."""
    text = f"Number {number}: {who} acted upon {whom} in the matter of case {number * 7919}."
    article = an_article(
        text, title=f"Case {number}", published_on=on, came_as=f"a-{number}", outlets=(f"Paper {number % 3}",)
    )
    report = a_report(
        article, "acted upon", type_,
        actors=[someone(article, who, who)], recipients=[someone(article, whom, whom)], when=one_day(on),
    )  # fmt: skip
    return article, [report]


def turning():
    """Mali works with France for a year, then with Russia, and quarrels with France."""
    plan = [("FRA", "MLI", EventType.COOPERATE, month * 30) for month in range(12)]
    plan += [("RUS", "MLI", EventType.COOPERATE, 365 + month * 30) for month in range(12)]
    plan += [("MLI", "FRA", EventType.ACCUSE, 375 + month * 60) for month in range(6)]
    return [told(number, *each[:3], FIRST + timedelta(days=each[3])) for number, each in enumerate(plan)]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    return added(tmp_path_factory.mktemp("networks") / "a.db", [turning()])


def run(capsysbinary, *words):
    with pytest.raises(SystemExit) as left:
        main(words)
    assert left.value.code == 0
    return capsysbinary.readouterr().out.decode()


def rows(printed):
    return [json.loads(line) for line in printed.splitlines()]


def test_shifts_tell_the_turn_with_its_acts(record, capsysbinary):
    printed = rows(
        run(capsysbinary, "shifts", "--actor", "Mali", "--as-of", "2024-06-01", "--db", str(record), "--json")
    )
    turn = printed[0]
    assert turn["kind"] == "alignment"
    assert "2022-11" <= turn["on"] <= "2023-02"
    assert [each["partner"] for each in turn["towards"]] == ["RUS"]
    assert {each["partner"] for each in turn["away"]} == {"FRA"}
    assert turn["survives_without_largest_origin"]
    assert turn["acts"][0]["event"]


def test_shifts_known_by_a_day_are_those_of_a_record_built_up_to_it(record, capsysbinary, tmp_path):
    for day in ("2022-12-01", "2023-05-01", "2023-09-01"):
        known = [each for each in turning() if each[0].published_on <= date.fromisoformat(day)]
        rebuilt = added(tmp_path / f"{day}.db", [known])
        words = ("shifts", "--actor", "MLI", "--known-by", day, "--json", "--db")
        assert run(capsysbinary, *words, str(record)) == run(capsysbinary, *words, str(rebuilt))


def test_a_network_known_by_a_day_is_that_of_a_record_built_up_to_it(record, capsysbinary, tmp_path):
    for day in ("2022-12-01", "2023-05-01", "2023-09-01"):
        known = [each for each in turning() if each[0].published_on <= date.fromisoformat(day)]
        rebuilt = added(tmp_path / f"{day}.db", [known])
        words = ("network", "--known-by", day, "--window", "200d", "--json", "--db")
        found = run(capsysbinary, *words, str(record))
        assert found == run(capsysbinary, *words, str(rebuilt))
        assert json.loads(found)["edges"]


def test_a_network_has_only_its_window_and_says_what_communities_are(record, capsysbinary):
    words = ("network", "--as-of", "2022-12-31", "--window", "200d", "--db", str(record))
    found = json.loads(run(capsysbinary, *words, "--json"))
    assert [(edge["one"], edge["other"]) for edge in found["edges"]] == [("FRA", "MLI")]
    assert found["edges"][0]["first"] >= "2022-06-14"
    assert "theatres" in found["note"]
    assert "theatres" in run(capsysbinary, *words)


@pytest.mark.parametrize("kind", ["gexf", "graphml"])
def test_graph_files_are_xml_with_the_days_of_each_edge(record, capsysbinary, tmp_path, kind):
    file = tmp_path / f"n.{kind}"
    run(
        capsysbinary,
        "network",
        "--as-of",
        "2024-06-01",
        "--window",
        "900d",
        "--format",
        kind,
        "-o",
        str(file),
        "--db",
        str(record),
    )
    text = file.read_text(encoding="utf-8")
    assert ET.fromstring(text) is not None
    assert "2022-01-10" in text


def test_a_window_that_is_none_is_told(record, capsysbinary):
    with pytest.raises(SystemExit) as left:
        main(["network", "--window", "soon", "--db", str(record)])
    assert left.value.code == 4
    assert b"--window soon" in capsysbinary.readouterr().err


@pytest.mark.parametrize("verb", [("network", "--window", "900d"), ("shifts", "--actor", "MLI")])
@pytest.mark.parametrize(("ending", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("html", b"<!doctype html>")])
def test_charts_are_written_by_the_ending_of_the_file(record, capsysbinary, tmp_path, verb, ending, begins):
    file = tmp_path / f"chart.{ending}"
    run(capsysbinary, *verb, "--as-of", "2024-06-01", "-o", str(file), "--db", str(record))
    assert file.read_bytes().startswith(begins)


def test_a_page_of_shifts_has_its_table_and_no_address_but_the_grammars(record, capsysbinary, tmp_path):
    file = tmp_path / "shifts.html"
    run(capsysbinary, "shifts", "--actor", "MLI", "--as-of", "2024-06-01", "-o", str(file), "--db", str(record))
    page = file.read_text(encoding="utf-8")
    assert "<table>" in page
    assert "whole alignment turns" in page
    assert "towards Russia" in page


def test_a_chart_of_no_known_ending_is_told(record, capsysbinary, tmp_path):
    with pytest.raises(SystemExit) as left:
        main(["shifts", "--actor", "MLI", "-o", str(tmp_path / "x.bmp"), "--db", str(record)])
    assert left.value.code == 4
    assert b"no chart ends so" in capsysbinary.readouterr().err


def test_notebooks_have_the_same_as_tables(record):
    found = network_in(record, days=900, on=date(2024, 6, 1))
    table = network_table(found)
    assert table.select("one", "other").rows() == [("FRA", "MLI"), ("MLI", "RUS")]
    assert table["events"].list.len().to_list() == [18, 12]
    shifted = shift_table(shifts_in(record, "Mali", known_by=date(2024, 6, 1)))
    turn = shifted.filter(kind="alignment", partner="RUS").row(0, named=True)
    assert turn["is_closer"]
    assert turn["earliest"] <= turn["on"] <= turn["latest"]
    assert turn["events"]
    assert shift_table(shifts_in(record, "FJI")).columns == shifted.columns
