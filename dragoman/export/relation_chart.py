"""The series of a relation comes in; its chart goes out: acts around a line, the score, what is covered."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from dragoman.analysis.dyad import Act, Beside, Direction
from dragoman.analysis.relation import Coverage, Point, Relation, Weight
from dragoman.export.charts import COLOURS, GREY, INK, Chart, grammar, spec_dict
from dragoman.export.wording import shown
from dragoman.ontology.acts import Quad

Link = Callable[[Point], str]
"""Where a click on a point leads: the address of a page with the acts of its period."""

_CONFLICT = (Quad.VERBAL_CONFLICT, Quad.MATERIAL_CONFLICT)
_COOPERATION = (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION)
"""In the order in which they are stacked: words lie next to the zero line."""
_COVERED = {
    Coverage.COVERED: ("articles", "#F0F0F0"),
    Coverage.THIN: ("few articles", "#B0B0B0"),
    Coverage.NONE: ("no article", "#4D4D4D"),
}
_WIDTH = 680


def relation_chart(series: Relation, names: tuple[str, str], link: Link | None = None) -> Chart:
    """The chart of a relation; `names` are how the two are called. With `link`, a click on a bar opens its acts."""
    one, other = names
    title = f"{one} and {other}" if series.framing.direction is Direction.BOTH else f"{one} towards {other}"
    if series.framing.direction is Direction.IN:
        title = f"{other} towards {one}"
    return Chart(
        title=title,
        sentence=sentence(series, names),
        spec=_spec(series, title, link),
        columns=COLUMNS,
        rows=table_rows(series),
        note=note(series),
    )


def sentence(series: Relation, names: tuple[str, str]) -> str:
    """What the series shows, in one sentence: how much of what, the best and the worst period, what is not covered."""
    points = series.points
    acts = list(series.acts)
    first, last = points[0].period.first, min(points[-1].period.last, max(each.period.last for each in points))
    between = f"{names[0]} and {names[1]}"
    gaps = sum(1 for point in points if point.coverage is Coverage.NONE)
    unheard = f"; {gaps} of {len(points)} {series.framing.by}s have no coverage" if gaps else ""
    if not acts:
        return f"Between {first} and {last} there is no act between {between}{unheard}."
    conflict = sum(1 for act in acts if act.quad in _CONFLICT)
    count = f"{len(acts)} act{'s' * (len(acts) != 1)} between {between}"
    best, worst = max(points, key=lambda each: each.score), min(points, key=lambda each: each.score)
    ends = [("best", best)] * (best.score > 0) + [("worst", worst)] * (worst.score < 0)
    told = [f"the {which} {series.framing.by} was {each.period} ({each.score:+.1f})" for which, each in ends]
    split = f"{len(acts) - conflict} of cooperation and {conflict} of conflict"
    return f"From {first} to {last}: {'; '.join([f'{count}, {split}', *told])}{unheard}."


def note(series: Relation) -> str:
    """What was counted and how, what was left out, and what the strip means."""
    framing = series.framing
    weighed = "acts weigh one each" if framing.weight is Weight.ACTS else "acts weigh by the origins that tell of them"
    parts = [f"Only what took place counts; {weighed}."]
    if framing.half_life is not None:
        parts.append(f"Level: exponential average of the scores, half-life {framing.half_life:g} days.")
    if series.sources != ("record",):
        parts.append(f"Counted from: {', '.join(series.sources)}.")
    if left := [f"{count} {why}" for why, count in series.left_out.items()]:
        parts.append(f"Left out: {'; '.join(left)}.")
    parts.append("Dark in the strip: no article of that time, so nothing is known; no bar elsewhere: nothing was told.")
    return " ".join(parts)


def act_line(act: Act, names: tuple[str, str] | None = None) -> str:
    """An act on one line: day, kind, who upon whom, its event, its words."""
    one, other = names or ("", "")
    sides = {
        Direction.OUT: f" {one} → {other}", Direction.IN: f" {other} → {one}", Direction.BOTH: f" {one}, {other}",
    }[act.direction] if names else ""  # fmt: skip
    kind = f"{act.type} {act.mode}" if act.mode else str(act.type)
    return f"{act.on} {kind}{sides} [{act.event}] “{shown(act.words)}”"


def beside_line(each: Beside) -> str:
    """An act in which the two stand side by side, on one line: day, kind, against whom, its event, its words."""
    kind = f"{'' if each.is_done else 'under '}{each.type}" + (f" {each.mode}" if each.mode else "")
    against = f" against {each.against}" if each.against else ""
    return f"{each.on} {kind}, side by side{against} [{each.event}] “{shown(each.words)}”"


COLUMNS = ("period", *(str(quad) for quad in Quad), "score", "level", "coverage", "what drove it")


def table_rows(series: Relation) -> list[list[str]]:
    """The numbers of the chart as rows of a table, under COLUMNS."""
    return [_row(point) for point in series.points]


def _row(point: Point) -> list[str]:
    cover = f"{point.coverage}" + ("" if point.is_whole else ", not whole")
    drove = "\n".join(act_line(act) for act in point.drivers)
    level = "" if point.level is None else f"{point.level:+.1f}"
    return [str(point.period), *(str(point.counts[quad]) for quad in Quad), f"{point.score:+.1f}", level, cover, drove]


def _spec(series: Relation, title: str, link: Link | None) -> dict[str, Any]:
    alt = grammar()
    subtitle = f"by {series.framing.by}, from {' and '.join(series.sources)}"
    whole = alt.vconcat(
        _count_panel(series, link), _score_panel(series, link), _strip_panel(series), spacing=6,
        title=alt.Title(title, subtitle=subtitle),
    )  # fmt: skip
    return spec_dict(whole.resolve_scale(color="independent"))


def _count_panel(series: Relation, link: Link | None) -> Any:
    """Acts by class: cooperation above the line, conflict below, words next to it and deeds beyond."""
    alt = grammar()
    bars = (
        alt.Chart(alt.Data(values=list(_bars(series, link))))
        .mark_rect(stroke="white", strokeWidth=0.5)
        .encode(
            x=_days(series, labels=False),
            x2="to:T",
            y=alt.Y("y:Q", title="conflict · cooperation", axis=alt.Axis(tickMinStep=1, format="d")),
            y2="y2:Q",
            color=alt.Color(
                "class:N",
                title=None,
                scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values())),
                legend=alt.Legend(columns=4),
            ),
            tooltip=["period:N", "class:N", "count:Q", "drove:N"],
            **_linked(link),
        )
    )
    return alt.layer(_unheard(series, labels=False), bars, _zero()).properties(width=_WIDTH, height=190)


def _score_panel(series: Relation, link: Link | None) -> Any:
    """The sum of scores as bars, and the level as a line that breaks where nothing is known."""
    alt = grammar()
    base = alt.Chart(alt.Data(values=list(_scores(series, link))))
    bars = base.mark_rect(color="#9A9A9A", stroke="white", strokeWidth=0.5).encode(
        x=_days(series, labels=True),
        x2="to:T",
        y=alt.Y("score:Q", title="score"),
        y2="nought:Q",
        tooltip=["period:N", "score:Q", "level:Q", "coverage:N", "drove:N"],
        **_linked(link),
    )
    layers = [_unheard(series, labels=True), bars, _zero()]
    if series.framing.half_life is not None:
        line = base.mark_line(color=INK, strokeWidth=1.8, invalid="break-paths-show-domains")
        layers.append(line.encode(x="middle:T", y="level:Q"))
    return alt.layer(*layers).properties(width=_WIDTH, height=110)


def _strip_panel(series: Relation) -> Any:
    """The strip that says where the record has articles at all."""
    alt = grammar()
    words = list(_COVERED.values())
    return (
        alt.Chart(alt.Data(values=list(_strip(series))), width=_WIDTH, height=12)
        .mark_rect()
        .encode(
            x=alt.X("from:T", axis=None, scale=_span(series)),
            x2="to:T",
            color=alt.Color(
                "has:N",
                title="the record has",
                scale=alt.Scale(domain=[each for each, _ in words], range=[colour for _, colour in words]),
                legend=alt.Legend(orient="bottom", direction="horizontal", titleOrient="left", columns=3),
            ),
            tooltip=["period:N", "has:N", "articles:Q"],
        )
    )


def _unheard(series: Relation, *, labels: bool) -> Any:
    """A grey ground behind periods of which the record has no article, so that none takes them for calm."""
    alt = grammar()
    rows = [_edges(point) for point in series.points if point.coverage is Coverage.NONE]
    return alt.Chart(alt.Data(values=rows)).mark_rect(color="#E3E3E3").encode(x=_days(series, labels=labels), x2="to:T")


def _zero() -> Any:
    alt = grammar()
    return alt.Chart(alt.Data(values=[{"y": 0}])).mark_rule(color=GREY, strokeWidth=0.8).encode(y="y:Q")


def _linked(link: Link | None) -> dict[str, Any]:
    return {"href": grammar().Href("href:N")} if link else {}


def _days(series: Relation, *, labels: bool) -> Any:
    alt = grammar()
    axis = alt.Axis(labelAngle=0, labelOverlap="greedy", labels=labels, ticks=labels)
    return alt.X("from:T", title=None, axis=axis, scale=_span(series))


def _span(series: Relation) -> Any:
    first, last = series.points[0].period.first, series.points[-1].period.last + timedelta(days=1)
    return grammar().Scale(domain=[first.isoformat(), last.isoformat()], type="utc", nice=False)


def _edges(point: Point) -> dict[str, str]:
    """A period's place on the axis; its bar ends where the next begins."""
    after = point.period.last + timedelta(days=1)
    middle = point.period.first + (after - point.period.first) / 2
    return {
        "period": str(point.period),
        "from": point.period.first.isoformat(),
        "to": after.isoformat(),
        "middle": middle.isoformat(),
    }


def _bars(series: Relation, link: Link | None) -> Iterator[dict[str, Any]]:
    for point in series.points:
        for sign, classes in ((1, _COOPERATION), (-1, _CONFLICT)):
            begun = 0
            for quad in classes:
                if count := point.counts[quad]:
                    row = _edges(point) | {
                        "class": str(quad),
                        "count": count,
                        "y": sign * begun,
                        "y2": sign * (begun + count),
                        "drove": "; ".join(act_line(act) for act in point.drivers if act.quad is quad),
                    }
                    yield row | ({"href": link(point)} if link else {})
                    begun += count


def _scores(series: Relation, link: Link | None) -> Iterator[dict[str, Any]]:
    for point in series.points:
        row = _edges(point) | {
            "score": point.score,
            "nought": 0,
            "level": None if point.coverage is Coverage.NONE and not point.acts else point.level,
            "coverage": str(point.coverage),
            "drove": "; ".join(act_line(act) for act in point.drivers),
        }
        yield row | ({"href": link(point)} if link else {})


def _strip(series: Relation) -> Iterator[dict[str, Any]]:
    for point in series.points:
        yield _edges(point) | {"has": _COVERED[point.coverage][0], "articles": point.articles}
