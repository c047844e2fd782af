"""Of whom an article speaks most, first and last."""

import pytest

from dragoman.coding.salience import Salience

NAMED = Salience.of(
    [(0, "MLI"), (10, "FRA"), (20, None), (30, "MLI"), (40, "NER"), (50, "TCD"), (60, "SEN"), (70, "MLI")]
)


@pytest.mark.parametrize(
    ("name", "first", "share"),
    [
        ("MLI", "0", "2"),
        ("FRA", "1", "0"),
        ("SEN", "3", "0"),
        ("XXX", "-", "-"),
        (None, "-", "-"),
    ],
)
def test_what_an_article_makes_of_a_name(name: str | None, first: str, share: str) -> None:
    assert (NAMED.first(name), NAMED.share(name)) == (first, share)


def test_who_was_named_last_before_an_offset() -> None:
    assert NAMED.recent(41) == {"NER": 0, "MLI": 1, "FRA": 2}
    assert NAMED.recent(0) == {}
    assert list(NAMED.recent(100)) == ["MLI", "SEN", "TCD", "NER", "FRA"]


def test_one_name_is_all_that_is_named() -> None:
    assert Salience.of([(0, "MLI")]).share("MLI") == "4"
    assert Salience.of([]).recent(5) == {}


def test_the_order_in_which_mentions_are_given_does_not_count() -> None:
    assert Salience.of([(30, "FRA"), (0, "MLI")]) == Salience.of([(0, "MLI"), (30, "FRA")])
