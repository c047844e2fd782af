"""One thread of linear algebra inside, and what was set before outside again."""

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from dragoman.coding.threads import one_thread


def threads() -> list[int]:
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


def test_one_thread_inside_and_the_callers_own_number_after() -> None:
    assert np.ones((2, 2)) @ np.ones(2) is not None  # the library is loaded
    with threadpool_limits(2, user_api="blas"):
        before = threads()
        with one_thread():
            assert set(threads()) == {1}
        assert threads() == before
