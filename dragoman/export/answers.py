"""Answers become plain objects for JSON; every event in them lists its reports by article and anchor."""

from typing import Any

from dragoman.analysis.changes import Change
from dragoman.analysis.claims import Claim
from dragoman.analysis.diary import Diary, Entry
from dragoman.analysis.due import Due
from dragoman.analysis.dyad import Act, Beside
from dragoman.analysis.pledges import Kept
from dragoman.analysis.relation import Point, Relation
from dragoman.analysis.tie_book import KnownTie
from dragoman.analysis.timeline import Gap, Row
from dragoman.dates import DayRange
from dragoman.events import Tie
from dragoman.export.coded import day_range, entity
from dragoman.export.events import event_object, report_object
from dragoman.ontology.actors import Spell


def timeline_object(row: Row | Gap) -> dict[str, Any]:
    """A row of a timeline as the event with the stage it has on the day asked; a gap as its days."""
    if isinstance(row, Gap):
        return {"gap": {"from": row.first.isoformat(), "to": row.last.isoformat(), "days": row.days}}
    found = event_object(row.event)
    return {**found, "stage": str(row.stage), "when": day_range(row.when), "silent_for": row.silent_for}


def due_object(row: Due) -> dict[str, Any]:
    """A plan past its date, with the reports that say what came of it."""
    return {
        **event_object(row.event),
        "planned_for": day_range(row.planned_for),
        "outcome": str(row.outcome),
        "moved_to": day_range(row.moved_to),
        "silent_for": row.silent_for,
        "is_contradicted": row.is_contradicted,
        "evidence": [report_object(row.event.report(id_)) for id_ in row.evidence],
    }


def claim_object(claim: Claim) -> dict[str, Any]:
    """A claim: who says it, to whom it was said, who prints it, and what contradicts it."""
    return {
        **event_object(claim.event),
        "kind": str(claim.kind),
        "by": [entity(one) for one in claim.by],
        "said_on": claim.said_on.isoformat(),
        "channels": [
            {
                "said_to": channel.said_to or None,
                "origin": channel.origin,
                "printed_by": list(channel.printed_by),
                "reports": list(channel.reports),
            }
            for channel in claim.channels
        ],
        "contradicted_by": [
            {
                "event": each.event.id,
                "known_on": each.known_on.isoformat(),
                "by": entity(each.by),
                "report": report_object(each.event.report(each.report)),
            }
            for each in claim.contradicted_by
        ],
    }


def pledge_object(kept: Kept) -> dict[str, Any]:
    """A pledge with its evidence and score: −1, 0, +1, or null for none yet."""
    pledge = kept.pledge
    return {
        **event_object(kept.made_in),
        "by": list(pledge.by),
        "to": list(pledge.to),
        "areas": list(pledge.areas),
        "due": day_range(pledge.due),
        "score": pledge.score,
        "is_overdue": kept.is_overdue,
        "evidence": [
            {
                "event": each.event,
                "effect": each.effect,
                "known_on": each.known_on.isoformat(),
                "why": each.why,
                "reports": [report_object(one) for one in event.reports],
            }
            for each, event in kept.evidence
        ],
    }


def tie_object(tie: KnownTie) -> dict[str, Any]:
    """A tie, flat: who knows it, its days by the book or else by events, and where the two differ."""
    found: dict[str, Any] = {"kind": tie.kind, "who": tie.who, "whom": tie.whom, "known": str(tie.known)}
    if tie.book:
        found |= spell_object(tie.book)
        found["rests_on"] = [tie.book.rests_on]
    if tie.learnt:
        learnt = _learnt(tie.learnt)
        found["rests_on"] = [*found.get("rests_on", ()), *tie.learnt.told_by]
        found["learnt"] = learnt
        if not tie.book:
            days = (
                ("from", _day_of(tie.learnt.since)),
                ("notice", learnt["notice_on"]),
                ("to", _day_of(tie.learnt.until)),
            )
            found |= {name: value for name, value in days if value}
    if tie.conflicts:
        found["conflicts"] = list(tie.conflicts)
    return found


def _day_of(when: DayRange | None) -> str | None:
    return None if when is None else str(when) if when.is_stated else f"by {when}"


