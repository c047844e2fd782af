"""Claims: who says so, by which origins, and who says otherwise."""

import pytest

from dragoman.analysis.claims import Kind, claims
from dragoman.record import EventType
from tests.analysis.happenings import an_event

MEETING = an_event(
    [("held", "2020-11-23", "2020-11-22"), ("denied", "2020-11-23"), ("held", "2020-11-24", "2020-11-22")],
    who="ISR SAU", whom="", said_by=("ISR", "SAU", "ISR"), name="neom",
)  # fmt: skip
BLAME = an_event([("held", "2024-08-05", "by 2024-08-05")], "MLI NER", "UKR", EventType.ACCUSE, name="blame")
DENIAL = an_event([("held", "2024-08-06", "by 2024-08-06")], "UKR", "MLI", EventType.REJECT, name="denial")
LATE = an_event([("held", "2024-12-06", "by 2024-12-06")], "UKR", "MLI", EventType.REJECT, name="late")


def test_each_speaker_has_a_claim_with_its_origins_and_its_contradiction() -> None:
    found = claims([MEETING])
    assert [(claim.speaker, claim.kind, len(claim.reports)) for claim in found] == [
        ("ISR", Kind.CLAIM, 2),
        ("SAU", Kind.DENIAL, 1),
    ]
    assert [channel.printed_by for channel in found[0].channels] == [("Outlet 0",), ("Outlet 2",)]
    assert [each.by.country for each in found[0].contradicted_by if each.by] == ["SAU"]
    assert [each.report for each in found[1].contradicted_by] == [MEETING.reports[0].id, MEETING.reports[2].id]


def test_an_accusation_is_the_accusers_and_is_answered_by_the_accused() -> None:
    (claim,) = [each for each in claims([BLAME, DENIAL, LATE]) if each.kind is Kind.ACCUSATION]
    assert claim.speaker == "MLI, NER"
    assert [each.event.id for each in claim.contradicted_by] == [DENIAL.id]


def test_by_and_about_choose_speaker_and_subject() -> None:
    everything = [MEETING, BLAME, DENIAL]
    assert [each.event.id for each in claims(everything, by=("SAU",))] == [MEETING.id]
    assert [each.event.id for each in claims(everything, by=("NER",), about=("UKR",))] == [BLAME.id]
    assert claims(everything, by=("NER",), about=("FRA",)) == []


def test_what_the_outlet_itself_asserts_is_nobodys_claim() -> None:
    assert claims([an_event([("held", "2025-01-01", "2025-01-01")])]) == []


@pytest.mark.parametrize("newest", [1, 2, 3, 9])
def test_the_newest_claims_are_the_last_of_all(newest):
    everything = [BLAME, DENIAL, LATE, MEETING]
    assert claims(everything, newest=newest) == claims(everything)[-newest:]
