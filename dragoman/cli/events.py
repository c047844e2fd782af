"""Events as text for people: one block an event, with its history, its origins and its reports."""

from collections.abc import Iterator

from dragoman.cli.layout import day, indented, shown, who
from dragoman.events import Event, Recorded, Stage


def event_block(event: Event) -> str:
    """An event for a terminal: stage, day, kind and id; who; where and at whose invitation; history; the words."""
    return indented(_lines(event))


def counted(event: Event) -> str:
    """ "10 reports, 2 origins", in the singular where there is one."""
    reports, origins = len(event.reports), len(event.origins)
    return f"{reports} report{'s' * (reports != 1)}, {origins} origin{'s' * (origins != 1)}"


def stage_word(event: Event) -> str:
    """The stage as people say it: a meeting, or what was planned, is held; an attack happened."""
    if event.stage is Stage.HELD and event.history[0].stage is Stage.HELD and event.type != "CONSULT":
        return "happened"
    return str(event.stage)


def source_line(each: Recorded) -> str:
    """Title, outlets and day of the article that a report is in."""
    source = ", ".join(filter(None, (", ".join(each.article.outlets), str(each.article.published_on or "undated"))))
    return f"{shown(each.article.title or each.article.came_as)} · {shown(source)}"


def _lines(event: Event) -> Iterator[str]:
    kind = f"{event.type} {event.mode}" if event.mode else str(event.type)
    yield f"{stage_word(event):<10} {day(event.when):<22} {kind:<22} {event.id}"
    sides = ", ".join(who(each) for each in event.actors) or "(nobody named)"
    if event.recipients:
        sides += " → " + ", ".join(who(each) for each in event.recipients)
    yield sides
    more = []
    if event.where:
        more.append(f"in {shown(event.where.name)}" + (f" ({event.where.country})" if event.where.country else ""))
    if event.invited_by:
        more.append(f"invited by {who(event.invited_by)}")
    if more:
        yield " · ".join(more)
    yield f"{counted(event)}: {', '.join(dict.fromkeys(shown(each.name) or 'unnamed' for each in event.origins))}"
    if len(event.history) > 1 or event.is_contradicted:
        yield " → ".join(
            f"{each.stage} ({each.known_on}{', contradicted' if each.contradicts else ''})" for each in event.history
        )
    for each in event.changed_numbers:
        yield f"number changed in a copy: {shown(each.before)} → {shown(each.after)}"
    lead = event.report(event.lead)
    yield f"“{shown(lead.sentence)}”"
    for one in event.reports:
        yield f"{one.known_on} {source_line(one)}"
