"""A run whose shards are finished comes in; one record, or one lake of Parquet by month, goes out with its events."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any

from pyarrow import parquet

from dragoman.batch.folder import Planned, RunFolder, write_json
from dragoman.batch.folding import folded
from dragoman.batch.joining import join_copies, join_reports
from dragoman.batch.running import standing, unfinished
from dragoman.batch.shard import COLUMNS, articles_of
from dragoman.batch.spreading import spread
from dragoman.chronicle import Keeper, merge_all
from dragoman.errors import Stop
from dragoman.record import Article, Report
from dragoman.store.lake import EVENTS, described, new_lake
from dragoman.store.locating import Whereabouts, is_lake
from dragoman.store.opening import open_record
from dragoman.store.parquet import recorded_of
from dragoman.store.workbench import Workbench

_AT_ONCE = 5000
"""Articles that come into a record together: what is near them is looked up once for all of them."""
_ROWS = 500


def gather_lake(
    run: RunFolder, lake: Path, *, memory: int = 2048, jobs: int = 1, partial: bool = False, anew: bool = False
) -> dict[str, int]:
    """Writes the lake, the same bytes however the articles were cut; how many of what it holds.

    `memory` bounds sorting and joining, in MB; beyond it the disk is used. The lake that was there is read until the
    new one is whole. Where that one was made of the first of these shards, only what the others may change is compared
    and folded again, unless `anew`. Stop if shards are missing, unless `partial`.
    """
    shards = finished(run, partial)
    told = [asdict(mark) for each in shards if (mark := run.mark(each))]
    before = None if anew else _before(lake, told)
    with new_lake(lake, COLUMNS) as made:
        with Workbench(made.folder / "workbench", memory, threads=max(2, jobs)) as bench:
            articles, reports = bench.lay_out(
                [run.output("articles", each) for each in shards],
                [run.output("reports", each) for each in shards],
                before,
            )
            join_copies(bench, articles, jobs)
            join_reports(bench, reports, jobs)
            bench.stir()
            events = bench.keep_events(spread(folded, bench.told(), jobs), EVENTS)
            made.write("articles", bench.articles())
            made.write("reports", bench.reports())
            made.write("events", bench.events())
        counts = {"articles": articles, "reports": reports, "events": events}
        made.finish(counts)
    write_json(lake / _MADE_OF, {"at": described(lake)["at"], "shards": [_made_of(each) for each in told]})
    return counts


_MADE_OF = "made-of.json"
"""Which shards a lake was made of, in order: beside it, for its own bytes do not depend on the cut."""


def _before(lake: Path, told: list[dict[str, Any]]) -> tuple[Path, int] | None:
    """The tables of the lake that is there and how many of these shards it was made of; None if not of the first."""
    if not is_lake(lake) or not (lake / _MADE_OF).is_file():
        return None
    try:
        said, made = described(lake), json.loads((lake / _MADE_OF).read_text(encoding="utf-8"))
        at, shards = made["at"], made["shards"]
    except (Stop, ValueError, KeyError):
        return None  # of another format, or damaged: it is made anew
    is_first = bool(shards) and shards == [_made_of(each) for each in told[: len(shards)]]
    return (lake / at, len(shards)) if is_first and (at, COLUMNS) == (said["at"], said["columns"]) else None


def _made_of(mark: dict[str, Any]) -> list[str]:
    return [mark[name] for name in ("digest", "coder", "version", "columns")]


def finished(run: RunFolder, partial: bool) -> list[Planned]:
    """The shards that are finished; Stop if some are not, unless `partial`."""
    waiting = {each.number for each in unfinished(run)}
    aside = standing(run).set_aside
    missing = waiting | set(aside)
    if missing and not partial:
        raise Stop(
            f"{run.path}: {len(missing)} shards are not finished, {len(aside)} of them set aside.",
            remedy="“batch run” finishes them; --partial gathers without them.",
        )
    found = [each for each in run.planned() if each.number not in missing]
    if not found:
        raise Stop(f"{run.path} has no finished shard.", remedy="“batch run” codes them.")
    return found


def gather_record(run: RunFolder, path: Whereabouts | str, *, partial: bool = False) -> dict[str, int]:
    """Adds what the shards came to to a record; what it has already from this coder stays as it is.

    Articles come in as they were cut; their reports are merged when all are in.
    """
    shards = finished(run, partial)
    counts = dict.fromkeys(("articles", "reports"), 0)
    with open_record(path) as record:
        for (coder, version), some in groupby(shards, lambda shard: _coded_by(run, shard)):
            coming = chain.from_iterable(_coded(run, shard) for shard in some)
            while chunk := list(islice(coming, _AT_ONCE)):
                with record.writer(coder, version) as writer:
                    for article, found in chunk:
                        writer.add_article(article, found)
                    Keeper(writer.clusters).sketch(article for article, _ in chunk)
                    counts["articles"] += writer.articles
                    counts["reports"] += writer.reports
        merge_all(record)
    return counts


def _coded_by(run: RunFolder, shard: Planned) -> tuple[str, str]:
    mark = run.mark(shard)
    assert mark
    return mark.coder, mark.version


def _coded(run: RunFolder, shard: Planned) -> Iterator[tuple[Article, Sequence[Report]]]:
    """The articles of a shard that were not refused, each with its reports."""
    coded = _reports_of(run, shard)
    refused = set(_column(run.output("rejects", shard), "article"))
    return ((each, coded.get(each.id, ())) for each in articles_of(run, shard) if each.id not in refused)


def _reports_of(run: RunFolder, shard: Planned) -> dict[str, list[Report]]:
    """The reports of a shard by article, in the order of the text."""
    articles = {row["id"]: row for row in _file_rows(run.output("articles", shard))}
    found: dict[str, list[Report]] = {}
    for row in _file_rows(run.output("reports", shard)):
        found.setdefault(row["article_id"], []).append(recorded_of(row, articles[row["article_id"]]).report)
    return {id_: sorted(each, key=lambda one: (one.anchor.start, one.id)) for id_, each in found.items()}


def _file_rows(path: Path) -> Iterator[dict[str, Any]]:
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_ROWS):
            yield from batch.to_pylist()


def _column(path: Path, name: str) -> list[Any]:
    found: list[Any] = parquet.read_table(path, columns=[name])[name].to_pylist()
    return found
