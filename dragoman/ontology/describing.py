"""A phrase of the news → country, sector, body or group, person and office of whom it names; else silence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Protocol

from dragoman.ontology.actors import SILENT, Actor, Candidate, Holds, Name, NameHit, Resolution, Spell
from dragoman.ontology.names import PersonNames
from dragoman.ontology.phrases import Divider, Part, Segment, Sort
from dragoman.ontology.role_words import Role
from dragoman.ontology.spelling import PARTICLES
from dragoman.ontology.words import Words, key_of, words_of

_LONGEST = 400  # characters: a phrase longer than this is no phrase
_BELONGING = frozenset(
    ("of", "from", "for", "at", "with", "to", "in", "on", "by", "within", "inside", "near", "across", "around")
)
_EMPLOYERS = ("body", "group", "party", "outlet")
# Offices of a state whose holders are not of its government, by the sector of the words that name the office.
_OWN_SECTORS = frozenset(("MIL", "COP", "JUD", "LEG", "OPP", "PTY", "REL", "REB", "CRM", "CVL", "NGO", "BUS", "MED"))
_TREATIES = frozenset(("accord", "accords", "agreement", "agreements", "treaty", "convention", "declaration"))
_NAMING = frozenset(("of", "from", "for", "at", "with", "to", "within", ","))


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
class _Reading:
    """What has been gathered of a phrase so far."""

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


class Describer:
    """Reads phrases by the book's names and the shelf of role words."""

    def __init__(
        self, book: Known, lists: Mapping[str, list[str]], roles: Mapping[str, list[object]], longest: int
    ) -> None:
        self.book = book
        self.divider = Divider(roles, longest, frozenset(lists.get("fillers", ())), frozenset(lists.get("former", ())))
        self.resolve = lru_cache(maxsize=8192)(self._resolve)

    def _resolve(self, text: str, on: date | None) -> Resolution:
        text = text.strip()
        if not text or len(text) > _LONGEST:
            return SILENT
        words = words_of(text)
        segments = self.divider.divide(words, self.book.find(text, on))
        head = _head_of(segments)
        if head is None or self._is_about_other(head, words):
            return SILENT
        reading = _Reading()
        self._read_head(head, words, reading)
        is_joined = False
        for number, segment in enumerate(segments):
            if segment is not head:
                self._read_other(segment, words, reading, is_before=number < segments.index(head), is_joined=is_joined)
            is_joined = is_joined or segment.link == "and"
        self._read_person(segments, head, words, reading, on)
        return self._settled(reading, on)

    # ---- the head ----------------------------------------------------------------------------------------------------

    def _is_about_other(self, head: Segment, words: Words) -> bool:
        """True if the head word of the phrase is none of ours: "Mali's weather", "French wine", "Mount Everest"."""
        known = [part for part in head.parts if part.sort in (Sort.NAME, Sort.ROLE)]
        if not known:
            return True
        last = known[-1]
        if self._is_treaty(last, words):
            return True
        after = [part for part in head.parts if part.first > last.last]
        loose = [part for part in after if part.sort is Sort.WORD and words.keys[part.first] not in PARTICLES]
        if loose:
            return not (loose[0] is after[-1] and (head.is_left_open or _is_participle(words.keys[loose[0].first])))
        if last.is_possessor:
            is_named = len(after) > 1 and all(_may_be_name(part, words) for part in after)
            return not (is_named and last.candidates and last.candidates[0].kind in _EMPLOYERS)
        has_role = any(part.sort is Sort.ROLE for part in known)
        if after and not has_role:
            return True  # a name with unknown capitalised words after it: "French Open", "Paris Saint-Germain"
        if not has_role and all(part.candidates[0].kind == "place" for part in known):
            return True
        # capitalised words before a name make it part of a longer one, unless they are a title's
        before = [part for part in head.parts if part.sort is Sort.PROPER and part.last < known[0].first]
        return bool(before) and not has_role and known[0].candidates[0].kind != "person"

    def _is_treaty(self, part: Part, words: Words) -> bool:
        """True for a set of treaties that the shelf of bodies lists with its parties: "the Abraham Accords"."""
        known = self.book.actors.get(part.candidates[0].actor) if part.candidates else None
        is_format = known is not None and known.kind == "body" and known.facts.get("kind") == "format"
        return is_format and words.keys[part.last] in _TREATIES

    def _read_head(self, head: Segment, words: Words, reading: _Reading) -> None:
        roles = [part.role for part in head.of(Sort.ROLE) if part.role]
        reading.is_former = bool(head.of(Sort.FORMER))
        reading.role = _bearing(roles)
        reading.sector = _sector_of(roles)
        reading.office = next((role.office for role in reversed(roles) if role.office), None)
        reading.inner = next((part.inner for part in head.of(Sort.ROLE) if part.inner), None)
        own = [part.role for part in head.of(Sort.ROLE)]
        reading.is_named_otherwise = bool(own) and head.parts[0].sort is Sort.PROPER
        named = _name_parts(head, words) if own else []
        for part in head.of(Sort.NAME):
            if not any(part is each for each in named) or (part.candidates[0].what == "surname" and len(named) == 1):
                self._take(part, words, reading)
        last = next((part for part in reversed(head.parts) if part.sort in (Sort.NAME, Sort.ROLE)), None)
        is_people = last is not None and last.sort is Sort.NAME and last.candidates[0].what == "demonym"
        reading.is_people = is_people
        if own and is_people and reading.sector in ("UNK", "CVL", "GOV"):
            reading.role, reading.sector, reading.office = None, None, None  # "minority Serbs": the people is the head

    def _take(self, part: Part, words: Words, reading: _Reading) -> None:
        first = part.candidates[0]
        if first.kind in _EMPLOYERS:
            if reading.actor is None:
                reading.actor, reading.actor_words = first, _text_of(part, words)
        elif first.kind == "person":
            if reading.person is None:
                reading.person, reading.is_known_person = first.person, True
        elif (first.country or first.kind == "state") and (reading.state is None or not reading.state.country):
            reading.state = first  # the Peshmerga of "Kurdish Peshmerga" say of which state they are

    # ---- what depends on it ------------------------------------------------------------------------------------------

    def _read_other(
        self, segment: Segment, words: Words, reading: _Reading, *, is_before: bool, is_joined: bool
    ) -> None:
        if segment.link == "and" or (segment.link not in _BELONGING and segment.link != "," and not is_before):
            return
        role = reading.role
        names = segment.of(Sort.NAME)
        roles = [part.role for part in segment.of(Sort.ROLE) if part.role and not is_joined]
        if (
            role is not None
            and role.stays_abroad
            and (segment.link in ("to", "in") or (segment.link == "at" and not roles))
        ):
            return
        if (
            segment.link in _NAMING
            and role is not None
            and role.gives_way
            and reading.sector in (None, "UNK", role.sector)
        ):
            inner = _sector_of(roles)
            if inner and inner != "UNK" and not any(part.candidates[0].kind == "person" for part in names):
                reading.sector = inner
            reading.office = reading.office or (roles[-1].office if roles and inner is None else None)
        if segment.link == "of" and role is not None and role.office and roles and _is_own_body(roles[-1]):
            reading.sector, reading.office = roles[-1].sector, None  # the president of a league, a court, a company
        for part in names:
            first = part.candidates[0]
            if first.kind in _EMPLOYERS:
                is_people = reading.state is not None and reading.state.what == "demonym" and first.kind == "group"
                may_be = reading.actor is None and (reading.state is None or is_people) and not segment.is_leaning
                if may_be and segment.link in _NAMING and _belongs(role):
                    reading.actor, reading.actor_words = first, _text_of(part, words)
            elif first.kind == "person":
                if segment.link == "," or is_before:
                    reading.person, reading.is_known_person = first.person, True
                elif reading.state is None and reading.actor is None and not segment.is_leaning:
                    reading.state = _as_state(first, self.book)
            elif reading.state is None and reading.actor is None and not segment.is_leaning:
                reading.state = first

    # ---- people ------------------------------------------------------------------------------------------------------

    def _read_person(
        self, segments: list[Segment], head: Segment, words: Words, reading: _Reading, on: date | None
    ) -> None:
        """The person whom the phrase names beside a role, as the book spells the name or as the text does."""
        if reading.person is not None:
            return
        name = _name_in(head, words)
        for segment in segments:
            if (
                not name
                and segment is not head
                and (segment.link == "," or segments.index(segment) < segments.index(head))
            ):
                name = _name_in(segment, words, is_alone=True)
        if not name or (reading.role is None and reading.actor is None):
            return
        country = reading.state.country if reading.state else None
        matches = self.book.people.match(name, country)
        if matches and (country is None or country in matches[0].person.countries or not matches[0].person.countries):
            is_sure = country is not None or matches[0].score >= 0.95 or len(matches) == 1
            if is_sure and (" " in name or country is not None or reading.office):
                reading.person, reading.is_known_person = matches[0].person.id, True
                return
        reading.person = name

    # ---- the answer --------------------------------------------------------------------------------------------------

    def _settled(self, reading: _Reading, on: date | None) -> Resolution:
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

    def _sector(self, reading: _Reading, country: str | None) -> str | None:
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

    def _by_actor(self, reading: _Reading, actor: Candidate) -> Resolution:
        known = self.book.actors.get(actor.actor)
        role = reading.role
        country = actor.country or (known.country if known else None)
        if actor.kind == "outlet":
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

    def _office_of(self, reading: _Reading, on: date | None) -> Spell | None:
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

    def _by_office(self, reading: _Reading, office: Spell, on: date | None) -> Resolution:
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

    def _person_name(self, reading: _Reading) -> str | None:
        if reading.person is None:
            return None
        known = self.book.people.by_id.get(reading.person)
        return known.name if known else reading.person


