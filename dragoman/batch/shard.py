"""A shard's articles come in; its articles, reports and rejects go out as Parquet, the same bytes every time.

Whatever can be worked out of one article alone is worked out here, in parallel: the reports, what merging compares of
them, and the sketch by which copies of a text are found. Gathering only has to join it.
"""

import errno
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from dragoman.batch.folder import Mark, Planned, RunFolder, written_whole
from dragoman.errors import Stop
from dragoman.events import Recorded
from dragoman.merging.blocking import blocks_of
from dragoman.merging.copies import sketch_of
from dragoman.merging.crediting import credit_of
from dragoman.merging.traits import VERSION as MERGING
from dragoman.merging.traits import traits_of
from dragoman.pipeline import Pipeline
from dragoman.record import Article, Report
from dragoman.store import parquet as columns
from dragoman.store.rows import spans_in

ARTICLES = pa.schema(
    [
        *columns.ARTICLE,
        ("runs", pa.int64()),
        ("minima", pa.binary()),
        ("leads", pa.binary()),
        ("keys", pa.list_(pa.int64())),
        ("credit", pa.string()),
    ]
)
REPORTS = pa.schema([*columns.REPORT, ("traits", pa.string()), ("blocks", pa.list_(pa.int64()))])
REJECTS = pa.schema([("article", pa.string()), ("where", pa.string()), ("stage", pa.string()), ("reason", pa.string())])
COLUMNS = f"{columns.VERSION}.{MERGING}.1"
"""Version of what a shard's files hold."""

_KINDS = {"articles": ARTICLES, "reports": REPORTS, "rejects": REJECTS}
_ROWS = 512


@dataclass(frozen=True, slots=True)
class Caution:
    """What is known of a shard's dangers: articles to be coded alone, and those to be refused, with the reason."""

    alone: frozenset[str] = frozenset()
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coded:
    """What came of an article: its reports, or why there are none to be had."""

    article: Article
    reports: tuple[Report, ...] = ()
    refused: str = ""


Told = Callable[[list[str]], None]
"""Is told the ids of the articles that are coded next."""


def coded(articles: Iterable[Article], pipeline: Pipeline, caution: Caution, told: Told) -> Iterator[Coded]:
    """Each article with its reports, in order; one that breaks the coder is refused, and the rest follow."""
    waiting = iter(articles)
    while chunk := list(islice(waiting, pipeline.batch)):
        done: dict[str, Coded] = {}
        together = []
        for article in chunk:
            if article.id in caution.refused:
                done[article.id] = Coded(article, refused=caution.refused[article.id])
            elif article.id in caution.alone:
                told([article.id])
                done[article.id] = _alone(article, pipeline)
            else:
                together.append(article)
        if together:
            told([each.id for each in together])
            done.update(_together(together, pipeline))
        yield from (done[article.id] for article in chunk)


def _together(articles: list[Article], pipeline: Pipeline) -> dict[str, Coded]:
    try:
        return {article.id: Coded(article, tuple(found)) for article, found in pipeline.reports(articles)}
    except Exception:  # whatever one text does to a library, the others are coded
        return {article.id: _alone(article, pipeline) for article in articles}


def _alone(article: Article, pipeline: Pipeline) -> Coded:
    try:
        ((_, found),) = pipeline.reports([article])
        return Coded(article, tuple(found))
    except MemoryError:
        return Coded(article, refused="took too much memory to code")
    except Exception as broken:
        return Coded(article, refused=f"broke the coder ({type(broken).__name__}: {str(broken)[:120]})")


def run_shard(
    folder: RunFolder, shard: Planned, pipeline: Pipeline, caution: Caution = Caution(), told: Told = lambda _: None
) -> Mark:
    """Codes a shard and writes what it comes to; Stop if there is no room to write it."""
    began = time.monotonic()
    try:
        counts = write_shard(folder, shard, coded(articles_of(folder, shard), pipeline, caution, told))
        mark = Mark(
            digest=shard.digest, coder=pipeline.coder.name, version=pipeline.coder.version, columns=COLUMNS,
            seconds=round(time.monotonic() - began, 3), peak_mb=_peak_mb(), **counts,
        )  # fmt: skip
        folder.set_mark(shard, mark)
    except OSError as failed:
        if failed.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Stop(f"{folder.path}: the disk is full.", remedy="Make room and run it again.") from failed
        raise
    return mark


