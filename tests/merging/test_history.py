"""Status over time, as one who reads the reports day by day would tell it."""

from datetime import date

import pytest

from dragoman.events import Stage
from dragoman.record import EventType, Place, Status
from tests.merging.telling import event, told

PLANNED, HAPPENED, CANCELLED, DENIED = Status.PLANNED, Status.HAPPENED, Status.CANCELLED, Status.DENIED
MOSCOW = Place("Moscow", "RUS")


def plan(published, day="2025-04-03", outlet="AP", text="Mali will visit Moscow.", **given):
    return told(text, "visit", "MLI", "RUS", **{"status": PLANNED} | given, published=published, day=day, outlet=outlet)


def move(published, day, text="The visit of Mali to Moscow was postponed.", outlet="AFP"):
    return plan(published, day, outlet, text, status=CANCELLED)


def off(published, outlet="AFP"):
    return plan(published, "", outlet, "Mali called off its visit.", status=CANCELLED)


def held(published, day="", outlet="TASS"):
    return plan(published, day, outlet, "Mali ended its visit.", status=HAPPENED)


def denied(published, outlet="RT"):
    return plan(published, "", outlet, "There was no visit, Mali said.", status=DENIED)


CASES = [
    ("planned", [plan("2025-03-20")], [("planned", "03-20")], "2025-04-03"),
    (
        "planned, then confirmed by another",
        [plan("2025-03-20"), plan("2025-03-25", outlet="BBC")],
        [("planned", "03-20"), ("confirmed", "03-25")],
        "2025-04-03",
    ),
    (
        "the same newsroom again confirms nothing",
        [plan("2025-03-20"), plan("2025-03-25", text="Mali is still to visit Moscow.")],
        [("planned", "03-20")],
        "2025-04-03",
    ),
    (
        "moved, and held on the new day",
        [plan("2025-03-20"), move("2025-04-01", "2025-05-12"), held("2025-05-13", "2025-05-12")],
        [("planned", "03-20"), ("moved", "04-01"), ("held", "05-13")],
        "2025-05-12",
    ),
    (
        "moved twice",
        [plan("2025-03-20"), move("2025-04-01", "2025-05-12"), move("2025-05-10", "2025-06-01", outlet="BBC")],
        [("planned", "03-20"), ("moved", "04-01"), ("moved", "05-10")],
        "2025-06-01",
    ),
    (
        "an old day told late does not move it back",
        [plan("2025-03-20"), move("2025-04-01", "2025-05-12"), plan("2025-04-02", outlet="BBC")],
        [("planned", "03-20"), ("moved", "04-01")],
        "2025-05-12",
    ),
    ("moved without a new day", [plan("2025-03-20"), move("2025-04-01", "")], [("planned", "03-20"), ("moved", "04-01")], "None"),
    ("cancelled", [plan("2025-03-20"), off("2025-04-01")], [("planned", "03-20"), ("cancelled", "04-01")], "2025-04-03"),
    (
        "cancelled and taken up again",
        [plan("2025-03-20"), off("2025-04-01"), plan("2025-04-10", "2025-05-02")],
        [("planned", "03-20"), ("cancelled", "04-01"), ("planned", "04-10")],
        "2025-05-02",
    ),
    (
        "held as planned keeps the planned day",
        [plan("2025-03-20"), held("2025-04-05")],
        [("planned", "03-20"), ("held", "04-05")],
        "2025-04-03",
    ),
    (
        "the outcome in whatever order of the day",
        [held("2025-04-03", "2025-04-03"), plan("2025-04-03")],
        [("planned", "04-03"), ("held", "04-03")],
        "2025-04-03",
    ),
    ("held without a word before", [held("2025-04-05")], [("held", "04-05")], "2025-04-05"),
]  # fmt: skip


