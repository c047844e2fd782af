"""A record and a question come in; the acts between each two states and bodies go out, for networks and shifts."""

from collections.abc import Iterable, Mapping
from datetime import date

from dragoman.analysis.acting import days_of
from dragoman.analysis.network.acts import PairAct, pair_acts
from dragoman.analysis.shifts.account import Course
from dragoman.analysis.shifts.formal import steps
from dragoman.analysis.standing import DONE, Asked
from dragoman.analysis.tie_book import known_ties
from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.between import events_between
from dragoman.ontology.book import Book
from dragoman.store.view import Wanted

_OF_A_STATE = frozenset(("MIL", "GOV", "BUS"))


def acts_of(chronicle: Chronicle, book: Book, wanted: Wanted, asked: Asked) -> list[PairAct]:
    """The acts between states and bodies in the events that are wanted; armed groups and movements are left out.

    A state's companies and forces (Wagner, Barkhane) count as that state.
    """
    acts = pair_acts(events_between(chronicle, book, wanted), asked, at_home(book))
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