def write_shard(folder: RunFolder, shard: Planned, found: Iterable[Coded]) -> dict[str, int]:
    """Writes what a shard came to; how many articles, reports and rejects."""
    counts = dict.fromkeys(_KINDS, 0)
    with ExitStack() as stack:
        writers = {
            kind: _Rows(stack.enter_context(written_whole(folder.output(kind, shard))), wanted)
            for kind, wanted in _KINDS.items()
        }
        for writer in writers.values():
            stack.enter_context(writer)
        for each in found:
            for kind, row in _rows_of(each, shard):
                writers[kind].add(row)
                counts[kind] += 1
    return counts


def articles_of(folder: RunFolder, shard: Planned) -> Iterator[Article]:
    """The articles of a shard's list, in the order of their ids."""
    with parquet.ParquetFile(folder.input(shard)) as file:
        for batch in file.iter_batches(batch_size=64):
            yield from (columns.readable_of(row) for row in batch.to_pylist())


def _rows_of(each: Coded, shard: Planned) -> Iterator[tuple[str, dict[str, Any]]]:
    article = each.article
    row = columns.article_row(article, shard.planned_on)
    reports, refused = [], each.refused
    try:
        reports = [_report_row(article, report, row) for report in sorted(each.reports, key=lambda one: one.id)]
        if len({one["id"] for one in reports}) < len(reports):
            raise ValueError("two reports of it have one id")
    except ValueError as wrong:
        refused = str(wrong)
    if refused:
        yield "rejects", {"article": article.id, "where": article.came_from, "stage": "code", "reason": refused}
        return
    known = article.published_on.toordinal() if article.published_on else 0
    sketch = sketch_of(article.id, article.text, known)
    yield (
        "articles",
        {
            **row,
            "runs": sketch.runs,
            "minima": sketch.minima,
            "leads": sketch.leads,
            "keys": sorted(sketch.keys | _of_the_next_days(sketch.keys)),
            "credit": credit_of(article.text),
        },
    )
    for one in reports:
        yield "reports", one


def _of_the_next_days(keys: Iterable[int]) -> set[int]:
    """Each dated key, of the span of days after its own: so copies on both sides of a border share one."""
    return {key + (1 << 40) for key in keys if key >> 40}


def _report_row(article: Article, report: Report, row: Mapping[str, Any]) -> dict[str, Any]:
    words = {(each.start, each.end): article.text[each.start : each.end] for each in spans_in(report)}
    known_at = datetime.combine(row["known_on"], datetime.min.time(), UTC)
    traits = traits_of(Recorded(report, article, known_at, words))
    return {
        **columns.report_row(article, report),
        "traits": traits.packed(),
        "blocks": sorted(blocks_of(traits)),
    }


class _Rows:
    """A Parquet file that takes rows one by one and holds few of them."""

    def __init__(self, path: Any, wanted: pa.Schema) -> None:
        self._schema = wanted
        self._writer = parquet.ParquetWriter(path, wanted, compression="zstd")
        self._held: list[dict[str, Any]] = []

    def __enter__(self) -> "_Rows":
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self._flush()
        self._writer.close()

    def add(self, row: dict[str, Any]) -> None:
        self._held.append(row)
        if len(self._held) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(pa.Table.from_pylist(self._held, self._schema))
            self._held.clear()


def _peak_mb() -> int:
    """The most memory that this process has held, in MB; 0 where the system does not say."""
    with suppress(OSError, StopIteration):
        # What `resource` gives begins with the size of the parent, where that was larger when it began this one.
        told = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return int(next(line.split()[1] for line in told if line.startswith("VmHWM:"))) // 1024
    try:
        import resource
    except ImportError:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (2**20 if sys.platform == "darwin" else 1024)
