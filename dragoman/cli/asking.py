"""What the verbs that ask the record share: the flags for days, actors and regions, and how a question is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from dragoman.analysis.standing import Asked
from dragoman.chronicle import Chronicle
from dragoman.chronicle.question import APPOINTMENTS, PLANS, Question, split
from dragoman.cli.flags import AsOf, Json, KnownBy, Region, Since, Until
from dragoman.cli.recording import day_given, settled
from dragoman.ontology.book import Book
from dragoman.ontology.desk import desk_of
from dragoman.store.view import open_view

__all__ = ["APPOINTMENTS", "PLANS", "AsOf", "Json", "KnownBy", "Question", "Region", "Since", "Until", "question",
           "split"]  # fmt: skip


@contextmanager
def question(db: str | None, as_of: str | None = None, known_by: str | None = None) -> Iterator[Question]:
    """Opens the record for one question; it is asked today, unless it is to be known by an earlier day."""
    settings, path = settled(db)
    known = day_given(known_by, "--known-by")
    asked = Asked(known or date.today(), day_given(as_of, "--as-of"))
    desk = desk_of(Path(path))
    with open_view(path) as view:
        yield Question(Chronicle(view), Book.load(desk if desk.is_dir() else None), asked, known, settings.quote_limit)
