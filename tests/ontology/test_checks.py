"""Checks of the book: each kind of fault is found in a book that has it, and the book that ships has no clash."""

from pathlib import Path

import pytest

from dragoman.ontology.book import Book
from dragoman.ontology.checks import Finding, check

STATES = '[[state]]\nid = "AAA"\nname = "Aland"\n[[state]]\nid = "BBB"\nname = "Bland"\n'
HEADER = "country,office,person,title,from,to,also\n"


def findings(folder: Path, states: str = "", holders: str = "", bodies: str = "") -> list[Finding]:
    (folder / "states.toml").write_text(STATES + states, encoding="utf-8")
    (folder / "holders-x.csv").write_text(HEADER + holders, encoding="utf-8")
    (folder / "bodies.toml").write_text(bodies, encoding="utf-8")
    return check(Book.of_shelves(folder))


@pytest.mark.parametrize(
    ("holders", "kinds"),
    [
        ("AAA,head of state,Ann One,,2001-01-01,2005-06-01,\nAAA,head of state,Bo Two,,2005-06-01,,\n", []),
        ("AAA,head of state,Ann One,,2001-01-01,2005-06-02,\nAAA,head of state,Bo Two,,2005-06-01,,\n", ["overlap"]),
        ("AAA,head of state,Ann One,,2001-01-01,2005,\nAAA,head of state,Bo Two,,2005-06-01,,\n", []),
        ("AAA,head of state,Ann One,,2001-01-01,?,\nAAA,head of state,Bo Two,,2005-06-01,,\n", []),
        ("AAA,head of state,Ann One,,2001-01-01,2001-07-01,\nAAA,head of state,Bo Two,,2001-01-01,2001-07-01,\n", []),
        ("AAA,head of state,Ann One,,2001-01-01,2005-01-01,\nAAA,head of state,Bo Two,,2005-06-01,,\n", ["gap"]),
        ("AAA,head of state,Ann One,,2001-01-01,2005-06-01,\nAAA,head of state,Bo Two,,2005-06-20,,\n", []),
        ("CCC,head of state,Ann One,,2001-01-01,,\n", ["unknown"]),
    ],
)
def test_successions(tmp_path: Path, holders: str, kinds: list[str]) -> None:
    assert [finding.kind for finding in findings(tmp_path, holders=holders)] == kinds


@pytest.mark.parametrize(
    ("bodies", "kinds"),
    [
        ('[[body]]\nid = "X"\nname = "Bloc"\nmembers = [{state="AAA"}, {state="ZZZ"}]', ["unknown"]),
        ('[[body]]\nid = "X"\nname = "Bloc"\nsuccessor = "Y"', ["unknown"]),
        ('[[body]]\nid = "X"\nname = "Bloc"\nsector = "ROY"', ["unknown"]),
        (
            '[[body]]\nid = "X"\nname = "Bloc"\n'
            'members = [{state="AAA", from="2000", to="2005-01-01"}, {state="AAA", from="2004-01-01"}]',
            ["overlap"],
        ),
        ('[[body]]\nid = "X"\nname = "Bloc"\n[[body]]\nid = "Y"\nname = "The Bloc"', ["clash"]),
        ('[[body]]\nid = "X"\nname = "Bloc"\nto = "1990"\n[[body]]\nid = "Y"\nname = "Bloc"\nfrom = "1991"', []),
        ('[[body]]\nid = "X"\nname = "Bloc"\nambiguous = ["Bloc"]\n[[body]]\nid = "Y"\nname = "Bloc"', []),
        ('[[body]]\nid = "X"\nname = "Bloc"\n[[body]]\nid = "Y"\nname = "BLOC"', []),
        ('[[body]]\nid = "X"\nname = "Aland"', ["clash"]),
        ('[[body]]\nid = "X"\nname = "Aland"\n[[ambiguous]]\nnames = ["Aland"]\nactors = ["AAA", "X"]\ndefault = "AAA"', []),
    ],
)  # fmt: skip
def test_ids_and_names(tmp_path: Path, bodies: str, kinds: list[str]) -> None:
    assert [finding.kind for finding in findings(tmp_path, bodies=bodies)] == kinds


def test_no_name_of_the_book_means_two_actors_without_being_listed() -> None:
    assert [finding for finding in check(Book.load()) if finding.kind == "clash"] == []


def test_every_id_in_the_book_is_known() -> None:
    assert [finding for finding in check(Book.load()) if finding.kind == "unknown"] == []
