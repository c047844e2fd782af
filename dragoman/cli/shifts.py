"""`shifts`: when an actor turned, from whom and towards whom, by which acts and ties."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from cyclopts import Parameter

from dragoman.analysis.network.acts import PairAct
from dragoman.analysis.shifts.account import Shifts, shifts
from dragoman.analysis.shifts.formal import Step
from dragoman.analysis.shifts.surges import Surge
from dragoman.analysis.shifts.turns import Moved, Turn
from dragoman.chronicle.networks import course_of, whole_of
from dragoman.cli.answers import Actor
from dragoman.cli.asking import AsOf, Json, KnownBy, Since, question
from dragoman.cli.diaries import write
from dragoman.cli.flags import Db, Out
from dragoman.cli.layout import indented
from dragoman.cli.reading import tell
from dragoman.cli.recording import day_given
from dragoman.errors import Stop
from dragoman.export.charts import CHARTS, drawn
from dragoman.export.course_chart import HEADINGS, course_chart
from dragoman.export.networks import step_object, surge_object, turn_object
from dragoman.ontology.book import Book
from dragoman.store.view import Wanted

_SHOWN = 15


def shifts_(
    *,
    actor: Actor,
    min_origins: Annotated[int, Parameter(help="only shifts whose acts come from so many origins")] = 0,
    since: Since = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    output: Out = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """Tell when an actor turned: from whom, towards whom, how sure, by which acts and ties; as text or chart."""
    form = output.suffix.lower().lstrip(".") if output else ""
    if output and form not in (*CHARTS, "json", "txt"):
        raise Stop(f"{output}: no chart ends so.", remedy=f"Choose one of .{', .'.join((*CHARTS, 'json', 'txt'))}.")
    with question(db, as_of, known_by) as asking:
        code = asking.code(actor) or ""
        wanted = Wanted(actor=code, since=day_given(since, "--since"), until=asking.asked.day, known_by=asking.known_by)
        course = course_of(asking.chronicle, asking.book, wanted, asking.asked)
        found = shifts(course, asking.asked.day, min_origins=min_origins)
        if form in CHARTS:
            write(drawn(course_chart(found, _names(asking.book, found)), form), output)
        else:
            is_json = as_json or form == "json"
            lines = (
                (json.dumps(row, ensure_ascii=False) for row in _rows(found)) if is_json else _lines(asking.book, found)
            )
            page = "\n".join(lines)
            if page or output:
                write(page, output)
    if not found:
        tell("no turn, no surge and no tie: too few acts, or no change")
    return 0


def _rows(found: Shifts) -> Iterator[dict[str, Any]]:
    yield from map(turn_object, (*found.whole, *found.single))
    yield from map(surge_object, found.sudden)
    yield from map(step_object, found.course.steps)


def _lines(book: Book, found: Shifts) -> Iterator[str]:
    yield from _course(found.course.acts, found.course.actor)
    yield from _step_lines(book, found.course.steps)
    for turn in (*found.whole, *found.single):
        yield "\n" + _turn_block(book, turn)
    for surge in found.sudden:
        yield "\n" + _surge_block(surge)


def _names(book: Book, found: Shifts) -> dict[str, str]:
    course = found.course
    codes = {
        course.actor,
        *(code for act in course.acts for code in act.pair),
        *(step.partner for step in course.steps),
    }
    return {code: book.actors[code].name if code in book.actors else code for code in codes}


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


_STEPS = {
    ("member", True): "joins", ("member", False): "leaves", ("suspended", True): "is suspended by",
    ("suspended", False): "is suspended no more by",
}  # fmt: skip


def _step_lines(book: Book, steps: Iterable[Step]) -> Iterator[str]:
    lines = []
    for step in steps:
        whom = _name(book, step.partner, step)
        what = f"{step.kind} with {whom} {'begins' if step.begins else 'ends'}"
        if step.kind == "sanctions":
            what = f"sanctions between it and {whom} {'begin' if step.begins else 'end'}"
        if step.partner in book.bodies and (step.kind, step.begins) in _STEPS:
            what = f"{_STEPS[step.kind, step.begins]} {whom}"
        day = f"{step.on}" if step.is_stated else f"by {step.on}"
        notice = f", announced {step.notice_on}" if step.notice_on else ""
        rests = f"{step.known}{': ' if step.events else ''}{', '.join(step.events)}"
        lines.append(f"{day:<14}{'towards' if step.is_closer else 'away   '}  {what}{notice}  [{rests}]")
    if lines:
        yield ""
        yield "ties that began or ended"
        yield from lines


def _turn_block(book: Book, turn: Turn) -> str:
    what = f"relation with {_name(book, turn.partner, turn)}" if turn.partner else "whole alignment"
    between = "" if turn.earliest == turn.latest else f" (between {turn.earliest} and {turn.latest})"
    lines = [f"{turn.on}  {what} turns{between}: odds {_odds(turn.odds)}"]
    lines += [f"{HEADINGS[each.is_closer, each.way]} {_moved_words(book, each, turn)}" for each in turn.away]
    lines += [f"{HEADINGS[each.is_closer, each.way]} {_moved_words(book, each, turn)}" for each in turn.towards]
    lines.append(_resting(turn.origins, turn.survives))
    lines += [_act_line(act) for act in turn.acts]
    return indented(lines)


def _odds(log_odds: float) -> str:
    return "over 1,000 to 1" if log_odds > 6.9 else f"{2.718281828**log_odds:,.0f} to 1"


def _moved_words(book: Book, each: Moved, turn: Turn) -> str:
    return (
        f"{_name(book, each.partner, turn)}: {each.way} {each.before} → {each.after} acts, "
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
    against = f" against {act.against}" if act.against else ""
    beside = f"{act.actor} and {act.recipient}, side by side{against}:"
    sides = beside if act.side_by_side else f"{act.actor} → {act.recipient}"
    kind = act.mode if act.side_by_side else f"{act.type} {act.mode or ''}".strip()
    return f"{act.on} {sides} {kind} {act.event} ({', '.join(act.origins)})"


def _name(book: Book, partner: str, of: Turn | Step) -> str:
    """What a partner is called; several that are taken as one, with the body that they and the actor are."""
    codes = partner.split("+")
    names = " and ".join(book.actors[code].name if code in book.actors else code for code in codes)
    body = whole_of(book, [of.actor, *codes], of.compared[1]) if len(codes) > 1 and isinstance(of, Turn) else None
    return f"{names} ({body})" if body else names
