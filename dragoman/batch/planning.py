"""Files of news come in; the lists of a run's shards go out, each article in the one that the hash of its id names."""

import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from dragoman.batch.folder import FORMAT, How, Planned, RunFolder, digest_of, write_json, written_whole
from dragoman.errors import Stop
from dragoman.news.source import Reading, read_as
from dragoman.record import Article, Reject
from dragoman.store.parquet import READABLE, readable_of, readable_row

HELD = 64 << 20
"""Characters of articles that are held before they are written to their shards' lists."""


def sources_in(inputs: Iterable[str]) -> Iterator[str]:
    """The files that inputs name, each folder's in the order of their names; addresses such as s3://… as they are."""
    for each in inputs:
        path = Path(each)
        if "://" in each:
            yield from _addresses(each)
        elif path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file())
            yield from (
                str(file) for file in inside if not any(part.startswith(".") for part in file.relative_to(path).parts)
            )
        else:
            yield each


def _addresses(pattern: str) -> Iterator[str]:
    fsspec = _fsspec()
    yield from sorted(file.full_name for file in fsspec.open_files(pattern, "rb"))


def _fsspec() -> Any:
    try:
        import fsspec
    except ImportError:
        raise Stop("an address such as s3://… needs fsspec.", remedy="pip install fsspec s3fs") from None
    return fsspec


def outcomes_of(sources: Iterable[str], reading: Reading) -> Iterator[Article | Reject]:
    """What files and addresses hold, in order."""
    for each in sources:
        if "://" in each:
            with _fsspec().open(each, "rb") as stream:
                yield from read_as(reading, stream, name=each)
        else:
            yield from read_as(reading, each)


class Plan:
    """Lists under way: articles go in one by one, and are written to their shards' lists some at a time."""

    def __init__(self, folder: RunFolder, shards: int, planned_on: date) -> None:
        self._folder = folder
        self._shards = shards
        self._planned_on = planned_on
        self._before = folder.planned() if folder.has_plan else []
        self._parts = folder.path / "parts"
        shutil.rmtree(self._parts, ignore_errors=True)
        self._parts.mkdir(parents=True)
        self._held: dict[int, list[str]] = {}
        self._size = 0
        self.rejects: list[Reject] = []
        self.new: list[Planned] = []

    def add(self, outcome: Article | Reject) -> None:
        """Takes an article into its shard's list; a reject is written down."""
        if isinstance(outcome, Reject):
            self.rejects.append(outcome)
            return
        # The id is a hash; its first half decides, so that cuts of any number are even.
        place = int(outcome.id[:8], 16) % self._shards
        line = json.dumps(readable_row(outcome), default=str, ensure_ascii=True)
        self._held.setdefault(place, []).append(line)
        self._size += len(line)
        if self._size > HELD:
            self._spill()

    def finish(self, how: How, inputs: list[str]) -> None:
        """Writes the lists and the manifest."""
        self._spill()
        self.new = new = [self._list_of(place, len(self._before) + place) for place in range(self._shards)]
        shutil.rmtree(self._parts)
        rounds = list(self._folder.manifest["rounds"]) if self._before else []
        rejects = [{"where": each.where, "stage": each.stage, "reason": each.reason} for each in self.rejects]
        write_json(self._folder.path / "refused" / f"{len(rounds):05d}.json", rejects)
        rounds.append(
            {"inputs": inputs, "planned_on": str(self._planned_on), "shards": len(new), "refused": len(rejects)}
        )
        rows = [
            {"articles": each.articles, "digest": each.digest, "planned_on": str(each.planned_on)}
            for each in (*self._before, *new)
        ]
        write_json(
            self._folder.path / "manifest.json",
            {"format": FORMAT, "how": asdict(how), "rounds": rounds, "shards": rows},
        )

    def _spill(self) -> None:
        for place, lines in self._held.items():
            with (self._parts / f"{place}.jsonl").open("a", encoding="utf-8") as file:
                file.writelines(line + "\n" for line in lines)
        self._held.clear()
        self._size = 0

    def _list_of(self, place: int, number: int) -> Planned:
        part = self._parts / f"{place}.jsonl"
        found: dict[str, Article] = {}
        if part.exists():
            with part.open(encoding="utf-8") as lines:
                for line in lines:
                    article = _article(line)
                    known = found.get(article.id)
                    found[article.id] = _both(known, article) if known else article
            part.unlink()
        shard = Planned(number, len(found), "", self._planned_on)
        file = self._folder.input(shard)
        with written_whole(file) as unfinished, parquet.ParquetWriter(unfinished, READABLE) as writer:
            ids = sorted(found)
            for start in range(0, len(ids), 256):
                rows = [readable_row(found[id_]) for id_ in ids[start : start + 256]]
                writer.write_table(pa.Table.from_pylist(rows, READABLE))
        return replace(shard, digest=digest_of(file))


def _article(line: str) -> Article:
    row = json.loads(line)
    row["published_on"] = date.fromisoformat(row["published_on"]) if row["published_on"] else None
    return readable_of(row)


def _both(one: Article, other: Article) -> Article:
    """The same article from two places: as it came first, with the outlets of both."""
    return replace(one, outlets=tuple(dict.fromkeys((*one.outlets, *other.outlets))))


def plan(outcomes: Iterable[Article | Reject], folder: Path, shards: int, how: How, inputs: list[str]) -> Plan:
    """Plans a run, or further shards of one; how a run codes is settled by its first plan."""
    if shards < 1:
        raise Stop(f"--shards {shards}.", remedy="It is at least 1.")
    run = RunFolder(folder)
    planning = Plan(run, shards, date.today())
    for each in outcomes:
        planning.add(each)
    planning.finish(run.how() if run.has_plan else how, inputs)
    return planning
