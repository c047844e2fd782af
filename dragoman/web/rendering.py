"""The values of a page come in; its HTML goes out, every text from outside escaped and made visible."""

import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dragoman.analysis.timeline import Gap
from dragoman.events import Event, Stage
from dragoman.export.wording import changed_numbers, shown, visible
from dragoman.web.address import LANG
from dragoman.web.answering import Answer, Page
from dragoman.web.visiting import Visit

FOLDER = Path(__file__).parent
SECTIONS = ("today", "diary", "events", "claims", "pledges", "network", "shifts", "forecasts", "outlets", "rejects",
            "method")  # fmt: skip
"""Pages that the navigation names, in its order, those that there are."""


@cache
def templates() -> Environment:
    """The templates: everything is escaped, and a value that is missing is an error."""
    found = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    found.filters.update({"shown": shown, "visible": visible, "outside": outside, "part": part})
    found.filters["actor_name"] = lambda code, words: words.name(code)
    found.filters["type_name"] = lambda type_, words: words.word("type", type_)
    found.tests["instance_of_gap"] = lambda row: isinstance(row, Gap)
    found.globals.update({"changed_numbers": changed_numbers, "asset": asset, "mark": mark})
    return found


def page_html(page: Page, answer: Answer, visit: Visit, sections: tuple[str, ...]) -> str:
    """A page of the record."""
    words = visit.words
    return templates().get_template(answer.template).render(
        page=page, visit=visit, to=visit.address.to, here=visit.address.here, form=visit.address.form, t=words.t,
        n=words.n, words=words, sections=sections, answer_after=answer.after, hidden=_hidden, languages=LANG.choices,
        **answer.values,
    )  # fmt: skip


def error_html(visit: Visit, status: int, reason: str, remedy: str, sections: tuple[str, ...]) -> str:
    """The page that says what went wrong."""
    page = Page("error", visit.address.path, lambda _: Answer(""), "", (), ())
    values = {"status": status, "reason": reason, "remedy": remedy}
    return page_html(page, Answer("error.html", values), visit, sections)


def outside(url: str) -> str:
    """The address of an article if it is one that a browser may open, else nothing: http and https alone."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    is_plain = url == visible(url) and not any(sign.isspace() for sign in url.strip())
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc and is_plain else ""


def part(text: str) -> str:
    """Text as one part of a path."""
    return quote(text, safe="")


def mark(event: Event, stage: Stage | None) -> str:
    """The class by which the stage of an act is drawn."""
    return "disputed" if event.is_contradicted else str(stage or Stage.POSSIBLE).replace(" ", "-")


def _hidden(visit: Visit, *without: str) -> list[tuple[str, str]]:
    """What a form must carry on that it has no field for."""
    gone = {*without, "after", "token"}
    return [(name, value) for name, value in visit.address.query.items() if name not in gone]


@cache
def asset(name: str) -> str:
    """The address of a file of ours, which is another when the file is."""
    digest = hashlib.sha256((FOLDER / "assets" / name).read_bytes()).hexdigest()[:10]
    return f"/assets/{name}?v={digest}"
