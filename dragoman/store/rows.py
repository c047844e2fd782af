"""Reports come in and go out as rows of the record's tables, and the other way round."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Table

from dragoman.dates import Basis as DayBasis
from dragoman.dates import DayRange, Precision
from dragoman.record import Article, Basis, EventType, Participant, Place, Report, Span, Status, Toll
from dragoman.store import schema

Rows = dict[Table, list[dict[str, Any]]]
Places = Mapping[tuple[int, int], Span]
"""The spans of one article by where they begin and end."""


def rows_of(article: Article, reports: Sequence[Report], *, keeps_text: bool) -> Rows:
    """The rows of an article's reports, by table; ValueError if a report rests on words that are not there."""
    spans = {(span.start, span.end): span for report in reports for span in spans_in(report)}
    for span in spans.values():
        if span.article_id != article.id or not span.holds(article.text):
            raise ValueError(f"the words at {span.start}–{span.end} are not in this article")
    return {
        schema.spans: [
            {
                "article_id": article.id,
                "begins": span.start,
                "ends": span.end,
                "digest": span.digest,
                "words": None if keeps_text else article.text[span.start : span.end],
            }
            for span in spans.values()
        ],
        schema.reports: [_report_row(article, report) for report in reports],
        schema.report_contexts: [
            {"report_id": report.id, "context": context, "place": place}
            for report in reports
            for place, context in enumerate(dict.fromkeys(report.contexts))
        ],
        schema.participants: [row for report in reports for row in _participant_rows(report)],
        schema.report_reasons: [
            {"report_id": report.id, "place": place, "field": why.name, "rule": why.rule, "words": why.words}
            | _place_of(why.span)
            for report in reports
            for place, why in enumerate(report.why)
        ],
    }


def spans_in(report: Report) -> Iterator[Span]:
    """Every span that a report rests on; the same one may come more than once."""
    yield report.anchor
    others = [report.sentence, report.where and report.where.span]
    others += [found.span for found in (report.dead, report.injured) if found]
    others += [one.span for _, one in _parts(report)]
    others += [why.span for why in report.why]
    yield from (span for span in others if span)


_ROLES = ("actor", "recipient", "inviter", "host", "head", "speaker")


def report_of(
    row: Mapping[str, Any],
    parts: Iterable[Mapping[str, Any]],
    contexts: Sequence[str],
    reasons: Iterable[Mapping[str, Any]],
    places: Places,
) -> Report:
    """The report of a row of `reports` with its rows of the tables that belong to it, each in its order."""
    by_role: dict[str, list[Participant]] = {role: [] for role in _ROLES}
    for part in parts:
        by_role[part["role"]].append(
            Participant(
                text=part["text"],
                country=part["country"],
                sector=part["sector"],
                actor=part["actor"],
                person=part["person"],
                span=_span(part, "", places),
            )
        )
    return Report(
        id=row["id"],
        anchor=places[row["anchor_begins"], row["anchor_ends"]],
        anchor_text=row["anchor_text"],
        type=EventType(row["type"]),
        status=Status(row["status"]),
        mode=row["mode"],
        contexts=tuple(contexts),
        actors=tuple(by_role["actor"]),
        recipients=tuple(by_role["recipient"]),
        invited_by=next(iter(by_role["inviter"]), None),
        hosted_by=tuple(by_role["host"]),
        led_by=tuple(by_role["head"]),
        when=_day_range(row, ""),
        where=_where(row, places),
        said_by=next(iter(by_role["speaker"]), None),
        via=row["via"],
        said_when=_day_range(row, "said_"),
        dead=_toll(row, "dead_", places),
        injured=_toll(row, "injured_", places),
        sentence=_span(row, "sentence_", places),
        coder=row["coder"],
        rule=row["rule"],
        score=row["score"],
        why=tuple(Basis(why["field"], why["rule"], why["words"], _span(why, "", places)) for why in reasons),
    )


