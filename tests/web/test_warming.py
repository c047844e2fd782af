"""What many ask for is made before anybody asks, once for each state of the record."""

from datetime import date

import pytest
from starlette.requests import Request

from dragoman.ontology.book import Book
from dragoman.store.view import View
from dragoman.web.application import PAGES, Serving, Site
from dragoman.web.guarding import Rules
from dragoman.web.pages.charts import articles_by_day
from dragoman.web.warming import warm
from tests.web.factory import TODAY, opened, reader


@pytest.fixture
def warmed(story_path):
    with opened(story_path) as view:
        warm(Serving(view, Book.load(), Rules(), "tester", today=lambda: TODAY, limit=60.0))
        yield view


def request(address: str) -> Request:
    path, _, query = address.partition("?")
    return Request({"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": [],
                    "path_params": {}, "scheme": "http", "server": ("127.0.0.1", 80)})  # fmt: skip


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

    class Noting(warming.Site):
        def page(self, page):
            return lambda request: made.append((page.path, request.url.path))

    monkeypatch.setattr(warming, "Site", Noting)
    warm(Serving(warmed, Book.load(), Rules(), today=lambda: date(2025, 4, 2)))
    assert ("/rejects", "/rejects") in made
    plain = {page.path for page in PAGES if not page.is_data and "{" not in page.path}
    assert {path for path, _ in made if "{" not in path} == plain
    assert {path for path, _ in made} - plain == {"/event/{event}", "/actor/{actor}", "/relation/{one}/{other}"}
    assert all("{" not in address for _, address in made)


def test_how_much_was_printed_each_day_is_counted_once_and_up_to_any_day(warmed, monkeypatch):
    whole = warmed.articles_by_day()
    known = date(2025, 4, 2)
    asked = warmed.articles_by_day(known)
    monkeypatch.setattr(View, "articles_by_day", None)
    site = Site(Serving(warmed, Book.load(), Rules(), today=lambda: TODAY))
    assert articles_by_day(site.visit(request("/"))) == whole
    assert articles_by_day(site.visit(request(f"/?known_by={known}"))) == asked
    assert 0 < len(asked) < len(whole)
