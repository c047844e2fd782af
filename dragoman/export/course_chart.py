"""The shifts of an actor come in; their chart goes out: its acts by partner and day, ties, and the days of turns."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dragoman.analysis.shifts.account import Shifts
from dragoman.analysis.shifts.formal import Step
from dragoman.analysis.shifts.levels import Way
from dragoman.analysis.shifts.surges import Surge
from dragoman.analysis.shifts.turns import Moved, Turn
from dragoman.export.charts import COLOURS, GREY, INK, Chart, grammar, spec_dict

SHOWN = 14
"""Partners that a chart has room for; those in most acts, and those that turns and ties are about."""
_ROW, _WIDTH = 24, 680  # pixels
_MARKS = {
    "cooperation": (COLOURS["material cooperation"], "circle"),
    "conflict": (COLOURS["verbal conflict"], "square"),
    "tie, towards": (INK, "triangle-up"),
    "tie, away": (INK, "triangle-down"),
}
"""What a mark is; each has a shape of its own and another lightness, so that no colour is needed to tell them apart."""
HEADINGS: Mapping[tuple[bool, Way], str] = {
    (True, Way.COOPERATION): "towards", (True, Way.CONFLICT): "less against",
    (False, Way.COOPERATION): "away from", (False, Way.CONFLICT): "against",
}  # fmt: skip
COLUMNS = ("day", "what", "how sure", "rests on")


def course_chart(found: Shifts, names: Mapping[str, str]) -> Chart:
    """The chart of an actor's shifts; `names` are what it and its partners are called, by their codes."""
    actor = names.get(found.course.actor, found.course.actor)
    return Chart(
        title=f"When {actor} turned",
        sentence=sentence(found, names),
        spec=_spec(found, names),
        columns=COLUMNS,
        rows=list(_rows(found, names)),
        note=(
            "Grey: between which days a turn of the whole alignment lies; the line is the first day of the new shares. "
            "A turn that rests on one or two origins, or does not hold without the largest, is a lead and no finding."
        ),
    )


def sentence(found: Shifts, names: Mapping[str, str]) -> str:
    """The turns of the whole alignment, in words."""
    if not found.whole:
        return "No turn of the whole alignment is told: too few acts, or no change."
    return " ".join(f"{turn.on}: {'; '.join(_moves(turn, names))}." for turn in found.whole)


def _moves(turn: Turn, names: Mapping[str, str]) -> list[str]:
    return [
        f"{HEADINGS[each.is_closer, each.way]} {_called(each.partner, names)}" for each in (*turn.away, *turn.towards)
    ]


def _called(partner: str, names: Mapping[str, str]) -> str:
    return " and ".join(names.get(code, code) for code in partner.split("+"))


def _rows(found: Shifts, names: Mapping[str, str]) -> Iterator[list[str]]:
    """Everything that shifted, by its day."""
    rows = [
        *(_turn_row(turn, names) for turn in (*found.whole, *found.single)),
        *(_step_row(step, names) for step in found.course.steps),
        *(_surge_row(surge) for surge in found.sudden),
    ]
    yield from sorted(rows, key=lambda row: (row[0], row[1]))


def _turn_row(turn: Turn, names: Mapping[str, str]) -> list[str]:
    whom = f"relation with {_called(turn.partner, names)}" if turn.partner else "whole alignment"
    moved = [_moved_words(each, names) for each in (*turn.away, *turn.towards)]
    sure = f"log odds {turn.odds:.1f}; between {turn.earliest} and {turn.latest}"
    acts = ", ".join(dict.fromkeys(act.event for act in turn.acts))
    holds = {True: "holds", False: "does not hold", None: "is not tried"}[turn.survives]
    rests = f"{turn.origins} origins; without the largest it {holds}" + (f"\n{acts}" if acts else "")
    return [str(turn.on), f"{whom} turns\n" + "\n".join(moved), sure, rests]


def _moved_words(each: Moved, names: Mapping[str, str]) -> str:
    heading = HEADINGS[each.is_closer, each.way]
    return f"{heading} {_called(each.partner, names)}: {each.before} → {each.after} acts (sure {each.sure:.0%})"


