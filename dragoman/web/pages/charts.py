"""The relation of two as a chart: sentence and table for the page, and what the script draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dragoman.analysis.dyad import Dyad, Party, dyad
from dragoman.analysis.periods import By, period_of
from dragoman.analysis.relation import Coverage, Framing, Point, Relation, relation
from dragoman.chronicle.between import acts_as
from dragoman.events import Event
from dragoman.export.charts import Chart
from dragoman.export.relation_chart import COLUMNS, note, relation_chart, table_rows
from dragoman.ontology.acts import Quad
from dragoman.web.keeping import WHOLE
from dragoman.web.visiting import Visit

_LONG = 36
"""Months from which on a chart counts by quarter, and ten years from which on by year."""


@dataclass(frozen=True, slots=True)
class Between:
    """The events between two on a page; `since` is the day from which on it tells all, None where that is all."""

    one: str
    other: str
    events: tuple[Event, ...]
    since: date | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a chart and says the same: a sentence, a table, and when not to trust it."""

    sentence: str
    rows: list[list[str]]
    note: str
    columns: tuple[str, ...] = COLUMNS


def beside_chart(visit: Visit, found: Between) -> Beside | None:
    """What the chart of the events on the page says, in words and numbers; None where the two have none."""
    series = _series(visit, found)
    return Beside(_sentence(visit, found, series), table_rows(series), note(series)) if series else None


def chart_of(visit: Visit, found: Between) -> Chart | None:
    """The chart of the events on the page, each bar a link to them; None where the two have none."""
    series = _series(visit, found)
    return relation_chart(series, _names(visit, found), lambda point: link(visit, found, point)) if series else None


def _sentence(visit: Visit, found: Between, series: Relation) -> str:
    """What the chart shows, in the words of the interface."""
    words, points = visit.words, series.points
    acts = list(series.acts)
    conflict = sum(1 for act in acts if act.quad in (Quad.VERBAL_CONFLICT, Quad.MATERIAL_CONFLICT))
    told = [
        words.n("chart_acts", len(acts), between=words.listed(_names(visit, found))),
        words.t("chart_split", cooperation=len(acts) - conflict, conflict=conflict),
    ]
    best, worst = max(points, key=lambda each: each.score), min(points, key=lambda each: each.score)
    if best.score > 0:
        told.append(words.t("chart_best", period=best.period, score=f"{best.score:+.1f}"))
    if worst.score < 0:
        told.append(words.t("chart_worst", period=worst.period, score=f"{worst.score:+.1f}"))
    unheard = sum(1 for each in points if each.coverage is Coverage.NONE)
    if unheard:
        told.append(words.n("chart_unheard", unheard, of=len(points)))
    first, last = (words.dated(day) for day in (points[0].period.first, points[-1].period.last))
    return f"{words.t('chart_days', first=first, last=last)} {'; '.join(told)}."


def _names(visit: Visit, found: Between) -> tuple[str, str]:
    return visit.words.name(found.one), visit.words.name(found.other)


def _series(visit: Visit, found: Between) -> Relation | None:
    framing = Framing(by=_by(visit, found), since=visit.address.day("since") or found.since,
                      until=visit.address.day("until"), half_life=180)  # fmt: skip
    between = _dyad(visit, found, framing)
    if not between.acts:
        return None
    articles = articles_by_day(visit)
    series = relation(between, articles, visit.asked.day, framing)
    last = max(act.on for act in between.acts)
    heard = max(articles, default=last)
    if framing.until is None and max(heard, last) < visit.asked.day:
        # Where the record itself ends, months of “no coverage” would leave the acts no room.
        series = relation(between, articles, max(heard, last), framing)
    return series


def link(visit: Visit, found: Between, point: Point) -> str:
    """The acts of one period: the same page, for its days alone."""
    path = f"/relation/{found.one}/{found.other}"
    return visit.address.to(path, since=point.period.first, until=point.period.last)


def _by(visit: Visit, found: Between) -> By:
    days = [each.day for each in found.events]
    first, last = min(days, default=visit.asked.day), max(days, default=visit.asked.day)
    months = (last.year - first.year) * 12 + last.month - first.month
    return By.MONTH if months <= _LONG else By.QUARTER if months <= 120 else By.YEAR


def _dyad(visit: Visit, found: Between, framing: Framing) -> Dyad:
    book = visit.book
    one, other = (Party(code, acts_as(book, code)) for code in (found.one, found.other))
    return dyad(found.events, (), one, other, visit.asked, widest=period_of(date(2024, 1, 1), framing.by).days)


def articles_by_day(visit: Visit) -> Mapping[date, int]:
    """How many articles were published on each day, up to that by which the record is known: counted once for all."""
    written = visit.view.last_write()[0]
    every = WHOLE.get(written, "articles", str(visit.view.path), visit.view.articles_by_day)
    known = visit.known_by
    return every if known is None else {day: count for day, count in every.items() if day <= known}
