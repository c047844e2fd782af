"""This process and its children: the seconds of processors that they took, the bytes of memory that they hold."""

import os
import resource
from contextlib import suppress
from pathlib import Path


def worked() -> float:
    """Seconds of processors that this process and its ended children took."""
    found = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in found)


def in_memory() -> int:
    """Bytes in use by this process and its children; 0 where there is no /proc."""
    own, found = os.getpid(), 0
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it may have ended by now
            parent = int((each / "stat").read_text().rsplit(")", 1)[1].split()[1])
            if own in (parent, int(each.name)):
                found += int((each / "statm").read_text().split()[1]) * resource.getpagesize()
    return found
