import pytest

from benchmarks.forecasting.histories import FOLDER
from benchmarks.forecasting.usual import UNTIL, acts_2005_2015, shares
from dragoman.analysis.forecasting.next_acts import NAMES, TYPES
from dragoman.analysis.forecasting.usual import SHARES, WEIGHTS


def test_every_type_has_a_share_and_every_ground_a_weight():
    assert set(SHARES) == set(TYPES)
    assert sum(SHARES.values()) == pytest.approx(1, abs=0.002)
    assert len(WEIGHTS) == 1 + len(NAMES)


@pytest.mark.skipif(not FOLDER.exists(), reason="the public histories are not there")
def test_the_shares_that_ship_are_those_that_the_recipe_gives():
    assert shares([act for act in acts_2005_2015() if act.on <= UNTIL]) == SHARES
