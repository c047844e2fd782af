"""`network`: who acts with and against whom, as text, JSON, a graph file or a chart."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from dragoman.analysis.network.acts import PairAct
from dragoman.analysis.network.balance import balance, central
from dragoman.analysis.network.communities import Communities, communities
from dragoman.analysis.network.graph import Network, network
from dragoman.analysis.network.likeness import likeness
from dragoman.chronicle.networks import acts_of
from dragoman.cli.asking import AsOf, Json, KnownBy, Question, question
from dragoman.cli.diaries import write
from dragoman.cli.flags import Db
from dragoman.cli.reading import tell
from dragoman.errors import Stop
from dragoman.export.charts import CHARTS, drawn
from dragoman.export.networks import THEATRES, graph_file, network_object
from dragoman.export.pair_chart import pair_chart
from dragoman.ontology.book import Book
from dragoman.store.view import Wanted

_WINDOW = re.compile(r"(\d+)\s*d?", re.IGNORECASE)
_SHOWN = 15
_FORMS = ("json", "gexf", "graphml", "png", "svg", "html")


def network_(
    *,
    window: Annotated[str, Parameter(help="days up to the day of the question, such as 365d")] = "365d",
    min_acts: Annotated[int, Parameter(help="leave out pairs with fewer acts")] = 1,
    format_name: Annotated[
        Literal["text", "json", "gexf", "graphml", "png", "svg", "html"] | None, Parameter(name="--format")
    ] = None,
    output: Annotated[
        Path | None, Parameter(name=["--output", "-o"], help="file to write: .png, .html, .gexf …")
    ] = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """Tell who acts with and against whom: pairs, communities, balance, who is central; as text, chart or graph."""
    days = _WINDOW.fullmatch(window.strip())
    if days is None or int(days[1]) < 1:
        raise Stop(f"--window {window}.", remedy="Give days, such as 365d.")
    form = "json" if as_json else format_name or _form(output)
    with question(db, as_of, known_by) as asking:
        last = asking.asked.day
        first = last - timedelta(days=int(days[1]) - 1)
        found = network(_acts(asking, Wanted(since=first, until=last)), first, last, min_acts=min_acts)
        cooperation, _ = found.matrices()
        groups = communities(found.nodes, cooperation)
        written = _written(asking, found, groups, form)
        if not written:
            written = "\n".join(_network_lines(asking.book, found, groups)).encode() + b"\n"
    write(written, output)
    if output is not None:
        tell(f"{output}: {len(found.nodes)} actors, {len(found.edges)} pairs")
    if form in ("gexf", "graphml"):
        tell(THEATRES)
    return 0


def _form(output: Path | None) -> str:
    """What a file is to hold, by its ending; text where it says nothing."""
    ending = output.suffix.lower().lstrip(".") if output else ""
    return ending if ending in _FORMS else "text"


def _written(asking: Question, found: Network, groups: Communities, format_name: str) -> bytes:
    if format_name in CHARTS:
        return drawn(pair_chart(found, groups, {code: _name(asking.book, code) for code in found.nodes}), format_name)
    if format_name in ("gexf", "graphml"):
        names = {code: _name(asking.book, code) for code in found.nodes}
        return graph_file(found, groups, names, format_name)
    if format_name == "json":
        cooperation, conflict = found.matrices()
        places, balanced = central(found.nodes, cooperation, conflict), balance(found.nodes, cooperation - conflict)
        context = {code: _bodies(asking.book, code, found) for code in found.nodes}
        written = network_object(found, groups, balanced, places, context)
        return (json.dumps(written, ensure_ascii=False) + "\n").encode()
    return b""


def _bodies(book: Book, code: str, found: Network) -> list[str]:
    """Bodies in the network that a node is a member of on its last day."""
    return [body for body in found.nodes if body in book.bodies and code in book.members(body, found.last)]


def _name(book: Book, code: str) -> str:
    actor = book.actors.get(code)
    return actor.name if actor else code


def _network_lines(book: Book, found: Network, groups: Communities) -> Iterator[str]:
    cooperation, conflict = found.matrices()
    balanced = balance(found.nodes, cooperation - conflict)
    yield f"{found.first} to {found.last}: {len(found.nodes)} actors, {len(found.edges)} pairs"
    yield ""
    yield "most central            cooperation  conflict  rank   between"
    for each in central(found.nodes, cooperation, conflict)[:_SHOWN]:
        name = f"{_name(book, each.code)[:22]:<22}"
        yield f"{name} {each.cooperation:12.1f} {each.conflict:9.1f}  {each.rank:.3f}  {each.between:.3f}"
    yield ""
    yield "pairs (meetings, cooperation, conflict)"
    ranked = sorted(found.edges, key=lambda edge: (-edge.meetings - edge.cooperation - edge.conflict, edge.one))
    for edge in ranked[:_SHOWN]:
        counts = f"{edge.meetings:.1f}, {edge.cooperation:.1f}, {edge.conflict:.1f}"
        yield f"{edge.one}–{edge.other}: {counts}; {edge.first} to {edge.last}"
    yield ""
    yield "alike in whom they act with (cosine of profiles)"
    alike = likeness(cooperation)
    busy = cooperation.sum(axis=1) >= 2
    pairs = [
        (float(alike[i, j]), one, other)
        for i, one in enumerate(found.nodes)
        for j, other in enumerate(found.nodes)
        if i < j and busy[i] and busy[j]
    ]
    for value, one, other in sorted(pairs, key=lambda each: (-each[0], each[1:]))[:_SHOWN]:
        yield f"{one}–{other}: {value:.2f}"
    yield ""
    yield f"communities (stability {groups.stability:.2f}, modularity {groups.modularity:.2f})"
    yield THEATRES
    for group in groups.groups[:_SHOWN]:
        yield ", ".join(group)
    triads = "no triangle" if balanced.triads is None else f"{balanced.triads:.0%} of {balanced.triangles} triangles"
    yield ""
    yield f"balanced: {triads}; frustration of the best two camps {balanced.frustration:.0%}"


def _acts(asking: Question, wanted: Wanted) -> list[PairAct]:
    return acts_of(asking.chronicle, asking.book, replace(wanted, known_by=asking.known_by), asking.asked)
