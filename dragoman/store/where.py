"""A path comes in; whether a lake lies there, and no record, goes out."""

from pathlib import Path


def is_lake(path: Path | str) -> bool:
    """True of a folder that holds a lake."""
    return (Path(path) / "lake.json").is_file()
