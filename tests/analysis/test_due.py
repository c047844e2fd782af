"""Plans past their day: what came of each, by which words, and never "held" without word."""

from datetime import date

import pytest

from dragoman.analysis.due import due
from dragoman.analysis.standing import Asked
from tests.analysis.happenings import an_event

PLAN = ("planned", "2025-04-01", "2025-04-10")
# history, day of the question, (days planned for, outcome, moved to, silent for)
CASES = [
    ([PLAN], "2025-04-10", []),  # the day itself is not past
    ([PLAN], "2025-04-11", [("2025-04-10", "no word", None, 1)]),
    ([PLAN], "2025-05-10", [("2025-04-10", "no word", None, 30)]),
    ([PLAN, ("confirmed", "2025-04-05", "2025-04-10")], "2025-04-12", [("2025-04-10", "no word", None, 2)]),
    ([PLAN, ("held", "2025-04-11", "2025-04-10")], "2025-04-12", [("2025-04-10", "held", None, 0)]),
    # Word of it comes later than the question.
    ([PLAN, ("held", "2025-04-20", "2025-04-10")], "2025-04-15", [("2025-04-10", "no word", None, 5)]),
    ([PLAN, ("cancelled", "2025-04-09")], "2025-04-15", [("2025-04-10", "cancelled", None, 0)]),
    ([PLAN, ("denied", "2025-04-12")], "2025-04-15", [("2025-04-10", "denied", None, 0)]),
    ([PLAN, ("moved", "2025-04-08", "2025-05-12")], "2025-04-15", [("2025-04-10", "moved", "2025-05-12", 0)]),
    ([PLAN, ("moved", "2025-04-08", "")], "2025-04-15", [("2025-04-10", "moved", None, 0)]),
    (
        [PLAN, ("moved", "2025-04-08", "2025-05-12"), ("moved", "2025-05-10", "2025-06-01")],
        "2025-06-05",
        [("2025-04-10", "moved", "2025-05-12", 0), ("2025-05-12", "moved", "2025-06-01", 0), ("2025-06-01", "no word", None, 4)],
    ),
    ([("planned", "2025-04-01", "by 2025-04-01")], "2025-12-31", []),  # no day of its own: never due
    ([("planned", "2025-04-01", "2025-04")], "2025-05-03", [("2025-04", "no word", None, 3)]),
    ([("held", "2025-04-11", "2025-04-10")], "2025-12-31", []),  # it was never a plan
]  # fmt: skip


@pytest.mark.parametrize(("history", "on", "expected"), CASES)
def test_what_came_of_a_plan(history, on, expected) -> None:
    rows = due([an_event(history)], Asked(date.fromisoformat(on)))
    got = [(str(r.planned_for), r.outcome, str(r.moved_to) if r.moved_to else None, r.silent_for) for r in rows]
    assert got == expected


def test_the_evidence_is_who_says_so() -> None:
    event = an_event([PLAN, ("held", "2025-04-11", "2025-04-10")])
    (row,) = due([event], Asked(date(2025, 4, 12)))
    assert row.evidence == event.history[1].reports
    (row,) = due([event], Asked(date(2025, 4, 10), date(2025, 4, 12)))
    assert row.outcome == "held"


def test_only_plans_for_later_days_are_asked_for() -> None:
    events = [an_event([("planned", "2025-01-01", day)], name=day) for day in ("2025-02-01", "2025-03-01")]
    rows = due(events, Asked(date(2025, 4, 1)), since=date(2025, 2, 15))
    assert [str(row.planned_for) for row in rows] == ["2025-03-01"]


def test_a_contradicted_outcome_says_so() -> None:
    event = an_event([PLAN, ("held", "2025-04-11", "2025-04-10"), ("denied", "2025-04-12")])
    (row,) = due([event], Asked(date(2025, 4, 20)))
    assert row.outcome == "denied"
    assert row.is_contradicted
