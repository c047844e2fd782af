import random

import pytest

from dragoman.batch.joining import Numbers, _joined

# numbers are one where they differ by one → which of some hang together
CASES = [
    ([1, 2, 3], [[1, 2, 3]]),
    ([1, 3, 5], [[1], [3], [5]]),
    ([5, 1, 3, 2, 9, 4], [[1, 2, 3, 4, 5], [9]]),
    ([], []),
]


@pytest.mark.parametrize(("numbers", "expected"), CASES)
def test_what_hangs_together_by_links_is_joined_in_any_order(numbers: list[int], expected: list[list[int]]) -> None:
    for seed in range(5):
        random.Random(seed).shuffle(numbers)
        groups = Numbers(10)
        for one, other in _joined([(each, each) for each in numbers], lambda mine, theirs: abs(mine - theirs) == 1):
            groups.join(one, other)
        found: dict[int, list[int]] = {}
        for each in sorted(numbers):
            found.setdefault(groups.find(each), []).append(each)
        assert sorted(found.values()) == expected


def test_many_tellings_of_one_act_cost_one_comparison_each() -> None:
    asked = []

    def is_one(mine: int, theirs: int) -> bool:
        asked.append((mine, theirs))
        return True

    assert len(_joined([(each, each) for each in range(1000)], is_one)) == 999
    assert len(asked) == 999
