"""Corpus files come in (CoNLL-U, IOB, re3d's JSON lines); sentences with whatever labels they carry go out."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.reading.splitting import split

ENTITY_TYPES = ("person", "organisation", "place", "people", "event")

_TITLE_WORDS = """
    president minister secretary general prime foreign defence defense deputy vice king queen prince sheikh
    mr mrs ms dr sir lord lady senator governor chancellor ambassador envoy colonel captain major
    spokesman spokeswoman chairman former iraqi australian british american us u.s. syrian
"""
_TITLES = frozenset(_TITLE_WORDS.split())
_PEOPLE = re.compile(r"[A-Z][a-z]+(an|ish|ese|i|ite|ench|utch|eek|zech|iss|rab)$")
_NO_PEOPLE = frozenset(
    {"Human", "Mini", "Metropolitan", "Sri", "Republican", "Parisian", "Elite", "Shakespearean", "Libertarian"}
)
_NAMED = frozenset({"PROPN", "ADP", "PUNCT", "CCONJ", "DET", "NUM", "ADJ", "PART", "X", "SYM"})


@dataclass
class Example:
    """One sentence; a label list is empty where its corpus does not annotate that layer.

    `heads` counts words from 1 with 0 for the root, as CoNLL-U does; `entities` are BIO labels.
    """

    words: list[str]
    upos: list[str] = field(default_factory=list)
    xpos: list[str] = field(default_factory=list)
    feats: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deprels: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    text: str = ""


def read_conllu(path: Path) -> Iterator[Example]:
    """Sentences of a CoNLL-U file; entities where its MISC column holds an Entity layer (GUM)."""
    has_entities = False
    for block in _blocks(path):
        rows, text = [], ""
        for line in block:
            if line.startswith("# global.Entity"):
                has_entities = True
            elif line.startswith("# text = "):
                text = line[9:]
            elif line[0] != "#":
                columns = line.split("\t")
                if columns[0].isdigit():
                    rows.append(columns)
        if not rows:
            continue
        example = Example(
            words=[row[1] for row in rows],
            upos=[row[3] for row in rows],
            xpos=[row[4] for row in rows],
            feats=["" if row[5] == "_" else row[5] for row in rows],
            lemmas=[row[2] for row in rows],
            heads=[int(row[6]) for row in rows],
            deprels=[row[7] for row in rows],
            text=text,
        )
        if has_entities:
            example.entities = _gum_entities(example, [row[9] for row in rows])
        yield example


def _blocks(path: Path) -> Iterator[list[str]]:
    block: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line:
                block.append(line)
            elif block:
                yield block
                block = []
    if block:
        yield block


_GUM_TYPES = {"person": "person", "organization": "organisation", "place": "place", "event": "event"}


def _gum_entities(example: Example, miscs: list[str]) -> list[str]:
    """BIO labels of the named spans of GUM's Entity layer (it marks every noun phrase, named or not)."""
    spans: list[tuple[int, int, str]] = []
    open_spans: dict[str, list[tuple[str, int]]] = {}
    for place, misc in enumerate(miscs):
        layer = next((part[7:] for part in misc.split("|") if part.startswith("Entity=")), "")
        for mark in re.findall(r"\([^()]+\)?|[^()]+\)", layer):
            parts = mark.strip("()").split("-")
            number = parts[0]
            if mark.startswith("("):
                kind = parts[1] if len(parts) > 1 else ""
                open_spans.setdefault(number, []).append((kind, place))
            if mark.endswith(")") and open_spans.get(number):
                kind, start = open_spans[number].pop()
                if kind in _GUM_TYPES:
                    spans.append((start, place, _GUM_TYPES[kind]))
    named = []
    for start, end, kind in spans:
        trimmed = _named_part(example, start, end)
        if trimmed is not None:
            named.append((*trimmed, kind))
    return _bio(len(example.words), named)


def _named_part(example: Example, start: int, end: int) -> tuple[int, int] | None:
    """The span without its article and trailing marks, or None where it is not a name."""
    while start <= end and (example.upos[start] in ("DET", "PUNCT") or example.words[start][0].islower()):
        start += 1
    while end >= start and (example.upos[end] == "PUNCT" or example.xpos[end] == "POS"):
        end -= 1
    if start > end or end - start > 9:
        return None
    inside = range(start, end + 1)
    heads = [place for place in inside if not start + 1 <= example.heads[place] <= end + 1]
    is_named = all(example.upos[place] in _NAMED or example.words[place][0].isupper() for place in inside)
    if not is_named or not heads or example.upos[heads[0]] not in ("PROPN", "X"):
        return None
    return start, end


