"""What reports must be like comes in; the events (or neighbourhoods) that have such a report go out, as ids."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select

from dragoman.record import EventType, Status
from dragoman.store import schema
from dragoman.store.dialects import known_by


@dataclass(frozen=True, slots=True)
class Choice:
    """Reports whose events are wanted; what is left out does not count.

    A report fits if its type is one of `types` or its status one of `statuses`; if it may lie between `first` and
    `last` (one without a stated day lies where it was published); if it was published after `published_after`; and if
    somebody in one of `roles` (actor, recipient, speaker) has one of `codes`, or, for actors and recipients, if its
    place does. `has_speaker` asks for reports that cite somebody for it.
    """

    types: Sequence[EventType] = ()
    statuses: Sequence[Status] = ()
    first: date | None = None
    last: date | None = None
    published_after: date | None = None
    has_speaker: bool = False
    codes: Collection[str] | None = None
    roles: Sequence[str] = ("actor", "recipient")


def homes(connection: Connection, choices: Iterable[Choice], column: Any) -> list[str]:
    """Values of a column of the memberships of reports that fit one of the choices, and of all that were amended."""
    found: set[str] = set()
    for choice in choices:
        asked = (
            select(column)
            .distinct()
            .join(schema.reports, schema.reports.c.id == schema.memberships.c.report_id)
            .where(column.is_not(None), *_conditions(choice))
        )
        found.update(connection.scalars(asked))
    # What a person amended may lie elsewhere than its reports say.
    amended = select(schema.judgements.c.report_id).where(
        schema.judgements.c.verdict == "amend", schema.judgements.c.undone_at.is_(None)
    )
    told = select(column).where(column.is_not(None), schema.memberships.c.report_id.in_(amended))
    return sorted({*found, *connection.scalars(told)})


def _conditions(choice: Choice) -> Iterator[ColumnElement[bool]]:
    report, article, part = schema.reports.c, schema.articles.c, schema.participants.c
    kinds = [report.type.in_([str(each) for each in choice.types])] if choice.types else []
    if choice.statuses:
        kinds.append(report.status.in_([str(each) for each in choice.statuses]))
    if kinds:
        yield or_(*kinds)
    if choice.first:
        yield or_(func.coalesce(report.last_on, report.listed_on) >= choice.first, report.listed_on.is_(None))
    if choice.last:
        yield or_(func.coalesce(report.first_on, report.listed_on) <= choice.last, report.listed_on.is_(None))
    if choice.published_after:
        later = select(article.id).where(
            known_by(article.published_on, article.known_at, choice.published_after, after=True)
        )
        yield report.article_id.in_(later)
    if choice.has_speaker:
        yield exists().where(part.report_id == report.id, part.role == "speaker")
    if choice.codes is not None:
        codes = sorted(choice.codes)
        takes_part = exists().where(
            part.report_id == report.id,
            part.role.in_(list(choice.roles)),
            or_(part.country.in_(codes), part.actor.in_(codes)),
        )
        at_home = report.place_country.in_(codes)
        yield or_(takes_part, at_home) if "speaker" not in choice.roles else takes_part
