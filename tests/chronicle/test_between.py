"""Events between two actors: a bloc told by its members, a member told by its bloc, and nobody else."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.chronicle import Chronicle
from dragoman.chronicle.between import events_between
from dragoman.dates import one_day
from dragoman.ontology.book import Book
from dragoman.record import Article, Participant, Report
from dragoman.store.view import Wanted, open_view
from tests.chronicle.records import added
from tests.factory import a_report, an_article

BOOK = Book.load()
# who meets whom, on which day
MEETINGS = {
    "all": ("BFA MLI NER", "RUS", date(2025, 4, 3)),
    "two": ("BFA MLI", "RUS", date(2025, 5, 3)),
    "bloc": ("AES", "RUS", date(2025, 6, 3)),
    "before": ("BFA MLI NER", "RUS", date(2020, 4, 3)),  # there was no such bloc yet
    "ecowas": ("AES", "ECOWAS", date(2025, 7, 3)),
    "mali": ("MLI", "ECOWAS", date(2019, 7, 3)),
    "early": ("AES", "ECOWAS", date(2024, 1, 3)),
}


def _coded(name: str) -> tuple[Article, list[Report]]:
    who, whom, on = MEETINGS[name]
    article = an_article(f"They met: {name}.", came_as=name, title=name, published_on=on, outlets=(f"Outlet {name}",))
    people = [_someone(code) for code in who.split()]
    return article, [a_report(article, "met", actors=people, recipients=(_someone(whom),), when=one_day(on))]


def _someone(code: str) -> Participant:
    return (
        Participant(code, country=code, sector="GOV")
        if code in BOOK.states
        else Participant(code, actor=code, sector="IGO")
    )


@pytest.fixture(scope="module")
def record(new_place: Callable[[], Any]) -> Any:
    return added(new_place() / "r.db", [[_coded(name) for name in MEETINGS]])


ASKED = [
    ("AES", "RUS", ["all", "bloc"]),
    ("RUS", "AES", ["all", "bloc"]),
    ("MLI", "RUS", ["before", "all", "two", "bloc"]),
    ("MLI", "ECOWAS", ["mali", "early", "ecowas"]),
    ("SEN", "ECOWAS", []),
    ("AES", None, ["early", "all", "bloc", "ecowas"]),
]


@pytest.mark.parametrize(("actor", "other", "found"), ASKED)
def test_wholes_and_parts(record: Path, actor: str, other: str | None, found: list[str]) -> None:
    with open_view(record) as view:
        events = events_between(Chronicle(view), BOOK, Wanted(actor=actor, with_=other))
    assert [each.reports[0].article.came_as for each in events] == found


def test_a_limit_is_of_the_whole(record: Path) -> None:
    with open_view(record) as view:
        events = events_between(Chronicle(view), BOOK, Wanted(actor="AES", limit=2))
    assert [each.reports[0].article.came_as for each in events] == ["early", "all"]
