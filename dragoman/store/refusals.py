"""What could not be used comes in with how it was read, within a unit of work; what still stands of it goes out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from dragoman.record import Reject, digest
from dragoman.store import schema
from dragoman.store.dialects import insert_or
from dragoman.store.gathered import reject_sources


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reject as the record keeps it: its id, how to read its source again, and when it was met last."""

    id: str
    reject: Reject
    how: Mapping[str, Any]
    last_at: datetime | None
    settled_at: datetime | None


def reject_id(reject: Reject) -> str:
    """The id of a reject: the same place, stage and reason are the same reject."""
    return digest(f"{reject.where}\x1f{reject.stage}\x1f{reject.reason}")


class Refusals:
    """The rejects of a record over one connection; whoever opened its transaction ends it."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def met(self, reject: Reject, how: Mapping[str, Any]) -> None:
        """Writes down by what a reject, which must be in the record, can be tried again, or that it was met again."""
        row = {
            "reject_id": reject_id(reject),
            "source": reject.source,
            "how": json.dumps({name: value for name, value in how.items() if value}, sort_keys=True),
            "last_at": self._now,
            "settled_at": None,
        }
        again = {
            "source": row["source"],
            "how": row["how"],
            "last_at": self._now,
            "settled_at": None,
        }
        made = insert_or(reject_sources).values(row)
        self._connection.execute(made.on_conflict_do_update(index_elements=["reject_id"], set_=again))

    def settle(self, source: str, since: datetime | None = None) -> int:
        """Whatever of a source was not met since then, or in this unit, stands no longer; how much comes back."""
        table = reject_sources.c
        here = (table.source == source, table.settled_at.is_(None), table.last_at < (since or self._now))
        return self._connection.execute(update(reject_sources).where(*here).values(settled_at=self._now)).rowcount


def standing(
    connection: Connection, *, stage: str = "", words: str = "", everything: bool = False
) -> Iterator[Refusal]:
    """The rejects in the order in which they were first met: those that still stand, or everything ever met.

    `stage` and `words` (of the place or the reason) leave out others.
    """
    table, sources = schema.rejects.c, reject_sources.c
    conditions: list[ColumnElement[bool]] = []
    if not everything:
        conditions.append(sources.settled_at.is_(None))
    if stage:
        conditions.append(table.stage == stage)
    if words:
        conditions.append(table.origin.contains(words, autoescape=True) | table.reason.contains(words, autoescape=True))
    columns = (*schema.rejects.c, sources.source, sources.how, sources.last_at, sources.settled_at)
    joined = schema.rejects.outerjoin(reject_sources, table.id == sources.reject_id)
    asked = select(*columns).select_from(joined).where(*conditions).order_by(table.known_at, table.origin)
    for row in connection.execute(asked):
        reject = Reject(row.origin, row.stage, row.reason, row.known_at, row.source or "")
        yield Refusal(row.id, reject, json.loads(row.how or "{}"), row.last_at, row.settled_at)
