"""Nothing comes in; a context in which linear algebra keeps to one thread goes out, whatever the process is set to."""

from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


@cache
def _pools() -> Any:
    return ThreadpoolController()


def one_thread() -> Any:
    """A context manager: the coder's matrices are small, and more threads wait for one another longer than they work.

    With two threads on two cores an article took 98 ms of a core, with one 24 ms. What the caller has set is restored.
    """
    return _pools().limit(limits=1, user_api="blas")
