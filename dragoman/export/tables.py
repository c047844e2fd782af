"""Answers come in; polars tables go out, or files of them; `to_pandas()` and `to_arrow()` lead on from there."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

import polars

from dragoman.analysis.dyad import Act
from dragoman.analysis.network.graph import Network
from dragoman.analysis.relation import Relation
from dragoman.analysis.shifts.account import Shifts
from dragoman.analysis.shifts.levels import Way
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


def network_table(found: Network) -> polars.DataFrame:
    """One row a pair: what the two did together and against one another, its first and last day, its events."""
    rows = [
        (
            edge.one, edge.other, edge.meetings, edge.cooperation, edge.conflict, edge.net, edge.first, edge.last,
            list(edge.events),
        )
        for edge in found.edges
    ]  # fmt: skip
    numbers = ("meetings", "cooperation", "conflict", "net")
    return polars.DataFrame(
        rows,
        schema={
            "one": polars.String, "other": polars.String, **dict.fromkeys(numbers, polars.Float64),
            "first_on": polars.Date, "last_on": polars.Date, "events": polars.List(polars.String),
        },
        orient="row",
    )  # fmt: skip


def shift_table(found: Shifts) -> polars.DataFrame:
    """One row for each partner that a turn moved, each surge and each step by a tie; `is_closer` says which way.

    `evidence` is the natural logarithm of the odds of a turn and the score of a surge; a tie has none.
    """
    rows: list[tuple[Any, ...]] = []
    for turn in (*found.whole, *found.single):
        kind, events = "relation" if turn.partner else "alignment", [act.event for act in turn.acts]
        rows += [
            (kind, turn.on, turn.earliest, turn.latest, each.partner, str(each.way), each.is_closer, turn.odds,
             turn.origins, turn.survives, list(dict.fromkeys(events)))
            for each in (*turn.away, *turn.towards)
        ]  # fmt: skip
    for surge in found.sudden:
        other = surge.pair[1] if surge.pair[0] == found.course.actor else surge.pair[0]
        rows.append(
            ("surge", surge.on, surge.on, surge.until, other, str(surge.way), surge.way is Way.COOPERATION, surge.score,
             surge.origins, surge.survives, [act.event for act in surge.acts])
        )  # fmt: skip
    rows += [
        ("tie", step.on, step.on if step.is_stated else None, step.on, step.partner, step.kind, step.is_closer,
         None, None, None, list(step.events))
        for step in found.course.steps
    ]  # fmt: skip
    return polars.DataFrame(
        sorted(rows, key=lambda row: (row[1], row[0], row[4])),
        schema={
            "kind": polars.String, "on": polars.Date, "earliest": polars.Date, "latest": polars.Date,
            "partner": polars.String, "what": polars.String, "is_closer": polars.Boolean, "evidence": polars.Float64,
            "origins": polars.Int64, "survives": polars.Boolean, "events": polars.List(polars.String),
        },
        orient="row",
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
