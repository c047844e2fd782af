"""What a page has found comes in; the same list goes out as JSON, CSV, a calendar or a feed."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dragoman.export.atom import atom_bytes
from dragoman.export.calendar import calendar_bytes
from dragoman.export.quoting import quoted_within
from dragoman.export.wording import shown
from dragoman.web.answering import Answer, Page, Row
from dragoman.web.visiting import Visit

MEDIA = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def in_form(form: str, page: Page, answer: Answer, visit: Visit, base: str) -> bytes:
    """The bytes of an answer in a form; `base` is the address of this server, for links out of a feed."""
    if form == "json":
        return _json(page, answer, visit)
    if form == "csv":
        rows = [answer.cells(row) for row in quoted_within(list(answer.rows()), visit.question.quote_limit)]
        return csv_bytes(rows, _head(answer) if not rows else ())
    name = _name(page, visit)
    if form == "ics":
        return calendar_bytes(answer.entries, visit.book, name=name, quote_limit=visit.question.quote_limit)
    query = {key: value for key, value in visit.address.query.items() if key != "token"}
    address = base + visit.address.form("atom") if query else f"{base}{visit.address.path}.atom"
    return atom_bytes(
        answer.changes,
        visit.book,
        name=name,
        address=address,
        event_address=f"{base}/event/",
        quote_limit=visit.question.quote_limit,
    )


def _name(page: Page, visit: Visit) -> str:
    whose = visit.address.text("actor")
    return shown(f"Dragoman {page.name}" + (f": {whose}" if whose else ""))


def _json(page: Page, answer: Answer, visit: Visit) -> bytes:
    asked = visit.asked
    told = {
        "list": page.name,
        "asked_on": asked.on.isoformat(),
        "as_of": asked.as_of.isoformat() if asked.as_of else None,
        "known_by": visit.known_by.isoformat() if visit.known_by else None,
    }
    # A row a line, and not indented: only so it is written by compiled code, in an eighth of the time.
    found = quoted_within(list(answer.rows()), visit.question.quote_limit)
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in found)
    head, after = json.dumps(told, ensure_ascii=False)[:-1], json.dumps(answer.after or None)
    text = f'{head}, "rows": [\n{rows}\n], "next": {after}}}\n'
    # A lone surrogate, should a broken article have one, is no UTF-8.
    return text.encode("utf-8", "replace")


def _head(answer: Answer) -> list[str]:
    """The columns of a list that has no line; none where they are the lines' own."""
    try:
        return list(answer.cells(NOTHING)) if answer.cells is not plain_cells else []
    except KeyError:
        return []


def csv_bytes(rows: Iterable[Mapping[str, Any]], head: Sequence[str] = ()) -> bytes:
    """Rows as CSV for spreadsheets: a byte-order mark, one date style, and no cell that is a formula."""
    file = io.StringIO(newline="")
    table: csv.DictWriter[str] | None = None
    if head:
        csv.writer(file, lineterminator="\r\n").writerow(head)
    for row in rows:
        if table is None:
            table = csv.DictWriter(file, list(row), extrasaction="ignore", lineterminator="\r\n")
            table.writeheader()
        table.writerow({name: harmless(value) for name, value in row.items()})
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = shown(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def event_cells(row: Row) -> dict[str, Any]:
    """An event as one line of a table."""
    when, where = row["when"] or {}, row["where"] or {}
    sentence = row["sentence"] or ""
    first: Mapping[str, Any] = next(iter(row["reports"]), {})
    return {
        "event": row["event"],
        "type": row["type"],
        "mode": row["mode"],
        "status": row["status"],
        "stage": row["stage"],
        "from": when.get("from"),
        "to": when.get("to"),
        "basis": when.get("basis"),
        "actors": _people(row["actors"]),
        "recipients": _people(row["recipients"]),
        "place": where.get("name"),
        "place_country": where.get("country"),
        "contexts": "; ".join(row["contexts"]),
        "known_on": row["known_on"],
        "reports": row["report_count"],
        "origins": row["origin_count"],
        "contradicted": "yes" if row["is_contradicted"] else "no",
        "sentence": sentence,
        "outlets": "; ".join(first.get("outlets", ())),
        "url": first.get("url", ""),
    }


NOTHING: Row = {
    "event": "", "type": "", "mode": "", "status": "", "stage": "", "when": None, "where": None, "sentence": "",
    "reports": [], "actors": [], "recipients": [], "contexts": [], "known_on": "", "report_count": "",
    "origin_count": "", "is_contradicted": False,
}  # fmt: skip
"""An event of which nothing is known: the head of a table without lines."""


def _people(people: Iterable[Mapping[str, Any]]) -> str:
    return "; ".join(str(one["id"] or one["country"] or one["text"]) for one in people)


def cells_with(*names: str) -> Any:
    """Cells of an event with some of the row's own fields before them."""

    def cells(row: Row) -> dict[str, Any]:
        return {name: _flat(row.get(name)) for name in names} | event_cells(row)

    return cells


def plain_cells(row: Row) -> dict[str, Any]:
    """Cells of a flat row: what is nested goes out as text."""
    return {name: _flat(value) for name, value in row.items()}


def _flat(value: Any) -> Any:
    if isinstance(value, Mapping):
        if {"from", "to"} <= value.keys():
            return "/".join(str(value[end]) for end in ("from", "to") if value[end])
        return "; ".join(f"{name}: {_flat(each)}" for name, each in value.items() if each not in (None, "", []))
    if isinstance(value, (list, tuple)):
        return "; ".join(str(_flat(each)) for each in value)
    return value
