"""Annotated items come in; what the trained coder learns from goes out: numbers of words and pairs, and their labels.

Items are read by the shipped reader and drafted by the shipped rules, so that training sees exactly what use will see.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.belonging import HOME_COLUMNS, Act, bearers, home_columns, is_homeless
from dragoman.coding.candidates import (
    CODED,
    PAIR_COLUMNS,
    ROLES,
    TRIGGERS,
    WORD_COLUMNS,
    Candidate,
    Scene,
)
from dragoman.coding.rules import RuleCoder
from dragoman.ontology.acts import MODES
from dragoman.reading.article import Reader
from dragoman.record import Article, EventType, Status
from dragoman.sentences import ReadArticle, Sentence
from lab.coding.items import Item

TYPES = ("none", *(str(each) for each in EventType))
STATUSES = tuple(str(each) for each in Status)
MODE_NAMES = ("none", *sorted({mode for modes in MODES.values() for mode in modes}))
IGNORED = -100
_FEWEST = 3  # a category seen less often is "rare" to the heads


@dataclass
class Example:
    """One item: word columns and labels by sentence, and pairs of a gold trigger and its candidates."""

    item: Item
    scene: Scene
    words: list[list[tuple[str, ...]]]
    types: list[list[int]]
    acts: list["ActLabels"] = field(default_factory=list)
    homes: list["HomeLabels"] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)
    chances: list[NDArray[np.float32]] | None = None
    """Of an item that teachers labelled: chances of the types of each word, by sentence [words, types]."""


@dataclass
class ActLabels:
    """An act at its trigger: status, mode, and for each candidate its columns and parts (−100: not known).

    `chances`: of each status, then of each mode, where teachers told them; `parts` are then chances too.
    """

    sentence: int
    trigger: int
    type: int
    status: int
    mode: int
    candidates: list[Candidate]
    columns: list[tuple[str, ...]]
    parts: NDArray[np.float32]
    chances: NDArray[np.float32] | None = None


@dataclass
class HomeLabels:
    """A participant whose words name no country, the mentions that name one, and which of them name theirs."""

    homeless: Candidate
    bearers: list[Candidate]
    columns: list[tuple[str, ...]]
    right: list[int]


def scenes(reader: Reader, rules: RuleCoder, articles: Iterable[Article]) -> Iterator[Scene]:
    """Articles read and drafted."""
    for read in reader.read_many(articles):
        yield Scene.of(read, [list(rules.drafts(read, sentence)) for sentence in read.sentences])


def examples(items: Sequence[Item], reader: Reader, rules: RuleCoder) -> list[Example]:
    """The items as examples, in order."""
    articles = [Article(item.id, item.text, item.title, published_on=item.published) for item in items]
    return [_example(item, scene, rules) for item, scene in zip(items, scenes(reader, rules, articles), strict=True)]


def _example(item: Item, scene: Scene, rules: RuleCoder) -> Example:
    read = scene.article
    words = [scene.words(number, rules.lexicon) for number in range(len(read.sentences))]
    types = [
        [0 if token.upos in TRIGGERS and each.sentence.kind in CODED else IGNORED for token in each.sentence.tokens]
        for each in read.sentences
    ]
    made = Example(item, scene, words, types)
    for event in item.events:
        place = _trigger(scene, event)
        if place is None:
            made.lost["anchor"] += 1
            continue
        sentence, trigger = place
        if types[sentence][trigger] > 0:
            made.lost["trigger taken"] += 1
            continue
        types[sentence][trigger] = TYPES.index(event["type"])
        act = _act(made, event, sentence, trigger)
        made.acts.append(act)
        made.homes += _homes(made, event, act)
    return made


def _trigger(scene: Scene, event: dict[str, Any]) -> tuple[int, int] | None:
    """Sentence and word that name an annotated act: the rules' own choice within the anchor, else its head."""
    start, end = event["anchor"]
    for number, read in enumerate(scene.article.sentences):
        tree = read.sentence
        inside = [token.index for token in tree.tokens if token.start < end and token.end > start]
        if not inside or read.sentence.kind not in CODED:
            continue
        drafted = [index for index in inside if index in scene.drafts[number]]
        right = [index for index in drafted if str(scene.drafts[number][index].report.type) == event["type"]]
        if right or drafted:
            return number, (right or drafted)[0]
        return number, _head_of(tree, inside)
    return None


