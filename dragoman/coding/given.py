"""A sentence with its two sides marked comes in; the type of what the one does to the other goes out.

The coder is not asked who takes part: the caller has marked the source with `<s>…</s>` and the target with `<t>…</t>`.
Every word that may name an act votes for its types, with the weight that the trained heads give to the two as its
actor and recipient (or, where the act has two sides alike, to both as its actors).

The answer has no status, so it is PLOVER's root of the whole: what is only promised is agreed to (AGREE) or threatened
(THREATEN), help, talks or yielding that are called off or denied are REJECT, and an agreement that is reached and no
longer only offered is SUPPORT, as one that is signed. Peacekeepers and observers that leave are help withheld
(SANCTION).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.arguments import case_of
from dragoman.coding.candidates import CODED, ROLES, TRIGGERS, Candidate, Scene
from dragoman.coding.leaning import leaning, leant_statuses
from dragoman.coding.threads import one_thread
from dragoman.coding.trained import TrainedCoder
from dragoman.errors import Skip
from dragoman.ontology.acts import RECIPROCAL
from dragoman.record import Article, EventType, Status
from dragoman.sentences import Mention, MentionKind, ReadArticle, ReadSentence, Sentence

_MARKS = re.compile(r"</?[st]>")
_ACTOR, _RECIPIENT = ROLES.index("actor"), ROLES.index("recipient")
_HELPFUL = frozenset((EventType.CONSULT, EventType.COOPERATE, EventType.AID, EventType.SUPPORT, EventType.RETREAT))
_HARMFUL = frozenset((EventType.SANCTION, EventType.COERCE, EventType.MOBILIZE, EventType.ASSAULT, EventType.PROTEST))
TWO_SIDED = RECIPROCAL | {EventType.SUPPORT, EventType.ASSAULT}
"""Types of which both given sides may be the actors: two talk, sign a treaty, clash."""
_REACHED = "agree/reach-deal"  # the lexicon's entry
_DEALS = frozenset("accord agreement deal pact treaty".split())
_MISSIONS = frozenset("inspector monitor observer peacekeeper".split())
_LEAN = 8.0  # how many times the drafted type counts
_FLOOR = 0.02  # weight of a side that the heads would not have chosen: the caller knows better


@dataclass(frozen=True, slots=True)
class Given:
    """A sentence with the places of its source and target, as offsets in `text`; one of them may be unnamed (None)."""

    id: str
    text: str
    source: tuple[int, int] | None
    target: tuple[int, int] | None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """The type of an act between two given sides, and how likely the coder holds it, 0 to 1."""

    id: str
    type: EventType
    score: float


def unmarked(id_: str, marked: str, published: date | None = None) -> Given:
    """The sentence without its marks; Skip if it marks neither a source nor a target."""
    text = ""
    at: dict[str, int] = {}
    last = 0
    for mark in _MARKS.finditer(marked):
        text += marked[last : mark.start()]
        at.setdefault(mark[0], len(text))
        last = mark.end()
    text += marked[last:]
    sides = [_marked(at, side) for side in "st"]
    if not any(sides):
        raise Skip("a sentence needs <s>…</s> and <t>…</t>, or one of them", stage="code", where=id_)
    source, target = sides
    return Given(id_, text, source, target, published)


def _marked(at: dict[str, int], side: str) -> tuple[int, int] | None:
    start, end = at.get(f"<{side}>"), at.get(f"</{side}>")
    return (start, end) if start is not None and end is not None and start < end else None


class GivenCoder:
    """Types acts whose two sides are given, with the trained coder's heads."""

    def __init__(self, coder: TrainedCoder) -> None:
        self.coder = coder

    def types(self, given: Iterable[Given], read: Iterable[ReadArticle]) -> Iterator[Typed]:
        """The type of each, in order; `read` are the articles of their texts, read with the coder's branch."""
        for each, article in zip(given, read, strict=True):
            with one_thread():
                chances = self._chances(each, article)
            best = int(chances[1:].argmax()) + 1
            yield Typed(each.id, EventType(self.coder.heads.types[best]), float(chances[best] / chances[1:].sum()))

    def _chances(self, given: Given, article: ReadArticle) -> NDArray[np.float64]:
        """Votes for each type, `none` first."""
        heads, rules = self.coder.heads, self.coder.rules
        scene = Scene.of(article, [list(rules.drafts(article, sentence)) for sentence in article.sentences])
        sides = [_side(article, *span) if span else [] for span in (given.source, given.target)]
        votes = np.full(len(heads.types), 1e-6)
        for number, read in enumerate(article.sentences):
            tree = read.sentence
            places = [token.index for token in tree.tokens if token.upos in TRIGGERS]
            if tree.kind not in CODED or not places or tree.vectors is None:
                continue
            words = heads.numbers("word", scene.words(number, rules.lexicon))
            for place, raw in zip(places, heads.of_words(tree.vectors, words, places), strict=True):
                draft = scene.drafts[number].get(place)
                chances = leaning(heads, raw, draft, _LEAN) if draft else raw
                types = np.argsort(-chances[1:], kind="stable")[:3] + 1
                if chances[types].sum() < 0.01:
                    continue
                for type_ in types:
                    told, _ = heads.of_act(tree.vectors, words, place, int(type_))
                    statuses = leant_statuses(heads, told, tree, place, draft, rules.lexicon)
                    status = Status(heads.statuses[int(statuses.argmax())])
                    fit = self._fit(scene, number, place, int(type_), sides)
                    is_reached = _is_deal(tree, place) or (draft is not None and draft.report.rule == _REACHED)
                    type_name = EventType(heads.types[type_])
                    if type_name is EventType.RETREAT and _is_of_a_mission(tree, place):
                        type_name = EventType.SANCTION
                    root = heads.types.index(str(root_of(type_name, status, is_reached=is_reached)))
                    votes[root] += chances[type_] * fit
        return votes

    def _fit(self, scene: Scene, number: int, place: int, type_: int, sides: list[list[Candidate]]) -> float:
        """How well the two sides fit the act that a word names: as actor and recipient, or both as actors."""
        parts = []
        for candidates in sides:
            chances = self.coder.chances(scene, number, place, candidates, type_, by_first=True)
            # A side that is not named says nothing for or against any act.
            parts.append(chances.max(0) if candidates else np.full(len(ROLES), 0.5))
        source, target = parts
        fit = max(source[_ACTOR], _FLOOR) * max(target[_RECIPIENT], _FLOOR)
        if EventType(self.coder.heads.types[type_]) in TWO_SIDED:
            fit = max(fit, max(source[_ACTOR], _FLOOR) * max(target[_ACTOR], _FLOOR))
        return float(fit)


