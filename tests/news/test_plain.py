import io
from datetime import date

import pytest

from dragoman.news.plain import headline_of, split_header
from dragoman.news.source import read_source

BODY = "The foreign ministers of Mali and Niger met in Bamako on Monday, officials said.\n"


def test_a_header_is_read_and_left_out_of_the_text():
    held = (
        "Title: Ministers meet in Bamako\r\nDATE: 2025-04-01\r\nOutlet: West Wire\r\nUrl: https://w.example/1\r\n"
        f"Id: ww-7\r\n\r\n{BODY}"
    )
    [article] = read_source(io.BytesIO(held.encode()))
    assert article.text == BODY
    assert article.title == "Ministers meet in Bamako"
    assert article.published_on == date(2025, 4, 1)
    assert (article.outlets, article.url, article.came_as) == (("West Wire",), "https://w.example/1", "ww-7")


@pytest.mark.parametrize(
    ("text", "fields", "start"),
    [
        ("Mali: a year on\n\nText", {}, 0),
        ("The minister said: no.", {}, 0),
        ("Title: A\n\nText", {"title": ("A", 1)}, 10),
        ("Title: A\nText", {"title": ("A", 1)}, 9),
        ("Source: AP\nDate: 2025-04-01\n\nTitle: x", {"outlet": ("AP", 1), "published": ("2025-04-01", 2)}, 29),
        ("Title: A\nTitle: B\n\n", {"title": ("A", 1)}, 19),
        ("title:A", {"title": ("A", 1)}, 7),
        ("", {}, 0),
        ("\nTitle: A\n", {}, 0),
    ],
)
def test_split_header(text, fields, start):
    assert split_header(text) == (fields, start)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Ministers meet in Bamako\n\n" + BODY, "Ministers meet in Bamako"),
        ("Ministers meet in Bamako\n" + BODY, "Ministers meet in Bamako"),
        ("\n\nMinisters meet in Bamako\n\n" + BODY, "Ministers meet in Bamako"),
        ("Will Mali leave the bloc?\n\n" + BODY, "Will Mali leave the bloc?"),
        ("Ministers meet in Bamako.\n\n" + BODY, ""),  # a sentence
        ("Ministers meet in Bamako", ""),  # nothing follows
        ("BAMAKO\n\n" + BODY, ""),  # too short to be sure
        (
            "The foreign ministers of Mali and\nNiger met in Bamako on Monday to talk\nabout trade, officials said.\n",
            "",
        ),
        ("The ministers of Mali and Niger\nmet.\n", ""),
        (BODY, ""),
        ("", ""),
    ],
)
def test_headline_of(text, title):
    assert headline_of(text) == title


def test_a_headline_stays_in_the_text_so_that_offsets_are_those_of_the_file(shared):
    path = shared / "articles" / "css-russia.txt"
    [article] = read_source(path, published_on=date(2025, 4, 1))
    assert article.text == path.read_text(encoding="utf-8")
    assert article.title == "CSS Foreign Ministers to Visit Moscow for First CSS-Russia Consultations"


def test_the_same_story_from_two_systems_is_one_article():
    one, other = (next(read_source(io.BytesIO(text.encode()))) for text in (BODY, BODY.replace("\n", "\r\n")))
    assert one.id == other.id
