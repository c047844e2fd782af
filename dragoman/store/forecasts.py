"""Forecasts come in, each kept as it was made and never changed; they go out with what came of them."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Column, Connection, Date, Float, ForeignKey, Integer, String, Table, Text, insert, select

from dragoman.events import Forecast, Outcome
from dragoman.store import chain
from dragoman.store.schema import Instant, tables

forecasts = Table(
    "forecasts",
    tables,
    Column("number", Integer, primary_key=True, comment="order in which they were made"),
    Column("kind", String, nullable=False, comment="next (such an act by the day), held (a plan), level (of a month)"),
    Column("subject", Text, nullable=False, comment="of what, as JSON: who, whom, type; an event's id; two and a side"),
    Column("known_by", Date, nullable=False, comment="it rests on what was published by this day alone"),
    Column("since", Date, nullable=False, comment="first day on which it may come so"),
    Column("until", Date, nullable=False, comment="last day on which it may come so"),
    Column("chance", Float, comment="the chance that was given, 0 to 1; NULL of a level"),
    Column("base", Float, comment="the chance that the baseline gave; NULL of a level"),
    Column("grounds", Text, nullable=False, comment="what it rests on, as JSON: rules, acts, steps, distributions"),
    Column("made_at", Instant, nullable=False, comment="when it was made"),
    comment="What was said to be likely; chained like all that is written, so that none is mended afterwards.",
)

forecast_outcomes = Table(
    "forecast_outcomes",
    tables,
    Column("number", Integer, ForeignKey("forecasts.number"), primary_key=True, comment="the forecast"),
    Column("outcome", Float, nullable=False, comment="1 if it came so, 0 if not; of a level the number of acts"),
    Column("known_by", Date, nullable=False, comment="as known by this day"),
    Column("events", Text, nullable=False, comment="ids of the events that say so, as JSON"),
    Column("scored_at", Instant, nullable=False, comment="when that was looked up"),
    comment="What came of each forecast whose last day, with its days of grace, has gone by.",
)

_LAID = """
CREATE TABLE forecasts (
    number INTEGER NOT NULL, kind VARCHAR NOT NULL, subject TEXT NOT NULL, known_by DATE NOT NULL,
    since DATE NOT NULL, until DATE NOT NULL, chance FLOAT, base FLOAT, grounds TEXT NOT NULL,
    made_at DATETIME NOT NULL, PRIMARY KEY (number)
);
CREATE TABLE forecast_outcomes (
    number INTEGER NOT NULL, outcome FLOAT NOT NULL, known_by DATE NOT NULL, events TEXT NOT NULL,
    scored_at DATETIME NOT NULL, PRIMARY KEY (number), FOREIGN KEY(number) REFERENCES forecasts (number)
);
"""


def lay_forecasts(connection: Connection) -> None:
    """The step that brings these tables to a record without them; never changed once released."""
    for statement in _LAID.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)


class Forecasts:
    """The forecasts of a record, within somebody else's transaction; `now` is when what is written is written."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def keep(self, made: Iterable[Forecast]) -> list[int]:
        """Keeps forecasts as they are; their numbers come back. One that was made before of the same is kept beside."""
        numbers = []
        for each in made:
            values = {
                "kind": each.kind, "subject": json.dumps(each.subject), "known_by": each.known_by,
                "since": each.since, "until": each.until, "chance": each.chance, "base": each.base,
                "grounds": each.grounds, "made_at": self._now,
            }  # fmt: skip
            asked = insert(forecasts).values(**values).returning(forecasts.c.number)
            numbers.append(int(self._connection.scalars(asked).one()))
        chain.append(self._connection, [("forecast", str(number)) for number in numbers], self._now)
        return numbers

    def settle(self, outcomes: Iterable[Outcome]) -> None:
        """Writes down what came of forecasts that have no outcome yet."""
        for each in outcomes:
            values = {
                "number": each.forecast, "outcome": each.outcome, "known_by": each.known_by,
                "events": json.dumps(each.events), "scored_at": self._now,
            }  # fmt: skip
            self._connection.execute(insert(forecast_outcomes).values(**values))

    def kept(self) -> list[tuple[Forecast, Outcome | None]]:
        """Every forecast in order, with what came of it where that is known."""
        outcome = forecast_outcomes.c
        asked = (
            select(forecasts, outcome.outcome, outcome.known_by.label("outcome_by"), outcome.events)
            .join(forecast_outcomes, outcome.number == forecasts.c.number, isouter=True)
            .order_by(forecasts.c.number)
        )
        found = []
        for row in self._connection.execute(asked):
            kept = Forecast(
                row.kind, tuple(json.loads(row.subject)), row.known_by, row.since, row.until, row.chance, row.base,
                row.grounds, row.number, row.made_at,
            )  # fmt: skip
            came = row.outcome is not None
            known = Outcome(row.number, row.outcome, row.outcome_by, tuple(json.loads(row.events))) if came else None
            found.append((kept, known))
        return found
