"""A record and two actors come in; the series of their relation goes out, as of a day and as known by a day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from dragoman.analysis.dyad import RECORD, Party, dyad
from dragoman.analysis.periods import period_of
from dragoman.analysis.relation import Framing, Relation, relation
from dragoman.analysis.standing import Asked
from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.between import acts_as, events_between
from dragoman.ontology.book import Book
from dragoman.store.view import Wanted


@dataclass(frozen=True, slots=True)
class Pair:
    """The two that are asked about, by their codes, and from when their events are known (None: all)."""

    one: str
    other: str
    known_by: date | None = None


def relation_of(chronicle: Chronicle, book: Book, pair: Pair, asked: Asked, framing: Framing) -> Relation:
    """How two stand with one another by the events of a record."""
    wanted = Wanted(actor=pair.one, with_=pair.other, since=framing.since, until=framing.until, known_by=pair.known_by)
    articles: Counter[date] = Counter(chronicle.view.articles_by_day(pair.known_by))
    between = dyad(
        events_between(chronicle, book, wanted),
        (),
        Party(pair.one, acts_as(book, pair.one)),
        Party(pair.other, acts_as(book, pair.other)),
        asked,
        widest=period_of(date(2024, 1, 1), framing.by).days,
    )
    return relation(between, articles, asked.day, framing, (RECORD,))
