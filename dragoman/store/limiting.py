"""A number of seconds comes in; questions to a record that take longer than that are broken off."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dragoman.errors import Stop

STEPS = 100_000
"""Steps of the database's machine between two looks at the clock, some milliseconds: each look needs the interpreter,
which other threads hold, so that many looks make all of them wait for one another."""

_asked = threading.local()


class TooLong(Stop):
    """A question took longer than it may; fewer days, or one actor, make it a shorter one."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Within it, what this thread asks of any record may take so many seconds together; then TooLong is raised."""
    before = getattr(_asked, "until", None)
    _asked.until = time.monotonic() + seconds
    try:
        yield
    finally:
        _asked.until = before


def is_over() -> bool:
    """True once the time of this thread's question is over; never where there is no limit."""
    until = getattr(_asked, "until", None)
    return until is not None and time.monotonic() > until


def seconds_left() -> float | None:
    """Seconds that this thread's question may still take, none of them if it is over; None where there is no limit."""
    until = getattr(_asked, "until", None)
    return None if until is None else max(0.0, until - time.monotonic())


def too_long() -> TooLong:
    """What is raised then."""
    return TooLong("The question takes too long to answer.", remedy="Ask for fewer days, or for one actor.")
