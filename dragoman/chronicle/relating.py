"""A record and two actors come in; the series of their relation goes out, as of a day and as known by a day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dragoman.analysis.dyad import RECORD, Party, dyad
from dragoman.analysis.periods import period_of
from dragoman.analysis.relation import Framing, Relation, relation
from dragoman.analysis.standing import Asked
from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.between import acts_as, events_between
from dragoman.errors import Stop
from dragoman.ontology.book import Book
from dragoman.ontology.desk import desk_of
from dragoman.store.view import Wanted, open_view


@dataclass(frozen=True, slots=True)
class Pair:
    """The two that are asked about, by their codes, and from when their events are known (None: all)."""

    one: str
    other: str
    known_by: date | None = None


def relation_of(
    chronicle: Chronicle,
    book: Book,
    pair: Pair,
    asked: Asked,
    framing: Framing,
    sources: Sequence[str] = (RECORD,),
) -> Relation:
    """How two stand with one another by the events of the record, of imported data sets, or of both.

    Coverage is judged by what the sources have of each day: articles of the record, events of the sets. Stop if a set
    was never imported.
    """
    view = chronicle.view
    one, other = Party(pair.one, acts_as(book, pair.one)), Party(pair.other, acts_as(book, pair.other))
    sets = [each for each in sources if each != RECORD]
    if sets:
        check_sets(sets, view.providers())
    covered: Counter[date] = Counter()
    events, imported = [], []
    if RECORD in sources:
        wanted = Wanted(pair.one, pair.other, framing.since, framing.until, pair.known_by)
        events = events_between(chronicle, book, wanted)
        covered.update(view.articles_by_day(pair.known_by))
    if sets:
        known = pair.known_by or date.max
        found = view.imported_between({one.code, *one.also}, {other.code, *other.also}, sets)
        imported = [each for each in found if each.known_on <= known]
        covered.update(view.imported_by_day(sets, pair.known_by))
    widest = period_of(date(2024, 1, 1), framing.by).days
    between = dyad(events, imported, one, other, asked, widest=widest)
    return relation(between, covered, asked.day, framing, tuple(sources))


def check_sets(sets: Sequence[str], there: Mapping[str, int]) -> None:
    """Stop if one of the sets was never imported."""
    for each in sets:
        if each not in there:
            has = f"It has {', '.join(there)}." if there else "“dragoman import” brings them."
            raise Stop(f"the record has no imported events of {each}.", remedy=has)


def relate(
    db: Path | str,
    one: str,
    other: str,
    framing: Framing | None = None,
    *,
    known_by: date | None = None,
    sources: Sequence[str] = (RECORD,),
) -> Relation:
    """The same for notebooks: a file, two names or codes, and how the series is to be framed.

    `dragoman.export.tables.relation_table` makes a polars table of the answer, `relation_chart` a chart.
    """
    with open_view(db) as view:
        desk = desk_of(Path(db))
        book = Book.load(desk if desk.is_dir() else None)
        asked = Asked(known_by or date.today())
        first, second = (name.upper() if name.upper() in book.actors else book.actor_id(name) for name in (one, other))
        pair = Pair(first, second, known_by)
        return relation_of(Chronicle(view), book, pair, asked, framing or Framing(), sources)
