"""Shelves → one index: the names, actors, ties, people, roles and rules of the book in a file that is quick to open."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from dragoman.errors import Stop
from dragoman.ontology.indexing import VERSION, Index, Sections, write_index
from dragoman.ontology.naming import Naming, add_names
from dragoman.ontology.persons import People, spell_of
from dragoman.ontology.role_words import role_table
from dragoman.ontology.shelves import Row, Shelves, read_shelves, shelf_files
from dragoman.ontology.spelling import filed_names
from dragoman.ontology.words import key_of

# Modules whose change makes another index of the same shelves.
_MAKERS = (
    "compile.py",
    "indexing.py",
    "naming.py",
    "persons.py",
    "role_words.py",
    "shelves.py",
    "spelling.py",
    "words.py",
)
INDEX = Path(__file__).parent / "book.index"


def build_index(folder: Path, desk: Path | None = None) -> Index:
    """The index of a folder of shelves, a desk's own laid over them: section → plain lists and tables."""
    shelves = read_shelves(folder, desk)
    naming = Naming()
    add_names(naming, shelves)
    common = frozenset(key_of(word) for name in ("common_words", "surnames") for word in shelves.lists.get(name, ()))
    people = People(shelves)
    people.add_names(naming, common, frozenset(key_of(word) for word in shelves.lists.get("given_names", ())))
    places = _places(shelves, common)
    rules, rule_of = _rules(shelves)
    for key, number in rule_of.items():
        naming.extend(key, [actor for actor in rules[number]["actors"] if actor in shelves.ids])
    spells = [*_memberships(shelves), *people.spells]
    known, sounds = filed_names({id_: (name, *also) for id_, (name, also, _) in people.found.items()})
    roles = role_table(shelves)
    return {
        "names": naming.sorted(),
        "starts": _starts(naming.entries, places),
        "actors": _actors(shelves),
        "called": naming.called,
        "spells": spells,
        "ties": _by_actor(spells),
        "people": people.found,
        "known": known,
        "sounds": sounds,
        "roles": roles,
        "longest_role": max((key.count(" ") + 1 for key in roles), default=1),
        "rules": rules,
        "rule_of": rule_of,
        "places": places,
        "codes": [_codes(row) for row in shelves["state"]],
        "lists": {name: sorted({key_of(word) for word in words}) for name, words in shelves.lists.items()},
        "as_of": shelves.as_of,
        "kept": _kept(shelves),
    }


def _by_actor(spells: Iterable[list[str]]) -> dict[str, list[list[str]]]:
    """Each actor and person → the ties that they are a part of."""
    found: dict[str, list[list[str]]] = {}
    for spell in spells:
        _, who, whom, _, person, *_ = spell
        for actor in dict.fromkeys((who, whom, person if spell[0] == "chair" else "")):
            if actor:
                found.setdefault(actor, []).append(spell)
    return found


# In the masks of first words, the lengths of names that may begin in lower case stand this many bits higher.
LOWER_BITS = 32


def _starts(names: Mapping[str, Iterable[str]], places: Iterable[str]) -> dict[str, int]:
    """First word of a key → the lengths of the names that begin so, as bits."""
    found: dict[str, int] = {}
    for key, lines in names.items():
        first, _, rest = key.partition(" ")
        mask = 1 << (2 + rest.count(" ") if rest else 1)
        is_lower = any(line.split(";", 3)[2].startswith("0") for line in lines)
        found[first] = found.get(first, 0) | mask | (mask << LOWER_BITS if is_lower else 0)
    for key in places:
        first, _, rest = key.partition(" ")
        found[first] = found.get(first, 0) | 1 << (2 + rest.count(" ") if rest else 1)
    return found


def _actors(shelves: Shelves) -> dict[str, list[Any]]:
    """Id → kind, name, country, sector, since, until, facts."""
    found: dict[str, list[Any]] = {}
    for table, kind, sector in (
        ("state", "state", "GOV"),
        ("body", "body", "IGO"),
        ("group", "group", "REB"),
        ("party", "party", "PTY"),
        ("outlet", "outlet", "MED"),
    ):
        for row in shelves[table]:
            id_ = row.text("id") or row.text("name")
            country = id_ if kind == "state" else row.text("country")
            facts = {
                name: value for name, value in row.fields.items() if name in _FACTS and value not in ("", None, [])
            }
            found.setdefault(
                id_,
                [
                    kind,
                    row.text("name"),
                    country,
                    row.text("sector") or sector,
                    row.text("from"),
                    row.text("to"),
                    facts,
                ],
            )
    return found


_FACTS = (
    "kind", "status", "of", "claimed_by", "official", "capital", "seats", "regions", "successors", "seat",
    "predecessor", "successor", "parts", "countries", "domain", "family", "owner", "state_owned", "ambiguous",
    "part_of", "organ", "members_listed", "members_listed_from", "members_listed_to", "members_as",
    "language", "note",
)  # fmt: skip


def _codes(row: Row) -> list[Any]:
    codes = {system: str(value) for system, value in dict(row.fields.get("codes") or {}).items()}
    more = [
        [each.text("system"), each.text("value"), each.text("from"), each.text("to")] for each in row.rows("more_codes")
    ]
    return [row.text("id"), codes, more, row.text("from"), row.text("to")]


