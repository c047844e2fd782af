"""An actor or person of the book, and a day → what the book says of it then, as plain values for text and JSON alike."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dragoman.ontology.actors import Actor, Holds, Spell, first_day
from dragoman.ontology.book import Book

Facts = dict[str, Any]

GOVERNMENT = ("head of state", "head of government", "foreign minister", "defence minister")


def page(book: Book, id_: str, on: date | None) -> Facts:
    """All that the book says of a state, body, group, party, outlet or person on a day; without one, as it is last."""
    actor = book.actors.get(id_)
    if actor is None:
        return _person(book, id_, on)
    facts = {**_actor(book, actor, on), **_OF_KIND.get(actor.kind, _group)(book, actor, on)}
    facts["names"] = [
        _dated({"text": name.text, "language": name.language, "what": name.what}, name.since, name.until)
        for name in book.names_of(id_)
    ]
    return facts


def named(book: Book, id_: str) -> Facts:
    """An id with the name that the book has for it: an actor's, or a person's."""
    actor, person = book.actors.get(id_), book.people.by_id.get(id_)
    return {"id": id_, "name": actor.name if actor else person.name if person else id_}


def tie(book: Book, spell: Spell, on: date | None = None) -> Facts:
    """A dated tie: who, whom, kind, days, and the shelf that it rests on; with a day, whether it holds then."""
    facts = {"kind": spell.kind, "who": named(book, spell.who), "whom": named(book, spell.whom)}
    if spell.role:
        facts["role"] = spell.role
    if spell.title:
        facts["title"] = spell.title
    if spell.person and spell.person != spell.who:
        facts["person"] = named(book, spell.person)
    facts.update({"from": spell.since, "to": spell.until, "notice": spell.notice})
    if on is not None:
        facts["holds"] = spell.holds(on).value
    return {**facts, "rests_on": "book", "shelf": spell.rests_on}


def roll(book: Book, body: str, on: date | None) -> Facts:
    """The members of a body on a day: who they are, who had left or was suspended, and how far the book lists them."""
    spells = book.memberships(body)
    seen = [each for each in book.ties(body) if each.whom == body]
    return {
        "listed": listed(book, body, on),
        "members": [tie(book, each, on) for each in _by_name(book, spells) if each.holds(on) is not Holds.NO],
        "ended": [tie(book, each, on) for each in _by_name(book, spells) if _has_ended(each, on)],
        "suspended": [tie(book, each, on) for each in _now(seen, "suspended", on)],
        "observers": [tie(book, each, on) for each in _now(seen, "observer", on)],
    }


def listed(book: Book, body: str, on: date | None) -> str:
    """How far the book lists a body's members on a day: all, some or none."""
    facts = book.bodies[body].facts
    if not book.memberships(body):
        return "none"
    first, last = str(facts.get("members_listed_from", "")), str(facts.get("members_listed_to", ""))
    is_outside = (on is None and bool(last)) or (
        on is not None and (on.isoformat() < first_day(first) or bool(last and on.isoformat() > first_day(last)))
    )
    return "some" if facts.get("members_listed") is False or is_outside else "all"


def _by_name(book: Book, spells: Iterable[Spell]) -> list[Spell]:
    return sorted(spells, key=lambda each: (each.who, each.since or ""))


def _has_ended(spell: Spell, on: date | None) -> bool:
    if spell.holds(on) is not Holds.NO:
        return False
    return on is None or not spell.since or first_day(spell.since) <= on.isoformat()


def _now(spells: Iterable[Spell], kind: str, on: date | None) -> list[Spell]:
    return [each for each in spells if each.kind == kind and each.holds(on) is not Holds.NO]


def _dated(facts: Facts, since: str | None, until: str | None) -> Facts:
    return {**facts, "from": since, "to": until}


def _actor(book: Book, actor: Actor, on: date | None) -> Facts:
    """What all kinds of actor share; ids that the shelf names stand with their names."""
    facts: Facts = {"id": actor.id, "kind": actor.kind, "name": actor.name, "sector": actor.sector}
    if actor.country and actor.kind != "state":
        facts["country"] = named(book, actor.country)
    facts.update({"from": actor.since, "to": actor.until})
    if on is not None:
        facts["exists"] = actor.exists(on)
    for name, value in actor.facts.items():
        if name == "kind":
            facts["sort"] = value
        elif name not in ("ambiguous", "members_listed", "members_listed_from", "members_listed_to", *_LINKS):
            facts[name] = value
    for name in _LINKS:
        found = [each for each in _texts(actor.facts.get(name)) if each != actor.id]
        found += [each for each in _pointing(book, actor.id, _INVERSE.get(name)) if each not in found]
        if found:
            facts[name] = [named(book, each) for each in found]
    return facts


# Facts that hold ids of the book, and which of them says the same from the other side.
_LINKS = ("predecessor", "successor", "successors", "part_of", "of", "claimed_by")
_INVERSE = {"predecessor": "successor", "successor": "predecessor"}


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [str(value)] if value else []


def _pointing(book: Book, id_: str, fact: str | None) -> list[str]:
    if fact is None:
        return []
    return [other for other, actor in book.actors.items() if id_ in _texts(actor.facts.get(fact))]


def _state(book: Book, actor: Actor, on: date | None) -> Facts:
    ties = book.ties(actor.id)
    suspended = {each.whom for each in _now(ties, "suspended", on)}
    member_of = [each for each in _now(ties, "member", on) if each.who == actor.id]
    government = [spell for office in GOVERNMENT if (spell := book.holder(office, actor.id, on)) is not None]
    others = [
        each for each in _now(ties, "office", on) if each.whom == actor.id and each.role not in GOVERNMENT
    ]
    return {
        "codes": dict(book.codes.codes_of(actor.id)),
        "government": [tie(book, each, on) for each in (*government, *others)],
        "member_of": [
            {**tie(book, each, on), "is_suspended": each.whom in suspended}
            for each in sorted(member_of, key=lambda each: each.whom)
        ],
    }


def _body(book: Book, actor: Actor, on: date | None) -> Facts:
    ties = book.ties(actor.id)
    chair = book.chair(actor.id, on)
    facts = roll(book, actor.id, on)
    facts["chair"] = tie(book, chair, on) if chair else None
    facts["offices"] = [tie(book, each, on) for each in _now(ties, "office", on) if each.whom == actor.id]
    facts["member_of"] = [tie(book, each, on) for each in _now(ties, "member", on) if each.who == actor.id]
    return facts


def _group(book: Book, actor: Actor, on: date | None) -> Facts:
    ties = book.ties(actor.id)
    own = [each for each in ties if each.kind in ("allegiance", "in government", "member")]
    leaders = [each for each in _now(ties, "office", on) if each.whom == actor.id]
    return {
        "ties": [tie(book, each, on) for each in own],
        "offices": [tie(book, each, on) for each in leaders],
    }


_OF_KIND = {"state": _state, "body": _body}


def _person(book: Book, id_: str, on: date | None) -> Facts:
    person = book.people.by_id[id_]
    ties = [each for each in book.ties(id_) if each.person == id_]
    offices = sorted(ties, key=lambda each: (each.since or "", each.until or "9999"), reverse=True)
    return {
        "id": id_,
        "kind": "person",
        "name": person.name,
        "countries": [named(book, each) for each in person.countries],
        "also": list(person.also),
        "offices": [tie(book, each, on) for each in offices],
    }
