"""Forecasts: what is next between two, will a plan be held, how much next month; the kept ones and their scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dragoman.analysis.forecasting.between import dyad_of
from dragoman.analysis.forecasting.levels import Level
from dragoman.analysis.forecasting.next_acts import LEAST, Likely
from dragoman.analysis.forecasting.plans import LEAST as LEAST_PLANS
from dragoman.analysis.forecasting.plans import PlanForecast
from dragoman.analysis.forecasting.scorecard import CHANCES, level_scores, scores_of
from dragoman.analysis.forecasting.scoring import Scores
from dragoman.chronicle.forecasting import levels_of, next_between, will_be_held
from dragoman.chronicle.question import PLANS
from dragoman.errors import Stop
from dragoman.events import AHEAD, Event, Forecast, Outcome
from dragoman.export.forecast_chart import Wording, calibration_chart, likely_chart
from dragoman.export.forecasts import level_object, likely_object, plan_object, scores_object
from dragoman.store.listing import Listing
from dragoman.web.address import ACTOR, Parameter, Wrong
from dragoman.web.answering import Answer, Page, Row
from dragoman.web.counting import kept
from dragoman.web.forms import plain_cells
from dragoman.web.pages.events import event_of
from dragoman.web.visiting import Visit

HORIZONS = ("7", "14", "30", "60", "90")
_USUAL = "30"
MOST = 1000
"""Events of two that a page is drawn from: of more, the newest; `dragoman forecast` takes all."""
_PAST_PLANS = 600
_TOP, _LISTED, _COMING = 8, 40, 10
_AHEAD_FOR = 30


@dataclass(frozen=True, slots=True)
class Between:
    """What is likely next between two, how much the next month may bring, and how many events that is drawn from."""

    likely: tuple[Likely, ...]
    levels: tuple[Level, ...]
    events: int
    is_cut: bool


def forecasts_page(visit: Visit) -> Answer:
    """What is next between two, whether a plan will be held, or the kept forecasts and how good they have been."""
    two, plan = _two(visit), visit.address.text("plan")
    found = _between(visit, two) if two else None
    held = _held(visit, plan) if plan else None
    told, settled, scored = _kept(visit)
    rows: list[Row]
    if found:
        rows = [{"kind": "next", **likely_object(each)} for each in found.likely]
        rows += [{"kind": "level", **level_object(each)} for each in found.levels]
    elif held and held[1]:
        rows = [{"kind": "held", **plan_object(held[1])}]
    elif two or plan:
        rows = []
    else:
        rows = [_kept_object(made, came) for made, came in told]
    values = {
        "two": two,
        "found": found,
        "horizon": _horizon(visit),
        "horizons": HORIZONS,
        "top": _TOP,
        "plan": held,
        "coming": [] if two or plan else _coming(visit),
        "kept": told[::-1][:_LISTED],
        "settled": len(settled),
        "scores": scored,
        "levels": level_scores(settled),
        "least": LEAST,
        "least_plans": LEAST_PLANS,
        "sentence": _sentence(visit, two, found),
        "score_sentence": _score_sentence(visit, scored),
        "chart_at": _chart_address(visit),
        "subject": lambda made: _subject(visit, made),
    }
    return Answer("forecasts.html", values, lambda: rows, plain_cells)


def scores_page(visit: Visit) -> Answer:
    """The scores of the kept forecasts whose days have come."""
    _, settled, scored = _kept(visit)
    rows: list[dict[str, Any]] = [scores_object(kind, each) for kind, each in scored]
    months, mean = level_scores(settled)
    if months:
        rows.append({"kind": "level", "forecasts": months, "crps": mean})
    return Answer("", {}, lambda: rows, _score_cells)


def chart_page(visit: Visit) -> Answer:
    """The chart of what is next between two, or of how what was said came to be, as Vega-Lite has it."""
    words, two = visit.words, _two(visit)
    _horizon(visit)  # heeded, even where the scores are drawn
    wording = Wording(
        words.listed(words.name(code) for code in two) if two else words.t("calibration"), words.t("chance"),
        words.t("any_two"), words.t("said_chance"), words.t("came_share"), words.t("page_forecasts"),
    )  # fmt: skip
    if two:
        found = _between(visit, two).likely[:_TOP]
        return Answer("", {}, lambda: [likely_chart(found, lambda each: named(visit, each), wording)] if found else [])
    scored = [(words.word("forecast", kind), each) for kind, each in _kept(visit)[2]]
    return Answer("", {}, lambda: [calibration_chart(scored, wording)] if scored else [])


def named(visit: Visit, each: Likely) -> str:
    """ "Mali → Russia: consultation"."""
    actor, recipient, type_ = each.kind
    return f"{visit.words.name(actor)} → {visit.words.name(recipient)}: {visit.words.word('type', type_)}"


def _two(visit: Visit) -> tuple[str, str] | None:
    """The codes of two who are asked about; None where none are."""
    given = [visit.circle(name) for name in ("actor", "with")]
    codes = [next(iter(each.codes)) for each in given if each is not None and len(each.codes) == 1]
    if given == [None, None]:
        return None
    if len(codes) != 2 or codes[0] == codes[1]:
        raise Wrong("a forecast is of two actors: give actor= and with=, one each")
    return codes[0], codes[1]


def _horizon(visit: Visit) -> str:
    return visit.address.choice("horizon", HORIZONS) or _USUAL


def _between(visit: Visit, two: tuple[str, str]) -> Between:
    key = (str(visit.view.path), visit.known_by, visit.asked.on, dyad_of(*two), two, _horizon(visit))
    return kept(visit, "forecast", key, lambda: _made(visit, two))


def _made(visit: Visit, two: tuple[str, str]) -> Between:
    """Made from where the record stands on the day of the question: what is told later is not looked at."""
    on = visit.asked.on
    events, is_cut = _of_two(visit, two)
    likely = next_between(events, two, on, int(_horizon(visit)))
    return Between(tuple(likely), tuple(levels_of(events, dyad_of(*two), on)), len(events), is_cut)


def _of_two(visit: Visit, two: tuple[str, str]) -> tuple[list[Event], bool]:
    """The newest events with both by the day of the question; True where there are more."""
    both = Listing(codes=[{two[0]}, {two[1]}], by_word=True, last=visit.asked.on, limit=MOST)
    found = visit.listed(both)
    return list(found.events), bool(found.after)


def _held(visit: Visit, plan: str) -> tuple[Event, PlanForecast | None, str]:
    """A plan, the chance that it is held by its date, and why there is none."""
    event = event_of(visit, plan)
    on = visit.asked.on
    key = (str(visit.view.path), visit.known_by, on)
    wanted = Listing(statuses=PLANS, by_word=True, last=on, limit=_PAST_PLANS)
    past = kept(visit, "past plans", key, lambda: visit.listed(wanted).events)
    try:
        return event, will_be_held(past, event, on, LEAST_PLANS), ""
    except Stop:
        return event, None, visit.words.t("no_plan_to_come")


def _coming(visit: Visit) -> list[Event]:
    """Plans of the coming weeks, whose chance may be asked."""
    on = visit.asked.on
    wanted = Listing(
        statuses=PLANS[:1], first=on, last=on + timedelta(days=_AHEAD_FOR), oldest_first=True, limit=_COMING
    )
    found = [each for each in visit.listed(wanted).events if visit.asked.stage(each) in AHEAD]
    return [each for each in found if (when := visit.asked.when(each)) and when.is_stated]


_Told = list[tuple[Forecast, Outcome | None]]


def _kept(visit: Visit) -> tuple[_Told, list[tuple[Forecast, Outcome]], list[tuple[str, Scores]]]:
    """The kept forecasts that had been made by the day of the question, with what was known of them by then."""
    on, day = visit.asked.on, visit.known_by
    every: _Told = kept(visit, "forecasts", str(visit.view.path), visit.view.forecasts)
    told: _Told = [
        (made, came if came and (day is None or came.known_by <= day) else None)
        for made, came in every
        if made.known_by <= on and (day is None or made.made_at is None or made.made_at.date() <= day)
    ]
    settled = [(made, came) for made, came in told if came is not None]
    found = [(kind, scores_of(kind, settled)) for kind in CHANCES]
    return told, settled, [(kind, each) for kind, each in found if each]


def _kept_object(made: Forecast, came: Outcome | None) -> dict[str, Any]:
    return {
        "kind": made.kind, "number": made.number, "subject": list(made.subject), "known_by": made.known_by.isoformat(),
        "since": made.since.isoformat(), "until": made.until.isoformat(), "chance": made.chance, "base_rate": made.base,
        "outcome": came.outcome if came else None, "outcome_known_by": came.known_by.isoformat() if came else None,
        "events": list(came.events) if came else [],
    }  # fmt: skip


def _subject(visit: Visit, made: Forecast) -> str:
    words = visit.words
    if made.kind == "held":
        return words.t("plan_held")
    one, other, what = made.subject
    if made.kind == "next":
        return f"{words.name(one)} → {words.name(other)}: {words.word('type', what)}"
    return f"{words.name(one)} – {words.name(other)}: {words.word('way', what)}"


def _sentence(visit: Visit, two: tuple[str, str] | None, found: Between | None) -> str:
    """What the chart of chances shows, in the words of the interface."""
    words = visit.words
    if two is None or found is None or not found.likely:
        return ""
    first = found.likely[0]
    return words.t(
        "likely_says", days=_horizon(visit), on=words.dated(visit.asked.on), what=named(visit, first),
        chance=words.percent(first.chance), base=words.percent(first.base),
    )  # fmt: skip


def _score_sentence(visit: Visit, scored: Sequence[tuple[str, Scores]]) -> str:
    words = visit.words
    return " ".join(
        words.t(
            "score_says", kind=words.word("forecast", kind), n=words.number(each.forecasts),
            came=words.number(each.came), brier=words.number(round(each.brier, 4)),
            base=words.number(round(each.base_brier, 4)), skill=f"{100 * each.skill:+.0f} %",
        )
        for kind, each in scored
    )  # fmt: skip


def _chart_address(visit: Visit) -> str:
    more = {name: visit.address.text(name) for name in ("actor", "with", "horizon")}
    return visit.address.to("/forecasts/chart.json", **{"lang": visit.words.language, **more})


def _score_cells(row: Row) -> Mapping[str, Any]:
    names = ("kind", "forecasts", "came", "brier", "log", "base_brier", "base_log", "skill", "crps")
    return plain_cells({name: row.get(name, "") for name in names})


_WITH = Parameter("with", "text", "the other of the two", example="RUS")
_PLAN = Parameter("plan", "text", "id of a planned event: will it be held by its date?")
_HORIZON = Parameter("horizon", "choice", "days ahead (30)", HORIZONS)
PAGES = (
    Page(
        "forecasts_chart", "/forecasts/chart", chart_page, "The chart of chances or scores, as Vega-Lite has it.",
        (ACTOR, _WITH, _HORIZON), ("json",), is_data=True,
    ),
    Page(
        "scorecard", "/forecasts/scores", scores_page, "The scores of the kept forecasts whose days have come.",
        is_data=True,
    ),
    Page(
        "forecasts", "/forecasts", forecasts_page,
        "What is next between two, will a plan be held; the forecasts that were kept, and what came of them.",
        (ACTOR, _WITH, _PLAN, _HORIZON),
    ),
)  # fmt: skip
