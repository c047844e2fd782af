"""Events as text for people: one block an event, with its history, its origins and its reports."""

from collections.abc import Iterator

from dragoman.cli.layout import indented
from dragoman.events import Event
from dragoman.export.wording import (
    arranged,
    changed_numbers,
    counted,
    day,
    kind_of,
    shown,
    source_line,
    stage_word,
    who,
)


def event_block(event: Event) -> str:
    """An event for a terminal: stage, day, kind and id; who; where and at whose invitation; history; the words."""
    return indented(_lines(event))


def _lines(event: Event) -> Iterator[str]:
    yield f"{stage_word(event, event.stage):<10} {day(event.when):<22} {kind_of(event):<22} {event.id}"
    sides = ", ".join(who(each) for each in event.actors) or "(nobody named)"
    if event.recipients:
        sides += " → " + ", ".join(who(each) for each in event.recipients)
    yield sides
    more = []
    if event.where:
        more.append(f"in {shown(event.where.name)}" + (f" ({event.where.country})" if event.where.country else ""))
    more += arranged(event)
    if more:
        yield " · ".join(more)
    yield f"{counted(event)}: {', '.join(dict.fromkeys(shown(each.name) or 'unnamed' for each in event.origins))}"
    if len(event.history) > 1 or event.is_contradicted:
        yield " → ".join(
            f"{each.stage} ({each.known_on}{', contradicted' if each.contradicts else ''})" for each in event.history
        )
    for changed in changed_numbers(event):
        yield f"number changed in a copy: {changed}"
    lead = event.report(event.lead)
    yield f"“{shown(lead.sentence)}”"
    for one in event.reports:
        yield f"{one.known_on} {source_line(one)}"
