"""A record and a question come in; the acts between each two states and bodies go out, for networks and shifts."""

from collections.abc import Iterable, Mapping
from datetime import date

from dragoman.analysis.network.acts import PairAct, pair_acts
from dragoman.analysis.standing import Asked
from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.between import events_between
from dragoman.events import Event
from dragoman.ontology.book import Book
from dragoman.store.view import Wanted

_OF_A_STATE = frozenset(("MIL", "GOV", "BUS"))


def acts_of(chronicle: Chronicle, book: Book, wanted: Wanted, asked: Asked) -> list[PairAct]:
    """The acts between states and bodies in the events that are wanted; armed groups and movements are left out.

    A state's companies and forces (Wagner, Barkhane) count as that state.
    """
    return acts_among(events_between(chronicle, book, wanted), book, wanted, asked)


def acts_among(events: Iterable[Event], book: Book, wanted: Wanted, asked: Asked) -> list[PairAct]:
    """The acts between states and bodies in these events, of the days that are wanted."""
    acts = pair_acts(events, asked, at_home(book))
    return [
        act
        for act in acts
        if all(code in book.states or code in book.bodies for code in act.pair) and _in_days(act, wanted)
    ]


def _in_days(act: PairAct, wanted: Wanted) -> bool:
    return (wanted.since or date.min) <= act.on <= (wanted.until or date.max)


def at_home(book: Book) -> Mapping[str, str]:
    """The state that each company, force or mission of one state is counted as."""
    actors = (*book.groups.values(), *book.bodies.values())
    return {
        actor.id: actor.country
        for actor in actors
        if actor.country and (actor.facts.get("kind") == "company" or actor.sector in _OF_A_STATE)
    }
