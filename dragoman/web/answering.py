"""What a page has found, before it takes a form: values for its template, rows for data, appointments, changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.analysis.changes import Change
from dragoman.analysis.diary import Entry
from dragoman.web.address import Parameter
from dragoman.web.visiting import Visit

Row = Mapping[str, Any]
Cells = Callable[[Row], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page shows. `rows` are plain objects, the same for JSON and, by `cells`, for CSV; `after` is where the
    next page begins. `entries` are for a calendar, `changes` for a feed."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    rows: Callable[[], Sequence[Row]] = list
    cells: Cells = dict
    after: str = ""
    entries: Sequence[Entry] = ()
    changes: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name, its path (parts in braces), what it answers, what its address may say, and its other forms.

    What `is_data` is a list alone, for programs and charts, and no page.
    """

    name: str
    path: str
    answer: Callable[[Visit], Answer]
    says: str
    parameters: Sequence[Parameter] = ()
    forms: Sequence[str] = ("json", "csv")
    is_data: bool = False
