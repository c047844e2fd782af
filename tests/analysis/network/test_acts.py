"""Which acts between two an event holds."""

from dataclasses import replace
from datetime import date

import pytest

from dragoman.analysis.network.acts import pair_acts
from dragoman.analysis.standing import Asked
from dragoman.record import EventType as Type
from dragoman.record import Participant
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
        ("MLI DZA", "", Type.ASSAULT, set()),
        ("MLI DZA", "FRA", Type.ASSAULT, {("DZA", "FRA", False, False), ("MLI", "FRA", False, False), ("DZA", "MLI", True, True)}),
        ("ARM AZE", "", Type.REJECT, set()),
    ],
)  # fmt: skip
def test_pairs(who, whom, type_, expected):
    found = pair_acts([an_event(HELD, who, whom, type_)], ASKED)
    assert {(act.actor, act.recipient, act.is_cooperation, act.side_by_side) for act in found} == expected


def test_those_who_clash_are_at_odds():
    clash = an_event(HELD, "MLI DZA", "", Type.ASSAULT, text="Troops of the two clashed at the border.")
    assert [(act.pair, act.is_cooperation) for act in pair_acts([clash], ASKED)] == [(("DZA", "MLI"), False)]


def a_force(country, sector="MIL"):
    return Participant(f"the forces of {country}", country, sector)


def test_who_kills_civilians_of_one_of_two_that_act_side_by_side_does_not_turn_on_the_other():
    event = replace(an_event(HELD, "MLI RUS", "", Type.ASSAULT), recipients=(a_force("MLI", "CVL"),))
    assert [(act.pair, act.is_cooperation, act.side_by_side) for act in pair_acts([event], ASKED)] == [
        (("MLI", "RUS"), True, True)
    ]


@pytest.mark.parametrize(("sector", "expected"), [("MIL", [("MLI", "RUS")]), ("CVL", [])])
def test_whose_forces_are_struck_in_one_attack_stand_side_by_side(sector, expected):
    struck = (a_force("MLI", sector), a_force("RUS", sector))
    found = pair_acts([replace(an_event(HELD, "JNIM", "", Type.ASSAULT), recipients=struck)], ASKED)
    assert [act.pair for act in found if act.side_by_side] == expected
    assert all(act.mode == "under ASSAULT" for act in found if act.side_by_side)


def test_a_town_is_not_the_state_that_it_lies_in():
    town = Participant("Timbuktu", "MLI", "UNK")
    event = replace(an_event(HELD, "FRA", "", Type.ASSAULT), recipients=(town,))
    assert pair_acts([event], ASKED) == []


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