def root_of(type_: EventType, status: Status, *, is_reached: bool = False) -> EventType:
    """PLOVER's root of an act with its status: what is to come is promised or threatened, what is not done refused.

    A concession is made by saying it, whenever it takes effect. `is_reached`: the words tell of an agreement reached.
    """
    if status is Status.PLANNED and type_ in _HELPFUL:
        return EventType.AGREE
    if status is Status.PLANNED and type_ in _HARMFUL:
        return EventType.THREATEN
    if status in (Status.DENIED, Status.CANCELLED) and type_ in {*_HELPFUL, EventType.AGREE, EventType.CONCEDE}:
        return EventType.REJECT
    if type_ is EventType.AGREE and is_reached and status is Status.HAPPENED:
        return EventType.SUPPORT
    return type_


def _is_deal(tree: Sentence, act: int) -> bool:
    """True for what is agreed where that is a deal as such: "agreed a trade deal", "agreed to an accord"."""
    agreed = tree.dependents(act, "obj")
    agreed += [each for each in tree.dependents(act, "obl") if case_of(tree, each.index) in ("to", "on")]
    return any(each.lemma.lower() in _DEALS for each in agreed)


def _is_of_a_mission(tree: Sentence, act: int) -> bool:
    """True for peacekeepers and observers pulled out: help that ends, where troops pulled back yield (CAMEO 166)."""
    held = tree.dependents(act, "obj", "nmod", "nsubj:pass")
    return any(tree.tokens[index].lemma.lower() in _MISSIONS for each in held for index in tree.subtree(each.index))


def _side(article: ReadArticle, start: int, end: int) -> list[Candidate]:
    """The mentions within a marked side; for words that the reader takes for nobody, their head as a mention."""
    found: list[Candidate] = []
    for number, read in enumerate(article.sentences):
        inside = [token for token in read.sentence.tokens if token.start < end and token.end > start]
        if not inside:
            continue
        indices = {token.index for token in inside}
        outward = [token for token in inside if token.head not in indices] or inside
        head = outward[0]
        mentions = [mention for mention in read.mentions if mention.head in indices]
        best = [mention for mention in mentions if mention.head == head.index] or mentions
        if best:
            found += [Candidate(number, mention.head, mention=mention) for mention in best]
        else:
            found.append(Candidate(number, head.index, mention=_nobody(article, read, inside[0].index, head.index)))
    return found


def _nobody(article: ReadArticle, read: ReadSentence, first: int, head: int) -> Mention:
    tokens = read.sentence.tokens
    start, end = tokens[first].start, max(tokens[head].end, tokens[first].end)
    return Mention(start, end, (first, head), head, article.text[start:end], MentionKind.OFFICE)


def article_of(given: Given) -> Article:
    """The text as an article, for the reader."""
    return Article(Article.identify("", given.text, given.published), given.text, published_on=given.published)
