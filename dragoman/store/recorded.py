"""Ids of reports come in; the reports go out with their articles and the words of their spans, or in outline."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, and_, select

from dragoman.events import Recorded
from dragoman.record import Article, Span
from dragoman.store import schema
from dragoman.store.dialects import is_among
from dragoman.store.rows import report_of, report_outlined


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


def outlined(connection: Connection, report_ids: Sequence[str]) -> dict[str, Recorded]:
    """The reports of these ids, each in outline: with its sentence, and nothing else of what it rests on.

    That is without reasons, without the places of names in the text, and without the text of the article.
    """
    report, article = schema.reports, schema.articles
    anchor, sentence = schema.spans.alias("anchor"), schema.spans.alias("sentence")
    part, context, printed = schema.participants.c, schema.report_contexts.c, schema.article_outlets.c
    asked = (
        select(*_OF_REPORT, *_OF_ARTICLE, anchor.c.digest, sentence.c.digest, anchor.c.words, sentence.c.words)
        .join_from(report, article, article.c.id == report.c.article_id)
        .join(anchor, _is_at(anchor, "anchor"))
        .outerjoin(sentence, _is_at(sentence, "sentence"))
    )
    rows = connection.execute(asked.where(is_among(report.c.id, report_ids))).all()
    parts: dict[str, list[Any]] = defaultdict(list)
    people = select(part.report_id, part.role, part.text, part.country, part.sector, part.actor, part.person)
    ordered = people.where(is_among(part.report_id, report_ids)).order_by(part.report_id, part.role, part.place)
    for part_row in connection.execute(ordered):
        parts[part_row[0]].append(part_row)
    contexts: dict[str, list[str]] = defaultdict(list)
    named = select(context.report_id, context.context).where(is_among(context.report_id, report_ids))
    for id_, name in connection.execute(named.order_by(context.place)):
        contexts[id_].append(name)
    outlets: dict[str, list[str]] = defaultdict(list)
    articles = sorted({row.article_id for row in rows})
    by = select(printed.article_id, printed.outlet).where(is_among(printed.article_id, articles))
    for id_, name in connection.execute(by.order_by(printed.place)):
        outlets[id_].append(name)
    unquoted = [row.article_id for row in rows if (row[-1] if row.sentence_begins is not None else row[-2]) is None]
    texts = _texts(connection, unquoted) if unquoted else {}
    found: dict[str, Recorded] = {}
    for row in rows:
        *_, anchor_digest, sentence_digest, anchor_words, sentence_words = row
        has_sentence = row.sentence_begins is not None
        here = (row.sentence_begins, row.sentence_ends) if has_sentence else (row.anchor_begins, row.anchor_ends)
        words = sentence_words if has_sentence else anchor_words
        if words is None:
            words = texts[row.article_id][slice(*here)]
        report_ = report_outlined(row, parts[row.id], contexts[row.id], (anchor_digest, sentence_digest))
        article_ = Article(
            row.article_id, "", row.title, row.language, row.published_on, tuple(outlets[row.article_id]), row.url,
            row.came_as, row.came_from,
        )  # fmt: skip
        found[row.id] = Recorded(report_, article_, row.known_at, {here: words})
    return found


_OF_REPORT = [
    each
    for each in schema.reports.c
    if each.name.startswith(("anchor", "sentence")) or not each.name.endswith(("_begins", "_ends"))
]
_OF_ARTICLE = [schema.articles.c[name] for name in ("title", "language", "published_on", "url", "came_as", "came_from")]


def _is_at(span: Any, role: str) -> Any:
    report = schema.reports.c
    return and_(
        span.c.article_id == report.article_id,
        span.c.begins == report[f"{role}_begins"],
        span.c.ends == report[f"{role}_ends"],
    )


def _texts(connection: Connection, article_ids: Iterable[str]) -> dict[str, str]:
    """The texts of articles whose words are kept in them."""
    article = schema.articles.c
    asked = select(article.id, article.text).where(is_among(article.id, sorted(set(article_ids))))
    return {row[0]: row[1] or "" for row in connection.execute(asked)}
