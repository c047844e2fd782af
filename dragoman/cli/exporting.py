"""`export`: the record in everyone's tools: tables, graphs, a case as one page, and others' interchange formats."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dragoman.cli.flags import AsOf, Db, KnownBy, Out, Region, Since, Until
from dragoman.record import EventType, Status


@dataclass(frozen=True, slots=True)
class Order:
    """What is to leave the record, in which form, and where to; as the flags give it, not yet looked at."""

    what: str
    subjects: tuple[str, ...]
    flags: tuple[str | None, str | None]
    regions: tuple[str, ...]
    statuses: Sequence[Status]
    types: Sequence[EventType]
    since: str | None
    until: str | None
    as_of: str | None
    known_by: str | None
    output: Path | None
    form: str | None
    quote_limit: int | None
    licence: str
    db: str | None


def export(
    what: Annotated[str, Parameter(help="events, reports, ties, claims, pledges, articles, network, case or a format")],
    /,
    *subjects: Annotated[str, Parameter(help="an event's id, or one actor or two, by code, id or name")],
    output: Out = None,
    form: Annotated[str | None, Parameter(name="--format", help="else by the ending of the file's name")] = None,
    actor: Annotated[str | None, Parameter(help="only of this actor")] = None,
    with_: Annotated[str | None, Parameter(name="--with", help="and this other")] = None,
    region: Region = None,
    since: Since = None,
    until: Until = None,
    status: Annotated[list[Status] | None, Parameter(help="happened, ongoing, planned, cancelled, …")] = None,
    type_: Annotated[list[EventType] | None, Parameter(name="--type", help="CONSULT, SANCTION, …")] = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    quote_limit: Annotated[int | None, Parameter(help="most characters quoted in one place; else as set")] = None,
    licence: Annotated[str, Parameter(help="what you give your coding away under, such as CC-BY-4.0")] = "",
    db: Db = None,
) -> int:
    """Write the record as tables, a graph, a page or another's format; the same question gives the same bytes."""
    from dragoman.cli.exported import written

    written(
        Order(
            what, subjects, (actor, with_), tuple(region or ()), status or (), type_ or (), since, until, as_of,
            known_by, output, form, quote_limit, licence, db,
        )
    )  # fmt: skip
    return 0
