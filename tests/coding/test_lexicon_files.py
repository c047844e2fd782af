"""The lexicon's files: what an author of entries may write, held to over every entry."""

import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.coding.lexicon import FRAMES
from dragoman.record import EventType, Status

FOLDER = Path(__file__).resolve().parents[2] / "dragoman" / "coding" / "lexicon"

MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release return disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "REJECT": "assist change yield meet",
    "THREATEN": "restrict ban arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict ban censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture execute sexual assassinate destroy primitive firearms explosives "
    "suicide-attack aerial drone heavy-weapons crowd-control cleansing massacre",
}
COMPUTED = frozenset(
    ("STATE", "BODY", "GROUP", "ACTOR", "PERSON", "GOV", "MIL", "COP", "JUD", "LEG", "OPP", "REB", "CVL", "PLACE")
)
SLOTS = frozenset(
    [
        "subj",
        "obj",
        "iobj",
        "by",
        "with",
        "between",
        "against",
        "on",
        "upon",
        "to",
        "from",
        "at",
        "in",
        "into",
        "for",
        "of",
        "over",
        "toward",
        "towards",
        "poss",
        "mod",
        "as",
        "about",
        "outside",
        "off",
        "near",
        "along",
        "behind",
        "within",
        "under",
        "among",
        "around",
        "affected",
        "out",
        "content",
    ]
)
LISTS = frozenset(("verbs", "nouns", "adjectives", "obj", "not_obj", "subj", "not_subj", "modifier"))
FIELDS = LISTS | {
    *("name", "mode", "frame", "prep", "not_prep", "actor", "recipient", "status", "contexts"),
    *("keep", "clause", "finite", "examples", "counter"),
}
EFFECTS = frozenset(("light", "speech", "accuse", "bar"))

Row = dict[str, Any]


def _read(stem: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{stem}.toml").read_text(encoding="utf-8"))


TYPES = sorted(kind.value.lower() for kind in EventType)
ACTS = {stem: _read(stem)["act"] for stem in TYPES}
CLASSES = _read("classes")
OPERATORS = _read("operators")["operator"]


def _acts() -> Iterator[tuple[str, Row]]:
    for stem, rows in ACTS.items():
        for row in rows:
            yield f"{stem}/{row['name']}", row


def _conditions(row: Row) -> Iterator[str]:
    for key in ("obj", "not_obj", "subj", "not_subj", "modifier"):
        yield from row.get(key, ())
    for key in ("prep", "not_prep"):
        for words in row.get(key, {}).values():
            yield from words


@pytest.mark.parametrize("stem", TYPES)
def test_each_type_has_its_file(stem: str) -> None:
    content = _read(stem)
    assert content["type"] == stem.upper()
    assert set(content) == {"type", "act"}
    doubled = [name for name, count in Counter(row["name"] for row in content["act"]).items() if count > 1]
    assert not doubled


@pytest.mark.parametrize("stem", TYPES)
def test_each_file_says_how_it_is_written(stem: str) -> None:
    first = (FOLDER / f"{stem}.toml").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(f"# {stem.upper()}: ")


@pytest.mark.parametrize(("rule", "row"), list(_acts()), ids=[rule for rule, _ in _acts()])
def test_act_is_well_formed(rule: str, row: Row) -> None:
    stem = rule.partition("/")[0]
    assert set(row) <= FIELDS
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["name"])
    assert any(row.get(part) for part in ("verbs", "nouns", "adjectives"))
    assert row["frame"] in FRAMES
    assert row.get("mode") is None or row["mode"] in MODES.get(stem.upper(), "").split()
    assert row.get("status") is None or row["status"] in set(Status)
    assert set(row.get("actor", ())) | set(row.get("recipient", ())) <= SLOTS
    for key in LISTS & set(row):
        assert len(set(row[key])) == len(row[key]), f"{key} lists a word twice"
        assert all(word == word.strip() and word for word in row[key])


@pytest.mark.parametrize(("rule", "row"), list(_acts()), ids=[rule for rule, _ in _acts()])
def test_act_shows_itself_at_work(rule: str, row: Row) -> None:
    assert row["examples"], rule
    for sentence in (*row["examples"], *row.get("counter", ())):
        assert re.fullmatch(r"[A-Z].*[.!?]", sentence), sentence


@pytest.mark.parametrize(("rule", "row"), list(_acts()), ids=[rule for rule, _ in _acts()])
def test_every_class_named_exists(rule: str, row: Row) -> None:
    named = {word for word in _conditions(row) if word.isupper() and word.isalpha()}
    assert named <= COMPUTED | set(CLASSES), rule


def test_a_word_without_conditions_names_acts_of_one_type() -> None:
    types: dict[tuple[str, str], set[str]] = defaultdict(set)
    for rule, row in _acts():
        if not any(row.get(key) for key in ("obj", "subj", "modifier", "prep")):
            for part in ("verbs", "nouns", "adjectives"):
                for word in row.get(part, ()):
                    types[part, word].add(rule.partition("/")[0])
    assert {key: stems for key, stems in types.items() if len(stems) > 1} == {}


def test_classes_list_lemmas_once_and_are_used() -> None:
    used = {word for _, row in _acts() for word in _conditions(row)}
    for name, words in CLASSES.items():
        assert re.fullmatch(r"[A-Z]+", name)
        assert name not in COMPUTED
        assert len(set(words)) == len(words), name
        assert all(word == word.lower() for word in words), name
        assert name in used, f"no entry names {name}"


def test_operators_have_one_effect_each_and_a_word_one_operator() -> None:
    names = Counter(row["name"] for row in OPERATORS)
    assert max(names.values()) == 1
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in OPERATORS:
        assert ("status" in row) != ("effect" in row), row["name"]
        assert row.get("effect", "light") in EFFECTS
        assert row.get("status", "planned") in set(Status)
        assert row.get("subject", "actor") in ("actor", "host", "mediator", "none")
        assert row["examples"], row["name"]
        for part in ("verbs", "nouns", "adjectives"):
            for word in row.get(part, ()):
                owners[part, word].append(row["name"])
    assert {key: named for key, named in owners.items() if len(named) > 1} == {}


def test_the_lexicon_is_deep() -> None:
    """Every type is covered by verbs and by nouns, and the whole is no smaller than it was."""
    assert sum(map(len, ACTS.values())) >= 500
    for stem, rows in ACTS.items():
        assert sum(len(row.get("verbs", ())) for row in rows) >= 40, stem
        assert sum(len(row.get("nouns", ())) for row in rows) >= 12, stem
