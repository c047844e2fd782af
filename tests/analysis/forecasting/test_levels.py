from datetime import date

import numpy as np
import pytest

from dragoman.analysis.forecasting.levels import crps, level, negative_binomial, next_month, poisson
from dragoman.analysis.forecasting.scoring import Judged, scores


def test_chances_sum_to_one_and_have_their_mean():
    for chances in (poisson(3.2), negative_binomial(3.2, 2.5)):
        assert chances.sum() == pytest.approx(1)
        assert (chances * np.arange(len(chances))).sum() == pytest.approx(3.2)


def test_crps_is_nothing_for_certainty_and_the_distance_for_a_sure_error():
    sure = np.zeros(10)
    sure[4] = 1
    assert [crps(sure, count) for count in (4, 6, 1)] == [0, 2, 3]


def test_a_month_is_forecast_around_its_lately_average():
    found = level([2, 1, 3, 2, 9, 10, 11, 12], "conflict", date(2025, 4, 1))
    assert found is not None
    assert 8 < found.mean < 12
    assert found.low <= found.mean <= found.high
    assert level([2, 1, 3, 2, 9], "conflict", date(2025, 4, 1)) is None


@pytest.mark.parametrize(
    ("day", "month"), [(date(2025, 3, 31), date(2025, 4, 1)), (date(2025, 12, 1), date(2026, 1, 1))]
)
def test_the_month_after(day, month):
    assert next_month(day) == month


def test_scores_beside_the_baseline():
    found = scores([Judged(0.8, 0.5, True), Judged(0.2, 0.5, False)])
    assert found is not None
    assert found.brier == pytest.approx(0.04)
    assert found.base_brier == pytest.approx(0.25)
    assert found.skill == pytest.approx(0.84)
    assert [(band.forecasts, band.share) for band in found.bands] == [(1, 0.0), (1, 1.0)]
    assert scores([]) is None
