"""Both interfaces have every string, none is left unused, and days read as each language writes them."""

import re
import string
from datetime import date
from pathlib import Path

import pytest

import dragoman.web
from dragoman.dates import DayRange, one_day, published_by, whole_month
from dragoman.ontology.book import Book
from dragoman.web.wording import LANGUAGES, Words, catalogue

HOUSE = Path(dragoman.web.__file__).parent
SHELVES = ("type", "means", "find", "mode", "quad", "status", "stage", "change", "claim", "kind", "tie", "known", "verdict",
           "page", "holds", "origin", "field", "error", "mark", "column",
           "way", "lasting", "forecast", "ground", "levels", "survives", "plan")  # fmt: skip
"""Strings whose key is put together of a shelf and a value."""


def test_every_string_is_in_both_languages():
    english, french = (catalogue(language) for language in LANGUAGES)
    assert english.keys() == french.keys()
    for key in english:
        fields = [
            sorted(name for _, name, _, _ in string.Formatter().parse(text[key]) if name) for text in (english, french)
        ]
        assert fields[0] == fields[1], key
        assert english[key].strip(), key
        assert french[key].strip(), key


def test_every_string_that_is_asked_for_is_there_and_none_is_spare():
    files = [*HOUSE.rglob("*.py"), *(HOUSE / "templates").glob("*.html")]
    text = "\n".join(each.read_text(encoding="utf-8") for each in files)
    asked = set(re.findall(r"\bt\(\s*['\"]([a-z0-9_]+)['\"][),\s]", text))
    counted = set(re.findall(r"\bn\(\s*['\"]([a-z0-9_]+)['\"]", text))
    keys = set(catalogue("en"))
    lacking = {each for each in asked if each not in keys and not each.endswith("_")} | {
        each for each in counted if f"{each}_one" not in keys
    }
    assert lacking == set()
    named = set(re.findall(r"['\"]([a-z0-9_]+)['\"]", text))
    spare = {
        key
        for key in keys
        if key not in named
        and key.removesuffix("_one").removesuffix("_many") not in named
        and key.split("_")[0] not in SHELVES
    }
    assert spare == set()


@pytest.mark.parametrize(
    ("when", "english", "french"),
    [
        (one_day(date(2025, 4, 3)), "3 Apr 2025", "3 avr. 2025"),
        (DayRange(date(2025, 4, 1), date(2025, 4, 4)), "1–4 Apr 2025", "1er–4 avr. 2025"),
        (DayRange(date(2025, 3, 31), date(2025, 4, 4)), "31 Mar 2025 – 4 Apr 2025", "31 mars 2025 – 4 avr. 2025"),
        (whole_month(2025, 4), "April 2025", "avril 2025"),
        (published_by(date(2025, 4, 3)), "by 3 Apr 2025", "au plus tard le 3 avr. 2025"),
        (None, "date not given", "date non donnée"),
    ],
)
def test_days(when, english, french):
    assert [Words(language, Book.load()).days(when) for language in LANGUAGES] == [english, french]


def test_names_are_those_of_the_language():
    assert [Words(language, Book.load()).name("DEU") for language in LANGUAGES] == ["Germany", "Allemagne"]
    assert Words("fr", Book.load()).number(12345.5) == "12\u202f345,5"
    assert Words("en", Book.load()).listed(["Mali", "Niger", "Mali", "Chad"]) == "Mali, Niger and Chad"
