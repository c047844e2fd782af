"""What the verbs that ask the record share: the flags for days, actors and regions, and how a question is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dragoman.analysis.standing import Asked
from dragoman.chronicle import Chronicle
from dragoman.chronicle.asking import EVERYTHING
from dragoman.chronicle.between import events_between
from dragoman.chronicle.choosing import events_chosen
from dragoman.cli.recording import day_given, settled
from dragoman.events import Event
from dragoman.ontology.book import Book
from dragoman.ontology.desk import desk_of
from dragoman.ontology.regions import codes_of
from dragoman.record import EventType, Status
from dragoman.store.choosing import Choice
from dragoman.store.view import Wanted, open_view

AsOf = Annotated[str | None, Parameter(help="what was true on this day, YYYY-MM-DD, whenever it became known")]
KnownBy = Annotated[str | None, Parameter(help="from what was published by this day alone, YYYY-MM-DD")]
Since = Annotated[str | None, Parameter(help="first day, YYYY-MM-DD")]
Until = Annotated[str | None, Parameter(help="last day, YYYY-MM-DD")]
Region = Annotated[
    list[str] | None, Parameter(help="regions, countries or bodies, with commas: sahel,russia", consume_multiple=False)
]
Json = Annotated[bool, Parameter(name="--json", negative=(), help="one JSON object a row")]


PLANS = (Status.PLANNED, Status.CANCELLED)
"""What a report of a plan, or of its being moved or called off, is coded as."""
APPOINTMENTS = Choice(types=(EventType.CONSULT,), statuses=(*PLANS, Status.POSSIBLE))
"""What a diary lists is among the events that have such a report."""


@dataclass(frozen=True, slots=True)
class Question:
    """An opened record, the book over it, and the days of the question."""

    chronicle: Chronicle
    book: Book
    asked: Asked
    known_by: date | None

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


@contextmanager
def question(db: str | None, as_of: str | None = None, known_by: str | None = None) -> Iterator[Question]:
    """Opens the record for one question; it is asked today, unless it is to be known by an earlier day."""
    _, path = settled(db)
    known = day_given(known_by, "--known-by")
    asked = Asked(known or date.today(), day_given(as_of, "--as-of"))
    desk = desk_of(Path(path))
    with open_view(path) as view:
        yield Question(Chronicle(view), Book.load(desk if desk.is_dir() else None), asked, known)
