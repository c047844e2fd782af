"""A lake comes in, to be read only; it answers what a record does, as far as a lake has what the answer needs.

DuckDB reads the Parquet files. The reports of the events that a question finds are laid by, sorted, and taken from
there some events at a time, so that the files are read twice a question, however many events it has.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, cast

import duckdb
import pyarrow as pa
from sqlalchemy import Connection, create_engine

from dragoman.errors import Stop
from dragoman.events import Judgement, Recorded
from dragoman.record import EventType, Status
from dragoman.store.choosing import Choice
from dragoman.store.clusters import Clusters, Member, Sketched
from dragoman.store.lake import TABLES, described
from dragoman.store.parquet import recorded_of
from dragoman.store.told import in_outline
from dragoman.store.view import Counts, View, Wanted

MEMORY = 2048
"""MB within which DuckDB sorts and joins; beyond it the disk is used."""

_EVERYTHING = Wanted()
_SIDES = ("actor", "recipient")
_SKETCH = "id, copies, published_on, runs, minima, leads, credit"


class LakeView(View):
    """A lake that can be asked; for one thread. What it has not, it says so: Stop."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, create_engine("sqlite://"))
        self._spill = tempfile.TemporaryDirectory(prefix="dragoman-lake-")
        self._lake = Lake(path, self._spill.name)

    def close(self) -> None:
        """Lets go of the lake."""
        self._lake.close()
        self._spill.cleanup()
        super().close()

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        raise Stop(
            f"{self.path} is a lake, which does not answer this.",
            remedy="“dragoman batch gather RUN --db FILE” makes a record, which does.",
        )
        yield  # pragma: no cover

    @contextmanager
    def clusters(self) -> Iterator[Clusters]:
        """What is known of events, as rows."""
        yield LakeClusters(self._lake)

    def event_ids(self, wanted: Wanted = _EVERYTHING) -> list[str]:
        """Ids of the events that may be wanted: all that are, and some that are not when looked at whole."""
        return self._lake.hold("event", [_may_fit(wanted, "event")])

    def neighbourhoods(self, wanted: Wanted = _EVERYTHING) -> list[str]:
        """The same for neighbourhoods."""
        return self._lake.hold("neighbourhood", [_may_fit(wanted, "neighbourhood")])

    def chosen(self, choices: Iterable[Choice], *, neighbourhoods: bool = False) -> list[str]:
        """Ids of the events that have a report which fits one of the choices, or of their neighbourhoods."""
        return self._lake.hold("neighbourhood" if neighbourhoods else "event", [_fits(each) for each in choices])

    def reports(self, wanted: Wanted = _EVERYTHING) -> Iterator[Recorded]:
        """The reports of the events that may be wanted; `limit` and the order are left to whoever asks."""
        yield from self._lake.recorded("event", self.event_ids(wanted))

    def report(self, prefix: str) -> Recorded:
        """The report whose id begins so; Stop if there is none, or more than one."""
        return next(iter(self._lake.recorded("id", [self.report_id(prefix)])))

    def _beginning(self, prefix: str) -> list[str]:
        asked = "SELECT id FROM reports WHERE id >= $1 AND id < $2 LIMIT 4"
        return [row[0] for row in self._lake.ask(asked, [prefix, prefix + "~"])]

    def articles_by_day(self, known_by: date | None = None) -> dict[date, int]:
        """How many articles were published on each day, of anybody."""
        asked = (
            "SELECT published_on, count(*) FROM articles WHERE published_on IS NOT NULL AND published_on <= $1 "
            "GROUP BY 1 ORDER BY 1"
        )
        return {row[0]: row[1] for row in self._lake.ask(asked, [known_by or date.max])}

    def providers(self) -> dict[str, int]:
        """The data sets that were imported: into a lake, none."""
        return {}

    def counts(self) -> Counts:
        """How much the lake holds."""

        def numbers(column: str) -> dict[str, int]:
            found = self._lake.ask(f"SELECT {column}, count(*) FROM reports GROUP BY 1 ORDER BY 1")
            return {row[0]: row[1] for row in found}

        ((articles,),) = self._lake.ask("SELECT count(*) FROM articles")
        ((outlets,),) = self._lake.ask(
            "SELECT count(DISTINCT name) FROM (SELECT unnest(outlets) AS name FROM articles)"
        )
        ((reports,),) = self._lake.ask("SELECT count(*) FROM reports")
        return Counts(
            articles=articles,
            outlets=outlets,
            reports=reports,
            rejects=0,
            by_status={Status(each): count for each, count in numbers("status").items()},
            by_type={EventType(each): count for each, count in numbers("type").items()},
        )


