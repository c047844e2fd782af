"""The shelves of states and places: that they are whole, and that codes and names which look alike are told apart."""

import csv
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from itertools import combinations
from typing import Any

import pytest

SHELVES = files("dragoman.ontology") / "shelves"
LANGUAGES = ("fr", "ru", "ar", "es", "pt")
SYSTEMS = ("iso2", "isonum", "fips", "cow", "gw", "cameo", "imf", "ioc")
SHELF = tomllib.loads((SHELVES / "states.toml").read_text(encoding="utf-8"))
STATES: list[dict[str, Any]] = SHELF["state"]
BY_ID = {state["id"]: state for state in STATES}
AMBIGUOUS: list[dict[str, Any]] = SHELF["ambiguous"]

FIELDS = {
    *("id", "status", "of", "claimed_by", "from", "to", "codes", "more_codes", "name", "official", "other_names"),
    *("former_names", "adjectives", "demonyms", "capital", "capital_variants", "former_capitals", "seats", "regions"),
    *("successors", *(f"{field}_{language}" for field in ("names", "adjectives") for language in LANGUAGES)),
}
LISTS = (
    *("other_names", "adjectives", "demonyms", "capital_variants", "seats"),
    *(f"{field}_{language}" for field in ("names", "adjectives") for language in LANGUAGES),
)
DATED_LISTS = ("former_names", "former_capitals")
EVER = "9999"


def rows(name: str) -> list[dict[str, str]]:
    lines = (SHELVES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def top(name: str) -> str:
    lines = (SHELVES / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if line.startswith("#"))


def spell(of: dict[str, Any]) -> tuple[str, str]:
    return of.get("from", ""), of.get("to", EVER)


def is_same_time(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Partial ISO dates compare as text; the day on which one ends and the other begins is no overlap."""
    return one[0] < other[1] and other[0] < one[1]


def aliases(state: dict[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Every name of the state, in any language, with the time in which it holds."""
    for name in (state["name"], state["official"], state["capital"]):
        yield name, spell(state)
    for field in LISTS:
        for name in state.get(field, []):
            yield name, spell(state)
    for field in DATED_LISTS:
        for former in state.get(field, []):
            yield former["name"], spell(former)


def bearers(name: str) -> set[str]:
    """The ids of living states that bear exactly this name today."""
    return {s["id"] for s in STATES if "to" not in s for alias, (_, to) in aliases(s) if alias == name and to == EVER}


def by_code(system: str) -> dict[str, str]:
    living = (state for state in STATES if state["status"] != "dissolved")
    return {str(state["codes"][system]): state["id"] for state in living if system in state["codes"]}


# ---- the shelf as a whole


def test_ids_are_unique_and_sorted() -> None:
    ids = [state["id"] for state in STATES]
    assert ids == sorted(set(ids))


def test_every_member_and_observer_of_the_united_nations_is_there() -> None:
    count = {status: sum(state["status"] == status for state in STATES) for status in ("member", "observer")}
    assert count == {"member": 193, "observer": 2}


@pytest.mark.parametrize(
    "state",
    ["XKX", "TWN", "PSE", "VAT", "ESH", "NCY", "SOS", "ABK", "SML", "PMR", "COK", "NIU", "HKG", "MAC", "GRL", "NCL"],
)
def test_the_usual_others_are_there(state: str) -> None:
    assert BY_ID[state]["status"] in {"other", "observer"}


@pytest.mark.parametrize(
    ("state", "to"),
    [
        ("SUN", "1991-12-26"),
        ("YUG", "2003-02-04"),
        ("SCG", "2006-06-05"),
        ("CSK", "1993-01-01"),
        ("DDR", "1990-10-03"),
        ("YAR", "1990-05-22"),
        ("YMD", "1990-05-22"),
        ("VDR", "1976-07-02"),
        ("UAR", "1961-09-28"),
        ("TGK", "1964-04-26"),
        ("ZAN", "1964-04-26"),
    ],
)
def test_the_dissolved_have_their_last_day(state: str, to: str) -> None:
    assert (BY_ID[state]["status"], BY_ID[state]["to"]) == ("dissolved", to)
    assert BY_ID[state]["successors"]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state["id"])
def test_each_state_is_whole(state: dict[str, Any]) -> None:
    assert set(state) <= FIELDS
    assert state["status"] in {"member", "observer", "other", "dissolved"}
    assert re.fullmatch(r"[A-Z]{3}", state["id"])
    assert state["name"]
    assert state["official"]
    assert state["capital"]
    assert state["regions"]
    assert set(state["regions"]) <= set(SHELF["regions"])
    assert ("to" in state) == (state["status"] == "dissolved")
    linked = [state.get("of"), state.get("claimed_by"), *state.get("successors", [])]
    assert {other for other in linked if other} <= set(BY_ID)
    for field in LISTS:
        names = state.get(field, [])
        assert len(names) == len(set(names)), field
        assert all(name == name.strip() and not name.casefold().startswith("the ") for name in names), field
    if state["status"] == "member":
        assert state["adjectives"]
        assert state["demonyms"]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state["id"])
