"""An Article becomes a ReadArticle: its sentences parsed, with who, when and where found in each."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from dragoman.dates import DayRange, Precision
from dragoman.ontology.book import Book
from dragoman.reading.days import DayKind, DayMention, find_days, resolve
from dragoman.reading.mentions import MentionFinder
from dragoman.reading.parser import Parser
from dragoman.reading.runtime import USUAL, Runtime
from dragoman.reading.skimming import is_named_near
from dragoman.record import Article
from dragoman.sentences import DayPhrase, ReadArticle, ReadSentence, Sentence

# A body of so few members may be told by naming them all.
_SMALL_BLOC = 6


class Reader:
    """Reads articles of one language: the parser, the actor book and the resolver of days together.

    With `skims`, sentences are passed over in which, and near which, stands no name that the book knows (skimming.py).
    """

    def __init__(self, parser: Parser, book: Book, *, skims: bool = False) -> None:
        self.parser = parser
        self.book = book
        self.skims = skims

    @classmethod
    def load(
        cls,
        language: str = "en",
        branch: Path | None = None,
        desk: Path | None = None,
        *,
        runtime: Runtime = USUAL,
    ) -> "Reader":
        """The reader of a language, with a coder's branch if it has one; Stop if no model for it is installed.

        `desk` is a folder of a desk's own shelves, laid over the book's; there need be no such folder.
        """
        book = Book.load(desk if desk and desk.is_dir() else None)
        return cls(Parser.load(language, branch, runtime), book)

    def read(self, article: Article) -> ReadArticle:
        """One article read; to read many, `read_many` is quicker."""
        return next(self.read_many([article]))

    def read_many(self, articles: Iterable[Article]) -> Iterator[ReadArticle]:
        """Articles read in the order in which they come; all are parsed together in length-sorted batches."""
        waiting = list(articles)
        worth = partial(is_named_near, self.book) if self.skims else None
        parsed = self.parser.parse_many((each.text for each in waiting), worth)
        for article, sentences in zip(waiting, parsed, strict=True):
            finder = MentionFinder(self.book, article.text, article.published_on)
            days = find_days(article.text)
            counted = [day for day in days if day.kind is DayKind.GAP]
            told = [day for day in days if day.kind is not DayKind.GAP]
            read = tuple(
                ReadSentence(
                    sentence,
                    tuple(finder.find(sentence)),
                    tuple(_days_of(sentence, article, told)),
                    tuple(_days_of(sentence, article, counted)),
                )
                for sentence in sentences
            )
            yield ReadArticle(
                article.id, article.text, article.published_on, read, self._blocs(read, article.published_on)
            )

    def _blocs(self, read: Iterable[ReadSentence], on: date | None) -> dict[str, frozenset[str]]:
        named = {mention.actor for sentence in read for mention in sentence.mentions if mention.actor}
        found = {body: frozenset(self.book.members(body, on)) for body in named if body in self.book.bodies}
        return {body: members for body, members in found.items() if 2 <= len(members) <= _SMALL_BLOC}


def _days_of(sentence: Sentence, article: Article, days: Sequence[DayMention]) -> Iterator[DayPhrase]:
    """The article's day expressions that lie in a sentence, resolved for a past act and for one that lies ahead."""
    for found in days:
        if not sentence.start <= found.start < sentence.end:
            continue
        covered = [token.index for token in sentence.tokens if token.start < found.end and token.end > found.start]
        if covered:
            yield DayPhrase(
                start=found.start,
                end=found.end,
                tokens=(covered[0], covered[-1]),
                text=article.text[found.start : found.end],
                past=_in_the_past(found, article.published_on),
                future=resolve(found, article.published_on, "future"),
            )


def _in_the_past(found: DayMention, published: date | None) -> DayRange | None:
    """What a day means for a past act: one "jailed since 16 October" was jailed on that day."""
    whole = resolve(found, published, "past")
    if whole is not None and whole.precision is Precision.OPEN:
        return resolve(found.unbound, published, "past")
    return whole
