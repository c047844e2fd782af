"""The chart of an actor's shifts: acts and ties by partner, turns as lines, and a table of all that shifted."""

from datetime import date, timedelta

import pytest

from dragoman.analysis.shifts.account import Course, shifts
from dragoman.analysis.shifts.formal import Step
from dragoman.analysis.tie_book import Known
from dragoman.export.charts import drawn
from dragoman.export.course_chart import course_chart
from tests.analysis.network.making import acts

FIRST = date(2022, 1, 1)
NAMES = {"MLI": "Mali", "FRA": "France", "RUS": "Russia", "ECOWAS": "ECOWAS"}


def course(steps=()):
    days = [FIRST + timedelta(days=30 * month) for month in range(24)]
    told = "\n".join(
        f"{'FRA' if month < 12 else 'RUS'} MLI COOPERATE {day} Paper{month % 3}" for month, day in enumerate(days)
    )
    return Course("MLI", tuple(acts(told)), tuple(days), tuple(steps))


LEFT = Step("MLI", "ECOWAS", "member", False, date(2023, 6, 1), True, None, Known.BOTH, ("abc",))


@pytest.fixture(scope="module")
def chart():
    return course_chart(shifts(course([LEFT]), date(2023, 12, 31)), NAMES)


def test_its_sentence_tells_the_turn(chart):
    assert chart.title == "When Mali turned"
    assert "away from France; towards Russia" in chart.sentence


def test_the_table_has_turns_and_ties_by_their_day(chart):
    days = [row[0] for row in chart.rows]
    assert days == sorted(days)
    tie = next(row for row in chart.rows if "member ends" in row[1])
    assert (tie[0], tie[3]) == ("2023-06-01", "book and learnt\nabc")
    assert any("whole alignment turns" in row[1] for row in chart.rows)


def test_marks_differ_in_shape_and_turns_have_their_interval(chart):
    marks = chart.spec["layer"][-1]
    shapes = marks["encoding"]["shape"]["scale"]["range"]
    assert len(set(shapes)) == len(shapes) == 4
    assert {each["is"] for each in marks["data"]["values"]} == {"cooperation", "tie, away"}
    band = chart.spec["layer"][0]["data"]["values"][0]
    assert band["from"] <= band["on"] <= band["to"]


@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("html", b"<!doctype html>")])
def test_it_is_drawn_in_each_form(chart, form, begins):
    assert drawn(chart, form).startswith(begins)


def test_an_actor_of_whom_nothing_is_known_has_a_chart_that_says_so():
    empty = course_chart(shifts(Course("MLI", (), (), ()), date(2024, 1, 1)), NAMES)
    assert "No turn" in empty.sentence
    assert drawn(empty, "svg").startswith(b"<svg")
