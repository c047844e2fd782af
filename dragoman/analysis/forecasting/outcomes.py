"""Forecasts and the events known later come in; what came of each whose days have gone by goes out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.analysis.forecasting.between import Act, acts_of, dyad_of
from dragoman.analysis.forecasting.levels import is_on
from dragoman.analysis.forecasting.plans import GRACE, is_held
from dragoman.events import Event, Forecast, Outcome


@dataclass(frozen=True, slots=True)
class Known:
    """What is known by a day: the events, and the acts that they are of."""

    by: date
    events: dict[str, Event]
    acts: Sequence[Act]

    @staticmethod
    def of(events: Iterable[Event], by: date) -> "Known":
        """Events as known by a day; each is found by the id of any of its reports."""
        listed = list(events)
        return Known(by, {one.id: event for event in listed for one in event.reports}, acts_of(listed, by))


def settles_on(forecast: Forecast) -> date:
    """The day by which word of it must have come: its last day, and the days of grace."""
    return forecast.until + timedelta(days=GRACE)


def outcome_of(forecast: Forecast, known: Known) -> Outcome | None:
    """What came of a forecast, from what was known by the day on which it settles; None before that day.

    A plan whose event is no more in the record has no outcome.
    """
    if known.by < settles_on(forecast):
        return None
    if forecast.kind == "held":
        event = known.events.get(forecast.subject[0])
        if event is None:
            return None
        return Outcome(forecast.number, float(is_held(event, forecast.until)), known.by, (event.id,))
    acts = [act for act in known.acts if forecast.since <= act.on <= forecast.until]
    if forecast.kind == "next":
        came = sorted({act.event for act in acts if (act.actor, act.recipient, str(act.type)) == forecast.subject})
        return Outcome(forecast.number, float(bool(came)), known.by, tuple(came))
    one, other, side = forecast.subject
    counted = sorted({act.event for act in acts if act.dyad == dyad_of(one, other) and is_on(side, act)})
    return Outcome(forecast.number, float(len(counted)), known.by, tuple(counted))
