"""A visit and some days come in; the acts between states and bodies go out, of as many events as a page looks at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dragoman.analysis.network.acts import PairAct
from dragoman.chronicle.listing import Begun, events_begun
from dragoman.chronicle.networks import acts_among
from dragoman.store.listing import Listing
from dragoman.store.view import Wanted
from dragoman.web.keeping import WHOLE
from dragoman.web.visiting import Visit

T = TypeVar("T")
MOST = 1000
"""Events that a page counts the acts of; of more, the newest, and the page says from which day on that is."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Acts in the order of their days; `since` is the day from which on they are told, None where that is all."""

    acts: tuple[PairAct, ...]
    events: int
    since: date | None


def acts_counted(visit: Visit, first: date | None, last: date, codes: frozenset[str] = frozenset()) -> Counted:
    """The acts of some days, of all or of those in which these codes take part; kept until the record is written to."""
    asked = visit.asked
    key = (str(visit.view.path), visit.known_by, asked.on, asked.as_of, first, last, codes)
    return kept(visit, "acts", key, lambda: _counted(visit, first, last, codes))


def kept(visit: Visit, name: str, key: object, make: Callable[[], T], *, is_shared: bool = False) -> T:
    """What is costly to make of a record, made once for each of its states; see `Kept.get`."""
    return WHOLE.get(visit.view.last_write()[0], name, key, make, is_shared=is_shared)


def _counted(visit: Visit, first: date | None, last: date, codes: frozenset[str]) -> Counted:
    found = _newest(visit, first, last, codes)
    acts = acts_among(found.events, visit.book, Wanted(since=first, until=last), visit.asked)
    return Counted(tuple(acts), len(found.events), found.since)


def _newest(visit: Visit, first: date | None, last: date, codes: frozenset[str]) -> Begun:
    """The newest events of some days: by their own first days where that can be, else by those of their reports."""
    if codes and visit.known_by is None and (begun := events_begun(visit.chronicle, codes, first, last, MOST)):
        return begun
    leaf = visit.listed(Listing(codes=[codes] if codes else [], first=first, last=last, limit=MOST))
    return Begun(leaf.events, date.fromisoformat(leaf.after.partition(".")[0]) if leaf.after else None)
