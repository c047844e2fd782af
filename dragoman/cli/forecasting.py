"""`forecast`, `scorecard` and `backtest`: what is likely next, kept and dated; and how good what was said has been."""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Annotated, Any

from cyclopts import Parameter

from dragoman.analysis.forecasting.between import dyad_of
from dragoman.analysis.forecasting.coming import LEAST_CAME, Learning, Ranked
from dragoman.analysis.forecasting.levels import LEAST_MONTHS, Level
from dragoman.analysis.forecasting.next_acts import LEAST, Likely
from dragoman.analysis.forecasting.plans import LEAST as LEAST_PLANS
from dragoman.analysis.forecasting.plans import PlanForecast
from dragoman.analysis.forecasting.scorecard import CHANCES, level_scores, scores_of
from dragoman.analysis.forecasting.scoring import Scores
from dragoman.chronicle import Chronicle
from dragoman.chronicle.forecasting import (
    Ranks,
    backtest,
    kept_levels,
    kept_next,
    kept_plan,
    kept_ranked,
    known_on,
    levels_of,
    next_between,
    ranked_next,
    settle,
    will_be_held,
)
from dragoman.cli.asking import Json, KnownBy, Question, question, split
from dragoman.cli.flags import Db
from dragoman.cli.layout import indented
from dragoman.cli.reading import show, tell
from dragoman.cli.recording import day_given, settled
from dragoman.errors import Stop
from dragoman.events import Forecast, Outcome
from dragoman.export.forecasts import level_object, likely_object, plan_object, ranked_object, scores_object
from dragoman.record import EventType
from dragoman.store.locating import is_lake, located
from dragoman.store.opening import open_record
from dragoman.store.view import open_view

Horizon = Annotated[str, Parameter(help="how far ahead: 30d, 8w")]
Least = Annotated[int, Parameter(help="past plans under which no chance is given for a plan")]
_LONGEST = 366
_TOLD = 0.05  # log odds under which a ground is not told
_STALE = 14  # days without any word after which the record is behind


