"""A record and a question come in; what an export may hold goes out: events one by one, ties, acts, claims, pledges."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from dragoman.analysis.standing import takes_part
from dragoman.analysis.tie_book import KnownTie, known_ties
from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.between import events_between
from dragoman.events import Event
from dragoman.merging.ties import learnt_ties
from dragoman.ontology.book import Book
from dragoman.store.view import Wanted


@dataclass(frozen=True, slots=True)
class Selected:
    """The events of a record that an export is to hold; of `codes` (a region), where any are given, or one `event`.

    Each walk over it asks the record anew, so that no more than a few events are ever in memory; only with `known_by`
    the events are kept and put in the order of their ids, for without it they would come in none that lasts.
    """

    chronicle: Chronicle
    book: Book
    wanted: Wanted
    codes: Collection[str] | None = None
    event: str = ""

    def __call__(self) -> Iterator[Event]:
        """The events, in the order of their ids."""
        found: Iterable[Event]
        if self.event:
            yield self.chronicle.event(self.event, known_by=self.wanted.known_by)
            return
        if self.wanted.with_:
            found = sorted(events_between(self.chronicle, self.book, self.wanted), key=lambda each: each.id)
        elif self.wanted.known_by:
            found = sorted(self.chronicle.stream(self.wanted), key=lambda each: each.id)
        else:
            found = self.chronicle.stream(self.wanted)
        for each in found:
            if self.codes is None or takes_part(each, self.codes):
                yield each


def ties_among(selected: Selected) -> list[KnownTie]:
    """The ties that the events tell of and the book's of the actor asked for, or of all that take part in them."""
    wanted = selected.wanted
    events = list(selected())
    of = {code for code in (wanted.actor, wanted.with_) if code} or set(selected.codes or ())
    learnt = learnt_ties(sorted(events, key=lambda each: (each.day, each.id)))
    if not of:
        of = {code for event in events for code in event.parties}
    both = {wanted.actor, wanted.with_} if wanted.with_ else None
    spells = {
        spell: None
        for code in sorted(of)
        if code in selected.book.actors
        for spell in selected.book.ties(code, wanted.since, wanted.until)
        if both is None or both == {spell.who, spell.whom}
    }
    learnt = [tie for tie in learnt if (both or of) & {tie.who, tie.whom}]
    return known_ties(learnt, spells, wanted.known_by)
