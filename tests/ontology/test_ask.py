"""The batch door: one answer a line, in order; a line that is no question gets an error in its place."""

import json
from datetime import date
from typing import Any

import pytest

from dragoman.ontology.ask import answers
from dragoman.ontology.book import Book

BOOK = Book.load()


def ask(*questions: Any) -> list[dict[str, Any]]:
    lines = [each if isinstance(each, str) else json.dumps(each) for each in questions]
    return [json.loads(answer) for answer in answers(BOOK, lines)]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (
            {"ask": "holder", "office": "head of state", "country": "EGY", "on": "2013-01-01"},
            {"person": "Mohamed Morsi", "from": "2012-06-30", "to": "2013-07-03"},
        ),
        (
            {"ask": "holder", "office": "head of state", "country": "EGY", "on": "1700-01-01"},
            {"person": None, "from": None, "to": None},
        ),
        (
            {"ask": "holder", "office": "secretary-general", "country": "UN", "on": "2018-01-01"},
            {"person": "António Guterres", "from": "2017-01-01", "to": None},
        ),
        (
            {"ask": "resolve", "text": "Malian Foreign Minister Abdoulaye Diop", "on": "2025-04-01"},
            {"country": "MLI", "sector": "GOV", "id": None, "person": "Abdoulaye Diop", "score": 0.95},
        ),
        (
            {"ask": "resolve", "text": "the weather"},
            {"country": None, "sector": None, "id": None, "person": None, "score": 0.0},
        ),
        ({"ask": "members", "body": "AES", "on": "2025-02-01"}, {"members": ["BFA", "MLI", "NER"]}),
        ({"ask": "members", "body": "AES", "on": "2020-02-01"}, {"members": []}),
        ({"ask": "code", "value": "NG", "system": "fips", "to": "iso3"}, {"value": "NER"}),
        ({"ask": "code", "value": 432, "system": "cow", "to": "iso3"}, {"value": "MLI"}),
        ({"ask": "code", "value": "QQ", "system": "fips", "to": "iso3"}, {"value": None}),
    ],
)
def test_questions(question: dict[str, Any], answer: dict[str, Any]) -> None:
    assert ask(question) == [answer]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: not a JSON object"),
        ("[" * 100_000, "line 1: not JSON"),
        ({"ask": "fortune"}, "“ask” is 'fortune'; it is one of holder, resolve, members, code"),
        ({}, "“ask” is None"),
        ({"ask": "resolve"}, "“text” is missing"),
        ({"ask": "resolve", "text": 7}, "“text” is missing"),
        ({"ask": "holder", "office": "head of state", "country": "Atlantis"}, "knows no actor “Atlantis”"),
        ({"ask": "holder", "office": "head of state", "country": "MLI", "on": "soon"}, "“soon” is not a date"),
        ({"ask": "members", "body": "MLI", "on": "2020-01-01"}, "knows no actor “MLI”"),
        ({"ask": "code", "value": "NG", "system": "zip", "to": "iso3"}, "no code system “zip”"),
        ({"ask": "code", "value": True, "system": "iso2", "to": "iso3"}, "“value” is missing"),
    ],
)
def test_lines_that_are_no_questions(line: Any, said: str) -> None:
    (answer,) = ask(line)
    assert said in answer["error"]


def test_order_is_kept_and_errors_stand_in_their_place() -> None:
    found = ask(
        {"ask": "code", "value": "ML", "system": "iso2", "to": "iso3"},
        "nonsense",
        "",
        {"ask": "members", "body": "AES"},
    )
    assert [next(iter(answer)) for answer in found] == ["value", "error", "members"]


@pytest.mark.parametrize(
    ("office", "of", "on", "person"),
    [
        ("secretary general", "OSCE", "2022-01-01", "Helga Schmid"),
        ("secretary-general", "OAS", "2020-01-01", "Luis Almagro"),
        ("Secretary General", "UN", "2015-01-01", "Ban Ki-moon"),
        ("head", "UN", "2015-01-01", "Ban Ki-moon"),
        ("head", "IMF", "2015-01-01", "Christine Lagarde"),
        ("commission president", "EU", "2021-01-01", "Ursula von der Leyen"),
        ("President of the European Commission", "EU", "2021-01-01", "Ursula von der Leyen"),
        ("high representative", "EU", "2021-01-01", "Josep Borrell"),
        ("president", "EU", "2021-01-01", None),
        ("director general", "WHO", "2020-01-01", "Tedros Adhanom"),
        ("special envoy for Yemen", "UN", "2019-01-01", "Martin Griffiths"),
        ("chairperson", "AU", "2022-06-01", "Macky Sall"),
        ("commission chairperson", "AU", "2022-06-01", "Moussa Faki"),
        ("chancellor", "DEU", "2015-01-01", "Angela Merkel"),
        # before 2010
        ("president", "USA", "2005-06-01", "George W. Bush"),
        ("president", "USA", "1990-06-01", "George H. W. Bush"),
        ("president", "FRA", "1999-06-01", "Jacques Chirac"),
        ("foreign minister", "RUS", "2003-06-01", "Igor Ivanov"),
        ("prime minister", "ISR", "2007-01-01", "Ehud Olmert"),
        ("prime minister", "JPN", "2005-01-01", "Junichiro Koizumi"),
        ("president", "ZAF", "2003-01-01", "Thabo Mbeki"),
        ("president", "FRA", "2015-01-01", "François Hollande"),
        ("president", "USA", "2015-01-01", "Barack Obama"),
        ("vice president", "USA", "2015-01-01", "Joe Biden"),
        ("supreme leader", "IRN", "2020-01-01", "Ali Khamenei"),
        ("defense minister", "RUS", "2015-01-01", "Sergei Shoigu"),
        ("Foreign Secretary", "GBR", "2013-01-01", "William Hague"),
        ("leader", "JNIM", "2020-01-01", "Iyad Ag Ghali"),
        ("leader", "HEZBOLLAH", "2020-01-01", "Hassan Nasrallah"),
        ("czar", "RUS", "2015-01-01", None),
        ("", "RUS", "2015-01-01", None),
    ],
)
def test_what_an_office_may_be_called(office: str, of: str, on: str, person: str | None) -> None:
    found = BOOK.holder(office, of, date.fromisoformat(on))
    assert (BOOK.people.by_id[found.person].name if found else None) == person


def test_a_presidency_that_rotates_is_held_by_a_state() -> None:
    found = BOOK.chair("EU_COUNCIL", date(2022, 3, 1))
    assert found is not None
    assert found.who == "FRA"
