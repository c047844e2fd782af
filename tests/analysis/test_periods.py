"""The periods that days lie in: weeks by ISO 8601, months and quarters of any length."""

import itertools
from datetime import date

import pytest

from dragoman.analysis.periods import By, period_of, periods

# day, by → name, first day, last day
LIES_IN = [
    ("2025-04-03", "day", "2025-04-03", "2025-04-03", "2025-04-03"),
    ("2024-12-30", "week", "2025-W01", "2024-12-30", "2025-01-05"),
    ("2024-02-10", "month", "2024-02", "2024-02-01", "2024-02-29"),
    ("2023-02-10", "month", "2023-02", "2023-02-01", "2023-02-28"),
    ("2024-12-31", "quarter", "2024-Q4", "2024-10-01", "2024-12-31"),
    ("2024-01-01", "quarter", "2024-Q1", "2024-01-01", "2024-03-31"),
    ("2024-07-14", "year", "2024", "2024-01-01", "2024-12-31"),
]


@pytest.mark.parametrize(("day", "by", "name", "first", "last"), LIES_IN)
def test_a_day_lies_in_its_period(day, by, name, first, last) -> None:
    found = period_of(date.fromisoformat(day), By(by))
    assert (str(found), str(found.first), str(found.last)) == (name, first, last)


@pytest.mark.parametrize("by", list(By))
def test_periods_follow_one_another_without_gap_or_overlap(by) -> None:
    found = list(periods(date(2019, 11, 20), date(2024, 3, 2), by))
    assert date(2019, 11, 20) in found[0]
    assert date(2024, 3, 2) in found[-1]
    assert all((after.first - before.last).days == 1 for before, after in itertools.pairwise(found))


def test_no_period_lies_between_days_the_wrong_way_round() -> None:
    assert list(periods(date(2024, 3, 1), date(2024, 1, 1), By.MONTH)) == []
