"""The sentences of a text come in, none of them parsed; which may tell of somebody that the book knows goes out.

Who takes part in an act may be named in the two sentences before its own or in the one after; where none of these has
a name of the book, of an actor or a place, no act of anybody known can stand.
"""

from bisect import bisect_left
from collections.abc import Sequence

from dragoman.ontology.book import Book
from dragoman.reading.splitting import RawSentence

BEFORE, AFTER = 2, 1


def is_named_near(book: Book, text: str, sentences: Sequence[RawSentence]) -> list[bool]:
    """For each sentence, if a name of the book stands in it, in the two before or in the one after."""
    starts = [hit.start for hit in book.find(text)]
    has_name = [bisect_left(starts, each.start) < bisect_left(starts, each.end) for each in sentences]
    return [any(has_name[max(0, place - BEFORE) : place + AFTER + 1]) for place in range(len(sentences))]
