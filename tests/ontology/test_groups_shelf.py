"""The shelf of armed groups, movements and other organisations: its form, and facts of it that anyone can look up."""

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import dragoman
from dragoman.dates import parse_partial
from dragoman.ontology.naming import capitals_of
from dragoman.ontology.sectors import Sector
from dragoman.ontology.words import key_of

SHELVES = Path(dragoman.__file__).parent / "ontology" / "shelves"
FIELDS = {
    "id", "name", "country", "sector", "kind", "from", "to", "countries", "names", "ambiguous", "predecessor",
    "successor", "allegiances",
}  # fmt: skip
KINDS = {"armed", "militia", "movement", "company", "criminal", "ngo", "branch"}
LANGUAGES = {"en", "fr", "ru", "ar"}
ARMED_AND_MOVEMENTS = {"REB", "MIL", "OPP", "CRM"}

Row = dict[str, Any]


def rows_of(file: str, table: str) -> list[Row]:
    found = tomllib.loads((SHELVES / file).read_text(encoding="utf-8"))[table]
    assert isinstance(found, list)
    return found


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return rows_of("groups.toml", "group")


@pytest.fixture(scope="module")
def groups(rows: list[Row]) -> dict[str, Row]:
    return {row["id"]: row for row in rows}


@pytest.fixture(scope="module")
def others() -> dict[str, Row]:
    """The states, bodies and parties by id."""
    files = (("states.toml", "state"), ("bodies.toml", "body"), ("parties.toml", "party"))
    return {row["id"]: row for file, table in files for row in rows_of(file, table)}


def all_names(row: Row) -> list[str]:
    return [row["name"], *(name for names in row.get("names", {}).values() for name in names)]


def is_in_order(spell: Row) -> bool:
    since, until = spell.get("from"), spell.get("to")
    if since is None or until in (None, "?"):
        return True
    first, last = parse_partial(since).first, parse_partial(until).last
    assert first
    assert last
    return first <= last


def test_entries_are_sorted_and_have_one_id_each(rows: list[Row]) -> None:
    ids = [row["id"] for row in rows]
    assert ids == sorted(set(ids))


def test_an_id_is_in_no_other_shelf(groups: dict[str, Row], others: dict[str, Row]) -> None:
    assert groups.keys() & others.keys() == set()


def test_fields_kinds_sectors_and_languages_are_known(rows: list[Row]) -> None:
    for row in rows:
        assert row.keys() <= FIELDS, row["id"]
        assert row["kind"] in KINDS, row["id"]
        assert row["sector"] in Sector.__members__, row["id"]
        assert row.get("names", {}).keys() <= LANGUAGES, row["id"]


def test_countries_are_states_of_the_book(rows: list[Row], others: dict[str, Row]) -> None:
    states = {row["id"] for row in rows_of("states.toml", "state")}
    for row in rows:
        assert {*row.get("countries", ()), *([row["country"]] if "country" in row else ())} <= states, row["id"]
        assert row.get("country", "") in ("", *row.get("countries", (row.get("country"),))), row["id"]


def test_dates_are_calendar_dates_in_order(rows: list[Row]) -> None:
    for row in rows:
        for spell in (row, *row.get("allegiances", ())):
            for field in ("from", "to"):
                text = spell.get(field)
                assert text is None or (text == "?" and field == "to") or parse_partial(text).first, (row["id"], text)
            assert is_in_order(spell), (row["id"], spell)


def test_ties_lead_to_actors_of_the_book(groups: dict[str, Row], others: dict[str, Row]) -> None:
    known = groups.keys() | others.keys()
    for id_, row in groups.items():
        for field in ("predecessor", "successor"):
            assert field not in row or row[field] in known - {id_}, (id_, field)
        for tie in row.get("allegiances", ()):
            assert tie.keys() <= {"to_group", "from", "to"}, id_
            assert tie["to_group"] in known - {id_}, (id_, tie)


def test_no_name_twice_in_an_entry(rows: list[Row]) -> None:
    for row in rows:
        for language, names in row.get("names", {}).items():
            assert len(names) == len(set(names)), (row["id"], language)
            assert row["name"] not in names, (row["id"], language)


def test_groups_share_a_name_only_where_both_say_so(rows: list[Row]) -> None:
    # "JeM" and "JEM" are told apart by how they are written
    bearers = defaultdict(set)
    for row in rows:
        listed = {key_of(name) for name in row.get("ambiguous", ())}
        assert listed <= {key_of(name) for name in all_names(row)}, row["id"]
        for name in all_names(row):
            if key_of(name) not in listed:
                bearers[key_of(name), capitals_of(name)].add(row["id"])
    assert {key: ids for key, ids in bearers.items() if len(ids) > 1} == {}


