"""What changed since a day: one kind for each thing that became known, and plans that lapsed in silence."""

from datetime import date

import pytest

from dragoman.analysis.changes import changes
from dragoman.analysis.standing import Asked
from tests.analysis.happenings import an_event

PLAN = ("planned", "2025-04-01", "2025-04-10")
# history, since, asked on, kinds
CASES = [
    ([PLAN], "2025-03-31", "2025-04-05", ["new"]),
    ([PLAN], "2025-04-01", "2025-04-05", []),  # known by that day: not told again
    ([PLAN, ("confirmed", "2025-04-03", "2025-04-10")], "2025-04-01", "2025-04-05", ["confirmed"]),
    ([PLAN, ("moved", "2025-04-03", "2025-05-12")], "2025-04-01", "2025-04-05", ["moved"]),
    ([PLAN, ("cancelled", "2025-04-03")], "2025-04-01", "2025-04-05", ["cancelled"]),
    ([PLAN, ("cancelled", "2025-04-03"), ("planned", "2025-04-04", "2025-06-01")], "2025-04-03", "2025-04-05", ["planned again"]),
    ([PLAN, ("held", "2025-04-11", "2025-04-10")], "2025-04-01", "2025-04-12", ["closed"]),
    ([PLAN], "2025-04-05", "2025-04-20", ["no word"]),
    ([PLAN], "2025-04-15", "2025-04-20", []),  # it had lapsed before
    ([PLAN, ("held", "2025-04-25", "2025-04-10")], "2025-04-05", "2025-04-20", ["no word"]),
    ([("held", "2025-04-02", "2025-04-01"), ("denied", "2025-04-03")], "2025-04-02", "2025-04-05", ["closed", "contradicted"]),
]  # fmt: skip


@pytest.mark.parametrize(("history", "since", "on", "kinds"), CASES)
def test_what_changed(history, since, on, kinds) -> None:
    found = changes([an_event(history)], date.fromisoformat(since), Asked(date.fromisoformat(on)))
    assert [each.kind for each in found] == kinds


def test_a_move_has_the_days_before_and_after() -> None:
    (found,) = changes(
        [an_event([PLAN, ("moved", "2025-04-03", "2025-05-12")])], date(2025, 4, 2), Asked(date(2025, 4, 5))
    )
    assert (str(found.before), str(found.after), found.known_on) == ("2025-04-10", "2025-05-12", date(2025, 4, 3))