def _memberships(shelves: Shelves) -> Iterable[list[str]]:
    for body in shelves["body"]:
        id_ = body.text("id")
        for title, kind in (
            ("members", "member"),
            ("member", "member"),
            ("suspended", "suspended"),
            ("observers", "observer"),
        ):
            for row in body.rows(title):
                yield spell_of(kind, row.text("state") or row.text("body") or row.text("name"), id_, row)
    for group in shelves["group"]:
        for row in group.rows("allegiances"):
            yield spell_of("allegiance", group.text("id"), row.text("to_group"), row)
    for party in shelves["party"]:
        for row in party.rows("in_government"):
            yield spell_of("in government", party.text("id"), party.text("country"), row)


def _kept(shelves: Shelves) -> dict[str, str]:
    """What rows carry in `ftm` for other programs, by the actor's id or by the tie."""
    found: dict[str, str] = {}
    for table in ("state", "body", "group", "party"):
        for row in shelves[table]:
            if row.text("ftm"):
                found[row.text("id")] = row.text("ftm")
            for member in row.rows("members"):
                if member.text("ftm"):
                    found[tie_key("member", member.text("state"), row.text("id"), "", member.text("from"))] = (
                        member.text("ftm")
                    )
    for row in shelves["holder"]:
        if row.text("ftm"):
            key = tie_key(
                "office", row.text("person"), row.text("country"), row.text("office").lower(), row.text("from")
            )
            found[key] = row.text("ftm")
    return found


def tie_key(kind: str, who: str, whom: str, role: str, since: str) -> str:
    """The key under which a tie's kept fields lie."""
    return "|".join((kind, who, whom, role, since))


def _places(shelves: Shelves, common: frozenset[str]) -> dict[str, str]:
    """Key → the places of that name, largest first, each as country, kind and population: "MLI,city,35000|…"."""
    found: dict[str, list[tuple[int, str]]] = {}
    for row in shelves["place"]:
        population = row.text("population")
        if population and not population.isdigit():
            raise Stop(f"{row.where}: population = “{population}” is no number.", remedy="Write digits only.")
        place = (-int(population or 0), f"{row.text('country')},{row.text('kind') or 'city'},{population or 0}")
        for key in {key_of(name) for name in (row.text("name"), *row.texts("others"))}:
            if len(key) > 2 and key not in common:
                found.setdefault(key, []).append(place)
    return {key: "|".join(line for _, line in sorted(places)) for key, places in found.items()}


def _rules(shelves: Shelves) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The [[ambiguous]] entries with their cues as keys, and which of them decides a key."""
    rules: list[dict[str, Any]] = []
    rule_of: dict[str, int] = {}
    for row in shelves["ambiguous"]:
        states = [*row.texts("states"), *row.texts("actors")]
        needs = {state: [key_of(cue) for cue in cues] for state, cues in dict(row.fields.get("needs") or {}).items()}
        rule: dict[str, Any] = {
            "actors": states,
            "default": row.text("default"),
            "needs": needs,
            "against": [key_of(cue) for cue in row.texts("against")],
            "not_before": [key_of(word) for word in row.texts("not_before")],
            "not_after": [key_of(word) for word in row.texts("not_after")],
            "as_person": bool(row.fields.get("as_person")),
            "also": row.texts("also"),
            "where": row.where,
        }
        for name in row.texts("names"):
            rule_of[key_of(name)] = len(rules)
        rules.append(rule)
    return rules, rule_of


def stamp_of(folder: Path, desk: Path | None = None) -> str:
    """What an index of these shelves must bear: a hash of the shelves and of the modules that compile them."""
    total = hashlib.blake2b(VERSION.encode(), digest_size=16)
    for file in _sources(folder, desk):
        if file.is_file():
            total.update(file.name.encode())
            total.update(file.read_bytes())
    return total.hexdigest()


def _sources(folder: Path, desk: Path | None) -> list[Path]:
    here = Path(__file__).parent
    return [*shelf_files(folder), *(shelf_files(desk) if desk else ()), *(here / name for name in _MAKERS)]


def _sizes(files: Iterable[Path]) -> dict[str, int]:
    return {f"{file.parent.name}/{file.name}": file.stat().st_size for file in files if file.is_file()}


def _is_surely_fresh(head: Mapping[str, Any], file: Path, sources: list[Path]) -> bool:
    """True if nothing that the index was made from is of another size or younger: no need to read it all for a hash."""
    if head.get("sources") != _sizes(sources):
        return False
    made = file.stat().st_mtime_ns
    return all(source.stat().st_mtime_ns < made for source in sources if source.is_file())


def open_index(folder: Path, file: Path, desk: Path | None = None) -> Index:
    """The index of these shelves: the file where it is fresh, else built anew (and kept where that may be)."""
    sources = _sources(folder, desk)
    stamp = ""
    try:
        found = Sections.of_file(file)
        if _is_surely_fresh(found.head, file, sources):
            return found
        stamp = stamp_of(folder, desk)
        if found.head["stamp"] == stamp:
            with suppress(OSError):
                os.utime(file)  # so that the next one need not read all of it
            return found
    except (OSError, ValueError, KeyError):
        pass  # missing, cut short or of another version: it is built anew
    index = build_index(folder, desk)
    with suppress(OSError):  # a read-only installation: this run keeps the index in memory
        write_index(index, stamp or stamp_of(folder, desk), file, _sizes(sources))
    return index


def write_shipped_index(folder: Path, file: Path) -> None:
    """Build the index that is shipped in the wheel; Stop if there are no shelves to build it from."""
    if not folder.is_dir():
        raise Stop(f"{folder}: there are no shelves.", remedy="Build from a whole checkout or source archive.")
    write_index(build_index(folder), stamp_of(folder), file, _sizes(_sources(folder, None)))
