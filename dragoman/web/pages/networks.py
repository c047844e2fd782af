"""The network as of a day: who acts with and against whom, the blocs found, and the same as a chart and as tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dragoman.analysis.network.balance import Balance, Central, balance, central
from dragoman.analysis.network.communities import Communities, communities
from dragoman.analysis.network.graph import Edge, Network, network
from dragoman.export.network_chart import Links, Wording, network_chart
from dragoman.export.networks import edge_object
from dragoman.web.address import ACTOR, Elsewhere, Parameter, Wrong
from dragoman.web.answering import Answer, Page
from dragoman.web.counting import Counted, acts_counted, kept
from dragoman.web.forms import plain_cells
from dragoman.web.visiting import Visit

WINDOWS = ("30", "90", "180", "365", "1095")
"""Days up to the day of the question that a page may look at."""
_USUAL = "365"
_PAIRS, _ACTORS, _GROUPS = 60, 40, 12
_RANKED = 120
"""Actors of whom it is worked out who is central; paths between more of them take too long for a page."""
_STABLE = 0.7


@dataclass(frozen=True, slots=True)
class Found:
    """The network of some days with its blocs, its balance and who is central; `since` is the day it is told from."""

    network: Network
    groups: Communities
    balanced: Balance
    places: tuple[Central, ...]
    counted: Counted


def network_page(visit: Visit) -> Answer:
    """Who acts with and against whom, as of the day of the question."""
    _slid(visit)
    found = _found(visit)
    edges = sorted(found.network.edges, key=lambda each: (-each.together - each.conflict, each.one, each.other))
    rows = [
        edge_object(each) | {"bloc_one": _bloc(found, each.one), "bloc_other": _bloc(found, each.other)}
        for each in edges
    ]
    values = {
        "found": found,
        "edges": edges[:_PAIRS],
        "more": max(0, len(edges) - _PAIRS),
        "places": found.places[:_ACTORS],
        "blocs": [each for each in found.groups.groups if len(each) > 1][:_GROUPS],
        "bloc_of": {each.code: _bloc(found, each.code) for each in found.places[:_ACTORS]},
        "is_stable": found.groups.stability >= _STABLE,
        "sentence": _sentence(visit, found, edges),
        "chart_at": _chart_address(visit),
        "windows": WINDOWS,
        "window": _window(visit),
        "slider": _slider(visit),
        "last_word": None if edges else _last_word(visit),
    }
    return Answer("network.html", values, lambda: rows, plain_cells)


def actors_page(visit: Visit) -> Answer:
    """The actors of the network: their sums, how central they are, their bloc."""
    found = _found(visit)
    rows = [_node(found, each) for each in found.places]
    return Answer("", {}, lambda: rows, plain_cells)


def chart_page(visit: Visit) -> Answer:
    """The chart of the network, as Vega-Lite has it."""
    found, words = _found(visit), visit.words
    if not found.network.edges:
        return Answer("", {}, list)
    names = {code: words.name(code) for code in found.network.nodes}
    links = Links(lambda code: visit.address.to(f"/actor/{code}"), lambda edge: _pair_address(visit, found, edge))
    spec = network_chart(found.network, found.groups, names, _wording(visit, found), links)
    return Answer("", {}, lambda: [spec])


def _found(visit: Visit) -> Found:
    last = visit.asked.day
    first = last - timedelta(days=int(_window(visit)) - 1)
    circle = visit.circle()
    codes = circle.codes | circle.members if circle else frozenset()
    key = (str(visit.view.path), visit.known_by, visit.asked.on, visit.asked.as_of, first, last, tuple(sorted(codes)))
    return kept(
        visit, "network", key, lambda: _made(acts_counted(visit, first, last, codes), first, last), is_shared=True
    )


def _made(counted: Counted, first: date, last: date) -> Found:
    whole = network(counted.acts, counted.since or first, last)
    cooperation, conflict = whole.matrices()
    groups = communities(whole.nodes, cooperation)
    balanced = balance(whole.nodes, cooperation - conflict)
    busy = (cooperation + conflict).sum(axis=1).argsort()[::-1][:_RANKED] if whole.nodes else []
    kept_nodes = sorted(int(each) for each in busy)
    some = [whole.nodes[each] for each in kept_nodes]
    places = central(some, cooperation[kept_nodes][:, kept_nodes], conflict[kept_nodes][:, kept_nodes]) if some else []
    return Found(whole, groups, balanced, tuple(places), counted)


def _window(visit: Visit) -> str:
    return visit.address.choice("window", WINDOWS) or _USUAL


def _bloc(found: Found, code: str) -> int | None:
    """Number of the bloc that an actor is in, from 1; None where it is alone."""
    number = found.groups.group_of(code)
    return number + 1 if number is not None and len(found.groups.groups[number]) > 1 else None


def _node(found: Found, each: Central) -> dict[str, Any]:
    belonging = dict(found.groups.belonging)
    return {
        "actor": each.code, "cooperation": round(each.cooperation, 3), "conflict": round(each.conflict, 3),
        "rank": round(each.rank, 5), "between": round(each.between, 5), "bloc": _bloc(found, each.code),
        "belonging": belonging.get(each.code), "from": found.network.first.isoformat(),
        "to": found.network.last.isoformat(),
    }  # fmt: skip


def _sentence(visit: Visit, found: Found, edges: list[Edge]) -> str:
    """What the chart shows, in the words of the interface."""
    words, whole = visit.words, found.network
    told = [words.t("net_size", actors=words.number(len(whole.nodes)), pairs=words.number(len(edges)))]
    ranked = sorted(edges, key=lambda each: each.net)
    for key, each in (("net_best", ranked[-1]), ("net_worst", ranked[0])) if ranked else ():
        if each.net > 0 if key == "net_best" else each.net < 0:
            net = words.number(round(abs(each.net), 1))
            told.append(words.t(key, one=words.name(each.one), other=words.name(each.other), net=net))
    blocs = [each for each in found.groups.groups if len(each) > 1]
    if blocs:
        told.append(words.n("net_blocs", len(blocs), stability=words.number(round(found.groups.stability, 2))))
    days = words.t("chart_days", first=words.dated(whole.first), last=words.dated(whole.last))
    return f"{days} {'; '.join(told)}."


def _wording(visit: Visit, found: Found) -> Wording:
    words = visit.words
    title = f"{words.dated(found.network.first)} – {words.dated(found.network.last)}"
    return Wording(title, words.t("net_together"), words.t("net_against"), words.t("bloc"), words.t("net_others"))


def _pair_address(visit: Visit, found: Found, edge: Edge) -> str:
    path = f"/relation/{edge.one}/{edge.other}"
    return visit.address.to(path, since=found.network.first, until=found.network.last)


def _chart_address(visit: Visit) -> str:
    more = {name: visit.address.text(name) for name in ("window", "actor")}
    return visit.address.to("/network/chart.json", **{"lang": visit.words.language, **more})


@dataclass(frozen=True, slots=True)
class Slider:
    """The months that the slider goes through, as numbers (years times twelve), and the month it stands at."""

    first: int
    last: int
    at: int


def _slider(visit: Visit) -> Slider | None:
    """From the record's first month to its last, or that of the day it is known by; None where there is but one."""
    months: list[Mapping[str, Any]] = kept(visit, "months", str(visit.view.path), lambda: _months(visit))
    known = visit.known_by or visit.asked.on
    there = [each["number"] for each in months if each["number"] <= _number(known)]
    if len(there) < 2:
        return None
    return Slider(there[0], there[-1], min(max(_number(visit.asked.day), there[0]), there[-1]))


