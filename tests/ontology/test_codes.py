"""Country codes: what a code means in each system, whom it means elsewhere, and that every one leads back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import Stop
from dragoman.ontology.book import Book
from dragoman.ontology.codes import SYSTEMS

CODES = Book.load().codes
STATES = Book.load().states
LIVING = sorted(id_ for id_, state in STATES.items() if not state.until)


@pytest.mark.parametrize(
    ("value", "system", "state"),
    [
        ("NG", "fips", "NER"), ("NI", "fips", "NGA"), ("NG", "iso2", "NGA"), ("ng", "iso2", "NGA"), ("ML", "fips", "MLI"),
        ("UV", "fips", "BFA"), ("432", "cow", "MLI"), ("040", "isonum", "AUT"), ("40", "isonum", "AUT"), ("BUR", "ioc", "BFA"),
        ("MLI", "iso3", "MLI"), ("AU", "fips", "AUT"), ("AU", "iso2", "AUS"), ("CH", "fips", "CHN"),
    ],
)  # fmt: skip
def test_what_a_code_means(value: str, system: str, state: str) -> None:
    assert CODES.look_up(value, system).state == state


def test_the_same_code_elsewhere_is_said() -> None:
    answer = CODES.look_up("NG", "fips")
    assert answer.name == "Niger"
    assert answer.elsewhere == {"NGA": ("iso2",)}
    assert answer.warnings == ("“NG” is NER in fips, but NGA in iso2",)
    assert CODES.look_up("MLI", "iso3").warnings == ()


def test_unknown_codes_and_systems_say_what_to_try() -> None:
    with pytest.raises(Stop, match=r"no fips code\. It is a code of .*cow"):
        CODES.look_up("432", "fips")
    with pytest.raises(Stop, match="no code system “zip”"):
        CODES.look_up("432", "zip")
    assert CODES.convert("QQ", "iso2", "iso3") is None


@given(st.sampled_from(LIVING), st.sampled_from(SYSTEMS), st.sampled_from(SYSTEMS))
def test_every_code_leads_to_its_state_and_back(state: str, system: str, other: str) -> None:
    mine = CODES.codes_of(state)
    if system not in mine:
        return
    on = date(2025, 1, 1)
    assert CODES.meanings(mine[system], system, on)[0].state == state
    across = CODES.convert(mine[system], system, other, on)
    assert across == mine.get(other)
    if across is not None:
        assert CODES.convert(across, other, system, on) == mine[system]


@pytest.mark.parametrize(
    ("country", "code"), [("SML", "SOM"), ("ABK", "GEO"), ("XKX", "XKX"), ("TWN", "TWN"), ("SUN", "SUN"), (None, None)]
)
def test_countries_have_codes_of_iso(country, code):
    assert Book.load().iso(country) == code
