"""Answers come in; polars tables go out, or files of them; `to_pandas()` and `to_arrow()` lead on from there."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import polars

from dragoman.analysis.dyad import Act
from dragoman.analysis.relation import Relation
from dragoman.ontology.acts import Quad

_COLUMN = {quad: str(quad).replace(" ", "_") for quad in Quad}


def relation_table(series: Relation) -> polars.DataFrame:
    """One row a period: its days, counts by class, score, level, coverage, and the ids of its events and drivers."""
    rows = [
        {
            "period": str(point.period),
            "first_on": point.period.first,
            "last_on": point.period.last,
            **{name: point.counts[quad] for quad, name in _COLUMN.items()},
            "score": point.score,
            "level": point.level,
            "articles": point.articles,
            "coverage": str(point.coverage),
            "is_whole": point.is_whole,
            "events": [act.event for act in point.acts],
            "drivers": [act.event for act in point.drivers],
        }
        for point in series.points
    ]
    ids = polars.List(polars.String)
    return polars.DataFrame(
        rows,
        schema={
            "period": polars.String, "first_on": polars.Date, "last_on": polars.Date,
            **dict.fromkeys(_COLUMN.values(), polars.Int64), "score": polars.Float64, "level": polars.Float64,
            "articles": polars.Int64, "coverage": polars.String, "is_whole": polars.Boolean, "events": ids,
            "drivers": ids,
        },
    )  # fmt: skip


def acts_table(series: Relation) -> polars.DataFrame:
    """One row an act that is counted: its event, day, who acts upon whom, what, its score and origins, its words."""
    one, other = series.one.code, series.other.code
    rows = [_act(act, one, other) for act in series.acts]
    return polars.DataFrame(
        rows,
        schema={
            "event": polars.String, "on": polars.Date, "actor": polars.String, "recipient": polars.String,
            "is_mutual": polars.Boolean, "type": polars.String, "mode": polars.String, "quad": polars.String,
            "score": polars.Float64, "origins": polars.Int64, "comes_from": polars.String, "words": polars.String,
        },
    )  # fmt: skip


def _act(act: Act, one: str, other: str) -> dict[str, Any]:
    actor, recipient = (other, one) if act.direction == "in" else (one, other)
    return {
        "event": act.event,
        "on": act.on,
        "actor": actor,
        "recipient": recipient,
        "is_mutual": act.direction == "both",
        "type": str(act.type),
        "mode": act.mode,
        "quad": str(act.quad),
        "score": act.score,
        "origins": act.origins,
        "comes_from": act.comes_from,
        "words": act.words,
    }


def csv_bytes(table: polars.DataFrame) -> bytes:
    """A table as CSV in UTF-8; ids in lists are joined by spaces, and no cell begins like a spreadsheet's formula."""
    flat = table.with_columns(polars.col(polars.List(polars.String)).list.join(" "))
    texts = polars.col(polars.String)
    flat = flat.with_columns(
        polars.when(texts.str.contains(r"^[=+\-@\t]")).then(polars.lit("'") + texts).otherwise(texts).name.keep()
    )
    return flat.write_csv().encode()


def parquet_bytes(table: polars.DataFrame) -> bytes:
    """A table as Parquet."""
    out = BytesIO()
    table.write_parquet(out)
    return out.getvalue()


TABLES: Mapping[str, Callable[[polars.DataFrame], bytes]] = {"csv": csv_bytes, "parquet": parquet_bytes}
"""What a table is written as, by the ending of the file's name."""
