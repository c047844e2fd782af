"""Events become plain objects for JSON: the codebook's fields, the history, the origins, and every report by name."""

from typing import Any

from dragoman.events import Event, Recorded, StatusChange
from dragoman.export.coded import day_range, entity, place


def event_object(event: Event) -> dict[str, Any]:
    """An event with all its reports, each with the id that its article came in with (`article`) and its anchor."""
    lead = event.report(event.lead)
    return {
        "event": event.id,
        "type": str(event.type),
        "mode": event.mode,
        "status": str(event.status),
        "stage": str(event.stage),
        "actors": [entity(each) for each in event.actors],
        "recipients": [entity(each) for each in event.recipients],
        "when": day_range(event.when),
        "where": place(event.where),
        "invited_by": entity(event.invited_by),
        "hosted_by": [entity(each) for each in event.hosted_by],
        "led_by": [entity(each) for each in event.led_by],
        "contexts": list(event.contexts),
        "anchor": lead.report.anchor_text,
        "sentence": lead.sentence,
        "said_by": entity(lead.report.said_by),
        "known_on": event.first_known_on.isoformat(),
        "origin_count": len(event.origins),
        "report_count": len(event.reports),
        "is_contradicted": event.is_contradicted,
        "amended": list(event.amended),
        "history": [_change(each) for each in event.history],
        "origins": [
            {"kind": str(each.kind), "name": each.name, "reports": list(each.reports)} for each in event.origins
        ],
        "changed_numbers": [
            {"report": each.report, "other": each.other, "before": each.before, "after": each.after}
            for each in event.changed_numbers
        ],
        "reports": [report_object(each) for each in event.reports],
    }


def report_object(each: Recorded) -> dict[str, Any]:
    """A report of an event: its article, its words with their place in the text, and what it says."""
    report, article = each.report, each.article
    return {
        "report": each.id,
        "article": article.came_as,
        "anchor": report.anchor_text,
        "at": [report.anchor.start, report.anchor.end],
        "published": article.published_on.isoformat() if article.published_on else None,
        "outlets": list(article.outlets),
        "url": article.url,
        "known_at": each.known_at.isoformat(),
        "type": str(report.type),
        "status": str(report.status),
        "when": day_range(report.when),
        "said_by": entity(report.said_by),
        "via": report.via,
        "sentence": each.sentence,
        "coder": report.coder,
        "rule": report.rule,
        "score": round(report.score, 4),
    }


def reasons(each: Recorded) -> list[dict[str, object]]:
    """Why each field of a report holds what it holds: the rule and the words."""
    return [
        {
            "field": basis.name,
            "rule": basis.rule,
            "words": each.quote(basis.span) if basis.span else basis.words,
            "at": [basis.span.start, basis.span.end] if basis.span else None,
        }
        for basis in each.report.why
    ]


def _change(change: StatusChange) -> dict[str, Any]:
    return {
        "stage": str(change.stage),
        "known_on": change.known_on.isoformat(),
        "when": day_range(change.when),
        "reports": list(change.reports),
        "contradicts": list(change.contradicts),
        "origin_count": change.origins,
    }