@pytest.mark.parametrize(("reports", "stages", "when"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_histories(reports, stages, when):
    found = event(*reports)
    assert [(str(each.stage), each.known_on.isoformat()[5:]) for each in found.history] == stages
    assert str(found.when) == when


def test_what_is_denied_stands_beside_what_is_said():
    found = event(held("2025-04-05"), denied("2025-04-06"))
    assert [each.stage for each in found.history] == [Stage.HELD, Stage.DENIED]
    assert found.history[1].contradicts == found.history[0].reports
    assert found.is_contradicted


def test_more_origins_outweigh_one_that_denies():
    found = event(held("2025-04-05"), held("2025-04-05", outlet="BBC"), denied("2025-04-06"))
    assert found.stage is Stage.HELD
    assert found.is_contradicted


@pytest.mark.parametrize(
    ("asked", "stage"),
    [
        ("2025-03-19", None),
        ("2025-03-20", Stage.PLANNED),
        ("2025-04-01", Stage.MOVED),
        ("2025-05-12", Stage.MOVED),
        ("2025-05-13", Stage.NO_WORD),
        ("2026-05-13", Stage.NO_WORD),  # never held
    ],
)
def test_a_plan_whose_day_goes_by_without_word(asked, stage):
    found = event(plan("2025-03-20"), move("2025-04-01", "2025-05-12"))
    assert found.stage_on(date.fromisoformat(asked)) is stage


@pytest.mark.parametrize(
    ("as_of", "stage"),
    [("2025-03-01", None), ("2025-03-25", Stage.PLANNED), ("2025-04-02", Stage.PLANNED), ("2025-04-03", Stage.HELD)],
)
def test_what_was_true_is_not_what_was_known(as_of, stage):
    found = event(plan("2025-03-20"), held("2025-04-10", "2025-04-03"))
    assert found.stage_as_of(date.fromisoformat(as_of)) is stage
    assert found.stage_on(date(2025, 4, 5)) is Stage.NO_WORD


def test_a_plan_without_a_day_stays_planned():
    found = event(plan("2025-03-20", day=""))
    assert found.stage_on(date(2026, 1, 1)) is Stage.PLANNED
    assert found.type is EventType.CONSULT


# ---- origins -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outlets", "copies", "credit", "names"),
    [
        (["AP", "BBC"], {}, {}, ["AP", "BBC"]),
        (["AP", "BBC", "CNN"], {"AP": "x", "BBC": "x"}, {}, ["AP", "CNN"]),  # copies, and AP is whose it is
        (["Sputnik", "RIA Novosti", "Sputnik Africa"], {}, {}, ["Sputnik"]),  # one network
        (["BBC", "CNN", "AFP"], {}, {"BBC": "AFP", "CNN": "AFP"}, ["AFP"]),  # both credit AFP, and AFP itself
        (["BBC", "CNN"], {}, {"CNN": "Reuters"}, ["BBC", "Reuters"]),
        (["Site A", "Site B"], {"Site A": "x", "Site B": "x"}, {}, ["Site A"]),
        (["", ""], {}, {}, ["", ""]),  # of nobody it is known that two are one
    ],
)
def test_origins(outlets, copies, credit, names):
    reports = [held(f"2025-04-0{5 + place}", outlet=outlet) for place, outlet in enumerate(outlets)]
    found = event(*reports, copies=copies, credit=credit)
    assert sorted(origin.name for origin in found.origins) == sorted(names)
    assert sorted(id_ for origin in found.origins for id_ in origin.reports) == sorted(
        each.id for each in found.reports
    )


def test_one_who_says_it_to_an_agency_makes_the_agency_the_origin():
    reports = [told("Mali ended its visit.", "visit", "MLI", "RUS", outlet="BBC", via="Sputnik Africa"),
               told("Mali has ended its visit.", "visit", "MLI", "RUS", outlet="CNN", via="Sputnik")]  # fmt: skip
    assert len(event(*reports).origins) == 1


def test_a_number_that_a_copy_changed_is_flagged():
    texts = {"AP": "Rebels killed 12 soldiers in Gao.", "BBC": "Rebels killed 21 soldiers in Gao.",
             "CNN": "Rebels killed 12 soldiers in Gao."}  # fmt: skip
    reports = [
        told(text, "killed", "JNIM", "MLI", outlet=outlet, type_=EventType.ASSAULT) for outlet, text in texts.items()
    ]
    copies = dict.fromkeys(texts, "x")
    changed = event(*reports, copies=copies).changed_numbers
    assert {frozenset((each.before, each.after)) for each in changed} == {frozenset(("12", "21"))}
    assert event(*reports).changed_numbers == ()  # independent reports may differ; that is no change
