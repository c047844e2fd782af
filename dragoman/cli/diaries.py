"""`diary` and `calendar`: the appointments of a week as a page, and all of an actor's as a file to subscribe to."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from dragoman.analysis.diary import UNDATED_FOR, Days, appointments, diary
from dragoman.analysis.standing import is_day, planned_days, takes_part
from dragoman.cli.asking import APPOINTMENTS, KnownBy, Region, Since, Until, question, split
from dragoman.cli.flags import Db, Out
from dragoman.cli.layout import width
from dragoman.cli.reading import show, tell
from dragoman.cli.recording import day_given
from dragoman.errors import Stop
from dragoman.events import Event
from dragoman.export.answers import diary_object
from dragoman.export.calendar import calendar_bytes, unmoved
from dragoman.export.diaries import PAGES, text_page
from dragoman.export.quoting import row_text
from dragoman.store.choosing import Choice


def diary_(
    *,
    week: Annotated[str | None, Parameter(help="a day of the week, YYYY-MM-DD; else this week")] = None,
    from_: Annotated[str | None, Parameter(name="--from", help="first day, where it is no week")] = None,
    to: Annotated[str | None, Parameter(help="last day, where it is no week")] = None,
    region: Region = None,
    last_time: Annotated[str | None, Parameter(help="** is new since this day; else since a week before")] = None,
    form: Annotated[Literal["text", "markdown", "html", "ics"], Parameter(name="--format")] = "text",
    known_by: KnownBy = None,
    output: Out = None,
    db: Db = None,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="JSON instead of a page")] = False,
) -> int:
    """Write the diary of a week: who meets whom, where, at whose invitation; ** what is new; what has no date."""
    days = _days(week, from_, to, last_time)
    with question(db, None, known_by) as asking:
        codes = asking.codes(region)
        # A plan without a day lies where it was published, and is listed for some time after.
        near = replace(APPOINTMENTS, first=days.first - timedelta(days=UNDATED_FOR), last=days.last)
        page = diary(asking.chosen(near), days, asking.asked, regions=split(region), codes=codes)
        if as_json:
            write(row_text(diary_object(page), asking.quote_limit), output)
        elif form == "text":
            write(text_page(page, asking.book, width(), quote_limit=asking.quote_limit), output)
        else:
            write(PAGES[form](page, asking.book, quote_limit=asking.quote_limit), output)
    if not page.entries:
        tell("nothing is planned or known of these days")
    return 0


def _days(week: str | None, from_: str | None, to: str | None, last_time: str | None) -> Days:
    since = day_given(last_time, "--last-time")
    first, last = day_given(from_, "--from"), day_given(to, "--to")
    if first is None and last is None:
        return Days.week_of(day_given(week, "--week") or date.today(), since)
    if week is not None or first is None or last is None:
        raise Stop("Give either --week, or both --from and --to.")
    if last < first:
        raise Stop(f"--to {last} lies before --from {first}.")
    return Days(first, last, since or Days.week_of(first).last_time)


def calendar_(
    *,
    actor: Annotated[list[str] | None, Parameter(help="whose: actors or regions, with commas")] = None,
    since: Since = None,
    until: Until = None,
    known_by: KnownBy = None,
    output: Out = None,
    db: Db = None,
) -> int:
    """Write a calendar (ICS) of meetings and plans; written over an old one, what was moved moves."""
    with question(db, None, known_by) as asking:
        names = split(actor)
        codes = asking.codes(names)
        first, last = day_given(since, "--since"), day_given(until, "--until")
        # One report may name the actor and another one the plan, so that only one of the two can choose.
        choice = (
            replace(APPOINTMENTS, first=first, last=last) if first or last or codes is None else Choice(codes=codes)
        )
        events = asking.chosen(choice)
        events = [event for event in events if _lies_within(event, first, last)]
        if codes is not None:
            events = [event for event in events if takes_part(event, codes)]
        found = appointments(events, asking.asked, last_time=asking.asked.on)
        previous = output.read_bytes() if output and output.is_file() else None
        name = f"Dragoman{': ' + ', '.join(names) if names else ''}"
        write(calendar_bytes(found, asking.book, name=name, previous=previous, quote_limit=asking.quote_limit), output)
    left = sum(1 for entry in unmoved(found) if not is_day(entry.when) and not is_day(entry.moved_to))
    if left:
        tell(f"{left} of {len(found)} have no day given; those that never had one are not in the calendar")
    return 0


def _lies_within(event: Event, first: date | None, last: date | None) -> bool:
    """True if an event may lie between two days; one that was put off lies where it was planned for."""
    when = event.when or next(iter(planned_days(event)), None)
    begins, ends = (when.first, when.last) if when else (event.first_known_on, event.first_known_on)
    return not (first and ends and ends < first) and not (last and begins and begins > last)


def write(page: str | bytes, output: Path | None) -> None:
    """Writes a page to a file, whole or not at all, or to standard output; Stop if the file cannot be written."""
    if output is not None:
        fresh = output.with_name(output.name + ".new")
        try:
            fresh.write_bytes(page if isinstance(page, bytes) else (page.rstrip("\n") + "\n").encode())
            fresh.replace(output)
        except OSError as broken:
            raise Stop(f"{output}: {broken.strerror}.", remedy="Choose another file.") from None
    elif isinstance(page, bytes):
        sys.stdout.buffer.write(page)
    else:
        show(page)
