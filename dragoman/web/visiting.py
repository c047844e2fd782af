"""One request comes in; what its page may ask goes out: the record as of its days, whose acts, in which words."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from dragoman.analysis.standing import Asked, takes_part
from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.between import SMALL_BLOC
from dragoman.chronicle.listing import Leaf, events_listed
from dragoman.chronicle.question import Question, split
from dragoman.errors import Stop
from dragoman.events import Event
from dragoman.ontology.book import Book
from dragoman.ontology.regions import codes_of
from dragoman.store.listing import Listing
from dragoman.store.view import View
from dragoman.web.address import Address, Wrong
from dragoman.web.wording import Words

PAGE = 25
"""Events on a page."""


class Missing(Stop):
    """The address names an event, an actor or an outlet that there is not."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Whose acts are asked for: codes, and small blocs that act where all their members do.

    `looked_for` has one of whom each such act has some report.
    """

    codes: frozenset[str]
    blocs: tuple[str, ...]
    looked_for: frozenset[str]

    def has(self, event: Event, book: Book) -> bool:
        """True if the event is one of theirs, or takes place at theirs."""
        if takes_part(event, self.codes):
            return True
        return any(1 < len(all_ := book.members(bloc, event.day)) and event.parties >= set(all_) for bloc in self.blocs)


@dataclass(frozen=True, slots=True)
class Visit:
    """A reader before a page: the address, the words of the interface, the record and the days of the question.

    `given` are the parts of the path. `looked_at` is when this reader last looked, None where that is not known.
    """

    address: Address
    words: Words
    question: Question
    given: Mapping[str, str] = field(default_factory=dict)
    looked_at: datetime | None = None
    may_judge: bool = False

    @property
    def view(self) -> View:
        """The record, read only."""
        return self.question.chronicle.view

    @property
    def chronicle(self) -> Chronicle:
        """Its events."""
        return self.question.chronicle

    @property
    def book(self) -> Book:
        """The actor book over it."""
        return self.question.book

    @property
    def asked(self) -> Asked:
        """The days of the question."""
        return self.question.asked

    @property
    def known_by(self) -> date | None:
        """From what was published by which day, None for all."""
        return self.question.known_by

    def actor(self, name: str) -> str:
        """The code of an actor that the path names; Missing if the book knows none."""
        try:
            return self.question.code(name) or ""
        except Stop as unknown:
            raise Missing(unknown.reason, remedy=unknown.remedy) from None

    def circle(self, name: str = "actor") -> Circle | None:
        """Whose acts the query asks for, None where it names nobody; Wrong if the book knows none so called."""
        given = split([self.address.text(name)])
        if not given:
            return None
        try:
            codes = codes_of(self.book, given, self.asked.day)
        except Stop as unknown:
            raise Wrong(str(unknown)) from None
        return self.around(codes)

    def around(self, codes: frozenset[str]) -> Circle:
        """The circle of these codes."""
        blocs, more = [], set(codes)
        for code in codes & self.book.bodies.keys():
            members = self.book.members(code, self.asked.day)
            if 1 < len(members) <= SMALL_BLOC:
                blocs.append(code)
                more.add(members[0])
        return Circle(codes, tuple(sorted(blocs)), frozenset(more))

    def listed(self, wanted: Listing, *circles: Circle | None) -> Leaf:
        """A page of events as known by the day of the question, of those who must all take part."""
        asked_of = [each for each in circles if each is not None]
        codes = [*wanted.codes, *(each.looked_for for each in asked_of)]
        leaf = events_listed(self.chronicle, replace(wanted, codes=codes, known_by=self.known_by))
        kept = tuple(event for event in leaf.events if all(each.has(event, self.book) for each in asked_of))
        return Leaf(kept, leaf.after)

    def days(self, before: int) -> date:
        """The day so many days before the one of the question."""
        return self.asked.day - timedelta(days=before)

    def is_unseen(self, event: Event) -> bool:
        """True if the record had some report of it only after this reader's last look."""
        looked = self.looked_at
        return looked is not None and any(each.known_at > looked for each in event.reports)

