"""Reports become the coded form of the codebook: plain objects, as gold files hold them and scorers read them."""

from typing import Any

from dragoman.dates import DayRange
from dragoman.ontology.book import Book
from dragoman.record import Participant, Place, Report, Toll


def entity(one: Participant | None) -> dict[str, Any] | None:
    """A participant as {"text", "country", "sector", "id"}; None stays None."""
    if one is None:
        return None
    # A body or group that acts is its id; the country is a state's, and null for the others.
    return {"text": one.text, "country": one.country, "sector": one.sector, "id": one.actor}


def day_range(when: DayRange | None) -> dict[str, str | None] | None:
    """A day range as {"from", "to", "basis"}; days worked out from a relative phrase count as stated."""
    if when is None:
        return None
    return {
        "from": when.first.isoformat() if when.first else None,
        "to": when.last.isoformat() if when.last else None,
        "basis": "stated" if when.is_stated else "published",
    }


def place(where: Place | None) -> dict[str, str | None] | None:
    """A place as {"name", "country"}; None stays None."""
    return {"name": where.name, "country": where.country} if where else None


def toll(found: Toll | None) -> dict[str, int | None] | None:
    """A number of dead or injured as {"low", "high"}, high null where no upper bound is stated; None stays None."""
    return {"low": found.low, "high": found.high} if found else None


def party(one: Participant | None) -> dict[str, Any] | None:
    """A participant as the codebook writes it: `country` is ISO 3166, `id` only that of a body or a group.

    A company, an arm of a state's forces and a coalition have none; a state without a code of its own that another
    claims is coded as that one's.
    """
    if one is None:
        return None
    return {"text": one.text, "country": Book.load().iso(one.country), "sector": one.sector, "id": _id_of(one)}


def _id_of(one: Participant) -> str | None:
    known = Book.load().actors.get(one.actor) if one.actor else None
    if known is None:
        return one.actor
    kind = known.facts.get("kind")
    is_coalition = known.kind == "body" and kind == "mission" and known.sector == "MIL"
    return None if known.sector == "BUS" or kind == "branch" or is_coalition else one.actor


def _placed(where: Place | None) -> dict[str, str | None] | None:
    return {"name": where.name, "country": Book.load().iso(where.country)} if where else None


def coded(report: Report) -> dict[str, Any]:
    """A report with the codebook's fields, and those that Dragoman adds (contexts, inviter, outlet, rule, score)."""
    return {
        "anchor": report.anchor_text,
        "type": str(report.type),
        "mode": report.mode,
        "status": str(report.status),
        "actors": [party(each) for each in report.actors],
        "recipients": [party(each) for each in report.recipients],
        "when": day_range(report.when),
        "where": _placed(report.where),
        "said_by": party(report.said_by),
        "contexts": list(report.contexts),
        "invited_by": party(report.invited_by),
        "hosted_by": [party(each) for each in report.hosted_by],
        "led_by": [party(each) for each in report.led_by],
        "via": report.via,
        "said_when": day_range(report.said_when),
        "dead": toll(report.dead),
        "injured": toll(report.injured),
        "coder": report.coder,
        "rule": report.rule,
        "score": round(report.score, 4),
    }