def report_outlined(row: Any, parts: Iterable[Any], contexts: Sequence[str], digests: tuple[str, str | None]) -> Report:
    """The report of a row in outline; `parts` are role, and then text, country, sector, actor and person, of each."""
    by_role: dict[str, list[Participant]] = {role: [] for role in _ROLES}
    for _, role, *given in parts:
        by_role[role].append(Participant(*given))
    named: Mapping[str, Any] = row._mapping
    anchor = Span(row.article_id, row.anchor_begins, row.anchor_ends, digests[0])
    sentence = None
    if row.sentence_begins is not None:
        sentence = Span(row.article_id, row.sentence_begins, row.sentence_ends, digests[1] or "")
    return Report(
        row.id, anchor, row.anchor_text, EventType(row.type), Status(row.status), row.mode, tuple(contexts),
        tuple(by_role["actor"]), tuple(by_role["recipient"]), next(iter(by_role["inviter"]), None),
        tuple(by_role["host"]), tuple(by_role["head"]),
        _day_range(named, ""),
        Place(row.place, row.place_country) if row.place is not None else None,
        next(iter(by_role["speaker"]), None), row.via,
        _day_range(named, "said_"),
        _toll_told(row.dead_low, row.dead_high, row.dead_about),
        _toll_told(row.injured_low, row.injured_high, row.injured_about), sentence, row.coder, row.rule, row.score,
    )  # fmt: skip


def _toll_told(low: int | None, high: int | None, about: int | None) -> Toll | None:
    return None if low is None else Toll(low, high, None, bool(about))


def _report_row(article: Article, report: Report) -> dict[str, Any]:
    when, where = report.when, report.where
    return {
        "id": report.id,
        "article_id": article.id,
        **_place_of(report.anchor, "anchor_"),
        "anchor_text": report.anchor_text,
        **_place_of(report.sentence, "sentence_"),
        "type": str(report.type),
        "mode": report.mode,
        "status": str(report.status),
        **_days_of(when, ""),
        "listed_on": (when and (when.first or when.last)) or article.published_on,
        "place": where.name if where else None,
        "place_country": where.country if where else None,
        **_place_of(where.span if where else None, "place_"),
        "via": report.via,
        **_days_of(report.said_when, "said_"),
        **_toll_of(report.dead, "dead_"),
        **_toll_of(report.injured, "injured_"),
        "coder": report.coder,
        "rule": report.rule,
        "score": report.score,
    }


def _parts(report: Report) -> Iterator[tuple[str, Participant]]:
    for one in report.actors:
        yield "actor", one
    for one in report.recipients:
        yield "recipient", one
    if report.invited_by:
        yield "inviter", report.invited_by
    for one in report.hosted_by:
        yield "host", one
    for one in report.led_by:
        yield "head", one
    if report.said_by:
        yield "speaker", report.said_by


def _participant_rows(report: Report) -> Iterator[dict[str, Any]]:
    seen: dict[str, int] = {}
    for role, one in _parts(report):
        yield {
            "report_id": report.id,
            "role": role,
            "place": seen.get(role, 0),
            "text": one.text,
            "country": one.country,
            "sector": one.sector,
            "actor": one.actor,
            "person": one.person,
            **_place_of(one.span),
        }
        seen[role] = seen.get(role, 0) + 1


def _place_of(span: Span | None, role: str = "") -> dict[str, int | None]:
    return {f"{role}begins": span.start if span else None, f"{role}ends": span.end if span else None}


def _span(row: Mapping[str, Any], role: str, places: Places) -> Span | None:
    begins = row[f"{role}begins"]
    return None if begins is None else places[begins, row[f"{role}ends"]]


def _days_of(when: DayRange | None, role: str) -> dict[str, Any]:
    return {
        f"{role}first_on": when.first if when else None,
        f"{role}last_on": when.last if when else None,
        f"{role}precision": str(when.precision) if when else None,
        f"{role}basis": str(when.basis) if when else None,
    }


def _day_range(row: Mapping[str, Any], role: str) -> DayRange | None:
    if row[f"{role}basis"] is None:
        return None
    precision, basis = Precision(row[f"{role}precision"]), DayBasis(row[f"{role}basis"])
    return DayRange(row[f"{role}first_on"], row[f"{role}last_on"], precision, basis)


def _where(row: Mapping[str, Any], places: Places) -> Place | None:
    if row["place"] is None:
        return None
    return Place(row["place"], row["place_country"], _span(row, "place_", places))


def _toll_of(found: Toll | None, fate: str) -> dict[str, Any]:
    return {
        f"{fate}low": found.low if found else None,
        f"{fate}high": found.high if found else None,
        f"{fate}about": int(found.is_approximate) if found else None,
        **_place_of(found.span if found else None, fate),
    }


def _toll(row: Mapping[str, Any], fate: str, places: Places) -> Toll | None:
    if row[f"{fate}low"] is None:
        return None
    return Toll(row[f"{fate}low"], row[f"{fate}high"], _span(row, fate, places), bool(row[f"{fate}about"]))
