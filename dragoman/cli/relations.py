"""`relation`: how two stand with one another over time, as text, table or chart; every point opens its acts."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Annotated

from cyclopts import Parameter

from dragoman.analysis.dyad import RECORD, Direction
from dragoman.analysis.periods import By
from dragoman.analysis.relation import Coverage, Framing, Point, Relation, Weight
from dragoman.chronicle.relating import Pair, relation_of
from dragoman.cli.answers import Actor
from dragoman.cli.asking import AsOf, KnownBy, Since, Until, question, split
from dragoman.cli.diaries import write
from dragoman.cli.flags import Db, Out
from dragoman.cli.reading import show, tell
from dragoman.cli.recording import day_given
from dragoman.errors import Stop
from dragoman.export.answers import point_object, relation_object
from dragoman.export.quoting import series_within
from dragoman.export.relation_chart import act_line, beside_line, note, relation_chart, sentence
from dragoman.ontology.acts import Quad
from dragoman.ontology.book import Book

HalfLife = Annotated[str | None, Parameter(help="smooth by an exponential average of this half-life, as 90d or 12w")]
_UNITS = {"d": 1, "w": 7}
FORMS = ("png", "svg", "html", "csv", "parquet", "json")


def relation_(
    one: Actor,
    other: Annotated[str, Parameter(help="code, id or name of the other")],
    /,
    *,
    by: Annotated[By, Parameter(help="how long a period is")] = By.MONTH,
    since: Since = None,
    until: Until = None,
    weight: Annotated[Weight, Parameter(help="what an act counts: one, or its origins")] = Weight.ACTS,
    direction: Annotated[Direction, Parameter(help="out: what the first does; in: the other; both")] = Direction.BOTH,
    half_life: HalfLife = None,
    acts: Annotated[bool, Parameter(negative=(), help="all acts of each period, not only those that drove it")] = False,
    with_: Annotated[list[str] | None, Parameter(name="--with", help="count an imported set too")] = None,
    from_: Annotated[list[str] | None, Parameter(name="--from", help="count an imported set alone")] = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    output: Out = None,
    db: Db = None,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="one JSON object a period")] = False,
) -> int:
    """Tell how two stand with one another: cooperation and conflict by period, what drove each, what is not covered."""
    form = output.suffix.lower().lstrip(".") if output else ""
    if output and form not in FORMS:
        raise Stop(f"{output}: no chart or table ends so.", remedy=f"Choose one of .{', .'.join(FORMS)}.")
    framing = Framing(
        by=by,
        since=_edge(since, "--since", "-01-01"),
        until=_edge(until, "--until", "-12-31"),
        weight=weight,
        direction=direction,
        half_life=_days(half_life),
    )
    with question(db, as_of, known_by) as asking:
        pair = Pair(asking.code(one) or one, asking.code(other) or other, asking.known_by)
        if pair.one == pair.other:
            raise Stop(f"{one} and {other} are one.", remedy="Name two.")
        series = relation_of(asking.chronicle, asking.book, pair, asking.asked, framing, _sources(with_, from_))
        series = series_within(series, asking.quote_limit)
        names = (_name(asking.book, pair.one), _name(asking.book, pair.other))
    if output:
        write(_file(series, form, names), output)
    elif as_json:
        for point in series.points:
            show(json.dumps(point_object(point), ensure_ascii=False))
    else:
        for line in _lines(series, names, every=acts):
            show(line)
    if not any(series.acts):
        tell("no act between them is counted in these days")
    return 0


def _sources(with_: list[str] | None, from_: list[str] | None) -> tuple[str, ...]:
    if with_ and from_:
        raise Stop("Give either --with or --from.")
    return tuple(split(from_)) if from_ else (RECORD, *split(with_))


def _name(book: Book, code: str) -> str:
    return book.actors[code].name if code in book.actors else code


def _edge(given: str | None, flag: str, rest: str) -> date | None:
    whole_year = given is not None and len(given) == 4 and given.isdigit()
    return day_given(f"{given}{rest}" if whole_year else given, flag)


def _days(given: str | None) -> float | None:
    if given is None:
        return None
    number, unit = given[:-1], given[-1:]
    if unit in _UNITS and number.isdigit() and int(number) > 0:
        return float(int(number) * _UNITS[unit])
    raise Stop(f"--half-life {given}.", remedy="Give days or weeks: 90d, 12w.")


def _file(series: Relation, form: str, names: tuple[str, str]) -> bytes | str:
    if form == "json":
        return json.dumps(relation_object(series), ensure_ascii=False, indent=1)
    if form in ("csv", "parquet"):
        from dragoman.export.tables import TABLES, relation_table

        return TABLES[form](relation_table(series))
    chart = relation_chart(series, names)
    if form == "png":
        return chart.png()
    return chart.svg() if form == "svg" else chart.page()


def _lines(series: Relation, names: tuple[str, str], *, every: bool) -> Iterator[str]:
    yield sentence(series, names)
    yield ""
    level = series.framing.half_life is not None
    yield (
        f"{'period':<11}{'coop':>9}{'conflict':>10}{'score':>9}{'level':>9}"
        if level
        else (f"{'period':<11}{'coop':>9}{'conflict':>10}{'score':>9}")
    )
    for run in _runs(series.points):
        point = run[-1]
        yield _point_line(point, level=level)
        if len(run) > 1:
            yield f"      as in the {len(run) - 1} {series.framing.by}s before, from {run[0].period}"
        for act in point.acts if every else point.drivers:
            yield f"      {act_line(act, (series.one.code, series.other.code))}"
    if series.beside:
        yield ""
        yield "side by side (not counted above)"
        yield from (f"      {beside_line(each)}" for each in series.beside)
    yield ""
    yield note(series)


def _runs(points: Sequence[Point]) -> Iterator[list[Point]]:
    """Periods without acts that are covered alike come together, the others one by one."""
    for (is_empty, _, _), run in groupby(points, lambda point: (not point.acts, point.coverage, point.is_whole)):
        if is_empty:
            yield list(run)
        else:
            yield from ([point] for point in run)


def _point_line(point: Point, *, level: bool) -> str:
    said, done = point.counts[Quad.VERBAL_COOPERATION], point.counts[Quad.MATERIAL_COOPERATION]
    against, hurt = point.counts[Quad.VERBAL_CONFLICT], point.counts[Quad.MATERIAL_CONFLICT]
    numbers = f"{f'{said}+{done}':>9}{f'{against}+{hurt}':>10}{point.score:>+9.1f}"
    if level:
        numbers += f"{'':>9}" if point.level is None else f"{point.level:>+9.1f}"
    words = [] if point.coverage is Coverage.COVERED else [f"{point.coverage} ({point.articles} articles)"]
    if not point.is_whole:
        words.append("not whole")
    if point.is_calm:
        words.append("calm")
    return f"{point.period!s:<11}{numbers}  {', '.join(words)}".rstrip()
