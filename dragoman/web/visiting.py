"""One request comes in; what its page may ask goes out: the record as of its days, whose acts, in which words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from dragoman.analysis.standing import Asked
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


_SAME_LOOK = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Look:
    """When a reader looked before (None: never yet), and what the cookie is to say from now on."""

    before: datetime | None
    cookie: str


def look_of(cookie: str, now: datetime) -> Look:
    """The look that this one follows; looks less than half an hour apart are one, so that a page may be read again."""
    try:
        before, last = (datetime.fromisoformat(each) if each else None for each in cookie.split("|"))
    except ValueError:
        before = last = None
    if any(each is not None and each.tzinfo is None for each in (before, last)):
        before = last = None
    if last is None or now - last > _SAME_LOOK:
        before = last
    last = now.replace(microsecond=0)
    return Look(before, f"{before.isoformat() if before else ''}|{last.isoformat()}")


class Missing(Stop):
    """The address names an event, an actor or an outlet that there is not."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Whose acts are asked for: codes, small blocs that act where all their members do, and blocs that act for one.

    `looked_for` has one of whom each such act has some report; `members` are those of `blocs`, on whatever day.
    """

    codes: frozenset[str]
    blocs: tuple[str, ...] = ()
    within: tuple[tuple[str, str], ...] = ()
    looked_for: frozenset[str] = frozenset()
    members: frozenset[str] = frozenset()

    def takes_part(self, event: Event, book: Book) -> bool:
        """True if they take part: by their own name, all together as their bloc, or as a member of one that does."""
        if event.parties & self.codes:
            return True
        for bloc in self.blocs:
            on_the_day = book.members(bloc, event.day)
            if len(on_the_day) > 1 and event.parties.issuperset(on_the_day):
                return True
        return any(bloc in event.parties and code in book.members(bloc, event.day) for bloc, code in self.within)

    def has(self, event: Event, book: Book) -> bool:
        """The same, or it takes place at theirs."""
        return self.takes_part(event, book) or bool(event.where and event.where.country in self.codes)

    def is_beside(self, other: "Circle", event: Event) -> bool:
        """True if in some report one of these stands for the one side, and somebody else for the other."""
        mine, theirs = (each.codes | each.members | each.looked_for for each in (self, other))
        return any(
            one is not another and {one.country, one.actor} & mine and {another.country, another.actor} & theirs
            for each in event.reports
            for people in [(*each.report.actors, *each.report.recipients)]
            for one in people
            for another in people
        )


@dataclass(frozen=True, slots=True)
class Visit:
    """A reader before a page: the address, the words of the interface, the record and the days of the question.

    `given` are the parts of the path.
    """

    address: Address
    words: Words
    question: Question
    given: Mapping[str, str] = field(default_factory=dict)
    look: Look = field(default_factory=lambda: Look(None, ""))
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

    def around(self, codes: frozenset[str], *, is_wide: bool = False) -> Circle:
        """The circle of these codes; a wide one has what small blocs do for a state that is in them, too."""
        blocs, within, more, members = [], [], set(codes), set()
        for code in sorted(codes):
            if code in self.book.bodies:
                spells = [each.who for each in self.book.memberships(code)]
                if 1 < len(set(spells)) <= SMALL_BLOC:
                    blocs.append(code)
                    # One member that was always there would do; the days of none are sure, so any may be met.
                    more.update(spells)
                    members.update(spells)
            elif is_wide:
                within += [(bloc, code) for bloc in _small_blocs(self.book, code)]
        more.update(bloc for bloc, _ in within)
        return Circle(codes, tuple(blocs), tuple(within), frozenset(more), frozenset(members))

    def listed(self, wanted: Listing, *circles: Circle | None) -> Leaf:
        """A page of events as known by the day of the question, of those who must all take part."""
        asked_of = [each for each in circles if each is not None]
        leaf = events_listed(self.chronicle, self._narrowed(wanted, circles))
        kept = tuple(event for event in leaf.events if all(each.has(event, self.book) for each in asked_of))
        return Leaf(kept, leaf.after)

    def goes_on(self, wanted: Listing, *circles: Circle | None) -> bool:
        """True if there is more than one such page; the events themselves are not made."""
        return bool(self.view.listed(self._narrowed(wanted, circles)).after)

    def _narrowed(self, wanted: Listing, circles: Iterable[Circle | None]) -> Listing:
        codes = [*wanted.codes, *(each.looked_for for each in circles if each is not None)]
        return replace(wanted, codes=codes, known_by=self.known_by)

    def days(self, before: int) -> date:
        """The day so many days before the one of the question."""
        return self.asked.day - timedelta(days=before)

    def is_unseen(self, event: Event) -> bool:
        """True if the record had some report of it only after this reader's last look."""
        looked = self.look.before
        return looked is not None and any(each.known_at > looked for each in event.reports)


@lru_cache(maxsize=512)
def _small_blocs(book: Book, state: str) -> tuple[str, ...]:
    """The small blocs that a state is or was in."""
    joined = {each.whom for each in book.ties(state) if each.kind == "member" and each.who == state}
    sizes = {bloc: len({each.who for each in book.memberships(bloc)}) for bloc in joined & book.bodies.keys()}
    return tuple(sorted(bloc for bloc, size in sizes.items() if 1 < size <= SMALL_BLOC))
