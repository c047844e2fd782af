"""What a source named and how it answered comes in, within a unit of work; what is due to be asked next goes out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from dragoman.store.dialects import insert_or
from dragoman.store.gathered import leads, watched


@dataclass(frozen=True, slots=True)
class Noted:
    """A lead as the record keeps it; `body` is the article's text where the source carries it."""

    source: str
    key: str
    url: str
    title: str = ""
    published_on: date | None = None
    body: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source stands: what it last answered, when it may be asked again, and how often it has failed since."""

    source: str
    etag: str = ""
    modified: str = ""
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    due_at: datetime | None = None
    failures: int = 0
    trouble: str = ""


class Leads:
    """The leads and the sources of a record over one connection; whoever opened its transaction ends it."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def note(self, named: Iterable[Noted]) -> int:
        """Writes down the leads that their source has not named before; how many those are comes back."""
        rows = [
            {
                "source": each.source,
                "key": each.key,
                "url": each.url,
                "title": each.title,
                "published_on": each.published_on,
                "body": each.body,
                "state": "waiting",
                "tries": 0,
                "due_at": self._now,
                "noted_at": self._now,
            }
            for each in named
        ]
        before = self._count()
        if rows:
            self._connection.execute(insert_or(leads).on_conflict_do_nothing(), rows)
        return self._count() - before

    def again(self, named: Iterable[Noted]) -> None:
        """Puts leads that are settled back among the waiting."""
        for each in named:
            self._change(each, state="waiting", tries=0, due_at=self._now)

    def done(self, lead: Noted, article_id: str) -> None:
        """This lead became an article."""
        self._change(lead, state="done", body="", article_id=article_id, tries=lead.tries + 1)

    def refused(self, lead: Noted) -> None:
        """This lead can become none; why, the rejects say."""
        self._change(lead, state="refused", body="", tries=lead.tries + 1)

    def later(self, lead: Noted, due_at: datetime) -> None:
        """This lead could not be had, and is to be tried again."""
        self._change(lead, due_at=due_at, tries=lead.tries + 1)

    def keep(self, state: SourceState) -> None:
        """How a source stands now."""
        row = {name: getattr(state, name) for name in SourceState.__slots__}
        row["due_at"] = state.due_at or self._now
        made = insert_or(watched).values(row)
        self._connection.execute(made.on_conflict_do_update(index_elements=["source"], set_=row))

    def state(self, source: str) -> SourceState:
        """How a source stands; one never asked stands as new."""
        row = self._connection.execute(select(watched).where(watched.c.source == source)).one_or_none()
        return SourceState(*row) if row else SourceState(source)

    def waiting(self, source: str, limit: int, besides: Sequence[str] = ()) -> list[Noted]:
        """The leads of a source that are due, oldest first, without those whose keys are in `besides`."""
        asked = (
            select(leads)
            .where(leads.c.state == "waiting", leads.c.source == source, leads.c.due_at <= self._now)
            .order_by(leads.c.due_at, leads.c.key)
            .limit(limit + len(besides))
        )
        left_out = set(besides)
        return [_noted(row) for row in self._connection.execute(asked) if row.key not in left_out][:limit]

    def counts(self, source: str) -> dict[str, int]:
        """How many leads of a source are in which state."""
        asked = select(leads.c.state, func.count()).where(leads.c.source == source).group_by(leads.c.state)
        return {str(state): int(count) for state, count in self._connection.execute(asked)}

    def known(self, url: str) -> str:
        """The article that some source's lead of this address became, "" if none did."""
        asked = select(leads.c.article_id).where(leads.c.url == url, leads.c.state == "done").limit(1)
        return self._connection.scalar(asked) or ""

    def is_waiting(self, url: str) -> bool:
        """True if an address is still to be fetched for some source."""
        asked = select(leads.c.url).where(leads.c.url == url, leads.c.state == "waiting").limit(1)
        return self._connection.scalar(asked) is not None

    def named(self, url: str) -> list[Noted]:
        """The leads of an address, whoever named it."""
        return [_noted(row) for row in self._connection.execute(select(leads).where(leads.c.url == url))]

    def _change(self, lead: Noted, **values: Any) -> None:
        here = (leads.c.source == lead.source, leads.c.key == lead.key)
        self._connection.execute(update(leads).where(*here).values(**values))

    def _count(self) -> int:
        return self._connection.scalar(select(func.count()).select_from(leads)) or 0


def _noted(row: Any) -> Noted:
    return Noted(row.source, row.key, row.url, row.title, row.published_on, row.body, row.tries)
