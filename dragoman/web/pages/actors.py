"""An actor or bloc: its names, members on a day, offices, partners and ties, and what is new of it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from dragoman.analysis.tie_book import KnownTie, known_ties
from dragoman.export.answers import spell_object
from dragoman.export.events import event_object
from dragoman.merging.ties import learnt_ties
from dragoman.ontology.actors import Actor, Holds, Spell
from dragoman.record import EventType
from dragoman.store.listing import Listing
from dragoman.web.address import AFTER, SINCE, UNTIL
from dragoman.web.answering import Answer, Page
from dragoman.web.forms import event_cells
from dragoman.web.visiting import PAGE, Visit

_OFFICES = ("head of state", "head of government", "foreign minister", "defence minister")
_FOR_TIES = (
    EventType.RETREAT, EventType.SANCTION, EventType.REJECT, EventType.COERCE, EventType.AGREE, EventType.SUPPORT,
)  # fmt: skip
_TIES, _PARTNERS, _LANGUAGES = 40, 60, 60
_KINDS = ("relations", "ambassador", "sanctions", "recognises", "suspended", "chair", "member", "agreement", "base")


def actor_page(visit: Visit) -> Answer:
    """Everything about one actor that fits a page, its newest events first."""
    code = visit.actor(visit.given["actor"])
    actor, day = visit.book.actors[code], visit.asked.day
    circle = visit.around(frozenset((code,)))
    address = visit.address
    wanted = Listing(
        first=address.day("since"), last=address.day("until") or visit.asked.as_of, limit=PAGE,
        after=address.text("after"),
    )  # fmt: skip
    leaf = visit.listed(wanted, circle)
    events = [each for each in leaf.events if visit.asked.stage(each) is not None]
    values = {
        "actor": actor,
        "names": names_of(visit, actor),
        "events": events,
        "after": leaf.after,
        "members": _members(visit, actor),
        "suspended": visit.book.suspended(code, day) if actor.kind == "body" else [],
        "chair": visit.book.chair(code, day) if actor.kind == "body" else None,
        "offices": _offices(visit, actor),
        "member_of": _member_of(visit, actor),
        "partners": partners(visit, circle.codes | circle.members, events),
        "ties": [(tie, tie.holds(day)) for tie in _ties(visit, code)],
    }
    return Answer("actor.html", values, lambda: [event_object(each) for each in events], event_cells, leaf.after)


def names_of(visit: Visit, actor: Actor) -> Mapping[str, list[str]]:
    """Its names by language, each once; the interface's language and English first."""
    found: dict[str, list[str]] = {visit.words.language: [], "en": []}
    for each in visit.book.names_of(actor.id)[:_LANGUAGES]:
        mine = found.setdefault(each.language, [])
        if each.text not in mine:
            mine.append(each.text)
    return {language: names for language, names in found.items() if names}


def partners(visit: Visit, own: frozenset[str], events: Any) -> list[tuple[str, int]]:
    """With whom it has most to do in the events on the page; `own` are its code and its members'."""
    seen = Counter(other for event in events for other in event.parties - own if other in visit.book.actors)
    return seen.most_common(12)


def _members(visit: Visit, actor: Actor) -> list[Spell] | None:
    """Spells of membership that hold on the day; None for what has no members, or where the book does not list them."""
    if actor.kind != "body" or not visit.book.lists_members(actor.id, visit.asked.day):
        return None
    found = [each for each in visit.book.memberships(actor.id) if each.holds(visit.asked.day) is not Holds.NO]
    return sorted(found, key=lambda each: visit.words.name(each.who))


def _offices(visit: Visit, actor: Actor) -> list[tuple[Spell, str]]:
    """Who leads a state on the day, each with the person's name."""
    if actor.kind != "state":
        return []
    spells = [visit.book.holder(office, actor.id, visit.asked.day) for office in _OFFICES]
    found = dict.fromkeys(each for each in spells if each)
    people = visit.book.people.by_id
    return [(each, people[each.who].name if each.who in people else each.person or each.who) for each in found]


def _member_of(visit: Visit, actor: Actor) -> list[str]:
    day = visit.asked.day
    held = (each for each in visit.book.ties(actor.id) if each.kind == "member" and each.who == actor.id)
    return sorted({each.whom for each in held if each.holds(day) is not Holds.NO})


def _ties(visit: Visit, code: str) -> list[KnownTie]:
    """Ties that the newest acts of a kind to make or end one tell of, and the book's that are no plain membership."""
    wanted = Listing(types=_FOR_TIES, codes=[{code}], known_by=visit.known_by, limit=_TIES)
    learnt = [tie for tie in learnt_ties(visit.listed(wanted).events) if code in (tie.who, tie.whom)]
    kinds = {"chair", "suspended"}
    spells = [
        each
        for each in visit.book.ties(code, until=visit.asked.day)
        if each.kind in kinds or (each.kind == "member" and each.notice)
    ]
    found = known_ties(learnt, spells, visit.known_by)
    ordered = sorted(found, key=lambda tie: (_KINDS.index(tie.kind) if tie.kind in _KINDS else 99, tie.who, tie.whom))
    return ordered[:_PARTNERS]


def members_page(visit: Visit) -> Answer:
    """The members of a body on the day of the question."""
    actor = visit.book.actors[visit.actor(visit.given["actor"])]
    rows = [spell_object(each) for each in _members(visit, actor) or ()]
    return Answer("", {}, lambda: rows)


PAGES = (
    Page(
        "actor", "/actor/{actor}", actor_page, "An actor or bloc: names, members, offices, partners, ties, events.",
        (SINCE, UNTIL, AFTER),
    ),
    Page(
        "members", "/actor/{actor}/members", members_page, "The members of a body on the day of the question.",
        is_data=True,
    ),
)  # fmt: skip
