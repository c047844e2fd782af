"""A network with its blocs comes in; its chart goes out: who stands near whom, and what joins or divides them."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

from dragoman.analysis.network.communities import Communities
from dragoman.analysis.network.graph import Edge, Network
from dragoman.export.charts import COLOURS, INK, grammar, spec_dict

MOST_NODES = 30
"""Actors that are drawn, those with most; a page's table has the others."""
_BLOCS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#7A6A00", "#56B4E9")
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
"""Blocs are told apart by colour and by shape; those after the sixth share one of each."""
_OTHERS = ("#6B6B6B", "circle")
_WIDTH, _HEIGHT = 680, 460


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of the chart in the reader's language: its title, "more together", "more against", "bloc", "others"."""

    title: str
    together: str
    against: str
    bloc: str
    others: str


@dataclass(frozen=True, slots=True)
class Links:
    """Where a click leads: on an actor by its code, on a pair by its edge."""

    actor: Callable[[str], str]
    pair: Callable[[Edge], str]


def network_chart(
    found: Network, groups: Communities, names: Mapping[str, str], wording: Wording, links: Links
) -> dict[str, Any]:
    """The Vega-Lite specification of a network: its busiest actors, and what lies between them."""
    shown = busiest(found.edges, MOST_NODES)
    edges = [each for each in found.edges if each.one in shown and each.other in shown]
    places = _places(shown, edges)
    alt = grammar()
    weights = {code: sum(_size(each) for each in edges if code in (each.one, each.other)) for code in shown}
    lines = (
        alt.Chart(alt.Data(values=[_line(each, places, names, (wording, links)) for each in edges]))
        .mark_rule(opacity=0.75)
        .encode(
            x=alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-1.12, 1.12])),
            y=alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-1.1, 1.1])),
            x2="x2:Q",
            y2="y2:Q",
            size=alt.Size("width:Q", scale=None),
            color=alt.Color(
                "way:N",
                title=None,
                scale=alt.Scale(
                    domain=[wording.together, wording.against],
                    range=[COLOURS["verbal cooperation"], COLOURS["material conflict"]],
                ),
                legend=alt.Legend(symbolType="stroke", symbolStrokeWidth=3),
            ),
            strokeDash=alt.StrokeDash("dash:N", scale=None),
            tooltip=["pair:N", "meetings:Q", "cooperation:Q", "conflict:Q"],
            href=alt.Href("href:N"),
        )
    )
    nodes = alt.Chart(
        alt.Data(values=[_node(code, (places, weights), groups, names, (wording, links)) for code in shown])
    )
    at = {"x": "x:Q", "y": "y:Q", "href": "href:N"}
    marks = nodes.mark_point(filled=True, opacity=1, stroke="white", strokeWidth=1).encode(
        **at, size=alt.Size("size:Q", scale=None), tooltip=["name:N", "bloc:N"], **_by_bloc(groups, shown, wording)
    )
    labels = nodes.mark_text(dy=-11, fontSize=11, color=INK, stroke="white", strokeWidth=0).encode(**at, text="name:N")
    whole = alt.layer(lines, marks, labels).properties(width=_WIDTH, height=_HEIGHT, title=wording.title)
    return spec_dict(whole.resolve_scale(color="independent", size="independent", shape="independent"))


def busiest(edges: Sequence[Edge], most: int) -> list[str]:
    """Codes of those with most between them and anyone, the busiest first."""
    told: dict[str, float] = {}
    for each in edges:
        for code in (each.one, each.other):
            told[code] = told.get(code, 0.0) + _size(each)
    return sorted(told, key=lambda code: (-told[code], code))[:most]


def _size(edge: Edge) -> float:
    return edge.together + edge.conflict


def _places(shown: Sequence[str], edges: Sequence[Edge]) -> dict[str, tuple[float, float]]:
    """Where each is drawn, the same at every call: those with much between them near one another."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted(shown))
    for each in sorted(edges, key=lambda each: (each.one, each.other)):
        graph.add_edge(each.one, each.other, weight=math.log1p(max(each.together - 0.5 * each.conflict, 0.05)))
    if not graph:
        return {}
    found = nx.spring_layout(graph, seed=7, k=2.2 / math.sqrt(len(graph)), iterations=120, weight="weight")
    across, up = (_spread({code: float(place[axis]) for code, place in found.items()}) for axis in (0, 1))
    return {code: (across[code], up[code]) for code in found}


def _spread(places: Mapping[str, float]) -> dict[str, float]:
    """Places from −1 to 1, drawn towards even steps, so that those who crowd together can be told apart."""
    ordered = sorted(places, key=lambda code: (places[code], code))
    most = max((abs(each) for each in places.values()), default=1.0) or 1.0
    step = 2 / max(1, len(ordered) - 1)
    return {
        code: round(0.3 * places[code] / most + 0.7 * (number * step - 1), 4) for number, code in enumerate(ordered)
    }


def _line(
    each: Edge, places: Mapping[str, tuple[float, float]], names: Mapping[str, str], beside: tuple[Wording, Links]
) -> dict[str, Any]:
    wording, links = beside
    (x, y), (x2, y2) = places[each.one], places[each.other]
    is_against = each.net < 0
    return {
        "x": x, "y": y, "x2": x2, "y2": y2,
        "width": round(min(9.0, 1 + 1.3 * math.sqrt(_size(each))), 2),
        "way": wording.against if is_against else wording.together,
        "dash": [6, 3] if is_against else [1, 0],
        "pair": f"{names.get(each.one, each.one)} – {names.get(each.other, each.other)}",
        "meetings": round(each.meetings, 2), "cooperation": round(each.cooperation, 2),
        "conflict": round(each.conflict, 2), "href": links.pair(each),
    }  # fmt: skip


def _node(
    code: str, drawn: tuple[Mapping[str, tuple[float, float]], Mapping[str, float]], groups: Communities,
    names: Mapping[str, str], beside: tuple[Wording, Links],
) -> dict[str, Any]:  # fmt: skip
    places, weights = drawn
    wording, links = beside
    return {
        "name": names.get(code, code),
        "x": places[code][0],
        "y": places[code][1],
        "size": round(90 + 40 * math.sqrt(weights[code]), 1),
        "bloc": bloc_name(groups, code, wording),
        "href": links.actor(code),
    }


def bloc_name(groups: Communities, code: str, wording: Wording) -> str:
    """ "bloc 1"; those alone, or after the sixth, are "others"."""
    number = groups.group_of(code)
    if number is None or number >= len(_BLOCS) or len(groups.groups[number]) < 2:
        return wording.others
    return f"{wording.bloc} {number + 1}"


def _by_bloc(groups: Communities, shown: Sequence[str], wording: Wording) -> dict[str, Any]:
    alt = grammar()
    there = {bloc_name(groups, code, wording) for code in shown}
    named = [(f"{wording.bloc} {number + 1}", number) for number in range(len(_BLOCS))]
    domain = [name for name, _ in named if name in there] + [wording.others] * (wording.others in there)
    places = dict(named)
    looks = [(_BLOCS[places[name]], _SHAPES[places[name]]) if name in places else _OTHERS for name in domain]
    legend = alt.Legend(title=None, orient="top", symbolSize=90)
    return {
        "color": alt.Color(
            "bloc:N", scale=alt.Scale(domain=domain, range=[colour for colour, _ in looks]), legend=legend
        ),
        "shape": alt.Shape(
            "bloc:N", scale=alt.Scale(domain=domain, range=[shape for _, shape in looks]), legend=legend
        ),
    }
