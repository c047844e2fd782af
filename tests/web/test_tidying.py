"""What is gone is looked for while no page is being made, and seldom in the midst of one."""

import gc
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest

from dragoman.web.sending import at_rest
from dragoman.web.tidying import Tidying


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*before)
    gc.collect()


class Round:
    """What does not go by itself, for it holds itself."""

    gone: ClassVar[list[int]] = []

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        self.gone.append(1)


def made(number: int) -> list[Any]:
    Round.gone.clear()
    for _ in range(number):
        Round()
    return Round.gone


def test_it_is_looked_at_rest_and_not_while_pages_are_made():
    tidying = Tidying()
    tidying.begin()
    gone = made(30_000)
    assert not gone, "thirty thousand objects are made by one page"
    with at_rest() as alone:
        assert alone
        assert not tidying.look(), "a page is being made"
        assert not gone
    assert tidying.look()
    assert len(gone) == 30_000


def test_where_little_is_new_it_is_not_looked():
    tidying = Tidying()
    tidying.begin()
    assert not tidying.look()


def test_where_there_is_never_any_rest_it_is_looked_in_the_end():
    tidying = Tidying()
    tidying.begin()
    with at_rest():
        gone = made(600_000)
        assert not tidying.look()
        assert len(gone) > 400_000


def test_what_stays_is_gone_through_once_in_a_hundred_looks():
    tidying = Tidying()
    tidying.begin()
    there = [Round()]
    Round.gone.clear()
    looks = [_looked(tidying, there if number == 1 else []) for number in range(100)]
    assert all(looks)
    assert sum(Round.gone) == 1 + 100 * 20_000


def _looked(tidying: Tidying, goes: list[Round]) -> bool:
    for _ in range(20_000):
        Round()
    done = tidying.look()
    goes.clear()
    return done


def test_nobody_is_at_rest_twice():
    with at_rest() as one, at_rest() as other:
        assert (one, other) == (True, False)
    with at_rest() as again:
        assert again
