"""Every field that a report fills says which rule filled it and which words it rests on, wherever they were read."""

from datetime import date

import pytest

from dragoman.pipeline import Pipeline
from dragoman.record import Article, Report

JOINED = (
    "Ministers of Mali and Niger are to visit Moscow. The visit, scheduled for April 3-4, comes at the invitation of "
    "Russian Foreign Minister Sergey Lavrov."
)
PLACED = "Police arrested protesters in Nairobi."
REFUSED = "Manila said that it will not hold talks with China on military matters."
CLAIMED = "A Malian official told Sputnik Africa that Russian support had strengthened the security of Mali."


def reports_of(text: str) -> list[Report]:
    return next(Pipeline().reports([Article("x", text, published_on=date(2025, 3, 31))]))[1]


def filled(report: Report) -> set[str]:
    """The fields that hold something."""
    found = {"type", "status"} | {name for name in ("actors", "recipients", "contexts") if getattr(report, name)}
    found |= {name for name in ("invited_by", "where", "said_by", "via") if getattr(report, name)}
    return found | ({"when"} if report.when and report.when.is_stated else set())


@pytest.mark.parametrize("text", [JOINED, PLACED, REFUSED, CLAIMED], ids=["joined", "placed", "refused", "claimed"])
def test_each_filled_field_has_a_reason_with_words(text: str) -> None:
    reports = reports_of(text)
    assert reports
    for report in reports:
        assert filled(report) - {each.name for each in report.why} == set()
        for each in report.why:
            assert each.span is not None
            assert text[each.span.start : each.span.end] == each.words


def test_what_a_later_sentence_gives_is_explained_by_that_sentence() -> None:
    (visit,) = reports_of(JOINED)
    words = {each.name: each.words for each in visit.why}
    assert words["when"] == "April 3-4"
    assert "Lavrov" in words["invited_by"]


def test_the_reasons_name_those_who_take_part() -> None:
    for text in (JOINED, PLACED, REFUSED, CLAIMED):
        for report in reports_of(text):
            for name, people in (("actors", report.actors), ("recipients", report.recipients)):
                spans = {each.span for each in report.why if each.name == name}
                assert {each.span for each in people} <= spans, (text, name)


def test_a_country_that_the_place_gave_says_so() -> None:
    (arrest,) = reports_of(PLACED)
    assert arrest.actors[0].country == "KEN"
    reasons = [each for each in arrest.why if each.name == "actors"]
    assert any("country" in each.rule for each in reasons)
