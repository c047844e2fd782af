"""A trained decision comes in; the words of its sentence that weighed most in it go out.

Each word in turn is replaced by one that says nothing, the sentence is read again, and what the chance of the type
loses is the word's weight. It takes one reading for each word, so it is done where somebody asks, not while coding.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dragoman.coding.bars import Bars
from dragoman.coding.candidates import TRIGGERS, Scene
from dragoman.coding.trained import TrainedCoder
from dragoman.record import Article, EventType
from dragoman.sentences import ReadArticle

_NOTHING = {"VERB": "did", "NOUN": "something", "PROPN": "someone", "ADJ": "such", "ADV": "so", "NUM": "some"}
"""Words that say nothing, by the part of speech that they stand in for; other words are left as they are."""
_LEAST = 0.02  # a chance that changes by less is not told


@dataclass(frozen=True, slots=True)
class Weight:
    """A word, where it stands in the sentence, and what the chance of the type loses without it (negative: gains)."""

    word: str
    start: int
    end: int
    loss: float


Read = Callable[[Sequence[Article]], Iterable[ReadArticle]]
"""Reads articles, in order, with the coder's branch."""


def weights(
    coder: TrainedCoder, read_many: Read, sentence: str, anchor: tuple[int, int], type_: EventType
) -> list[Weight]:
    """The words outside the anchor that weighed in the type of the act that it names, the weightiest first.

    `anchor` are the offsets of the act's words in `sentence`.
    """
    (read,) = read_many([_article(sentence)])
    words = [
        token
        for each in read.sentences
        for token in each.sentence.tokens
        if token.upos in _NOTHING and (token.end <= anchor[0] or token.start >= anchor[1])
    ]
    texts, anchors = [], []
    for token in words:
        said = _NOTHING[token.upos]
        texts.append(sentence[: token.start] + said + sentence[token.end :])
        shift = len(said) - (token.end - token.start) if token.end <= anchor[0] else 0
        anchors.append((anchor[0] + shift, anchor[1] + shift))
    whole = _chance(coder, read, anchor, type_)
    without = read_many([_article(text) for text in texts])
    found = [
        Weight(token.text, token.start, token.end, whole - _chance(coder, changed, place, type_))
        for token, changed, place in zip(words, without, anchors, strict=True)
    ]
    return sorted((each for each in found if abs(each.loss) >= _LEAST), key=lambda each: (-abs(each.loss), each.start))


def _article(text: str) -> Article:
    return Article(Article.identify("", text, None), text)


def _chance(coder: TrainedCoder, article: ReadArticle, anchor: tuple[int, int], type_: EventType) -> float:
    """The greatest chance of the type among the words of the anchor."""
    scene = Scene.of(article, [list(coder.rules.drafts(article, sentence)) for sentence in article.sentences])
    best = 0.0
    for number, read in enumerate(article.sentences):
        tree = read.sentence
        places = [
            token.index
            for token in tree.tokens
            if token.upos in TRIGGERS and token.start < anchor[1] and token.end > anchor[0]
        ]
        if places and tree.vectors is not None:
            words = coder.heads.numbers("word", scene.words(number, coder.rules.lexicon))
            chances = coder.heads.of_words(tree.vectors, words, places, Bars.of(scene).types)
            best = max(best, float(chances[:, coder.heads.types.index(str(type_))].max()))
    return best
