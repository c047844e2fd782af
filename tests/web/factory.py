"""Records and readers for the tests of the pages: all the stories in one record, and one whose every word is hostile."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from starlette.testclient import TestClient

from dragoman.ontology.book import Book
from dragoman.record import Report
from dragoman.store.opening import open_record
from dragoman.store.view import View, open_view
from dragoman.web.application import Serving, application
from dragoman.web.guarding import Rules
from tests.chronicle.records import Coded, added
from tests.factory import a_reject, an_article, visit_reports
from tests.stories.telling import stories

TODAY = date(2025, 4, 10)
"""The day on which the tests read the pages."""
TITLE = '"><svg onload=alert(1)>'
OUTLET = "=cmd|' /C calc'!A0"
HIDDEN = "\u202e\u200b"
"""Signs that turn the order of letters round, or hide."""


def story_record(path: Any) -> Any:
    """All the stories in one record, with the reports that a careful reader takes."""
    batch: list[Coded] = []
    for story in stories():
        reports: dict[str, list[Report]] = {}
        for each in story.told:
            reports.setdefault(each.report.article_id, []).append(each.report)
        batch += [(article, reports.get(article.id, [])) for article in story.articles]
    return added(path, [batch])


def hostile_record(path: Any) -> Any:
    """A record of one visit, told by an article and an outlet that mean harm, with a reject that does too."""
    title = f"{TITLE}{HIDDEN}"
    article = an_article(title=title, outlets=(OUTLET,), url="javascript:alert(1)", came_as=TITLE, came_from=TITLE)
    denied = an_article(
        article.text.replace("are to visit", "never went to visit"), title=title, outlets=(OUTLET,),
        published_on=date(2025, 4, 5), came_as=TITLE, came_from=TITLE,
    )  # fmt: skip
    added(path, [[(article, visit_reports(article))], [(denied, [])]])
    with open_record(path) as record, record.writer() as writer:
        writer.add_reject(a_reject(TITLE, f"{OUTLET} {HIDDEN}"))
    return path


def reader(view: View, *, rules: Rules | None = None, today: date = TODAY, **given: Any) -> TestClient:
    """A browser without scripts, before the pages of a record."""
    serving = Serving(view, Book.load(), rules or Rules(), "tester", today=lambda: today, **given)
    app: Any = application(serving)
    return TestClient(app, base_url="http://127.0.0.1:8742", follow_redirects=False)


def opened(path: Any) -> View:
    """The view of a record."""
    return open_view(path)


def links(page: str) -> Sequence[str]:
    """Every address that a page links to, as it stands in it."""
    from lxml import html

    return [str(each) for each in html.fromstring(page).xpath("//a/@href")]
