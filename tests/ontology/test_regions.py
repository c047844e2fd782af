"""Regions: who belongs to them, on which day."""

from datetime import date

import pytest

from dragoman.errors import Stop
from dragoman.ontology.book import Book
from dragoman.ontology.regions import codes_of, region_names

BOOK = Book.load()
# names, day, some who belong, some who do not
REGIONS = [
    (["sahel"], date(2025, 4, 1), "MLI NER BFA TCD MRT AES JNIM", "ECOWAS SEN RUS"),
    (["west-africa"], date(2025, 4, 1), "MLI SEN NGA ECOWAS AES", "DZA RUS AU"),
    (["West Africa"], date(2025, 4, 1), "MLI SEN", "DZA"),
    (["gulf"], date(2025, 4, 1), "SAU QAT GCC", "IRN IRQ"),
    (["sahel", "russia"], date(2025, 4, 1), "MLI RUS", "UKR"),
    (["ECOWAS"], date(2025, 4, 1), "ECOWAS", "MLI"),
    (["mli"], date(2025, 4, 1), "MLI", "NER"),
]


@pytest.mark.parametrize(("names", "on", "inside", "outside"), REGIONS)
def test_who_belongs(names: list[str], on: date, inside: str, outside: str) -> None:
    found = codes_of(BOOK, names, on)
    assert found.issuperset(inside.split())
    assert not found & set(outside.split())


def test_a_name_that_is_neither_says_which_there_are() -> None:
    with pytest.raises(Stop, match="neither a region nor an actor") as stopped:
        codes_of(BOOK, ["atlantis"])
    assert "sahel" in str(stopped.value)


def test_the_closed_list_is_there() -> None:
    assert {"sahel", "gulf", "west-africa", "central-asia", "balkans"} <= set(region_names(BOOK))
