"""A record and a question come in; the acts between each two states and bodies go out, for networks and shifts."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from dragoman.analysis.acting import days_of
from dragoman.analysis.network.acts import PairAct, pair_acts
from dragoman.analysis.network.graph import Network, network
from dragoman.analysis.shifts.account import Course, Shifts, shifts
from dragoman.analysis.shifts.formal import steps
from dragoman.analysis.standing import DONE, Asked
from dragoman.analysis.tie_book import known_ties
from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.between import events_between
from dragoman.events import Event
from dragoman.ontology.book import Book
from dragoman.ontology.desk import desk_of
from dragoman.store.view import Wanted, open_view

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


def course_of(chronicle: Chronicle, book: Book, wanted: Wanted, asked: Asked) -> Course:
    """What is known of `wanted.actor` in the days that are wanted, by the day that is wanted."""
    code = wanted.actor or ""
    acts = [act for act in acts_of(chronicle, book, wanted, asked) if code in act.pair]
    events = events_between(chronicle, book, wanted)
    days = [days_of(event, asked) for event in events if asked.stage(event) in DONE]
    first, last = wanted.since or (acts[0].on if acts else asked.day), wanted.until or asked.day
    known = [day[0] for day in days if day and first <= day[0] <= last]
    # Ties end by events that lie before the first day wanted, so all events are asked for them.
    learnt = [tie for tie in chronicle.ties(code, known_by=wanted.known_by) if code in (tie.who, tie.whom)]
    ties = known_ties(learnt, book.ties(code), wanted.known_by)
    return Course(code, tuple(acts), tuple(sorted(known)), tuple(steps(ties, code, first, last)))


def whole_of(book: Book, codes: Iterable[str], on: date) -> str | None:
    """The body whose members on a day are just these, the youngest of several; None where there is none."""
    wanted = sorted(set(codes))
    bodies = {spell.whom for spell in book.ties(wanted[0]) if spell.kind == "member" and spell.whom in book.bodies}
    found = [body for body in bodies if book.members(body, on) == wanted]
    return max(found, key=lambda body: (_begun(book, body, wanted[0]), body), default=None)


def _begun(book: Book, body: str, member: str) -> str:
    return max((spell.since or "" for spell in book.memberships(body) if spell.who == member), default="")


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


def network_in(db: Path | str, *, days: int = 365, on: date | None = None, known_by: date | None = None) -> Network:
    """The network of the days up to one (today, or that by which it is to be known), for notebooks.

    `dragoman.export.tables.network_table` makes a polars table of it, `dragoman.export.pair_chart` a chart.
    """
    last = on or known_by or date.today()
    with open_view(db) as view:
        asked = Asked(known_by or date.today(), on)
        wanted = Wanted(since=last - timedelta(days=days - 1), until=last, known_by=known_by)
        return network(acts_of(Chronicle(view), _book_of(db), wanted, asked), last - timedelta(days=days - 1), last)


def shifts_in(db: Path | str, actor: str, *, since: date | None = None, known_by: date | None = None) -> Shifts:
    """The shifts of an actor by its code, id or name, for notebooks.

    `dragoman.export.tables.shift_table` makes a polars table of them, `dragoman.export.course_chart` a chart.
    """
    asked, book = Asked(known_by or date.today()), _book_of(db)
    code = actor.upper() if actor.upper() in book.actors else book.actor_id(actor)
    with open_view(db) as view:
        wanted = Wanted(actor=code, since=since, until=asked.day, known_by=known_by)
        return shifts(course_of(Chronicle(view), book, wanted, asked), asked.day)


def _book_of(db: Path | str) -> Book:
    desk = desk_of(Path(db))
    return Book.load(desk if desk.is_dir() else None)
