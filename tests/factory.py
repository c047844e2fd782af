"""Builders of the nouns for every wing's tests: say what matters to the test, and the rest is filled in."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from dragoman.dates import DayRange, one_day, published_by
from dragoman.record import Article, Basis, EventType, Participant, Place, Reject, Report, Span, Status

VISIT = (
    "The foreign ministers of Mali and Niger are to visit Moscow on April 3, at the invitation of Sergey Lavrov, "
    "a Malian official told Sputnik Africa. ECOWAS condemned the plan on Monday."
)
"""A text that has something of everything that a report can hold."""


def an_article(text: str = VISIT, **given: Any) -> Article:
    """An article of this text, published on 2025-04-01 unless said otherwise."""
    given = {"title": "Ministers to visit Moscow", "published_on": date(2025, 4, 1), "came_as": "a-1"} | given
    given.setdefault("came_from", f"{given['came_as']}.txt")
    return Article(id=Article.identify(given["title"], text, given["published_on"]), text=text, **given)


def a_span(article: Article, words: str) -> Span:
    """The first place at which an article holds these words; ValueError if it does not."""
    start = article.text.index(words)
    return Span.of(article.id, article.text, start, start + len(words))


def someone(article: Article, words: str, code: str | None = None, **given: Any) -> Participant:
    """A participant named by these words; a code of three letters is a country, a longer one a body or group."""
    if code and len(code) == 3:
        given = {"country": code, "sector": "GOV"} | given
    elif code:
        given = {"actor": code, "sector": "IGO"} | given
    return Participant(text=words, span=a_span(article, words), **given)


def a_report(
    article: Article,
    anchor: str,
    type_: EventType = EventType.CONSULT,
    *,
    status: Status = Status.HAPPENED,
    actors: Sequence[Participant] = (),
    when: DayRange | None = None,
    **given: Any,
) -> Report:
    """What an article says of the act that these words name; where no time is given, it was published by then."""
    span = a_span(article, anchor)
    if when is None and article.published_on:
        when = published_by(article.published_on)
    given = {"coder": "stub", "rule": "stub.rule"} | given
    return Report(
        id=Report.identify(span, type_),
        anchor=span,
        anchor_text=anchor,
        type=type_,
        status=status,
        actors=tuple(actors),
        when=when,
        **given,
    )


def visit_reports(article: Article) -> list[Report]:
    """Two reports of an article whose text is VISIT: a planned visit with every field filled, and a condemnation."""
    text = article.text
    return [
        a_report(
            article,
            "to visit",
            status=Status.PLANNED,
            mode="visit",
            contexts=("political", "economic"),
            actors=(someone(article, "Mali", "MLI"), someone(article, "Niger", "NER")),
            recipients=(someone(article, "Moscow", "RUS"),),
            invited_by=someone(article, "Sergey Lavrov", "RUS", person="Sergey Lavrov"),
            when=one_day(date(2025, 4, 3)),
            where=Place("Moscow", "RUS", a_span(article, "Moscow")),
            said_by=someone(article, "a Malian official", "MLI"),
            via="Sputnik Africa",
            said_when=published_by(date(2025, 4, 1)),
            sentence=Span.of(article.id, text, 0, text.index("ECOWAS") - 1),
            score=0.75,
            why=(
                Basis("status", "status.planning", "are to", a_span(article, "are to")),
                Basis("when", "days.year-less", "April 3", a_span(article, "April 3")),
                Basis("mode", "mode.visit"),
            ),
        ),
        a_report(
            article,
            "condemned",
            EventType.ACCUSE,
            mode="disapprove",
            actors=(someone(article, "ECOWAS", "ECOWAS"),),
        ),
    ]


def a_reject(where: str = "stories.jsonl:17", reason: str = "not JSON", stage: str = "read") -> Reject:
    """Something that could not be used."""
    return Reject(where, stage, reason, datetime(2025, 4, 1, 12, tzinfo=UTC))
