"""What has been read of a phrase comes in; for whom it stands on a day goes out, or silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from dragoman.ontology.actors import SILENT, Actor, Candidate, Holds, Name, NameHit, Resolution, Spell
from dragoman.ontology.names import PersonNames
from dragoman.ontology.phrases import Divider
from dragoman.ontology.role_words import Role
from dragoman.ontology.words import key_of

# Offices of a state whose holders are not of its government, by the sector of the words that name the office.
_OWN_SECTORS = frozenset(("MIL", "COP", "JUD", "LEG", "OPP", "PTY", "REL", "REB", "CRM", "CVL", "NGO", "BUS", "MED"))


class Known(Protocol):
    """What the describer asks of the book."""

    @property
    def actors(self) -> Mapping[str, Actor]:
        """Actors by id."""
        ...

    @property
    def people(self) -> PersonNames:
        """Everyone with a name."""
        ...

    def names_of(self, actor: str) -> list[Name]:
        """Names of an actor."""
        ...

    def find(self, text: str, on: date | None = None) -> list[NameHit]:
        """Names of the book in a text."""
        ...

    def offices(self, person: str, on: date | None = None) -> list[Spell]:
        """Offices of a person."""
        ...

    def country_of(self, person: str, on: date | None = None) -> str | None:
        """The state of a person."""
        ...


@dataclass(slots=True)
class Reading:
    """What has been gathered of a phrase."""

    role: Role | None = None
    sector: str | None = None
    office: str | None = None
    actor: Candidate | None = None
    actor_words: str = ""
    state: Candidate | None = None
    person: str | None = None
    is_former: bool = False
    is_known_person: bool = False
    is_named_otherwise: bool = False
    inner: str | None = None
    is_people: bool = False


class Resolver:
    """Says by the book whom the parts of a phrase make together."""

    def __init__(self, book: Known, divider: Divider) -> None:
        self.book = book
        self.divider = divider

    def settled(self, reading: Reading, on: date | None) -> Resolution:
        """For whom a phrase stands on a day; SILENT where it names no actor."""
        office = self._office_of(reading, on)
        role = reading.role
        is_held = office is not None and office.holds(on) is not Holds.NO
        speaks_for_itself = role is None or role.is_title or (role.gives_way and is_held and role.kind != "force")
        if office and reading.actor is None and speaks_for_itself:
            return self._by_office(reading, office, on)
        country = reading.state.country if reading.state else None
        if reading.actor is not None and not (country and reading.role and reading.role.stays_abroad):
            return self._by_actor(reading, reading.actor)
        if country is None and reading.is_known_person and reading.person:
            led = self.book.actors.get(office.whom) if office else None
            country = self.book.country_of(reading.person, on) or (led.country if led else None)
        country = country or reading.inner
        is_assumed = country is None and role is not None and role.country is not None
        country = role.country if role is not None and is_assumed else country
        sector = self._sector(reading, country)
        if sector is None or (sector == "UNK" and not country):
            return SILENT
        name = self._person_name(reading)
        if reading.role is None:
            if reading.state is None:
                return SILENT
            return Resolution(country, sector, None, name, None, 1.0 if reading.state.what != "city" else 0.5, "name")
        score = 0.95 if country else (0.8 if not reading.role.gives_way else 0.6)
        if reading.is_named_otherwise and not country and sector in ("NGO", "BUS", "MED"):
            score = 0.4  # "Champions League": an organisation by a name that nobody here knows
        rule = f"role “{reading.role.words}”"
        return Resolution(country, sector, None, name, reading.office, score, rule, is_assumed)

    def _sector(self, reading: Reading, country: str | None) -> str | None:
        sector = reading.sector
        role, state = reading.role, reading.state
        if (
            state is not None
            and state.what == "institution"
            and (role is None or role.gives_way or role.is_title or role.kind == "force")
        ):
            sector = state.sector
        if role is None and state is not None and state.what != "institution":
            sector = "CVL" if state.what == "demonym" or reading.is_people else "GOV"
        if role is not None and sector == "UNK" and country and role.gives_way and not role.is_quantity:
            sector = "GOV"
        if reading.is_former and sector == "GOV" and (role is None or role.kind == "person"):
            sector = "OPP"
        return sector

    def _by_actor(self, reading: Reading, actor: Candidate) -> Resolution:
        known = self.book.actors.get(actor.actor)
        role = reading.role
        country = actor.country or (known.country if known else None)
        if actor.kind == "outlet":
            if role is not None and reading.state is not None and reading.state.what in ("adjective", "demonym"):
                country = reading.state.country  # "an Indian Reuters photographer" is not of Reuters' country
            return Resolution(country, "MED", None, self._person_name(reading), None, 0.95, "outlet")
        sector = actor.sector
        if role is not None and not role.gives_way and not role.is_title:
            if actor.kind == "party" and role.sector in ("LEG", "OPP", "GOV", "CVL"):
                return Resolution(
                    country, role.sector, actor.actor, self._person_name(reading), reading.office, 0.9, "party"
                )
            if role.sector == "CVL" and actor.kind == "group":
                sector = "CVL"
        code = actor.actor
        if actor.kind == "body":
            # a body has a country only where it is one state's own operation (Barkhane)
            country, code = known.country if known else None, self._whole_of(actor.actor, reading.actor_words)
        return Resolution(
            country,
            sector,
            code,
            self._person_name(reading),
            reading.office,
            1.0 if role is None else 0.95,
            actor.kind,
        )

    def _whole_of(self, actor: str, text: str) -> str:
        """The body that an organ is coded as, and a mission or office whose words begin with the body's name."""
        known = self.book.actors.get(actor)
        whole = str(known.facts.get("part_of", "")) if known else ""
        if known is None or not whole:
            return actor
        if known.facts.get("organ"):
            return whole
        is_agency = known.facts.get("kind") in ("global", "court", "bank")
        said = f"{key_of(text)} "
        is_named = any(said.startswith(f"{key_of(name.text)} ") for name in self.book.names_of(whole))
        return whole if is_named and not is_agency else actor

    def _office_of(self, reading: Reading, on: date | None) -> Spell | None:
        """The office that a person of the book holds on the day, else the last one held before."""
        if not reading.is_known_person or reading.person is None:
            return None
        spells = self.book.offices(reading.person)
        now = [spell for spell in spells if spell.holds(on) is not Holds.NO]
        before = [spell for spell in spells if on is None or not spell.since or spell.since <= on.isoformat()]
        found = now or before or spells
        if not now:
            return next(iter(found), None)
        order = {"head of state": 0, "head of government": 1}
        home = self.book.country_of(reading.person, on)  # who reigns in many states is of one of them
        return min(found, key=lambda spell: (order.get(spell.role, 2), spell.whom != home))

    def _by_office(self, reading: Reading, office: Spell, on: date | None) -> Resolution:
        name = self._person_name(reading)
        known = self.book.actors.get(office.whom)
        is_held = office.holds(on) is not Holds.NO and not reading.is_former
        if known is not None and known.kind != "state":
            if is_held:
                country = None if known.kind == "body" else known.country
                return Resolution(country, known.sector, known.id, name, office.role, 0.95, "person")
            return Resolution(self.book.country_of(reading.person or "", on), "UNK", None, name, None, 0.7, "person")
        has_left = on is not None and office.until not in (None, "?") and (office.until or "") < on.isoformat()
        held = self._sector_in_office(office)
        sector = held if is_held else ("OPP" if has_left or reading.is_former else "UNK")
        if reading.sector and reading.sector not in ("GOV", "UNK", "MIL") and not is_held:
            sector = reading.sector
        return Resolution(office.whom, sector, None, name, office.role if is_held else None, 0.95, "person")

    def _sector_in_office(self, office: Spell) -> str:
        """The sector of who holds an office of a state: what its own words say, else government.

        The Pope is head of a state, and acts as a pope; an army chief is of the army, a leader of the opposition is not
        of the government.
        """
        for words in (office.role, office.title):
            role = self.divider.roles.get(key_of(words))
            if role and words and not role[5] and role[1] in _OWN_SECTORS:
                return str(role[1])
        return "GOV"

    def _person_name(self, reading: Reading) -> str | None:
        if reading.person is None:
            return None
        known = self.book.people.by_id.get(reading.person)
        return known.name if known else reading.person
