"""Tables become a Frictionless data package: a zip of CSV files and the description that tools check them by."""

import io
import json
import zipfile
from typing import Any, BinaryIO

from dragoman.errors import Stop
from dragoman.export.door import SCHEMA, Answer, Table
from dragoman.export.sheets import Csv

_TYPES = {
    "text": {"type": "string"},
    "day": {"type": "date", "format": "%Y-%m-%d"},
    "instant": {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%SZ"},
    "count": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "list": {"type": "string"},
}
_LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
    "PDDL-1.0": "https://opendatacommons.org/licenses/pddl/1-0/",
}
_FIRST_INSTANT = (1980, 1, 1, 0, 0, 0)


class DataPackage:
    """A zip that holds `datapackage.json` and one CSV a table; each row says its licence and whose words it quotes."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write all tables, a row at a time; entries of the zip have no instant, so that the same is the same."""
        if not answer.tables:
            raise Stop(f"{answer.about.subject} has no tables.", remedy="Export a data package of the record.")
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
            described = json.dumps(descriptor(answer), ensure_ascii=False, indent=1)
            zipped.writestr(_entry("datapackage.json"), described.encode("utf-8", "replace"))
            for table in answer.tables:
                with zipped.open(_entry(f"{table.name}.csv"), "w", force_zip64=True) as file:
                    Csv().write(_alone(answer, table), io.BufferedWriter(_Lasting(file)))


class _Lasting(io.RawIOBase):
    """An entry of a zip as a plain stream."""

    def __init__(self, under: Any) -> None:
        self._under = under

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return int(self._under.write(bytes(data)))


def _alone(answer: Answer, table: Table) -> Answer:
    return Answer(answer.about, answer.book, answer.asked, (table,))


def _entry(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, _FIRST_INSTANT)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    return made


def descriptor(answer: Answer) -> dict[str, Any]:
    """The description of a package: what each column holds, keys, and the question that it answers."""
    found: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": "dragoman-export",
        "title": "A record of diplomacy, exported from Dragoman",
        "version": f"{SCHEMA}.0.0",
        "dragoman": answer.about.facts(),
        "resources": [_resource(table, {each.name for each in answer.tables}) for table in answer.tables],
    }
    licence = answer.about.licence
    if licence:
        found["licenses"] = [{"name": licence, **({"path": _LICENCES[licence]} if licence in _LICENCES else {})}]
    return found


def _resource(table: Table, there: set[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {"name": column.name, "description": column.what, **_TYPES[column.kind]} for column in table.columns
        ],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.name == "reports" and {"events", "articles"} <= there:
        schema["foreignKeys"] = [
            {"fields": ["event"], "reference": {"resource": "events", "fields": ["event"]}},
            {"fields": ["article"], "reference": {"resource": "articles", "fields": ["article"]}},
        ]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "encoding": "utf-8-sig",
        "format": "csv",
        "mediatype": "text/csv",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "schema": schema,
    }
