"""Which acts between two an event holds."""

from datetime import date

import pytest

from dragoman.analysis.network.acts import pair_acts
from dragoman.analysis.standing import Asked
from dragoman.record import EventType as Type
from tests.analysis.happenings import an_event

ASKED = Asked(date(2025, 6, 1))
HELD = [("held", "2025-04-01", "2025-04-01")]


@pytest.mark.parametrize(
    ("who", "whom", "type_", "expected"),
    [
        ("MLI", "RUS", Type.CONSULT, {("MLI", "RUS", True, False)}),
        ("FRA", "MLI", Type.ACCUSE, {("FRA", "MLI", False, False)}),
        ("MLI NER", "RUS", Type.CONSULT, {("MLI", "RUS", True, False), ("NER", "RUS", True, False), ("MLI", "NER", True, False)}),
        ("MLI NER", "ECOWAS", Type.SANCTION, {("MLI", "ECOWAS", False, False), ("NER", "ECOWAS", False, False), ("MLI", "NER", True, True)}),
        ("USA", "ETH MLI", Type.SANCTION, {("USA", "ETH", False, False), ("USA", "MLI", False, False)}),
        ("MLI DZA", "", Type.ASSAULT, {("DZA", "MLI", False, False)}),
    ],
)  # fmt: skip
def test_pairs(who, whom, type_, expected):
    found = pair_acts([an_event(HELD, who, whom, type_)], ASKED)
    assert {(act.actor, act.recipient, act.is_cooperation, act.side_by_side) for act in found} == expected


@pytest.mark.parametrize("stage", ["planned", "cancelled", "denied", "urged", "possible"])
def test_what_did_not_take_place_is_no_act(stage):
    assert pair_acts([an_event([(stage, "2025-04-01", "2025-04-03")])], ASKED) == []


def test_a_plan_counts_from_the_day_on_which_it_was_held():
    event = an_event([("planned", "2025-03-01", "2025-04-03"), ("held", "2025-04-04", "2025-04-03")])
    assert pair_acts([event], Asked(date(2025, 3, 15))) == []
    assert [act.on for act in pair_acts([event], ASKED)] == [date(2025, 4, 3)]


def test_a_company_of_a_state_counts_as_that_state():
    found = pair_acts([an_event(HELD, "MLI", "WAGNER", Type.AGREE)], ASKED, {"WAGNER": "RUS"})
    assert [act.pair for act in found] == [("MLI", "RUS")]


def test_many_who_meet_are_joined_by_less():
    found = pair_acts([an_event(HELD, "MLI NER BFA TCD", "", Type.CONSULT)], ASKED)
    assert len(found) == 6
    assert {act.weight for act in found} == {1 / 3}
