"""FollowTheMoney entities (JSON) → rows of a desk's shelf: people, offices, organisations, memberships; unknown fields
are kept."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.errors import Skip, Stop
from dragoman.ontology.actors import Actor
from dragoman.ontology.book import Book
from dragoman.ontology.desk import write_shelf

Entity = dict[str, Any]

# What an organisation is, by the topics that FollowTheMoney gives it: the shelf it goes on, and its sector.
_TOPICS = (
    ("gov.igo", "body", "IGO"),
    ("pol.party", "party", "PTY"),
    ("crime.terror", "group", "REB"),
    ("mil", "group", "MIL"),
    ("gov.security", "group", "COP"),
    ("gov", "group", "GOV"),
    ("crime", "group", "CRM"),
    ("rel", "group", "REL"),
)
_SCHEMAS = frozenset(
    ("Person", "Position", "Occupancy", "Organization", "PublicBody", "LegalEntity", "Company", "Membership")
)
_OFFICES = {
    "president": "head of state",
    "king": "head of state",
    "queen": "head of state",
    "emir": "head of state",
    "head of state": "head of state",
    "prime minister": "head of government",
    "head of government": "head of government",
    "chancellor": "head of government",
    "premier": "head of government",
    "foreign minister": "foreign minister",
    "minister of foreign affairs": "foreign minister",
    "minister for foreign affairs": "foreign minister",
    "secretary of state": "foreign minister",
    "minister of defence": "defence minister",
    "minister of defense": "defence minister",
    "defence minister": "defence minister",
    "defense minister": "defence minister",
}
# Which properties the book has a place for; all others travel along as they came.
_READ = {
    "Person": ("name", "alias"),
    "Position": ("organization",),
    "Occupancy": ("holder", "post", "startDate", "endDate"),
    "Organization": ("name", "alias"),
    "Membership": ("member", "organization", "startDate", "endDate", "role"),
}


# In nested files an entity stands within another: what that other one is to it.
_BACK = {
    "positionOccupancies": "holder",
    "occupancies": "post",
    "membershipMember": "member",
    "membershipOrganization": "organization",
}


@dataclass
class Imported:
    """What was read: rows by table, ready for a desk's shelf, and the entities that could not be used."""

    tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    skipped: list[Skip] = field(default_factory=list)

    def add(self, table: str, row: dict[str, Any]) -> None:
        """Put a row on its table."""
        self.tables.setdefault(table, []).append(row)


def read_entities(file: Path) -> Iterator[tuple[str, Entity]]:
    """The entities of a file, one a line or as one JSON list, with where each stands; Stop if it is neither."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as broken:
        raise Stop(f"{file}: cannot be read ({broken}).") from None
    try:
        whole = json.loads(text)
    except ValueError:
        whole = None
    if whole is not None:
        for number, entity in enumerate(whole if isinstance(whole, list) else [whole], 1):
            yield f"{file.name}: entity {number}", entity
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield f"{file.name}: line {number}", json.loads(line)
            except ValueError:
                raise Stop(f"{file.name}: line {number} is not JSON.", remedy="Write one entity a line.") from None


def import_entities(entities: Iterable[tuple[str, Entity]], book: Book) -> Imported:
    """FollowTheMoney entities → rows of a desk's shelf; entities that lack what they need are skipped, with reasons."""
    reading = _Import(book)
    for where, entity in entities:
        for each in _flat(entity):
            reading.take(where, each)
    return reading.finish()


def _flat(entity: Any) -> Iterator[Any]:
    """An entity, and those that stand within it in nested files, each by itself and joined by ids."""
    if not isinstance(entity, dict) or not isinstance(entity.get("properties"), dict):
        yield entity
        return
    properties: dict[str, Any] = {}
    for name, values in entity["properties"].items():
        listed = values if isinstance(values, list) else [values]
        inner = [each for each in listed if isinstance(each, dict) and each.get("id")]
        for each in inner:
            back = _BACK.get(name)
            own = {**each, "properties": {**each.get("properties", {}), **({back: [entity.get("id")]} if back else {})}}
            yield from _flat(own)
        if name in _BACK and inner:
            continue
        properties[name] = [each["id"] if isinstance(each, dict) and each.get("id") else each for each in listed]
    yield {**entity, "properties": properties}


def import_file(file: Path, desk: Path, book: Book) -> tuple[Path, Imported]:
    """Read a file of entities and put it on the desk as a shelf of the same name."""
    found = import_entities(read_entities(file), book)
    place = desk / f"{file.name.partition('.')[0]}.toml"
    write_shelf(
        found.tables,
        place,
        note=f"Imported from {file.name} (FollowTheMoney).\n`ftm` holds what the book has no field for.",
    )
    return place, found