def _text_of(part: Part, words: Words) -> str:
    return words.text[words.starts[part.first] : words.ends[part.last]]


def _head_of(segments: list[Segment]) -> Segment | None:
    """The segment that carries the phrase: the first, or the apposition after a comma that names the role."""
    segments = [segment for segment in segments if segment.parts] or segments
    first = segments[0]
    if any(part.sort is Sort.ROLE for part in first.parts):
        return first
    has_only_person = all(
        part.sort is Sort.PROPER or (part.candidates and part.candidates[0].kind == "person") for part in first.parts
    )
    if has_only_person:
        for segment in segments[1:]:
            if segment.link == "," and any(part.sort is Sort.ROLE for part in segment.parts):
                return segment
    return first if first.parts else None


def _bearing(roles: list[Role]) -> Role | None:
    """The role that speaks for the phrase: the last that is more than a title or a count; else the last."""
    weighty = [role for role in roles if not role.is_title and not role.is_quantity] or roles
    return weighty[-1] if weighty else None


def _sector_of(roles: list[Role]) -> str | None:
    """The sector that the roles give: that of the last which has its own, else that of the last."""
    own = [role for role in roles if not role.gives_way and not role.is_title and not role.is_quantity]
    in_office = [role for role in own if role.office]
    if in_office:
        return in_office[0].sector  # "Supreme Leader Ayatollah", "President Marshal"
    if own:
        return own[-1].sector
    bearing = _bearing(roles)
    return bearing.sector if bearing else None