def _step_row(step: Step, names: Mapping[str, str]) -> list[str]:
    way = "towards" if step.is_closer else "away from"
    what = f"{way} {_called(step.partner, names)}: {step.kind} {'begins' if step.begins else 'ends'}"
    sure = "that day" if step.is_stated else "by that day"
    return [str(step.on), what, sure, f"{step.known}" + (f"\n{', '.join(step.events)}" if step.events else "")]


def _surge_row(surge: Surge) -> list[str]:
    what = f"{surge.way} of {'–'.join(surge.pair)} surges: {surge.before:.1f} → {surge.during:.1f} acts a week"
    return [str(surge.on), what, str(surge.lasting), f"{surge.origins} origins"]


def _partners(found: Shifts) -> list[str]:
    """Codes of the partners shown, those in most acts first."""
    often: Counter[str] = Counter(_other(act.pair, found.course.actor) for act in found.course.acts)
    wanted = {code for turn in found.whole for each in (*turn.away, *turn.towards) for code in each.partner.split("+")}
    wanted |= {step.partner for step in found.course.steps if step.events}
    return sorted({*often, *wanted}, key=lambda code: (code not in wanted, -often[code], code))[:SHOWN]


def _other(pair: tuple[str, str], actor: str) -> str:
    return pair[1] if pair[0] == actor else pair[0]


def _values(found: Shifts, names: Mapping[str, str], shown: Sequence[str]) -> Iterator[dict[str, str]]:
    actor = found.course.actor
    for act in found.course.acts:
        if (other := _other(act.pair, actor)) in shown:
            kind = "cooperation" if act.is_cooperation else "conflict"
            told = f"{act.type} {act.mode or ''}".strip()
            yield {"on": str(act.on), "partner": names.get(other, other), "is": kind, "what": told, "event": act.event}
    for step in found.course.steps:
        if step.partner in shown:
            kind = "tie, towards" if step.is_closer else "tie, away"
            told = f"{step.kind} {'begins' if step.begins else 'ends'}"
            whom = names.get(step.partner, step.partner)
            yield {"on": str(step.on), "partner": whom, "is": kind, "what": told, "event": " ".join(step.events)}


def _spec(found: Shifts, names: Mapping[str, str]) -> dict[str, Any]:
    alt = grammar()
    shown = _partners(found)
    values = list(_values(found, names, shown))
    days = [date.fromisoformat(each["on"]) for each in values] or [date(2000, 1, 1)]
    edge = timedelta(days=max(15, (max(days) - min(days)).days // 40))
    span = alt.Scale(domain=[str(min(days) - edge), str(max(days) + edge)], type="utc", nice=False)
    order = [names.get(code, code) for code in shown]
    kinds, legend = list(_MARKS), alt.Legend(title=None, columns=4, symbolSize=90)
    y = alt.Y(
        "partner:N", title=None, sort=order, scale=alt.Scale(domain=order), axis=alt.Axis(grid=True, labelLimit=220)
    )
    marks = (
        alt.Chart(alt.Data(values=values))
        .mark_point(filled=True, size=70, opacity=0.85)
        .encode(
            x=alt.X("on:T", title=None, scale=span),
            y=y,
            color=alt.Color(
                "is:N", scale=alt.Scale(domain=kinds, range=[c for c, _ in _MARKS.values()]), legend=legend
            ),
            shape=alt.Shape(
                "is:N", scale=alt.Scale(domain=kinds, range=[s for _, s in _MARKS.values()]), legend=legend
            ),
            tooltip=["on:T", "partner:N", "is:N", "what:N", "event:N"],
        )
    )
    turned = [
        {"from": str(turn.earliest), "to": str(turn.latest), "on": str(turn.on), "what": "; ".join(_moves(turn, names))}
        for turn in found.whole
    ]
    base = alt.Chart(alt.Data(values=turned))
    bands = base.mark_rect(color="#E3E3E3").encode(x=alt.X("from:T", scale=span), x2="to:T", tooltip=["on:T", "what:N"])
    lines = base.mark_rule(color=GREY, strokeWidth=1.5, strokeDash=[5, 3]).encode(x=alt.X("on:T", scale=span))
    actor = names.get(found.course.actor, found.course.actor)
    title = alt.Title(f"Acts and ties of {actor}, by partner", subtitle="dashed: turns of the whole alignment")
    layers = [bands, lines, marks] if turned else [marks]
    return spec_dict(alt.layer(*layers).properties(width=_WIDTH, height=max(len(order), 2) * _ROW, title=title))
