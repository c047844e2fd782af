"""Ids of reports come in; the reports go out with their articles and the words of their spans."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, select

from dragoman.events import Recorded
from dragoman.record import Article, Span
from dragoman.store import schema
from dragoman.store.dialects import is_among
from dragoman.store.rows import report_of


def recorded(connection: Connection, report_ids: Sequence[str]) -> Iterator[Recorded]:
    """The reports of these ids in this order, with all that belongs to them, by one question a table."""

    def rows(table: Any, column: str, values: Sequence[str], *order: str) -> Iterable[Mapping[str, Any]]:
        asked = select(table).where(is_among(table.c[column], values)).order_by(*(table.c[name] for name in order))
        return cast(Iterable[Mapping[str, Any]], connection.execute(asked).mappings())

    def grouped(table: Any, *order: str) -> Mapping[str, list[Mapping[str, Any]]]:
        groups: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows(table, "report_id", report_ids, *order):
            groups[row["report_id"]].append(row)
        return groups

    reports = {row["id"]: row for row in rows(schema.reports, "id", report_ids)}
    parts = grouped(schema.participants, "role", "place")
    contexts = grouped(schema.report_contexts, "place")
    reasons = grouped(schema.report_reasons, "place")
    article_ids = sorted({row["article_id"] for row in reports.values()})
    outlets: dict[str, list[str]] = defaultdict(list)
    for row in rows(schema.article_outlets, "article_id", article_ids, "place"):
        outlets[row["article_id"]].append(row["outlet"])
    articles = {row["id"]: _article(row, outlets[row["id"]]) for row in rows(schema.articles, "id", article_ids)}
    places: dict[str, dict[tuple[int, int], Span]] = defaultdict(dict)
    words: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for row in rows(schema.spans, "article_id", article_ids):
        here = (row["begins"], row["ends"])
        places[row["article_id"]][here] = Span(row["article_id"], *here, row["digest"])
        kept = row["words"]
        words[row["article_id"]][here] = articles[row["article_id"]].text[slice(*here)] if kept is None else kept
    for each in report_ids:
        row = reports[each]
        article_id = row["article_id"]
        names = [context["context"] for context in contexts[each]]
        report = report_of(row, parts[each], names, reasons[each], places[article_id])
        yield Recorded(report, articles[article_id], row["known_at"], words[article_id])


def _article(row: Mapping[str, Any], outlets: Sequence[str]) -> Article:
    return Article(
        id=row["id"],
        text=row["text"] or "",
        title=row["title"],
        language=row["language"],
        published_on=row["published_on"],
        outlets=tuple(outlets),
        url=row["url"],
        came_as=row["came_as"],
        came_from=row["came_from"],
    )
