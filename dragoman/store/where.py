"""A place comes in; whether a lake lies there, and no record, goes out."""

from pathlib import Path
from typing import TypeGuard

from dragoman.store.locating import Shared, Whereabouts


def is_lake(place: Whereabouts) -> TypeGuard[Path]:
    """True of a folder that holds a lake."""
    return not isinstance(place, Shared) and (place / "lake.json").is_file()
