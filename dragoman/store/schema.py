"""The tables of the record, each with what it and its columns hold; docs/schema.md is made from these comments."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    func,
)


class Instant(TypeDecorator[datetime]):
    """An instant with its zone in Python; in the record, UTC without a zone, so that instants sort as text."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """UTC, without the zone."""
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The zone put back."""
        return value.replace(tzinfo=UTC) if value else None


tables = MetaData()

migrations = Table(
    "migrations",
    tables,
    Column("number", Integer, primary_key=True, comment="version of the schema that this step led to"),
    Column("name", String, nullable=False, comment="what the step did"),
    Column("applied_at", Instant, nullable=False, comment="when it was applied to this record"),
    comment="The steps by which this record came to its schema; the highest number is its version.",
)

meta = Table(
    "meta",
    tables,
    Column("name", String, primary_key=True, comment="what is set"),
    Column("value", String, nullable=False, comment="what it is set to"),
    comment="What holds for the whole record: `keep` is `spans` or `text`, chosen when it was made.",
)

runs = Table(
    "runs",
    tables,
    Column("id", Integer, primary_key=True, comment="number of the run"),
    Column("began_at", Instant, nullable=False, comment="when the run first wrote"),
    Column("last_at", Instant, nullable=False, comment="when it last wrote; a run that was killed ends here"),
    Column("program", String, nullable=False, comment="version of Dragoman"),
    Column("coder", String, nullable=False, comment="coder whose reports it brought; empty if none"),
    Column("coder_version", String, nullable=False, comment="version of the coder"),
    Column("articles", Integer, nullable=False, comment="articles that it added or coded anew"),
    Column("reports", Integer, nullable=False, comment="reports that it added"),
    Column("rejects", Integer, nullable=False, comment="rejects that it wrote down"),
    comment="The log of what was written into the record, by which version of what.",
)

articles = Table(
    "articles",
    tables,
    Column("id", String, primary_key=True, comment="hash of title, text and publication day"),
    Column("title", Text, nullable=False, comment="title, empty if it has none"),
    Column("text", Text, comment="the whole text where the record keeps texts, else empty (NULL)"),
    Column("length", Integer, nullable=False, comment="characters of the text"),
    Column("language", String, nullable=False, comment="ISO 639-1 code of the language it was read in"),
    Column("published_on", Date, comment="publication day; NULL where the article gives none"),
    Column("url", Text, nullable=False, comment="address it first came with, empty if none"),
    Column("came_as", Text, nullable=False, comment="id or path it first came with; need not be unique"),
    Column("came_from", Text, nullable=False, comment="file and line, or feed, that it first came from"),
    Column("known_at", Instant, nullable=False, comment="when this record first had it"),
    Column("coder", String, nullable=False, comment="coder that its reports are from; empty if it was not coded"),
    Column("coder_version", String, nullable=False, comment="version of that coder"),
    Column("coded_at", Instant, comment="when it was coded"),
    comment="Published texts, one row for each content, however many outlets printed it.",
)

Index("articles_by_day", func.coalesce(articles.c.published_on, func.date(articles.c.known_at)))
# Its expression is the one that is asked by, word for word, or the database does not use it.

outlets = Table(
    "outlets",
    tables,
    Column("name", String, primary_key=True, comment="name of the outlet as the articles give it"),
    Column("known_at", Instant, nullable=False, comment="when this record first had an article of it"),
    comment="Who published the articles.",
)

article_outlets = Table(
    "article_outlets",
    tables,
    Column("article_id", String, ForeignKey("articles.id"), primary_key=True, comment="the article"),
    Column("outlet", String, ForeignKey("outlets.name"), primary_key=True, index=True, comment="who printed it"),
    Column("place", Integer, nullable=False, comment="0 for the outlet it first came from, 1 for the next"),
    Column("url", Text, nullable=False, comment="address of this outlet's copy, empty if none"),
    Column("known_at", Instant, nullable=False, comment="when this record first had it from this outlet"),
    comment="Which outlets printed which article. Copies of one text are one article, so one origin.",
)

