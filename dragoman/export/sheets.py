"""Tables become files for spreadsheets, CSV and XLSX, in which no cell is ever taken for a formula."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from dragoman.errors import Stop
from dragoman.export.door import Answer, Cell, Column
from dragoman.export.wording import shown

MOST_ROWS = 1_048_575
MOST_SIGNS = 32_767
_FORMULA = re.compile(r"^[\s'\"]*[=+\-@|%＝＋－＠]")
_BETWEEN = "; "


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula: one that begins like one has an apostrophe put before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def written(cell: Cell) -> str:
    """A cell as text: lists joined by "; ", true and false in small letters, numbers plainly; hidden signs shown."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return repr(cell)
    return defused(shown(_BETWEEN.join(cell) if isinstance(cell, tuple) else cell))


class Csv:
    """CSV by RFC 4180 in UTF-8 with a byte-order mark, without which Excel takes it for the local code page."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write the table, a row at a time."""
        text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=False)
        try:
            rows = csv.writer(text)
            table = answer.table
            rows.writerow([column.name for column in table.columns])
            for row in table.rows():
                rows.writerow([written(row.get(column.name)) for column in table.columns])
            text.flush()
        finally:
            text.detach()


class Xlsx:
    """One sheet of a workbook, and one that says what its columns are; text is typed as text, so never a formula."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write the table; Stop where it has more rows than a sheet holds."""
        import xlsxwriter

        table = answer.table
        made = {"in_memory": False, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                "strings_to_numbers": False}  # fmt: skip
        book = xlsxwriter.Workbook(out, made)
        # Without it the instant of writing would stand in the file, and no two would be alike.
        book.set_properties({"created": datetime(1980, 1, 1), "title": f"Dragoman: {table.name}"})
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "num_format": "@"})
        sheet = book.add_worksheet(table.name)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            sheet.write_string(0, place, column.name, head)
        for number, row in enumerate(table.rows(), start=1):
            if number > MOST_ROWS:
                raise Stop(
                    f"{table.name} has more than {MOST_ROWS:,} rows, the most that a sheet holds.",
                    remedy="Export CSV or Parquet, or ask for fewer.",
                )
            for place, column in enumerate(table.columns):
                cell = row.get(column.name)
                if isinstance(cell, int | float) and not isinstance(cell, bool):
                    sheet.write_number(number, place, cell)
                elif cell is not None:
                    sheet.write_string(number, place, written(cell)[:MOST_SIGNS], text)
        about = book.add_worksheet("about")
        for number, line in enumerate(_about(answer, table.columns)):
            for place, words in enumerate(line):
                about.write_string(number, place, words, text)
        book.close()


def _about(answer: Answer, columns: tuple[Column, ...]) -> Iterator[tuple[str, str]]:
    for name, value in answer.about.facts().items():
        yield name, defused(shown(value))
    for column in columns:
        yield column.name, column.what
