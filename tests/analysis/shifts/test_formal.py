"""Ties that began or ended, as dated steps towards a partner or away from it."""

from datetime import date

import pytest

from dragoman.analysis.shifts.formal import steps
from dragoman.analysis.tie_book import Known, known_ties
from dragoman.dates import DayRange
from dragoman.events import Tie
from dragoman.ontology.actors import Spell
from tests.stories.telling import days

FIRST, LAST = date(2020, 1, 1), date(2025, 12, 31)


def a_tie(kind: str, whom: str, since: str = "", until: str = "") -> Tie:
    return Tie(
        kind, "MLI", whom, _days(since), _days(until), None, "e1" if since else None, "e2" if until else None, ("e1",),
        date(2024, 1, 29),
    )  # fmt: skip


def _days(given: str) -> DayRange | None:
    return days(given) if given else None


# tie, its steps: day, begins, is closer, day is stated
STEPS = [
    (a_tie("agreement", "NER", since="2023-09-16"), [("2023-09-16", True, True, True)]),
    (a_tie("sanctions", "USA", since="by 2023-07-24"), [("2023-07-24", True, False, False)]),
    (a_tie("relations", "UKR", until="2024-08-04"), [("2024-08-04", False, False, True)]),
    (a_tie("sanctions", "USA", "2023-07-24", "2025-01-10"), [("2023-07-24", True, False, True), ("2025-01-10", False, True, True)]),
    (a_tie("chairs", "AES", since="2024-07-06"), []),
    (a_tie("agreement", "NER", since="2019-09-16"), []),
]  # fmt: skip


@pytest.mark.parametrize(("tie", "expected"), STEPS)
def test_a_tie_that_begins_or_ends_is_a_step(tie, expected):
    found = steps(known_ties([tie], []), "MLI", FIRST, LAST)
    assert [(str(each.on), each.begins, each.is_closer, each.is_stated) for each in found] == expected
    assert all(each.events for each in found)


def test_the_book_alone_is_said_to_be_the_only_one_that_knows():
    joined = Spell("member", "MLI", "AES", since="2023-09-16", rests_on="bodies.toml")
    (step,) = steps(known_ties([], [joined]), "MLI", FIRST, LAST)
    assert (step.known, step.events, step.is_closer) == (Known.BOOK, (), True)


def test_who_leaves_while_suspended_does_not_come_closer():
    left = Spell("member", "MLI", "ECOWAS", since="1975-05-28", until="2025-01-29")
    suspended = Spell("suspended", "MLI", "ECOWAS", since="2021-05-30", until="2025-01-29")
    found = steps(known_ties([], [left, suspended]), "MLI", FIRST, LAST)
    assert [(each.kind, each.begins, each.is_closer) for each in found] == [
        ("suspended", True, False), ("member", False, False),
    ]  # fmt: skip
