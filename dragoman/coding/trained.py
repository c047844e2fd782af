"""The trained coder: sentences become reports by heads over the encoder, which weigh what the rules propose.

A stacker joins the two. Every word that may name an act is given a chance by the trained head, which sees the rules'
draft among its columns; the stacker hears the draft once more, as far as its rule has proved right. What is likely
enough stands (bars.py). The rules name who takes part where both agree on the type; what they leave empty,
the countries, days, places and speakers come from the heads.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.coding.bars import OPEN, TIES, Bars
from dragoman.coding.candidates import CODED, ROLES, TRIGGERS, Candidate, Scene
from dragoman.coding.following import follow_days
from dragoman.coding.found import Found
from dragoman.coding.heads import MODELS, Heads
from dragoman.coding.rules import RuleCoder
from dragoman.coding.settling import Told, is_echo, same_act
from dragoman.coding.stacking import Stacker, Voice
from dragoman.coding.threads import one_thread
from dragoman.coding.topics import label_of
from dragoman.coding.writing import told_of
from dragoman.record import Report, Span, Status
from dragoman.sentences import ReadArticle, Token

Chances = NDArray[np.float32]


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
    keeps what the bars let stand.
    """

    name = "trained"
    version = "12"

    def __init__(self, language: str = "en", min_score: float | None = None) -> None:
        self.heads = Heads.load(language)
        self.stacker = Stacker.load(language)
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
        chances = self.heads.of_words(tree.vectors, words, places, Bars.of(scene).types)
        anchors = [draft.report.anchor for draft in scene.drafts[number].values() if not is_echo(draft)]
        for row, place in enumerate(places):
            draft = scene.drafts[number].get(place)
            if draft is None and any(_is_within(tree.tokens[place], each) for each in anchors):
                continue  # "[cancelled] the meeting": a word of a drafted act names no other
            yield _Word(number, place, chances[row], words, draft)

    def _standing(self, scene: Scene, words: Sequence[_Word]) -> Iterator[Told]:
        """What is told of each word; where something stands in the article, less is asked of what stands beside it."""
        limits = Bars.of(scene)
        voices = [self._voice(scene, each) for each in words]
        weighed = self.stacker.weighed(voices)
        bars = self._bars(limits, voices, weighed)
        for each, chances, bar in zip(words, weighed, bars, strict=True):
            told = None
            if float(chances[1:].max()) >= bar:
                told = told_of(self, Found(scene, each.number, each.place, chances, each.words, limits))
            if told is not None:
                yield told
            elif each.draft is not None and is_echo(each.draft):
                yield each.draft  # "this meeting" adds to an act told before

    def _bars(self, limits: Bars, voices: Sequence[Voice], weighed: Chances) -> list[float]:
        """The least chance at which each word's act stands."""
        if self.min_score is not None:
            return [OPEN] * len(voices)
        bars = [limits.apart if _is_worth_more(voice) else limits.alone for voice in voices]
        if any(float(chances[1:].max()) >= bar for chances, bar in zip(weighed, bars, strict=True)):
            return [self._beside(limits, *each) for each in zip(voices, weighed, strict=True)]
        return bars

    def _beside(self, limits: Bars, voice: Voice, weighed: Chances) -> float:
        """The least chance at which a word's act stands where another of the text does."""
        if voice.report is not None:
            return limits.apart if _is_worth_more(voice) else limits.drafted
        return limits.tied if self._is_of_ties(weighed) else limits.beside

    def _is_of_ties(self, chances: Chances) -> bool:
        """True where the likeliest type is one of ties, as padding has them in every article."""
        return self.heads.types[int(chances[1:].argmax()) + 1] in TIES

    def _voice(self, scene: Scene, word: _Word) -> Voice:
        """What heads and rules say of a word."""
        token = scene.article.sentences[word.number].sentence.tokens[word.place]
        return Voice(token.lemma.lower(), word.chances, word.draft)

    def chances(
        self,
        scene: Scene,
        number: int,
        place: int,
        candidates: Sequence[Candidate],
        type_: int,
        *,
        by_first: bool = False,
    ) -> Chances:
        """Chances [candidates, ROLES] that each candidate has each part in the act that a word of a sentence names."""
        if not candidates:
            return np.zeros((0, len(ROLES)), np.float32)
        columns = self.heads.numbers("pair", [scene.pair(number, place, each) for each in candidates])
        vectors = scene.article.sentences[number].sentence.vectors
        assert vectors is not None
        others = np.stack([vector_of(scene, each) for each in candidates])
        shares = None if by_first else Bars.of(scene).sides
        return self.heads.of_pairs(vectors[place + 1], others, columns, type_, shares)

    def homes(
        self, scene: Scene, homeless: Candidate, bearers: Sequence[Candidate], columns: list[tuple[str, ...]]
    ) -> Chances:
        """Chances [bearers] that the country that a mention names is that of a participant whose words name none."""
        others = np.stack([vector_of(scene, each) for each in bearers])
        which = self.heads.homes_asked(in_article=scene.is_article)
        numbers = self.heads.numbers(which, columns)
        return self.heads.of_homes(vector_of(scene, homeless), others, numbers, f"{which}s")


def _is_worth_more(voice: Voice) -> bool:
    """True for a draft of the rules between two parties that are known, and for one of what is planned, possible,
    denied or called off, which is less of an act to the heads and still one to be told."""
    report = voice.report
    if report is None or report.status not in (Status.HAPPENED, Status.ONGOING):
        return report is not None
    return len({each.code for each in (*report.actors, *report.recipients)} - {None}) > 1


def _is_within(token: Token, anchor: Span) -> bool:
    return anchor.start <= token.start and token.end <= anchor.end


def vector_of(scene: Scene, candidate: Candidate) -> Chances:
    """The vector of a candidate's head word."""
    vectors = scene.article.sentences[candidate.sentence].sentence.vectors
    assert vectors is not None
    row: Chances = vectors[candidate.head + 1]
    return row
