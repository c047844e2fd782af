"""A case, an event or all that two did, becomes one HTML file that needs nothing from anywhere and runs nothing.

The page forbids itself every script and every connection; its one style is named by its hash. All words from outside
are escaped, hidden signs are shown, and links lead to http(s) only.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from html import escape
from typing import BinaryIO

from dragoman.events import Event, Recorded
from dragoman.export.answers import tie_object
from dragoman.export.door import Answer
from dragoman.export.flat import web_address
from dragoman.export.wording import (
    arranged,
    changed_numbers,
    counted,
    day,
    in_words,
    kind_of,
    listed,
    shown,
    sides,
    stage_word,
    who,
)

_STYLE = (
    "body{font:16px/1.5 Georgia,serif;max-width:52rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}"
    "h2{font-size:1.2rem;border-bottom:1px solid #bbb;margin-top:2rem}h3{font-size:1rem;margin-bottom:.2rem}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.2rem .6rem .2rem 0;"
    "border-bottom:1px solid #ddd}blockquote{margin:.3rem 0 .3rem 1rem;padding-left:.6rem;border-left:3px solid #ccc}"
    "mark{background:#fff0a8;color:inherit}small{color:#555}img{max-width:100%}.off{text-decoration:line-through}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#191919}mark{background:#5c5200}small{color:#aaa}"
    "img{background:#fff}}@media print{body{margin:0;max-width:none}a{color:inherit}}"
)
_POLICY = "default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; form-action 'none'"


class Case:
    """Status history, every report with its sentence and the words that name the act in it, origins, ties, claims."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write the case, an event at a time."""
        for part in _page(answer):
            out.write((part + "\n").encode("utf-8", "replace"))


def _page(answer: Answer) -> Iterator[str]:
    style = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    title = _safe(answer.title)
    yield '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(style=style)}">'
    yield '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><main>"
    yield f"<h1>{title}</h1><p>{_safe(_asked(answer))}</p>"
    drawing, sentence = answer.chart
    if drawing:
        data = base64.b64encode(drawing.encode()).decode()
        yield f'<figure><img alt="{_safe(sentence)}" src="data:image/svg+xml;base64,{data}">'
        yield f"<figcaption>{_safe(sentence)}</figcaption></figure>"
    empty = True
    for event in answer.events():
        empty = False
        yield from _event(answer, event)
    if empty:
        yield "<p>The record has no event of these.</p>"
    yield from _claims(answer)
    yield from _ties(answer)
    yield "</main><footer><p><small>"
    yield _safe("; ".join(f"{name} {value}" for name, value in answer.about.facts().items() if value))
    yield "</small></p></footer></body></html>"


def _asked(answer: Answer) -> str:
    asked = answer.asked
    found = f"As of {asked.day}" if asked.as_of else f"As it stands on {asked.day}"
    known = answer.about.question.get("known-by")
    return f"{found}, from what was published by {known}." if known else f"{found}."


def _event(answer: Answer, event: Event) -> Iterator[str]:
    stage = answer.asked.stage(event)
    if stage is None:
        return
    head = f"{stage_word(event, stage)}, {in_words(answer.asked.when(event))}: {shown(sides(event, answer.book))}"
    yield f'<section id="e-{_safe(event.id)}"><h2>{_safe(head)}</h2>'
    facts = [kind_of(event), counted(event)]
    if event.where:
        facts.append(f"in {event.where.name}" + (f" ({event.where.country})" if event.where.country else ""))
    facts += arranged(event)
    if event.contexts:
        facts.append(f"on {listed(event.contexts)} matters")
    yield f"<p>{_safe(' · '.join(facts))} · <small>{_safe(event.id)}</small></p>"
    yield "<h3>How it came to stand so</h3>"
    yield _table(
        ("known on", "stage", "days", "reports", "contradicted"),
        (
            (
                str(each.known_on),
                str(each.stage),
                day(each.when),
                str(len(each.reports)),
                "yes" * bool(each.contradicts),
            )
            for each in event.history
        ),
    )
    yield "<h3>Where word of it came from</h3>"
    yield _table(
        ("origin", "kind", "reports"),
        ((each.name or "not named", str(each.kind), str(len(each.reports))) for each in event.origins),
    )
    for changed in changed_numbers(event):
        yield f"<p>A copy changed a number: {_safe(changed)}</p>"
    yield "<h3>Every report</h3>"
    for each in event.reports:
        yield _report(answer, each)
    yield "</section>"