def test_dates_are_partial_iso_and_in_order(state: dict[str, Any]) -> None:
    dated = [state, *state.get("more_codes", []), *(f for field in DATED_LISTS for f in state.get(field, []))]
    for spell_of in dated:
        for end in ("from", "to"):
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", spell_of.get(end, "2000")), spell_of
        assert spell(spell_of)[0] <= spell(spell_of)[1], spell_of


def test_every_region_has_states() -> None:
    assert {region for state in STATES for region in state["regions"]} == set(SHELF["regions"])


# ---- codes

SHAPES = {
    "iso2": r"[A-Z]{2}",
    "isonum": r"\d{3}",
    "fips": r"[A-Z]{2}",
    "cow": r"\d{1,3}",
    "gw": r"\d{1,3}",
    "cameo": r"[A-Z]{3}",
    "imf": r"\d{3}",
    "ioc": r"[A-Z]{3}",
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_no_code_stands_for_two_states_at_one_time(system: str) -> None:
    held = defaultdict(list)
    for state in STATES:
        if system in state["codes"]:
            code = str(state["codes"][system])
            assert re.fullmatch(SHAPES[system], code), state["id"]
            held[code].append((state["id"], spell(state)))
    both = [(a, b) for h in held.values() for a, b in combinations(h, 2) if is_same_time(a[1], b[1])]
    assert not both


def test_every_member_has_every_code_but_those_that_came_late() -> None:
    missing = {(s["id"], sys) for s in STATES if s["status"] == "member" for sys in SYSTEMS if sys not in s["codes"]}
    # CAMEO's list of countries closed before South Sudan was born.
    assert missing == {("SSD", "cameo")}


@pytest.mark.parametrize("code", [c for s in STATES for c in s.get("more_codes", [])], ids=str)
def test_further_codes_name_a_known_system(code: dict[str, str]) -> None:
    assert code["system"] in {*SYSTEMS, "iso3"}
    assert set(code) <= {"system", "value", "from", "to"}


@pytest.mark.parametrize(
    ("system", "code", "state"),
    [
        ("fips", "NG", "NER"),
        ("fips", "NI", "NGA"),
        ("fips", "GV", "GIN"),
        ("fips", "PU", "GNB"),
        ("fips", "EK", "GNQ"),
        ("fips", "UV", "BFA"),
        ("fips", "ML", "MLI"),
        ("fips", "CD", "TCD"),
        ("fips", "CG", "COD"),
        ("fips", "CF", "COG"),
        ("fips", "CT", "CAF"),
        ("fips", "GM", "DEU"),
        ("fips", "AU", "AUT"),
        ("fips", "AS", "AUS"),
        ("fips", "CH", "CHN"),
        ("fips", "SZ", "CHE"),
        ("fips", "WZ", "SWZ"),
        ("fips", "SP", "ESP"),
        ("fips", "SW", "SWE"),
        ("fips", "RS", "RUS"),
        ("fips", "RI", "SRB"),
        ("fips", "UP", "UKR"),
        ("fips", "KN", "PRK"),
        ("fips", "KS", "KOR"),
        ("fips", "SF", "ZAF"),
        ("fips", "SU", "SDN"),
        ("fips", "OD", "SSD"),
        ("fips", "IS", "ISR"),
        ("fips", "IZ", "IRQ"),
        ("fips", "JA", "JPN"),
        ("fips", "TU", "TUR"),
        ("fips", "BM", "MMR"),
        ("fips", "DO", "DMA"),
        ("fips", "DR", "DOM"),
        ("cow", "432", "MLI"),
        ("cow", "255", "DEU"),
        ("gw", "260", "DEU"),
        ("cow", "679", "YEM"),
        ("gw", "678", "YEM"),
        ("cow", "345", "SRB"),
        ("gw", "340", "SRB"),
        ("gw", "816", "VNM"),
        ("cow", "2", "USA"),
        ("cameo", "ROM", "ROU"),
        ("cameo", "TMP", "TLS"),
        ("cameo", "MTN", "MNE"),
        ("imf", "678", "MLI"),
        ("imf", "922", "RUS"),
        ("ioc", "NIG", "NER"),
        ("ioc", "NGR", "NGA"),
        ("ioc", "BRN", "BHR"),
        ("ioc", "GER", "DEU"),
        ("ioc", "IRI", "IRN"),
        ("isonum", "466", "MLI"),
        ("isonum", "729", "SDN"),
    ],
)
def test_a_code_means(system: str, code: str, state: str) -> None:
    assert by_code(system)[code] == state


@pytest.mark.parametrize(
    ("code", "by_fips", "by_iso2"),
    [
        ("NG", "NER", "NGA"),
        ("NI", "NGA", "NIC"),
        ("CD", "TCD", "COD"),
        ("CG", "COD", "COG"),
        ("CF", "COG", "CAF"),
        ("CH", "CHN", "CHE"),
        ("AU", "AUT", "AUS"),
        ("AS", "AUS", "ASM"),
        ("GM", "DEU", "GMB"),
        ("GA", "GMB", "GAB"),
        ("RS", "RUS", "SRB"),
        ("BF", "BHS", "BFA"),
        ("SN", "SGP", "SEN"),
        ("SG", "SEN", "SGP"),
        ("BG", "BGD", "BGR"),
        ("IS", "ISR", "ISL"),
        ("LT", "LSO", "LTU"),
        ("SZ", "CHE", "SWZ"),
        ("ES", "SLV", "ESP"),
        ("DO", "DMA", "DOM"),
        ("TN", "TON", "TUN"),
        ("KR", "KIR", "KOR"),
        ("GN", None, "GIN"),
    ],
)
def test_one_code_two_countries(code: str, by_fips: str | None, by_iso2: str) -> None:
    assert by_code("fips").get(code) == by_fips
    assert by_code("iso2")[code] == by_iso2


def test_fips_and_iso_collide_as_often_as_is_known() -> None:
    fips, iso2 = by_code("fips"), by_code("iso2")
    assert len({code for code in fips if code in iso2 and iso2[code] != fips[code]}) == 68


# ---- names


@pytest.mark.parametrize(
    ("name", "states"),
    [
        ("Niger", {"NER"}),
        ("Nigeria", {"NGA"}),
        ("Nigerien", {"NER"}),
        ("Nigeriens", {"NER"}),
        ("Nigerian", {"NGA"}),
        ("Nigerians", {"NGA"}),
        ("Guinea", {"GIN"}),
        ("Guinea-Bissau", {"GNB"}),
        ("Equatorial Guinea", {"GNQ"}),
        ("Papua New Guinea", {"PNG"}),
        ("Guinean", {"GIN"}),
        ("Bissau-Guinean", {"GNB"}),
        ("DR Congo", {"COD"}),
        ("DRC", {"COD"}),
        ("Congo-Brazzaville", {"COG"}),
        ("Republic of the Congo", {"COG"}),
        ("Congo", {"COD", "COG"}),
        ("North Korea", {"PRK"}),
        ("DPRK", {"PRK"}),
        ("South Korea", {"KOR"}),
        ("ROK", {"KOR"}),
        ("Sudan", {"SDN"}),
        ("South Sudan", {"SSD"}),
        ("Sudanese", {"SDN"}),
        ("South Sudanese", {"SSD"}),
        ("Dominica", {"DMA"}),
        ("Dominican Republic", {"DOM"}),
        ("Dominican", {"DMA", "DOM"}),
        ("People's Republic of China", {"CHN"}),
        ("Republic of China", {"TWN"}),
        ("Macedonia", {"MKD"}),
        ("North Macedonia", {"MKD"}),
        ("Grenada", {"GRD"}),
        ("Granada", set()),
        ("Samoa", {"WSM"}),
        ("American Samoa", {"ASM"}),
        ("Burma", {"MMR"}),
        ("Ivory Coast", {"CIV"}),
        ("UAE", {"ARE"}),
        ("Burkinabe", {"BFA"}),
        ("Basotho", {"LSO"}),
        ("Frenchman", {"FRA"}),
        ("Frenchmen", {"FRA"}),
        ("Briton", {"GBR"}),
        ("Swiss", {"CHE"}),
        ("Swede", {"SWE"}),
        ("Swazi", {"SWZ"}),
        ("Slovak", {"SVK"}),
        ("Slovene", {"SVN"}),
        ("Turks", {"TUR"}),
        ("Kyiv", {"UKR"}),
        ("Kiev", {"UKR"}),
        ("Kremlin", {"RUS"}),
        ("Élysée", {"FRA"}),
        ("Downing Street", {"GBR"}),
        ("Foggy Bottom", {"USA"}),
        ("White House", {"USA"}),
        ("Zhongnanhai", {"CHN"}),
        ("Blue House", {"KOR"}),
        ("Koulouba", {"MLI"}),
        ("Aso Rock", {"NGA"}),
        ("nigérien", {"NER"}),
        ("nigérian", {"NGA"}),
        ("нигерский", {"NER"}),
        ("нигерийский", {"NGA"}),
    ],
)
def test_a_name_means(name: str, states: set[str]) -> None:
    assert bearers(name) == states


@pytest.mark.parametrize(
    ("name", "year", "state"),
    [
        ("Upper Volta", "1980", "BFA"),
        ("Zaire", "1990", "COD"),
        ("Rhodesia", "1970", "ZWE"),
        ("Burma", "1980", "MMR"),
        ("Swaziland", "2010", "SWZ"),
        ("Dahomey", "1970", "BEN"),
        ("Ceylon", "1960", "LKA"),
        ("West Germany", "1980", "DEU"),
        ("Kampuchea", "1978", "KHM"),
        ("Nur-Sultan", "2021", "KAZ"),
        ("Soviet Union", "1985", "SUN"),
        ("Czechoslovakia", "1990", "CSK"),
    ],
)
def test_a_former_name_means_in_its_time(name: str, year: str, state: str) -> None:
    found = {s["id"] for s in STATES for alias, (since, to) in aliases(s) if alias == name and since <= year <= to}
    assert found == {state}


def test_a_name_of_two_states_on_one_day_is_listed_as_ambiguous() -> None:
    listed = {name.casefold(): set(row["states"]) for row in AMBIGUOUS for name in row["names"]}
    held: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for state in STATES:
        for name, (since, to) in aliases(state):
            held[name.casefold()].add((state["id"], since, to))
    clashes = {
        (name, one[0], other[0])
        for name, bearing in held.items()
        for one, other in combinations(bearing, 2)
        if one[0] != other[0] and is_same_time(one[1:], other[1:])
    }
    unlisted = {clash for clash in clashes if not {clash[1], clash[2]} <= listed.get(clash[0], set())}
    assert not unlisted


def test_an_ambiguous_name_has_one_rule() -> None:
    names = [name for row in AMBIGUOUS for name in row["names"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("row", AMBIGUOUS, ids=lambda row: row["names"][0])
def test_each_rule_can_decide(row: dict[str, Any]) -> None:
    fields = {"names", "states", "also", "default", "needs", "against", "not_before", "not_after", "as_person"}
    assert set(row) <= fields
    assert set(row["states"]) <= set(BY_ID)
    assert row.get("default", row["states"][0]) in row["states"]
    assert set(row.get("needs", {})) <= set(row["states"])
    assert "default" in row or row["needs"], "without a default something must be able to settle it"
    assert row.get("also") or len(row["states"]) > 1, "nothing else is meant"
    known = {name for state in row["states"] for name, _ in aliases(BY_ID[state])}
    assert set(row["names"]) <= known


# ---- names in other languages


def test_each_name_in_another_language_stands_once_and_for_one_state() -> None:
    held = defaultdict(set)
    seen = set()
    for row in rows("state_names.csv"):
        assert row["lang"] in LANGUAGES
        assert row["state"] in BY_ID
        assert tuple(row.values()) not in seen
        seen.add(tuple(row.values()))
        held[row["lang"], row["name"].casefold()].add(row["state"])
    assert not {name: states for name, states in held.items() if len(states) > 1}


def test_every_member_has_a_name_in_every_language() -> None:
    have = {(row["state"], row["lang"]) for row in rows("state_names.csv")}
    assert not [
        (s["id"], lang) for s in STATES for lang in LANGUAGES if s["status"] == "member" and (s["id"], lang) not in have
    ]


@pytest.mark.parametrize(
    ("lang", "name", "state"),
    [
        ("fr", "Niger", "NER"),
        ("fr", "Nigeria", "NGA"),
        ("ru", "Нигер", "NER"),
        ("ru", "Нигерия", "NGA"),
        ("ar", "النيجر", "NER"),
        ("fr", "Guinée", "GIN"),
        ("fr", "Guinée-Bissau", "GNB"),
        ("fr", "Guinée équatoriale", "GNQ"),
        ("es", "Papúa Nueva Guinea", "PNG"),
        ("es", "Dominica", "DMA"),
        ("es", "República Dominicana", "DOM"),
        ("fr", "Soudan", "SDN"),
        ("fr", "Soudan du Sud", "SSD"),
        ("pt", "Coreia do Norte", "PRK"),
        ("pt", "Moçambique", "MOZ"),
        ("pt", "Vietname", "VNM"),
        ("ru", "Мьянма", "MMR"),
        ("ru", "Бирма", "MMR"),
        ("fr", "Côte d'Ivoire", "CIV"),
    ],
)
def test_a_name_in_another_language_means(lang: str, name: str, state: str) -> None:
    found = {row["state"] for row in rows("state_names.csv") if (row["lang"], row["name"]) == (lang, name)}
    assert found == {state}


# ---- places


def test_the_sources_and_licences_stand_on_top() -> None:
    assert "UNICODE LICENSE V3" in top("state_names.csv")
    assert "Creative Commons Attribution 4.0" in top("places.csv")
    assert "GeoNames" in top("places.csv")


def test_places_are_whole_and_few_enough() -> None:
    table = rows("places.csv")
    assert len((SHELVES / "places.csv").read_bytes()) < 2_500_000
    assert len(table) > 30_000
    for row in table:
        assert row["kind"] in {"city", "capital", "region"}, row
        assert row["country"] in BY_ID, row
        assert re.fullmatch(r"\d*", row["population"]), row
        assert row["name"], row
    capitals = [row["country"] for row in table if row["kind"] == "capital"]
    expected = {s["id"] for s in STATES if s["status"] != "dissolved" and "iso2" in s["codes"]}
    assert sorted(capitals) == sorted(expected), "one capital each"


@pytest.mark.parametrize(
    ("name", "countries"),
    [
        ("Bamako", {"MLI"}),
        ("Kidal", {"MLI"}),
        ("Djibo", {"BFA"}),
        ("Raqqa", {"SYR"}),
        ("Kharkov", {"UKR"}),
        ("Severodonetsk", {"UKR"}),
        ("Khan Younis", {"PSE"}),
        ("Mecca", {"SAU"}),
        ("Hodeidah", {"YEM"}),
        ("Kobani", {"SYR"}),
        ("Nouakchott", {"MRT"}),
        ("Tripoli", {"LBY", "LBN"}),
        ("Hyderabad", {"IND", "PAK"}),
    ],
)
def test_a_town_lies_in(name: str, countries: set[str]) -> None:
    found = {row["country"] for row in rows("places.csv") if name in (row["name"], *row["others"].split("|"))}
    assert countries <= found
    assert len(countries) > 1 or found == countries


REGION_KINDS = [
    *("province", "area", "disputed", "site", "island", "sea", "gulf", "strait", "ocean", "lake", "river"),
    *("mountains", "desert"),
]


def test_regions_are_whole_and_sorted() -> None:
    table = rows("regions.csv")
    assert len(table) >= 400
    assert {row["kind"] for row in table} == set(REGION_KINDS)
    assert {row["country"] for row in table} - {""} <= set(BY_ID)
    order = [(row["country"], REGION_KINDS.index(row["kind"]), row["name"].lower()) for row in table]
    assert order == sorted(order)
    assert len({(row["country"], row["name"]) for row in table}) == len(table)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Gaza Strip", "PSE"),
        ("West Bank", "PSE"),
        ("Golan Heights", "SYR"),
        ("Crimea", "UKR"),
        ("Donbas", "UKR"),
        ("Kashmir", ""),
        ("Tigray", "ETH"),
        ("Darfur", "SDN"),
        ("Kidal region", "MLI"),
        ("Menaka", "MLI"),
        ("Tillabéri", "NER"),
        ("Liptako-Gourma", ""),
        ("Niger State", "NGA"),
        ("Red Sea", ""),
        ("South China Sea", ""),
        ("Strait of Hormuz", ""),
        ("Sinai", "EGY"),
        ("Kurdistan Region", "IRQ"),
        ("Idlib province", "SYR"),
        ("Xinjiang", "CHN"),
        ("Tibet", "CHN"),
        ("Nagorno-Karabakh", "AZE"),
        ("Cabo Delgado", "MOZ"),
        ("North Kivu", "COD"),
        ("Georgia", "USA"),
        ("Inner Niger Delta", "MLI"),
        ("Tinzaouaten", "MLI"),
    ],
)
def test_a_region_lies_in(name: str, country: str) -> None:
    found = {row["country"] for row in rows("regions.csv") if name in (row["name"], *row["others"].split("|"))}
    assert found == {country}
