"""Pieces of work come in; what a function makes of each goes out in their order, made here or by processes."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from typing import TypeVar

from dragoman.chronicle.asking import uncollected

A = TypeVar("A")
B = TypeVar("B")

_AHEAD = 2


def spread(function: Callable[[A], B], pieces: Iterable[A], jobs: int = 1) -> Iterator[B]:
    """What `function` makes of each piece, in order; by `jobs` processes, some pieces ahead of what is asked for."""
    made = partial(_undisturbed, function)
    if jobs <= 1:
        yield from map(made, pieces)
        return
    # Spawned: a forked process would have the locks of DuckDB's threads, and not the threads.
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[B]] = deque()
        for each in pieces:
            waiting.append(pool.submit(made, each))
            if len(waiting) > jobs + _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _undisturbed(function: Callable[[A], B], piece: A) -> B:
    with uncollected():
        return function(piece)
