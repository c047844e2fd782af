"""Shelf files (TOML and CSV that a desk can edit) → rows of plain fields, each knowing where it was written."""

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from dragoman.errors import Stop

FOLDER = Path(__file__).parent / "shelves"

# What each table's rows are known by, and which fields they cannot do without.
TABLES: dict[str, tuple[str, tuple[str, ...]]] = {
    "state": ("id", ("id", "name")),
    "body": ("id", ("id", "name")),
    "group": ("id", ("id", "name")),
    "party": ("id", ("id", "name", "country")),
    "outlet": ("name", ("name",)),
    "holder": ("person", ("country", "office", "person")),
    "place": ("name", ("name", "country")),
    "state_name": ("name", ("state", "lang", "name")),
    "region": ("name", ("name",)),
    "phrase": ("name", ("name", "kind")),
    "institution": ("name", ("name", "country", "sector")),
    "people": ("name", ("name",)),
    "role": ("words", ("words", "sector")),
    "ambiguous": ("names", ("names",)),
}
# Which table a CSV file holds, by how its name begins.
_CSV_TABLES = {
    "holders": "holder",
    "places": "place",
    "state_names": "state_name",
    "regions": "region",
    "outlets": "outlet",
    "phrases": "phrase",
    "institutions": "institution",
    "peoples": "people",
}
_DATES = ("from", "to", "notice")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:'-]*$")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a shelf: its fields, and the file and entry that it stands in."""

    fields: Mapping[str, Any]
    where: str

    def text(self, name: str) -> str:
        """A field as text, "" where it is missing."""
        value = self.fields.get(name)
        return "" if value is None else str(value).strip()

    def texts(self, name: str) -> list[str]:
        """A field that holds several texts: a list, one text, or a text divided by "|"."""
        value = self.fields.get(name)
        if value is None:
            return []
        found = value if isinstance(value, list) else str(value).split("|")
        return [text for each in found if (text := str(each).strip())]

    def rows(self, name: str) -> Iterator["Row"]:
        """A field that holds a list of tables, as rows; a bare text counts as its name."""
        for number, value in enumerate(self.fields.get(name) or [], 1):
            yield Row(value if isinstance(value, dict) else {"name": value}, f"{self.where}, {name} {number}")


@dataclass(frozen=True)
class Shelves:
    """All rows by table, the loose word lists, and the day up to which the facts were written down."""

    tables: Mapping[str, list[Row]]
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    as_of: str = ""

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables.get(table, [])

    @cached_property
    def ids(self) -> dict[str, Row]:
        """Every state, body, group and party by its id."""
        return {row.text("id"): row for table in ("state", "body", "group", "party") for row in self[table]}


