"""Shifts: when an actor turned, from whom and towards whom, and when what two do to one another surged."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import exp
from typing import Any

from dragoman.analysis.network.acts import PairAct
from dragoman.analysis.shifts.levels import levels
from dragoman.analysis.shifts.surges import Framing, Surge, surges
from dragoman.analysis.shifts.turns import Alignment, Turn, turns
from dragoman.export.networks import surge_object, turn_object
from dragoman.export.shift_chart import Wording, course, surges_chart, turns_chart
from dragoman.web.address import ACTOR, SINCE, Parameter, Wrong
from dragoman.web.answering import Answer, Page, Row
from dragoman.web.counting import Counted, acts_counted, kept
from dragoman.web.visiting import Visit

ORIGINS = ("1", "2", "3")
"""From how many origins the acts of a shift may be asked to come, at least."""
BUSY = 8
"""Actors whose turns are looked for where none is named: those with most acts."""
_PARTNERS, _SURGES, _ACTS = 15, 30, 8
_LEAST_OF_ONE, _LEAST_OF_ALL = 10, 12
"""Acts from which on a pair is looked at for surges: of one actor, as `dragoman shifts` does, and of all."""
_MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Found:
    """Turns of whole alignments in the order of time, breaks in single relations, and surges, the surest first."""

    turns: tuple[Turn, ...]
    relations: tuple[Turn, ...]
    surges: tuple[Surge, ...]
    acts: tuple[PairAct, ...]
    counted: Counted

    @property
    def is_empty(self) -> bool:
        """True where nothing turned, as far as the acts tell."""
        return not (self.turns or self.relations or self.surges)


def shifts_page(visit: Visit) -> Answer:
    """When an actor turned, or who did."""
    code, least = _asked(visit)
    found = _found(visit, code, least)
    values = {
        "code": code,
        "found": found,
        "turns": found.turns[::-1],
        "relations": found.relations[:_MOST_LISTED],
        "surges": found.surges,
        "course": course(found.acts, code)[:_PARTNERS] if code else [],
        "odds": _odds,
        "most": _ACTS,
        "chart_at": _chart_address(visit),
        "sentence": _sentence(visit, code, found),
        "origins": ORIGINS,
        "last_word": _last(found),
    }
    rows = [*map(turn_object, (*found.turns, *found.relations)), *map(surge_object, found.surges)]
    return Answer("shifts.html", values, lambda: rows, _cells)


def chart_page(visit: Visit) -> Answer:
    """The chart of the shifts, as Vega-Lite has it."""
    code, least = _asked(visit)
    found, words = _found(visit, code, least), visit.words
    codes = {each for act in found.acts for each in act.pair}
    names = {each: words.name(each) for each in codes}
    title = words.name(code) if code else words.t("surges")
    wording = Wording(title, words.t("cooperation"), words.t("conflict"), words.t("acts"), words.t("turn_one"))

    def link(partner: str, first: date, last: date) -> str:
        one, _, other = f"{code} {partner}".strip().partition(" ")
        return visit.address.to(f"/relation/{one}/{other}", since=first, until=last)

    if code and found.acts:
        return Answer("", {}, lambda: [turns_chart(found.acts, code, found.turns, names, (wording, link))])
    if not code and found.surges:
        return Answer("", {}, lambda: [surges_chart(found.surges, names, (wording, link))])
    return Answer("", {}, list)


def _asked(visit: Visit) -> tuple[str, int]:
    """The code of the actor, empty where none is named, and the least number of origins."""
    given = visit.address.text("actor")
    circle = visit.circle()
    if circle is None:
        code = ""
    elif len(circle.codes) == 1:
        code = next(iter(circle.codes))
    else:
        raise Wrong(f"shifts are of one actor at a time, and “{given[:40]}” is several")
    return code, int(visit.address.choice("origins", ORIGINS) or "1")


def _found(visit: Visit, code: str, least: int) -> Found:
    first = visit.address.day("since")
    key = (str(visit.view.path), visit.known_by, visit.asked.on, visit.asked.as_of, first, code, least)
    return kept(visit, "shifts", key, lambda: _made(visit, code, least), is_shared=True)


def _made(visit: Visit, code: str, least: int) -> Found:
    first, last = visit.address.day("since"), visit.asked.day
    counted = acts_counted(visit, first, last, frozenset((code,)) if code else frozenset())
    if not code:
        return _of_all(counted, last, least)
    acts = [act for act in counted.acts if code in act.pair]
    sudden: list[Surge] = []
    if acts:
        level = levels(acts, acts[0].on, last, min_acts=_LEAST_OF_ONE, only=(code,))
        sudden = surges(level, Framing(min_origins=least), most=_SURGES)
    alignment = Alignment(acts, code)
    whole, single = (asked(min_origins=least) for asked in (alignment.turns, alignment.relations))
    return Found(tuple(whole), tuple(single), tuple(sudden), tuple(acts), counted)


def _of_all(counted: Counted, last: date, least: int) -> Found:
    acts = list(counted.acts)
    told: dict[str, int] = {}
    for act in acts:
        for code in act.pair:
            told[code] = told.get(code, 0) + 1
    busy = sorted(told, key=lambda code: (-told[code], code))[:BUSY]
    found = [turn for code in busy for turn in turns(acts, code, min_origins=least)]
    sudden: list[Surge] = []
    if acts:
        level = levels(acts, acts[0].on, last, min_acts=_LEAST_OF_ALL)
        sudden = surges(level, Framing(min_origins=least), most=_SURGES)
    ordered = sorted(found, key=lambda turn: (turn.on, turn.actor))
    return Found(tuple(ordered), (), tuple(sudden), tuple(acts), counted)


def _last(found: Found) -> date | None:
    return max((act.on for act in found.acts), default=None)


def _odds(log_odds: float) -> str:
    """Odds of a natural logarithm, as people say them; empty where they are too long to matter."""
    return "1,000" if log_odds > 6.9 else f"{exp(log_odds):,.0f}"


def _sentence(visit: Visit, code: str, found: Found) -> str:
    """What the page shows, in the words of the interface."""
    words = visit.words
    if not found.acts:
        return words.t("no_acts")
    days = words.t("chart_days", first=words.dated(found.acts[0].on), last=words.dated(_last(found) or visit.asked.day))
    who = words.name(code) if code else words.t("everybody")
    told = [
        words.n("shift_acts", len(found.acts), who=who), words.n("shift_turns", len(found.turns)),
        words.n("shift_surges", len(found.surges)),
    ]  # fmt: skip
    return f"{days} {'; '.join(told)}."


def _chart_address(visit: Visit) -> str:
    more = {name: visit.address.text(name) for name in ("actor", "since", "origins")}
    return visit.address.to("/shifts/chart.json", **{"lang": visit.words.language, **more})


def _cells(row: Row) -> Mapping[str, Any]:
    """A shift as one line of a table."""
    is_surge = row["kind"] == "surge"
    moved = [*row.get("away", ()), *row.get("towards", ())]
    return {
        "kind": row["kind"],
        "actor": row["pair"][0] if is_surge else row["actor"],
        "partner": row["pair"][1] if is_surge else row["partner"],
        "on": row["on"],
        "earliest": row["on"] if is_surge else row["earliest"],
        "latest": row["until"] if is_surge else row["latest"],
        "log_odds": row["score"] if is_surge else row["log_odds"],
        "way": row["way"] if is_surge else "",
        "moved": "; ".join(
            f"{each['partner']} {each['way']} {each['acts'][0]} to {each['acts'][1]} (sure {each['sure']})"
            for each in moved
        ),
        "lasting": row.get("lasting", ""),
        "origins": row["origins"],
        "survives": row["survives_without_largest_origin"],
        "events": "; ".join(dict.fromkeys(act["event"] for act in row["acts"])),
    }


_ORIGINS = Parameter("origins", "choice", "only shifts whose acts come from so many origins", ORIGINS)
PAGES = (
    Page(
        "shifts_chart", "/shifts/chart", chart_page, "The chart of shifts, as Vega-Lite has it.",
        (ACTOR, SINCE, _ORIGINS), ("json",), is_data=True,
    ),
    Page(
        "shifts", "/shifts", shifts_page, "When an actor turned, from whom towards whom, and what surged.",
        (ACTOR, SINCE, _ORIGINS),
    ),
)  # fmt: skip
