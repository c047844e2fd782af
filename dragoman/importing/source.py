"""A file and the name of a data set come in; its events in our words go out one by one, and what could not be used."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from dragoman.errors import Stop
from dragoman.events import Imported
from dragoman.importing.cameo import NoAct
from dragoman.importing.formats import FORMATS, Format, bare
from dragoman.importing.given import Given, objects, parquet_objects
from dragoman.importing.sides import Sides
from dragoman.importing.tables import Row, lines, rows
from dragoman.record import Reject

STAGE = "import"
PROVIDERS = (*FORMATS, "jsonl", "parquet")
"""What can be imported: data sets that are known by name, and events as plain objects."""
_SURE = 200
"""If none of so many first rows can be used, the file is something else."""

Found = Iterator[Imported | Reject]


class Importing:
    """Reads files of one data set. `no_act` counts the rows that stand for no act, by their code or name."""

    def __init__(self, provider: str, sides: Sides, filed_as: str = "") -> None:
        if provider not in PROVIDERS:
            raise Stop(f"there is no importer for “{provider}”.", remedy=f"There are: {', '.join(PROVIDERS)}.")
        self.provider = provider
        self.filed_as = filed_as or provider
        self.no_act: Counter[str] = Counter()
        self._sides = sides

    def read(self, path: Path, on_bytes: Callable[[int], None] = lambda _: None) -> Found:
        """The events of a file, in its order; Stop if it cannot be read, or if it is plainly something else."""
        if not path.is_file():
            raise Stop(f"there is no file {path}.")
        if self.provider in FORMATS:
            return self._counted(path, self._rows(path, FORMATS[self.provider], on_bytes))
        found = parquet_objects(path) if self.provider == "parquet" else objects(lines(path, on_bytes))
        given = Given(self.filed_as, self._sides)
        return self._counted(path, ((number, each, given.made) for number, each in found))

    def _rows(self, path: Path, format_: Format, on_bytes: Callable[[int], None]) -> Iterator[tuple[int, Any, Any]]:
        text = lines(path, on_bytes)
        first = next((line for line in text if line.strip()), "")
        if not first:
            return
        delimiter = format_.delimiter or max("\t,;|", key=first.count)
        # Dataverse quotes its tables; the sets' own tables have quotation marks that quote nothing.
        quoted = delimiter != "\t" or first.startswith('"')
        found: Iterator[Row | tuple[int, str]] = rows(chain([first], text), delimiter, quoted=quoted)
        number, head = next(found)
        if isinstance(head, str):
            raise Stop(f"{path}: its first line cannot be split: {head}.")
        has_header = any(bare(cell.lstrip("#!")) in {bare(key) for key in format_.key} for cell in head[:6])
        if has_header:
            header = tuple(cell.lstrip("#!") for cell in head)
        elif len(head) in format_.without_header:
            header = format_.without_header[len(head)]
            found = chain([(number, head)], found)
        else:
            wanted = ", ".join(str(each) for each in format_.without_header) or "a header"
            raise Stop(f"{path} is no {format_.name} file: its first line has {len(head)} columns (want {wanted}).")
        make = format_.make(header, self._sides)
        width = len(header)
        for number, row in found:
            if not isinstance(row, str) and has_header and len(row) != width:
                yield number, f"it has {len(row)} columns, not {width}", make
            else:
                yield number, row, make

    def _counted(self, path: Path, found: Iterator[tuple[int, Any, Any]]) -> Found:
        used = refused = 0
        place = str(path.absolute())
        waiting: list[Reject] = []
        for number, row, make in found:
            try:
                if isinstance(row, str):
                    raise ValueError(row)
                made = make(row)
            except NoAct as none:
                self.no_act[str(none)] += 1
                used += 1
                continue
            except (ValueError, IndexError, AttributeError, TypeError) as wrong:
                reason = str(wrong) if isinstance(wrong, ValueError) else "it has too few columns"
                refused += 1
                waiting.append(Reject(f"{place}:{number}", STAGE, reason, datetime.now(UTC), place))
                if not used:
                    if refused >= _SURE:
                        raise Stop(f"{path} is no {self.provider} file: {reason} (line {number}).") from None
                    continue
                yield from waiting
                waiting.clear()
                continue
            used += 1
            if waiting:
                yield from waiting
                waiting.clear()
            yield from made
        yield from waiting


def told(no_act: Mapping[str, int]) -> str:
    """How many rows stand for no act, in words; empty if none."""
    if not no_act:
        return ""
    most = ", ".join(f"{code} {count:,}" for code, count in Counter(no_act).most_common(4))
    return f"{sum(no_act.values()):,} stand for no act of PLOVER ({most}{' …' if len(no_act) > 4 else ''})"
