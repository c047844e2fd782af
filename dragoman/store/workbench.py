"""The files of many shards come in; they are sorted and joined on disk, and go out in the order that merging wants.

DuckDB does the sorting, within a bound of memory, beyond which it uses the disk. Articles and reports are numbered in
the order of their ids, so that numbers stand for them in all that is held in memory.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import pyarrow as pa

_ROWS = 2000


class Workbench:
    """Tables under way in a folder of their own; `memory` is in MB and bounds sorting and joining."""

    def __init__(self, folder: Path, memory: int, threads: int = 2) -> None:
        folder.mkdir(parents=True, exist_ok=True)
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

    def lay_out(self, articles: Sequence[Path], reports: Sequence[Path]) -> tuple[int, int]:
        """Takes in shards, the earlier first; how many articles and reports there are, each counted once.

        An article that several shards have is taken from the first, with the outlets of all.
        """
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
        run(
            "CREATE OR REPLACE TABLE more_outlets AS SELECT id, list(outlets ORDER BY filename) AS outlets "
            "FROM all_articles GROUP BY id HAVING count(*) > 1"
        )
        run("CREATE OR REPLACE TABLE links (points DOUBLE, one BIGINT, other BIGINT)")
        return self._count("articles_n"), self._count("reports_n")

    # ---- asked, each in the order that merging wants -----------------------------------------------------------------

    def sketches(self) -> Iterator[tuple[Any, ...]]:
        """(key, number, id, publication day, runs, minima, leads) of articles that share a key, key by key."""
        yield from self._rows(
            "WITH k AS (SELECT unnest(keys) AS key, n, id, published_on, runs, minima, leads FROM articles) "
            "SELECT * FROM k WHERE key IN (SELECT key FROM k GROUP BY key HAVING count(*) > 1) ORDER BY key, n"
        )

    def blocks(self) -> Iterator[tuple[Any, ...]]:
        """(block, number, id, article, packed traits) of reports that share a block, block by block."""
        yield from self._rows(
            "WITH b AS (SELECT unnest(blocks) AS block, n, id, article_id, traits FROM reports) "
            "SELECT * FROM b WHERE block IN (SELECT block FROM b GROUP BY block HAVING count(*) > 1) ORDER BY block, n"
        )

    def links(self) -> Iterator[tuple[Any, ...]]:
        """(neighbourhood, points, id, other id) of each link once, by neighbourhood."""
        yield from self._rows(
            "SELECT DISTINCT p.near, l.points, a.id, b.id FROM links l JOIN near p ON p.n = l.one "
            "JOIN reports_n a ON a.n = l.one JOIN reports_n b ON b.n = l.other ORDER BY p.near, a.id, b.id"
        )

    def ends(self) -> Iterator[tuple[Any, ...]]:
        """(neighbourhood, number, id, article, packed traits) of each report that has a link, by neighbourhood."""
        yield from self._rows(
            "WITH ends AS (SELECT one AS n FROM links UNION SELECT other FROM links) "
            "SELECT p.near, r.n, r.id, r.article_id, r.traits FROM ends JOIN near p USING (n) "
            "JOIN reports r USING (n) ORDER BY p.near, r.n"
        )

    def articles(self) -> Iterator[dict[str, Any]]:
        """Each article, by id, with the id of its group of copies as `copies`."""
        yield from self._objects(
            "SELECT a.* EXCLUDE (n, keys), g.id AS copies, m.outlets AS more FROM articles a "
            "JOIN copies c ON c.n = a.n JOIN articles_n g ON g.n = c.near LEFT JOIN more_outlets m ON m.id = a.id "
            "ORDER BY a.id"
        )

    def reports(self) -> Iterator[dict[str, Any]]:
        """Each report with its `article`, `event`, `neighbourhood` and `copies`, event by event."""
        yield from self._objects(
            "WITH held AS (SELECT a.* EXCLUDE (n, keys, minima, leads), g.id AS copies, m.outlets AS more "
            "FROM articles a JOIN copies c ON c.n = a.n JOIN articles_n g ON g.n = c.near "
            "LEFT JOIN more_outlets m ON m.id = a.id), "
            "told AS (SELECT * EXCLUDE (n, blocks), n AS number FROM reports) "
            "SELECT told AS report, held AS article, e.id AS event, q.id AS neighbourhood FROM told "
            "JOIN held ON held.id = told.article_id JOIN near p ON p.n = told.number "
            "JOIN reports_n q ON q.n = p.near JOIN events v ON v.n = told.number JOIN reports_n e ON e.n = v.near "
            "ORDER BY e.id, told.id"
        )

    # ---- written -----------------------------------------------------------------------------------------------------

    def keep_links(self, links: Iterable[tuple[float, int, int]]) -> None:
        """Adds links between the numbers of reports; one may come more than once."""
        held: list[tuple[float, int, int]] = []
        for each in links:
            held.append(each)
            if len(held) >= 50 * _ROWS:
                self._keep_links(held)
                held.clear()
        self._keep_links(held)

    def _keep_links(self, held: list[tuple[float, int, int]]) -> None:
        if held:
            points, one, other = zip(*held, strict=True)
            given = pa.table({"points": points, "one": one, "other": other})
            self._connection.register("given", given)
            self._connection.execute("INSERT INTO links SELECT DISTINCT points, one, other FROM given")
            self._connection.unregister("given")

    def ends_of_links(self) -> Iterator[tuple[Any, ...]]:
        """(number, other number) of each link."""
        yield from self._rows("SELECT DISTINCT one, other FROM links")

    def keep_groups(self, name: str, least: Any) -> None:
        """Keeps of each number, in order, the least number of its group, as the table `copies`, `near` or `events`."""
        self._connection.register("given", pa.table({"near": pa.array(least)}))
        self._connection.execute(
            f"CREATE OR REPLACE TABLE {name} AS SELECT row_number() OVER () - 1 AS n, near FROM given"
        )
        self._connection.unregister("given")

    def number_of(self, ids: Sequence[str]) -> dict[str, int]:
        """The numbers of some reports."""
        self._connection.register("given", pa.table({"id": pa.array(ids, pa.string())}))
        found = dict(self._connection.execute("SELECT id, n FROM reports_n JOIN given USING (id)").fetchall())
        self._connection.unregister("given")
        return found

    def _count(self, table: str) -> int:
        (found,) = self._connection.execute(f"SELECT count(*) FROM {table}").fetchall()
        return int(found[0])

    def _rows(self, asked: str) -> Iterator[tuple[Any, ...]]:
        cursor = self._connection.cursor().execute(asked)
        while rows := cursor.fetchmany(_ROWS):
            yield from rows

    def _objects(self, asked: str) -> Iterator[dict[str, Any]]:
        cursor = self._connection.cursor().execute(asked)
        names = [each[0] for each in cursor.description]
        while rows := cursor.fetchmany(_ROWS):
            yield from (dict(zip(names, row, strict=True)) for row in rows)


def _listed(files: Sequence[Path]) -> str:
    return "[" + ", ".join("'" + str(each).replace("'", "''") + "'" for each in files) + "]"
