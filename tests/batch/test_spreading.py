import os

import pytest

from dragoman.batch.spreading import spread


def squared(number: int) -> tuple[int, int]:
    """The square, and who worked it out."""
    return number * number, os.getpid()


def broken(number: int) -> int:
    raise ValueError(f"{number} cannot be used")


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_pieces(jobs: int) -> None:
    found = list(spread(squared, range(20), jobs))
    assert [square for square, _ in found] == [number * number for number in range(20)]
    workers = {pid for _, pid in found}
    assert (os.getpid() in workers) == (jobs == 1)


def test_what_breaks_in_a_process_breaks_here() -> None:
    with pytest.raises(ValueError, match="0 cannot be used"):
        list(spread(broken, range(3), 2))


def test_no_more_is_taken_than_is_worked_on() -> None:
    taken = []

    def pieces():  # type: ignore[no-untyped-def]
        for number in range(100):
            taken.append(number)
            yield number

    next(spread(squared, pieces(), 2))
    assert len(taken) < 10