def _bio(length: int, spans: list[tuple[int, int, str]]) -> list[str]:
    """BIO labels; of two spans that overlap the longer is kept."""
    labels = ["O"] * length
    for start, end, kind in sorted(spans, key=lambda span: span[0] - span[1]):
        if any(labels[place] != "O" for place in range(start, end + 1)):
            continue
        labels[start] = f"B-{kind}"
        for place in range(start + 1, end + 1):
            labels[place] = f"I-{kind}"
    return labels


def peoples(examples: list[Example]) -> frozenset[str]:
    """Words for peoples and nationalities ("Malian", "Germans"): capitalised adjectives of the treebanks."""
    return frozenset(
        word
        for example in examples
        for word, upos, lemma in zip(example.words, example.upos, example.lemmas, strict=False)
        if upos == "ADJ" and lemma[:1].isupper() and _PEOPLE.match(word) and word not in _NO_PEOPLE
    )


def mark_peoples(examples: list[Example], known: frozenset[str]) -> None:
    """Mark words for peoples where no other name stands, and what is surely no name in trees without names.

    A label "" means that nothing is known of the word.
    """
    for example in examples:
        is_silent = not example.entities
        labels = ["" if is_silent else label for label in example.entities or example.words]
        for place, word in enumerate(example.words):
            if labels[place] in ("", "O") and (word in known or (word[-1:] == "s" and word[:-1] in known)):
                labels[place] = "B-people"
            elif is_silent and _is_plain(example, place):
                labels[place] = "O"
        example.entities = labels


_CLOSED = frozenset({"VERB", "AUX", "ADV", "PRON", "DET", "SCONJ", "CCONJ", "PUNCT"})
_OPEN = frozenset({"NOUN", "ADJ", "ADP", "PART", "NUM"})


def _is_plain(example: Example, place: int) -> bool:
    """True for a word that can be no name by its kind or its small letter and does not stand between two names."""
    around = example.upos[max(0, place - 1) : place + 2]
    kind = example.upos[place]
    return (kind in _CLOSED or (kind in _OPEN and not example.words[place][0].isupper())) and around.count("PROPN") < 2


_IOB_TYPES = {
    "politician": "person",
    "person": "person",
    "PER": "person",
    "politicalparty": "organisation",
    "organisation": "organisation",
    "ORG": "organisation",
    "country": "place",
    "location": "place",
    "LOC": "place",
    "election": "event",
    "event": "event",
}


def read_iob(path: Path, *, word_column: int, label_column: int) -> Iterator[Example]:
    """Sentences of a tab-separated BIO file with its types folded into ours (others become O)."""
    for block in _blocks(path):
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        rows = [row for row in rows if len(row) > label_column and row[word_column]]
        if not rows:
            continue
        words = [row[word_column] for row in rows]
        labels = []
        for row in rows:
            mark, _, kind = row[label_column].partition("-")
            if kind in _IOB_TYPES:
                labels.append(f"{mark}-{_IOB_TYPES[kind]}")
            else:
                labels.append("O")
        yield Example(words=words, entities=labels)


_RE3D_TYPES = {"Person": "person", "Organisation": "organisation", "Location": "place", "Nationality": "people"}


def read_re3d(path: Path) -> Iterator[Example]:
    """Sentences of re3d's documents, with their named spans cut to the name (titles and articles dropped)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        document = json.loads(line)
        for sentence in split(document["text"]):
            tokens = sentence.words
            words = [token.text for token in tokens]
            starts = {token.start: place for place, token in enumerate(tokens)}
            ends = {token.end: place for place, token in enumerate(tokens)}
            spans = []
            for entity in document["entities"]:
                kind = _RE3D_TYPES.get(entity["type"])
                start, end = starts.get(entity["begin"]), ends.get(entity["end"])
                if kind is None or start is None or end is None or entity.get("confidence") != 1:
                    continue
                while start <= end and (
                    words[start].lower() in _TITLES or words[start][0].islower() or words[start] == "The"
                ):
                    start += 1
                if start > end or not words[end][0].isupper() or end - start > 7:
                    continue
                spans.append((start, end, kind))
            if words and len(words) < 120:
                yield Example(words=words, entities=_bio(len(words), spans))
