"""Flags that several verbs share; nothing that takes time to import, for a verb is imported to say what it takes."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

Db = Annotated[
    str | None, Parameter(name="--db", help="file of the record, or folder of a lake; else the setting “db”")
]
AsOf = Annotated[str | None, Parameter(help="what was true on this day, YYYY-MM-DD, whenever it became known")]
KnownBy = Annotated[str | None, Parameter(help="from what was published by this day alone, YYYY-MM-DD")]
Since = Annotated[str | None, Parameter(help="first day, YYYY-MM-DD")]
Until = Annotated[str | None, Parameter(help="last day, YYYY-MM-DD")]
Region = Annotated[
    list[str] | None, Parameter(help="regions, countries or bodies, with commas: sahel,russia", consume_multiple=False)
]
Json = Annotated[bool, Parameter(name="--json", negative=(), help="one JSON object a row")]
Out = Annotated[Path | None, Parameter(name=["--output", "-o"], help="file to write to, else standard output")]
