"""The book's people, offices, organisations and memberships → FollowTheMoney entities, with what they came in with."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dragoman.errors import Stop
from dragoman.ontology.actors import Actor, Spell
from dragoman.ontology.book import Book
from dragoman.ontology.ftm import Entity


def export_entities(book: Book, actors: Iterable[str] | None = None) -> Iterator[Entity]:
    """Organisations, memberships, people, positions and occupancies of these actors (of all where None), each once."""
    seen: set[str] = set()
    for id_ in book.actors if actors is None else actors:
        actor = book.actors.get(id_)
        if actor is None:
            raise Stop(f"The book knows no actor “{id_}”.")
        if actor.kind == "outlet":
            continue
        for entity in _entities_of(book, actor):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                yield entity


def _entities_of(book: Book, actor: Actor) -> Iterator[Entity]:
    yield _organisation_out(book, actor)
    for spell in book.ties(actor.id):
        if spell.whom != actor.id:
            continue
        if spell.kind == "member":
            if spell.who in book.actors:
                yield _organisation_out(book, book.actors[spell.who])
            properties = {
                "member": _entity_id(book, spell.who),
                "organization": _entity_id(book, spell.whom),
                **_days(spell),
            }
            yield _entity("Membership", _own_id("membership", spell), book.kept_fields(spell), properties)
        elif spell.kind == "office":
            yield from _office_out(book, actor, spell)


def _organisation_out(book: Book, actor: Actor) -> Entity:
    names = [name.text for name in book.names_of(actor.id) if name.what in ("name", "abbreviation", "former")]
    topics = {"state": "gov.national", "body": "gov.igo", "party": "pol.party"}.get(actor.kind, "")
    if actor.kind == "group" and actor.sector == "REB":
        topics = "crime.terror" if "terror" in str(actor.facts.get("kind", "")) else ""
    schema = "PublicBody" if actor.kind == "state" else "Organization"
    return _entity(schema, actor.id, book.kept_fields(actor), {
        "name": actor.name, "alias": sorted({name for name in names if name != actor.name}),
        "country": _iso2(book, actor.country), "topics": topics,
    })  # fmt: skip


def _office_out(book: Book, actor: Actor, spell: Spell) -> Iterator[Entity]:
    person = book.people.by_id[spell.person]
    kept = book.kept_fields(spell)
    countries = [_iso2(book, country) for country in person.countries]
    title = spell.title or spell.role
    person_id = str(kept.get("person", {}).get("id") or _hashed("person", person.id))
    own = {"name": person.name, "alias": list(person.also), "country": countries}
    yield _entity("Person", person_id, kept.get("person", {}), own)
    tie: dict[str, Any]
    if "membership" in kept:
        tie = {"member": person_id, "organization": _entity_id(book, actor.id), "role": title, **_days(spell)}
        yield _entity("Membership", _own_id("membership", spell), kept["membership"], tie)
        return
    post_id = str(kept.get("position", {}).get("id") or _hashed("position", actor.id, spell.role, title))
    is_of_state = actor.kind == "state"
    is_own = is_of_state and " of " not in title and "position" not in kept
    post = {
        "name": f"{title} of {actor.name}" if is_own else title,
        "country": _iso2(book, actor.country),
        "organization": "" if is_of_state else _entity_id(book, actor.id),
    }
    yield _entity("Position", post_id, kept.get("position", {}), post)
    tie = {"holder": person_id, "post": post_id, **_days(spell)}
    yield _entity("Occupancy", _own_id("occupancy", spell), kept.get("occupancy", {}), tie)


def _days(spell: Spell) -> dict[str, str | None]:
    return {"startDate": spell.since, "endDate": None if spell.until == "?" else spell.until}


def _iso2(book: Book, country: str | None) -> str:
    return book.codes.codes_of(country).get("iso2", country).lower() if country else ""


def _entity_id(book: Book, id_: str) -> str:
    """The id under which an actor goes out: the one that it came in with, else the book's."""
    actor = book.actors.get(id_)
    return str(book.kept_fields(actor).get("id") or id_) if actor else id_


def _hashed(*parts: str) -> str:
    return f"dragoman-{hashlib.sha256(chr(31).join(parts).encode()).hexdigest()[:16]}"


def _own_id(kind: str, spell: Spell) -> str:
    return _hashed(kind, spell.who, spell.whom, spell.role, spell.title, spell.since or "")


def _entity(schema: str, id_: str, kept: Mapping[str, Any], properties: Mapping[str, Any]) -> Entity:
    """An entity with what the book knows of it added to what came with it."""
    values: dict[str, list[str]] = dict(kept.get("properties") or {})
    for name, value in properties.items():
        listed = [each for each in (value if isinstance(value, list) else [value]) if each]
        if listed:
            values[name] = list(dict.fromkeys([*values.get(name, []), *listed]))
    more = {name: value for name, value in kept.items() if name not in ("id", "schema", "properties")}
    more = {
        name: value for name, value in more.items() if name not in ("person", "position", "occupancy", "membership")
    }
    return {"id": str(kept.get("id") or id_), "schema": str(kept.get("schema") or schema), "properties": values, **more}
