"""Articles with their reports come in; one unit of work later they are in the record, each whole or not at all."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from dragoman.errors import Skip
from dragoman.record import Article, Reject, Report
from dragoman.store import chain, schema
from dragoman.store.clusters import Clusters
from dragoman.store.dialects import copy_in, insert_or, is_shared
from dragoman.store.forecasts import Forecasts
from dragoman.store.gathered import provenance
from dragoman.store.imported import Bulk
from dragoman.store.leads import Leads
from dragoman.store.refusals import Refusals, reject_id
from dragoman.store.rows import Rows, rows_of
from dragoman.store.shelves import shelve, unshelve
from dragoman.store.told import of_articles, untell

# Made once: for so small a question, making it would take longer than answering it.
_CODER_OF = select(schema.articles.c.coder, schema.articles.c.coder_version).where(
    schema.articles.c.id == bindparam("article_id")
)
_OUTLETS_OF = select(schema.article_outlets.c.outlet).where(
    schema.article_outlets.c.article_id == bindparam("article_id")
)
_ADD_OUTLET = insert_or(schema.outlets).on_conflict_do_nothing()
_ADD_REJECT = insert_or(schema.rejects).on_conflict_do_nothing().returning(schema.rejects.c.id)


class Added(Enum):
    """What adding an article did to the record."""

    ADDED = "added"
    RECODED = "coded anew"
    OUTLET = "known, from another outlet"
    UNCHANGED = "known"


class Writer:
    """Writes one unit of work into a record; the one who opened the transaction ends it.

    Rows are gathered and written together by `flush`, so that a unit of many articles costs little more than one.
    `coder` and `version` tell whose reports these are: an article coded by them before is left as it is, one coded
    by others is coded anew. `now` becomes the `known_at` of all that is new.
    """

    def __init__(self, connection: Connection, *, keeps_text: bool, coder: str, version: str, now: datetime) -> None:
        self._connection = connection
        self._keeps_text = keeps_text
        self._coder = (coder, version)
        self._now = now
        self._rows: Rows = {table: [] for table in schema.tables.sorted_tables}
        self._new: set[str] = set()
        self._outlets: dict[str, list[str]] = {}
        self._names: dict[str, dict[str, Any]] = {}
        self._written: list[tuple[str, str]] = []
        self._to_shelve: set[str] = set()
        self.articles = self.reports = self.rejects = 0

    @property
    def clusters(self) -> Clusters:
        """The rows of events within this unit of work; what was gathered is written first."""
        self.flush()
        return Clusters(self._connection)

    @property
    def leads(self) -> Leads:
        """The leads and watched sources, within this unit of work."""
        return Leads(self._connection, self._now)

    @property
    def forecasts(self) -> Forecasts:
        """What was forecast, within this unit of work."""
        return Forecasts(self._connection, self._now)

    @property
    def refusals(self) -> Refusals:
        """The rejects with how to try them again, within this unit of work."""
        return Refusals(self._connection, self._now)

    @property
    def bulk(self) -> Bulk:
        """Events of others' data, within this unit of work."""
        self.flush()
        return Bulk(self._connection, self._now)

    def add_article(self, article: Article, reports: Sequence[Report] = ()) -> Added:
        """Adds an article with all that was read in it, and says what that changed.

        Skip if the reports do not fit the article or one another; then nothing of it is added.
        """
        coded_by = self._coder_of(article)
        if coded_by == self._coder:
            return self.add_outlets(article)
        try:
            rows = rows_of(article, reports, keeps_text=self._keeps_text)
            _check_ids(reports)
            if is_shared(self._connection):
                _check_signs((article.text,) if self._keeps_text else (), article, rows)
        except ValueError as wrong:
            raise Skip(str(wrong), stage="store", where=article.came_from or article.came_as or article.id) from None
        known_at = self._forget_reports(article) if coded_by else {}
        if coded_by:
            self._stamp(article)
        else:
            self._add_content(article)
        self._add_copies(article)
        for row in rows[schema.reports]:
            row["known_at"] = known_at.get(row["id"], self._now)
            self._rows[schema.unplaced].append({"report_id": row["id"]})
        for table, more in rows.items():
            self._rows[table].extend(more)
        self._written.append(("article", article.id))
        self._to_shelve.add(article.id)
        self.articles += 1
        self.reports += len(reports)
        return Added.RECODED if coded_by else Added.ADDED

    def add_outlets(self, article: Article) -> Added:
        """Adds what is new about the outlets of an article that the record has, and nothing else.

        Use it where the article need not be coded because `Record.coded` knows it; Skip if the record lacks it.
        """
        if self._coder_of(article) is None:
            raise Skip("the record has no such article", stage="store", where=article.came_from or article.id)
        return Added.OUTLET if self._add_copies(article) else Added.UNCHANGED

    def add_reject(self, reject: Reject) -> bool:
        """Writes down what could not be used; False if the same was written down before."""
        row: dict[str, Any] = {
            "id": reject_id(reject),
            "origin": reject.where,
            "stage": reject.stage,
            "reason": reject.reason.replace("\x00", "␀"),  # which PostgreSQL keeps in no text
            "known_at": reject.known_at,
        }
        added = self._connection.scalar(_ADD_REJECT, row) is not None
        if added:
            self._written.append(("reject", row["id"]))
        self.rejects += added
        return added

    def flush(self) -> None:
        """Writes what was gathered; the owner of the transaction calls it before the end of the unit."""
        if self._names:
            self._connection.execute(_ADD_OUTLET, list(self._names.values()))
            self._names.clear()
        for table in schema.tables.sorted_tables:
            if rows := self._rows[table]:
                if is_shared(self._connection):
                    copy_in(self._connection, table, rows)
                else:
                    self._connection.execute(insert(table), rows)
                rows.clear()
        if self._to_shelve:
            shelve(self._connection, sorted(self._to_shelve))
            self._to_shelve.clear()
        if self._written:
            chain.append(self._connection, self._written, self._now)
            self._written.clear()

    def _coder_of(self, article: Article) -> tuple[str, str] | None:
        if article.id in self._new:
            return self._coder
        found = self._connection.execute(_CODER_OF, {"article_id": article.id}).one_or_none()
        return (found[0], found[1]) if found else None

    def _add_content(self, article: Article) -> None:
        self._new.add(article.id)
        self._outlets[article.id] = []
        self._rows[schema.articles].append(
            {
                "id": article.id,
                "title": article.title,
                "text": article.text if self._keeps_text else None,
                "length": len(article.text),
                "language": article.language,
                "published_on": article.published_on,
                "url": article.url,
                "came_as": article.came_as,
                "came_from": article.came_from,
                "known_at": self._now,
                "coder": self._coder[0],
                "coder_version": self._coder[1],
                "coded_at": self._now if self._coder[0] else None,
            }
        )
        self._rows[provenance].append(
            {
                "article_id": article.id,
                "published_basis": article.published_basis,
                "published_doubt": article.published_doubt,
                "opt_outs": "\n".join(article.opt_outs),
            }
        )

    def _stamp(self, article: Article) -> None:
        coder, version = self._coder
        self._connection.execute(
            update(schema.articles)
            .where(schema.articles.c.id == article.id)
            .values(coder=coder, coder_version=version, coded_at=self._now if coder else None)
        )

    def _forget_reports(self, article: Article) -> dict[str, datetime]:
        """Takes out the reports of an article with their spans; since when each was known comes back."""
        mine = schema.reports.c.article_id == article.id
        known = self._connection.execute(select(schema.reports.c.id, schema.reports.c.known_at).where(mine)).all()
        Clusters(self._connection).unsettle(known_id for known_id, _ in known)
        unshelve(self._connection, [article.id])
        self._connection.execute(delete(schema.reports).where(mine))
        self._connection.execute(delete(schema.spans).where(schema.spans.c.article_id == article.id))
        return {each.id: each.known_at for each in known}

    def _add_copies(self, article: Article) -> bool:
        """Adds the outlets that the article is not known from yet; True if there were any."""
        table = schema.article_outlets
        if article.id not in self._outlets:
            self._outlets[article.id] = list(self._connection.scalars(_OUTLETS_OF, {"article_id": article.id}))
        known = self._outlets[article.id]
        new = [name for name in article.outlets if name not in known]
        for name in new:
            self._names.setdefault(name, {"name": name, "known_at": self._now})
            self._rows[table].append(
                {
                    "article_id": article.id,
                    "outlet": name,
                    "place": len(known),
                    "url": article.url,
                    "known_at": self._now,
                }
            )
            known.append(name)
            self._to_shelve.add(article.id)
            self._written.append(("outlet", f"{article.id} {name}"))
        if new and article.id not in self._new:
            untell(self._connection, of_articles([article.id]))
        return bool(new)


def _check_signs(texts: Sequence[str], article: Article, rows: Rows) -> None:
    """ValueError if a text that is to be kept has the one sign that PostgreSQL keeps in no text."""
    told = (*texts, article.title, article.url, article.came_as, article.came_from, *article.outlets)
    kept = (value for table in rows.values() for row in table for value in row.values() if isinstance(value, str))
    if any("\x00" in text for text in (*told, *kept)):
        raise ValueError("it has a NUL character, which a record in PostgreSQL cannot keep")


def _check_ids(reports: Sequence[Report]) -> None:
    """ValueError unless each report has the one id that its words and type give it."""
    seen = set()
    for report in reports:
        if report.id != Report.identify(report.anchor, report.type):
            raise ValueError(f"the report of “{report.anchor_text}” has an id of its own making ({report.id})")
        if report.id in seen:
            raise ValueError(f"two reports are one: {report.type} at “{report.anchor_text}” ({report.id})")
        seen.add(report.id)