spans = Table(
    "spans",
    tables,
    Column("article_id", String, ForeignKey("articles.id"), primary_key=True, comment="the article"),
    Column("begins", Integer, primary_key=True, comment="offset of the first character, from 0"),
    Column("ends", Integer, primary_key=True, comment="offset after the last character"),
    Column("digest", String, nullable=False, comment="hash of the words, which guards them"),
    Column("words", Text, comment="the words; NULL where the record keeps texts, which hold them"),
    comment="The words of an article that reports rest on: acts, participants, places, reasons, whole sentences.",
    sqlite_with_rowid=False,
)


def _span_columns(role: str, *, nullable: bool = True, what: str) -> Iterator[Column[int]]:
    yield Column(f"{role}begins", Integer, nullable=nullable, comment=f"first character of {what} in the article")
    yield Column(f"{role}ends", Integer, nullable=nullable, comment=f"character after {what}")


def _span_key(role: str) -> ForeignKeyConstraint:
    here = ["article_id", f"{role}begins", f"{role}ends"]
    return ForeignKeyConstraint(here, ["spans.article_id", "spans.begins", "spans.ends"])


def _toll_columns(fate: str) -> Iterator[Column[int]]:
    yield Column(f"{fate}_low", Integer, comment=f"least number of {fate} that the text states; NULL if it states none")
    yield Column(
        f"{fate}_high", Integer, comment=f"greatest number of {fate}; NULL if none or no upper bound is stated"
    )
    yield Column(f"{fate}_about", Integer, comment=f"1 where the number of {fate} is told as “about”, else 0 or NULL")
    yield from _span_columns(f"{fate}_", what=f"the words that count the {fate}")


reports = Table(
    "reports",
    tables,
    Column("id", String, primary_key=True, comment="hash of article, place of the act's words and type"),
    Column("article_id", String, ForeignKey("articles.id"), nullable=False, index=True, comment="who says it"),
    *_span_columns("anchor_", nullable=False, what="the words that name the act"),
    Column("anchor_text", Text, nullable=False, comment="those words, as the coder gives them"),
    *_span_columns("sentence_", what="the sentence of the act; NULL if not told"),
    Column("type", String, nullable=False, comment="one of the sixteen PLOVER types"),
    Column("mode", String, comment="finer word for the act; NULL if none"),
    Column(
        "status",
        String,
        nullable=False,
        comment="happened, ongoing, planned, cancelled, denied, possible or urged, as the text has it",
    ),
    Column("first_on", Date, comment="first day on which it may lie; NULL if open or not given"),
    Column("last_on", Date, comment="last day on which it may lie; NULL if open or not given"),
    Column("precision", String, comment="day, month, year or open; NULL if no day is given"),
    Column("basis", String, comment="stated, relative or published (known by then only); NULL if no day is given"),
    Column(
        "listed_on",
        Date,
        comment="day it is listed under: first_on, else last_on, else the article's publication day",
    ),
    Column("place", Text, comment="where it took place, as the text says it; NULL if it does not"),
    Column("place_country", String, comment="ISO 3166 alpha-3 of that place"),
    *_span_columns("place_", what="the name of the place"),
    Column("via", Text, comment="outlet to which the speaker said it; NULL if none is named"),
    Column("said_first_on", Date, comment="first day on which it may have been said"),
    Column("said_last_on", Date, comment="last day on which it may have been said"),
    Column("said_precision", String, comment="day, month, year or open, of when it was said"),
    Column("said_basis", String, comment="stated, relative or published, of when it was said"),
    Column("coder", String, nullable=False, comment="coder that read it"),
    Column("rule", String, nullable=False, comment="rule or model that the coder read it by"),
    Column("score", Float, nullable=False, comment="the coder's confidence, 0 to 1"),
    Column("known_at", Instant, nullable=False, comment="when this record first had this report"),
    *_toll_columns("dead"),
    *_toll_columns("injured"),
    _span_key("anchor_"),
    _span_key("sentence_"),
    _span_key("place_"),
    Index("reports_by_day", "listed_on", "id"),
    Index("reports_by_status", "status", "listed_on", "id"),
    comment="What one article says of one act.",
    sqlite_with_rowid=False,
)

