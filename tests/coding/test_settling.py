"""Two tellings of one act in an article: what the later one adds to the first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dragoman.coding.settling import Told, same_act
from dragoman.dates import Basis, DayRange, Precision, published_by
from dragoman.record import EventType, Report
from tests.factory import an_article, visit_reports

PUBLISHED = date(2025, 3, 29)


def telling(when: DayRange) -> Report:
    return replace(visit_reports(an_article())[0], when=when)


@pytest.mark.parametrize(
    ("days_before", "is_taken"),
    [(2, True), (75, True), (76, False), (400, False)],
)
def test_an_act_without_a_day_takes_none_of_months_ago(days_before: int, is_taken: bool) -> None:
    day = PUBLISHED - timedelta(days_before)
    stated = DayRange(day, day, Precision.DAY, Basis.STATED)
    (kept,) = same_act([Told(telling(published_by(PUBLISHED))), Told(telling(stated))], {})
    assert kept.when == (stated if is_taken else published_by(PUBLISHED))


@pytest.mark.parametrize(
    ("days", "mode", "acts"),
    [
        (2, None, 2),  # a meeting on the last day of a visit of two days
        (1, None, 1),  # the day of the visit's only day: told twice
        (2, "visit", 1),  # the visit told twice
    ],
)
def test_a_meeting_within_a_visit_of_several_days_is_an_act_of_its_own(days: int, mode: str | None, acts: int) -> None:
    first = PUBLISHED - timedelta(days - 1)
    visit = replace(telling(DayRange(first, PUBLISHED, Precision.DAY, Basis.RELATIVE)), mode="visit")
    other = replace(telling(DayRange(PUBLISHED, PUBLISHED, Precision.DAY, Basis.RELATIVE)), mode=mode)
    assert len(same_act([Told(other), Told(visit)], {})) == acts


@pytest.mark.parametrize(
    ("words", "mode", "acts"),
    [("banned the airline", "restrict", 1), ("banned the airline", "curfew", 2), ("seized its jets", "restrict", 2)],
)
def test_a_ban_told_again_by_what_it_keeps_out_is_one_act(words: str, mode: str, acts: int) -> None:
    first = replace(telling(published_by(PUBLISHED)), type=EventType.COERCE, mode="ban", anchor_text="bans Mahan Air")
    assert len(same_act([Told(first), Told(replace(first, mode=mode, anchor_text=words))], {})) == acts


@pytest.mark.parametrize(
    ("scores", "is_apart", "leads"),
    [((0.5, 0.8), False, 1), ((0.8, 0.5), False, 0), ((0.5, 0.5), False, 0), ((0.5, 0.8), True, 0)],
)
def test_of_two_tellings_in_one_sentence_the_likelier_leads(
    scores: tuple[float, float], is_apart: bool, leads: int
) -> None:
    report = telling(published_by(PUBLISHED))
    told = [replace(report, score=score, rule=str(place)) for place, score in enumerate(scores)]
    if is_apart:
        told[1] = replace(told[1], sentence=replace(report.sentence, start=report.sentence.start + 1))
    (kept,) = same_act([Told(each) for each in told], {})
    assert kept.rule == str(leads)
