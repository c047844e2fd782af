"""An event and the day of a question come in; whom its participants stand for, and on which days it lies, go out.

Every answer that counts acts asks here, so that one act is not an act in one answer and none in another.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from dragoman.analysis.standing import Asked
from dragoman.dates import DayRange, Precision
from dragoman.events import Event
from dragoman.record import EventType, Participant

WIDEST = 31
"""Days up to which an event's range may reach; one told to have been "in 2024" has no day to be counted on."""
NOT_AS_RECIPIENTS = frozenset(("REB", "CRM", "OPP", "UNK"))
"""Sectors of those who carry a country's code and are not the country: to strike rebels, or a town that they hold, is
not to strike the state. Its civilians, traders and reporters are its people."""
NOT_AS_ACTORS = NOT_AS_RECIPIENTS | {"CVL", "MED", "NGO", "REL"}
"""Sectors of those who do not act for the country whose code they carry."""
_BETWEEN = ("clash", "battle", "exchang", "skirmish", "fight", "fought", "firefight", "shootout", "crossfire", "war ")
"""Words of two-sided fighting: by the codebook both sides are its actors, and it has no recipients."""


def stands_for_country(one: Participant, *, acts: bool) -> bool:
    """True if what it does (`acts`), or what is done to it, is done by or to the country whose code it carries."""
    return one.sector not in (NOT_AS_ACTORS if acts else NOT_AS_RECIPIENTS)


def code_of(one: Participant, *, acts: bool, stands_for: Mapping[str, str] | None = None) -> str | None:
    """The code that a participant counts under: its own, that of the state it is counted as, its country's, or none."""
    if one.actor:
        return (stands_for or {}).get(one.actor, one.actor)
    return one.country if stands_for_country(one, acts=acts) else None


def codes_of(people: Iterable[Participant], *, acts: bool, stands_for: Mapping[str, str] | None = None) -> list[str]:
    """The codes of some participants, each once, in alphabetical order."""
    return sorted({code for one in people if (code := code_of(one, acts=acts, stands_for=stands_for))})


def is_clash(event: Event) -> bool:
    """True if those who act fight one another by the words; two who strike a third without a name do not."""
    if event.type is not EventType.ASSAULT or event.recipients:
        return False
    words = event.report(event.lead).report.anchor_text.casefold()
    return any(sign in words for sign in _BETWEEN)


def days_of(event: Event, asked: Asked, widest: int = WIDEST) -> tuple[date, date] | None:
    """First and last day of an event that is dated finely enough; one without a day lies where it was reported."""
    return days_within(event, asked.when(event), widest)


def days_within(event: Event, when: DayRange | None, widest: int = WIDEST) -> tuple[date, date] | None:
    """The same for the days that it has at some time."""
    if when is None:
        return event.first_known_on, event.first_known_on
    first, last = when.first, when.last
    if when.precision is Precision.DAY and first:
        return first, last or first
    if first is None or last is None:
        return None
    return (first, last) if (last - first).days < widest else None
