"""A plan and the plans of the past come in; the chance that it is held by its date goes out, or an abstention.

The share of past plans that were held, of ever more like ones: all, those of its kind, those of like notice too, those
of its actors too. Each step is a beta-binomial: the step before counts as so many cases of its own.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt

from dragoman.analysis.standing import DONE
from dragoman.dates import DayRange
from dragoman.events import AHEAD, Event

LEAST = 20
"""Past plans whose outcome is known, under which no chance is given."""
GRACE = 14
"""Days after a plan's last day within which word of it may still come."""
STRENGTH = 8.0
"""How many cases the step before counts as."""
_NOTICE = (3, 10, 30, 90)


@dataclass(frozen=True, slots=True)
class PastPlan:
    """A plan whose day and days of grace are over: what it was, its notice in days, who, and whether it was held."""

    event: str
    type: str
    mode: str
    notice: int
    parties: frozenset[str]
    is_held: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Past plans that are like it in so much, those held among them, and the share after shrinkage."""

    of: str
    held: int
    cases: int
    share: float


@dataclass(frozen=True, slots=True)
class PlanForecast:
    """The chance that a plan is held by its last day, with the steps to it and a range of one standard deviation.

    `chance` is None where the record has too few past plans. `base` is the share of all past plans.
    """

    event: str
    by: date
    notice: int
    chance: float | None
    low: float
    high: float
    base: float
    steps: tuple[Step, ...]
    like: tuple[str, ...]


def past_plans(events: Iterable[Event], on: date) -> list[PastPlan]:
    """Plans for a stated day that, with its days of grace, was over by `on`; each by the days it was first planned for.

    Held is what was reported to have been held by the end of the grace; moved, cancelled and no word count as not held.
    """
    found = []
    for event in events:
        announced = next((each for each in event.history if each.stage in AHEAD and _last(each.when)), None)
        if announced is None:
            continue
        last = _last(announced.when)
        if last is None or last < announced.known_on:
            continue
        told_by = last + timedelta(days=GRACE)
        if told_by >= on:
            continue
        found.append(_past_plan(event, (last - announced.known_on).days, is_held(event, last)))
    return sorted(found, key=lambda plan: plan.event)


def is_held(event: Event, last: date) -> bool:
    """True if it was reported by the end of the grace that it was held, by its day."""
    stage = event.stage_on(last + timedelta(days=GRACE))
    return stage in DONE and not (event.when and event.when.is_stated and event.when.first and event.when.first > last)


def planned_by(event: Event, on: date) -> date | None:
    """The last day that an event is planned for, as known on a day; None if it is no plan then, or has no day."""
    change = event.known(on)
    return _last(change.when) if change and change.stage in AHEAD else None


def plan_forecast(event: Event, on: date, past: Sequence[PastPlan], least: int = LEAST) -> PlanForecast | None:
    """The chance that a plan is held by its date; None if on that day it is no plan with a day still to come."""
    last = planned_by(event, on)
    if last is None or last < on:
        return None
    # The notice is that with which it was announced, as for the plans that it is compared with.
    mine = _past_plan(event, max(0, (last - _announced_on(event)).days), False)
    narrower: tuple[tuple[str, Callable[[PastPlan], bool]], ...] = (
        ("all plans", lambda plan: True),
        (f"of its kind ({mine.type} {mine.mode})".replace(" )", ")"), lambda plan: _kind(plan) == _kind(mine)),
        (f"and of like notice ({_notice_words(mine.notice)})", lambda plan: _band(plan) == _band(mine)),
        ("and with one of its actors", lambda plan: bool(plan.parties & mine.parties)),
    )
    steps: list[Step] = []
    group, share, strength = [plan for plan in past if plan.event != event.id], 0.5, 2.0
    for words, is_like in narrower:
        group = [plan for plan in group if is_like(plan)]
        held = sum(plan.is_held for plan in group)
        share = (held + strength * share) / (len(group) + strength)
        steps.append(Step(words, held, len(group), share))
        strength = STRENGTH
    cases = steps[0].cases
    spread = sqrt(share * (1 - share) / (steps[-1].cases + STRENGTH + 1))
    like = tuple(plan.event for plan in (group or [plan for plan in past if _kind(plan) == _kind(mine)]))[:5]
    chance = share if cases >= least else None
    return PlanForecast(
        event.id, last, mine.notice, chance, max(0.0, share - spread), min(1.0, share + spread), steps[0].share,
        tuple(steps), like,
    )  # fmt: skip


def _past_plan(event: Event, notice: int, was_held: bool) -> PastPlan:
    return PastPlan(event.id, str(event.type), event.mode or "", notice, event.parties, was_held)


def _announced_on(event: Event) -> date:
    return next(each.known_on for each in event.history if each.stage in AHEAD)


def _last(when: DayRange | None) -> date | None:
    return when.last if when and when.is_stated else None


def _kind(plan: PastPlan) -> tuple[str, str]:
    return plan.type, plan.mode


def _band(plan: PastPlan) -> int:
    return sum(plan.notice > edge for edge in _NOTICE)


def _notice_words(notice: int) -> str:
    band = sum(notice > edge for edge in _NOTICE)
    low = _NOTICE[band - 1] + 1 if band else 0
    return f"{low}–{_NOTICE[band]} days" if band < len(_NOTICE) else f"over {_NOTICE[-1]} days"
