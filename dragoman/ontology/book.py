"""The actor book: a name, a phrase or a day in; states, bodies, groups, people and their dated ties out."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from dragoman.errors import Stop
from dragoman.ontology.actors import (
    SILENT,
    Actor,
    Candidate,
    Holds,
    Name,
    NameHit,
    Person,
    Place,
    Resolution,
    Spell,
    holds_on,
)
from dragoman.ontology.codes import CodeTable
from dragoman.ontology.compile import INDEX, build_index, open_index, tie_key
from dragoman.ontology.describing import Describer
from dragoman.ontology.indexing import Made
from dragoman.ontology.names import PersonMatch, PersonNames
from dragoman.ontology.offices import of_office, plain, surest
from dragoman.ontology.role_words import Role
from dragoman.ontology.rulings import FORGOTTEN
from dragoman.ontology.shelves import FOLDER
from dragoman.ontology.spotting import Spotter
from dragoman.ontology.words import key_of, without_article

__all__ = [
    "SILENT", "Actor", "Book", "Candidate", "Holds", "Name", "NameHit", "Person", "PersonMatch", "Place", "Resolution",
    "Role", "Spell",
]  # fmt: skip

# What a question calls the chair of a body.
_CHAIRS = frozenset(("chair", "chairman", "chairperson", "chairmanship", "presidency", "rotating presidency"))
# Titles of a crown that its bearer wears beside another.
_ELSEWHERE = re.compile(r"^(?:King|Queen)\b.*(?: of |\()|^Co-")
# For how long after an office, and before it, the news still means its holder by the bare surname.
_KNOWN_BEFORE, _KNOWN_AFTER = timedelta(days=366), timedelta(days=2 * 366)


class Book:
    """Who is who, called what, member of what, on which day. Made by `Book.load()`; read-only."""

    def __init__(self, index: Any) -> None:
        self._index = index

    @classmethod
    def load(cls, desk: Path | None = None) -> "Book":
        """The book that ships with the package, a desk's own shelves laid over it; each is opened once a process.

        `desk` is a folder of shelf files of the user's own (its index is kept in it as `.book.index`); Stop where
        one of its rows cannot be read.
        """
        return _load(desk.resolve() if desk else None)

    @classmethod
    def of_shelves(cls, folder: Path, desk: Path | None = None) -> "Book":
        """A book made from a folder of shelves, without keeping an index."""
        return cls(build_index(folder, desk))

    @cached_property
    def _spotter(self) -> Spotter:
        return Spotter(self._index, self._standing)

    @cached_property
    def _describer(self) -> Describer:
        return Describer(self, self._index["lists"], self._spotter.roles, self._index["longest_role"])

    @cached_property
    def people(self) -> PersonNames:
        """Everyone whom the book knows by name."""
        people = Made(self._index["people"], lambda id_, row: Person(id_, row[0], tuple(row[1]), tuple(row[2])))
        return PersonNames(people, self._index["known"], self._index["sounds"])

    @property
    def as_of(self) -> str:
        """The day up to which the book's facts were written down, as an ISO date."""
        return str(self._index["as_of"])

    # ---- names and phrases -------------------------------------------------------------------------------------------

    def find(
        self, text: str, on: date | None = None, *, language: str = "en", around: str | None = None
    ) -> list[NameHit]:
        """Every name of the book in a text, left to right, longest match first, each with all it may mean.

        Candidates stand in this order: what an [[ambiguous]] entry of the shelves settles on (by the words of
        `around`, the whole article, where given, else of the text); then those that exist on the day; then states,
        bodies, groups, institutions, people, adjectives, demonyms, parties, former names, capitals and seats,
        outlets, surnames, places (by population). Names in other languages than `language` count where they cannot
        be mistaken. Words that only look like a name ("Latin American", "Chad Wolf") give no hit.
        """
        return self._spotter.find(text, on, language, around)

    def resolve(self, text: str, on: date | None = None) -> Resolution:
        """Who a phrase of the news means ("Malian Foreign Minister Abdoulaye Diop"); SILENT where it names no actor."""
        return self._describer.resolve(text, on)

    def role(self, words: Sequence[str] | str) -> Role | None:
        """What role words say of who bears them (lemmas or a phrase; the longest role at their end); None for none."""
        keys = key_of(words if isinstance(words, str) else " ".join(words)).split(" ")
        for first in range(len(keys)):
            found = self._roles.get(" ".join(keys[first:]))
            if found is not None:
                return Role(*found)
        return None

    def role_at(self, key: str) -> Role | None:
        """The role whose words, folded, are exactly these."""
        found = self._roles.get(key)
        return Role(*found) if found is not None else None

    @cached_property
    def _roles(self) -> Mapping[str, list[Any]]:
        return self._spotter.roles

    def called(self, text: str, on: date | None = None) -> Sequence[Candidate]:
        """All that are called just so, in any language and case, likeliest first; people by their full names alone."""
        name = without_article(text)
        found = self._spotter.meanings(key_of(name), on)
        return found or [each for hit in self.find(name, on) if hit.text == name for each in hit.candidates]

    def who(self, text: str, on: date | None = None) -> list[Candidate]:
        """All whom a name may mean, likeliest first: any language, any case; people by like-sounding names where it is
        nobody's own."""
        found = dict.fromkeys(self.called(text, on))
        is_somebody = bool(found)
        for match in self.people.match(without_article(text)):
            if is_somebody and match.score < 1.0:
                continue
            found.setdefault(
                Candidate(
                    match.person.id, "person", "person", self.country_of(match.person.id, on), "UNK", match.person.id
                )
            )
        return list(found)

    # ---- actors ------------------------------------------------------------------------------------------------------

    @cached_property
    def actors(self) -> Mapping[str, Actor]:
        """Every state, body, group, party and outlet by its id."""
        return Made(self._spotter.actors, _actor_of)

    def _of_kind(self, kind: str) -> Mapping[str, Actor]:
        return {id_: actor for id_, actor in self.actors.items() if actor.kind == kind}

    @cached_property
    def states(self) -> Mapping[str, Actor]:
        """States and what is like them, by ISO 3166 alpha-3."""
        return self._of_kind("state")

    @cached_property
    def bodies(self) -> Mapping[str, Actor]:
        """International bodies and blocs by id."""
        return self._of_kind("body")

    @cached_property
    def groups(self) -> Mapping[str, Actor]:
        """Armed groups and movements by id."""
        return self._of_kind("group")

    @cached_property
    def parties(self) -> Mapping[str, Actor]:
        """Political parties by id."""
        return self._of_kind("party")

    @cached_property
    def outlets(self) -> Mapping[str, Actor]:
        """News outlets by name."""
        return self._of_kind("outlet")

    def outlet_at(self, host: str) -> Actor | None:
        """The outlet whose pages lie at a host ("www.rfi.fr", "amp.rfi.fr"); None for one not known."""
        parts = host.lower().rstrip(".").split(".")
        hosts = (".".join(parts[first:]) for first in range(len(parts)))
        return next((self._outlet_of[each] for each in hosts if each in self._outlet_of), None)

    @cached_property
    def _outlet_of(self) -> Mapping[str, Actor]:
        return {str(each.facts["domain"]): each for each in self.outlets.values() if each.facts.get("domain")}

    def names_of(self, actor: str) -> list[Name]:
        """All names of a state, body, group, party or outlet."""
        return [
            Name(text, language, what, since or None, until or None)
            for text, language, what, since, until in self._called.get(actor, ())
        ]

    @cached_property
    def _called(self) -> Mapping[str, list[list[str]]]:
        called: Mapping[str, list[list[str]]] = self._index["called"]
        return called

    def actor_id(self, text: str, on: date | None = None, *, kinds: Sequence[str] = ()) -> str:
        """The id of an actor (of one of these kinds, if any are named) by its id or a name; Stop if there is none."""
        if text in self.actors and (not kinds or self.actors[text].kind in kinds):
            return text
        for candidate in self.who(text, on):
            if candidate.actor in self.actors and (not kinds or candidate.kind in kinds):
                return candidate.actor
        raise Stop(f"The book knows no actor “{text}”.", remedy="Try its ISO code, id or full name.")

    @property
    def filed_names(self) -> Mapping[str, str]:
        """Key of each name → its candidates as the index holds them; for checks."""
        return self._spotter.names

    @cached_property
    def ruled_names(self) -> frozenset[str]:
        """Keys of the names that an [[ambiguous]] entry decides."""
        return frozenset(self._spotter.rulings.rule_of)

    # ---- ties --------------------------------------------------------------------------------------------------------

    @cached_property
    def spells(self) -> tuple[Spell, ...]:
        """Every dated tie of the book."""
        return tuple(map(_spell_of, self._index["spells"]))

    @cached_property
    def _by_actor(self) -> Mapping[str, tuple[Spell, ...]]:
        return Made(self._index["ties"], lambda _, rows: tuple(map(_spell_of, rows)))

    def ties(self, actor: str, since: date | None = None, until: date | None = None) -> list[Spell]:
        """The dated ties of an actor that hold at some time between two days (open where None), by their start."""
        found = [
            spell
            for spell in self._by_actor.get(actor, ())
            if not (until and spell.since and _earliest(spell) > until.isoformat())
            and not (since and spell.until not in (None, "?") and _latest(spell) < since.isoformat())
        ]
        return sorted(found, key=lambda spell: (spell.since or "", spell.kind, spell.who))

    def memberships(self, body: str) -> list[Spell]:
        """All spells of membership in a body, those that ended among them, with notice and dates.

        Where a body's members are those of another (the General Assembly's), they are told of that one.
        """
        known = self.bodies.get(body)
        body = str(known.facts.get("members_as", body)) if known else body
        return [spell for spell in self._by_actor.get(body, ()) if spell.kind == "member" and spell.whom == body]

    def members(self, body: str, on: date | None = None) -> list[str]:
        """Ids of the members of a body on a day, suspended ones among them; without a day, as the book has it last."""
        return sorted({spell.who for spell in self.memberships(body) if spell.holds(on) is not Holds.NO})

    def lists_members(self, body: str, on: date | None = None) -> bool:
        """True where the shelf lists all members of a body on a day; else what it has is true, but not the whole."""
        known = self.bodies.get(body)
        if known is None or not known.facts.get("members_listed", True):
            return False
        since, until = known.facts.get("members_listed_from"), known.facts.get("members_listed_to")
        return holds_on(since, until, on) is not Holds.NO if on else not until

    def suspended(self, body: str, on: date | None = None) -> list[str]:
        """Ids of the members of a body that are suspended on a day."""
        spells = self._by_actor.get(body, ())
        return sorted({each.who for each in spells if each.kind == "suspended" and each.holds(on) is not Holds.NO})

    def chair(self, body: str, on: date | None = None) -> Spell | None:
        """Who chairs a body on a day; None where the book does not know."""
        known = self.bodies.get(body)
        body = str(known.facts.get("members_as", body)) if known and known.facts.get("organ") else body
        spells = [each for each in self._by_actor.get(body, ()) if each.kind == "chair" and each.whom == body]
        return surest(spells, on)

    def holder(self, office: str, country: str, on: date | None = None) -> Spell | None:
        """Who holds an office of a state or body on a day; None where the book does not know, or not surely.

        `office` is head of state, head of government, foreign minister, defence minister, an office of a body, or
        a title as held ("president", "chancellor", "secretary-general"); see `offices`.
        """
        if country in self.bodies and plain(office) in _CHAIRS:
            return self.chair(country, on)
        spells = [each for each in self._by_actor.get(country, ()) if each.kind == "office" and each.whom == country]
        return surest(of_office(spells, office), on)

    def offices(self, person: str, on: date | None = None) -> list[Spell]:
        """The offices of a person by id or name, latest first; with a day, those that hold then."""
        matches = [person] if person in self._by_actor else [each.person.id for each in self.people.match(person)]
        spells = [each for id_ in matches[:1] for each in self._by_actor.get(id_, ()) if each.kind == "office"]
        kept = [each for each in spells if on is None or each.holds(on) is not Holds.NO]
        return sorted(kept, key=lambda each: each.since or "", reverse=True)

    def country_of(self, person: str, on: date | None = None) -> str | None:
        """The state that a person holds, or held, office in; None for those of bodies only."""
        spells = [each for each in self._by_actor.get(person, ()) if each.kind == "office" and each.whom in self.states]
        # Who reigns in several states is of the one whose crown bears no other's name: "Queen", not "Queen of Canada".
        spells.sort(
            key=lambda each: (each.holds(on) is Holds.NO, bool(_ELSEWHERE.search(each.title)), each.until or "9999")
        )
        return spells[0].whom if spells else None

    def _standing(self, person: str, on: date | None) -> int:
        """How likely the news of a day means this person by the bare surname: the lower, the likelier.

        0 for who leads a state then, 1 in another office, 2 near the time of one, FORGOTTEN for all others.
        """
        spells = [each for each in self._by_actor.get(person, ()) if each.kind == "office"]
        now = [each for each in spells if (not each.until if on is None else each.holds(on) is not Holds.NO)]
        if now:
            return 0 if any(each.role in ("head of state", "head of government") for each in now) else 1
        if on is None:
            return FORGOTTEN
        near = (on + _KNOWN_BEFORE, on - _KNOWN_AFTER)
        return 2 if any(each.holds(day) is not Holds.NO for each in spells for day in near) else FORGOTTEN

    def kept_fields(self, of: Actor | Spell) -> Mapping[str, Any]:
        """What came with an imported actor or tie and has no place in the book."""
        if isinstance(of, Actor):
            key = of.id
        else:
            person = self.people.by_id.get(of.who)
            key = tie_key(of.kind, person.name if person else of.who, of.whom, of.role, of.since or "")
        text = self._kept.get(key)
        return json.loads(text) if text else {}

    @cached_property
    def _kept(self) -> Mapping[str, str]:
        kept: Mapping[str, str] = self._index["kept"]
        return kept

    # ---- places and codes --------------------------------------------------------------------------------------------

    def place(self, name: str) -> list[Place]:
        """The places of that name, largest first."""
        lines = self._spotter.places.get(key_of(name), "")
        return [
            Place(name, country, kind, int(people))
            for country, kind, people in (line.split(",") for line in lines.split("|") if line)
        ]

    @cached_property
    def codes(self) -> CodeTable:
        """The code systems of states."""
        return CodeTable(self._index["codes"], {id_: actor.name for id_, actor in self.states.items()})

    def iso(self, country: str | None) -> str | None:
        """The ISO 3166 code of a state: its own, or that of the state that claims it ("ABK" → "GEO", "XKX" stays)."""
        known = self.states.get(country) if country else None
        if known is None or "iso2" in self.codes.codes_of(known.id):
            return country
        return known.facts.get("claimed_by") or country


def _actor_of(id_: str, row: list[Any]) -> Actor:
    kind, name, country, sector, since, until, facts = row
    return Actor(id_, kind, name, country or None, sector, since or None, until or None, facts)


def _spell_of(row: list[str]) -> Spell:
    kind, who, whom, role, person, since, until, notice, where = row
    return Spell(
        kind, who, whom, role,
        person if kind == "chair" else (who if kind == "office" else ""),
        person if kind == "office" else "",
        since or None, until or None, notice or None, where,
    )  # fmt: skip


@lru_cache(maxsize=8)
def _load(desk: Path | None) -> Book:
    return Book(open_index(FOLDER, desk / ".book.index" if desk else INDEX, desk))


def _earliest(spell: Spell) -> str:
    return (spell.since or "") + "0000-01-01"[len(spell.since or "") :]


def _latest(spell: Spell) -> str:
    return (spell.until or "") + "9999-12-31"[len(spell.until or "") :]
