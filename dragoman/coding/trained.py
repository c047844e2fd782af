"""The trained coder: sentences become reports by heads over the encoder, which weigh what the rules propose.

One rule joins the two. Every word that may name an act is given a chance by the trained head, which sees the rules'
draft among its columns. An act that the rules drafted stands unless the head all but excludes it, one that they did not
only if the head is rather sure (`ITEM`, `ARTICLE`). The rules name who takes part where both agree on the type; what
they leave empty, the countries, days, places and speakers come from the heads.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.candidates import CODED, ROLES, TRIGGERS, Candidate, Scene
from dragoman.coding.following import follow_days
from dragoman.coding.heads import MODELS, Heads
from dragoman.coding.leaning import leaning
from dragoman.coding.rules import RuleCoder
from dragoman.coding.settling import Told, is_echo, same_act
from dragoman.coding.threads import one_thread
from dragoman.coding.topics import label_of
from dragoman.coding.writing import Found, told_of
from dragoman.record import Report, Span, Status
from dragoman.sentences import ReadArticle, Token

Chances = NDArray[np.float32]

LONG = 6
"""Sentences from which a text is an article; the heads learned from items of one to three sentences."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """When an act stands, and how far its type leans to what the rules drafted.

    `undrafted`: least chance of its type without a draft, `beside`: that beside another act of the text. `drafted`:
    least chance of any act with one. `lean`: how many times the drafted type counts. `happened`: how much the status
    "happened" counts, of which the heads say too much.
    """

    undrafted: float
    beside: float
    drafted: float
    lean: float
    happened: float

    @classmethod
    def of(cls, scene: Scene) -> "Weighing":
        """That of an article or of a short item."""
        return ARTICLE if len(scene.article.sentences) >= LONG else ITEM


ITEM = Weighing(undrafted=0.62, beside=0.5, drafted=0.2, lean=8, happened=0.2)
ARTICLE = Weighing(undrafted=0.98, beside=0.8, drafted=0.04, lean=40, happened=0.8)
"""Chosen on dev, dip_dev and art_dev (docs/quality.md). In long texts the heads are less to be trusted on their own."""
OPEN = 0.1
"""Least chance without a draft where the caller says by `min_score` what to keep."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a sentence that may name an act: chances of its types, its columns, and what the rules drafted."""

    number: int
    place: int
    chances: Chances
    words: NDArray[np.int64]
    draft: Told | None


class TrainedCoder:
    """Codes by trained heads beside the rules.

    With `min_score` (0 to 1) what reaches that score is kept, whatever it is: lower finds more, higher errs less; None
    keeps what the weighing lets stand.
    """

    name = "trained"
    version = "7"

    def __init__(self, language: str = "en", min_score: float | None = None) -> None:
        self.heads = Heads.load(language)
        self.rules = RuleCoder()
        self.lexicon = self.rules.lexicon
        self.branch = MODELS / language / "branch.onnx"
        self.min_score = min_score

    def code(self, articles: Iterable[ReadArticle]) -> Iterator[list[Report]]:
        """The reports of each article, in the order of the text, an act told twice once."""
        for article in articles:
            scene = Scene.of(article, [list(self.rules.drafts(article, sentence)) for sentence in article.sentences])
            with one_thread():
                words = [each for number in range(len(article.sentences)) for each in self._words(scene, number)]
                told = list(self._standing(scene, words))
            if self.min_score is not None:
                told = [each for each in told if each.report.score >= self.min_score]
            yield same_act(follow_days(article, told), article.blocs)

    def _words(self, scene: Scene, number: int) -> Iterator[_Word]:
        """The words of a sentence that may name an act."""
        tree = scene.article.sentences[number].sentence
        label = label_of(tree)
        places = [token.index for token in tree.tokens if token.upos in TRIGGERS and token.index >= label]
        if tree.kind not in CODED or not places or tree.vectors is None:
            return
        words = self.heads.numbers("word", scene.words(number, self.rules.lexicon))
        chances = self.heads.of_words(tree.vectors, words, places)
        anchors = [draft.report.anchor for draft in scene.drafts[number].values() if not is_echo(draft)]
        for row, place in enumerate(places):
            draft = scene.drafts[number].get(place)
            if draft is None and any(_is_within(tree.tokens[place], each) for each in anchors):
                continue  # "[cancelled] the meeting": a word of a drafted act names no other
            yield _Word(number, place, chances[row], words, draft)

    def _standing(self, scene: Scene, words: Sequence[_Word]) -> Iterator[Told]:
        """What is told of each word; where something stands in the article, less is asked of what stands beside it."""
        weighing = Weighing.of(scene)
        weighed = [self._weighed(weighing, each, weighing.undrafted) for each in words]
        if any(each is not None for each in weighed):
            weighed = [self._weighed(weighing, each, weighing.beside) for each in words]
        for each, chances in zip(words, weighed, strict=True):
            told = None
            if chances is not None:
                told = told_of(self, Found(scene, each.number, each.place, chances, each.words, weighing.happened))
            if told is not None:
                yield told
            elif each.draft is not None and is_echo(each.draft):
                yield each.draft  # "this meeting" adds to an act told before

    def _weighed(self, weighing: Weighing, word: _Word, alone: float) -> Chances | None:
        """Chances of the types, leaning towards what the rules drafted; None where no act stands.

        `alone` is the least chance of what the rules did not draft.
        """
        draft, chances = word.draft, word.chances
        if draft is None or is_echo(draft):
            enough = alone if self.min_score is None else OPEN
            return chances if float(chances[1:].max()) >= enough else None
        # An act told as a mere possibility, or called off, is less of an act to the heads, and still one to be told.
        share = 0.5 if draft.report.status in (Status.POSSIBLE, Status.CANCELLED) else 1.0
        if 1 - float(chances[0]) < weighing.drafted * share:
            return None
        return leaning(self.heads, chances, draft, weighing.lean)

    def chances(self, scene: Scene, number: int, place: int, candidates: Sequence[Candidate], type_: int) -> Chances:
        """Chances [candidates, ROLES] that each candidate has each part in the act that a word of a sentence names."""
        if not candidates:
            return np.zeros((0, len(ROLES)), np.float32)
        columns = self.heads.numbers("pair", [scene.pair(number, place, each) for each in candidates])
        vectors = scene.article.sentences[number].sentence.vectors
        assert vectors is not None
        others = np.stack([vector_of(scene, each) for each in candidates])
        return self.heads.of_pairs(vectors[place + 1], others, columns, type_)

    def homes(
        self, scene: Scene, homeless: Candidate, bearers: Sequence[Candidate], columns: list[tuple[str, ...]]
    ) -> Chances:
        """Chances [bearers] that the country that a mention names is that of a participant whose words name none."""
        others = np.stack([vector_of(scene, each) for each in bearers])
        return self.heads.of_homes(vector_of(scene, homeless), others, self.heads.numbers("home", columns))


def _is_within(token: Token, anchor: Span) -> bool:
    return anchor.start <= token.start and token.end <= anchor.end


def vector_of(scene: Scene, candidate: Candidate) -> Chances:
    """The vector of a candidate's head word."""
    vectors = scene.article.sentences[candidate.sentence].sentence.vectors
    assert vectors is not None
    row: Chances = vectors[candidate.head + 1]
    return row