def forecast(
    actor: Annotated[str | None, Parameter(help="code, id or name of an actor")] = None,
    with_: Annotated[str | None, Parameter(help="the other actor")] = None,
    /,
    *,
    horizon: Horizon = "30d",
    will: Annotated[str | None, Parameter(help="id of a planned event: will it be held by its date?")] = None,
    level: Annotated[bool, Parameter(negative=(), help="how many acts the next month may bring")] = False,
    next_: Annotated[bool, Parameter(name="--next", negative=(), help="rank what comes next, with whomever")] = False,
    type_: Annotated[list[str] | None, Parameter(name="--type", help="only such acts in the ranking")] = None,
    from_: Annotated[list[str] | None, Parameter(name="--from", help="rank by an imported set, not the record")] = None,
    top: Annotated[int, Parameter(help="at most so many kinds of act")] = 8,
    least: Least = LEAST_PLANS,
    known_by: KnownBy = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """Say what is likely between two, what comes next of one, or if a plan will be held; keep it, to be scored."""
    days, on_one = _days(horizon), actor is not None and with_ is None
    if (will is None) == (actor is None) or (will is None and next_ != on_one):
        raise Stop(
            "a forecast is of two actors, or of a plan, or of what is next for one.",
            remedy="“forecast MLI RUS”, “forecast --will ID” or “forecast MLI --next”.",
        )
    if (type_ or from_) and not next_:
        raise Stop("--type and --from go with --next.")
    with question(db, None, known_by) as asking:
        on = asking.asked.on
        if next_:
            wanted = Ranks(tuple(_type(each) for each in split(type_)), top, tuple(split(from_)))
            lines, kept = _of_one(asking, asking.code(actor) or "", days, wanted)
        elif will is not None:
            lines, kept = _of_plan(asking, will, on, least)
        else:
            one, other = asking.code(actor) or "", asking.code(with_) or ""
            lines, kept = _of_two(asking, (one, other), on, days, (level, top))
    for text, row in lines:
        show(json.dumps(row, ensure_ascii=False) if as_json else text)
    if not lines:
        if next_:
            tell(
                f"nothing is ranked: fewer than {LEAST_CAME} acts of this one and its partners are there to learn from"
            )
        else:
            short = f"{LEAST_MONTHS} months" if level else f"{LEAST} acts"
            tell(f"nothing is forecast: the record has less than {short} of these two")
    elif known_by:
        tell("asked of an earlier day, so it is not kept")
    elif kept and is_lake(located(settled(db)[1])):
        tell("a lake is only read, so it is not kept")
    elif kept:
        _, path = settled(db)
        with open_record(path) as record, record.writer() as writer:
            numbers = writer.forecasts.keep(kept)
        tell(f"kept as {numbers[0]}" + (f" to {numbers[-1]}" if len(numbers) > 1 else ""))
    return 0


_Lines = list[tuple[str, dict[str, object]]]


def _of_plan(asking: Question, prefix: str, on: date, least: int) -> tuple[_Lines, list[Forecast]]:
    chronicle = asking.chronicle
    event = chronicle.event(prefix, known_by=on if asking.known_by else None)
    found = will_be_held(known_on(chronicle, on), event, on, least)
    return [(_plan_text(found, least), plan_object(found))], kept_plan(found, on)


def _of_one(asking: Question, actor: str, days: int, wanted: Ranks) -> tuple[_Lines, list[Forecast]]:
    """A ranking; only one by the record is kept, for by the record it is settled."""
    on = asking.asked.on
    found = ranked_next(asking.chronicle, actor, on, days, wanted)
    if found is None:
        return [], []
    tell(_learning_text(found.learning))
    lines = [(_ranked_text(each, days), ranked_object(each, found.learning)) for each in found.answers]
    return lines, [] if wanted.sets else kept_ranked(found, on, days)


def _type(word: str) -> EventType:
    try:
        return EventType(word.upper())
    except ValueError:
        raise Stop(f"--type {word}.", remedy=f"It is one of {', '.join(EventType)}.") from None


def _of_two(
    asking: Question, dyad: tuple[str, str], on: date, days: int, wanted: tuple[bool, int]
) -> tuple[_Lines, list[Forecast]]:
    events = known_on(asking.chronicle, on)
    last = max((event.last_known_on for event in events), default=on)
    if (on - last).days > _STALE:
        tell(f"the record's last word is of {last}: for {(on - last).days} days it knows nothing, which is no calm")
    is_level, top = wanted
    if is_level:
        levels = levels_of(events, dyad_of(*dyad), on)
        return [(_level_text(each), level_object(each)) for each in levels], kept_levels(levels, dyad_of(*dyad), on)
    likely = next_between(events, dyad, on, days)
    return [(_likely_text(each, days), likely_object(each)) for each in likely[:top]], kept_next(likely, on, days)


def _days(given: str) -> int:
    found = re.fullmatch(r"(\d{1,4})([dw]?)", given.strip())
    days = int(found[1]) * (7 if found[2] == "w" else 1) if found else 0
    if not 1 <= days <= _LONGEST:
        raise Stop(f"--horizon {given}.", remedy=f"It is 1d to {_LONGEST}d, or weeks: 8w.")
    return days


def _likely_text(each: Likely, days: int) -> str:
    head = f"{_headed(each):<44} any two as active {each.base:.1%}, their own rate {each.rate:.0%}"
    followed = [(rule, f"on {rule.on}") for rule in each.rules]
    return _grounded(head, each, each.grounds, followed, days)


def _headed(each: Likely | Ranked) -> str:
    actor, recipient, type_ = each.kind
    return f"{each.chance:>5.0%}  {actor} → {recipient}  {type_}"


def _grounded(
    head: str, each: Likely | Ranked, moved: Iterable[tuple[str, float]], followed: Iterable[tuple[Any, str]], days: int
) -> str:
    """A forecast's head with what moved its chance, the rules behind it (each with when it began), and the acts."""
    actor, recipient, _ = each.kind
    lines = [head]
    if told := ", ".join(f"{name} {by:+.1f}" for name, by in moved):
        lines.append(f"log odds: {told}")
    for rule, began in followed:
        who = recipient if rule.is_reversed else actor
        lines.append(
            f"{rule.earlier} by {who} {began}: within {days} days such was followed by this "
            f"{rule.followed} times of {rule.cases}"
        )
    lines += [f"{act.on}  {act.actor} → {act.recipient}  {act.type}  {act.event}" for act in each.acts]
    return indented(lines) + "\n"


def _learning_text(each: Learning) -> str:
    tried = f"; of {each.tried} ranked first on the last day kept aside {each.hits} came, by frequency {each.by_count}"
    return (
        f"learnt by {each.learner} from {each.cases:,} cases of {each.first} to {each.last}; {each.came:,} of them came"
        + (tried if each.tried else "")
    )


def _ranked_text(each: Ranked, days: int) -> str:
    moved = [(name, by) for name, by in each.moved if abs(by) >= _TOLD]
    followed = [(rule, f"{rule.days} day{'s' * (rule.days != 1)} ago") for rule in each.rules]
    return _grounded(_headed(each).ljust(44) + f" any such {each.base:.1%}", each, moved, followed, days)


def _plan_text(each: PlanForecast, least: int) -> str:
    if each.chance is None:
        head = (
            f"no chance is given: the record knows the outcome of {each.steps[0].cases} plans, and {least} are needed"
        )
    else:
        head = f"{each.chance:>5.0%}  held by {each.by} ({each.low:.0%} to {each.high:.0%}); all plans {each.base:.0%}"
    lines = [head, f"announced {each.notice} days ahead   {each.event}"]
    lines += [f"{step.of}: {step.held} of {step.cases} held → {step.share:.0%}" for step in each.steps]
    lines += [f"like it: {', '.join(each.like)}"] if each.like else []
    return indented(lines) + "\n"


def _level_text(each: Level) -> str:
    past = " ".join(map(str, each.past[-12:]))
    return (
        f"{each.month:%Y-%m}  {each.side:<12} {each.low} to {each.high} acts, mean {each.mean:.1f}   (months: {past})"
    )


def scorecard(*, db: Db = None, as_json: Json = False) -> int:
    """Score the forecasts whose days have come: Brier, log score and calibration, beside the baselines."""
    _, path = settled(db)
    with open_record(path) as record, open_view(path) as view:
        new = settle(record, Chronicle(view), date.today())
        kept = view.forecasts()
    settled_ones = [(made, came) for made, came in kept if came is not None]
    if not as_json:
        tell(f"{len(kept)} forecasts kept, {len(settled_ones)} settled, {new} of them just now")
    _show_scores(settled_ones, as_json)
    return 0


def backtest_(
    *,
    until: Annotated[str, Parameter(help="nothing published after this day is looked at, YYYY-MM-DD")],
    horizon: Horizon = "30d",
    origins: Annotated[int, Parameter(help="from how many past days, each a horizon before the next")] = 12,
    least: Least = LEAST_PLANS,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """Make the forecasts of past days from what was known by then, and score them; nothing is kept."""
    if origins < 1:
        raise Stop(f"--origins {origins}.", remedy="It is a number of days to forecast from, at least 1.")
    with question(db) as asking:
        last = day_given(until, "--until") or asking.asked.on
        replayed = backtest(asking.chronicle, last, _days(horizon), origins, least)
    _show_scores([(each.forecast, each.outcome) for each in replayed], as_json)
    return 0


def _show_scores(settled_ones: Sequence[tuple[Forecast, Outcome]], as_json: bool) -> None:
    for kind in CHANCES:
        found = scores_of(kind, settled_ones)
        if found:
            show(json.dumps(scores_object(kind, found)) if as_json else _scores_text(kind, found))
    months, mean = level_scores(settled_ones)
    if months:
        row = {"kind": "level", "forecasts": months, "crps": mean}
        words = ", ".join(f"{name} {value:.2f}" for name, value in mean.items())
        show(json.dumps(row) if as_json else f"levels: {months} months, CRPS in acts: {words}")
    if not settled_ones:
        tell("no forecast has been settled yet")


def _scores_text(kind: str, each: Scores) -> str:
    what = {"next": "acts between two", "held": "plans held"}[kind]
    lines = [f"{what}: {each.forecasts} forecasts, {each.came} came so; skill over the base rate {each.skill:+.0%}"]
    lines.append(f"forecast   Brier {each.brier:.4f}   log score {each.log:.4f}")
    lines.append(f"base rate  Brier {each.base_brier:.4f}   log score {each.base_log:.4f}")
    lines.append("said          forecasts   mean   came")
    for band in each.bands:
        between = f"{band.low:.0%}–{band.high:.0%}"
        lines.append(f"{between:<12} {band.forecasts:>9} {band.chance:>7.1%} {band.share:>6.1%}")
    return "\n  ".join(lines) + "\n"
