"""The record itself: what could not be used, which months it covers, how it was made, and the codebook in short."""

from dataclasses import asdict
from typing import Any

from dragoman.events import Stage
from dragoman.ontology.acts import MODES, QUAD, SCORES
from dragoman.record import EventType, Status
from dragoman.web.address import Parameter
from dragoman.web.answering import Answer, Page
from dragoman.web.forms import plain_cells
from dragoman.web.keeping import WHOLE
from dragoman.web.pages.outlets import start_of
from dragoman.web.visiting import Visit

_REJECTS = 50


def rejects_page(visit: Visit) -> Answer:
    """What stands refused, the newest first, beside what the record covers."""
    start = start_of(visit)
    found = visit.view.newest_rejects(_REJECTS + 1, start)
    rows = [
        {"where": each.where, "stage": each.stage, "reason": each.reason, "known_at": each.known_at.isoformat()}
        for each in found[:_REJECTS]
    ]
    after = str(start + _REJECTS) if len(found) > _REJECTS else ""
    months = _coverage(visit)
    values = {"rejects": found[:_REJECTS], "after": after, "months": months[-36:][::-1], "counts": _counts(visit)}
    values["most"] = max((each["articles"] for each in months[-36:]), default=1)
    return Answer("rejects.html", values, lambda: rows, plain_cells, after)


def coverage_page(visit: Visit) -> Answer:
    """How many articles the record has of each month."""
    return Answer("", {}, lambda: _coverage(visit), plain_cells)


def method_page(visit: Visit) -> Answer:
    """How the record was made, and what its words mean."""
    rows = [
        {
            "type": str(each), "quad": str(QUAD[each]), "score": SCORES[each], "modes": list(MODES[each]),
            "means": visit.words.t(f"means_{str(each).lower()}"),
        }
        for each in EventType
    ]  # fmt: skip
    runs = list(visit.view.runs())
    coders = list(dict.fromkeys((each.coder, each.version, each.program) for each in runs if each.coder))
    values = {
        "types": rows,
        "statuses": list(Status),
        "stages": list(Stage),
        "coders": coders[-6:],
        "runs": len(runs),
        "counts": _counts(visit),
        "book_as_of": visit.book.as_of,
    }
    return Answer("method.html", values, lambda: rows, plain_cells)


def _coverage(visit: Visit) -> list[dict[str, Any]]:
    written = visit.view.last_write()[0]
    found = WHOLE.get(written, "coverage", str(visit.view.path), visit.view.coverage)
    return [asdict(each) for each in found]


def _counts(visit: Visit) -> Any:
    written = visit.view.last_write()[0]
    return WHOLE.get(written, "counts", str(visit.view.path), visit.view.size)


_AFTER = Parameter("after", "text", "where the page before ended, as it says in `next`")
PAGES = (
    Page("rejects", "/rejects", rejects_page, "What could not be used, and what the record covers.", (_AFTER,)),
    Page(
        "coverage",
        "/coverage",
        coverage_page,
        "How many articles the record has of each month.",
        is_data=True,
    ),
    Page("method", "/method", method_page, "How the record was made; types, statuses and scores."),
)
