"""The index as a file that opens at once: its large tables lie in drawers, each read when a key first asks for it."""

import json
import mmap
import os
from array import array
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar
from zlib import crc32

Index = Mapping[str, Any]
Value = TypeVar("Value")

VERSION = "2"
# Sections that are tables by word or id, and looked up a few keys at a time.
DRAWN = frozenset(("names", "starts", "places", "roles", "actors", "called", "people", "known", "sounds", "ties"))
# So many drawers a section: one holds about a thousand characters.
_DRAWERS = 1024
# So many keys that a table does not have are remembered, to spare a second look.
_REMEMBERED = 65536
_ABSENT: Any = object()


class Drawers(Mapping[str, Any]):
    """A table of a section; a drawer holds the entries of all keys whose first words hash alike."""

    def __init__(self, content: Any) -> None:
        self._content = content
        self._count = int.from_bytes(content[:4], "little")
        self._places = array("I")
        self._places.frombytes(content[4 : 8 + 4 * self._count])
        self._start = 8 + 4 * self._count
        self._found: dict[str, Any] = {}
        self._opened: set[int] = set()
        self._absent: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        """The entry of a key, or the default."""
        found = self._found.get(key, _ABSENT)
        if found is not _ABSENT:
            return found
        if key in self._absent:
            return default
        self._open(_drawer_of(key, self._count))
        found = self._found.get(key, _ABSENT)
        if found is not _ABSENT:
            return found
        if len(self._absent) >= _REMEMBERED:
            self._absent.clear()
        self._absent.add(key)
        return default

    def __getitem__(self, key: str) -> Any:
        """The entry of a key; KeyError where there is none."""
        found = self.get(key, _ABSENT)
        if found is _ABSENT:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        """True if the table has the key."""
        return isinstance(key, str) and self.get(key, _ABSENT) is not _ABSENT

    def __iter__(self) -> Iterator[str]:
        """All keys: every drawer is read for that."""
        for number in range(self._count):
            self._open(number)
        return iter(self._found)

    def __len__(self) -> int:
        """How many entries: every drawer is read for that."""
        return sum(1 for _ in self)

    def _open(self, number: int) -> None:
        if number not in self._opened:
            self._opened.add(number)
            start, end = self._places[number], self._places[number + 1]
            if end > start:
                self._found.update(json.loads(self._content[self._start + start : self._start + end]))


class Made(Mapping[str, Value], Generic[Value]):
    """A table whose entries are made from another's rows when they are first asked for."""

    def __init__(self, rows: Mapping[str, Any], make: Callable[[str, Any], Value]) -> None:
        self._rows = rows
        self._make = make
        self._made: dict[str, Value] = {}

    def __getitem__(self, key: str) -> Value:
        """The entry of a key; KeyError where there is none."""
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._make(key, self._rows[key])
        return found

    def __contains__(self, key: object) -> bool:
        """True if the table has the key."""
        return key in self._made or key in self._rows

    def __iter__(self) -> Iterator[str]:
        """All keys."""
        return iter(self._rows)

    def __len__(self) -> int:
        """How many entries."""
        return len(self._rows)


class _Stretch:
    """A stretch of a longer content; a slice of it is bytes."""

    def __init__(self, content: Any, start: int, length: int) -> None:
        self._content, self._start, self._length = content, start, length

    def __getitem__(self, part: slice) -> bytes:
        """The bytes of a part."""
        first, last, _ = part.indices(self._length)
        return bytes(self._content[self._start + first : self._start + last])


class Sections(Mapping[str, Any]):
    """An index as it lies in a file; a section is read when it is first asked for."""

    def __init__(self, content: Any) -> None:
        end = content.find(b"\n")
        self.head: dict[str, Any] = json.loads(content[: end + 1])
        if self.head.get("version") != VERSION:
            raise ValueError("an index of another version")
        self._content = content
        self._start = end + 1
        self._read: dict[str, Any] = {}

    @classmethod
    def of_file(cls, file: Path) -> "Sections":
        """The index of a file, which stays mapped into memory; ValueError for one that is none."""
        with file.open("rb") as opened:
            return cls(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))

    def __getitem__(self, name: str) -> Any:
        """A section; KeyError for none."""
        if name not in self._read:
            start, length = self.head["sections"][name]
            start += self._start
            if name in DRAWN:
                self._read[name] = Drawers(_Stretch(self._content, start, length))
            else:
                self._read[name] = json.loads(self._content[start : start + length])
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        """Names of the sections."""
        return iter(self.head["sections"])

    def __len__(self) -> int:
        """How many sections."""
        return len(self.head["sections"])


def write_index(index: Index, stamp: str, file: Path, sources: Mapping[str, int] | None = None) -> None:
    """Write an index with its stamp and the sizes of its sources: a first line that says where each section lies, then
    the sections."""
    sections = {name: drawn_table(value) if name in DRAWN else _json(value) for name, value in index.items()}
    place, contents = 0, {}
    for name, content in sections.items():
        contents[name] = [place, len(content)]
        place += len(content)
    head = {"version": VERSION, "stamp": stamp, "sources": dict(sources or {}), "sections": contents}
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    fresh.write_bytes(json.dumps(head).encode() + b"\n" + b"".join(sections.values()))
    fresh.replace(file)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def drawn_table(table: Mapping[str, Any]) -> bytes:
    """A table as a section of drawers: their number, where each begins, and each as JSON."""
    count = max(1, min(_DRAWERS, len(table)))
    drawers: list[dict[str, Any]] = [{} for _ in range(count)]
    for key, value in table.items():
        drawers[_drawer_of(key, count)][key] = value
    contents = [_json(drawer) if drawer else b"" for drawer in drawers]
    places = array("I", [0])
    for content in contents:
        places.append(places[-1] + len(content))
    return count.to_bytes(4, "little") + places.tobytes() + b"".join(contents)


def _drawer_of(key: str, count: int) -> int:
    return crc32(key.partition(" ")[0].encode()) % count
