"""An actor's dated ties come in; the days on which one began or ended go out, as steps towards somebody or away.

What is signed, joined, left or broken off is a turn whose day is told: it needs no statistics, and shows in a record
that is too thin for any.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from dragoman.analysis.tie_book import Known, KnownTie
from dragoman.dates import DayRange
from dragoman.ontology.actors import first_day

CLOSER = frozenset(("member", "relations", "ambassador", "agreement", "recognises", "base"))
"""Ties that bind: where one begins the two come closer."""
APART = frozenset(("suspended", "sanctions"))
"""Ties that part."""
_WHOLE = 10  # characters of a date that gives its day


@dataclass(frozen=True, slots=True)
class Step:
    """A tie with a partner that began or ended on a day, and the events that say so (none where the book alone does).

    `is_stated` is False where the words give no day, so that it happened by `on`. `notice_on` is when leaving was
    announced.
    """

    actor: str
    partner: str
    kind: str
    begins: bool
    on: date
    is_stated: bool
    notice_on: date | None
    known: Known
    events: tuple[str, ...]

    @property
    def is_closer(self) -> bool:
        """True where it brings the two closer."""
        return self.begins == (self.kind in CLOSER)


def steps(ties: Iterable[KnownTie], actor: str, first: date, last: date) -> list[Step]:
    """The steps of an actor between two days, both included, by their days."""
    found = [
        step
        for tie in ties
        if tie.kind in CLOSER | APART and actor in (tie.who, tie.whom)
        for step in _edges(tie, actor)
        if first <= step.on <= last
    ]
    left = {(step.partner, step.on) for step in found if step.kind == "member" and not step.begins}
    # Who leaves is suspended no more, which brings nobody closer.
    found = [step for step in found if step.kind != "suspended" or step.begins or (step.partner, step.on) not in left]
    return sorted(found, key=lambda step: (step.on, step.partner, step.kind, step.begins))


def _edges(tie: KnownTie, actor: str) -> Iterator[Step]:
    partner = tie.whom if tie.who == actor else tie.who
    learnt, book = tie.learnt, tie.book
    notice = learnt.notice_on if learnt else None
    for begins in (True, False):
        days = (learnt.since if begins else learnt.until) if learnt else None
        event = (learnt.begun_by if begins else learnt.ended_by) if learnt else None
        written = (book.since if begins else book.until) if book else None
        told = _by_book(written) or _by_words(days)
        if told is not None:
            whole = written and written != "?" and len(written) >= _WHOLE
            is_stated = bool(whole) or (days is not None and days.is_stated and days.first is not None)
            known = Known.BOOK if event is None else tie.known
            yield Step(
                actor, partner, tie.kind, begins, told, is_stated, None if begins else notice, known,
                (event,) if event else (),
            )  # fmt: skip


def _by_book(written: str | None) -> date | None:
    """The day that the book gives; a year or month alone is its first day."""
    return date.fromisoformat(first_day(written).replace("-00", "-01")) if written and written != "?" else None


def _by_words(days: DayRange | None) -> date | None:
    return (days.first or days.last) if days else None
