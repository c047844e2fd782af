"""An actor's acts with its turns come in, or surges of many; a chart of when whom it was nearer to goes out."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dragoman.analysis.network.acts import PairAct
from dragoman.analysis.periods import By, period_of
from dragoman.analysis.shifts.surges import Surge
from dragoman.analysis.shifts.turns import Turn
from dragoman.export.charts import COLOURS, INK, grammar, sized, spec_dict

PARTNERS = 12
_WIDTH, _ROW = 680, 30
_LONG = 900
"""Days from which on acts are drawn by quarter, and twelve years from which on by year."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of the chart in the reader's language: title, cooperation, conflict, "acts", "turn", "a week"."""

    title: str
    cooperation: str
    conflict: str
    acts: str
    turn: str


Link = Callable[[str, date, date], str]
"""Where a click leads: the acts with a partner, or of a pair ("MLI RUS"), between two days."""


def course(acts: Sequence[PairAct], actor: str) -> list[tuple[str, int, int]]:
    """An actor's partners, those with most acts first: acts of cooperation, acts of conflict."""
    counts: Counter[tuple[str, bool]] = Counter((other_of(act, actor), act.is_cooperation) for act in acts)
    partners = {partner for partner, _ in counts}
    rows = [(each, counts[each, True], counts[each, False]) for each in partners]
    return sorted(rows, key=lambda row: (-row[1] - row[2], row[0]))


def other_of(act: PairAct, actor: str) -> str:
    """The other of the two of an act."""
    return act.recipient if act.actor == actor else act.actor


def by_of(first: date, last: date) -> By:
    """The periods that so many days are drawn in."""
    days = (last - first).days
    return By.MONTH if days <= _LONG else By.QUARTER if days <= 365 * 12 else By.YEAR


def turns_chart(
    acts: Sequence[PairAct], actor: str, turns: Sequence[Turn], names: Mapping[str, str], beside: tuple[Wording, Link]
) -> dict[str, Any]:
    """The specification of an actor's acts by partner and period, with a line where its whole alignment turned."""
    alt = grammar()
    wording, _ = beside
    rows = list(_cells(acts, actor, names, beside))
    order = list(dict.fromkeys(names.get(code, code) for code, _, _ in course(acts, actor)[:PARTNERS]))
    last = max(act.on for act in acts)
    band = [{"from": each.earliest.isoformat(), "to": each.latest.isoformat(), "on": each.on.isoformat(),
             "what": f"{wording.turn} {each.on.isoformat()}"} for each in turns]  # fmt: skip
    width = alt.Scale(domain=[min(act.on for act in acts).isoformat(), last.isoformat()], type="utc", padding=18)
    axis = alt.Axis(labelAngle=0, labelOverlap="greedy")
    turned = alt.Chart(alt.Data(values=band))
    ground = turned.mark_rect(color="#C9BFA5", opacity=0.35).encode(
        x=alt.X("from:T", title=None, axis=axis, scale=width), x2="to:T"
    )
    line = turned.mark_rule(color=INK, strokeDash=[4, 3], strokeWidth=1.5).encode(x="on:T", tooltip=["what:N"])
    marks = (
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, opacity=0.9)
        .encode(
            x=alt.X("middle:T", title=None, axis=axis, scale=width),
            y=alt.Y("partner:N", title=None, sort=order, axis=alt.Axis(labelLimit=150, grid=True)),
            yOffset=alt.YOffset("way:N", scale=alt.Scale(domain=_domain(wording))),
            size=sized("acts", wording.acts, 420),
            tooltip=["partner:N", "period:N", "way:N", "acts:Q"],
            href=alt.Href("href:N"),
            **_ways(wording),
        )
    )
    height = max(3, len(order)) * _ROW
    whole = alt.layer(ground, marks, line).properties(width=_WIDTH - 130, height=height, title=wording.title)
    return spec_dict(whole)


def surges_chart(surges: Sequence[Surge], names: Mapping[str, str], beside: tuple[Wording, Link]) -> dict[str, Any]:
    """The specification of surges of many pairs: when, which way, and how many acts a week."""
    alt = grammar()
    wording, link = beside
    rows = [
        {
            "pair": " – ".join(names.get(code, code) for code in each.pair), "on": each.on.isoformat(),
            "way": wording.cooperation if each.way == "cooperation" else wording.conflict, "acts": len(each.acts),
            "href": link(" ".join(each.pair), each.on, each.until),
        }
        for each in surges
    ]  # fmt: skip
    order = list(dict.fromkeys(row["pair"] for row in sorted(rows, key=lambda row: str(row["on"]))))
    axis = alt.Axis(labelAngle=0, labelOverlap="greedy")
    chart = (
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, opacity=0.9)
        .encode(
            x=alt.X("on:T", title=None, scale=alt.Scale(type="utc"), axis=axis),
            y=alt.Y("pair:N", title=None, sort=order, axis=alt.Axis(labelLimit=220, grid=True)),
            size=sized("acts", wording.acts, 420),
            tooltip=["pair:N", "on:T", "way:N", "acts:Q"],
            href=alt.Href("href:N"),
            **_ways(wording),
        )
        .properties(width=_WIDTH - 200, height=max(3, len(order)) * 22, title=wording.title)
    )
    return spec_dict(chart)


def _domain(wording: Wording) -> list[str]:
    return [wording.cooperation, wording.conflict]


def _ways(wording: Wording) -> dict[str, Any]:
    """Cooperation and conflict, told apart by colour and by shape."""
    alt = grammar()
    colours = [COLOURS["material cooperation"], COLOURS["material conflict"]]
    legend = alt.Legend(title=None, orient="top", symbolSize=110)
    return {
        "color": alt.Color("way:N", scale=alt.Scale(domain=_domain(wording), range=colours), legend=legend),
        "shape": alt.Shape(
            "way:N", scale=alt.Scale(domain=_domain(wording), range=["circle", "diamond"]), legend=legend
        ),
    }


def _cells(
    acts: Sequence[PairAct], actor: str, names: Mapping[str, str], beside: tuple[Wording, Link]
) -> Iterator[dict[str, Any]]:
    wording, link = beside
    kept = {code for code, _, _ in course(acts, actor)[:PARTNERS]}
    by = by_of(acts[0].on, max(act.on for act in acts))
    counts: Counter[tuple[str, date, bool]] = Counter()
    for act in acts:
        partner = other_of(act, actor)
        if partner in kept:
            counts[partner, period_of(act.on, by).first, act.is_cooperation] += 1
    for (partner, first, is_cooperation), count in sorted(counts.items()):
        period = period_of(first, by)
        yield {
            "partner": names.get(partner, partner), "period": str(period), "acts": count,
            "middle": (period.first + (period.last - period.first) / 2).isoformat(),
            "way": wording.cooperation if is_cooperation else wording.conflict,
            "href": link(partner, period.first, period.last),
        }  # fmt: skip
