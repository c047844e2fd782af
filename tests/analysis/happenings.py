"""Builder of events for the tests of answers: say what came of it on which day, and the reports are filled in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from dragoman.dates import DayRange
from dragoman.events import STATUS_OF, Event, Origin, OriginKind, Recorded, Stage, StatusChange
from dragoman.record import Article, EventType, Participant, Place, Report, Span
from tests.stories.telling import days

Change = tuple[str, str] | tuple[str, str, str]
"""Stage, day on which it was known, and the days that it has from then on ("" for none)."""


def people(codes: str) -> tuple[Participant, ...]:
    """Participants by their codes: three letters a state, more a body."""
    return tuple(
        Participant(text=code, country=code, sector="GOV")
        if len(code) == 3
        else Participant(code, actor=code, sector="IGO")
        for code in codes.split()
    )


def an_event(
    changes: Sequence[Change],
    who: str = "MLI",
    whom: str = "RUS",
    type_: EventType = EventType.CONSULT,
    *,
    name: str = "e",
    text: str = "They met.",
    where: Place | None = None,
    said_by: Sequence[str] = (),
    **given: Any,
) -> Event:
    """An event with one report for each change, each from an outlet of its own."""
    recorded, history = [], []
    for place, change in enumerate(changes):
        stage, known = Stage(change[0]), date.fromisoformat(change[1])
        when = _range(change[2]) if len(change) > 2 else None
        speaker = people(said_by[place])[0] if len(said_by) > place and said_by[place] else None
        one = _recorded(f"{name}-{place}", text, known, outlet=f"Outlet {place}", report={
            "type": type_, "status": STATUS_OF[stage], "actors": people(who), "recipients": people(whom), "when": when,
            "said_by": speaker, "where": where,
        })  # fmt: skip
        recorded.append(one)
        against = (
            history[-1].reports if {stage, *(each.stage for each in history[-1:])} >= {Stage.HELD, Stage.DENIED} else ()
        )
        history.append(StatusChange(stage, known, when, (one.id,), against))
    last = next((change.when for change in reversed(history) if change.when), None)
    fields: dict[str, Any] = {
        "mode": None, "contexts": (), "invited_by": None, "when": history[-1].when or last, "where": where,
    } | given  # fmt: skip
    return Event(
        id=recorded[0].id,
        type=type_,
        actors=people(who),
        recipients=people(whom),
        lead=recorded[0].id,
        reports=tuple(recorded),
        origins=tuple(Origin(each.id, OriginKind.NEWSROOM, each.article.outlets[0], (each.id,)) for each in recorded),
        history=tuple(history),
        **fields,
    )


def _range(given: str) -> DayRange | None:
    return days(given) if given else None


def _recorded(name: str, text: str, known: date, *, outlet: str, report: dict[str, Any]) -> Recorded:
    article = Article(
        Article.identify(name, text, known), text, name, published_on=known, outlets=(outlet,), came_as=name
    )
    span = Span.of(article.id, text, 0, len(text))
    made = Report(
        id=Report.identify(span, report["type"]),
        anchor=span,
        anchor_text=text,
        sentence=span,
        coder="stub",
        rule="stub",
        **report,
    )
    words = {(span.start, span.end): text}
    return Recorded(made, article, datetime(known.year, known.month, known.day, 12, tzinfo=UTC), words)
