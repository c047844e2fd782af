"""A run whose shards are finished comes in; one record, or one lake of Parquet by month, goes out with its events."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from itertools import groupby, islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from dragoman.batch.folder import Planned, RunFolder, write_json
from dragoman.batch.joining import join_copies, join_reports
from dragoman.batch.running import standing, unfinished
from dragoman.batch.shard import ARTICLES, COLUMNS, REPORTS, articles_of
from dragoman.chronicle import Keeper
from dragoman.errors import Stop
from dragoman.events import Event
from dragoman.export.events import event_object
from dragoman.merging.folding import event_of
from dragoman.merging.origins import Sourcing
from dragoman.merging.traits import Traits
from dragoman.record import Participant, Report
from dragoman.store.locating import Whereabouts
from dragoman.store.opening import open_record
from dragoman.store.parquet import recorded_of
from dragoman.store.workbench import Workbench

_PEOPLE = pa.list_(pa.struct([(name, pa.string()) for name in ("text", "country", "actor", "sector", "person")]))

EVENTS = pa.schema(
    [
        ("event", pa.string()),
        ("neighbourhood", pa.string()),
        ("day", pa.date32()),
        ("first_on", pa.date32()),
        ("last_on", pa.date32()),
        ("precision", pa.string()),
        ("type", pa.string()),
        ("mode", pa.string()),
        ("status", pa.string()),
        ("stage", pa.string()),
        ("parties", pa.list_(pa.string())),
        ("actors", _PEOPLE),
        ("recipients", _PEOPLE),
        ("contexts", pa.list_(pa.string())),
        ("place", pa.string()),
        ("place_country", pa.string()),
        ("sentence", pa.string()),
        ("known_on", pa.date32()),
        ("last_known_on", pa.date32()),
        ("origins", pa.int64()),
        ("reports", pa.int64()),
        ("is_contradicted", pa.bool_()),
        ("object", pa.string()),
    ]
)
"""An event; `object` is the whole of it as JSON, as `dragoman events --json` prints it."""

LAKE = {
    "articles": pa.schema([*(each for each in ARTICLES if each.name != "keys"), ("copies", pa.string())]),
    "reports": pa.schema(
        [*(each for each in REPORTS if each.name != "blocks"), ("event", pa.string()), ("neighbourhood", pa.string())]
    ),
    "events": EVENTS,
}
"""The tables of a lake; each is a folder of folders `month=2025-03`: of publication, for events of their day."""

LAKE_FORMAT = 1
_ROWS = 1024
_AT_ONCE = 500


def gather_lake(run: RunFolder, lake: Path, *, memory: int = 2048, partial: bool = False) -> dict[str, int]:
    """Writes the lake anew, the same bytes however the articles were cut; how many of what it holds.

    `memory` bounds sorting and joining, in MB; beyond it the disk is used. The lake that was there stays until the new
    one is whole. Stop if shards are missing, unless `partial`.
    """
    shards = finished(run, partial)
    lake.mkdir(parents=True, exist_ok=True)
    new = lake / ".new"
    shutil.rmtree(new, ignore_errors=True)
    with Workbench(new / "workbench", memory) as bench:
        articles, reports = bench.lay_out(
            [run.output("articles", each) for each in shards], [run.output("reports", each) for each in shards]
        )
        join_copies(bench, articles)
        join_reports(bench, reports)
        with ExitStack() as stack:
            months = {name: stack.enter_context(_Months(new / name, LAKE[name])) for name in LAKE}
            for row in bench.articles():
                months["articles"].add(row["published_on"], _with_outlets(row))
            events = _fold(bench, months)
    for name in LAKE:
        (new / name).mkdir(exist_ok=True)
        shutil.rmtree(lake / name, ignore_errors=True)
        (new / name).replace(lake / name)
    shutil.rmtree(new)
    counts = {"articles": articles, "reports": reports, "events": events}
    write_json(lake / "lake.json", {"format": LAKE_FORMAT, "columns": COLUMNS, **counts})
    return counts


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


def _fold(bench: Workbench, months: Mapping[str, "_Months"]) -> int:
    """Writes the events, and the reports with the event that each is in; how many events."""
    count = 0
    for _, rows in groupby(bench.reports(), lambda row: row["event"]):
        held = list(rows)
        articles = {row["article"]["id"]: _with_outlets(row["article"]) for row in held}
        recorded = [recorded_of(row["report"], articles[row["report"]["article_id"]]) for row in held]
        traits = {
            row["report"]["id"]: Traits.unpacked(
                row["report"]["id"], row["report"]["article_id"], row["report"]["traits"]
            )
            for row in held
        }
        sourcing = {key: Sourcing(each["copies"], each["credit"] or "") for key, each in articles.items()}
        event = event_of(recorded, traits, sourcing)
        months["events"].add(event.day, _event_row(event, held[0]["neighbourhood"]))
        for row in held:
            report = {**row["report"], "event": event.id, "neighbourhood": row["neighbourhood"]}
            months["reports"].add(articles[report["article_id"]]["published_on"], report)
        count += 1
    return count


def _with_outlets(row: dict[str, Any]) -> dict[str, Any]:
    """An article with the outlets of all shards that have it."""
    if row.get("more"):
        row["outlets"] = list(dict.fromkeys(name for outlets in row["more"] for name in outlets))
    return row


def _event_row(event: Event, neighbourhood: str) -> dict[str, Any]:
    when, where = event.when, event.where
    return {
        "event": event.id,
        "neighbourhood": neighbourhood,
        "day": event.day,
        "first_on": when.first if when else None,
        "last_on": when.last if when else None,
        "precision": str(when.precision) if when else None,
        "type": str(event.type),
        "mode": event.mode,
        "status": str(event.status),
        "stage": str(event.stage),
        "parties": sorted(event.parties),
        "actors": [_person(each) for each in event.actors],
        "recipients": [_person(each) for each in event.recipients],
        "contexts": list(event.contexts),
        "place": where.name if where else None,
        "place_country": where.country if where else None,
        "sentence": event.report(event.lead).sentence,
        "known_on": event.first_known_on,
        "last_known_on": event.last_known_on,
        "origins": len(event.origins),
        "reports": len(event.reports),
        "is_contradicted": event.is_contradicted,
        "object": json.dumps(event_object(event), ensure_ascii=False),
    }


def _person(one: Participant) -> dict[str, str | None]:
    return {name: getattr(one, name) for name in ("text", "country", "actor", "sector", "person")}


class _Months:
    """A table of a lake under way: a Parquet file for each month, each with its rows in the order that they came."""

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self._folder = folder
        self._schema = schema
        self._held: dict[str, list[dict[str, Any]]] = {}
        self._files: dict[str, parquet.ParquetWriter] = {}

    def __enter__(self) -> "_Months":
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        for month in list(self._held):
            self._flush(month)
        for each in self._files.values():
            each.close()

    def add(self, day: date | None, row: dict[str, Any]) -> None:
        month = day.strftime("%Y-%m") if day else "undated"
        held = self._held.setdefault(month, [])
        held.append(row)
        if len(held) >= _ROWS:
            self._flush(month)

    def _flush(self, month: str) -> None:
        if month not in self._files:
            folder = self._folder / f"month={month}"
            folder.mkdir(parents=True, exist_ok=True)
            self._files[month] = parquet.ParquetWriter(folder / "part-0.parquet", self._schema, compression="zstd")
        if self._held[month]:
            self._files[month].write_table(pa.Table.from_pylist(self._held[month], self._schema))
            self._held[month] = []


def gather_record(run: RunFolder, path: Whereabouts | str, *, partial: bool = False) -> dict[str, int]:
    """Adds what the shards came to to a record; what it has already from this coder stays as it is."""
    shards = finished(run, partial)
    counts = dict.fromkeys(("articles", "reports"), 0)
    with open_record(path) as record:
        for shard in shards:
            mark = run.mark(shard)
            assert mark
            coded = _reports_of(run, shard)
            waiting = articles_of(run, shard)
            refused = set(_column(run.output("rejects", shard), "article"))
            while chunk := list(islice(waiting, _AT_ONCE)):
                with record.writer(mark.coder, mark.version) as writer:
                    kept = [each for each in chunk if each.id not in refused]
                    for article in kept:
                        writer.add_article(article, coded.get(article.id, ()))
                    keeper = Keeper(writer.clusters)
                    keeper.sketch(kept)
                    keeper.merge()
                    counts["articles"] += writer.articles
                    counts["reports"] += writer.reports
    return counts


def _reports_of(run: RunFolder, shard: Planned) -> dict[str, list[Report]]:
    """The reports of a shard by article, in the order of the text."""
    articles = {row["id"]: row for row in _file_rows(run.output("articles", shard))}
    found: dict[str, list[Report]] = {}
    for row in _file_rows(run.output("reports", shard)):
        found.setdefault(row["article_id"], []).append(recorded_of(row, articles[row["article_id"]]).report)
    return {id_: sorted(each, key=lambda one: (one.anchor.start, one.id)) for id_, each in found.items()}


def _file_rows(path: Path) -> Iterator[dict[str, Any]]:
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_AT_ONCE):
            yield from batch.to_pylist()


def _column(path: Path, name: str) -> list[Any]:
    found: list[Any] = parquet.read_table(path, columns=[name])[name].to_pylist()
    return found
