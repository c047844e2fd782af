"""Ties and acts become graph files, GEXF and GraphML: an edge for every spell and every act, with its own days."""

import calendar
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.etree import ElementTree

import networkx as nx

from dragoman.analysis.tie_book import KnownTie
from dragoman.errors import Stop
from dragoman.export.answers import tie_object
from dragoman.export.door import Answer
from dragoman.export.wording import shown
from dragoman.ontology.actors import first_day, last_day
from dragoman.ontology.acts import QUAD, SCORES

_GEXF = "http://www.gexf.net/1.2draft"
_LONGEST_DAY = len("2025-04-03")


@dataclass(frozen=True, slots=True)
class Edge:
    """One spell of a tie or one act; `start` and `end` are ISO days, empty where open or not known.

    `since` and `until` are the days as they are known ("1975", "by 2025-04-01"), from which the first and last that
    they can mean are taken.
    """

    one: str
    other: str
    what: str
    kind: str
    start: str
    end: str
    since: str
    until: str
    rests_on: str
    score: float | None = None
    is_mutual: bool = False


def edges(answer: Answer) -> Iterator[Edge]:
    """The ties, then the acts, each its own edge; a tie to a person is left out, for persons are no nodes."""
    for tie in answer.ties:
        edge = _tie(tie)
        if edge:
            yield edge
    for act in answer.acts:
        day = act.on.isoformat()
        kind = f"{act.type} {act.mode}" if act.mode else str(act.type)
        yield Edge(
            act.actor, act.recipient, "act", kind, day, day, day, day, act.event, SCORES[act.type], act.side_by_side
        )


def _tie(tie: KnownTie) -> Edge | None:
    if tie.book and tie.book.person:
        return None
    facts = tie_object(tie)
    since, until = str(facts.get("from") or ""), str(facts.get("to") or "")
    rests_on = ", ".join(dict.fromkeys(str(each) for each in facts.get("rests_on", ())))
    return Edge(tie.who, tie.whom, "tie", tie.kind, _begin(since), _end(until), since, until, rests_on)


def _begin(partial: str) -> str:
    """The first day that a beginning can mean; empty for one that is not known, or only by when."""
    return _day(partial.split("/")[0], first=True)


def _end(partial: str) -> str:
    """The last day that an end can mean; empty while it lasts, and where it ended on a day not known."""
    return _day(partial.split("/")[-1], first=False)


def _day(partial: str, *, first: bool) -> str:
    if not partial[:4].isdigit():
        return ""
    day = first_day(partial) if first else last_day(partial)
    if not first and len(partial) == len("2025-02"):
        day = f"{partial}-{calendar.monthrange(int(partial[:4]), int(partial[5:7]))[1]:02d}"
    return day[:_LONGEST_DAY]


def graph_of(answer: Answer) -> Any:
    """The network as a directed graph of networkx with parallel edges; Stop where there is nothing to draw."""
    graph = nx.MultiDiGraph()
    found = list(edges(answer))
    if not found:
        raise Stop("there is neither a tie nor an act between two in what was asked for.", remedy="Ask for more.")
    for code in sorted({code for edge in found for code in (edge.one, edge.other)}):
        actor = answer.book.actors.get(code)
        graph.add_node(
            code,
            label=shown(actor.name if actor else code),
            kind=actor.kind if actor else "",
            country=(actor.country or "") if actor else "",
        )
    for number, edge in enumerate(found):
        facts = {
            "label": f"{edge.what}: {edge.kind}", "what": edge.what, "kind": edge.kind, "since": edge.since,
            "until": edge.until, "rests_on": edge.rests_on, "is_mutual": edge.is_mutual,
        }  # fmt: skip
        if edge.score is not None:
            facts["score"] = edge.score
            facts["quad"] = str(QUAD[_type(edge.kind)])
        days = {name: day for name, day in (("start", edge.start), ("end", edge.end)) if day}
        graph.add_edge(edge.one, edge.other, key=f"e{number}", **_plain(facts), **days)
    return graph


def _type(kind: str) -> Any:
    return next(each for each in QUAD if each == kind.split(" ")[0])


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: shown(value) if isinstance(value, str) else value for name, value in facts.items()}


class GraphML:
    """GraphML; start and end are attributes of the edges, for programs that know no time."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write the network."""
        graph = graph_of(answer)
        graph.graph.update(answer.about.facts())
        made = io.BytesIO()
        nx.write_graphml_xml(graph, made, named_key_ids=True, edge_id_from_attribute=None)
        out.write(made.getvalue())


class Gexf:
    """GEXF 1.2 in its dynamic mode: each edge has the days on which it begins and ends, so that a timeline moves it.

    Written here and not by networkx, which puts the day of writing into the file.
    """

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write the network; Gephi is to be told not to merge parallel edges when it opens it."""
        graph = graph_of(answer)
        root = ElementTree.Element("gexf", {"xmlns": _GEXF, "version": "1.2"})
        meta = ElementTree.SubElement(root, "meta")
        ElementTree.SubElement(meta, "creator").text = "Dragoman"
        facts = answer.about.facts().items()
        ElementTree.SubElement(meta, "description").text = shown("; ".join(f"{key}={value}" for key, value in facts))
        drawn = ElementTree.SubElement(
            root, "graph", {"mode": "dynamic", "defaultedgetype": "directed", "timeformat": "date"}
        )
        _nodes(drawn, graph)
        _edges(drawn, graph)
        out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
        out.write(ElementTree.tostring(root, encoding="utf-8"))
        out.write(b"\n")


def _nodes(drawn: ElementTree.Element, graph: Any) -> None:
    names = ("kind", "country")
    _declared(drawn, "node", dict.fromkeys(names, "string"))
    under = ElementTree.SubElement(drawn, "nodes")
    for code, facts in graph.nodes(data=True):
        node = ElementTree.SubElement(under, "node", {"id": shown(code), "label": facts["label"]})
        _values(node, names, facts)


def _edges(drawn: ElementTree.Element, graph: Any) -> None:
    kinds = {"what": "string", "kind": "string", "since": "string", "until": "string", "rests_on": "string",
             "is_mutual": "boolean", "score": "double", "quad": "string"}  # fmt: skip
    _declared(drawn, "edge", kinds)
    under = ElementTree.SubElement(drawn, "edges")
    for one, other, key, facts in graph.edges(keys=True, data=True):
        days = {name: facts[name] for name in ("start", "end") if name in facts}
        ends = {"id": key, "source": shown(one), "target": shown(other), "label": facts["label"]}
        # "kind" is what lets Gephi keep several edges between the same two.
        edge = ElementTree.SubElement(under, "edge", {**ends, "kind": facts["label"], **days})
        _values(edge, tuple(kinds), facts)


def _declared(drawn: ElementTree.Element, of: str, kinds: dict[str, str]) -> None:
    under = ElementTree.SubElement(drawn, "attributes", {"class": of, "mode": "static"})
    for name, kind in kinds.items():
        ElementTree.SubElement(under, "attribute", {"id": name, "title": name, "type": kind})


def _values(element: ElementTree.Element, names: tuple[str, ...], facts: dict[str, Any]) -> None:
    under = ElementTree.SubElement(element, "attvalues")
    for name in names:
        if name in facts:
            value = facts[name]
            text = str(value).lower() if isinstance(value, bool) else str(value)
            ElementTree.SubElement(under, "attvalue", {"for": name, "value": text})
