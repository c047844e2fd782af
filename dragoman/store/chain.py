"""What is written goes in; a log of writes comes out, each hashed with the one before, so that no byte changes unseen.

A write names what was written and holds a digest of all rows that the record then had of it. The digest of an
article covers its row, spans, reports, participants, contexts, reasons and provenance; that of an outlet's copy, a
reject, a judgement or a forecast covers its row; that of an import its row and its events. Their columns are named
here one by one, so that columns added later change no digest. What is made from these (memberships, blocks, which
texts are copies) can be made anew and is compared.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from dragoman.store.dialects import answered_at_once, is_shared

_START = "0" * 32
_AT_ONCE = 200
"""Writes whose digests a server is asked for at once."""

_ARTICLE = (
    "SELECT id, title, text, length, language, published_on, url, came_as, came_from, known_at, coder, coder_version, "
    "coded_at FROM articles WHERE id = ?",
    "SELECT begins, ends, digest, words FROM spans WHERE article_id = ? ORDER BY begins, ends",
    "SELECT id, article_id, anchor_begins, anchor_ends, anchor_text, sentence_begins, sentence_ends, type, mode, "
    "status, first_on, last_on, precision, basis, listed_on, place, place_country, place_begins, place_ends, via, "
    "said_first_on, said_last_on, said_precision, said_basis, coder, rule, score, known_at "
    "FROM reports WHERE article_id = ? ORDER BY id",
    "SELECT report_id, role, p.place, text, country, sector, actor, person, begins, ends "
    "FROM reports r JOIN participants p ON p.report_id = r.id WHERE r.article_id = ? ORDER BY report_id, role, p.place",
    "SELECT report_id, context, c.place FROM reports r JOIN report_contexts c ON c.report_id = r.id "
    "WHERE r.article_id = ? ORDER BY report_id, context",
    "SELECT report_id, y.place, field, y.rule, words, begins, ends "
    "FROM reports r JOIN report_reasons y ON y.report_id = r.id WHERE r.article_id = ? ORDER BY report_id, y.place",
)
_QUESTIONS = {
    "article": _ARTICLE,
    "outlet": (
        "SELECT a.article_id, a.outlet, a.place, a.url, a.known_at, o.known_at FROM article_outlets a "
        "JOIN outlets o ON o.name = a.outlet WHERE a.article_id = ? AND a.outlet = ?",
    ),
    "reject": ("SELECT id, origin, stage, reason, known_at FROM rejects WHERE id = ?",),
    "judgement": (
        "SELECT number, verdict, report_id, other_id, field, value, judge, reason, made_at, undone_at FROM judgements "
        "WHERE number = CAST(? AS INTEGER)",
    ),
    "sketch": ("SELECT article_id, shingles, minima, leads, credit FROM sketches WHERE article_id = ?",),
    "forecast": (
        "SELECT number, kind, subject, known_by, since, until, chance, base, grounds, made_at FROM forecasts "
        "WHERE number = CAST(? AS INTEGER)",
    ),
    "setting": ("SELECT name, value FROM meta WHERE name = ?",),
    "import": (
        "SELECT id, provider, file, began_at FROM imports WHERE id = CAST(? AS INTEGER)",
        'SELECT provider, "key", import_id, happened_on, known_on, type, mode, status, actor_country, actor_id, '
        "actor_sector, actor_name, recipient_country, recipient_id, recipient_sector, recipient_name, code, words, "
        "place, place_country, origins FROM imported WHERE import_id = CAST(? AS INTEGER) "
        'ORDER BY provider, "key"',
    ),
}

_LATER = {
    "article": ("SELECT published_basis, published_doubt, opt_outs FROM provenance WHERE article_id = ?",),
}
"""Questions of tables that came later: where they have no row, the digest is what it was before there was the table."""


@dataclass(frozen=True, slots=True)
class Write:
    """One write of the log: when, what (article, outlet, reject, judgement, import, forecast …) and of which id."""

    number: int
    made_at: datetime
    what: str
    subject: str


Ask = Callable[[str, tuple[str, ...]], Iterable[Sequence[Any]]]
"""A question in SQL with what its marks stand for; the rows come back as the driver gives them."""


def digest_of(ask: Ask, what: str, subject: str, later: Mapping[str, Sequence[str]] = _LATER) -> str:
    """Digest of all rows that the record has of a subject now; that of no rows if it has none."""
    hashed = hashlib.blake2b(digest_size=16)
    for question in _QUESTIONS[what]:
        for row in ask(question, _given(what, subject)):
            hashed.update(json.dumps(list(row), ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass"))
            hashed.update(b"\n")
        hashed.update(b"\x1f")
    for question in later.get(what, ()):
        for row in ask(question, (subject,)):
            hashed.update(json.dumps(list(row), ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass"))
            hashed.update(b"\n")
    return hashed.hexdigest()


def _given(what: str, subject: str) -> tuple[str, ...]:
    return tuple(subject.split(" ", 1)) if what == "outlet" else (subject,)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")  # as SQLite keeps instants, so that the digests are the same
    return value.hex() if isinstance(value, bytes) else str(value)


def link(before: str, row: tuple[int, str, str, str, str]) -> str:
    """The chain after a row (number, instant, what, subject, digest), given the chain before it."""
    return hashlib.blake2b("\x1f".join((before, *map(str, row))).encode(), digest_size=16).hexdigest()


def _asker(connection: Connection) -> Ask:
    return connection.exec_driver_sql


def _asker_of(connection: Connection, written: Sequence[tuple[str, str]], later: Mapping[str, Sequence[str]]) -> Ask:
    """Answers what the digests of some writes ask; a server is asked all at once, and not each by itself."""
    if not is_shared(connection):
        return (
            connection.connection.cursor().execute
        )  # each row of a file is one question: the driver's own is twice as fast
    questions = (
        (question, _given(what, subject))
        for what, subject in written
        for question in (*_QUESTIONS[what], *later.get(what, ()))
    )
    return answered_at_once(connection, questions)


def append(
    connection: Connection,
    written: Iterable[tuple[str, str]],
    now: datetime,
    later: Mapping[str, Sequence[str]] = _LATER,
) -> None:
    """Adds writes (what, subject) to the log, in order; the rows that they are of are in the record already."""
    last = connection.exec_driver_sql("SELECT number, chain FROM writes ORDER BY number DESC LIMIT 1").one_or_none()
    number, before = (last[0], last[1]) if last else (0, _START)
    rows = []
    at = now.astimezone(UTC).replace(tzinfo=None)
    kept = at.isoformat(" ", "microseconds")  # as SQLAlchemy keeps instants
    waiting = iter(written)
    while some := list(islice(waiting, _AT_ONCE)):
        ask = _asker_of(connection, some, later)
        for what, subject in some:
            number += 1
            digest = digest_of(ask, what, subject, later)
            before = link(before, (number, at.isoformat(), what, subject, digest))
            rows.append((number, kept, what, subject, digest, before))
    if rows:
        connection.exec_driver_sql(
            "INSERT INTO writes (number, made_at, what, subject, digest, chain) VALUES (?, ?, ?, ?, ?, ?)", rows
        )


def _instant(kept: object) -> str:
    """An instant as it was hashed; what is no instant any more, as it stands."""
    try:
        return datetime.fromisoformat(str(kept)).isoformat()
    except ValueError:
        return str(kept)


def take_in(connection: Connection) -> None:
    """Begins the log of a record of version 1, which has none, with all that it holds."""
    append(connection, list(_held(_asker(connection))), datetime.now(UTC), later={})


def _held(ask: Ask) -> Iterator[tuple[str, str]]:
    for what, question in (
        ("setting", "SELECT name FROM meta ORDER BY name"),
        ("article", "SELECT id FROM articles ORDER BY known_at, id"),
        ("outlet", "SELECT article_id || ' ' || outlet FROM article_outlets ORDER BY article_id, place"),
        ("reject", "SELECT id FROM rejects ORDER BY known_at, id"),
        ("sketch", "SELECT article_id FROM sketches ORDER BY article_id"),
        ("judgement", "SELECT CAST(number AS TEXT) FROM judgements ORDER BY number"),
    ):
        yield from ((what, row[0]) for row in ask(question, ()))


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that is not as it was written: what and which, and in words what is wrong with it."""

    what: str
    subject: str
    wrong: str


