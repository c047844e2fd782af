"""The reports of one event and their origins come in; its status over time goes out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dragoman.dates import DayRange, Precision
from dragoman.events import AHEAD, Recorded, Stage, StatusChange, standing
from dragoman.merging.traits import Traits
from dragoman.record import Status

_TURN = {
    Status.URGED: 0,
    Status.POSSIBLE: 1,
    Status.PLANNED: 2,
    Status.CANCELLED: 3,
    Status.ONGOING: 4,
    Status.HAPPENED: 5,
    Status.DENIED: 6,
}
"""In which order the reports of one day are taken: what leads to something before what it led to."""
_FIRST_STAGE = {
    Status.URGED: Stage.URGED,
    Status.POSSIBLE: Stage.POSSIBLE,
    Status.PLANNED: Stage.PLANNED,
    Status.CANCELLED: Stage.CANCELLED,
    Status.ONGOING: Stage.ONGOING,
    Status.HAPPENED: Stage.HELD,
    Status.DENIED: Stage.DENIED,
}
_PLAN = frozenset((Status.PLANNED,))
_SAID_OF: Mapping[Stage, frozenset[Status]] = {
    Stage.URGED: frozenset((Status.URGED,)),
    Stage.POSSIBLE: frozenset((Status.POSSIBLE,)),
    Stage.PLANNED: _PLAN,
    Stage.CONFIRMED: _PLAN,
    Stage.MOVED: frozenset((Status.PLANNED, Status.CANCELLED)),
    Stage.CANCELLED: frozenset((Status.CANCELLED,)),
    Stage.ONGOING: frozenset((Status.ONGOING, Status.HAPPENED)),
    Stage.HELD: frozenset((Status.ONGOING, Status.HAPPENED)),
    Stage.DENIED: frozenset((Status.DENIED,)),
}
"""What a report must say to speak for a stage."""


@dataclass(frozen=True, slots=True)
class Word:
    """What one report says of whether the act takes place: the report, its traits and the origin of its word."""

    recorded: Recorded
    traits: Traits
    origin: str

    @property
    def when(self) -> DayRange | None:
        """The days that its text gives; None where it gives none."""
        when = self.recorded.report.when
        return when if when and when.is_stated else None

    @property
    def status(self) -> Status:
        """Whether the act took place, by this report."""
        return Status(self.traits.status)


class History:
    """A status history in the making: takes words in the order of their days."""

    def __init__(self) -> None:
        self.changes: list[StatusChange] = []
        self._origins: list[set[str]] = []
        self._left: list[DayRange] = []  # days that the act was moved from

    @property
    def _now(self) -> StatusChange | None:
        return self.changes[-1] if self.changes else None

    def take(self, word: Word) -> None:
        """Let a word change the history, or stand by what is known."""
        stage, when = self._reached(word)
        if stage is None:
            self._stand_by(word)
            return
        now = self._now
        against: tuple[str, ...] = ()
        if now and stage is Stage.MOVED and now.when and now.when != when:
            self._left.append(now.when)
        if now and {stage, now.stage} in ({Stage.HELD, Stage.DENIED}, {Stage.ONGOING, Stage.DENIED}):
            against = now.reports
        self.changes.append(StatusChange(stage, word.recorded.known_on, when, (word.recorded.id,), against))
        self._origins.append({word.origin})

    def _stand_by(self, word: Word) -> None:
        """Count a word that says what is known already; an old plan told after the outcome says nothing of it."""
        now = self.changes[-1]
        if word.status not in _SAID_OF[now.stage] or (now.stage in AHEAD and not _same_days(now.when, word.when)):
            return
        when = _finer(now.when, word.when) if _same_days(now.when, word.when) else now.when
        self._origins[-1].add(word.origin)
        reports = (*now.reports, word.recorded.id)
        self.changes[-1] = replace(now, when=when, reports=reports, origins=len(self._origins[-1]))

    def _reached(self, word: Word) -> tuple[Stage | None, DayRange | None]:
        """The stage that a word brings, and the days from then on; None where it changes nothing."""
        now, when, status = self._now, word.when, word.status
        if now is None:
            return (Stage.MOVED if word.traits.is_move else _FIRST_STAGE[status]), _new_days(word)
        if word.traits.is_move and now.stage not in (Stage.HELD, Stage.ONGOING):
            return self._moved(word, now)
        if status is Status.PLANNED:
            return self._planned(word, now)
        if status is Status.CANCELLED:
            done = now.stage in (Stage.HELD, Stage.CANCELLED)
            return (None, None) if done else (Stage.CANCELLED, now.when or when)
        if status in (Status.HAPPENED, Status.ONGOING):
            stage = _FIRST_STAGE[status]
            if now.stage is stage or now.stage is Stage.HELD:
                return None, None
            return stage, when or now.when
        if status is Status.DENIED:
            return (None, None) if now.stage is Stage.DENIED else (Stage.DENIED, now.when)
        return None, None  # "may" and "should" add nothing to what is known

    def _moved(self, word: Word, now: StatusChange) -> tuple[Stage | None, DayRange | None]:
        new = _new_days(word)
        if now.stage is Stage.MOVED and (new is None or _same_days(now.when, new)):
            return None, None
        if new is not None and now.stage in AHEAD and _same_days(now.when, new):
            return None, None  # the new day was known already
        return Stage.MOVED, new

    def _planned(self, word: Word, now: StatusChange) -> tuple[Stage | None, DayRange | None]:
        when = word.when
        if now.stage in (Stage.POSSIBLE, Stage.URGED, Stage.DENIED):
            return Stage.PLANNED, when
        if now.stage is Stage.CANCELLED:
            # An older plan told late changes nothing; one for another day, or told later, is taken up again.
            again = when is not None and not _same_days(now.when, when)
            return (Stage.PLANNED, when) if again else (None, None)
        if now.stage not in AHEAD:
            return None, None
        if when is None or (any(_same_days(left, when) for left in self._left) and not _same_days(now.when, when)):
            return None, None
        if now.when is not None and now.when.is_stated and not _same_days(now.when, when):
            return Stage.MOVED, when
        is_other = word.origin not in self._origins[-1] or word.traits.is_confirmed
        if now.stage is Stage.PLANNED and is_other and word.recorded.known_on >= now.known_on:
            return Stage.CONFIRMED, _finer(now.when, when)
        return None, None


def _new_days(word: Word) -> DayRange | None:
    """The days that a move gives: those from its last day on, for "put off from April until July 1" names both."""
    when = word.when
    if when is None or not word.traits.is_move or when.last is None:
        return when
    known = word.recorded.known_on
    if when.first and when.first <= known < when.last:
        return DayRange(when.last, when.last, Precision.DAY, when.basis)
    return when if when.last >= known else None


def _same_days(one: DayRange | None, other: DayRange | None) -> bool:
    """True unless both give days and these lie more than a day apart."""
    if one is None or other is None or not one.is_stated or not other.is_stated:
        return True
    if one.overlaps(other):
        return True
    early, late = sorted((one, other), key=lambda each: each.first or date.min)
    return bool(early.last and late.first and (late.first - early.last).days <= 1)


def _finer(one: DayRange | None, other: DayRange | None) -> DayRange | None:
    """The one of two ranges that says more; the first if they say as much."""
    if one is None or other is None:
        return one or other
    return other if _width(other) < _width(one) else one


def _width(when: DayRange) -> int:
    if not when.is_stated:
        return 10**6
    return (when.last - when.first).days if when.first and when.last else 10**5


def history_of(
    recorded: Sequence[Recorded], traits: Mapping[str, Traits], origins: Mapping[str, str]
) -> list[StatusChange]:
    """The status history of an event's reports; `traits` and `origins` are by the ids of the reports."""
    words = [Word(each, traits[each.id], origins[each.id]) for each in recorded]
    words.sort(key=_turn)
    history = History()
    for word in words:
        history.take(word)
    return history.changes


