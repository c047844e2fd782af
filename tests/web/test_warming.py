"""What many ask for is made before anybody asks, once for each state of the record."""

from datetime import date

import pytest

from dragoman.ontology.book import Book
from dragoman.store.view import View
from dragoman.web.application import PAGES, Serving
from dragoman.web.guarding import Rules
from dragoman.web.warming import warm
from tests.web.factory import TODAY, opened, reader


@pytest.fixture
def warmed(story_path):
    with opened(story_path) as view:
        warm(Serving(view, Book.load(), Rules(), "tester", today=lambda: TODAY, limit=60.0))
        yield view


def test_what_is_told_of_the_whole_record_is_there_at_once(warmed, monkeypatch):
    def asked_again(*_: object) -> None:
        raise AssertionError("the record was asked once more")

    for name in ("size", "coverage", "outlets"):
        monkeypatch.setattr(View, name, asked_again)
    pages = reader(warmed, today=TODAY, limit=60.0)
    for path in ("/rejects", "/outlets", "/method"):
        assert pages.get(path).status_code == 200


def test_pages_without_a_choice_are_made_and_no_lists(warmed, monkeypatch):
    import dragoman.web.warming as warming

    made = []

    class Noting:
        def __init__(self, serving):
            pass

        def page(self, page):
            return lambda request: made.append((page.path, request.url.path))

    monkeypatch.setattr(warming, "Site", Noting)
    warm(Serving(warmed, Book.load(), Rules(), today=lambda: date(2025, 4, 2)))
    assert ("/rejects", "/rejects") in made
    assert {path for path, _ in made} == {page.path for page in PAGES if not page.is_data and "{" not in page.path}