def spell_object(spell: Spell) -> dict[str, Any]:
    """A dated tie of the book as an object; what is empty is left out."""
    found = {
        "kind": spell.kind,
        "who": spell.person or spell.who,
        "whom": spell.whom,
        "role": spell.role,
        "title": spell.title,
        "from": spell.since,
        "notice": spell.notice,
        "to": spell.until,
        "rests_on": spell.rests_on,
    }
    return {key: value for key, value in found.items() if value}


def _learnt(tie: Tie) -> dict[str, Any]:
    return {
        "since": day_range(tie.since),
        "until": day_range(tie.until),
        "notice_on": tie.notice_on.isoformat() if tie.notice_on else None,
        "begun_by": tie.begun_by,
        "ended_by": tie.ended_by,
        "told_by": list(tie.told_by),
        "known_on": tie.known_on.isoformat(),
    }


def change_object(change: Change) -> dict[str, Any]:
    """What changed of an event, from which days to which, and who reports it."""
    return {
        **event_object(change.event),
        "change": str(change.kind),
        "changed_on": change.known_on.isoformat(),
        "before": day_range(change.before),
        "after": day_range(change.after),
        "told_by": list(change.reports),
    }


def diary_object(diary: Diary) -> dict[str, Any]:
    """A diary by day, with what has no day yet."""
    return {
        "from": diary.first.isoformat(),
        "to": diary.last.isoformat(),
        "regions": list(diary.regions),
        "asked_on": diary.asked_on.isoformat(),
        "new_since": diary.last_time.isoformat(),
        "days": [
            {"day": each.on.isoformat(), "entries": [entry_object(entry) for entry in each.entries]}
            for each in diary.days
        ],
        "some_time": [entry_object(entry) for entry in diary.some_time],
        "reported_without_day": [entry_object(entry) for entry in diary.reported],
        "date_not_given": [entry_object(entry) for entry in diary.undated],
    }


def entry_object(entry: Entry) -> dict[str, Any]:
    """An appointment: how it stands, its days, and whether it is new or changed."""
    return {
        **event_object(entry.event),
        "stage": str(entry.stage),
        "when": _stated(entry.when),
        "is_new": entry.is_new,
        "is_changed": entry.is_changed,
        "moved_to": _stated(entry.moved_to),
    }


def _stated(when: DayRange | None) -> dict[str, str | None] | None:
    return day_range(when) if when is not None and when.is_stated else None


def relation_object(series: Relation) -> dict[str, Any]:
    """A relation: how it was framed, its periods with all their acts, what was left out."""
    framing = series.framing
    return {
        "one": series.one.code,
        "other": series.other.code,
        "by": str(framing.by),
        "weight": str(framing.weight),
        "direction": str(framing.direction),
        "half_life": framing.half_life,
        "sources": list(series.sources),
        "left_out": {str(why): count for why, count in series.left_out.items()},
        "side_by_side": [beside_object(each) for each in series.beside],
        "periods": [point_object(point) for point in series.points],
    }


def beside_object(each: Beside) -> dict[str, Any]:
    """An act in which the two of a relation stand side by side against a third."""
    return {
        "event": each.event,
        "on": each.on.isoformat(),
        "type": str(each.type),
        "mode": each.mode,
        "done_by_them": each.is_done,
        "against": each.against,
        "origins": each.origins,
        "words": each.words,
    }


def point_object(point: Point) -> dict[str, Any]:
    """A period of a relation, with its acts; `drivers` are ids of those that moved it most."""
    return {
        "period": str(point.period),
        "from": point.period.first.isoformat(),
        "to": point.period.last.isoformat(),
        "counts": {str(quad): count for quad, count in point.counts.items()},
        "score": point.score,
        "level": point.level,
        "articles": point.articles,
        "coverage": str(point.coverage),
        "is_whole": point.is_whole,
        "acts": [act_object(act) for act in point.acts],
        "drivers": [act.event for act in point.drivers],
    }


def act_object(act: Act) -> dict[str, Any]:
    """An act between two: `event` is what “dragoman explain” opens, or the key that an imported set gives it."""
    return {
        "event": act.event,
        "on": act.on.isoformat(),
        "type": str(act.type),
        "mode": act.mode,
        "direction": str(act.direction),
        "quad": str(act.quad),
        "score": act.score,
        "origins": act.origins,
        "comes_from": act.comes_from,
        "words": act.words,
    }
