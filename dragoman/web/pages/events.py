"""An event: its status over time, every report with its sentence, origins and copies, and what each field rests on."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from dragoman.analysis.standing import Asked
from dragoman.errors import Skip, Stop
from dragoman.events import Event, Recorded
from dragoman.export.events import event_object, reasons, report_object
from dragoman.record import EventType, Status
from dragoman.store.limiting import TooLong
from dragoman.store.listing import Listing
from dragoman.web.address import ACTOR, AFTER, SINCE, UNTIL, Parameter
from dragoman.web.answering import Answer, Page
from dragoman.web.forms import event_cells
from dragoman.web.visiting import PAGE, Missing, Visit

AROUND = 260
"""Characters of context on each side of a sentence, where the record keeps texts."""
_NEAR = 21


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a sentence, and what they are to the act: the act, an actor, the day … or nothing."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A report for a page: its sentence in pieces, what stands around it, and whether its origin told it before."""

    recorded: Recorded
    pieces: tuple[Piece, ...]
    before: str
    after: str
    origin: str
    is_copy: bool


def event_page(visit: Visit) -> Answer:
    """One event with everything that is known of it."""
    event = event_of(visit, visit.given["event"])
    beside = _beside(visit, event) if visit.may_judge else []
    told = told_by(event)
    values = {
        "event": event,
        "stage": visit.asked.stage(event),
        "when": visit.asked.when(event),
        "told": told,
        "lead": next(each for each in told if each.recorded.id == event.lead),
        "reasons": {each.id: reasons(each) for each in event.reports},
        "beside": beside,
        "judgements": _judgements(visit, event),
        "codes": sorted(code for code in event.parties if code in visit.book.actors),
    }
    return Answer(
        "event.html",
        values,
        lambda: [{**event_object(event), "reports": [_explained(each) for each in event.reports]}],
        event_cells,
    )


def events_page(visit: Visit) -> Answer:
    """The events of a time, of some actors, of a type or status, by their days."""
    address = visit.address
    type_ = address.choice("type", tuple(map(str, EventType)))
    status = address.choice("status", tuple(map(str, Status)))
    wanted = Listing(
        types=[EventType(type_)] if type_ else [],
        statuses=[Status(status)] if status else [],
        first=address.day("since"),
        last=address.day("until"),
        limit=PAGE,
        after=address.text("after"),
    )
    leaf = visit.listed(wanted, visit.circle(), visit.circle("with"))
    events = [each for each in leaf.events if visit.asked.stage(each) is not None]
    values = {"events": events, "after": leaf.after, "types": list(EventType), "statuses": list(Status)}
    return Answer("events.html", values, lambda: [event_object(each) for each in events], event_cells, leaf.after)


def event_of(visit: Visit, prefix: str) -> Event:
    """The event that an id, or its beginning, leads to, as known by the day asked; Missing if there is none."""
    try:
        return visit.chronicle.event(prefix, known_by=visit.known_by)
    except TooLong:
        raise
    except (Stop, Skip) as unknown:
        raise Missing(f"there is no event {prefix[:40]}: {unknown}") from None


def _explained(each: Recorded) -> dict[str, object]:
    return {**report_object(each), "why": reasons(each)}


def told_by(event: Event) -> list[Told]:
    """The reports of an event in the order of publication, each with its words marked."""
    origin_of = {id_: origin for origin in event.origins for id_ in origin.reports}
    seen: set[str] = set()
    found = []
    for each in event.reports:
        origin = origin_of[each.id]
        before, after = _context(each)
        found.append(Told(each, pieces_of(each), before, after, origin.name, origin.id in seen))
        seen.add(origin.id)
    return found


def pieces_of(each: Recorded) -> tuple[Piece, ...]:
    """The sentence of a report, cut where the words of the act, its parties, its day and place begin and end."""
    report = each.report
    whole = report.sentence or report.anchor
    text, start = each.sentence, whole.start
    marks: list[tuple[Any, str]] = [(report.anchor, "act")]
    marks += [(one.span, "actor") for one in report.actors]
    marks += [(one.span, "recipient") for one in report.recipients]
    marks += [
        (report.said_by and report.said_by.span, "speaker"),
        (report.invited_by and report.invited_by.span, "inviter"),
    ]
    marks += [(one.span, "host") for one in report.hosted_by]
    marks += [(one.span, "head") for one in report.led_by]
    marks += [(report.where and report.where.span, "where")]
    marks += [(why.span, why.name) for why in report.why if why.name in ("when", "status")]
    taken: list[tuple[int, int, str]] = []
    for span, kind in marks:
        if span is None or span.start < whole.start or span.end > whole.end:
            continue
        if all(span.end <= first or span.start >= last for first, last, _ in taken):
            taken.append((span.start, span.end, kind))
    pieces, at = [], start
    for first, last, kind in sorted(taken):
        if first > at:
            pieces.append(Piece(text[at - start : first - start]))
        pieces.append(Piece(text[first - start : last - start], kind))
        at = last
    if at - start < len(text):
        pieces.append(Piece(text[at - start :]))
    return tuple(pieces)


def _context(each: Recorded) -> tuple[str, str]:
    """What stands before and after the sentence in the article, where the record keeps its text."""
    text, whole = each.article.text, each.report.sentence or each.report.anchor
    if not text:
        return "", ""
    before, after = text[max(0, whole.start - AROUND) : whole.start], text[whole.end : whole.end + AROUND]
    if whole.start > AROUND:
        before = "… " + before.partition(" ")[2]
    if whole.end + AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return before, after


def _beside(visit: Visit, event: Event) -> list[Event]:
    """Events of the same parties about the same time: those that it may be one with."""
    codes = sorted(event.parties)[:6]
    if not codes:
        return []
    near = timedelta(days=_NEAR)
    wanted = Listing(codes=[codes], first=event.day - near, last=event.day + near, limit=12)
    asked = Asked(visit.asked.on)
    found = visit.listed(wanted).events
    return [each for each in found if each.id != event.id and asked.stage(each) is not None]


def _judgements(visit: Visit, event: Event) -> list[object]:
    ids = {each.id for each in event.reports}
    return [each for each in visit.chronicle.judgements() if each.report in ids or each.other in ids]


_TYPE = Parameter("type", "choice", "kind of act", tuple(map(str, EventType)))
_STATUS = Parameter("status", "choice", "what a report says of it", tuple(map(str, Status)))
_WITH = Parameter("with", "text", "another participant: code, id or name", example="RUS")
PAGES = (
    Page(
        "events", "/events", events_page, "Events by their days.",
        (ACTOR, _WITH, SINCE, UNTIL, _TYPE, _STATUS, AFTER),
    ),
    Page("event", "/event/{event}", event_page, "One event with all its reports and what each field rests on."),
)  # fmt: skip
