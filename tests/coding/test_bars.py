"""How sure the heads must be of who takes part."""

from dataclasses import replace

import pytest

from dragoman.coding.bars import ARTICLE, ITEM, Bars

BARS = replace(ITEM, actor=0.4, recipient=0.4, only_actor=0.2, only_recipient=0.1, as_likely=0.5)


@pytest.mark.parametrize(
    ("role", "most", "least"),
    [
        # whoever acts beside another is half as likely
        ("actor", 0.9, 0.45),
        ("actor", 0.5, 0.4),
        ("recipient", 0.9, 0.4),
        # the likeliest alone, where nobody reaches the bar
        ("actor", 0.3, 0.3),
        ("recipient", 0.15, 0.15),
        # nobody
        ("actor", 0.1, 0.4),
        ("recipient", 0.05, 0.4),
    ],
)
def test_how_likely_a_side_must_be(role: str, most: float, least: float) -> None:
    assert BARS.side(role, most) == pytest.approx(least)


@pytest.mark.parametrize("bars", [ITEM, ARTICLE])
def test_bars_are_in_order(bars: Bars) -> None:
    assert bars.only_actor <= bars.actor
    assert bars.only_recipient <= bars.recipient
    assert bars.apart <= bars.drafted <= bars.alone
    assert (sum(bars.types), sum(bars.sides)) == (pytest.approx(1), pytest.approx(1))
