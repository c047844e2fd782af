"""The book's nouns, frozen: actors, dated ties, names found in a text and what a phrase resolves to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any


class Holds(Enum):
    """Whether something holds on a day; `maybe` where its dates are not known finely enough."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an actor: its language, what it is (name, former, adjective, seat …) and the years it held."""

    text: str
    language: str
    what: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, body, group, party or outlet of the book; `country` is ISO 3166 alpha-3.

    `since` and `until` are partial ISO dates ("1975-05-28", "1975"), None where it is not known to begin or has
    not ended; `facts` holds what else the shelf says (kind, seat, predecessor, regions …).
    """

    id: str
    kind: str
    name: str
    country: str | None
    sector: str
    since: str | None = None
    until: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    def exists(self, on: date | None) -> bool:
        """True unless the day lies before it began or after it ended."""
        return holds_on(self.since, self.until, on) is not Holds.NO


@dataclass(frozen=True, slots=True)
class Spell:
    """A dated tie: `who` is member, chair, observer, ally … of `whom`, or holds an office there.

    `kind` is member, observer, suspended, chair, office, allegiance or in government. Dates are partial ISO
    dates; `until` is None while it lasts and "?" where it ended on a day that is not known. `notice` is the day on
    which leaving was announced. `rests_on` names the shelf.
    """

    kind: str
    who: str
    whom: str
    role: str = ""
    person: str = ""
    title: str = ""
    since: str | None = None
    until: str | None = None
    notice: str | None = None
    rests_on: str = "book"

    def holds(self, on: date | None) -> Holds:
        """Whether it holds on this day; without a day, whether it had not ended when the book was written."""
        return holds_on(self.since, self.until, on)


def holds_on(since: str | None, until: str | None, on: date | None) -> Holds:
    """Whether a day lies between two partial dates, both ends included."""
    if on is None:
        return Holds.YES if not until else Holds.NO
    day = on.isoformat()
    if since and since != "?" and day < first_day(since):
        return Holds.NO
    if until and until != "?" and day > last_day(until):
        return Holds.NO
    if until == "?":
        return Holds.YES if since and day[: len(since)] == since else Holds.MAYBE
    if since and len(since) < 10 and day <= last_day(since):
        return Holds.MAYBE
    if until and len(until) < 10 and day >= first_day(until):
        return Holds.MAYBE
    return Holds.YES


def first_day(partial: str) -> str:
    """The first day that a partial date can mean, as text that sorts by time."""
    return partial + "0000-01-01"[len(partial) :]


def last_day(partial: str) -> str:
    """The last day that a partial date can mean, as text that sorts by time ("2015-02-31" is fine for that)."""
    return partial + "9999-12-31"[len(partial) :]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who or what a name may mean.

    `kind` is state, body, group, party, outlet, person or place; `what` says what the name is to it: name,
    abbreviation, former, adjective, demonym, capital, seat, institution, person, surname, city or region.
    `actor` is the id in the book ("" for places and peoples without a state); `country` ISO 3166 alpha-3.
    """

    actor: str
    kind: str
    what: str
    country: str | None
    sector: str
    person: str | None = None


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name of the book in a text, as character offsets, with all it may mean, likeliest first."""

    start: int
    end: int
    text: str
    candidates: tuple[Candidate, ...]

    @property
    def is_ambiguous(self) -> bool:
        """True if the name may mean two actors."""
        return len({(each.actor, each.country) for each in self.candidates}) > 1


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a phrase means: country, sector, the id of a body or group, the person and office; None for what is not
    known. `score` is 0 where the phrase names no actor, 1 for a name of the book. `is_assumed` is true where the
    country is the one that such words mean by themselves ("House Republicans"): an article may say otherwise."""

    country: str | None = None
    sector: str | None = None
    id: str | None = None
    person: str | None = None
    office: str | None = None
    score: float = 0.0
    rule: str = ""
    is_assumed: bool = False

    @property
    def is_silent(self) -> bool:
        """True where the phrase names no actor."""
        return self.score == 0.0


SILENT = Resolution()


@dataclass(frozen=True, slots=True)
class Place:
    """A place of that name: country, kind (city, capital or region) and population (0 where not known)."""

    name: str
    country: str
    kind: str
    population: int


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who held an office: `name` as usually spelled in English, other spellings, and the countries served."""

    id: str
    name: str
    also: tuple[str, ...]
    countries: tuple[str, ...]
