"""Reports with their articles come in, whole events at a time; the events go out as rows of a lake."""

import json
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from dragoman.events import Event
from dragoman.export.events import event_object
from dragoman.merging.folding import event_of
from dragoman.merging.origins import Sourcing
from dragoman.merging.traits import Traits
from dragoman.record import Participant
from dragoman.store.lake import EVENTS
from dragoman.store.parquet import recorded_of


def folded(table: pa.Table) -> pa.Table:
    """The events of a table of the columns `event`, `neighbourhood`, `report` and `article`."""
    rows = [_folded(list(rows)) for _, rows in groupby(table.to_pylist(), itemgetter("event"))]
    return pa.Table.from_pylist(rows, EVENTS)


def _folded(held: list[dict[str, Any]]) -> dict[str, Any]:
    """The event of some reports."""
    articles = {row["article"]["id"]: row["article"] for row in held}
    recorded = [recorded_of(row["report"], articles[row["report"]["article_id"]]) for row in held]
    reports = [row["report"] for row in held]
    traits = {each["id"]: Traits.unpacked(each["id"], each["article_id"], each["traits"]) for each in reports}
    sourcing = {key: Sourcing(each["copies"], each["credit"] or "") for key, each in articles.items()}
    return _event_row(event_of(recorded, traits, sourcing), held[0]["neighbourhood"])


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
