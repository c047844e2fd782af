"""What reading hands to coding: sentences of tokens in a tree, with the mentions and days found in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dragoman.dates import DayRange


class Piece(StrEnum):
    """What kind of line a sentence is; only `text` and `headline` are coded."""

    TEXT = "text"
    HEADLINE = "headline"
    ITEM = "item"
    DATELINE = "dateline"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a sentence: where it stands in the article's text and its place in the tree.

    `start` and `end` are character offsets in the article's text; `head` is the index of the governing token
    in the sentence, -1 for the root; `deprel` is a Universal Dependencies relation with its subtype
    ("nsubj:pass"); `feats` is the UD feature string ("Tense=Past|VerbForm=Fin", "" for none); `entity` is a
    BIO label from the entity head ("B-person", "I-organisation", "O").
    """

    index: int
    text: str
    start: int
    end: int
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    entity: str = "O"

    @property
    def relation(self) -> str:
        """The dependency relation without its subtype."""
        return self.deprel.partition(":")[0]

    def has(self, feature: str) -> bool:
        """True if the features hold this pair, as in `has("VerbForm=Inf")`."""
        return feature in self.feats.split("|")


@dataclass(frozen=True)
class Sentence:
    """A sentence of an article with its tokens; `start` and `end` are offsets in the article's text.

    `vectors` [words + 1, width] are those of a trained coder's branch of the encoder, row 0 for the sentence as a
    whole; None where no coder asked for them.
    """

    start: int
    end: int
    tokens: tuple[Token, ...]
    kind: Piece = Piece.TEXT
    vectors: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """For each token, the indices of its dependents, left to right."""
        below: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head >= 0:
                below[token.head].append(token.index)
        return tuple(tuple(each) for each in below)

    @cached_property
    def root(self) -> int:
        """Index of the token that heads the sentence; -1 for a sentence without tokens."""
        return next((token.index for token in self.tokens if token.head < 0), -1)

    def dependents(self, index: int, *relations: str) -> list[Token]:
        """Dependents of a token of these relations ("nsubj" matches "nsubj:pass" too); all if none is named."""
        below = [self.tokens[child] for child in self.children[index]]
        if not relations:
            return below
        return [token for token in below if token.deprel in relations or token.relation in relations]

    def subtree(self, index: int) -> list[int]:
        """Indices of a token and all below it, in the order of the text."""
        found, waiting = [], [index]
        while waiting:
            here = waiting.pop()
            found.append(here)
            waiting.extend(self.children[here])
        return sorted(found)

    def ancestors(self, index: int) -> Iterator[Token]:
        """The tokens above this one, nearest first."""
        here = self.tokens[index].head
        while here >= 0:
            yield self.tokens[here]
            here = self.tokens[here].head


class MentionKind(StrEnum):
    """What a mention is a mention of."""

    STATE = "state"
    BODY = "body"
    GROUP = "group"
    PERSON = "person"
    OFFICE = "office"
    PEOPLE = "people"
    OUTLET = "outlet"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a sentence that name someone or somewhere, resolved as far as the text and the book allow.

    `start` and `end` are offsets in the article's text (the whole phrase: "Malian Foreign Minister Abdoulaye
    Diop"); `tokens` is the (first, last) token index, `head` the index of its head word. `country` is ISO 3166
    alpha-3; `actor` the book's id for bodies, groups and outlets; `sector` one of the ontology's sectors.
    `is_place` is True where the name can only be meant as a place, `can_be_place` where it may, `is_seat` for a
    capital that may stand for its state, `is_listed` False for a place that the book does not know. `follows` is the
    start offset of the mention that this one refers back to ("he", "the bloc"); `is_supposed` is True where no word
    says so, and the country is that of which the article speaks ("the police").
    """

    start: int
    end: int
    tokens: tuple[int, int]
    head: int
    text: str
    kind: MentionKind
    country: str | None = None
    sector: str = "UNK"
    actor: str | None = None
    person: str | None = None
    office: str | None = None
    is_place: bool = False
    can_be_place: bool = False
    is_seat: bool = False
    is_listed: bool = True
    place: str | None = None
    score: float = 1.0
    follows: int | None = None
    is_supposed: bool = False

    @property
    def code(self) -> str | None:
        """What identifies the actor: the id of a body or group, else the country."""
        return self.actor or self.country


@dataclass(frozen=True, slots=True)
class DayPhrase:
    """A day expression in a sentence: its (first, last) token index and what it resolves to by tense."""

    start: int
    end: int
    tokens: tuple[int, int]
    text: str
    past: DayRange | None
    future: DayRange | None

    def head_in(self, sentence: "Sentence") -> int:
        """The index of its word that hangs on another word than its own, the first if none does."""
        inside = range(self.tokens[0], self.tokens[1] + 1)
        return next((index for index in inside if sentence.tokens[index].head not in inside), self.tokens[0])


@dataclass(frozen=True)
class ReadSentence:
    """A sentence with who and when: what a coder is given.

    `gaps` are days that are counted from another act: "two days after [the coup]" gives the day of the coup, two days
    before whatever day the text gives, or before its publication.
    """

    sentence: Sentence
    mentions: tuple[Mention, ...] = ()
    days: tuple[DayPhrase, ...] = ()
    gaps: tuple[DayPhrase, ...] = ()

    def mentions_by_head(self) -> dict[int, list[Mention]]:
        """The mentions by the index of their head word, in the order of the text."""
        found: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.head, []).append(mention)
        return found


@dataclass(frozen=True)
class ReadArticle:
    """An article after reading: its text, publication day and sentences in order.

    `blocs` are the bodies of few members that it names: id → the states that were in it on that day (ISO 3166 alpha-3).
    """

    article_id: str
    text: str
    published_on: date | None
    sentences: tuple[ReadSentence, ...]
    blocs: Mapping[str, frozenset[str]] = field(default_factory=dict)
