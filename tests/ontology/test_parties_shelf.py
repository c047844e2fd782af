"""The shelf of parties: its form, and facts of it that anyone can look up."""

import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import dragoman
from dragoman.ontology.book import Book

SHELVES = Path(dragoman.__file__).parent / "ontology" / "shelves"
FIELDS = {"id", "name", "country", "sector", "from", "to", "names", "ambiguous", "predecessor", "successor"}
ON = date(2024, 6, 1)


def rows() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads((SHELVES / "parties.toml").read_text(encoding="utf-8"))["party"]
    return found


def test_there_are_at_least_three_hundred_in_order_each_once() -> None:
    ids = [row["id"] for row in rows()]
    assert len(ids) >= 300
    assert ids == sorted(ids)
    assert [id_ for id_, times in Counter(ids).items() if times > 1] == []


def test_rows_are_as_the_head_of_the_shelf_says() -> None:
    shelf = tomllib.loads((SHELVES / "states.toml").read_text(encoding="utf-8"))
    states = {row["id"] for row in shelf["state"]}
    for row in rows():
        assert set(row) <= FIELDS, row["id"]
        assert row["country"] in states, row["id"]
        assert row["id"].startswith(row["country"] + "_"), row["id"]
        assert row["sector"] == "PTY", row["id"]


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("African National Congress", "ZAF"),
        ("Rassemblement National", "FRA"),
        ("National Rally", "FRA"),
        ("Likud", "ISR"),
        ("United Russia", "RUS"),
        ("Bharatiya Janata Party", "IND"),
        ("Rassemblement pour le Mali", "MLI"),
        ("MPLA", "AGO"),
        ("Law and Justice", "POL"),
        ("Frente de Todos", "ARG"),
    ],
)
def test_a_party_is_of_its_country_and_coded_by_it(name: str, country: str) -> None:
    found = Book.load().resolve(name, ON)
    assert (found.country, found.sector) == (country, "PTY")