report_contexts = Table(
    "report_contexts",
    tables,
    Column("report_id", String, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, comment="the report"),
    Column("context", String, primary_key=True, comment="area of cooperation or conflict"),
    Column("place", Integer, nullable=False, comment="order, from 0"),
    comment="The contexts of each report.",
    sqlite_with_rowid=False,
)

participants = Table(
    "participants",
    tables,
    Column("report_id", String, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, comment="the report"),
    Column("role", String, primary_key=True, comment="actor, recipient, inviter, host, head of delegation, speaker"),
    Column("place", Integer, primary_key=True, comment="order within the role, from 0"),
    Column("text", Text, nullable=False, comment="the words that name the participant"),
    Column("country", String, comment="ISO 3166 alpha-3; NULL for international bodies and transnational groups"),
    Column("sector", String, nullable=False, comment="GOV, MIL, REB, IGO and so on; UNK if not known"),
    Column("actor", String, comment="the book's id of a body or named group; NULL for others"),
    Column("person", Text, comment="the person's name where the text gives one"),
    *_span_columns("", what="the words"),
    Index("participants_by_country", "country", "report_id"),
    Index("participants_by_actor", "actor", "report_id"),
    comment="Who takes part in each report, and who says it.",
    sqlite_with_rowid=False,
)

report_reasons = Table(
    "report_reasons",
    tables,
    Column("report_id", String, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, comment="the report"),
    Column("place", Integer, primary_key=True, comment="order, from 0"),
    Column("field", String, nullable=False, comment="field of the report that is explained"),
    Column("rule", String, nullable=False, comment="rule, or model and score, that filled it"),
    Column("words", Text, nullable=False, comment="the words that it rests on, empty if none"),
    *_span_columns("", what="those words"),
    comment="Why each field of a report holds what it holds.",
    sqlite_with_rowid=False,
)

rejects = Table(
    "rejects",
    tables,
    Column("id", String, primary_key=True, comment="hash of where, stage and reason: the same reject is kept once"),
    Column("origin", Text, nullable=False, comment="file and line, or article, that could not be used"),
    Column("stage", String, nullable=False, comment="part that gave up: read, language, code or store"),
    Column("reason", Text, nullable=False, comment="why, in words for people"),
    Column("known_at", Instant, nullable=False, comment="when it was first met"),
    comment="What could not be used, so that nothing is lost without a word.",
)


sketches = Table(
    "sketches",
    tables,
    Column("article_id", String, ForeignKey("articles.id"), primary_key=True, comment="the article"),
    Column(
        "copies", String, nullable=False, index=True, comment="least id of the articles that are copies of this one"
    ),
    Column("shingles", Integer, nullable=False, comment="how many different runs of three words its text has"),
    Column(
        "minima", LargeBinary, nullable=False, comment="least hash of the runs under each of 64 functions, 4 bytes each"
    ),
    Column("leads", LargeBinary, nullable=False, comment="hashes of its first sentences, 8 bytes each"),
    Column("credit", Text, comment="the agency that the article as a whole credits; NULL if none"),
    comment="What near-copies are found by, for texts need not be kept. Copies and what is credited make one origin.",
    sqlite_with_rowid=False,
)

sketch_keys = Table(
    "sketch_keys",
    tables,
    Column("key", BigInteger, primary_key=True, comment="hash of a few minima, or of one of the first sentences"),
    Column("article_id", String, ForeignKey("articles.id"), primary_key=True, comment="the article"),
    comment="Articles that share a key are compared.",
    sqlite_with_rowid=False,
)