def _report(answer: Answer, each: Recorded) -> str:
    report, article = each.report, each.article
    source = " · ".join(filter(None, (", ".join(article.outlets), str(article.published_on or "undated"))))
    title = _safe(answer.about.quoted(article.title) or article.came_as)
    url = web_address(article.url)
    named = f'<a href="{escape(url)}" rel="noopener noreferrer external">{title}</a>' if url else title
    said = f", according to {who(report.said_by)}" if report.said_by else ""
    facts = f"{report.status}, {day(report.when)}{said}; read by {report.coder} ({report.rule}, {report.score:.2f})"
    return (
        f"<blockquote>{highlighted(each, answer.about.quote_limit)}<br>{named}<br><small>{_safe(source)}<br>"
        f"{_safe(facts)} · {_safe(each.id)}</small></blockquote>"
    )


def highlighted(each: Recorded, limit: int) -> str:
    """The sentence of a report with the words that name the act marked, of `limit` characters at most, as HTML.

    Of a longer sentence what lies around these words is kept.
    """
    words, anchor = each.sentence, each.report.anchor
    span = each.report.sentence or anchor
    first, last = max(0, anchor.start - span.start), min(len(words), anchor.end - span.start)
    if len(words) <= limit:
        return f"“{_inner(words[:first])}<mark>{_inner(words[first:last])}</mark>{_inner(words[last:])}”"
    # Two signs are kept for the ellipses; the act's own words come first, and the rest is shared by both sides.
    room = max(0, limit - 2)
    last = min(last, first + room)
    side = (room - (last - first)) // 2
    begin, end = max(0, first - side), min(len(words), last + side)
    before, after = "…" if begin else "", "…" if end < len(words) else ""
    marked = f"{_inner(words[begin:first])}<mark>{_inner(words[first:last])}</mark>{_inner(words[last:end])}"
    return f"“{before}{marked}{after}”" if limit else ""


def _inner(words: str) -> str:
    """Words within a sentence, whose spaces at both ends part them from what stands beside."""
    before, after = " " if words[:1].isspace() else "", " " if words[1:] and words[-1].isspace() else ""
    return f"{before}{_safe(words)}{after}"


def _claims(answer: Answer) -> Iterator[str]:
    if answer.claims:
        yield "<section><h2>Who claims what</h2>"
        yield _table(
            ("said on", "who", "says", "of", "printed by", "contradicted by"),
            (
                (
                    str(each.said_on),
                    listed(who(one) for one in each.by),
                    str(each.kind),
                    f"{kind_of(each.event)} {sides(each.event, answer.book)}",
                    listed(name for channel in each.channels for name in channel.printed_by),
                    listed(who(one.by) if one.by else "the outlet itself" for one in each.contradicted_by),
                )
                for each in answer.claims
            ),
        )
        yield "</section>"


def _ties(answer: Answer) -> Iterator[str]:
    if answer.ties:
        yield "<section><h2>Ties</h2>"
        rows = ((tie, tie_object(tie)) for tie in answer.ties)
        yield _table(
            ("kind", "who", "whom", "from", "to", "known by", "differences"),
            (
                (
                    tie.kind, str(facts["who"]), tie.whom, str(facts.get("from") or ""), str(facts.get("to") or ""),
                    str(tie.known), "; ".join(tie.conflicts),
                )
                for tie, facts in rows
            ),
        )  # fmt: skip
        yield "</section>"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = "".join("<tr>" + "".join(f"<td>{_safe(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def _safe(text: str) -> str:
    return escape(shown(text))
