"""Questions with known answers, put to the batch door: office-holders, members and actor strings, each list with its floor."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dragoman.ontology.ask import answers
from dragoman.ontology.book import Book
from dragoman.ontology.words import key_of

BOOK = Book.load()
LISTS = Path(__file__).parent / "lists"
OFFICES = ("head of state", "head of government", "foreign minister")
# What a user was promised, and what has been reached since: a floor is only ever raised.
RIGHT, CHIEFS, MINISTERS = 0.99, 0.98, 0.95
COUNTRY, SECTOR, ID, SILENT = 0.99, 0.99, 0.99, 0.99


def rows(name: str) -> list[dict[str, str]]:
    with (LISTS / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def ask(questions: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return map(json.loads, answers(BOOK, map(json.dumps, questions)))


def is_called(person: str, wanted: str) -> bool:
    """True if one of the wanted names is part of a name of this person."""
    known = BOOK.people.match(person)[0].person
    names = [key_of(name) for name in (known.name, *known.also)]
    parts = [key_of(part) for part in wanted.split("|")]
    return any(set(part.split()) <= set(name.split()) or part in name for part in parts for name in names)


def test_office_holders() -> None:
    listed = rows("holders.csv")
    asked = [{"ask": "holder", "office": row["office"], "country": row["country"], "on": row["on"]} for row in listed]
    given = [(row, answer["person"]) for row, answer in zip(listed, ask(asked), strict=True) if answer["person"]]
    wrong = [(row, person) for row, person in given if not is_called(person, row["holder"])]
    assert len(listed) > 570
    assert len(given) / len(listed) >= CHIEFS
    assert 1 - len(wrong) / len(given) >= RIGHT, wrong


@pytest.mark.parametrize("office", OFFICES)
def test_no_year_lacks_its_holders(office: str) -> None:
    """On the fifteenth of each month from 2010 to 2024 the book knows who holds an office, in nearly all states."""
    floor = MINISTERS if office == "foreign minister" else CHIEFS
    states = [each for each in BOOK.states.values() if each.facts.get("status") in ("member", "observer")]
    assert len(states) == 195
    asked, known = Counter[int](), Counter[int]()
    day = date(2010, 1, 15)
    while day.year < 2025:
        for state in states:
            if state.exists(day):
                asked[day.year] += 1
                known[day.year] += BOOK.holder(office, state.id, day) is not None
        day = (day.replace(day=1) + timedelta(days=32)).replace(day=15)
    assert {year: known[year] / asked[year] for year in asked if known[year] / asked[year] < floor} == {}


def test_members() -> None:
    wrong, count, silent = [], 0, []
    listed = rows("members.csv")
    asked = [{"ask": "members", "body": row["body"], "on": row["on"]} for row in listed]
    for row, answer in zip(listed, ask(asked), strict=True):
        if answer["members"] is None:
            silent.append((row["body"], row["on"]))
            continue
        for state in row["states"].split():
            count += 1
            if (state[1:] in answer["members"]) is not state.startswith("+"):
                wrong.append((row["body"], row["on"], state))
    assert count > 400
    assert len(silent) / len(listed) < 0.05, silent
    assert 1 - len(wrong) / count >= RIGHT, wrong


def test_a_body_whose_members_are_not_listed_is_answered_with_null() -> None:
    (answer,) = ask([{"ask": "members", "body": "MTCR", "on": "2020-01-01"}])
    assert answer == {"members": None}


def test_actor_strings() -> None:
    listed = rows("strings.csv")
    asked = [{"ask": "resolve", "text": row["text"], "on": row["on"] or "2024-06-01"} for row in listed]
    missed: dict[str, list[Any]] = {"country": [], "sector": [], "id": [], "silent": []}
    count = Counter[str]()
    for row, answer in zip(listed, ask(asked), strict=True):
        if row["country"] == "silent":
            count["silent"] += 1
            if answer["country"] or answer["id"]:
                missed["silent"].append((row["text"], answer))
            continue
        for name in ("country", "sector", "id"):
            count[name] += 1
            if row[name] != "*" and (answer[name] or "-") not in row[name].split("|"):
                missed[name].append((row["text"], row[name], answer))
    assert count["country"] > 900
    assert count["silent"] > 100
    for name, floor in (("country", COUNTRY), ("sector", SECTOR), ("id", ID), ("silent", SILENT)):
        assert 1 - len(missed[name]) / count[name] >= floor, missed[name]
