"""A record and two actors come in; the events between them go out, their wholes and parts among them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dragoman.chronicle.asking import Chronicle
from dragoman.events import Event
from dragoman.ontology.actors import first_day
from dragoman.ontology.book import Book
from dragoman.store.view import Wanted

SMALL_BLOC = 6
"""Members up to which a bloc may be told by naming them all, and which act where it acts."""


def events_between(chronicle: Chronicle, book: Book, wanted: Wanted) -> list[Event]:
    """The events of `wanted.actor` (with `wanted.with_`, where given), by their days and ids.

    What all the members of a small bloc do together is the bloc's; what a small bloc does while somebody is its member
    is theirs. Two who are on one side only, against a third, count as taking part with each other, as in a joint visit.
    """
    if wanted.actor is None:
        return chronicle.events(wanted)
    free = replace(wanted, limit=None)
    found: dict[str, Event] = {}
    for one in _selves(book, wanted.actor):
        for other in _selves(book, wanted.with_) if wanted.with_ else [None]:
            for event in chronicle.events(replace(free, actor=one.code, with_=other.code if other else None)):
                if _is_of(event, book, one) and (other is None or _is_of(event, book, other)):
                    found[event.id] = event
    events = sorted(found.values(), key=lambda each: (each.day, each.id))
    return events[: wanted.limit]


def acts_as(book: Book, code: str) -> frozenset[str]:
    """The other codes under which an actor is told, on whatever day: small blocs that it is or was in, or its members.

    Of the events that `events_between` finds, who stands on which side can be told by these.
    """
    found = {each.code for each in _selves(book, code)} - {code}
    if code in book.bodies and found:
        found |= {spell.who for spell in book.memberships(code)}
    return frozenset(found)


class _Self:
    """A code under which an actor is told: its own, a member of it (then all must take part), or a bloc it is in."""

    def __init__(self, code: str, *, all_of: str = "", member: str = "") -> None:
        self.code = code
        self.all_of = all_of
        self.member = member


def _selves(book: Book, code: str) -> list[_Self]:
    return [_Self(code), *_as_members(book, code), *_as_bloc(book, code)]


def _as_members(book: Book, code: str) -> Iterator[_Self]:
    """So few members that one of them was always there; where that one takes part, the others are looked for."""
    if code not in book.bodies:
        return
    spells = book.memberships(code)
    joined = {date.fromisoformat(first_day(spell.since)) for spell in spells if spell.since and spell.since != "?"}
    sets = [members for day in sorted(joined) if 1 < len(members := book.members(code, day)) <= SMALL_BLOC]
    asked: set[str] = set()
    for members in sets:
        if not asked & set(members):
            asked.add(members[0])
            yield _Self(members[0], all_of=code)


def _as_bloc(book: Book, code: str) -> Iterator[_Self]:
    if code not in book.states:
        return
    for spell in book.ties(code):
        if spell.kind == "member" and spell.who == code and spell.whom in book.bodies:
            members = {each.who for each in book.memberships(spell.whom)}
            if 1 < len(members) <= SMALL_BLOC:
                yield _Self(spell.whom, member=code)


def _is_of(event: Event, book: Book, one: _Self) -> bool:
    if one.all_of:
        members = book.members(one.all_of, event.day)
        return 1 < len(members) <= SMALL_BLOC and event.parties.issuperset(members)
    if one.member:
        spells = [spell for spell in book.memberships(one.code) if spell.who == one.member]
        day = event.day.isoformat()
        return any(not spell.since or first_day(spell.since) <= day for spell in spells) and one.member in book.members(
            one.code, event.day
        )
    return True
