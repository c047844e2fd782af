"""Learnt ties and the book's come in; each tie goes out once, saying who knows it, and where the two disagree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dragoman.dates import DayRange, Precision
from dragoman.events import Tie
from dragoman.ontology.actors import Holds, Spell, first_day, last_day

TOLERANCE = timedelta(days=7)
"""How far two days of one beginning or end may lie apart before that is a conflict."""
_IN_BOOK = {"member": "member", "suspended": "suspended", "chairs": "chair"}
"""Kinds of learnt ties that the book has too, and what it calls them."""


class Known(StrEnum):
    """Who knows a tie: the actor book, the events of the record, both alike, or both with a difference."""

    BOOK = "book"
    LEARNT = "learnt"
    BOTH = "book and learnt"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class KnownTie:
    """A tie as the book has it, as events tell it, or both; `conflicts` says in words where they differ."""

    kind: str
    who: str
    whom: str
    book: Spell | None
    learnt: Tie | None
    conflicts: tuple[str, ...]

    @property
    def known(self) -> Known:
        """Who knows it."""
        if self.conflicts:
            return Known.CONFLICT
        if self.book and self.learnt:
            return Known.BOTH
        return Known.BOOK if self.book else Known.LEARNT

    def holds(self, on: date) -> Holds:
        """Whether it holds on a day: by the events where they tell of its end, else by the book."""
        if self.learnt and self.book:
            both = {tie_holds(self.learnt, on), self.book.holds(on)}
            return both.pop() if len(both) == 1 else Holds.MAYBE
        if self.learnt:
            return tie_holds(self.learnt, on)
        return self.book.holds(on) if self.book else Holds.NO


def known_ties(learnt: Sequence[Tie], spells: Iterable[Spell], known_by: date | None = None) -> list[KnownTie]:
    """Every tie of the book and of the events, each once, by kind and sides.

    With `known_by`, the book's hindsight is taken out: spells that began later, and ends that lay ahead, of which only
    a notice by then is left.
    """
    left = list(learnt)
    found: list[KnownTie] = []
    known = [seen for spell in spells if (seen := as_known(spell, known_by)) is not None]
    for seen in known:
        match = next((tie for tie in left if _nearest(tie, known) is seen), None)
        if match is not None:
            left.remove(match)
        conflicts = tuple(_conflicts(match, seen)) if match else ()
        found.append(KnownTie(seen.kind, seen.who, seen.whom, seen, match, conflicts))
    found += [KnownTie(_IN_BOOK.get(tie.kind, tie.kind), tie.who, tie.whom, None, tie, ()) for tie in left]
    return sorted(found, key=lambda each: (each.kind, each.who, each.whom, _begins(each)))


def as_known(spell: Spell, known_by: date | None) -> Spell | None:
    """A spell of the book without what a reader could not know by a day; None where it had not begun."""
    if known_by is None:
        return spell
    day = known_by.isoformat()
    if spell.since and first_day(spell.since) > day:
        return None
    ended = spell.until not in (None, "?") and last_day(spell.until or "") > day
    noticed = spell.notice is not None and first_day(spell.notice) <= day
    return replace(spell, until=None if ended else spell.until, notice=spell.notice if noticed else None)


def _nearest(tie: Tie, spells: Iterable[Spell]) -> Spell | None:
    """The spell that a learnt tie is: of several, the one that begins or ends nearest to it; None where none is."""
    return min(
        (spell for spell in spells if _is_same(tie, spell)), key=lambda spell: _distance(tie, spell), default=None
    )


def _distance(tie: Tie, spell: Spell) -> int:
    """Days between the beginnings of the two, else between their ends; 0 where nothing tells."""
    for mine, theirs in ((tie.since, spell.since), (tie.until, spell.until or spell.notice)):
        day = mine and (mine.first or mine.last)
        if day and theirs and theirs != "?":
            return abs((day - date.fromisoformat(first_day(theirs).replace("-00", "-01"))).days)
    return 0


def _is_same(tie: Tie, spell: Spell) -> bool:
    """True if a learnt tie is this spell of the book: same sides and kind, and days that can meet."""
    if _IN_BOOK.get(tie.kind) != spell.kind or (tie.who, tie.whom) != (spell.who, spell.whom):
        return False
    year = timedelta(days=366)
    if tie.kind != "member" and _distance(tie, spell) > year.days:
        return False  # suspensions and chairs come again: another one, which the book does not have
    ended = tie.until.last if tie.until else tie.notice_on
    if ended and spell.since and first_day(spell.since) > (ended + year).isoformat():
        return False
    begun = tie.since.first if tie.since else None
    return not (begun and spell.until not in (None, "?") and last_day(spell.until or "") < (begun - year).isoformat())


def _conflicts(tie: Tie, spell: Spell) -> Iterable[str]:
    if tie.since and spell.since and _apart(tie.since, spell.since):
        yield f"begun {tie.since} by the events, {spell.since} by the book"
    if tie.until and tie.until.is_stated and spell.until not in (None, "?") and _apart(tie.until, spell.until or ""):
        same_as_notice = spell.notice and not _apart(tie.until, spell.notice)
        more = f"; {spell.notice} is the day of its notice there" if same_as_notice else ""
        yield f"ended {tie.until} by the events, {spell.until} by the book{more}"
    if tie.ended_by and spell.until is None:
        yield f"ended {tie.until} by the events, still holds in the book"
    if tie.notice_on and spell.notice and _apart(DayRange(tie.notice_on, tie.notice_on), spell.notice):
        yield f"notice on {tie.notice_on} by the events, {spell.notice} by the book"


def _apart(when: DayRange, partial: str) -> bool:
    """True if the days of a range and a partial date cannot be one day, give or take a week."""
    if partial == "?":
        return False
    first, last = first_day(partial), last_day(partial)
    begins = ((when.first or date.min + TOLERANCE) - TOLERANCE).isoformat()
    ends = ((when.last or date.max - TOLERANCE) + TOLERANCE).isoformat()
    if not when.is_stated:
        begins = "0000"  # "by then": it may have been long before
    return last < begins or first > ends


def _begins(tie: KnownTie) -> str:
    if tie.book and tie.book.since:
        return tie.book.since
    if tie.learnt and tie.learnt.since and tie.learnt.since.first:
        return tie.learnt.since.first.isoformat()
    return ""


def tie_holds(tie: Tie, on: date) -> Holds:
    """Whether a learnt tie holds on a day; `maybe` where its ends are known too coarsely.

    The day of the end belongs to it no more. One of which only the end is known held before; since when, is not known.
    """
    if tie.since and tie.since.first and on < tie.since.first:
        # "Signed, by the day it was printed" says nothing of the days before.
        return Holds.NO if tie.since.is_stated else Holds.MAYBE
    if tie.since and tie.since.last and on < tie.since.last and tie.since.precision is not Precision.DAY:
        return Holds.MAYBE
    if tie.until is None:
        return Holds.YES
    if tie.until.last and on >= tie.until.last:
        return Holds.NO
    return Holds.MAYBE if tie.until.first and on >= tie.until.first else Holds.YES
