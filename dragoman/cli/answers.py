"""`timeline`, `due`, `claims`, `pledges` and `changes`: questions to the record over time, answered in rows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from cyclopts import Parameter

from dragoman.analysis.changes import Change, changes
from dragoman.analysis.claims import Claim, Kind, claims
from dragoman.analysis.due import Due, Outcome, due
from dragoman.analysis.pledges import Kept, kept, told_by
from dragoman.analysis.standing import takes_part
from dragoman.analysis.timeline import QUIET, Gap, Row, timeline
from dragoman.cli.asking import PLANS, AsOf, Json, KnownBy, Question, Region, Since, Until, question
from dragoman.cli.flags import Db
from dragoman.cli.layout import indented
from dragoman.cli.reading import show, tell
from dragoman.cli.recording import day_given
from dragoman.errors import Stop
from dragoman.events import AHEAD, Event
from dragoman.export.answers import change_object, claim_object, due_object, pledge_object, timeline_object
from dragoman.export.quoting import row_text
from dragoman.export.wording import (
    changed_numbers,
    counted,
    day,
    kind_of,
    listed,
    plan_day,
    shown,
    sides,
    source_line,
    stage_word,
    who,
)
from dragoman.merging.pledges import pledges_of
from dragoman.ontology.book import Book
from dragoman.record import EventType
from dragoman.store.choosing import Choice
from dragoman.store.view import Wanted

Actor = Annotated[str, Parameter(help="code, id or name of an actor")]


def timeline_(
    actor: Actor,
    with_: Annotated[str | None, Parameter(help="the other actor")] = None,
    /,
    *,
    since: Since = None,
    until: Until = None,
    type_: Annotated[list[EventType] | None, Parameter(name="--type", help="CONSULT, SANCTION, …")] = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    quiet: Annotated[int, Parameter(help="days without word from which on a gap is drawn")] = QUIET,
    brief: Annotated[bool, Parameter(negative=(), help="one line a row, without the words")] = False,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """Tell what happened between two actors, or to one: one row an event, silence drawn as a gap."""
    if quiet < 1:
        raise Stop(f"--quiet {quiet}.", remedy="It is a number of days, at least 1.")
    with question(db, as_of, known_by) as asking:
        wanted = Wanted(
            actor=asking.code(actor),
            with_=asking.code(with_),
            since=day_given(since, "--since"),
            until=day_given(until, "--until"),
            types=type_ or (),
        )
        rows = timeline(asking.events(wanted), asking.asked, quiet=quiet)
    if wanted.until:
        # Silence after the days asked for is none of theirs.
        rows = [row for row in rows if not (isinstance(row, Gap) and row.last > wanted.until)]
    for row in rows:
        text = _brief_row if brief else _timeline_row
        show(row_text(timeline_object(row), asking.quote_limit) if as_json else text(row, asking.book))
    return _told(rows, "the record has nothing of these actors")


def _timeline_row(row: Row | Gap, book: Book) -> str:
    if isinstance(row, Gap):
        return f"     ·  ·  ·  no word for {row.days} days ({row.first} to {row.last})\n"
    event = row.event
    lines = [f"{_days(row):<24} {_stage(row):<12} {kind_of(event):<20} {event.id}"]
    lines.append(f"{shown(sides(event, book))} · {counted(event)}")
    return indented([*lines, *_words(event)]) + "\n"


def _brief_row(row: Row | Gap, book: Book) -> str:
    if isinstance(row, Gap):
        return f"·  ·  ·  no word for {row.days} days ({row.first} to {row.last})"
    event = row.event
    first = f"{_days(row):<22} {_stage(row):<10} {kind_of(event):<20} {shown(sides(event, book))}"
    return f"{first} · {counted(event)} · {event.id[:8]}"


def _days(row: Row) -> str:
    return plan_day(row.when) if row.stage in AHEAD else day(row.when)


def _stage(row: Row) -> str:
    return f"{stage_word(row.event, row.stage)}" + (f" {row.silent_for} d" if row.silent_for else "")


def _words(event: Event) -> Iterator[str]:
    """What is said of an event under its row: history, contradiction, changed numbers, the words and their source."""
    if len(event.history) > 1:
        yield " → ".join(
            f"{each.stage} ({each.known_on}{', contradicted' if each.contradicts else ''})" for each in event.history
        )
    for each in changed_numbers(event):
        yield f"number changed in a copy: {each}"
    lead = event.report(event.lead)
    by = f" — says {who(lead.report.said_by)}" if lead.report.said_by else ""
    yield f"“{shown(lead.sentence)}”{by}"
    yield f"{source_line(event.reports[0])}"


def due_(
    *,
    actor: Annotated[str | None, Parameter(help="only plans of this actor")] = None,
    region: Region = None,
    since: Annotated[str | None, Parameter(help="only plans for this day or later, YYYY-MM-DD")] = None,
    open_: Annotated[bool, Parameter(name="--open", negative=(), help="only those without word")] = False,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """List the plans whose day has passed: held, moved, cancelled, denied, or no word for so many days."""
    with question(db, as_of, known_by) as asking:
        first = day_given(since, "--since")
        events = _of(asking, actor, region, Choice(statuses=PLANS, first=first, last=asking.asked.day))
        rows = due(events, asking.asked, since=first)
    if open_:
        rows = [row for row in rows if row.outcome is Outcome.NO_WORD]
    for row in rows:
        show(row_text(due_object(row), asking.quote_limit) if as_json else _due_row(row, asking.book))
    return _told(rows, f"no plan was due by {asking.asked.day}")


def _of(asking: Question, actor: str | None, region: list[str] | None, *choices: Choice) -> list[Event]:
    """The events of an actor, or those that have a report of these kinds; of a region, if one is named."""
    codes, code = asking.codes(region), asking.code(actor)
    if code:
        events = asking.events(Wanted(actor=code))
    else:
        events = asking.chosen(*choices)
    return events if codes is None else [event for event in events if takes_part(event, codes)]


def _due_row(row: Due, book: Book) -> str:
    event = row.event
    outcome = f"no word for {row.silent_for} days" if row.outcome is Outcome.NO_WORD else str(row.outcome)
    if row.outcome is Outcome.MOVED:
        outcome += f" to {day(row.moved_to)}" if row.moved_to else ", no new date"
    lines = [f"{row.planned_for!s:<24} {outcome:<28} {event.id}", f"{shown(sides(event, book))} · {kind_of(event)}"]
    if row.is_contradicted:
        lines.append("contradicted by other reports")
    for each in (event.report(id_) for id_ in row.evidence[:3]):
        lines += [f"“{shown(each.sentence)}”", source_line(each)]
    return indented(lines) + "\n"


def claims_(
    *,
    by: Annotated[list[str] | None, Parameter(help="who says so: countries, bodies, regions")] = None,
    about: Annotated[list[str] | None, Parameter(help="of whose acts")] = None,
    since: Since = None,
    until: Until = None,
    known_by: KnownBy = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """List who claims, denies or accuses, by which outlets it came, and what contradicts it."""
    with question(db, None, known_by) as asking:
        speakers, subjects = asking.codes(by), asking.codes(about)
        first, last = day_given(since, "--since"), day_given(until, "--until")
        rows = claims(asking.chosen(*_said(speakers)), by=speakers or (), about=subjects or ())
        rows = [row for row in rows if (not first or row.said_on >= first) and (not last or row.said_on <= last)]
    for row in rows:
        show(row_text(claim_object(row), asking.quote_limit) if as_json else _claim_row(row, asking.book))
    return _told(rows, "nobody claims that in this record")


def _said(speakers: frozenset[str] | None) -> tuple[Choice, ...]:
    """Claims and accusations of some speakers, or of all, and the denials that may answer them."""
    return (
        Choice(codes=speakers, roles=("speaker",)) if speakers else Choice(has_speaker=True),
        Choice(types=(EventType.ACCUSE,), codes=speakers, roles=("actor",)),
        Choice(types=(EventType.REJECT,)),
    )


_PLURAL = {Kind.CLAIM: "claim", Kind.DENIAL: "deny", Kind.ACCUSATION: "accuse"}


def _claim_row(claim: Claim, book: Book) -> str:
    event = claim.event
    speakers = listed(f"{shown(one.text)} ({one.code or 'not known'})" for one in claim.by)
    verb = str(claim.kind) if len(claim.by) == 1 else _PLURAL[claim.kind]
    lines = [
        f"{claim.said_on}  {speakers} {verb}   {event.id}",
        f"{kind_of(event)} {day(event.when)}: {shown(sides(event, book))}",
        f"“{shown(event.report(claim.reports[0]).sentence)}”",
    ]
    for channel in claim.channels:
        told = f"to {shown(channel.said_to)}, " if channel.said_to else ""
        copies = f"{len(channel.reports)} report{'s' * (len(channel.reports) != 1)}"
        printed = shown(", ".join(channel.printed_by)) or "unnamed"
        # A newsroom's own story is printed by itself; an agency's or a copied one by others.
        origin = "" if channel.origin.casefold() == printed.casefold() else f"{shown(channel.origin) or 'unnamed'} → "
        lines.append(f"→ {told}{origin}{printed} ({copies})")
    for each in claim.contradicted_by:
        recorded = each.event.report(each.report)
        speaker = who(each.by) if each.by else "the outlet itself"
        lines.append(f"contradicted by {speaker}, {each.known_on}: “{shown(recorded.sentence)}”")
    return indented(lines) + "\n"


def pledges_(
    actor: Annotated[str | None, Parameter(help="code, id or name of who made them; else everybody's")] = None,
    /,
    *,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """List commitments with area and due date, what speaks for and against, and the score: −1, 0, +1 or none yet."""
    with question(db, as_of, known_by) as asking:
        code = asking.code(actor)
        events = told_by(asking.events(Wanted(actor=code)), asking.asked)
        rows = kept(pledges_of(events), events, asking.asked, by=(code,) if code else ())
    for row in rows:
        show(row_text(pledge_object(row), asking.quote_limit) if as_json else _pledge_row(row, asking.book))
    return _told(rows, "the record has no pledge of theirs")


_SCORES = {1: "+1 kept", 0: " 0 in part", -1: "−1 broken", None: "none yet"}


def _pledge_row(row: Kept, book: Book) -> str:
    pledge, event = row.pledge, row.made_in
    due_day = f"due {pledge.due}" if pledge.due else "no due date given"
    late = ", overdue without word" if row.is_overdue else ""
    lines = [
        f"{_SCORES[pledge.score]:<12} {event.first_known_on}  {due_day}{late}   {event.id}",
        f"{shown(sides(event, book))} · {kind_of(event)} · {', '.join(pledge.areas) or 'no area given'}",
        f"“{shown(event.report(event.lead).sentence)}”",
    ]
    for evidence, told in row.evidence:
        sign = {1: "for", 0: "in part", -1: "against"}[evidence.effect]
        words = f"“{shown(told.report(told.lead).sentence)}”" if told.id != event.id else ""
        lines.append(f"{sign}: {evidence.known_on} {evidence.why} {told.id} {words}".rstrip())
    return indented(lines) + "\n"


def changes_(
    *,
    since: Annotated[str, Parameter(help="what was known by this day is not told again, YYYY-MM-DD")],
    actor: Annotated[str | None, Parameter(help="only of this actor")] = None,
    region: Region = None,
    known_by: KnownBy = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """List what is new, confirmed, moved, cancelled, closed, contradicted or without word since a day."""
    with question(db, None, known_by) as asking:
        first = day_given(since, "--since") or date.min
        if first >= asking.asked.on + timedelta(days=1):
            raise Stop(f"--since {first} lies after {asking.asked.on}, the day of the question.")
        lapsed = Choice(statuses=PLANS, first=first, last=asking.asked.on)
        rows = changes(_of(asking, actor, region, Choice(published_after=first), lapsed), first, asking.asked)
    for row in rows:
        show(row_text(change_object(row), asking.quote_limit) if as_json else _change_row(row, asking.book))
    return _told(rows, f"nothing is new since {since}")


def _change_row(row: Change, book: Book) -> str:
    event = row.event
    days = day(row.after)
    if row.before and row.before != row.after:
        days = f"{day(row.before)} → {day(row.after)}"
    lines = [f"{row.known_on}  {row.kind:<14} {days:<24} {event.id}", f"{shown(sides(event, book))} · {kind_of(event)}"]
    if row.reports:
        each = event.report(row.reports[-1])
        lines += [f"“{shown(each.sentence)}”", source_line(each)]
    return indented(lines) + "\n"


def _told(rows: object, otherwise: str) -> int:
    if not rows:
        tell(otherwise)
    return 0
