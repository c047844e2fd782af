"""Which events count as acts between two, on whose side, and why the others are left out."""

from datetime import date

import pytest

from dragoman.analysis.dyad import Direction, Left, Party, dyad
from dragoman.analysis.standing import Asked
from dragoman.dates import one_day
from dragoman.events import Imported
from dragoman.record import EventType, Participant, Status
from tests.analysis.happenings import an_event

MLI, FRA, AES, RUS = Party("MLI"), Party("FRA"), Party("AES", frozenset({"MLI", "BFA", "NER"})), Party("RUS")
HELD = [("held", "2022-02-01", "2022-01-31")]
ASKED = Asked(date(2024, 1, 1))


def counted(event, one, other, asked=ASKED, widest=31):
    found = dyad([event], [], one, other, asked, widest=widest)
    return found.acts[0].direction if found.acts else next(iter(found.left_out))


# changes, who, whom, type → how it counts between Mali and France
COUNTS = [
    (HELD, "MLI", "FRA", "SANCTION", Direction.OUT),
    (HELD, "FRA", "MLI", "ACCUSE", Direction.IN),
    (HELD, "MLI FRA", "", "CONSULT", Direction.BOTH),
    (HELD, "MLI", "FRA MLI", "CONSULT", Direction.BOTH),
    (HELD, "MLI FRA", "RUS", "CONSULT", Direction.BOTH),
    # Who accuse a third together are not at odds with one another.
    (HELD, "MLI FRA", "RUS", "ACCUSE", Left.SAME_SIDE),
    (HELD, "MLI FRA", "", "ACCUSE", Left.SAME_SIDE),
    (HELD, "RUS", "MLI FRA", "SANCTION", Left.SAME_SIDE),
    (HELD, "MLI", "RUS", "CONSULT", Left.NOT_THEY),
    ([("planned", "2022-02-01", "2022-03-01")], "MLI", "FRA", "CONSULT", Left.PLANNED),
    ([("planned", "2022-02-01", "2022-03-01"), ("cancelled", "2022-02-20")], "MLI", "FRA", "CONSULT", Left.OFF),
    ([("possible", "2022-02-01")], "MLI", "FRA", "CONSULT", Left.NOT_SURE),
    ([("held", "2022-02-01", "until 2021-12-31")], "MLI", "FRA", "CONSULT", Left.UNDATED),
    ([("held", "2022-02-01", "2021-12")], "MLI", "FRA", "CONSULT", Direction.OUT),
]


@pytest.mark.parametrize(("changes", "who", "whom", "type_", "expected"), COUNTS)
def test_an_event_counts_or_is_left_out_for_a_reason(changes, who, whom, type_, expected) -> None:
    assert counted(an_event(changes, who, whom, EventType(type_)), MLI, FRA) == expected


def test_a_clash_is_between_those_who_fight_and_a_strike_by_two_is_not() -> None:
    clash = an_event(HELD, "MLI FRA", "", EventType.ASSAULT, text="Their troops clashed.")
    strike = an_event(HELD, "MLI FRA", "", EventType.ASSAULT, text="Their troops retook Diabaly.")
    assert counted(clash, MLI, FRA) is Direction.BOTH
    assert counted(strike, MLI, FRA) is Left.SAME_SIDE


def test_rebels_do_not_stand_for_the_country_whose_code_they_carry() -> None:
    for sector, acts, is_hit in (
        ("GOV", True, True),
        ("CVL", False, True),
        ("OPP", False, False),
        ("REB", False, False),
    ):
        some = [Participant("some of Mali", country="MLI", sector=sector)]
        assert (MLI.takes_part(some, acts=True), MLI.takes_part(some, acts=False)) == (acts, is_hit), sector


def test_members_act_for_a_small_bloc() -> None:
    visit = an_event(HELD, "BFA MLI NER", "RUS")
    assert counted(visit, AES, RUS) is Direction.OUT


def test_what_lies_after_the_day_that_is_asked_about_does_not_count() -> None:
    event = an_event([("held", "2022-02-01", "2022-01-31")], "MLI", "FRA")
    assert counted(event, MLI, FRA, Asked(date(2024, 1, 1), date(2022, 1, 31))) is Direction.OUT
    assert counted(event, MLI, FRA, Asked(date(2024, 1, 1), date(2022, 1, 30))) is Left.LATER


def imported(**given) -> Imported:
    fields = {
        "provider": "icews", "key": "1", "happened_on": date(2022, 1, 31), "known_on": date(2022, 1, 31),
        "type": EventType.SANCTION, "mode": "expel", "status": Status.HAPPENED, "actor": Participant("Mali", "MLI", "GOV"),
        "recipient": Participant("France", "FRA", "GOV"),
    }  # fmt: skip
    return Imported(**(fields | given))


# what differs → how it counts
IMPORTED = [
    ({}, Direction.OUT),
    ({"actor": Participant("France", "FRA", "GOV"), "recipient": Participant("Mali", "MLI", "GOV")}, Direction.IN),
    ({"status": Status.PLANNED}, Left.PLANNED),
    ({"known_on": date(2024, 1, 2)}, Left.LATER),
    ({"actor": Participant("Rebels", "MLI", "REB")}, Left.NOT_THEY),
]


@pytest.mark.parametrize(("given", "expected"), IMPORTED)
def test_an_imported_event_counts_by_the_same_rules(given, expected) -> None:
    found = dyad([], [imported(**given)], MLI, FRA, ASKED)
    assert (found.acts[0].direction if found.acts else next(iter(found.left_out))) == expected
    if found.acts:
        assert (found.acts[0].event, found.acts[0].comes_from) == ("icews:1", "icews")


def test_days_are_those_of_the_event() -> None:
    event = an_event([("held", "2022-02-01", "2022-01-30/2022-02-02")], "MLI", "FRA")
    (act,) = dyad([event], [], MLI, FRA, ASKED).acts
    assert (act.on, act.last) == (one_day(date(2022, 1, 30)).first, date(2022, 2, 2))
