import io
import json
from datetime import date

import pytest

from dragoman.news.source import read_source

TEXT = "The ministers of Mali and Niger met in Bamako."


def read(*objects, **given):
    lines = "".join(json.dumps(each) + "\n" for each in objects)
    return list(read_source(io.BytesIO(lines.encode()), format_name="jsonl", name="x.jsonl", **given))


@pytest.mark.parametrize("name", ["text", "body", "content", "Text", "articleBody", "article-body", "full_text"])
def test_names_of_the_text(name):
    assert read({name: TEXT})[0].text == TEXT


def test_the_best_name_wins():
    assert read({"body": "Other words than those.", "text": TEXT})[0].text == TEXT


@pytest.mark.parametrize(
    ("fields", "outlets"),
    [
        ({"sources": ["AP", "TASS"]}, ("AP", "TASS")),
        ({"sources": []}, ()),
        ({"outlet": "AP"}, ("AP",)),
        ({"outlets": ["AP", "AP", " TASS ", "", None, 3]}, ("AP", "TASS")),
        ({"source": {"id": None, "name": "AP"}}, ("AP",)),
        ({"sources": [{"name": "AP"}, {"url": "x"}]}, ("AP",)),
        ({"siteName": "AP"}, ("AP",)),
        ({}, ()),
    ],
)
def test_outlets(fields, outlets):
    assert read({"text": TEXT} | fields)[0].outlets == outlets


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("date", "2025-04-01", date(2025, 4, 1)),
        ("publishedAt", "2025-04-01T23:59:00Z", date(2025, 4, 1)),
        ("published_on", "2025-04-01 10:00", date(2025, 4, 1)),
        ("pubDate", "Tue, 01 Apr 2025 10:00:00 GMT", date(2025, 4, 1)),
        ("date", None, None),
        ("date", "  ", None),
        ("updated", "2025-04-01", None),  # not the day of publication
    ],
)
def test_publication_days(name, value, expected):
    assert read({"text": TEXT, name: value})[0].published_on == expected


@pytest.mark.parametrize(
    "value", ["2025-04-01x", "2025-04-011", "01/04/2025", "0000-00-00", "Tue, 99 Apr 2025", "x" * 200]
)
def test_days_that_are_none(value):
    [reject] = read({"text": TEXT, "date": value})
    assert "is not a date" in reject.reason
    assert len(reject.reason) < 100


@pytest.mark.parametrize(("given", "came_as"), [("a-1", "a-1"), (17, "17"), (None, "x.jsonl:1"), (True, "x.jsonl:1")])
def test_ids_are_what_the_article_came_as(given, came_as):
    assert read({"id": given, "text": TEXT})[0].came_as == came_as


def test_an_id_given_twice_is_no_error():
    first, second = read({"id": "1", "text": TEXT}, {"id": "1", "text": "Niger met Mali."})
    assert first.id != second.id
    assert first.came_as == second.came_as == "1"


def test_strings_are_kept_letter_for_letter():
    odd = " Mali\r\n\tmet\u2028 Niger\u200f \ufeff. "
    assert read({"text": odd})[0].text == odd


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (r'{"text": "Mali met \ud83e\udd1d Niger."}', "Mali met 🤝 Niger."),
        (r'{"text": "Mali met \ud83e Niger."}', "Mali met \ufffd Niger."),
        (r'{"text": "Mali met \u0000 Niger."}', "Mali met \ufffd Niger."),
    ],
)
def test_what_no_store_can_hold_is_replaced_one_for_one(line, text):
    [article] = read_source(io.BytesIO(line.encode()))
    assert article.text == text


def test_title_url_and_language():
    [article] = read({"headline": " Ministers meet ", "body": TEXT, "link": "https://w.example/1", "lang": "en-GB"})
    assert (article.title, article.url, article.language) == ("Ministers meet", "https://w.example/1", "en")


def test_the_gold_items_are_all_read(shared):
    """None of them is lost: short as they are, they are in English."""
    for name in ("dev", "dip_dev", "fourteen", "art_dev"):
        path = shared / "gold" / f"{name}_text.jsonl"
        items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        articles = list(read_source(path))
        assert [(each.came_as, each.text) for each in articles] == [(item["id"], item["text"]) for item in items]
