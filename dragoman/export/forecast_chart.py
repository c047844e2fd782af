"""Chances of what is next, or the scores of what was said, come in; their chart goes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.analysis.forecasting.next_acts import Likely
from dragoman.analysis.forecasting.scoring import Scores
from dragoman.export.charts import COLOURS, GREY, INK, grammar, sized, spec_dict
from dragoman.ontology.acts import QUAD

_WIDTH = 420


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of the chart in the reader's language: its title, "chance", "any two", "what was said", "what came"."""

    title: str
    chance: str
    base: str
    said: str
    came: str
    forecasts: str


def likely_chart(found: Sequence[Likely], named: Callable[[Likely], str], wording: Wording) -> dict[str, Any]:
    """Chances of kinds of act as bars, each with a tick where any two stand."""
    alt = grammar()
    rows = [
        {"kind": named(each), "chance": round(each.chance, 4), "base": round(each.base, 4), "nought": 0,
         "class": str(QUAD[each.kind[2]])}
        for each in found
    ]  # fmt: skip
    most = max([0.05, *(max(each.chance, each.base) for each in found)])
    base = alt.Chart(alt.Data(values=rows))
    y = alt.Y("kind:N", title=None, sort=None, axis=alt.Axis(labelLimit=260))
    x = alt.X(
        "chance:Q", title=wording.chance, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, min(1, most * 1.15)])
    )
    bars = base.mark_bar(height=14).encode(
        x=x,
        y=y,
        tooltip=["kind:N", _percent("chance"), _percent("base", wording.base)],
        color=alt.Color("class:N", legend=None, scale=alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))),
    )  # fmt: skip
    ticks = base.mark_tick(color=INK, thickness=2, size=18).encode(x="base:Q", y=y)
    labels = base.mark_text(align="left", dx=5, color=INK, fontSize=11).encode(
        x="chance:Q", y=y, text=alt.Text("chance:Q", format=".0%")
    )
    whole = alt.layer(bars, ticks, labels).properties(width=_WIDTH, height=max(2, len(rows)) * 26, title=wording.title)
    return spec_dict(whole)


def calibration_chart(found: Sequence[tuple[str, Scores]], wording: Wording) -> dict[str, Any]:
    """What was said against what came, by bands of chances; on the line, both are the same."""
    alt = grammar()
    rows = [
        {"kind": kind, "said": round(band.chance, 4), "came": round(band.share, 4), "forecasts": band.forecasts}
        for kind, each in found
        for band in each.bands
    ]
    scale = alt.Scale(domain=[0, 1])
    line = alt.Chart(alt.Data(values=[{"said": 0, "came": 0}, {"said": 1, "came": 1}])).mark_line(
        color=GREY, strokeDash=[4, 3]
    )
    at = {
        "x": alt.X("said:Q", title=wording.said, axis=alt.Axis(format="%"), scale=scale),
        "y": alt.Y("came:Q", title=wording.came, axis=alt.Axis(format="%"), scale=scale),
    }
    kinds = [kind for kind, _ in found]
    colours = [COLOURS["material cooperation"], COLOURS["material conflict"]][: len(kinds)]
    shapes = ["circle", "diamond"][: len(kinds)]
    points = (
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, opacity=0.9)
        .encode(
            **at,
            size=sized("forecasts", wording.forecasts, 500),
            color=alt.Color("kind:N", title=None, scale=alt.Scale(domain=kinds, range=colours)),
            shape=alt.Shape("kind:N", title=None, scale=alt.Scale(domain=kinds, range=shapes)),
            tooltip=["kind:N", _percent("said"), _percent("came"), "forecasts:Q"],
        )
    )  # fmt: skip
    return spec_dict(alt.layer(line.encode(**at), points).properties(width=340, height=300, title=wording.title))


def _percent(name: str, title: str = "") -> Any:
    return grammar().Tooltip(f"{name}:Q", format=".1%", title=title or name)
