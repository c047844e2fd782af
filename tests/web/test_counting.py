"""The acts that pages count are the same whether their events are found by their own days or by their reports."""

from datetime import date

import pytest

from dragoman.analysis.standing import Asked
from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.listing import events_begun
from dragoman.chronicle.networks import acts_among
from dragoman.ontology.book import Book
from dragoman.store.listing import Listing
from dragoman.store.view import Wanted, open_view
from dragoman.web.counting import MOST
from tests.web.factory import reader, story_record


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return story_record(tmp_path_factory.mktemp("counting") / "stories.db")


@pytest.mark.parametrize("code", ["MLI", "RUS", "FRA", "ECOWAS", "UKR"])
@pytest.mark.parametrize("first", [None, date(2025, 3, 1)])
def test_acts_are_the_same_by_either_way(path, code, first):
    last = date(2025, 4, 10)
    book, asked, wanted = Book.load(), Asked(last, last), Wanted(since=first, until=last)
    with open_view(path) as view:
        chronicle = Chronicle(view)
        begun = events_begun(chronicle, {code}, first, last, MOST)
        listed = view.listed(Listing(codes=[{code}], last=last, limit=MOST))
        by_reports = [chronicle.event(event) for event, _ in listed.events]
        acts = acts_among(begun.events, book, wanted, asked)
        assert acts == acts_among(by_reports, book, wanted, asked)
        assert begun.since is None
    assert acts or code == "UKR" or first


def test_of_more_events_than_a_page_counts_the_newest_are_taken(path, monkeypatch):
    monkeypatch.setattr("dragoman.web.counting.MOST", 3)
    with open_view(path) as view:
        page = reader(view).get("/network?actor=MLI&as_of=2025-04-10&window=1095").text
        found = events_begun(Chronicle(view), {"MLI"}, date(2022, 4, 12), date(2025, 4, 10), 3)
    assert found.since
    assert len(found.events) == 3
    assert found.since.isoformat() in page
