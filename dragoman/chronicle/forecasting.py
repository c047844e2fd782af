"""A record and a day come in; forecasts from what was known by that day go out, and what came of earlier ones."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.analysis.acting import NOT_AS_ACTORS, NOT_AS_RECIPIENTS
from dragoman.analysis.forecasting.between import Act, Dyad, acts_of
from dragoman.analysis.forecasting.coming import Ranked, Ranking, ranking
from dragoman.analysis.forecasting.levels import Level, level, monthly, next_month
from dragoman.analysis.forecasting.next_acts import LEAST, METHOD, Likely, Past
from dragoman.analysis.forecasting.outcomes import Known, outcome_of, settles_on
from dragoman.analysis.forecasting.plans import PlanForecast, past_plans, plan_forecast, planned_by
from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.relating import check_sets
from dragoman.errors import Stop
from dragoman.events import Event, Forecast, Outcome
from dragoman.record import EventType
from dragoman.store.opening import Record
from dragoman.store.view import Wanted

SIDES = ("cooperation", "conflict")
_LIKELIEST = 12  # kinds of act between two that a forecast keeps
_WHOLE = 0.9999


@dataclass(frozen=True, slots=True)
class Ranks:
    """What a ranking is to hold: kinds of act (none: all), how many, and the imported sets it learns from (none: the
    record)."""

    types: tuple[EventType, ...] = ()
    most: int = 12
    sets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replayed:
    """A forecast as it would have been made on a past day, and what came of it."""

    forecast: Forecast
    outcome: Outcome


def known_on(chronicle: Chronicle, day: date) -> list[Event]:
    """All events as a record built from what was published by a day has them."""
    return chronicle.events(Wanted(known_by=day))


def next_between(events: Iterable[Event], dyad: Dyad, on: date, horizon: int) -> list[Likely]:
    """What is likely between two within so many days after a day; nothing of two with too few acts."""
    return Past(acts_of(events, on), on, horizon).likely(*dyad)


def ranked_next(chronicle: Chronicle, actor: str, on: date, horizon: int, wanted: Ranks) -> Ranking | None:
    """What an actor and others are likeliest to do to one another within so many days, by the record or by sets.

    None where there is too little to learn from. Stop if a set was never imported.
    """
    if wanted.sets:
        check_sets(wanted.sets, chronicle.view.providers())
        apart = sorted(NOT_AS_ACTORS), sorted(NOT_AS_RECIPIENTS)
        found = chronicle.view.deeds(wanted.sets, on, apart)
        acts = [Act(each.on, each.actor, each.recipient, each.type, each.id) for each in found]
    else:
        acts = acts_of(known_on(chronicle, on), on)
    return ranking(acts, actor, on, horizon, types=wanted.types, most=wanted.most)


def kept_ranked(found: Ranking, on: date, horizon: int) -> list[Forecast]:
    """The likeliest acts of an actor as forecasts to keep."""
    days = (on + timedelta(days=1), on + timedelta(days=horizon))
    return [
        Forecast("next", (*each.kind[:2], str(each.kind[2])), on, *days, each.chance, each.base, _ranked_grounds(each))
        for each in found.answers[:_LIKELIEST]
    ]


def _ranked_grounds(each: Ranked) -> str:
    rules = [[rule.earlier, rule.is_reversed, rule.followed, rule.cases, rule.days] for rule in each.rules]
    moved = {name: round(by, 4) for name, by in each.moved}
    return json.dumps({"moved by": moved, "rules": rules, "events": [act.event for act in each.acts]})


def will_be_held(events: Sequence[Event], event: Event, on: date, least: int) -> PlanForecast:
    """The chance that a plan is held by its date; Stop if on that day it is none with a day to come."""
    found = plan_forecast(event, on, past_plans(events, on), least)
    if found is None:
        raise Stop(
            f"on {on}, {event.id} is no plan with a stated day still to come.",
            remedy="“dragoman events --status planned” lists plans; --known-by asks as of an earlier day.",
        )
    return found


def levels_of(events: Iterable[Event], dyad: Dyad, on: date) -> list[Level]:
    """How many acts of cooperation and of conflict the next whole month may bring; nothing after too few months."""
    acts, month = acts_of(events, on), next_month(on)
    found = (level(monthly(acts, dyad, side, on), side, month) for side in SIDES)
    return [each for each in found if each]


def kept_next(found: Sequence[Likely], on: date, horizon: int) -> list[Forecast]:
    """The likeliest acts as forecasts to keep."""
    days = (on + timedelta(days=1), on + timedelta(days=horizon))
    return [
        Forecast("next", (*each.kind[:2], str(each.kind[2])), on, *days, each.chance, each.base, _grounds(each))
        for each in found[:_LIKELIEST]
    ]


def _grounds(each: Likely) -> str:
    rules = [[rule.earlier, rule.is_reversed, rule.followed, rule.cases, str(rule.on)] for rule in each.rules]
    grounds = {"moved by": dict(each.grounds), "rules": rules, "events": [act.event for act in each.acts]}
    return json.dumps({"method": METHOD, **grounds})


def kept_plan(found: PlanForecast, on: date) -> list[Forecast]:
    """A plan's chance as a forecast to keep; none if it abstained."""
    if found.chance is None:
        return []
    steps = [[step.of, step.held, step.cases, round(step.share, 4)] for step in found.steps]
    grounds = json.dumps({"steps": steps, "like": list(found.like)}, ensure_ascii=False)
    return [Forecast("held", (found.event,), on, on, found.by, found.chance, found.base, grounds)]