class Lake:
    """The tables of a lake on a connection of their own, and the reports that the last question found."""

    def __init__(self, path: Path, spill: str) -> None:
        at = path / described(path)["at"]
        self._connection = duckdb.connect()
        quoted = spill.replace("'", "''")
        for setting in (f"memory_limit = '{MEMORY}MB'", "threads = 2", f"temp_directory = '{quoted}'"):
            self._connection.execute(f"SET {setting}")
        for name in TABLES:
            files = str(at / name / "*" / "*.parquet").replace("'", "''")
            found = f"read_parquet('{files}', hive_partitioning = true, hive_types_autocast = false)"
            if not any((at / name).glob("*/*.parquet")):
                self._connection.register(f"no_{name}", TABLES[name].empty_table())
                found = f"no_{name}"
            self._connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {found}")
        self._held: tuple[str, frozenset[str]] = ("", frozenset())

    def close(self) -> None:
        """Lets go of the tables."""
        self._connection.close()

    def ask(self, asked: str, given: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of an answer."""
        return self._connection.execute(asked, list(given)).fetchall()

    def hold(self, column: str, conditions: Sequence[tuple[str, list[Any]]]) -> list[str]:
        """Ids in a column of the reports that fit one of the conditions; all that have these ids are laid by."""
        found: set[str] = set()
        for condition, given in conditions:
            rows = self.ask(f"SELECT DISTINCT {column} FROM reports WHERE {condition}", given)
            found.update(row[0] for row in rows)
        self._hold(column, found)
        return sorted(found)

    def _hold(self, column: str, ids: Iterable[str]) -> None:
        wanted = frozenset(ids)
        self._connection.register("wanted", pa.table({"wanted": pa.array(sorted(wanted), pa.string())}))
        self._connection.execute(
            "CREATE OR REPLACE TABLE held AS "
            f"SELECT r AS report, a AS article, r.id AS id, r.article_id AS article_id, r.{column} AS home "
            "FROM reports r JOIN articles a ON a.id = r.article_id "
            f"WHERE r.{column} IN (SELECT wanted FROM wanted) ORDER BY home, id"
        )
        self._connection.unregister("wanted")
        self._held = (column, wanted)

    def rows(self, column: str, ids: Iterable[str]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """The reports that have these ids in a column, each with its article."""
        given = frozenset(ids)
        if not given:
            return []
        name, held = self._held
        if name != column or not given <= held:
            self._hold(column, given)
        within = "home BETWEEN $1 AND $2 AND list_contains($3, home)"
        found = self.ask(
            f"SELECT report, article FROM held WHERE {within} ORDER BY home, id",
            [min(given), max(given), sorted(given)],
        )
        return cast(list[tuple[dict[str, Any], dict[str, Any]]], found)

    def recorded(self, column: str, ids: Sequence[str]) -> Iterator[Recorded]:
        """The same as reports of the ground floor, some ids at a time."""
        for start in range(0, len(ids), 200):
            yield from (recorded_of(*row) for row in self.rows(column, ids[start : start + 200]))


class LakeClusters(Clusters):
    """Rows of events in a lake."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self._rows: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}

    def _kept(self, column: str, ids: Iterable[str]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Rows, which are kept for what is asked of them next: their words, and where they have them from."""
        found = self._lake.rows(column, ids)
        self._rows = {report["id"]: (report, article) for report, article in found}
        return found

    def members(self, report_ids: Iterable[str]) -> list[Member]:
        """The places of these reports."""
        return [_member(report) for report, _ in self._kept("id", report_ids)]

    def members_in(self, events: Iterable[str]) -> list[Member]:
        """The reports of these events."""
        return [_member(report) for report, _ in self._kept("event", events)]

    def members_of(self, neighbourhoods: Iterable[str], known_by: date | None = None) -> list[Member]:
        """The reports of these neighbourhoods; with a day, those published by then."""
        last = known_by or date.max
        found = self._kept("neighbourhood", neighbourhoods)
        return [_member(report) for report, article in found if article["known_on"] <= last]

    def recorded(self, report_ids: Sequence[str]) -> Iterator[Recorded]:
        """The reports of these ids with their articles and words, in this order."""
        if not self._rows.keys() >= set(report_ids):
            self._kept("id", report_ids)
        yield from (recorded_of(*self._rows[each]) for each in report_ids)

    def outlined(self, report_ids: Sequence[str]) -> dict[str, Recorded]:
        """The reports of these ids by their ids, each in outline."""
        return {each.id: in_outline(each) for each in self.recorded(report_ids)}

    def told_by(self) -> str:
        """Events are kept in outline by a record; by a lake none are."""
        return ""

    def judgements(self, *, undone: bool = False) -> list[Judgement]:
        """What people decided: of a lake, nothing."""
        return []

    def sketches(self, article_ids: Iterable[str]) -> list[Sketched]:
        """The sketches of these articles."""
        known = {article["id"]: article for _, article in self._rows.values()}
        wanted = list(article_ids)
        if known.keys() >= set(wanted):
            names = _SKETCH.split(", ")
            return [Sketched(*(known[each][name] for name in names)) for each in wanted]
        return self._sketched_in("id", wanted, None)

    def credited(self, article_ids: Iterable[str]) -> list[tuple[str, str, str | None]]:
        """The group of copies and the credit of each of these articles."""
        return [(each.article, each.copies, each.credit) for each in self.sketches(article_ids)]

    def copies_of(self, groups: Iterable[str], known_by: date | None = None) -> list[Sketched]:
        """The sketches of all articles in these groups of copies; with a day, of those published by then."""
        return self._sketched_in("copies", list(groups), known_by)

    def copies_last_on(self, groups: Sequence[str]) -> dict[str, date]:
        """The day on which the last of the articles in each of these groups of copies could be known."""
        asked = "SELECT copies, max(known_on) FROM articles WHERE list_contains($1, copies) GROUP BY copies"
        return {row[0]: row[1] for row in self._lake.ask(asked, [list(groups)])}

    def _sketched_in(self, column: str, ids: list[str], known_by: date | None) -> list[Sketched]:
        asked = f"SELECT {_SKETCH} FROM articles WHERE list_contains($1, {column}) AND known_on <= $2"
        return [Sketched(*row) for row in self._lake.ask(asked, [ids, known_by or date.max])]


def open_lake(path: Path) -> LakeView:
    """Opens the lake in a folder to be read; Stop if it is of another format."""
    return LakeView(path)


def _member(report: dict[str, Any]) -> Member:
    return Member(report["id"], report["article_id"], report["event"], report["neighbourhood"], report["traits"])


class _Given:
    """Values that a condition asks for, each by its mark."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def mark(self, value: Any) -> str:
        """The mark that stands for a value."""
        self.values.append(value)
        return f"${len(self.values)}"


def _may_fit(wanted: Wanted, column: str) -> tuple[str, list[Any]]:
    """A condition on reports by which no event that is wanted is lost, with the values that it asks for."""
    given = _Given()
    codes = (each.upper() for each in (wanted.actor, wanted.with_) if each)
    told = [_takes_part(given.mark([code]), _SIDES) for code in codes]
    days = []
    if wanted.since:
        days.append(f"(coalesce(last_on, listed_on) >= {given.mark(wanted.since)} OR precision = 'open')")
    if wanted.until:
        days.append(f"(coalesce(first_on, listed_on) <= {given.mark(wanted.until)} OR precision = 'open')")
    if days:
        told.append(" AND ".join(days))
    # Each may hold of another report of the event.
    parts = [f"{column} IN (SELECT {column} FROM reports WHERE {each})" for each in told]
    return " AND ".join(parts) or "true", given.values


def _fits(choice: Choice) -> tuple[str, list[Any]]:
    """The condition that a report fits a choice, with the values that it asks for."""
    given = _Given()
    mark = given.mark
    parts: list[str] = []
    kinds = []
    if choice.types:
        kinds.append(f"list_contains({mark([str(each) for each in choice.types])}, type)")
    if choice.statuses:
        kinds.append(f"list_contains({mark([str(each) for each in choice.statuses])}, status)")
    if kinds:
        parts.append(f"({' OR '.join(kinds)})")
    if choice.first:
        parts.append(f"(coalesce(last_on, listed_on) >= {mark(choice.first)} OR listed_on IS NULL)")
    if choice.last:
        parts.append(f"(coalesce(first_on, listed_on) <= {mark(choice.last)} OR listed_on IS NULL)")
    if choice.published_after:
        parts.append(f"article_id IN (SELECT id FROM articles WHERE known_on > {mark(choice.published_after)})")
    if choice.has_speaker:
        parts.append("len([p FOR p IN participants IF p.role = 'speaker']) > 0")
    if choice.codes is not None:
        codes = mark(sorted(choice.codes))
        takes_part = _takes_part(codes, choice.roles)
        at_home = f"coalesce(list_contains({codes}, place_country), false)"
        parts.append(takes_part if "speaker" in choice.roles else f"({takes_part} OR {at_home})")
    return " AND ".join(parts) or "true", given.values


def _takes_part(codes: str, roles: Sequence[str]) -> str:
    """True of reports in which somebody in one of these roles has one of the codes."""
    among = ", ".join(f"'{each}'" for each in roles if each.isalpha())
    has_code = f"(list_contains({codes}, p.country) OR list_contains({codes}, p.actor))"
    return f"len([p FOR p IN participants IF p.role IN ({among}) AND coalesce({has_code}, false)]) > 0"
