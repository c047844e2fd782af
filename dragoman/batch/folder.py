"""The path of a run's folder comes in; what it plans, what is finished and what was set aside go out.

Every file is written under another name, synced and renamed, and a shard's mark is the last of its files: whatever
ends a run, what has a mark is whole.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.errors import Stop

FORMAT = 1
FAILURES = 3
"""Failures of one shard after which it is set aside."""


@dataclass(frozen=True, slots=True)
class How:
    """How a run codes: settings (`coder`, `language`, `min_score`, `batch`, `sentences`) and the folder of the desk."""

    coder: str = "trained"
    language: str = "en"
    min_score: float = 0.0
    batch: int = 64
    desk: str = ""
    sentences: str = "all"


@dataclass(frozen=True, slots=True)
class Planned:
    """A shard as it was planned: its number, how many articles, the hash of its list, and the day of the plan."""

    number: int
    articles: int
    digest: str
    planned_on: date

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.number:05d}"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a finished shard was made of, by which version of which coder, and what it came to."""

    digest: str
    coder: str
    version: str
    columns: str
    articles: int
    reports: int
    rejects: int
    seconds: float
    peak_mb: int


class RunFolder:
    """A run's folder: input/, articles/, reports/, rejects/, done/, failed/ and manifest.json."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What was planned; Stop if the folder holds no plan of this format."""
        file = self.path / "manifest.json"
        if not file.is_file():
            raise Stop(f"{self.path} holds no plan.", remedy="“dragoman batch plan INPUTS -o FOLDER” makes one.")
        try:
            found: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            raise Stop(f"{file} is damaged.", remedy="Plan the run anew in another folder.") from None
        if found.get("format") != FORMAT:
            raise Stop(f"{file} is of format {found.get('format')}, and this program reads {FORMAT}.")
        return found

    @property
    def has_plan(self) -> bool:
        """True if something was planned here."""
        return (self.path / "manifest.json").is_file()

    def how(self) -> How:
        """How the run codes."""
        return How(**self.manifest["how"])

    def planned(self) -> list[Planned]:
        """The shards, in order."""
        rows = self.manifest["shards"]
        return [
            Planned(n, each["articles"], each["digest"], date.fromisoformat(each["planned_on"]))
            for n, each in enumerate(rows)
        ]

    def input(self, shard: Planned) -> Path:
        """The list of a shard: its articles with their texts."""
        return self.path / "input" / f"{shard.name}.parquet"

    def output(self, kind: str, shard: Planned) -> Path:
        """What a shard came to: its `articles`, `reports` or `rejects`."""
        return self.path / kind / f"{shard.name}.parquet"

    def mark(self, shard: Planned) -> Mark | None:
        """The mark of a shard, None while it is not finished."""
        file = self.path / "done" / f"{shard.name}.json"
        try:
            return Mark(**json.loads(file.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def set_mark(self, shard: Planned, mark: Mark) -> None:
        """Notes that a shard is finished, and forgets how it failed before."""
        write_json(self.path / "done" / f"{shard.name}.json", asdict(mark))
        (self.path / "failed" / f"{shard.name}.json").unlink(missing_ok=True)

    def is_done(self, shard: Planned, coder: str, version: str, columns: str) -> bool:
        """True if a shard is finished, from this list, by this version of this coder, in these columns."""
        mark = self.mark(shard)
        wanted = (shard.digest, coder, version, columns)
        return mark is not None and (mark.digest, mark.coder, mark.version, mark.columns) == wanted

    def failures(self, shard: Planned) -> list[str]:
        """Why a shard failed, each time since it was last begun anew."""
        file = self.path / "failed" / f"{shard.name}.json"
        try:
            return list(json.loads(file.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError):
            return []

    def fail(self, shard: Planned, reason: str) -> int:
        """Writes down that a shard failed; how often it has."""
        found = [*self.failures(shard), reason]
        write_json(self.path / "failed" / f"{shard.name}.json", found)
        return len(found)

    def forgive(self, shard: Planned) -> None:
        """Forgets how a shard failed, so that it is tried again."""
        (self.path / "failed" / f"{shard.name}.json").unlink(missing_ok=True)

    def is_set_aside(self, shard: Planned) -> bool:
        """True if a shard failed so often that it is tried no more."""
        return len(self.failures(shard)) >= FAILURES


def write_json(path: Path, value: Any) -> None:
    """Writes an object as JSON, whole or not at all."""
    with written_whole(path) as unfinished:
        unfinished.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Another name to write under; when the block ends it is synced and renamed, and if it fails removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    finally:
        unfinished.unlink(missing_ok=True)


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
