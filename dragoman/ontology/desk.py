"""A desk's own shelves: where they live, how a file is put among them, and how they are written."""

import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import Stop
from dragoman.ontology.shelves import FOLDER, TABLES, read_shelves, rows_in


@dataclass(frozen=True, slots=True)
class Added:
    """What a shelf file brought: where it now lies, and how many rows of each table it holds."""

    file: Path
    rows: Mapping[str, int]


def desk_of(record: Path) -> Path:
    """The folder of a record's own shelves: beside it, under its name ("sahel.db" → "sahel.desk").

    Those of a record in a database lie in the folder that one works in ("postgresql://desk/sahel" → "sahel.desk").
    """
    if record.parts and record.parts[0] in ("postgresql:", "postgres:"):
        return Path(Path(str(record).partition("?")[0]).name + ".desk")
    return record.with_suffix(".desk")


def add_shelf(file: Path, desk: Path) -> Added:
    """Put a shelf file (TOML, or CSV named like one of the book's) on the desk; Stop where it cannot be read.

    Its rows amend the book's by id (lists grow, other fields are replaced, `remove = true` takes a row out) or
    stand beside them; the shipped shelves are never written to. A file of the same name is replaced.
    """
    if not file.is_file():
        raise Stop(f"{file}: there is no such file.")
    if file.suffix not in (".toml", ".csv"):
        raise Stop(f"{file}: a shelf is a .toml or .csv file.", remedy="See the shelves that ship with the book.")
    rows = _rows_of(file)
    if not rows:
        known = ", ".join(f"[[{name}]]" for name in TABLES)
        raise Stop(f"{file}: holds no row that the book knows.", remedy=f"Its tables may be {known}.")
    read_shelves(FOLDER, desk, file)
    desk.mkdir(parents=True, exist_ok=True)
    place = desk / file.name
    if file.resolve() != place.resolve():
        shutil.copyfile(file, place)
    return Added(place, rows)


def _rows_of(file: Path) -> Counter[str]:
    return Counter(table for table, _ in rows_in(file) if table in TABLES)


def write_shelf(tables: Mapping[str, Iterable[Mapping[str, Any]]], file: Path, *, note: str) -> None:
    """Write rows as a TOML shelf; values are texts, numbers, booleans, and lists and tables of them."""
    lines = [f"# {line}" for line in note.splitlines()]
    for table, rows in tables.items():
        for row in rows:
            lines += [
                "",
                f"[[{table}]]",
                *(f"{name} = {_toml(value)}" for name, value in row.items() if value not in (None, "", [])),
            ]
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(file.name + ".new")
    fresh.write_text("\n".join(lines) + "\n", encoding="utf-8")
    fresh.replace(file)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{json.dumps(name)} = {_toml(each)}" for name, each in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
