"""A diary as a page: the form of desks, and words of the news that cannot become mark-up."""

import re
from datetime import date

import pytest

from dragoman.analysis.diary import Days, Diary, diary
from dragoman.analysis.standing import Asked
from dragoman.export.diaries import html_page, markdown_page, text_page
from dragoman.export.wording import in_words
from dragoman.ontology.book import Book
from dragoman.record import Place
from tests.analysis.happenings import an_event, people
from tests.stories.telling import days

BOOK = Book.load()
VISIT = an_event(
    [("planned", "2025-03-29", "2025-04-03/2025-04-04"), ("confirmed", "2025-04-01", "2025-04-03/2025-04-04")],
    "BFA MLI NER", "RUS", name="visit", mode="visit", where=Place("Moscow", "RUS"), invited_by=people("RUS")[0],
    text="The ministers are to visit Moscow on April 3-4.",
)  # fmt: skip
UNDATED = an_event([("planned", "2025-03-28", "by 2025-03-28")], "GHA", "MLI", name="undated")
NASTY = an_event(
    [("planned", "2025-03-28", "2025-04-02")], name="<b>*bold*</b>", text="<script>alert(1)</script> *now* \u202e"
)


def page(*events: object) -> Diary:
    return diary(events, Days.week_of(date(2025, 4, 2)), Asked(date(2025, 4, 2)), regions=("sahel",))  # type: ignore[arg-type]


def test_the_form_of_desks() -> None:
    text = text_page(page(VISIT, UNDATED), BOOK, 100)
    assert "Diary 31 March 2025 to 6 April 2025 · sahel" in text
    assert "As known by 2 April 2025. ** new since 24 March 2025" in text
    after = text[text.index("Thursday, 3 April 2025") :]
    head = " ".join(after.split())
    assert " ** Burkina Faso, Mali and Niger → Russia: visit, Moscow, at the invitation of RUS" in head
    assert "[confirmed; 3–4 April 2025; 2 reports, 2 origins]" in head
    assert "“The ministers are to visit Moscow on April 3-4.”" in head
    assert head.index("Date not given") < head.index("Ghana → Mali")
    assert all(len(line) <= 100 for line in text.splitlines())


def test_an_empty_day_is_drawn() -> None:
    assert text_page(page(), BOOK).count("    —") == 7


def test_markdown_and_html_hold_the_same_appointments() -> None:
    found = page(VISIT, UNDATED)
    for form in (markdown_page, html_page):
        made = form(found, BOOK)
        assert "Burkina Faso, Mali and Niger → Russia" in made
        assert "Date not given" in made


def test_words_of_the_news_are_no_mark_up() -> None:
    html = html_page(page(NASTY), BOOK)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not re.search(r"<b>", html)
    assert "[U+202E]" in html
    markdown = markdown_page(page(NASTY), BOOK)
    assert r"\<script\>" in markdown
    assert r"\*now\*" in markdown
    assert "\u202e" not in text_page(page(NASTY), BOOK)


WORDS = [
    ("2025-04-03", "3 April 2025"),
    ("2025-04-03/2025-04-04", "3–4 April 2025"),
    ("2025-03-31/2025-04-06", "31 March to 6 April 2025"),
    ("2024-12-30/2025-01-02", "30 December 2024 to 2 January 2025"),
    ("2025-04", "April 2025"),
    ("by 2025-04-03", "date not given"),
]


@pytest.mark.parametrize(("given", "words"), WORDS)
def test_days_in_words(given: str, words: str) -> None:
    assert in_words(days(given)) == words
    assert in_words(None) == "date not given"
