"""Reports as text for people: one block an act, its words quoted, wrapped to the terminal."""

import shutil
import textwrap
from collections.abc import Iterable, Iterator

from dragoman.export.wording import arranged, casualties, day, shown, who
from dragoman.record import Article, Report


def width() -> int:
    """Columns to write in: the terminal's, 100 where there is none, never under 60."""
    return max(60, shutil.get_terminal_size((100, 24)).columns)


def lines_of(report: Report) -> Iterator[str]:
    """One act: what, who, when, where, according to whom, and the words that name it."""
    kind = f"{report.type} {report.mode}" if report.mode else str(report.type)
    yield f"{report.status:<10} {day(report.when):<22} {kind:<22} {report.id}"
    sides = ", ".join(who(each) for each in report.actors) or "(nobody named)"
    if report.recipients:
        sides += " → " + ", ".join(who(each) for each in report.recipients)
    yield sides
    more = []
    if report.where:
        more.append(f"in {shown(report.where.name)}" + (f" ({report.where.country})" if report.where.country else ""))
    more += arranged(report)
    if report.said_by:
        via = f", to {shown(report.via)}" if report.via else ""
        more.append(f"according to {who(report.said_by)}{via}")
    if report.dead or report.injured:
        more.append(casualties(report))
    if report.contexts:
        more.append("on " + ", ".join(report.contexts) + " matters")
    if more:
        yield " · ".join(more)


def block(report: Report, quoted: str) -> str:
    """An act as an indented block, with the sentence that it rests on."""
    return indented([*lines_of(report), f"“{shown(quoted)}”"])


def indented(lines: Iterable[str]) -> str:
    """The first line as it is, the others under it, each wrapped to the terminal."""
    first, *rest = lines
    room = width() - 4
    body = [first]
    for line in rest:
        hang = "     " if line.startswith("“") else "      "
        body += textwrap.wrap(line, room, initial_indent="    ", subsequent_indent=hang)
    return "\n".join(body)


def quotation(report: Report, text: str) -> str:
    """The sentence that a report rests on, from the article's text."""
    span = report.sentence or report.anchor
    return text[span.start : span.end]


def heading(article: Article, count: int) -> str:
    """An article's line above its acts."""
    title = shown(article.title) or shown(article.text[:80])
    published = str(article.published_on) if article.published_on else "no date: relative days stay open"
    outlets = ", ".join(article.outlets)
    acts = "no act" if count == 0 else f"{count} act{'s' if count > 1 else ''}"
    return " · ".join(part for part in (title, outlets, published, acts) if part)


def joined(blocks: Iterable[str]) -> str:
    """Blocks with an empty line between them."""
    return "\n\n".join(blocks)
