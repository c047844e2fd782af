"""A table of comma- or tab-separated values comes in; an article, or what is wrong with it, goes out for each row."""

import csv
import re
from collections.abc import Iterator

from dragoman.errors import Skip
from dragoman.news.delivery import LONGEST_DOCUMENT, Delivery
from dragoman.news.fields import found_in
from dragoman.news.lines import lines_of
from dragoman.record import Article

_WRONG = re.compile("[\ud800-\udfff]")
DELIMITERS = ",\t;|"


class Table:
    """One article a row, under a first row of names; a cell may run over several lines, in quotation marks.

    The delimiter is the one of comma, tab, semicolon and bar that the row of names holds most often.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles in order; a row that cannot be used is yielded as a Skip that names the line it begins on."""
        given = lines_of(delivery, blank=True)
        first = next((each for each in given if isinstance(each[1], Skip) or each[1].strip()), None)
        if first is None or isinstance(first[1], Skip):
            raise first[1] if first and isinstance(first[1], Skip) else Skip("the file is empty")
        delimiter = delimiter_of(first[1])
        csv.field_size_limit(LONGEST_DOCUMENT)
        try:
            names = next(csv.reader([first[1]], delimiter=delimiter))
        except csv.Error as wrong:
            raise Skip(f"the row of names cannot be read ({wrong})") from None
        here = _Rows(given, delivery)
        rows = csv.reader(here, delimiter=delimiter)
        while True:
            where = delivery.line(here.number + 1)
            try:
                row = next(rows)
            except StopIteration:
                yield from here.skipped
                return
            except csv.Error as wrong:
                yield Skip(f"not a row of the table ({wrong})", where=where)
                rows = csv.reader(here, delimiter=delimiter)  # it must not go on inside the broken cell
                continue
            yield from here.skipped
            here.skipped.clear()
            if any(cell.strip() for cell in row):
                yield _outcome(names, row, delivery, where)


def _outcome(names: list[str], row: list[str], delivery: Delivery, where: str) -> Article | Skip:
    if len(row) > len(names):
        return Skip(f"the row has {len(row)} cells under {len(names)} names", where=where)
    if any(_WRONG.search(cell) for cell in row):
        return Skip("wrong encoding: the row is not UTF-8", where=where)
    held = {name: cell for name, cell in zip(names, row, strict=False) if cell.strip()}
    try:
        return delivery.article(found_in(held, delivery.fields, where), where)
    except Skip as skipped:
        return skipped


def delimiter_of(line: str) -> str:
    """The delimiter that a row of names holds most often, a comma if it holds none."""
    return max(DELIMITERS, key=line.count)


class _Rows(Iterator[str]):
    """The lines after the first, as the csv module wants them; what is wrong with one is kept beside."""

    def __init__(self, lines: Iterator[tuple[int, str | Skip]], delivery: Delivery) -> None:
        self._lines = lines
        self._delivery = delivery
        self.number = 1
        self.skipped: list[Skip] = []

    def __next__(self) -> str:
        self.number, line = next(self._lines)
        if isinstance(line, Skip):
            self.skipped.append(line)
            return "\n"
        if "\0" in line:
            line = line.replace("\0", "\ufffd")
        return line
