"""The tables of how news came in: what an article's day rests on, what is watched, what is to be fetched."""

from sqlalchemy import Column, Connection, Date, ForeignKey, Index, Integer, String, Table, Text

from dragoman.store.schema import Instant, tables

provenance = Table(
    "provenance",
    tables,
    Column("article_id", String, ForeignKey("articles.id"), primary_key=True, comment="the article"),
    Column(
        "published_basis",
        String,
        nullable=False,
        comment="what its publication day rests on: metadata, page, feed, dateline or given; empty if it has none",
    ),
    Column(
        "published_doubt",
        Text,
        nullable=False,
        comment="what another of these says that lies more than two days away (“feed 2025-03-01”), else empty",
    ),
    Column("opt_outs", Text, nullable=False, comment="signals by which its publisher forbids a use, a line each"),
    comment="How each article that was added since this table exists is dated, and what its publisher forbids.",
    sqlite_with_rowid=False,
)

reject_sources = Table(
    "reject_sources",
    tables,
    Column("reject_id", String, ForeignKey("rejects.id"), primary_key=True, comment="the reject"),
    Column("source", Text, nullable=False, comment="file or address that it was found in, by which it is tried again"),
    Column("how", Text, nullable=False, comment="how that was read, as JSON: format, published, map"),
    Column("last_at", Instant, nullable=False, comment="when it was last met"),
    Column("settled_at", Instant, comment="when its source was read again without meeting it; NULL while it stands"),
    Index("reject_sources_by_source", "source"),
    comment="Where each reject can be tried again, and whether that helped.",
    sqlite_with_rowid=False,
)

watched = Table(
    "watched",
    tables,
    Column("source", String, primary_key=True, comment="address of the feed, site map or list"),
    Column("etag", Text, nullable=False, comment="its ETag when it was last read, empty if none"),
    Column("modified", Text, nullable=False, comment="its Last-Modified when it was last read, empty if none"),
    Column("asked_at", Instant, comment="when it was last asked"),
    Column("answered_at", Instant, comment="when it last answered as it should"),
    Column("due_at", Instant, nullable=False, comment="before this it is not asked again"),
    Column("failures", Integer, nullable=False, comment="how often in a row it failed"),
    Column("trouble", Text, nullable=False, comment="what was wrong the last time, empty if nothing"),
    comment="The state of each source that is watched, so that a restart neither loses nor repeats anything.",
    sqlite_with_rowid=False,
)

leads = Table(
    "leads",
    tables,
    Column("source", String, primary_key=True, comment="source that named it"),
    Column("key", String, primary_key=True, comment="what tells it from the others of its source: id or address"),
    Column("url", Text, nullable=False, comment="address to fetch"),
    Column("title", Text, nullable=False, comment="title that the source gives, empty if none"),
    Column("published_on", Date, comment="publication day that the source gives"),
    Column("body", Text, nullable=False, comment="text that the source carries, until the lead is settled"),
    Column("state", String, nullable=False, comment="waiting, done, or refused (see rejects)"),
    Column("tries", Integer, nullable=False, comment="how often it was tried"),
    Column("due_at", Instant, nullable=False, comment="before this it is not tried again"),
    Column("noted_at", Instant, nullable=False, comment="when the source first named it"),
    Column("article_id", String, comment="the article that came of it"),
    Index("leads_by_state", "state", "source", "due_at"),
    Index("leads_by_url", "url"),
    comment="Addresses that sources named, each fetched once.",
    sqlite_with_rowid=False,
)

_LAID = """
CREATE TABLE provenance (
    article_id VARCHAR NOT NULL, published_basis VARCHAR NOT NULL, published_doubt TEXT NOT NULL,
    opt_outs TEXT NOT NULL, PRIMARY KEY (article_id), FOREIGN KEY(article_id) REFERENCES articles (id)
) WITHOUT ROWID;
CREATE TABLE reject_sources (
    reject_id VARCHAR NOT NULL, source TEXT NOT NULL, how TEXT NOT NULL,
    last_at DATETIME NOT NULL, settled_at DATETIME, PRIMARY KEY (reject_id),
    FOREIGN KEY(reject_id) REFERENCES rejects (id)
) WITHOUT ROWID;
CREATE INDEX reject_sources_by_source ON reject_sources (source);
CREATE TABLE watched (
    source VARCHAR NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL, asked_at DATETIME, answered_at DATETIME,
    due_at DATETIME NOT NULL, failures INTEGER NOT NULL, trouble TEXT NOT NULL, PRIMARY KEY (source)
) WITHOUT ROWID;
CREATE TABLE leads (
    source VARCHAR NOT NULL, "key" VARCHAR NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, published_on DATE,
    body TEXT NOT NULL, state VARCHAR NOT NULL, tries INTEGER NOT NULL, due_at DATETIME NOT NULL,
    noted_at DATETIME NOT NULL, article_id VARCHAR, PRIMARY KEY (source, "key")
) WITHOUT ROWID;
CREATE INDEX leads_by_state ON leads (state, source, due_at);
CREATE INDEX leads_by_url ON leads (url);
"""


def lay_gathered(connection: Connection) -> None:
    """The step that brings these tables to a record without them; never changed once released."""
    for statement in _LAID.split(";"):
        if statement.strip():
            connection.exec_driver_sql(statement)
