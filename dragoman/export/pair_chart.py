"""A network comes in; its chart goes out: who acted with and against whom as a table of marks, communities together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dragoman.analysis.network.communities import Communities
from dragoman.analysis.network.graph import Edge, Network
from dragoman.export.charts import COLOURS, GREY, Chart, grammar, spec_dict
from dragoman.export.networks import THEATRES

SHOWN = 24
"""Actors that a chart has room for; those in most acts are shown."""
_CELL = 24  # pixels
_MIXED = 0.25  # share of the weaker side from which on a pair is told as both
_KINDS = {
    "mostly cooperation": (COLOURS["material cooperation"], "circle"),
    "both": (GREY, "diamond"),
    "mostly conflict": (COLOURS["verbal conflict"], "square"),
}
"""Kinds of pairs: each has a colour and a shape of its own, so that grey print and colour-blind readers tell them."""
COLUMNS = ("one", "other", "meetings", "cooperation", "conflict", "net", "first act", "last act", "events")


def pair_chart(found: Network, groups: Communities, names: Mapping[str, str]) -> Chart:
    """The chart of a network; `names` are what its nodes are called, by their codes."""
    return Chart(
        title=f"Who acted with and against whom, {found.first} to {found.last}",
        sentence=sentence(found, names),
        spec=_spec(found, groups),
        columns=COLUMNS,
        rows=[_row(edge, names) for edge in _ranked(found.edges)],
        note=note(found),
    )


def sentence(found: Network, names: Mapping[str, str]) -> str:
    """How many, and the pairs with most cooperation and most conflict."""
    if not found.edges:
        return "There is no act between states or bodies in these days."
    told = [f"{len(found.nodes)} actors and {len(found.edges)} pairs"]
    closest = max(found.edges, key=lambda edge: (edge.together, edge.one, edge.other))
    furthest = max(found.edges, key=lambda edge: (edge.conflict, edge.one, edge.other))
    if closest.together:
        told.append(f"most cooperation is between {_pair(closest, names)} ({closest.together:.1f})")
    if furthest.conflict:
        told.append(f"most conflict between {_pair(furthest, names)} ({furthest.conflict:.1f})")
    return "; ".join(told) + "."


def note(found: Network) -> str:
    """What the marks mean, and whom the chart leaves out."""
    left = len(found.nodes) - SHOWN
    parts = ["A mark is as large as the acts of a pair are many. Actors of one community stand together."]
    if left > 0:
        parts.append(f"The chart shows the {SHOWN} actors with most acts and leaves out {left}; the table has all.")
    return " ".join((*parts, THEATRES))


def _pair(edge: Edge, names: Mapping[str, str]) -> str:
    return f"{names.get(edge.one, edge.one)} and {names.get(edge.other, edge.other)}"


def _all(edge: Edge) -> float:
    return edge.meetings + edge.cooperation + edge.conflict


def _ranked(edges: Sequence[Edge]) -> list[Edge]:
    return sorted(edges, key=lambda edge: (-_all(edge), edge.one, edge.other))


def _row(edge: Edge, names: Mapping[str, str]) -> list[str]:
    numbers = (edge.meetings, edge.cooperation, edge.conflict)
    return [
        names.get(edge.one, edge.one), names.get(edge.other, edge.other), *(f"{each:.1f}" for each in numbers),
        f"{edge.net:+.1f}", str(edge.first), str(edge.last), " ".join(edge.events),
    ]  # fmt: skip


def _kind(edge: Edge) -> str:
    friendly, total = edge.meetings + edge.cooperation, _all(edge)
    if min(friendly, edge.conflict) >= _MIXED * total:
        return "both"
    return "mostly cooperation" if friendly >= edge.conflict else "mostly conflict"


def _shown(found: Network, groups: Communities) -> list[str]:
    """The codes of those in most acts, community by community."""
    often = dict.fromkeys(found.nodes, 0.0)
    for edge in found.edges:
        often[edge.one] += _all(edge)
        often[edge.other] += _all(edge)
    kept = sorted(often, key=lambda code: (-often[code], code))[:SHOWN]
    far = len(groups.groups)
    return sorted(kept, key=lambda code: (found_in if (found_in := groups.group_of(code)) is not None else far, code))


def _marks(found: Network, shown: Sequence[str]) -> Iterator[dict[str, Any]]:
    for edge in found.edges:
        if edge.one in shown and edge.other in shown:
            for row, column in ((edge.one, edge.other), (edge.other, edge.one)):
                yield {
                    "row": row, "column": column, "acts": round(_all(edge), 2), "kind": _kind(edge),
                    "meetings": edge.meetings, "cooperation": edge.cooperation, "conflict": edge.conflict,
                    "days": f"{edge.first} to {edge.last}",
                }  # fmt: skip


def _spec(found: Network, groups: Communities) -> dict[str, Any]:
    alt = grammar()
    shown = _shown(found, groups)
    kinds = list(_KINDS)
    axis = {"sort": shown, "scale": alt.Scale(domain=shown)}
    legend = alt.Legend(title=None, columns=3, symbolSize=120)
    marks = (
        alt.Chart(alt.Data(values=list(_marks(found, shown))))
        .mark_point(filled=True, opacity=1)
        .encode(
            x=alt.X("column:N", title=None, axis=alt.Axis(orient="top", labelAngle=-60, grid=True), **axis),
            y=alt.Y("row:N", title=None, axis=alt.Axis(grid=True), **axis),
            size=alt.Size("acts:Q", scale=alt.Scale(range=[30, _CELL * _CELL * 0.7]), legend=None),
            color=alt.Color(
                "kind:N", scale=alt.Scale(domain=kinds, range=[c for c, _ in _KINDS.values()]), legend=legend
            ),
            shape=alt.Shape(
                "kind:N", scale=alt.Scale(domain=kinds, range=[s for _, s in _KINDS.values()]), legend=legend
            ),
            tooltip=["row:N", "column:N", "meetings:Q", "cooperation:Q", "conflict:Q", "days:N"],
        )
    )
    size = max(len(shown), 2) * _CELL
    title = alt.Title("Who acted with and against whom", subtitle=f"{found.first} to {found.last}")
    return spec_dict(marks.properties(width=size, height=size, title=title))