def _is_own_body(role: Role) -> bool:
    return role.sector in ("NGO", "BUS", "LEG", "JUD", "MED", "REL", "PTY")


def _belongs(role: Role | None) -> bool:
    """True if who bears the role is of the body or group that a complement names: "leader of", "fighters from"."""
    return role is not None and (
        role.gives_way or role.is_quantity or role.kind in ("force", "people") or role.sector in ("REB", "IGO", "GOV")
    )


def _as_state(person: Candidate, book: Known) -> Candidate | None:
    """The state of a person who is named as the one that another belongs to: "an aide to Putin"."""
    country = book.country_of(person.person or "")
    return replace(person, kind="state", what="name", actor=country, country=country, sector="GOV") if country else None


def _is_participle(word: str) -> bool:
    return word.endswith(("ed", "ing")) or word in ("loyal", "close", "hostile", "sympathetic")


def _name_in(segment: Segment, words: Words, *, is_alone: bool = False) -> str:
    """The capitalised words that follow a role, as the text has them; alone: of a segment that has nothing else.

    Towns, surnames and states among them are part of the name: "Antony Blinken", "Israel Katz", "Bah Ndaw".
    """
    run = _name_parts(segment, words)
    if not run or (is_alone and len(run) < len(segment.parts)):
        return ""
    return words.text[words.starts[run[0].first] : words.ends[run[-1].last]]


def _name_parts(segment: Segment, words: Words) -> list[Part]:
    last = max((part.last for part in segment.parts if part.sort is Sort.ROLE), default=-1)
    run = [part for part in segment.parts if part.first > last and _may_be_name(part, words)]
    while run and run[0].sort is Sort.WORD:
        run = run[1:]
    is_bare_place = len(run) == 1 and run[0].sort is Sort.NAME and run[0].candidates[0].what != "surname"
    return [] if is_bare_place or all(part.sort is Sort.WORD for part in run) else run


def _may_be_name(part: Part, words: Words) -> bool:
    if part.sort is Sort.PROPER or (part.sort is Sort.WORD and words.keys[part.first] in PARTICLES):
        return True
    return (
        part.sort is Sort.NAME
        and part.candidates[0].what in ("city", "surname", "name", "capital", "region")
        and part.candidates[0].kind in ("place", "person", "state")
    )
