"""Two drivers of PostgreSQL over one table of 100,000 rows: COPY in, read, ask for one row, insert.

`python -m benchmarks.drivers ADDRESS` needs a database that it may write to (`postgresql://USER@HOST/DATABASE`), and
pg8000 beside psycopg.
"""

import io
import sys
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import make_url

ROWS = [(f"id{number:012d}", number % 1000, "some words of a report " * 3, "2024-01-01") for number in range(100_000)]


def measured(what: str, work: Callable[[], object]) -> None:
    """Prints the seconds that some work took."""
    began = time.perf_counter()
    work()
    print(f"  {what:<28} {time.perf_counter() - began:6.2f} s")


def compare(name: str, connection: Any, copy: Callable[[Any], object]) -> None:
    """Prints what one driver takes for each kind of work."""
    cursor = connection.cursor()
    cursor.execute('CREATE TEMP TABLE kept (id varchar COLLATE "C" PRIMARY KEY, n int, words text, day date)')
    print(name)
    measured("COPY in 100,000 rows", lambda: copy(cursor))

    def ask() -> None:
        for row in ROWS[:2000]:
            cursor.execute("SELECT * FROM kept WHERE id = %s", (row[0],))
            cursor.fetchall()

    def read() -> None:
        cursor.execute("SELECT * FROM kept")
        cursor.fetchall()

    more = [("x" + row[0], *row[1:]) for row in ROWS[:3000]]
    measured("read 100,000 rows", read)
    measured("2,000 questions of one row", ask)
    measured("3,000 rows by INSERT", lambda: cursor.executemany("INSERT INTO kept VALUES (%s, %s, %s, %s)", more))
    connection.close()


def by_psycopg(cursor: Any) -> None:
    """COPY as psycopg has it."""
    with cursor.copy("COPY kept FROM STDIN") as copy:
        for row in ROWS:
            copy.write_row(row)


def by_pg8000(cursor: Any) -> None:
    """COPY as pg8000 has it."""
    text = "".join("\t".join(map(str, row)) + "\n" for row in ROWS)
    cursor.execute("COPY kept FROM STDIN", stream=io.BytesIO(text.encode()))


def main(address: str) -> None:
    """Prints the table of both drivers."""
    import pg8000.dbapi
    import psycopg

    url = make_url(address)
    compare("psycopg", psycopg.connect(address), by_psycopg)
    there = {"host": url.host or "localhost", "port": url.port or 5432, "password": url.password}
    compare("pg8000", pg8000.dbapi.connect(user=url.username or "", database=url.database, **there), by_pg8000)


if __name__ == "__main__":
    main(sys.argv[1])
