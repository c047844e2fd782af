"""`network` and `shifts`: who acts with and against whom, and when that turned."""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
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
from dragoman.analysis.shifts.levels import Way, levels
from dragoman.analysis.shifts.surges import Framing, Surge, surges
from dragoman.analysis.shifts.turns import Moved, Turn, relations, turns
from dragoman.chronicle.networks import acts_of
from dragoman.cli.answers import Actor
from dragoman.cli.asking import AsOf, Json, KnownBy, Question, Since, question
from dragoman.cli.flags import Db
from dragoman.cli.layout import indented
from dragoman.cli.reading import show, tell
from dragoman.cli.recording import day_given
from dragoman.errors import Stop
from dragoman.export.networks import THEATRES, graph_file, network_object, surge_object, turn_object
from dragoman.ontology.book import Book
from dragoman.store.view import Wanted

_WINDOW = re.compile(r"(\d+)\s*d?", re.IGNORECASE)
_SHOWN = 15
_HEADINGS = {
    (True, Way.COOPERATION): "towards",
    (True, Way.CONFLICT): "less against",
    (False, Way.COOPERATION): "away from",
    (False, Way.CONFLICT): "against",
}


def network_(
    *,
    window: Annotated[str, Parameter(help="days up to the day of the question, such as 365d")] = "365d",
    min_acts: Annotated[int, Parameter(help="leave out pairs with fewer acts")] = 1,
    format_name: Annotated[Literal["text", "json", "gexf", "graphml"], Parameter(name="--format")] = "text",
    output: Annotated[Path | None, Parameter(name=["--output", "-o"], help="file to write")] = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """Tell who acts with and against whom: pairs, communities, balance, who is central; or write a graph file."""
    days = _WINDOW.fullmatch(window.strip())
    if days is None or int(days[1]) < 1:
        raise Stop(f"--window {window}.", remedy="Give days, such as 365d.")
    with question(db, as_of, known_by) as asking:
        last = asking.asked.day
        first = last - timedelta(days=int(days[1]) - 1)
        found = network(_acts(asking, Wanted(since=first, until=last)), first, last, min_acts=min_acts)
        cooperation, _ = found.matrices()
        groups = communities(found.nodes, cooperation)
        written = _written(asking, found, groups, "json" if as_json else format_name)
        if not written:
            written = "\n".join(_network_lines(asking.book, found, groups)).encode() + b"\n"
    if output is None:
        sys.stdout.buffer.write(written)
        sys.stdout.flush()
    else:
        output.write_bytes(written)
        show(f"{output}: {len(found.nodes)} actors, {len(found.edges)} pairs")
    if format_name in ("gexf", "graphml"):
        tell(THEATRES)
    return 0


def _written(asking: Question, found: Network, groups: Communities, format_name: str) -> bytes:
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


def shifts_(
    *,
    actor: Actor,
    min_origins: Annotated[int, Parameter(help="only shifts whose acts come from so many origins")] = 0,
    since: Since = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """Tell when an actor turned: from whom, towards whom, how sure, which acts; and surges with single partners."""
    with question(db, as_of, known_by) as asking:
        code = asking.code(actor) or ""
        first = day_given(since, "--since")
        acts = _acts(asking, Wanted(actor=code, since=first, until=asking.asked.day))
        acts = [act for act in acts if code in act.pair]
        whole = turns(acts, code, min_origins=min_origins)
        single = relations(acts, code, min_origins=min_origins)
        sudden: list[Surge] = []
        if acts:
            level = levels(acts, acts[0].on, asking.asked.day, min_acts=10, only=(code,))
            sudden = surges(level, Framing(min_origins=min_origins), most=40)
        if as_json:
            for row in [*map(turn_object, whole), *map(turn_object, single), *map(surge_object, sudden)]:
                show(json.dumps(row, ensure_ascii=False))
            return 0
        for line in _course(acts, code):
            show(line)
        for turn in [*whole, *single]:
            show("\n" + _turn_block(asking.book, turn))
        for surge in sudden:
            show("\n" + _surge_block(surge))
    if not (whole or single or sudden):
        tell("no turn and no surge: too few acts, or no change")
    return 0


def _acts(asking: Question, wanted: Wanted) -> list[PairAct]:
    return acts_of(asking.chronicle, asking.book, replace(wanted, known_by=asking.known_by), asking.asked)


def _course(acts: Iterable[PairAct], code: str) -> Iterator[str]:
    """Acts of cooperation and conflict by year with those it had most to do with."""
    counts: Counter[tuple[str, int, bool]] = Counter()
    for act in acts:
        counts[act.recipient if act.actor == code else act.actor, act.on.year, act.is_cooperation] += 1
    totals: Counter[str] = Counter()
    for (partner, _, _), number in counts.items():
        totals[partner] += number
    years = sorted({year for _, year, _ in counts})
    if not years:
        return
    yield "acts of cooperation/conflict, by year"
    yield f"{'':<10}" + "".join(f"{year:>8}" for year in years)
    for partner, _ in sorted(totals.items(), key=lambda each: (-each[1], each[0]))[:_SHOWN]:
        cells = ((counts[partner, year, True], counts[partner, year, False]) for year in years)
        yield f"{partner:<10}" + "".join(f"{f'{good}/{bad}' if good or bad else '·':>8}" for good, bad in cells)


def _turn_block(book: Book, turn: Turn) -> str:
    what = f"relation with {_name(book, turn.partner)}" if turn.partner else "whole alignment"
    between = "" if turn.earliest == turn.latest else f" (between {turn.earliest} and {turn.latest})"
    lines = [f"{turn.on}  {what} turns{between}: odds {_odds(turn.odds)}"]
    lines += [f"{_HEADINGS[each.is_closer, each.way]} {_moved_words(book, each)}" for each in turn.away]
    lines += [f"{_HEADINGS[each.is_closer, each.way]} {_moved_words(book, each)}" for each in turn.towards]
    lines.append(_resting(turn.origins, turn.survives))
    lines += [_act_line(act) for act in turn.acts]
    return indented(lines)


def _odds(log_odds: float) -> str:
    return "over 1,000 to 1" if log_odds > 6.9 else f"{2.718281828**log_odds:,.0f} to 1"


def _moved_words(book: Book, each: Moved) -> str:
    return (
        f"{_name(book, each.partner)}: {each.way} {each.before} → {each.after} acts, "
        f"{each.share_before:.0%} → {each.share_after:.0%} of all (sure {each.sure:.0%})"
    )


def _resting(origins: int, survives: bool | None) -> str:
    told = {True: "holds", False: "does not hold", None: "is not tried"}[survives]
    return f"rests on {origins} origin{'s' * (origins != 1)}; without the largest it {told}"


def _surge_block(surge: Surge) -> str:
    kind = "visits and meetings" if surge.is_visit else "acts"
    lines = [
        f"{surge.on}  {surge.way} of {'–'.join(surge.pair)} surges: {surge.before:.1f} → {surge.during:.1f} {kind} a "
        f"week, × {surge.interval[0]:.1f} to {surge.interval[1]:.1f}; {surge.lasting}",
        _resting(surge.origins, surge.survives),
        *(_act_line(act) for act in surge.acts[:_SHOWN]),
    ]
    return indented(lines)


def _act_line(act: PairAct) -> str:
    sides = f"{act.actor} and {act.recipient}, side by side:" if act.side_by_side else f"{act.actor} → {act.recipient}"
    kind = act.mode if act.side_by_side else f"{act.type} {act.mode or ''}".strip()
    return f"{act.on} {sides} {kind} {act.event} ({', '.join(act.origins)})"
