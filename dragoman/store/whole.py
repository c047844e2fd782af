"""A record comes in; what pages say of it as a whole goes out: last write, outlets, rejects, coverage."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from dragoman.record import Reject
from dragoman.store import schema
from dragoman.store.dialects import known_on
from dragoman.store.gathered import reject_sources


@dataclass(frozen=True, slots=True)
class Printed:
    """An outlet of the record, and how many articles it has of it."""

    outlet: str
    articles: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its first letters ("2025-04"), and how many articles were published in it."""

    month: str
    articles: int


def last_write(connection: Connection) -> tuple[int, datetime | None]:
    """Number and instant of the last write: another number, another record."""
    table = schema.writes.c
    row = connection.execute(select(table.number, table.made_at).order_by(table.number.desc()).limit(1)).first()
    return (row.number, row.made_at) if row else (0, None)


def outlets(connection: Connection, limit: int, start: int = 0) -> list[Printed]:
    """The outlets that print most, some at a time."""
    table = schema.article_outlets.c
    count = func.count()
    asked = select(table.outlet, count).group_by(table.outlet).order_by(count.desc(), table.outlet)
    return [Printed(*row) for row in connection.execute(asked.limit(limit).offset(start))]


def has_outlet(connection: Connection, name: str) -> bool:
    """True if the record has an article of this outlet."""
    return connection.scalar(select(schema.outlets.c.name).where(schema.outlets.c.name == name)) is not None


def newest_rejects(connection: Connection, limit: int, start: int = 0) -> Iterator[Reject]:
    """What stands refused, the newest first, some at a time."""
    table, sources = schema.rejects.c, reject_sources.c
    asked = (
        select(table.origin, table.stage, table.reason, table.known_at)
        .select_from(schema.rejects.outerjoin(reject_sources, table.id == sources.reject_id))
        .where(sources.settled_at.is_(None))
        .order_by(table.known_at.desc(), table.id)
        .limit(limit)
        .offset(start)
    )
    for row in connection.execute(asked):
        yield Reject(row.origin, row.stage, row.reason, row.known_at)


def coverage(connection: Connection) -> list[Month]:
    """How many articles were published in each month, the first one first."""
    article = schema.articles.c
    day = known_on(article.published_on, article.known_at)
    months: Counter[str] = Counter()
    for on, count in connection.execute(select(day, func.count()).group_by(day)):
        months[on.isoformat()[:7]] += count
    return [Month(month, count) for month, count in sorted(months.items())]