class _Import:
    def __init__(self, book: Book) -> None:
        self.book = book
        self.by_id: dict[str, Entity] = {}
        self.where: dict[str, str] = {}
        self.found = Imported()

    def take(self, where: str, entity: Any) -> None:
        is_entity = isinstance(entity, dict) and isinstance(entity.get("properties"), dict)
        if not is_entity or not entity.get("id") or entity.get("schema") not in _SCHEMAS:
            what = entity.get("schema") if isinstance(entity, dict) else type(entity).__name__
            self.found.skipped.append(
                Skip(f"no entity of a schema that the book reads ({what})", stage="import", where=where)
            )
            return
        self.by_id[entity["id"]] = entity
        self.where[entity["id"]] = where

    def finish(self) -> Imported:
        organisations = {
            id_: self._organisation(entity)
            for id_, entity in self.by_id.items()
            if entity["schema"] in ("Organization", "PublicBody", "LegalEntity", "Company")
        }
        busy: set[str] = set()
        for id_, entity in self.by_id.items():
            try:
                if entity["schema"] == "Occupancy":
                    busy.add(self._occupancy(entity, organisations))
                elif entity["schema"] == "Membership":
                    busy.add(self._membership(entity, organisations))
            except Skip as skip:
                self.found.skipped.append(Skip(skip.reason, stage="import", where=self.where[id_]))
        for id_, entity in self.by_id.items():
            if entity["schema"] == "Person" and id_ not in busy:
                self.found.skipped.append(
                    Skip("a person without an office in the file", stage="import", where=self.where[id_])
                )
        for table, row in organisations.values():
            if table:
                self.found.add(table, row)
        return self.found

    def _country(self, entity: Entity) -> str:
        for value in _all(entity, "country") + _all(entity, "nationality") + _all(entity, "jurisdiction"):
            code = self.book.codes.convert(value, "iso2", "iso3") or self.book.codes.convert(value, "iso3", "iso3")
            if code:
                return code
        return ""

    def _organisation(self, entity: Entity) -> tuple[str, dict[str, Any]]:
        """The table and row of an organisation; no table for one that the book has already."""
        name = _first(entity, "name")
        id_ = str(entity["id"])
        known = self.book.actors.get(id_) or self._known(entity)
        if known is not None:
            row: dict[str, Any] = {"id": known.id, "name": known.name}
            row["ftm"] = _rest(entity, id_ if id_ != known.id else "")
            return (known.kind if known.kind in ("body", "group", "party") and row["ftm"] else ""), row
        topics = _all(entity, "topics")
        table, sector = next(
            (
                (table, sector)
                for start, table, sector in _TOPICS
                if any(topic == start or topic.startswith(f"{start}.") for topic in topics)
            ),
            ("group", "BUS" if entity["schema"] == "Company" else "UNK"),
        )
        row = {
            "id": _id_from(id_), "name": name or id_, "country": self._country(entity), "sector": sector,
            "names": {"en": [*(_all(entity, "name") or [id_]), *_all(entity, "alias")]}, "ftm": _rest(entity, id_),
        }  # fmt: skip
        if table == "party" and not row["country"]:
            table = "group"
        return table, row

    def _known(self, entity: Entity) -> Actor | None:
        """The body, group, party or state of the book that one of the names means, if the countries agree."""
        country = self._country(entity)
        for name in _all(entity, "name"):
            for candidate in self.book.who(name):
                actor = self.book.actors.get(candidate.actor)
                is_so_called = candidate.what in ("name", "abbreviation", "former")
                if actor is None or not is_so_called or actor.kind not in ("state", "body", "group", "party"):
                    continue
                if actor.country is None or not country or actor.country == country:
                    return actor
        return None

    def _named(self, person: Entity, title: str, country: str) -> dict[str, Any]:
        """Who holds the office, by the book's own spelling where it knows someone of that name and country."""
        names = _all(person, "name")
        match = next(iter(self.book.people.match(names[0], country)), None)
        is_known = match is not None and match.score == 1.0 and country in match.person.countries
        name = match.person.name if match and is_known else names[0]
        also = [each for each in dict.fromkeys([*names, *_all(person, "alias")]) if each != name]
        return {"person": name, "title": title, "also": also}

    def _person(self, id_: str) -> Entity:
        person = self.by_id.get(id_)
        if person is None or not _first(person, "name"):
            raise Skip(f"its person “{id_}” is not in the file or has no name")
        return person

    def _occupancy(self, entity: Entity, organisations: Mapping[str, tuple[str, dict[str, Any]]]) -> str:
        holder, post = _first(entity, "holder"), self.by_id.get(_first(entity, "post"))
        person = self._person(holder)
        if post is None:
            raise Skip(f"its position “{_first(entity, 'post')}” is not in the file")
        organisation = organisations.get(_first(post, "organization"))
        place = organisation[1]["id"] if organisation else self._country(post)
        if not place:
            raise Skip(
                f"its position “{_first(post, 'name')}” belongs to no country or organisation that the book knows"
            )
        title = _first(post, "name")
        kept = {
            "person": _rest(person, holder),
            "position": _rest(post, str(post["id"])),
            "occupancy": _rest(entity, str(entity["id"])),
        }
        row = {"country": place, "office": office_of(title), **self._named(person, title, place), **_dates(entity)}
        self.found.add("holder", {**row, "ftm": _packed(kept)})
        return holder

    def _membership(self, entity: Entity, organisations: Mapping[str, tuple[str, dict[str, Any]]]) -> str:
        whole = organisations.get(_first(entity, "organization"))
        member = _first(entity, "member")
        if whole is None:
            raise Skip(f"its organisation “{_first(entity, 'organization')}” is not in the file")
        rest = _rest(entity, str(entity["id"]))
        if member in self.by_id and self.by_id[member]["schema"] == "Person":
            person = self._person(member)
            role = _first(entity, "role") or "member"
            row = {"country": whole[1]["id"], "office": role.lower(), **self._named(person, role, ""), **_dates(entity)}
            self.found.add("holder", {**row, "ftm": _packed({"person": _rest(person, member), "membership": rest})})
            return member
        part = organisations.get(member)
        state = self._country(self.by_id[member]) if member in self.by_id and not _is_listed(part) else ""
        id_ = member if member in self.book.states else state or (str(part[1]["id"]) if part else "")
        if not id_:
            raise Skip(f"its member “{member}” is not in the file")
        row = {
            "state": id_,
            **_dates(entity),
            **({"ftm": rest} if rest else {}),
        }
        if whole[0] == "":
            self.found.add("body", {"id": whole[1]["id"], "members": [row]})
        else:
            whole[1].setdefault("members", []).append(row)
        return member