memberships = Table(
    "memberships",
    tables,
    Column("report_id", String, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, comment="the report"),
    Column(
        "event_id",
        String,
        index=True,
        comment="the event that it belongs to, by the id of that one's first report; NULL if judged wrong",
    ),
    Column(
        "neighbourhood",
        String,
        nullable=False,
        index=True,
        comment="least id of the reports that this one may share an event with, directly or through others",
    ),
    Column("traits", Text, nullable=False, comment="what merging compares of the report, as JSON"),
    comment="Which report belongs to which event, and what that was judged by.",
    sqlite_with_rowid=False,
)

blocks = Table(
    "blocks",
    tables,
    Column("block", BigInteger, primary_key=True, comment="hash of who, what kind of act and about when"),
    Column("report_id", String, primary_key=True, comment="a report in that block; one taken out since may be named"),
    comment="Reports that share a block are compared.",
    sqlite_with_rowid=False,
)

unplaced = Table(
    "unplaced",
    tables,
    Column("report_id", String, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, comment="the report"),
    comment="Reports that were added and have no event yet.",
    sqlite_with_rowid=False,
)

unsettled = Table(
    "unsettled",
    tables,
    Column("neighbourhood", String, primary_key=True, comment="a neighbourhood from which a report was taken out"),
    comment="Where events are to be made anew before the record is asked again.",
    sqlite_with_rowid=False,
)

judgements = Table(
    "judgements",
    tables,
    Column("number", Integer, primary_key=True, comment="order in which they were made"),
    Column("verdict", String, nullable=False, comment="same, apart, wrong, right or amend"),
    Column("report_id", String, nullable=False, comment="the report it is about, should the record have it"),
    Column("other_id", String, comment="the other report, of same and apart"),
    Column("field", String, nullable=False, comment="what is amended, else empty"),
    Column("value", Text, nullable=False, comment="what it is amended to, else empty"),
    Column("judge", Text, nullable=False, comment="who decided so"),
    Column("reason", Text, nullable=False, comment="why, as they put it; empty if not said"),
    Column("made_at", Instant, nullable=False, comment="when"),
    Column("undone_at", Instant, comment="when it was undone; NULL while it holds"),
    comment="What people decided; obeyed at every re-run, whatever is coded anew.",
)

writes = Table(
    "writes",
    tables,
    Column("number", Integer, primary_key=True, comment="order in which they were made, without a gap"),
    Column("made_at", Instant, nullable=False, comment="when"),
    Column(
        "what",
        String,
        nullable=False,
        comment="article, sketch, outlet, reject, judgement, import, forecast or setting",
    ),
    Column("subject", String, nullable=False, index=True, comment="id of what was written"),
    Column("digest", String, nullable=False, comment="hash of all that the record then held of it"),
    Column("chain", String, nullable=False, comment="hash of this row and of the chain of the row before"),
    comment="Every write in order, each chained to the one before, so that no byte changes unseen (`dragoman verify`).",
)


def schema_page(described: MetaData = tables) -> str:
    """The tables as a page in Markdown, as docs/schema.md holds it."""
    head = (
        "# The record on disk\n\n"
        "A record is one SQLite file (in WAL mode, so `-wal` and `-shm` files may stand beside it while it is open),\n"
        "or the same tables in a PostgreSQL database ([a shared record](postgres.md)).\n"
        "Days are ISO 8601 text; instants are UTC. Made from the comments in `dragoman/store/schema.py`.\n"
    )
    return head + "".join(_section(table) for table in described.sorted_tables)


def _section(table: Table) -> str:
    rows = "".join(f"| `{each.name}` | {_kind(each)} | {each.comment} |\n" for each in table.columns)
    return f"\n## {table.name}\n\n{table.comment}\n\n| column | kind | what it holds |\n|---|---|---|\n{rows}"


def _kind(column: Column[object]) -> str:
    words = [type(column.type).__name__.lower().replace("string", "text")]
    if column.primary_key:
        words.append("key")
    return ", ".join([*words, *_targets(column.foreign_keys)])


def _targets(keys: Iterable[ForeignKey]) -> list[str]:
    return sorted({f"→ {key.column.table.name}" for key in keys})
