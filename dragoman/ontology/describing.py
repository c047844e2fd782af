"""A phrase of the news → country, sector, body or group, person and office of whom it names; else silence."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache

from dragoman.ontology.actors import SILENT, Candidate, Resolution
from dragoman.ontology.phrases import Divider, Part, Segment, Sort
from dragoman.ontology.resolving import Known, Reading, Resolver
from dragoman.ontology.role_words import Role
from dragoman.ontology.spelling import PARTICLES
from dragoman.ontology.words import LOWER, Words, words_of

_LONGEST = 400  # characters: a phrase longer than this is no phrase
_BELONGING = frozenset(
    ("of", "from", "for", "at", "with", "to", "in", "on", "by", "within", "inside", "near", "across", "around")
)
_EMPLOYERS = ("body", "group", "party", "outlet")
_TREATIES = frozenset(("accord", "accords", "agreement", "agreements", "treaty", "convention", "declaration"))
# Words of people that begin names of other things: "National Security", "Public Health", "Women's World Cup".
_BEFORE_NOUNS = frozenset(
    ("national", "public", "local", "people", "community", "youth", "women", "men", "children", "family", "workers")
)
_NAMING = frozenset(("of", "from", "for", "at", "with", "to", "within", ","))


class Describer:
    """Reads phrases by the book's names and the shelf of role words."""

    def __init__(
        self, book: Known, lists: Mapping[str, list[str]], roles: Mapping[str, list[object]], longest: int
    ) -> None:
        self.book = book
        self.divider = Divider(roles, longest, frozenset(lists.get("fillers", ())), frozenset(lists.get("former", ())))
        self._resolver = Resolver(book, self.divider)
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
        reading = Reading()
        self._read_head(head, words, reading)
        is_joined = False
        for number, segment in enumerate(segments):
            if segment is not head:
                self._read_other(segment, words, reading, is_before=number < segments.index(head), is_joined=is_joined)
            is_joined = is_joined or segment.link == "and"
        self._read_person(segments, head, words, reading, on)
        return self._resolver.settled(reading, on)

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
        if after and last.role and last.role.words in _BEFORE_NOUNS and words.shapes[last.first] != LOWER:
            return True
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

    def _read_head(self, head: Segment, words: Words, reading: Reading) -> None:
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

    def _take(self, part: Part, words: Words, reading: Reading) -> None:
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
        self, segment: Segment, words: Words, reading: Reading, *, is_before: bool, is_joined: bool
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
        self, segments: list[Segment], head: Segment, words: Words, reading: Reading, on: date | None
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