def _months(visit: Visit) -> list[Mapping[str, Any]]:
    found = [each.month for each in visit.view.coverage() if each.month]
    return [{"number": int(each[:4]) * 12 + int(each[5:7]) - 1} for each in sorted(found)]


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _slid(visit: Visit) -> None:
    """Where the slider was moved: the address of the day that it was moved to, which is the last of its month."""
    given = visit.address.text("month")
    if not given:
        return
    if not (given.isascii() and given.isdigit() and 1900 * 12 <= int(given[:6]) < 2199 * 12):
        raise Wrong(f"month={given[:40]} is no month on the slider")
    number = int(given[:6]) + 1
    last = date(number // 12, number % 12 + 1, 1) - timedelta(days=1)
    raise Elsewhere(visit.address.here(month="", as_of=min(last, visit.asked.on)))


def _last_word(visit: Visit) -> date | None:
    """The last day of the last month that the record has an article of, where the network of the day is empty."""
    slider = _slider(visit)
    if slider is None:
        return None
    number = slider.last + 1
    return min(date(number // 12, number % 12 + 1, 1) - timedelta(days=1), visit.asked.on)


_WINDOW = Parameter("window", "choice", "days up to the day of the question (365)", WINDOWS)
PAGES = (
    Page(
        "network_chart", "/network/chart", chart_page, "The chart of the network, as Vega-Lite has it.",
        (ACTOR, _WINDOW), ("json",), is_data=True,
    ),
    Page(
        "network_actors", "/network/actors", actors_page, "The actors of the network: sums, rank, bloc.",
        (ACTOR, _WINDOW), is_data=True,
    ),
    Page(
        "network", "/network", network_page, "Who acts with and against whom in the days up to one: pairs and blocs.",
        (ACTOR, _WINDOW),
    ),
)  # fmt: skip
