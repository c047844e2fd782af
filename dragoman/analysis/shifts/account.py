"""An actor's acts, what is told of it at all, and its ties come in; all its shifts go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.analysis.network.acts import PairAct
from dragoman.analysis.shifts.formal import Step
from dragoman.analysis.shifts.levels import levels
from dragoman.analysis.shifts.surges import Framing, Surge, surges
from dragoman.analysis.shifts.turns import Alignment, Turn

FEWEST = 10
"""Acts of a pair from which on its weeks are looked at for surges."""
MOST = 40
"""Surges that are told of an actor."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of an actor: its acts with states and bodies by their days, the days of all events that have it in
    them, and the ties that it began or ended."""

    actor: str
    acts: tuple[PairAct, ...]
    attention: tuple[date, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Shifts:
    """The shifts of an actor: turns of its whole alignment, breaks of single relations, surges, and steps by ties."""

    course: Course
    whole: tuple[Turn, ...]
    single: tuple[Turn, ...]
    sudden: tuple[Surge, ...]

    def __bool__(self) -> bool:
        return bool(self.whole or self.single or self.sudden or self.course.steps)


def shifts(course: Course, until: date, *, min_origins: int = 0) -> Shifts:
    """All shifts up to a day, of which each rests on so many origins (ties on whatever tells of them)."""
    acts, actor = course.acts, course.actor
    sudden: Sequence[Surge] = ()
    if acts:
        level = levels(acts, acts[0].on, until, min_acts=FEWEST, only=(actor,))
        sudden = surges(level, Framing(min_origins=min_origins), most=MOST)
    whole = Alignment(acts, actor)
    return Shifts(
        course,
        tuple(whole.turns(min_origins=min_origins)),
        tuple(whole.relations(min_origins=min_origins, attention=course.attention)),
        tuple(sudden),
    )
