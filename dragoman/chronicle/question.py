"""A record, the book over it and the days of a question come in; events as that day knew them go out."""

from dataclasses import dataclass, replace
from datetime import date

from dragoman.analysis.standing import Asked
from dragoman.chronicle.asking import EVERYTHING, Chronicle
from dragoman.chronicle.between import events_between
from dragoman.chronicle.choosing import events_chosen
from dragoman.events import Event
from dragoman.ontology.book import Book
from dragoman.ontology.regions import codes_of
from dragoman.record import EventType, Status
from dragoman.store.choosing import Choice
from dragoman.store.view import Wanted

PLANS = (Status.PLANNED, Status.CANCELLED)
"""What a report of a plan, or of its being moved or called off, is coded as."""
APPOINTMENTS = Choice(types=(EventType.CONSULT,), statuses=(*PLANS, Status.POSSIBLE))
"""What a diary lists is among the events that have such a report."""


@dataclass(frozen=True, slots=True)
class Question:
    """An opened record, the book over it, the days of the question, and how much of a sentence may leave."""

    chronicle: Chronicle
    book: Book
    asked: Asked
    known_by: date | None
    quote_limit: int = 300

    def events(self, wanted: Wanted = EVERYTHING) -> list[Event]:
        """The events that are wanted, as known by the day of the question, with their wholes and parts."""
        return events_between(self.chronicle, self.book, replace(wanted, known_by=self.known_by))

    def chosen(self, *choices: Choice) -> list[Event]:
        """The events that have a report of one of these kinds, as known by the day of the question."""
        return events_chosen(self.chronicle, choices, self.known_by)

    def code(self, name: str | None) -> str | None:
        """The code of an actor by its name, code or id; Stop if the book knows none."""
        return None if name is None else self.book.actor_id(_upper(name, self.book), self.asked.day)

    def codes(self, names: list[str] | None) -> frozenset[str] | None:
        """Codes of all who belong to regions or actors given with commas; None where none are given."""
        listed = split(names)
        return codes_of(self.book, listed, self.asked.day) if listed else None


def _upper(name: str, book: Book) -> str:
    return name.upper() if name.upper() in book.actors else name


def split(names: list[str] | None) -> list[str]:
    """Names given one by one or with commas."""
    return [name.strip() for each in names or () for name in each.split(",") if name.strip()]
