"""Networks and shifts become plain objects for JSON, and networks files for Gephi (GEXF, GraphML), with their days."""

import io
from collections.abc import Mapping
from typing import Any

import networkx as nx

from dragoman.analysis.network.acts import PairAct
from dragoman.analysis.network.balance import Balance, Central
from dragoman.analysis.network.communities import Communities
from dragoman.analysis.network.graph import Edge, Network
from dragoman.analysis.shifts.formal import Step
from dragoman.analysis.shifts.surges import Surge
from dragoman.analysis.shifts.turns import Moved, Turn

THEATRES = (
    "Communities of acts are theatres: who is in the same story, not who is allied. For alignment look at the likeness "
    "of profiles."
)


def edge_object(edge: Edge) -> dict[str, Any]:
    """A pair with what it did together and against one another, and the events."""
    return {
        "one": edge.one,
        "other": edge.other,
        "meetings": round(edge.meetings, 3),
        "cooperation": round(edge.cooperation, 3),
        "conflict": round(edge.conflict, 3),
        "net": round(edge.net, 3),
        "first": edge.first.isoformat(),
        "last": edge.last.isoformat(),
        "events": list(edge.events),
    }


def network_object(
    found: Network, groups: Communities, balanced: Balance, places: list[Central], context: Mapping[str, list[str]]
) -> dict[str, Any]:
    """A network with its communities, balance and central nodes; `context` are the bodies that each node is in."""
    return {
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "note": THEATRES,
        "nodes": [
            {
                "code": each.code,
                "cooperation": round(each.cooperation, 3),
                "conflict": round(each.conflict, 3),
                "rank": round(each.rank, 5),
                "between": round(each.between, 5),
                "community": groups.group_of(each.code),
                "belonging": dict(groups.belonging).get(each.code),
                "member_of": context.get(each.code, []),
            }
            for each in places
        ],
        "edges": [edge_object(edge) for edge in found.edges],
        "communities": {
            "groups": [list(group) for group in groups.groups],
            "modularity": round(groups.modularity, 4),
            "stability": round(groups.stability, 4),
        },
        "balance": {
            "triads": balanced.triads,
            "triangles": balanced.triangles,
            "frustration": round(balanced.frustration, 4),
            "camps": [list(camp) for camp in balanced.camps],
        },
    }


def graph_file(found: Network, groups: Communities, names: Mapping[str, str], format_name: str) -> bytes:
    """The network as GEXF 1.2 or GraphML.

    Each edge has the days of its first and last act in the window as its start and end.
    """
    is_gexf = format_name == "gexf"
    graph = nx.Graph(mode="dynamic", timeformat="date") if is_gexf else nx.Graph()
    for code in found.nodes:
        graph.add_node(code, label=names.get(code, code), community=groups.group_of(code) or 0)
    for edge in found.edges:
        days = {"start": edge.first.isoformat(), "end": edge.last.isoformat()}
        graph.add_edge(
            edge.one, edge.other, weight=max(round(edge.together, 4), 0.01), net=round(edge.net, 4),
            meetings=round(edge.meetings, 4), cooperation=round(edge.cooperation, 4),
            conflict=round(edge.conflict, 4), **days,
        )  # fmt: skip
    written = io.BytesIO()
    if is_gexf:
        nx.write_gexf(graph, written, version="1.2draft")
    else:
        graph.graph.update({"from": found.first.isoformat(), "to": found.last.isoformat(), "note": THEATRES})
        nx.write_graphml(graph, written)
    return written.getvalue()


def act_object(act: PairAct) -> dict[str, Any]:
    """One act between two."""
    return {
        "on": act.on.isoformat(),
        "actor": act.actor,
        "recipient": act.recipient,
        "type": str(act.type),
        "mode": act.mode,
        "side_by_side": act.side_by_side,
        "against": act.against,
        "event": act.event,
        "origins": list(act.origins),
    }


def turn_object(turn: Turn) -> dict[str, Any]:
    """A turn of an actor, or of one relation of it, with what moved and the acts that drive it."""
    return {
        "kind": "relation" if turn.partner else "alignment",
        "actor": turn.actor,
        "partner": turn.partner,
        "on": turn.on.isoformat(),
        "earliest": turn.earliest.isoformat(),
        "latest": turn.latest.isoformat(),
        "compared": [day.isoformat() for day in turn.compared],
        "log_odds": turn.odds,
        "away": [_moved(each) for each in turn.away],
        "towards": [_moved(each) for each in turn.towards],
        "origins": turn.origins,
        "survives_without_largest_origin": turn.survives,
        "acts": [act_object(act) for act in turn.acts],
    }


def _moved(each: Moved) -> dict[str, Any]:
    return {
        "partner": each.partner,
        "way": str(each.way),
        "acts": [each.before, each.after],
        "shares": [round(each.share_before, 4), round(each.share_after, 4)],
        "ratio_interval": [round(bound, 3) for bound in each.interval],
        "sure": round(each.sure, 3),
    }


def step_object(step: Step) -> dict[str, Any]:
    """A tie that began or ended, as a step towards a partner or away from it."""
    return {
        "kind": "tie",
        "actor": step.actor,
        "partner": step.partner,
        "tie": step.kind,
        "what": "begins" if step.begins else "ends",
        "is_closer": step.is_closer,
        "on": step.on.isoformat(),
        "is_stated": step.is_stated,
        "notice_on": step.notice_on.isoformat() if step.notice_on else None,
        "known": str(step.known),
        "events": list(step.events),
    }


def surge_object(surge: Surge) -> dict[str, Any]:
    """A surge of a pair, with its rates and what came after."""
    return {
        "kind": "surge",
        "pair": list(surge.pair),
        "way": str(surge.way),
        "on": surge.on.isoformat(),
        "until": surge.until.isoformat(),
        "score": surge.score,
        "acts_a_week": {"before": round(surge.before, 3), "during": surge.during, "later": surge.later},
        "ratio": round(surge.ratio, 3),
        "ratio_interval": [round(bound, 3) for bound in surge.interval],
        "lasting": str(surge.lasting),
        "is_visit": surge.is_visit,
        "origins": surge.origins,
        "survives_without_largest_origin": surge.survives,
        "acts": [act_object(act) for act in surge.acts],
    }
