"""A record and what a page is to list come in; the events of that page go out, whole, with where the next begins."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from dragoman.chronicle.asking import Chronicle, folded_in_turn, is_all_kept, known_in_turn
from dragoman.events import Event
from dragoman.store.listing import Listing


@dataclass(frozen=True, slots=True)
class Leaf:
    """The events of one page in the order in which they are listed; `after` is empty on the last page."""

    events: tuple[Event, ...]
    after: str


def events_listed(chronicle: Chronicle, wanted: Listing) -> Leaf:
    """The events of a page, as known by its day where it has one; Skip if it begins where no page ended."""
    found = chronicle.view.listed(wanted)
    if wanted.known_by is None:
        by_id = {each.id: each for each in folded_in_turn(chronicle.view, [event for event, _ in found.events])}
        return Leaf(tuple(by_id[event] for event, _ in found.events if event in by_id), found.after)
    reports = [report for _, report in found.events]
    with chronicle.view.clusters() as clusters:
        places = sorted({each.neighbourhood for each in clusters.members(reports)})
    known = known_in_turn(chronicle.view, places, wanted.known_by, frozenset(reports))
    of_report = {id_: event for event in known for id_ in event.report_ids}
    events = {of_report[each].id: of_report[each] for each in reports if each in of_report}
    return Leaf(tuple(events.values()), found.after)


@dataclass(frozen=True, slots=True)
class Begun:
    """Events by their first days; `since` is the day from which on all such events are there, None where all are."""

    events: tuple[Event, ...]
    since: date | None


def events_begun(chronicle: Chronicle, codes: Set[str], first: date | None, last: date, most: int) -> Begun | None:
    """The newest events that begin on some days and in which one of these codes takes part, at most so many.

    They are read off the shelves of events, which is several times quicker than by their reports; None where the record
    does not keep every event.
    """
    with chronicle.view.clusters() as clusters:
        if not is_all_kept(clusters):
            return None
        found = clusters.begun(codes, first, last, most + 1)
    since = found[most - 1][0] if len(found) > most else None
    ids = sorted(event for _, event in found[:most])
    return Begun(tuple(folded_in_turn(chronicle.view, ids)), since)