def _dates(entity: Entity) -> dict[str, str]:
    """The days of a tie; FollowTheMoney knows instants too, of which the day is kept."""
    dates = {"from": _first(entity, "startDate")[:10], "to": _first(entity, "endDate")[:10]}
    if not dates["to"] and "ended" in _all(entity, "status"):
        dates["to"] = "?"
    return {name: value for name, value in dates.items() if value}


def _is_listed(part: tuple[str, dict[str, Any]] | None) -> bool:
    return part is not None and part[0] in ("body", "party")


def office_of(title: str) -> str:
    """The office under which the book files a title: "President of Mali" is head of state."""
    low = title.lower().strip()
    for words, office in _OFFICES.items():
        if low == words or low.startswith((f"{words} of ", f"{words} (", f"{words},")):
            return office
    return low


def _all(entity: Entity, name: str) -> list[str]:
    value = entity["properties"].get(name) or []
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each not in (None, "")]


def _first(entity: Entity, name: str) -> str:
    return next(iter(_all(entity, name)), "")


def _rest(entity: Entity, id_: str = "") -> str:
    """What the book has no field for, as JSON: unknown properties, unknown top-level fields, the entity's own id."""
    schema = entity["schema"] if entity["schema"] in _READ else "Organization"
    properties = {name: value for name, value in entity["properties"].items() if name not in _READ[schema]}
    rest: dict[str, Any] = {name: value for name, value in entity.items() if name not in ("id", "schema", "properties")}
    if properties:
        rest["properties"] = properties
    if id_:
        rest["id"] = id_
    if entity["schema"] not in ("Person", "Position", "Occupancy", "Organization", "Membership"):
        rest["schema"] = entity["schema"]
    return json.dumps(rest, ensure_ascii=False, sort_keys=True) if rest else ""


def _packed(parts: Mapping[str, str]) -> str:
    return json.dumps(
        {name: json.loads(text) for name, text in parts.items() if text}, ensure_ascii=False, sort_keys=True
    )


def _id_from(id_: str) -> str:
    return (
        "".join(sign if sign.isascii() and (sign.isalnum() or sign in "_.-") else "_" for sign in id_).lstrip("_.-")
        or "ORGANISATION"
    )
