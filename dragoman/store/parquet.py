"""Articles and reports come in and go out as rows of Parquet tables, shaped as the record's own tables are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

import pyarrow as pa
from sqlalchemy import Column, Date, Float, Integer, Table

from dragoman.events import Recorded
from dragoman.record import Article, Report, Span
from dragoman.store import schema
from dragoman.store.rows import report_of, rows_of

VERSION = "1"
"""Of the columns below; what was written by another version is coded anew."""

_PARTS = {"participants": schema.participants, "reasons": schema.report_reasons, "spans": schema.spans}
_REPEATED = {"report_id", "article_id", "known_at"}

ARTICLE = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.string()),
        ("language", pa.string()),
        ("published_on", pa.date32()),
        ("known_on", pa.date32()),
        ("outlets", pa.list_(pa.string())),
        ("url", pa.string()),
        ("came_as", pa.string()),
        ("came_from", pa.string()),
        ("published_basis", pa.string()),
        ("published_doubt", pa.string()),
        ("opt_outs", pa.list_(pa.string())),
        ("length", pa.int64()),
    ]
)
"""What is kept of an article. `known_on` is its publication day, or the day on which an undated one was planned."""

READABLE = pa.schema([*(each for each in ARTICLE if each.name not in ("known_on", "length")), ("text", pa.string())])
"""An article as it waits to be read, with its text."""


def _kind(column: Column[Any]) -> pa.DataType:
    if isinstance(column.type, Date):
        return pa.date32()
    if isinstance(column.type, Float):
        return pa.float64()
    return pa.int64() if isinstance(column.type, Integer) else pa.string()


def _columns(table: Table, without: Iterable[str]) -> list[tuple[str, pa.DataType]]:
    return [(column.name, _kind(column)) for column in table.columns if column.name not in without]


REPORT = pa.schema(
    [
        *_columns(schema.reports, {"known_at"}),
        ("contexts", pa.list_(pa.string())),
        *((name, pa.list_(pa.struct(_columns(table, _REPEATED)))) for name, table in _PARTS.items()),
    ]
)
"""A report: the columns of the record's table `reports`, and as lists what other tables hold of it."""


def readable_row(article: Article) -> dict[str, Any]:
    """An article as a row of READABLE."""
    return {name: _listed(getattr(article, name)) for name in READABLE.names}


def readable_of(row: Mapping[str, Any]) -> Article:
    """The article of a row of READABLE."""
    fields: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in row.items()}
    return Article(**fields)


def article_row(article: Article, planned_on: date) -> dict[str, Any]:
    """An article as a row of ARTICLE, with its text left out."""
    kept = {name: value for name, value in readable_row(article).items() if name != "text"}
    return {**kept, "known_on": article.published_on or planned_on, "length": len(article.text)}


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a row of ARTICLE; it has no text."""
    kept = {name: row[name] for name in READABLE.names if name != "text"}
    return readable_of({**kept, "text": ""})


def report_row(article: Article, report: Report) -> dict[str, Any]:
    """A report as a row of REPORT; ValueError if it rests on words that the article does not have."""
    rows = rows_of(article, [report], keeps_text=False)
    found = {name: _without(rows[table]) for name, table in _PARTS.items()}
    found["contexts"] = [row["context"] for row in rows[schema.report_contexts]]
    return {**_without(rows[schema.reports], {"known_at"})[0], **found}


def recorded_of(row: Mapping[str, Any], article: Mapping[str, Any]) -> Recorded:
    """The report of a row of REPORT with the article of a row of ARTICLE, and the words of its spans."""
    id_ = row["article_id"]
    places = {(s["begins"], s["ends"]): Span(id_, s["begins"], s["ends"], s["digest"]) for s in row["spans"]}
    words = {(s["begins"], s["ends"]): s["words"] for s in row["spans"]}
    report = report_of(row, row["participants"], row["contexts"], row["reasons"], places)
    known_at = datetime.combine(article["known_on"], time(), UTC)
    return Recorded(report, article_of(article), known_at, words)


def _without(rows: Sequence[dict[str, Any]], names: Iterable[str] = _REPEATED) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in set(names)} for row in rows]


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