def _turn(word: Word) -> tuple[date, int, bool, str]:
    return word.recorded.known_on, _TURN[word.status], word.traits.is_move, word.recorded.id


def days_of(changes: Sequence[StatusChange], recorded: Iterable[Recorded]) -> DayRange | None:
    """The day range of an event by its history: the last plan's while it is a plan, else what most reports state.

    An outcome told without a day keeps the planned day; an act without any stated day was done by the day on which it
    was first reported.
    """
    last = standing(changes)
    if last.stage is Stage.MOVED:
        return last.when  # put off without a new day, it has none
    if last.stage in (*AHEAD, Stage.CANCELLED):
        found = next((each.when for each in reversed(changes) if each.when), None)
        if found is not None:
            return found
    reports = list(recorded)
    told = Counter(
        each.report.when
        for each in reports
        if each.report.when and each.report.when.is_stated and each.id in last.reports
    )
    if told:
        return min(told, key=lambda when: (-told[when], _width(when), str(when)))
    if last.when is not None and last.when.is_stated:
        return last.when
    ahead = next((each.when for each in reversed(changes) if each.when and each.when.is_stated), None)
    if ahead is not None:
        return ahead
    given = [each.report.when for each in reports if each.report.when]
    return min(given, key=lambda when: (when.last or date.max, str(when))) if given else None
