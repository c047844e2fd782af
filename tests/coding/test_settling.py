"""Two tellings of one act in an article: what the later one adds to the first."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dragoman.coding.settling import Told, same_act
from dragoman.dates import Basis, DayRange, Precision, published_by
from dragoman.record import Report
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