def broken_links(ask: Ask) -> Iterator[Broken]:
    """Every write whose chain does not follow from the one before, or whose subject is not as it was written last."""
    before, expected = _START, 1
    last: dict[tuple[str, str], str] = {}
    question = "SELECT number, made_at, what, subject, digest, chain FROM writes ORDER BY number"
    for number, at, what, subject, digest, kept in ask(question, ()):
        instant = _instant(at)
        if number != expected:
            yield Broken("write", str(expected), "it is missing from the log")
        if link(before, (number, instant, what, subject, digest)) != kept:
            yield Broken("write", str(number), f"the log of {what} {subject} was changed")
        before, expected = kept, number + 1
        last[what, subject] = digest
    for (what, subject), digest in last.items():
        if what not in _QUESTIONS:
            yield Broken("write", subject, f"there is no such kind of write: {what}")
        elif digest_of(ask, what, subject) != digest:
            yield Broken(what, subject, "it is not as it was written")
    imports = (("import", row[0]) for row in ask("SELECT CAST(id AS TEXT) FROM imports ORDER BY id", ()))
    forecasts = (("forecast", row[0]) for row in ask("SELECT CAST(number AS TEXT) FROM forecasts ORDER BY number", ()))
    for what, subject in (*_held(ask), *imports, *forecasts):
        if (what, subject) not in last:
            yield Broken(what, subject, "it was never written by Dragoman")
