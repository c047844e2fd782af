"""A diary becomes a page in the form that desks write by hand: text, Markdown, HTML or a calendar."""

import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from dragoman.analysis.diary import Diary, Entry
from dragoman.analysis.standing import is_day
from dragoman.events import Stage
from dragoman.export.calendar import calendar_bytes
from dragoman.export.door import QUOTE_LIMIT, clipped
from dragoman.export.wording import NOT_GIVEN, counted, in_words, listed, named, shown, sides, source_line, written
from dragoman.ontology.book import Book
from dragoman.record import EventType

_NEW, _CHANGED = "**", "*"


@dataclass(frozen=True, slots=True)
class Line:
    """An entry in words: the mark (** new, * changed), what it is, how it stands, its words and their sources."""

    mark: str
    what: str
    notes: tuple[str, ...]
    quote: str
    sources: tuple[str, ...]
    event: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a diary and its lines."""

    title: str
    lines: tuple[Line, ...]


def title_of(diary: Diary) -> str:
    """ "Diary 31 March to 6 April 2025 · sahel, russia"."""
    days = f"{written(diary.first)} to {written(diary.last)}"
    return f"Diary {days}" + (f" · {', '.join(shown(each) for each in diary.regions)}" if diary.regions else "")


def legend_of(diary: Diary) -> str:
    """What the marks mean, and as of when the diary speaks."""
    since = f"{written(diary.last_time)}"
    return f"As known by {written(diary.asked_on)}. {_NEW} new since {since}, {_CHANGED} changed since then."


def sections_of(diary: Diary, book: Book, limit: int = QUOTE_LIMIT) -> Iterator[Section]:
    """The days in order, an empty day among them, then what has no day yet."""
    for day in diary.days:
        yield Section(f"{day.on:%A}, {written(day.on)}", _lines(day.entries, book, limit))
    if diary.some_time:
        yield Section("Some time in these days", _lines(diary.some_time, book, limit))
    if diary.reported:
        yield Section("Reported in these days as held, day not given", _lines(diary.reported, book, limit))
    if diary.undated:
        yield Section(NOT_GIVEN.capitalize(), _lines(diary.undated, book, limit))


def _lines(entries: Iterable[Entry], book: Book, limit: int) -> tuple[Line, ...]:
    return tuple(_line(entry, book, limit) for entry in entries)


def _line(entry: Entry, book: Book, limit: int) -> Line:
    event = entry.event
    lead = event.report(event.lead)
    sources = tuple(f"{source_line(each)}" for each in event.reports[:4])
    left = len(event.reports) - 4
    return Line(
        mark=_NEW if entry.is_new else _CHANGED if entry.is_changed else "",
        what=_what(entry, book),
        notes=tuple(_notes(entry, book)),
        quote=clipped(shown(lead.sentence), limit),
        sources=(*sources, f"and {left} more") if left > 0 else sources,
        event=event.id,
    )


def _what(entry: Entry, book: Book) -> str:
    """Who meets whom, where, at whose invitation: "Burkina Faso, Mali and Niger → Russia: visit, Moscow"."""
    event = entry.event
    what = event.mode or ("meeting" if event.type is EventType.CONSULT else str(event.type).lower())
    found = f"{sides(event, book)}: {what}"
    if event.where:
        found += f", {shown(event.where.name)}"
    if event.invited_by:
        found += f", at the invitation of {shown(event.invited_by.text)}"
    if event.hosted_by:
        found += f", hosted by {shown(', '.join(each.text for each in event.hosted_by))}"
    if event.led_by:
        found += f", led by {shown(', '.join(each.text for each in event.led_by))}"
    return found


def _notes(entry: Entry, book: Book) -> Iterator[str]:
    event = entry.event
    if entry.stage is Stage.MOVED:
        old = event.history[-2].when if len(event.history) > 1 and entry.moved_to is None else None
        to = f"to {in_words(entry.moved_to)}" if entry.moved_to and is_day(entry.moved_to) else ""
        yield f"MOVED {to or (f'from {in_words(old)}' if old else 'no new date given')}".strip()
    elif entry.stage in (Stage.CANCELLED, Stage.DENIED):
        yield str(entry.stage).upper()
    else:
        yield str(entry.stage)
    if entry.when is not None and entry.when.first != entry.when.last and entry.when.is_stated:
        yield in_words(entry.when)
    if event.is_contradicted:
        yield "contradicted"
    said = [one.report.said_by for one in event.reports if one.report.said_by]
    if said and len(said) == len(event.reports):
        yield f"according to {listed(named(one, book) for one in said)}"
    yield counted(event)


def text_page(diary: Diary, book: Book, width: int = 100, *, quote_limit: int = QUOTE_LIMIT) -> str:
    """The diary as plain text, wrapped to a width in columns."""
    lines = [title_of(diary), legend_of(diary), ""]
    for section in sections_of(diary, book, quote_limit):
        lines.append(section.title)
        if not section.lines:
            lines.append("    —")
        for each in section.lines:
            lines += textwrap.wrap(
                f"{each.what} [{'; '.join(each.notes)}]", width,
                initial_indent=f" {each.mark:<2} ", subsequent_indent="      ",
            )  # fmt: skip
            lines += textwrap.wrap(f"“{each.quote}”", width, initial_indent="      ", subsequent_indent="      ")
            lines += [f"      {source}" for source in each.sources]
        lines.append("")
    return "\n".join(lines)


_MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|"})


def markdown_page(diary: Diary, book: Book, *, quote_limit: int = QUOTE_LIMIT) -> str:
    """The diary as Markdown; words of the news are escaped."""

    def plain(text: str) -> str:
        return text.translate(_MARKDOWN)

    lines = [f"# {plain(title_of(diary))}", "", plain(legend_of(diary)), ""]
    for section in sections_of(diary, book, quote_limit):
        lines += [f"## {plain(section.title)}", ""]
        if not section.lines:
            lines += ["—", ""]
        for each in section.lines:
            mark = f"{plain(each.mark)} " if each.mark else ""
            lines.append(f"- {mark}{plain(each.what)} ({plain('; '.join(each.notes))})")
            lines.append(f"  > “{plain(each.quote)}”")
            lines += [f"  - {plain(source)}" for source in each.sources]
        if section.lines:
            lines.append("")
    return "\n".join(lines)


_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "h2{font-size:1.1rem;border-bottom:1px solid #bbb}ul{list-style:none;padding:0}li{margin:0 0 1rem 2rem}"
    ".mark{margin-left:-2rem;display:inline-block;width:2rem}.off{text-decoration:line-through}"
    "blockquote{margin:.2rem 0;color:#555}small{color:#666;display:block}"
)


def html_page(diary: Diary, book: Book, *, quote_limit: int = QUOTE_LIMIT) -> str:
    """The diary as one HTML file without scripts or anything from elsewhere; words of the news are escaped."""
    title = escape(title_of(diary))
    lines = [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{title}</h1><p>{escape(legend_of(diary))}</p>",
    ]
    for section in sections_of(diary, book, quote_limit):
        lines.append(f"<h2>{escape(section.title)}</h2>")
        lines.append("<ul>" if section.lines else "<p>—</p>")
        for each in section.lines:
            off = ' class="off"' if each.notes and each.notes[0] in ("CANCELLED", "DENIED") else ""
            sources = "".join(f"<small>{escape(source)}</small>" for source in each.sources)
            lines.append(
                f'<li id="{escape(each.event)}"><span class="mark">{escape(each.mark)}</span>'
                f"<span{off}>{escape(each.what)}</span> ({escape('; '.join(each.notes))})"
                f"<blockquote>“{escape(each.quote)}”</blockquote>{sources}</li>"
            )
        if section.lines:
            lines.append("</ul>")
    lines.append("</body></html>")
    return "\n".join(lines)


def calendar_page(diary: Diary, book: Book, *, quote_limit: int = QUOTE_LIMIT) -> bytes:
    """The diary's appointments that have a day, as a calendar."""
    return calendar_bytes(diary.entries, book, name=title_of(diary), quote_limit=quote_limit)


PAGES: dict[str, Callable[..., str | bytes]] = {
    "text": text_page,
    "markdown": markdown_page,
    "html": html_page,
    "ics": calendar_page,
}
"""Forms of a diary by name."""
