"""What merging asks of a record and what it found, as rows: unmerged reports, candidates, memberships, sketches."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, Row, Select, delete, func, insert, select, true, update

from dragoman.events import Judgement, Recorded, Verdict
from dragoman.store import chain, schema, told
from dragoman.store.dialects import insert_or, is_among, known_by, known_on, plain
from dragoman.store.recorded import outlined, recorded
from dragoman.store.shelves import begun, events_of
from dragoman.store.told import Told

_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Member:
    """A report's place in the record of events: its article, event and neighbourhood, and its packed traits."""

    report: str
    article: str
    event: str | None
    neighbourhood: str
    traits: str


@dataclass(frozen=True, slots=True)
class Sketched:
    """The kept sketch of an article: the group of its copies, publication day, runs, minima, leads and credit."""

    article: str
    copies: str
    published_on: date | None
    shingles: int
    minima: bytes
    leads: bytes
    credit: str | None


def _known_by(day: date | None) -> list[ColumnElement[bool]]:
    """No condition, or that an article could be known by a day."""
    article = schema.articles.c
    return [] if day is None else [known_by(article.published_on, article.known_at, day)]


class Clusters:
    """Rows of events on a connection whose transaction somebody else owns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ---- asked -------------------------------------------------------------------------------------------------------

    def unmerged(self, limit: int) -> list[str]:
        """Ids of reports that have no place yet, the first published first."""
        waiting, report, article = schema.unplaced.c, schema.reports, schema.articles
        asked = (
            select(waiting.report_id)
            .join(report, report.c.id == waiting.report_id)
            .join(article, article.c.id == report.c.article_id)
            .order_by(article.c.published_on.asc().nulls_first(), waiting.report_id)
            .limit(limit)
        )
        return list(self._connection.scalars(asked))

    def unmerged_at_all(self, limit: int) -> list[str]:
        """Ids of reports that neither have a place nor wait for one: none, in a whole record."""
        member, waiting = schema.memberships.c, schema.unplaced.c
        asked = select(schema.reports.c.id).where(
            schema.reports.c.id.not_in(select(member.report_id)),
            schema.reports.c.id.not_in(select(waiting.report_id)),
        )
        return list(self._connection.scalars(asked.limit(limit)))

    def recorded(self, report_ids: Sequence[str]) -> Iterator[Recorded]:
        """The reports of these ids with their articles and words, in this order."""
        for some in _pieces(report_ids):
            yield from recorded(self._connection, some)

    def outlined(self, report_ids: Sequence[str]) -> dict[str, Recorded]:
        """The reports of these ids by their ids, each in outline: with its sentence and without its grounds."""
        found: dict[str, Recorded] = {}
        for some in _pieces(report_ids):
            found.update(outlined(self._connection, some))
        return found

    def near(self, blocks: Iterable[int]) -> list[tuple[int, str, str]]:
        """The placed reports that are filed in these blocks: block, report and neighbourhood."""
        block, member = schema.blocks.c, schema.memberships.c
        asked = select(block.block, block.report_id, member.neighbourhood).join(
            schema.memberships, member.report_id == block.report_id
        )
        return self._filed(asked, block.block, blocks)

    def sketched_near(self, keys: Iterable[int]) -> list[tuple[int, str, str]]:
        """The articles whose sketches are filed under these keys: key, article and group of copies."""
        key, sketch = schema.sketch_keys.c, schema.sketches.c
        asked = select(key.key, key.article_id, sketch.copies).join(
            schema.sketches, sketch.article_id == key.article_id
        )
        return self._filed(asked, key.key, keys)

    def credited(self, article_ids: Iterable[str]) -> list[tuple[str, str, str | None]]:
        """The group of copies and the credit of each of these articles of which there is a sketch."""
        sketch = schema.sketches.c
        return self._filed(select(sketch.article_id, sketch.copies, sketch.credit), sketch.article_id, article_ids)

    def _filed(self, asked: Select[Any], column: Any, keys: Iterable[Any]) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for some in _pieces(sorted(keys)):
            found += plain(self._connection.execute(asked.where(is_among(column, some))))
        return found

    def members(self, report_ids: Iterable[str]) -> list[Member]:
        """The places of these reports; those that have none are left out."""
        return self._members(schema.memberships.c.report_id, report_ids)

    def members_of(self, neighbourhoods: Iterable[str], known_by: date | None = None) -> list[Member]:
        """The reports of these neighbourhoods; with a day, those published by then."""
        return self._members(schema.memberships.c.neighbourhood, neighbourhoods, *_known_by(known_by))

    def members_in(self, events: Iterable[str]) -> list[Member]:
        """The reports of these events."""
        return self._members(schema.memberships.c.event_id, events)

    def alone(self, articles: Iterable[str]) -> set[str]:
        """Those of these articles that have one report and no more."""
        found: set[str] = set()
        article = schema.reports.c.article_id
        for some in _pieces(sorted(articles)):
            asked = select(article).where(is_among(article, some)).group_by(article).having(func.count() == 1)
            found.update(self._connection.scalars(asked))
        return found

    def _members(self, column: Any, values: Iterable[str], *more: ColumnElement[bool]) -> list[Member]:
        member, report, article = schema.memberships.c, schema.reports.c, schema.articles
        asked = (
            select(member.report_id, report.article_id, member.event_id, member.neighbourhood, member.traits)
            .join(schema.reports, report.id == member.report_id)
            .where(*more)
        )
        if more:
            asked = asked.join(article, article.c.id == report.article_id)
        found = []
        for some in _pieces(list(values)):
            found += [Member(*row) for row in plain(self._connection.execute(asked.where(is_among(column, some))))]
        return found

    def all_neighbourhoods(self) -> list[str]:
        """Every neighbourhood of the record."""
        return list(self._connection.scalars(select(schema.memberships.c.neighbourhood).distinct()))

    def all_copies(self) -> list[str]:
        """Every group of copies of the record."""
        return list(self._connection.scalars(select(schema.sketches.c.copies).distinct()))

    def unsettled(self) -> list[str]:
        """Neighbourhoods from which reports were taken out."""
        return list(self._connection.scalars(select(schema.unsettled.c.neighbourhood)))

    def judgements(self, *, undone: bool = False) -> list[Judgement]:
        """What people decided, in order; with `undone`, also what was undone."""
        table = schema.judgements
        asked = select(table).order_by(table.c.number)
        rows = self._connection.execute(asked if undone else asked.where(table.c.undone_at.is_(None)))
        return [_judgement(row) for row in rows]

    def sketches(self, article_ids: Iterable[str]) -> list[Sketched]:
        """The sketches of these articles."""
        return self._sketched(schema.sketches.c.article_id, article_ids)

    def copies_of(self, groups: Iterable[str], known_by: date | None = None) -> list[Sketched]:
        """The sketches of all articles in these groups of copies; with a day, of those published by then."""
        return self._sketched(schema.sketches.c.copies, groups, *_known_by(known_by))

    def sketched_after(self, article: str, limit: int) -> list[Sketched]:
        """So many sketches of the articles whose ids come after this one, in their order."""
        table = schema.sketches.c
        asked = select(table.article_id).where(table.article_id > article).order_by(table.article_id).limit(limit)
        return sorted(self.sketches(list(self._connection.scalars(asked))), key=lambda each: each.article)

    def _sketched(self, column: Any, values: Iterable[str], *more: ColumnElement[bool]) -> list[Sketched]:
        sketch, article = schema.sketches.c, schema.articles.c
        asked = (
            select(
                sketch.article_id, sketch.copies, article.published_on, sketch.shingles, sketch.minima, sketch.leads,
                sketch.credit,
            )
            .join(schema.articles, article.id == sketch.article_id)
            .where(*more)
        )  # fmt: skip
        found = []
        for some in _pieces(list(values)):
            found += [Sketched(*row) for row in self._connection.execute(asked.where(is_among(column, some))).all()]
        return found

    def merged_by(self) -> str:
        """The version of merging that placed the reports; empty if none did."""
        return self._setting("merging")

    def told_by(self) -> str:
        """The version of telling by which events are kept in outline; empty if none are."""
        return self._setting("telling")

    def _setting(self, name: str) -> str:
        return self._connection.scalar(select(schema.meta.c.value).where(schema.meta.c.name == name)) or ""

    def told(self, events: Sequence[str]) -> Iterator[Told]:
        """What is kept of these events, in outline; those that changed since are left out."""
        for some in _pieces(events):
            yield from told.kept(self._connection, told.told.c.event_id, some)

    def told_near(self, neighbourhoods: Sequence[str]) -> Iterator[Told]:
        """The same for all events of some neighbourhoods."""
        for some in _pieces(neighbourhoods):
            yield from told.kept(self._connection, told.told.c.neighbourhood, some)

    def taking_part(self, codes: Collection[str], since: date | None = None) -> list[str]:
        """Of all that is kept, the events in which one code or two take part, and which may lie on a day or later."""
        return sorted(self._connection.scalars(events_of(codes, since)))

    def begun(self, codes: Collection[str], first: date | None, last: date, most: int) -> list[tuple[date, str]]:
        """At most so many of all that is kept in which one of these codes takes part and which begin on some days.

        The newest come first, each with its first day.
        """
        return begun(self._connection, codes, first, last, most)

    def taking_part_near(self, codes: Collection[str]) -> list[str]:
        """The neighbourhoods of these, on whatever day, and of all whose reports were amended."""
        here = told.told.c
        asked = select(here.neighbourhood).distinct().where(here.event_id.in_(events_of(codes)))
        amended = select(schema.judgements.c.report_id).where(
            schema.judgements.c.verdict == "amend", schema.judgements.c.undone_at.is_(None)
        )
        member = schema.memberships.c
        by_hand = select(member.neighbourhood).where(member.report_id.in_(amended))
        return sorted({*self._connection.scalars(asked), *self._connection.scalars(by_hand)})

    def untold(self, limit: int) -> list[str]:
        """So many of the events that changed since they were told."""
        return list(self._connection.scalars(select(told.untold.c.event_id).limit(limit)))

    def copies_last_on(self, groups: Sequence[str]) -> dict[str, date]:
        """The day on which the last of the articles in each of these groups of copies could be known."""
        sketch, article = schema.sketches.c, schema.articles.c
        last = func.max(known_on(article.published_on, article.known_at), type_=Date())
        asked = select(sketch.copies, last).join(schema.articles, article.id == sketch.article_id)
        found: dict[str, date] = {}
        for some in _pieces(groups):
            rows = self._connection.execute(asked.where(is_among(sketch.copies, some)).group_by(sketch.copies))
            found.update({row[0]: row[1] for row in rows})
        return found

    def texts(self, limit: int) -> list[tuple[str, str, date | None]]:
        """Articles whose text is kept and of which there is no sketch: id, text, publication day."""
        article, sketch = schema.articles, schema.sketches
        asked = (
            select(article.c.id, article.c.text, article.c.published_on)
            .outerjoin(sketch, sketch.c.article_id == article.c.id)
            .where(article.c.text.is_not(None), sketch.c.article_id.is_(None))
            .limit(limit)
        )
        return [(row[0], row[1], row[2]) for row in self._connection.execute(asked)]

    # ---- written -----------------------------------------------------------------------------------------------------

    def tell(self, rows: Sequence[Told], done: Sequence[str]) -> None:
        """Keeps events in outline; those that are `done`, some of which may be no more, wait no longer."""
        told.keep(self._connection, rows, done)

    def tell_anew(self, version: str) -> None:
        """Drops all that is kept of events, to be told anew by another version of telling."""
        told.untell_all(self._connection)
        self._set("telling", version)

    def _untell(self, question: Callable[[Sequence[str]], Select[Any]], ids: Sequence[str]) -> None:
        """The events that a question finds for ids are told no more."""
        for some in _pieces(ids):
            told.untell(self._connection, question(some))

    def unsettle(self, report_ids: Iterable[str]) -> None:
        """Notes that these reports are about to be taken out of their neighbourhoods."""
        table = schema.unsettled
        members = self.members(report_ids)
        for neighbourhood in {each.neighbourhood for each in members}:
            self._connection.execute(insert_or(table).values(neighbourhood=neighbourhood).on_conflict_do_nothing())
        told.untell(self._connection, [each.event for each in members if each.event])

    def forget_places(self, version: str) -> None:
        """Takes every report out of its event, to be merged anew by another version of merging."""
        told.forget_all(self._connection)
        for table in (schema.memberships, schema.blocks, schema.unsettled):
            self._connection.execute(delete(table))
        waiting = insert_or(schema.unplaced).from_select(["report_id"], select(schema.reports.c.id).where(true()))
        self._connection.execute(waiting.on_conflict_do_nothing())
        self._set("merging", version)

    def _set(self, name: str, value: str) -> None:
        setting = insert_or(schema.meta).values(name=name, value=value)
        self._connection.execute(
            setting.on_conflict_do_update(index_elements=["name"], set_={"value": setting.excluded.value})
        )
        chain.append(self._connection, [("setting", name)], datetime.now(UTC))

    def settle(self) -> None:
        """Notes that every neighbourhood is in order again."""
        self._connection.execute(delete(schema.unsettled))

    def place(self, members: Sequence[Member]) -> None:
        """Writes the places of reports, new or changed; the events that they were of, and are of, are told no more."""
        for some in _pieces(members):
            before = list(self._connection.scalars(told.of_reports([each.report for each in some])))
            told.untell(self._connection, [*before, *(each.event for each in some if each.event)])
        self._write(
            "INSERT INTO memberships (report_id, event_id, neighbourhood, traits) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (report_id) DO UPDATE SET event_id = excluded.event_id, "
            "neighbourhood = excluded.neighbourhood, traits = excluded.traits",
            [(each.report, each.event, each.neighbourhood, each.traits) for each in members],
        )

    def placed(self, report_ids: Sequence[str]) -> None:
        """Notes that these reports wait no more."""
        self._connection.execute(delete(schema.unplaced).where(is_among(schema.unplaced.c.report_id, report_ids)))

    def block(self, rows: Iterable[tuple[int, str]]) -> None:
        """Files reports under their blocks."""
        self._write("INSERT INTO blocks (block, report_id) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(rows))

    def sketch(self, sketched: Sequence[Sketched]) -> None:
        """Writes the sketches of new articles."""
        self._untell(told.of_articles, [each.article for each in sketched])
        self._write(
            "INSERT INTO sketches (article_id, copies, shingles, minima, leads, credit) VALUES (?, ?, ?, ?, ?, ?)",
            [(each.article, each.copies, each.shingles, each.minima, each.leads, each.credit) for each in sketched],
        )
        chain.append(self._connection, [("sketch", each.article) for each in sketched], datetime.now(UTC))

    def key(self, keys: Iterable[tuple[int, str]]) -> None:
        """Files articles under the keys of their sketches."""
        self._write("INSERT INTO sketch_keys (key, article_id) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted(keys))

    def forget_keys(self) -> None:
        """Takes every article out of where its sketch is filed."""
        self._connection.execute(delete(schema.sketch_keys))

    def rename_copies(self, names: Mapping[str, str]) -> None:
        """Gives groups of copies another name each."""
        self._untell(told.of_copies, list(names))
        self._write("UPDATE sketches SET copies = ? WHERE copies = ?", [(new, old) for old, new in names.items()])

    def _write(self, statement: str, rows: list[tuple[Any, ...]]) -> None:
        """Many plain rows at once, past what SQLAlchemy does for each: this is half of what merging writes."""
        if rows:
            self._connection.exec_driver_sql(statement, rows)

    def judge(self, judgement: Judgement) -> Judgement:
        """Adds a judgement to the log; its number is given here."""
        row = {
            "verdict": str(judgement.verdict),
            "report_id": judgement.report,
            "other_id": judgement.other,
            "field": judgement.field,
            "value": judgement.value,
            "judge": judgement.by,
            "reason": judgement.reason,
            "made_at": judgement.made_at,
        }
        table = schema.judgements
        number = self._connection.scalars(insert(table).values(**row).returning(table.c.number)).one()
        chain.append(self._connection, [("judgement", str(number))], judgement.made_at)
        return self._judged(number)

    def undo(self, number: int, now: datetime) -> Judgement:
        """Marks a judgement as undone; it stays in the log."""
        table = schema.judgements
        self._connection.execute(update(table).where(table.c.number == number).values(undone_at=now))
        chain.append(self._connection, [("judgement", str(number))], now)
        return self._judged(number)

    def _judged(self, number: int) -> Judgement:
        """The judgement of a number; the events that it is about are told no more."""
        table = schema.judgements
        found = _judgement(self._connection.execute(select(table).where(table.c.number == number)).one())
        self._untell(told.of_reports, [each for each in (found.report, found.other) if each])
        return found


def _judgement(row: Row[Any]) -> Judgement:
    return Judgement(
        row.number, Verdict(row.verdict), row.report_id, row.other_id, row.field, row.value, row.judge, row.reason,
        row.made_at, row.undone_at,
    )  # fmt: skip


def _pieces(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
