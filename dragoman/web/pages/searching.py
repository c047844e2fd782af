"""Words come in; the actors and events that they name go out: by actors, days and kinds of act, then by their words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dragoman.dates import DayRange, one_day, whole_month, whole_year
from dragoman.errors import Skip, Stop
from dragoman.events import Event
from dragoman.export.events import event_object
from dragoman.ontology.actors import Actor
from dragoman.record import EventType
from dragoman.store.limiting import TooLong
from dragoman.store.listing import Listing
from dragoman.web.address import AFTER, Parameter
from dragoman.web.answering import Answer, Page
from dragoman.web.forms import event_cells
from dragoman.web.visiting import PAGE, Visit
from dragoman.web.wording import LANGUAGES, catalogue

LONGEST = 200
"""Characters of a search; what is longer is cut."""
_ID = re.compile(r"[0-9a-f]{8,16}")
_DAY = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_YEAR = re.compile(r"\b(19\d\d|20\d\d)\b")
_SMALL = frozenset(
    "a an and at avec between by d de des du en entre et for from in l la le les of on or ou par pour sur the to with"
    "".split()
)
_ACTORS = 8


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search asks for: actors, days, kinds of act, and the words that are left."""

    actors: tuple[str, ...]
    days: DayRange | None
    types: tuple[EventType, ...]
    words: tuple[str, ...]


def search_page(visit: Visit) -> Answer:
    """Actors so called, and events of whom, when and what the words say, the newest first."""
    text = visit.address.text("q")[:LONGEST]
    actors = _actors(visit, text) if text else []
    sought = sought_by(visit, text)
    events, after = _events(visit, text, sought) if text else ([], "")
    values = {"q": text, "actors": actors, "events": events, "after": after, "sought": sought}
    return Answer("search.html", values, lambda: [event_object(each) for each in events], event_cells, after)


def sought_by(visit: Visit, text: str) -> Sought:
    """What a search asks for; days and kinds of act in English or French."""
    rest, days = _days_in(text)
    codes: dict[str, None] = {}
    left = rest
    for hit in visit.book.find(rest, None):
        best = next((each for each in hit.candidates if each.actor in visit.book.actors), None)
        if best and best.kind != "outlet":
            codes[best.actor] = None
            left = left.replace(hit.text, " ", 1)
    for word in rest.split():
        if word.isupper() and word in visit.book.actors:
            codes[word] = None
            left = left.replace(word, " ", 1)
    types: dict[EventType, None] = {}
    words = []
    for word in re.findall(r"[^\W\d_][\w’'-]+", left.casefold()):
        kind = _kind_of(word)
        if kind:
            types[kind] = None
        elif word not in _SMALL:
            words.append(word)
    return Sought(tuple(codes)[:4], days, tuple(types), tuple(words)[:4])


def _actors(visit: Visit, text: str) -> list[Actor]:
    found: dict[str, Actor] = {}
    known = visit.book.actors
    if text.upper() in known:
        found[text.upper()] = known[text.upper()]
    for each in visit.book.who(text):
        if each.actor in known:
            found[each.actor] = known[each.actor]
        elif each.country in known:
            found[each.country or ""] = known[each.country or ""]
    for code in sought_by(visit, text).actors:
        found.setdefault(code, known[code])
    return [each for each in found.values() if each.kind != "outlet"][:_ACTORS]


def _events(visit: Visit, text: str, sought: Sought) -> tuple[list[Event], str]:
    if _ID.fullmatch(text.strip().lower()):
        try:
            return [visit.chronicle.event(text.strip(), known_by=visit.known_by)], ""
        except TooLong:
            raise
        except (Stop, Skip):
            return [], ""
    circles = [visit.around(frozenset((code,))) for code in sought.actors]
    wanted = Listing(
        types=sought.types,
        first=sought.days.first if sought.days else None,
        last=sought.days.last if sought.days else None,
        words=sought.words,
        limit=PAGE,
        after=visit.address.text("after"),
    )
    leaf = visit.listed(wanted, *circles)
    return [each for each in leaf.events if visit.asked.stage(each) is not None], leaf.after


def _days_in(text: str) -> tuple[str, DayRange | None]:
    """A day, month or year in the words of either language, and the text without it."""
    found = _DAY.search(text)
    if found:
        try:
            return text.replace(found[0], " "), one_day(date(*map(int, found.groups())))
        except ValueError:
            return text, None
    year = _YEAR.search(text)
    if not year:
        return text, None
    rest = text.replace(year[0], " ", 1)
    for number, names in _months():
        for name in names:
            word = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", rest, re.IGNORECASE)
            if word:
                return rest.replace(word[0], " ", 1), whole_month(int(year[0]), number)
    return rest, whole_year(int(year[0]))


def _months() -> Iterator[tuple[int, list[str]]]:
    listed = [catalogue(language)[key].split() for language in LANGUAGES for key in ("months", "months_short")]
    for number in range(12):
        yield number + 1, [names[number] for names in listed]


def _kind_of(word: str) -> EventType | None:
    """The type that a word of either interface means: "sanctions", "visit", "consultations"."""
    for language in LANGUAGES:
        for type_ in EventType:
            if word in catalogue(language)[f"find_{str(type_).lower()}"].split():
                return type_
    return None


_Q = Parameter("q", "text", "names, days, kinds of act, or other words", example="Mali Russia April 2025")
PAGES = (Page("search", "/search", search_page, "Actors and events by words.", (_Q, AFTER)),)
