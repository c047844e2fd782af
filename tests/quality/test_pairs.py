"""Pairs of real reports that were read: the floors hold, and what they are made of is whole."""

import pytest

from dragoman.pipeline import Pipeline
from tests.quality.gate import falls, floors
from tests.quality.pairs import DRAWS, Found, is_here, judged, measure


def test_no_figure_is_under_its_floor() -> None:
    if not is_here():
        pytest.skip("../shared is not beside this checkout")
    found = measure(judged(), Pipeline())
    assert len(found.right) + len(found.wrong) >= 150, "nothing is put together, so nothing is tested"
    assert falls("pairs", found.figures()) == []
    assert found.figures()["right"] > 0.95, "more than one in twenty of those put together are of two acts"


def test_pairs_are_judged_once_and_of_two_items() -> None:
    pairs = judged()
    assert len({(pair.one, pair.other) for pair in pairs}) == len(pairs) >= 500
    assert all(pair.one[0] != pair.other[0] for pair in pairs)
    assert {pair.is_same for pair in pairs} == {True, False}
    assert len({pair.type for pair in pairs}) >= 8


def test_a_fall_is_noticed() -> None:
    assert len(falls("pairs", {name: value - 0.02 for name, value in floors()["pairs"].items()})) == 2


def test_a_draw_is_measured_by_its_own_pairs() -> None:
    first, second, third, fourth, fifth = ([pair for pair in judged() if pair.draw == draw] for draw in DRAWS)
    found = Found(first[:2] + second[:1] + fourth[:1], second[1:2] + third[:1] + fifth[:1], [], [], [], 0)
    assert [found.of(draw).figures()["right"] for draw in DRAWS] == [1.0, 0.5, 0.0, 1.0, 0.0]


def test_figures_are_shares_of_what_is_together_and_of_what_is_one() -> None:
    one, two, *more = judged()
    found = Found([one, two, more[0]], [more[1]], [more[2]], [], [], 0)
    assert found.figures() == {"right": 0.75, "found": 0.75}
