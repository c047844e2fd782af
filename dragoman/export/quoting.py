"""Plain objects and a limit come in; the same go out with no words of an article longer than it in one place."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dragoman.analysis.relation import Relation
from dragoman.export.door import clipped

QUOTED = frozenset(("sentence", "words", "anchor", "text", "quote"))
"""Names under which objects hold words of an article."""


def quoted_within(found: Any, limit: int) -> Any:
    """An object for JSON with its quotations cut to so many characters; all else stays."""
    if isinstance(found, Mapping):
        return {
            name: clipped(value, limit) if name in QUOTED and isinstance(value, str) else quoted_within(value, limit)
            for name, value in found.items()
        }
    if isinstance(found, (list, tuple)):
        return [quoted_within(each, limit) for each in found]
    return found


def row_text(found: Any, limit: int, indent: int | None = None) -> str:
    """An object as JSON, its quotations cut."""
    return json.dumps(quoted_within(found, limit), ensure_ascii=False, indent=indent)


def series_within(series: Relation, limit: int) -> Relation:
    """The series of a relation, the words of each act cut."""

    def cut(acts: Any) -> Any:
        return tuple(replace(act, words=clipped(act.words, limit)) for act in acts)

    points = tuple(replace(each, acts=cut(each.acts), drivers=cut(each.drivers)) for each in series.points)
    return replace(series, points=points)