def test_a_successor_does_not_end_first(groups: dict[str, Row]) -> None:
    for id_, row in groups.items():
        later = groups.get(row.get("successor", ""), {})
        if row.get("from") and later.get("to", "?") != "?":
            assert row["from"] <= later["to"], id_


def test_the_shelf_is_wide_enough(rows: list[Row]) -> None:
    assert sum(row["sector"] in ARMED_AND_MOVEMENTS for row in rows) >= 250
    assert sum(row["sector"] in ("NGO", "BUS") for row in rows) >= 60


@pytest.mark.parametrize(
    ("id_", "field", "value"),
    [
        ("JNIM", "from", "2017-03-02"),
        ("ANSAR_DINE", "successor", "JNIM"),
        ("AL_MOURABITOUN", "successor", "JNIM"),
        ("MUJAO", "successor", "AL_MOURABITOUN"),
        ("GSPC", "successor", "AQIM"),
        ("AL_NUSRA", "successor", "HTS"),
        ("HTS", "to", "2025-01-29"),
        ("ISI", "successor", "ISIS"),
        ("ISWAP", "predecessor", "BOKO_HARAM"),
        ("MNLA", "successor", "FLA"),
        ("HCUA", "successor", "FLA"),
        ("FLA", "from", "2024-11-30"),
        ("CNDP", "successor", "M23"),
        ("AFRICA_CORPS", "predecessor", "WAGNER"),
        ("DPR", "country", "UKR"),
        ("LPR", "to", "2022-09-30"),
        ("LTTE", "to", "2009-05-18"),
        ("ETA", "to", "2018-05-03"),
        ("GAM", "to", "2005-12-27"),
        ("FARC", "successor", "COL_COMUNES"),
        ("SEGUNDA_MARQUETALIA", "from", "2019-08-29"),
        ("NAXALITES", "country", "IND"),
        ("RSF", "country", "SDN"),
        ("TREN_DE_ARAGUA", "sector", "CRM"),
        ("AMNESTY", "sector", "NGO"),
        ("BARRICK", "sector", "BUS"),
    ],
)
def test_facts(groups: dict[str, Row], id_: str, field: str, value: str) -> None:
    assert groups[id_][field] == value


@pytest.mark.parametrize(
    ("who", "whom", "since", "until"),
    [
        ("ANSAR_DINE", "JNIM", "2017-03-02", None),
        ("MLF", "JNIM", "2017-03-02", None),
        ("JNIM", "AL_QAEDA", "2017-03-02", None),
        ("AL_SHABAAB", "AL_QAEDA", "2012-02-09", None),
        ("AL_NUSRA", "AL_QAEDA", "2013-04-10", "2016-07-28"),
        ("BOKO_HARAM", "ISIS", "2015-03-07", "2016-08"),
        ("ISWAP", "ISIS", "2016-08", None),
        ("ISGS", "ISIS", "2015-05", None),
        ("ISKP", "ISIS", "2015-01-26", None),
        ("SINAI_PROVINCE", "ISIS", "2014-11-10", None),
        ("M23", "AFC", "2023-12-15", None),
        ("YPG", "SDF", "2015-10-10", None),
        ("AL_QASSAM", "HAMAS", None, None),
    ],
)
def test_allegiances(groups: dict[str, Row], who: str, whom: str, since: str | None, until: str | None) -> None:
    ties = [(tie["to_group"], tie.get("from"), tie.get("to")) for tie in groups[who].get("allegiances", ())]
    assert (whom, since, until) in ties


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Macina Liberation Front", "MLF"),
        ("Katiba Macina", "MLF"),
        ("Donetsk People's Republic", "DPR"),
        ("DNR", "DPR"),
        ("LNR", "LPR"),
        ("Communist Party of the Philippines", "CPP"),
        ("Rally of Forces for Change", "RFC"),
        ("Palestinian Islamic Jihad", "PIJ"),
        ("Syrian National Army", "SNA"),
        ("Misrata Brigades", "MISRATA_BRIGADES"),
        ("État islamique", "ISIS"),
        ("داعش", "ISIS"),
        ("ХАМАС", "HAMAS"),
        ("Twirwaneho", "TWIRWANEHO"),
        ("World Central Kitchen", "WORLD_CENTRAL_KITCHEN"),
    ],
)
def test_names_lead_to_their_bearer(rows: list[Row], name: str, id_: str) -> None:
    assert [row["id"] for row in rows if name in all_names(row)] == [id_]
