"""The lexicon of acts, read from its TOML files: which words name which act, under which conditions."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.coding.inflection import verbs_by_form
from dragoman.errors import Stop
from dragoman.record import EventType, Status
from dragoman.sentences import Token

FOLDER = Path(__file__).parent / "lexicon"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the actors and recipients of an act stand, as slots in the order in which they are tried.

    `pooled`: the act is reciprocal, and all slots together hold its actors.
    """

    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    noun_actor: tuple[str, ...]
    noun_recipient: tuple[str, ...]
    pooled: bool = False


FRAMES: Mapping[str, Frame] = {
    "onto": Frame(
        ("subj",), ("obj",), ("subj", "by", "poss", "mod"), ("of", "on", "against", "at", "upon", "affected")
    ),
    "with": Frame(
        ("subj",), ("with", "obj", "between"), ("subj", "between", "poss", "mod", "of", "by"), ("with",), True
    ),
    "visit": Frame(("subj",), ("obj", "to", "in"), ("subj", "by", "poss", "of", "mod"), ("to", "in", "at")),
    "to": Frame(
        ("subj",), ("to", "iobj", "obj", "for"), ("subj", "by", "poss", "mod", "from"), ("to", "for", "affected")
    ),
    "from": Frame(("subj",), ("from",), ("subj", "by", "poss", "mod", "of"), ("from",)),
    "against": Frame(
        ("subj",),
        ("on", "against", "upon", "at", "over", "obj"),
        ("subj", "by", "poss", "mod"),
        ("on", "against", "upon", "at", "over", "to"),
    ),
    "of": Frame(("subj",), ("obj", "of", "over"), ("subj", "by", "poss", "mod"), ("of", "against", "over")),
    "undergo": Frame(("by", "from"), ("subj",), ("by",), ("of", "poss", "subj")),
    "alone": Frame(("subj",), (), ("subj", "by", "poss", "mod", "of"), ()),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the lexicon: words, what they must stand with, and what they then mean."""

    name: str
    type: EventType
    frame: str
    mode: str | None = None
    obj: frozenset[str] = frozenset()
    not_obj: frozenset[str] = frozenset()
    subj: frozenset[str] = frozenset()
    not_subj: frozenset[str] = frozenset()
    modifier: frozenset[str] = frozenset()
    prep: tuple[tuple[str, frozenset[str]], ...] = ()
    not_prep: tuple[tuple[str, frozenset[str]], ...] = ()
    keeps_object: bool = False
    is_finite: bool = False
    has_clause: bool = False
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] | None = None
    status: Status | None = None
    contexts: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()

    @property
    def breadth(self) -> tuple[int, int, int]:
        """Sorts the entries on a word, the narrowest first: more conditions, then fewer words that meet them.

        A condition on the subject only guards an entry; it does not make it say more than another.
        """
        conditions = 2 * bool(self.obj) + 2 * len(self.prep) + bool(self.modifier)
        return (-conditions, len(self.obj) or 999, -bool(self.subj))


@dataclass(frozen=True, slots=True)
class Operator:
    """Words that take an act as complement: `effect` is a status, or "bar", "light", "speech" and the like."""

    name: str
    effect: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to name an act or an operator: the lemmas after the first, and what they stand for."""

    rest: tuple[str, ...]
    act: Act | None = None
    operator: Operator | None = None


@dataclass(frozen=True)
class Lexicon:
    """All entries, by part of speech and first lemma; word classes by name."""

    acts: Mapping[str, Mapping[str, tuple[Entry, ...]]]
    operators: Mapping[str, Mapping[str, tuple[Entry, ...]]]
    classes: Mapping[str, frozenset[str]]
    areas: Mapping[str, tuple[str, ...]]
    all_acts: tuple[Act, ...] = field(default=())
    forms: Mapping[str, str] = field(default_factory=dict)

    def acts_of(self, part: str, token: Token) -> tuple[Entry, ...]:
        """The entries on a word; a verb whose lemma nobody knows is looked up by its form ("overthrew")."""
        return self._entries(self.acts[part], part, token)

    def operators_of(self, part: str, token: Token) -> tuple[Entry, ...]:
        """The operators on a word, found as its entries are."""
        return self._entries(self.operators[part], part, token)

    def _entries(self, table: Mapping[str, tuple[Entry, ...]], part: str, token: Token) -> tuple[Entry, ...]:
        lemma = token.lemma.lower()
        if part == "verbs" and lemma not in self.acts[part] and lemma not in self.operators[part]:
            lemma = self.forms.get(token.text.lower(), lemma)
        return table.get(lemma, ())

    def names_class(self, name: str) -> bool:
        """True if this is the name of a class of words kept in classes.toml."""
        return name in self.classes


def _texts(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = row.get(key, ())
    return (found,) if isinstance(found, str) else tuple(found)


def _cases(row: Mapping[str, Any], key: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((case, frozenset(_texts(row[key], case))) for case in row.get(key, ()))


def _act(row: Mapping[str, Any], kind: EventType, file: Path) -> Act:
    name = row.get("name", "?")
    where = f"{file.name}, act “{name}”"
    frame = row.get("frame", "alone")
    if frame not in FRAMES:
        raise Stop(f"{where}: there is no frame “{frame}”.", remedy=f"Frames: {', '.join(FRAMES)}.")
    try:
        status = Status(row["status"]) if row.get("status") else None
    except ValueError:
        raise Stop(f"{where}: there is no status “{row['status']}”.") from None
    return Act(
        name=f"{kind.lower()}/{name}",
        type=kind,
        frame=frame,
        mode=row.get("mode") or None,
        obj=frozenset(_texts(row, "obj")),
        not_obj=frozenset(_texts(row, "not_obj")),
        subj=frozenset(_texts(row, "subj")),
        not_subj=frozenset(_texts(row, "not_subj")),
        modifier=frozenset(_texts(row, "modifier")),
        prep=_cases(row, "prep"),
        not_prep=_cases(row, "not_prep"),
        keeps_object=bool(row.get("keep", False)),
        is_finite=bool(row.get("finite", False)),
        has_clause=bool(row.get("clause", False)),
        actor=_texts(row, "actor"),
        recipient=_texts(row, "recipient") if "recipient" in row else None,
        status=status,
        contexts=_texts(row, "contexts"),
        examples=_texts(row, "examples"),
        counter=_texts(row, "counter"),
    )


_PARTS = ("verbs", "nouns", "adjectives")


def _file(
    table: Mapping[str, dict[str, list[Entry]]],
    row: Mapping[str, Any],
    act: Act | None,
    operator: Operator | None,
) -> None:
    for part in _PARTS:
        for words in _texts(row, part):
            first, *rest = words.lower().split()
            # A multiword noun is headed by its last word ("joint statement"), unless it goes on with "of".
            if part == "nouns" and rest and not {"of", "for", "to", "in"} & set(rest):
                *before, first = [first, *rest]
                rest = before
            table[part][first].append(Entry(tuple(rest), act, operator))


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise Stop(f"{file}: {broken}.", remedy="Mend the file.") from None


def _sorted(table: Mapping[str, Mapping[str, Iterable[Entry]]]) -> dict[str, dict[str, tuple[Entry, ...]]]:
    """Entries of each word, the one with the most words and conditions first; ties keep the files' order."""

    def weight(entry: Entry) -> tuple[int, tuple[int, int, int]]:
        return (-len(entry.rest), entry.act.breadth if entry.act else (0, 0, 0))

    return {part: {word: tuple(sorted(rows, key=weight)) for word, rows in table[part].items()} for part in _PARTS}


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon in this folder; Stop, naming file and entry, if a file is not as its head comment says."""
    acts: dict[str, dict[str, list[Entry]]] = {part: defaultdict(list) for part in _PARTS}
    operators: dict[str, dict[str, list[Entry]]] = {part: defaultdict(list) for part in _PARTS}
    every: list[Act] = []
    for file in sorted(folder.glob("*.toml")):
        if file.stem in ("classes", "operators", "contexts"):
            continue
        content = _toml(file)
        try:
            kind = EventType(content["type"])
        except (KeyError, ValueError):
            raise Stop(f"{file}: the file needs `type = …`, one of the event types.") from None
        for row in content.get("act", []):
            act = _act(row, kind, file)
            every.append(act)
            _file(acts, row, act, None)
    for row in _toml(folder / "operators.toml").get("operator", []):
        effect = row.get("effect") or row.get("status") or ""
        _file(operators, row, None, Operator(f"operator/{row['name']}", effect, _texts(row, "examples")))
    classes = {name: frozenset(words) for name, words in _toml(folder / "classes.toml").items()}
    areas = {name: tuple(words) for name, words in _toml(folder / "contexts.toml").items()}
    forms = verbs_by_form({*acts["verbs"], *operators["verbs"]})
    return Lexicon(_sorted(acts), _sorted(operators), classes, areas, tuple(every), forms)


@cache
def load_lexicon() -> Lexicon:
    """The lexicon that ships with Dragoman, read once a process."""
    return read_lexicon(FOLDER)