_LIKELY = 0.25
"""Least chance of any type from which a word of an item that teachers labelled is learned as an act."""


def acts_of(told: Example) -> Iterator[ActLabels]:
    """The acts that teachers see in an example, without traits and parts yet."""
    assert told.chances is not None
    for sentence, chances in enumerate(told.chances):
        for trigger, (label, row) in enumerate(zip(told.types[sentence], chances, strict=True)):
            if label == IGNORED or trigger >= 200 or 1 - float(row[0]) < _LIKELY:
                continue
            candidates = told.scene.around(sentence)
            columns = [told.scene.pair(sentence, trigger, each) for each in candidates]
            parts = np.zeros((len(candidates), len(ROLES)), np.float32)
            yield ActLabels(sentence, trigger, int(row[1:].argmax()) + 1, 0, 0, candidates, columns, parts)


_LIGHT = frozenset("have hold make conduct take launch carry stage begin give start open do stage".split())


def _head_of(tree: Sentence, inside: list[int]) -> int:
    """The word of a stretch that stands highest in the tree; a light verb gives way to its noun."""
    tokens = tree.tokens
    heads = [index for index in inside if tokens[index].head not in inside and tokens[index].upos in TRIGGERS]
    heads = heads or [index for index in inside if tokens[index].upos in TRIGGERS] or inside
    head = heads[0]
    if tokens[head].lemma.lower() in _LIGHT:
        nouns = [each.index for each in tree.dependents(head, "obj") if each.index in inside and each.upos == "NOUN"]
        return nouns[0] if nouns else head
    return head


def _act(made: Example, event: dict[str, Any], sentence: int, trigger: int) -> ActLabels:
    candidates = made.scene.around(sentence)
    parts = np.zeros((len(candidates), len(ROLES)), np.float32)
    for role, people in (
        ("actor", event["actors"]),
        ("recipient", event["recipients"]),
        ("speaker", [event["said_by"]] if event.get("said_by") else []),
        ("inviter", [event["invited_by"]] if event.get("invited_by") else []),
        ("place", [event["where"]] if event.get("where") else []),
    ):
        for entity in people:
            if not _mark(parts, ROLES.index(role), candidates, entity, sentence):
                made.lost[role] += 1
    if event["when"]["basis"] == "stated":
        _mark_day(made, parts, candidates, event["when"])
    mode = MODE_NAMES.index(event.get("mode") or "none")
    return ActLabels(
        sentence,
        trigger,
        TYPES.index(event["type"]),
        STATUSES.index(event["status"]),
        mode,
        candidates,
        [made.scene.pair(sentence, trigger, each) for each in candidates],
        parts,
    )


def _homes(made: Example, event: dict[str, Any], act: ActLabels) -> Iterator[HomeLabels]:
    """The participants of an act that the reader leaves without a code or can only suppose to be of a country, with
    those that are annotated."""
    named = bearers(made.scene)
    parts = [(role, entity["country"]) for role in ("actor", "recipient") for entity in event[role + "s"]]
    if event.get("where"):
        parts.append(("place", event["where"]["country"]))
    for place, each in enumerate(act.candidates):
        for role in ("actor", "recipient"):
            if act.parts[place, ROLES.index(role)] != 1 or not is_homeless(each):
                continue
            meant = [e for e in event[role + "s"] if e["at"][0] < each.end and e["at"][1] > each.start]
            if not named or not meant or meant[0].get("id"):
                continue
            country = meant[0]["country"]
            others = tuple(pair for pair in parts if pair != (role, country))
            columns = home_columns(made.scene, each, named, Act(event["type"], role, others))
            right = [int(b.mention is not None and b.mention.country == country) for b in named]
            yield HomeLabels(each, named, columns, right)


_SIDES = ("actor", "recipient")


