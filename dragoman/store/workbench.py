"""The files of many shards come in; they are sorted and joined on disk, and go out in the order that merging wants.

DuckDB does the sorting, within a bound of memory, beyond which it uses the disk. Articles and reports are numbered in
the order of their ids, so that numbers stand for them in all that is held in memory.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
import pyarrow as pa
from pyarrow import parquet

_ROWS = 2000
_OUTLETS = "REPLACE (coalesce(m.outlets, a.outlets) AS outlets)"
_WITH_COPIES = (
    "FROM (SELECT * EXCLUDE (keys) FROM articles) a JOIN copies c ON c.n = a.n JOIN articles_n g ON g.n = c.near "
    "LEFT JOIN more_outlets m ON m.id = a.id"
)
_PLACED = "JOIN near p ON p.n = told.number JOIN reports_n q ON q.n = p.near JOIN events v ON v.n = told.number"


class Workbench:
    """Tables under way in a folder of their own; `memory` is in MB and bounds sorting and joining."""

    def __init__(self, folder: Path, memory: int, threads: int = 2) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lake: Path | None = None
        self._connection = duckdb.connect(str(folder / "workbench.duckdb"))
        spill = str(folder / "spill").replace("'", "''")
        for setting in (
            f"memory_limit = '{memory}MB'",
            f"threads = {threads}",
            f"temp_directory = '{spill}'",
            "preserve_insertion_order = false",
            "TimeZone = 'UTC'",
        ):
            self._connection.execute(f"SET {setting}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def lay_out(
        self, articles: Sequence[Path], reports: Sequence[Path], before: tuple[Path, int] | None = None
    ) -> tuple[int, int]:
        """Takes in shards, the earlier first; how many articles and reports there are, each counted once.

        An article that several shards have is taken from the first, with the outlets of all. `before` is the folder of
        a lake's tables and how many of the shards, the first ones, it was made of: what it says of these is taken from
        it, and asked is only what the others may change.
        """
        self._lake, known = before or (None, 0)
        run = self._connection.execute
        for name, files in (("articles", articles), ("reports", reports)):
            given = f"read_parquet({_listed(files)}, filename = true)"
            run(f"CREATE OR REPLACE VIEW all_{name} AS SELECT * FROM {given}")
            run(
                f"CREATE OR REPLACE TABLE {name}_n AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, id, file "
                f"FROM (SELECT id, min(filename) AS file FROM all_{name} GROUP BY id)"
            )
            run(
                f"CREATE OR REPLACE VIEW {name} AS SELECT a.* EXCLUDE (filename), n FROM all_{name} a "
                f"JOIN {name}_n m ON a.id = m.id AND a.filename = m.file"
            )
            if self._lake:
                new = f"list_contains({_listed(files[known:])}, filename)"
                run(f"CREATE OR REPLACE TABLE new_{name} AS SELECT DISTINCT id FROM all_{name} WHERE {new}")
                fresh = new.replace("filename", "file")
                run(f"CREATE OR REPLACE TABLE fresh_{name} AS SELECT n FROM {name}_n WHERE {fresh}")
        run(
            # Each outlet at its first place among those of all shards.
            "CREATE OR REPLACE TABLE more_outlets AS SELECT id, list(name ORDER BY first) AS outlets FROM ("
            "SELECT id, name, min(place) AS first FROM (SELECT id, unnest(outlets) AS name, "
            "(filename, generate_subscripts(outlets, 1)) AS place FROM all_articles WHERE id IN "
            "(SELECT id FROM all_articles GROUP BY id HAVING count(*) > 1)) GROUP BY id, name) GROUP BY id"
        )
        return self._count("articles_n"), self._count("reports_n")

    def recalled(self, name: str) -> Iterator[tuple[int, int]]:
        """What the lake before says of its `copies`, `near` or `events`: numbers of members, each with its group's."""
        if self._lake:
            table, column = {
                "copies": ("articles", "copies"), "near": ("reports", "neighbourhood"), "events": ("reports", "event"),
            }[name]  # fmt: skip
            asked = (
                f"SELECT m.n, g.n FROM {_table(self._lake, table)} o JOIN {table}_n m ON m.id = o.id "
                f"JOIN {table}_n g ON g.id = o.{column} WHERE m.n <> g.n"
            )
            for batch in self._batches(asked):
                yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)

    def stir(self) -> None:
        """Finds which events are to be told anew, once groups are kept: all, or what new shards may change."""
        if not self._lake:
            return
        self._connection.execute(
            "CREATE OR REPLACE TABLE stirred AS SELECT DISTINCT v.near FROM events v JOIN near p ON p.n = v.n "
            "JOIN (SELECT n, article_id FROM reports) r ON r.n = v.n WHERE "
            "p.near IN (SELECT near FROM near WHERE n IN (SELECT n FROM fresh_reports)) "
            "OR r.article_id IN (SELECT id FROM new_articles) "
            "OR r.article_id IN (SELECT a.id FROM articles_n a JOIN copies c ON c.n = a.n WHERE c.near IN "
            "(SELECT near FROM copies WHERE n IN (SELECT n FROM fresh_articles)))"
        )

    def _is_fresh(self, name: str) -> str:
        return f"n IN (SELECT n FROM fresh_{name})" if self._lake else "TRUE"

    # ---- asked, each in the order that merging wants -----------------------------------------------------------------

    def sketches(self) -> Iterator[pa.Table]:
        """key, n, day (0 where undated), runs and minima of articles that share a key, whole keys at a time."""
        run = self._connection.execute
        # Keys alone first: what is sorted carries 300 bytes a row, and most keys are of one article.
        run(
            "CREATE OR REPLACE TABLE shared AS SELECT key FROM (SELECT unnest(keys) AS key, "
            f"{self._is_fresh('articles')} AS is_fresh FROM articles) "
            "GROUP BY key HAVING count(*) > 1 AND bool_or(is_fresh)"
        )
        yield from self._groups(
            "SELECT key, n, day, runs, minima FROM (SELECT unnest(keys) AS key, n, coalesce(published_on - "
            "DATE '0001-01-01' + 1, 0) AS day, runs, minima FROM articles) SEMI JOIN shared USING (key) ORDER BY key, n"
        )
        run("DROP TABLE shared")

    def spans(self, days: int, parts: Mapping[str, int]) -> Iterator[pa.Table]:
        """part, n, id, article_id, packed traits, blocks and if it is fresh, of reports, whole parts at a time.

        A part is all reports of kinds that `parts` gives one number, and of their blocks those of so many days; a
        report is in as many parts as its blocks ask for.
        """
        cases = " ".join(f"WHEN '{kind}' THEN {number}" for kind, number in sorted(parts.items()))
        kinds = max(parts.values()) + 1
        span = f"(block >> 40) // {days}"
        some = "SEMI JOIN (SELECT part FROM parts WHERE is_fresh) USING (part)" if self._lake else ""
        yield from self._groups(
            f"WITH told AS (SELECT n, id, article_id, traits, blocks, unnest(list_distinct(list_transform(blocks, "
            f"lambda block: {span}))) AS span, {self._is_fresh('reports')} AS is_fresh FROM reports), "
            f"parts AS (SELECT span * {kinds} + CASE split_part(traits, '\"', 2) {cases} END AS part, "
            f"n, id, article_id, traits, list_filter(blocks, lambda block: {span} = span) AS blocks, "
            "is_fresh FROM told) "
            f"SELECT * FROM parts {some} ORDER BY part, n"
        )

    def neighbourhoods(self) -> Iterator[pa.Table]:
        """near, n, id, article_id and packed traits of reports that are not alone, whole neighbourhoods at a time.

        Of a lake that is added to, those that have a fresh report.
        """
        yield from self._groups(
            "SELECT p.near, p.n, r.id, r.article_id, r.traits FROM near p JOIN reports r USING (n) "
            f"WHERE p.near IN (SELECT near FROM (SELECT near, {self._is_fresh('reports')} AS is_fresh FROM near) "
            "GROUP BY near HAVING count(*) > 1 AND bool_or(is_fresh)) ORDER BY p.near, p.n"
        )

    def told(self) -> Iterator[pa.Table]:
        """The number of each event with its neighbourhood's id, a `report` and its `article`, whole events at a time.

        The events come in the order of their ids; an article has the id of its group of `copies`, and the outlets of
        every shard that has it.
        """
        some = "WHERE v.near IN (SELECT near FROM stirred)" if self._lake else ""
        yield from self._groups(
            f"WITH held AS (SELECT a.* EXCLUDE (n, minima, leads) {_OUTLETS}, g.id AS copies {_WITH_COPIES}), "
            "told AS (SELECT * EXCLUDE (n, blocks), n AS number FROM reports) "
            "SELECT v.near AS event, q.id AS neighbourhood, told AS report, held AS article FROM told "
            f"JOIN held ON held.id = told.article_id {_PLACED} {some} ORDER BY v.near, told.number"
        )

    # ---- the tables of a lake, month by month, with the month as the last column -------------------------------------

    def articles(self) -> Iterator[pa.RecordBatch]:
        """Each article with the id of its group of `copies` and the outlets of every shard that has it."""
        yield from self._batches(
            f"SELECT a.* EXCLUDE (n) {_OUTLETS}, g.id AS copies, {_month('a.published_on')} AS month "
            f"{_WITH_COPIES} ORDER BY month, a.id"
        )

    def reports(self) -> Iterator[pa.RecordBatch]:
        """Each report with the ids of its `event` and `neighbourhood`."""
        yield from self._batches(
            "SELECT told.* EXCLUDE (number), e.id AS event, q.id AS neighbourhood, "
            f"{_month('a.published_on')} AS month "
            "FROM (SELECT * EXCLUDE (n, blocks), n AS number FROM reports) told "
            f"JOIN (SELECT id, published_on FROM articles) a ON a.id = told.article_id {_PLACED} "
            "JOIN reports_n e ON e.n = v.near ORDER BY month, told.id"
        )

    def events(self) -> Iterator[pa.RecordBatch]:
        """Each event that was kept."""
        yield from self._batches(f"SELECT *, {_month('day')} AS month FROM kept ORDER BY month, event")

    # ---- written -----------------------------------------------------------------------------------------------------

    def keep_groups(self, name: str, least: Any) -> None:
        """Keeps of each number, in order, the least number of its group, as the table `copies`, `near` or `events`."""
        self._connection.register("given", pa.table({"n": np.arange(len(least)), "near": least}))
        self._connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM given")
        self._connection.unregister("given")

    def keep_events(self, tables: Iterable[pa.Table], schema: pa.Schema) -> int:
        """Keeps events until they are asked for, with those of the lake before that nothing stirs; how many."""
        file = self._folder / "kept.parquet"
        with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
            for each in tables:
                writer.write_table(each)
        asked = f"SELECT * FROM read_parquet({_listed([file])})"
        if self._lake:
            columns = ", ".join(schema.names)
            asked += (
                f" UNION ALL SELECT {columns} FROM {_table(self._lake, 'events')} WHERE event IN (SELECT e.id FROM "
                "reports_n e WHERE n IN (SELECT near FROM events) AND n NOT IN (SELECT near FROM stirred))"
            )
        self._connection.execute(f"CREATE OR REPLACE VIEW kept AS {asked}")
        return self._count("kept")

    def _count(self, table: str) -> int:
        (found,) = self._connection.execute(f"SELECT count(*) FROM {table}").fetchall()
        return int(found[0])

    def _batches(self, asked: str) -> Iterator[pa.RecordBatch]:
        found = self._connection.cursor().sql(asked)
        # DuckDB renamed this in its second version.
        read = getattr(found, "to_arrow_reader", None) or found.fetch_arrow_reader
        yield from read(_ROWS)

    def _groups(self, asked: str) -> Iterator[pa.Table]:
        """What a question finds, cut between rows of which the first column differs."""
        held: list[pa.RecordBatch] = []
        for batch in self._batches(asked):
            column = batch.column(0).to_numpy(zero_copy_only=False)
            ends = np.flatnonzero(column[1:] != column[:-1])
            if held and column[0] != held[-1].column(0)[-1].as_py():
                yield pa.Table.from_batches(held)
                held = []
            if len(ends):
                last = int(ends[-1]) + 1
                yield pa.Table.from_batches([*held, batch.slice(0, last)])
                held = []
                batch = batch.slice(last)
            held.append(batch)
        if held:
            yield pa.Table.from_batches(held)


def _month(day: str) -> str:
    return f"coalesce(strftime({day}, '%Y-%m'), 'undated')"


def _table(lake: Path, name: str) -> str:
    files = str(lake / name / "*" / "*.parquet").replace("'", "''")
    return f"read_parquet('{files}', hive_partitioning = false)"


def _listed(files: Sequence[Path]) -> str:
    return "[" + ", ".join("'" + str(each).replace("'", "''") + "'" for each in files) + "]"
