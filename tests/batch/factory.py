"""Runs for the tests of batches: stories in a folder, cut into shards, coded here or by processes, and gathered."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from dragoman.batch.folder import How, RunFolder
from dragoman.batch.gathering import gather_lake
from dragoman.batch.planning import outcomes_of, plan, sources_in
from dragoman.batch.running import pipeline_of, unfinished
from dragoman.batch.shard import run_shard
from dragoman.demo import STORIES
from dragoman.news.source import Reading
from dragoman.pipeline import Pipeline
from dragoman.store.lake import described

RULES = How(coder="rules")

_COPY = {
    "id": "copy", "date": "2023-08-01", "outlet": "Demo Herald", "title": "ECOWAS punishes Niger",
}  # fmt: skip


def workers() -> Iterator[tuple[int, int, str]]:
    """Every process of the machine that codes shards, its parent, and how it was called."""
    for each in Path("/proc").glob("[0-9]*"):
        try:
            command = (each / "cmdline").read_bytes().decode(errors="replace")
            parent = int((each / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue  # it has ended by now
        if "dragoman.batch.worker" in command:
            yield int(each.name), parent, command


def stories() -> list[dict[str, str]]:
    """The demo's stories, one of them printed again by another outlet under another headline."""
    told = [json.loads(line) for line in STORIES.read_text(encoding="utf-8").splitlines()]
    return [*told, {**told[0], **_COPY}]


def written(folder: Path, rows: Iterable[dict[str, str]], name: str = "stories.jsonl") -> Path:
    """Stories in a file of JSON lines."""
    file = folder / name
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def planned(folder: Path, file: Path, shards: int, how: How = RULES) -> RunFolder:
    """A run over a file, cut into so many shards."""
    inputs = [str(file)]
    plan(outcomes_of(sources_in(inputs), Reading()), folder, shards, how, inputs)
    return RunFolder(folder)


@cache
def _pipeline(how: How) -> Pipeline:
    return pipeline_of(how)


def coded_here(run: RunFolder) -> RunFolder:
    """The run with its unfinished shards coded in this process."""
    for shard in unfinished(run):
        run_shard(run, shard, _pipeline(run.how()))
    return run


def bytes_of(lake: Path) -> dict[str, str]:
    """The hash of each file of a lake that is read."""
    at = described(lake)["at"]
    files = [lake / "lake.json", *(file for file in (lake / at).rglob("*") if file.is_file())]
    return {str(file.relative_to(lake)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def gathered(run: RunFolder, lake: Path) -> dict[str, str]:
    """The hashes of the lake that a run gathers to."""
    gather_lake(run, lake, memory=256)
    return bytes_of(lake)