def _mark(
    parts: NDArray[np.float32], role: int, candidates: list[Candidate], entity: dict[str, Any], sentence: int
) -> bool:
    """Mark the candidate that an annotated entity means; what overlaps it, or names it again, is left open.

    Of whom an article names too far away to be a candidate, the nearest words that name the same are marked.
    """
    start, end = entity["at"]
    code = entity.get("id") or entity.get("country")
    again = [
        place
        for place, each in enumerate(candidates)
        if code is not None and each.mention is not None and each.mention.code == code and ROLES[role] in _SIDES
    ]

    def worth(each: Candidate) -> float:
        shared = min(end, each.end) - max(start, each.start)
        if each.mention is None:
            return 0.0
        same = each.mention.code == code
        if shared <= 0:
            # Named again nearer to the act, as by a pronoun: the nearer words are the better teacher.
            return 0.9 if same and code and each.sentence == sentence and not overlapping_own else 0.0
        union = max(end, each.end) - min(start, each.start)
        return 1.0 + shared / union + 0.5 * same

    overlapping_own = any(
        each.mention and each.sentence == sentence and min(end, each.end) > max(start, each.start)
        for each in candidates
    )
    worths = [worth(each) for each in candidates]
    best = worths.index(max(worths)) if worths and max(worths) > 0 else None
    if best is None:
        alike = (place for place in again if _is_of_sector(candidates[place], entity["sector"]))
        best = next(alike, None)
    if best is not None:
        parts[best, role] = 1
    for place, value in enumerate(worths):
        if place != best and (value > 0 or place in again) and parts[place, role] == 0:
            parts[place, role] = IGNORED
    return best is not None


def _is_of_sector(each: Candidate, sector: str) -> bool:
    return each.mention is not None and each.mention.sector == sector


def _mark_day(made: Example, parts: NDArray[np.float32], candidates: list[Candidate], when: dict[str, Any]) -> None:
    role = ROLES.index("time")
    for place, each in enumerate(candidates):
        if each.day is None:
            continue
        at = when.get("at")
        ranges = {(r.first.isoformat() if r.first else None, r.last.isoformat() if r.last else None)
                  for r in (each.day.past, each.day.future) if r}  # fmt: skip
        if (at and min(at[1], each.day.end) > max(at[0], each.day.start)) or (when["from"], when["to"]) in ranges:
            parts[place, role] = 1
            return
    made.lost["time"] += 1


class Vocabulary:
    """Numbers of the categories of each column; 0 stands for one that is rare or unknown."""

    def __init__(self, names: dict[str, list[list[str]]]) -> None:
        self.names = names
        self._numbers = {
            which: [{name: place for place, name in enumerate(column, 1)} for column in columns]
            for which, columns in self.names.items()
        }

    @classmethod
    def of(cls, made: Sequence[Example]) -> "Vocabulary":
        """The categories that stand in the examples at least _FEWEST times."""
        seen = {
            name: [Counter[str]() for _ in columns]
            for name, columns in (("word", WORD_COLUMNS), ("pair", PAIR_COLUMNS), ("home", HOME_COLUMNS))
        }

        def count(name: str, rows: Iterable[tuple[str, ...]]) -> None:
            for row in rows:
                for counts, value in zip(seen[name], row, strict=True):
                    counts[value] += 1

        for example in made:
            for sentence in example.words:
                count("word", sentence)
            for act in example.acts:
                count("pair", act.columns)
            for home in example.homes:
                count("home", home.columns)
        return cls({name: [_often(each) for each in columns] for name, columns in seen.items()})

    @classmethod
    def of_homes(cls, made: Sequence[Sequence[tuple[str, ...]]]) -> "Vocabulary":
        """The categories of home columns that stand in them at least _FEWEST times."""
        seen = [Counter(column) for column in zip(*(row for rows in made for row in rows), strict=True)]
        return cls({"home": [_often(each) for each in seen]})

    def numbers(self, which: str, rows: Sequence[tuple[str, ...]]) -> NDArray[np.int64]:
        """Category numbers [rows, columns]; columns that came after this vocabulary was made are left out."""
        known = self._numbers[which]
        return np.array([[c.get(v, 0) for c, v in zip(known, row, strict=False)] for row in rows], np.int64).reshape(
            len(rows), len(known)
        )


def _often(counts: Counter[str]) -> list[str]:
    """The categories that are seen at least _FEWEST times, in order."""
    return [value for value, number in sorted(counts.items()) if number >= _FEWEST]


def words_of(read: ReadArticle) -> list[list[str]]:
    """The words of each sentence of a read article."""
    return [[token.text for token in sentence.sentence.tokens] for sentence in read.sentences]
