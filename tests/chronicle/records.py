"""Records made from articles with given reports, merged as `dragoman add` merges them, and what they then say."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dragoman.chronicle import Chronicle, Keeper
from dragoman.events import Event
from dragoman.record import Article, Report
from dragoman.store.opening import open_record
from dragoman.store.view import Wanted, open_view

Coded = tuple[Article, list[Report]]


def added(path: Any, batches: Sequence[Sequence[Coded]], version: str = "1") -> Any:
    """The record at a path after these batches, each one unit of work."""
    with open_record(path) as record:
        for batch in batches:
            with record.writer("stub", version) as writer:
                for article, reports in batch:
                    writer.add_article(article, reports)
                keeper = Keeper(writer.clusters)
                keeper.sketch([article for article, _ in batch])
                keeper.merge()
                keeper.tell()
    return path


def told(event: Event) -> dict[str, Any]:
    """All that an event says, without the instants at which this record had its reports."""
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "when": event.when,
        "where": event.where,
        "actors": event.actors,
        "recipients": event.recipients,
        "lead": event.lead,
        "reports": [each.id for each in event.reports],
        "origins": event.origins,
        "history": event.history,
        "numbers": event.changed_numbers,
    }


def events_of(path: Any, known_by: date | None = None) -> list[dict[str, Any]]:
    """What every event of a record says, in order."""
    with open_view(path) as view:
        return [told(each) for each in Chronicle(view).events(Wanted(known_by=known_by))]
