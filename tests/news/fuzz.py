"""`make fuzz`: each reader on mangled files for so many seconds; what breaks it is kept in tests/news/found.

`python -m tests.news.fuzz SECONDS [READER …]`
"""

import hashlib
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisException

from tests.news.mangling import SEEDS, mangled, try_reader

FOUND = Path(__file__).parent / "found"
MEMORY = 1500
"""MB of this process beyond which memory is taken to be without bounds; what is kept of seeds and libraries is 300."""


LONGEST = 20
"""Seconds that a reader may take over one file of some kilobytes; more is taken for a hang."""


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """TimeoutError where the block takes longer; regular expressions heed the alarm too."""

    def ring(*_: object) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def fuzz(reader: str, seconds: float) -> tuple[int, list[str]]:
    """How many files were tried, and where those that broke the reader are kept."""
    until, tried, number = time.monotonic() + seconds, 0, int.from_bytes(os.urandom(4), "big")
    kept: list[str] = []
    seeds = SEEDS[reader]()
    last = [b""]

    while time.monotonic() < until:
        number += 1

        @seed(number)
        @settings(
            max_examples=100,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        @given(mangled(seeds))
        def once(held: bytes) -> None:
            nonlocal tried
            if time.monotonic() > until + 60:
                return  # shrinking has its limits too
            tried += 1
            last[0] = held
            with within(LONGEST):
                try_reader(reader, held)

        try:
            once()
        except HypothesisException:
            raise
        except Exception as broken:
            # Hypothesis ends on the smallest file that breaks the reader.
            name = f"{reader}-{hashlib.sha256(last[0]).hexdigest()[:12]}"
            (FOUND / name).write_bytes(last[0])
            kept.append(f"{name}: {type(broken).__name__}: {broken!s:.100}")
            if len(kept) > 5:
                break
    return tried, kept


def main(seconds: float, readers: list[str]) -> int:
    """Fuzzes each reader and prints what came of it."""
    FOUND.mkdir(exist_ok=True)
    bad = 0
    for reader in readers or list(SEEDS):
        tried, kept = fuzz(reader, seconds)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{reader:<10} {tried:>7,} files in {seconds:.0f} s, {len(kept)} broke it; memory {peak:.0f} MB", flush=True
        )
        for each in kept:
            print(f"           {each}", flush=True)
        bad += len(kept) + (peak > MEMORY)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