def kept_levels(found: Sequence[Level], dyad: Dyad, on: date) -> list[Forecast]:
    """Levels as forecasts to keep, with their chances and those of the baselines."""
    kept = []
    for each in found:
        chances = {"chances": each.chances, "average": each.average, "usual": each.usual}
        grounds = json.dumps({name: _cut(values.tolist()) for name, values in chances.items()})
        last = next_month(each.month) - timedelta(days=1)
        kept.append(Forecast("level", (*dyad, each.side), on, each.month, last, None, None, grounds))
    return kept


def _cut(chances: list[float]) -> list[float]:
    """The chances as far as they matter."""
    total, found = 0.0, []
    for each in chances:
        found.append(round(each, 6))
        total += each
        if total > _WHOLE:
            break
    return found


def settle(record: Record, chronicle: Chronicle, on: date) -> int:
    """Looks up what came of the forecasts whose days have gone by; how many were settled.

    Each is judged by what was known when its days of grace were over, not by what came to be known later.
    """
    outcomes = []
    known: dict[date, Known] = {}
    for forecast, outcome in chronicle.view.forecasts():
        day = settles_on(forecast)
        if outcome is None and day <= on:
            if day not in known:
                known[day] = Known.of(known_on(chronicle, day), day)
            if came := outcome_of(forecast, known[day]):
                outcomes.append(came)
    if outcomes:
        with record.writer() as writer:
            writer.forecasts.settle(outcomes)
    return len(outcomes)


def backtest(chronicle: Chronicle, until: date, horizon: int, origins: int, least: int) -> list[Replayed]:
    """Forecasts as they would have been made on past days, each from what was known by that day, with their outcomes.

    The last day lies so far before `until` that all is settled by then; the others each a horizon earlier.
    """
    found: list[Replayed] = []
    for step in range(origins, 0, -1):
        # Settling a month's act or plan takes its horizon and the days of grace.
        on = until - timedelta(days=horizon * step + 14)
        events = known_on(chronicle, on)
        if not events:
            continue
        made = forecasts_on(events, on, horizon, least)
        settled = on + timedelta(days=horizon + 14)
        known = Known.of(known_on(chronicle, settled), settled)
        for forecast in made:
            if outcome := outcome_of(replace(forecast, number=len(found) + 1), known):
                found.append(Replayed(forecast, outcome))
    return found


def forecasts_on(events: Sequence[Event], on: date, horizon: int, least: int) -> list[Forecast]:
    """Every forecast that could have been made on a day: of pairs with enough acts, and of plans due in time."""
    past = Past(acts_of(events, on), on, horizon)
    made: list[Forecast] = []
    for dyad, acts in sorted(past.by_dyad.items()):
        if len({act.event for act in acts}) >= LEAST:
            days = (on + timedelta(days=1), on + timedelta(days=horizon))
            for each in past.likely(*dyad):
                subject = (*each.kind[:2], str(each.kind[2]))
                made.append(Forecast("next", subject, on, *days, each.chance, each.base, _grounds(each)))
    plans = past_plans(events, on)
    for event in events:
        last = planned_by(event, on)
        if last and on <= last <= on + timedelta(days=horizon):
            plan = plan_forecast(event, on, plans, least)
            made += kept_plan(plan, on) if plan else []
    return made