def shelf_files(folder: Path) -> list[Path]:
    """The shelf files of a folder, in the order of their names."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.suffix in (".toml", ".csv") and file.is_file())


def read_shelves(folder: Path, desk: Path | None = None, fresh: Path | None = None) -> Shelves:
    """The shelves of a folder, with a desk's own laid over them; Stop at a row that cannot be read.

    `fresh` is a file that is about to be put on the desk, in place of the one of its name.
    """
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    lists: dict[str, list[str]] = {}
    as_of = ""
    for file in shelf_files(folder):
        for table, row in rows_in(file):
            if table in TABLES:
                tables[table].append(_checked(row, table))
            elif table == "as_of":
                as_of = max(as_of, row.text("name"))
            else:
                lists.setdefault(table, []).extend(row.texts("name"))
    own = {file.name: file for file in (shelf_files(desk) if desk else ())}
    if fresh:
        own[fresh.name] = fresh
    for _, file in sorted(own.items()):
        for table, row in rows_in(file):
            if table in TABLES:
                _lay_over(tables[table], table, _checked(row, table, is_partial=True))
            elif table == "as_of":
                as_of = max(as_of, row.text("name"))
            else:
                lists.setdefault(table, []).extend(row.texts("name"))
    return Shelves(tables, lists, as_of)


def rows_in(file: Path) -> Iterator[tuple[str, Row]]:
    """The rows of one file as they stand there, each with its table (or the name of a loose list), not yet checked."""
    return _csv_rows(file) if file.suffix == ".csv" else _toml_rows(file)


def _toml_rows(file: Path) -> Iterator[tuple[str, Row]]:
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as broken:
        raise Stop(f"{file.name}: not UTF-8 ({broken}).", remedy="Save the file as UTF-8.") from None
    except tomllib.TOMLDecodeError as broken:
        raise Stop(f"{file.name}: {broken}.", remedy="Mend the line that it names.") from None
    for table, value in content.items():
        if table in TABLES:
            if not isinstance(value, list):
                raise Stop(f"{file.name}: [{table}] must be written [[{table}]], one for each entry.")
            for number, fields in enumerate(value, 1):
                yield table, Row(fields, f"{file.name}: {table} {number}")
        elif isinstance(value, (str, list)):
            yield table, Row({"name": value}, f"{file.name}: {table}")


def _csv_rows(file: Path) -> Iterator[tuple[str, Row]]:
    table = next((name for start, name in _CSV_TABLES.items() if file.stem.startswith(start)), None)
    if table is None:
        return
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as broken:
        raise Stop(f"{file.name}: not UTF-8 ({broken}).", remedy="Save the file as UTF-8.") from None
    kept = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not kept:
        return
    header = next(csv.reader([kept[0][1]]))
    for (number, _), cells in zip(kept[1:], csv.reader(line for _, line in kept[1:]), strict=False):
        if len(cells) > len(header):
            raise Stop(
                f"{file.name}: line {number} has {len(cells)} cells under {len(header)} columns.",
                remedy=f"The columns are {', '.join(header)}; put a cell that holds a comma in double quotes.",
            )
        yield table, Row(dict(zip(header, cells, strict=False)), f"{file.name}: line {number}")


def _checked(row: Row, table: str, *, is_partial: bool = False) -> Row:
    """The row, if it has what its table needs and its dates can be read; a desk's row may add to one in the book."""
    label, needed = TABLES[table]
    name = " / ".join(row.texts(label))[:60]
    where = f"{row.where} (“{name}”)" if name else row.where
    missing = [each for each in (needed[:1] if is_partial else needed) if not row.fields.get(each)]
    if missing:
        raise Stop(f"{where} lacks {', '.join(missing)}.", remedy=f"A {table} needs {', '.join(needed)}.")
    if label == "id" and not _ID.match(row.text("id")):
        raise Stop(f"{where}: the id may hold letters, digits and _ . : ' - only.", remedy="Give it another id.")
    for each in (row, *_nested(row)):
        _check_dates(each, where)
    return row


def _nested(row: Row) -> Iterator[Row]:
    for name, value in row.fields.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from row.rows(name)


def _check_dates(row: Row, where: str) -> None:
    for name in _DATES:
        value = row.text(name)
        if value in ("", "?"):
            continue
        if not _DATE.match(value) or not _is_calendar(value):
            raise Stop(f"{where}: {name} = “{value}” is no date.", remedy="Write YYYY, YYYY-MM, YYYY-MM-DD or ?.")
    since, until = row.text("from"), row.text("to")
    if since not in ("", "?") and until not in ("", "?") and until.ljust(10, "9") < since:
        raise Stop(f"{where}: ends ({until}) before it begins ({since}).", remedy="Mend one of the two dates.")


def _is_calendar(value: str) -> bool:
    parts = [int(part) for part in value.split("-")]
    return (len(parts) < 2 or 1 <= parts[1] <= 12) and (len(parts) < 3 or 1 <= parts[2] <= 31)


def _lay_over(rows: list[Row], table: str, row: Row) -> None:
    """Put a desk's row into a table: by its id it amends the book's, else it stands beside the others."""
    if TABLES[table][0] != "id":
        same = next((place for place, old in enumerate(rows) if table == "holder" and _is_same_tie(old, row)), -1)
        if same < 0:
            rows.append(_checked(row, table))
        else:
            rows[same] = Row(_merged(rows[same].fields, row.fields), f"{row.where}, over {rows[same].where}")
        return
    id_ = row.text("id")
    for place, old in enumerate(rows):
        if old.text("id") == id_:
            if row.fields.get("remove"):
                del rows[place]
            else:
                rows[place] = Row(_merged(old.fields, row.fields), f"{row.where}, over {old.where}")
            return
    if not row.fields.get("remove"):
        rows.append(_checked(row, table))


def _is_same_tie(old: Row, new: Row) -> bool:
    return all(old.text(name) == new.text(name) for name in ("country", "office", "person", "from"))


def _merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of an amended row: lists grow, tables of lists grow by key, everything else is replaced."""
    merged = dict(old)
    for name, value in new.items():
        before = merged.get(name)
        if name == "also":
            merged[name] = list(dict.fromkeys([*Row(old, "").texts(name), *Row(new, "").texts(name)]))
        elif isinstance(before, list) and isinstance(value, list):
            merged[name] = [*before, *(each for each in value if each not in before)]
        elif isinstance(before, dict) and isinstance(value, dict):
            merged[name] = _merged(before, value)
        else:
            merged[name] = value
    return merged
