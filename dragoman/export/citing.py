"""Events become citations in CSL-JSON, which Zotero, Pandoc and their like read: the event, and what it rests on."""

import json
from datetime import date
from typing import Any, BinaryIO

from dragoman.events import Event, Recorded
from dragoman.export.door import Answer
from dragoman.export.flat import web_address
from dragoman.export.plover import staged
from dragoman.export.wording import counted, in_words, shown, sides


class Csl:
    """A list of CSL items: each event as an entry of a data set, followed by its reports as articles in the news."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write them one by one; an article that reports several events stands once."""
        out.write(b"[")
        seen: set[str] = set()
        first = True
        for event, stage in staged(answer):
            cited = [_event(answer, event, str(stage))]
            for each in event.reports:
                if each.article.id not in seen:
                    seen.add(each.article.id)
                    cited.append(_article(answer, each))
            for one in cited:
                out.write(b"\n" if first else b",\n")
                first = False
                out.write(json.dumps(one, ensure_ascii=False).encode("utf-8", "replace"))
        out.write(b"\n]\n")


def _event(answer: Answer, event: Event, stage: str) -> dict[str, Any]:
    when = answer.asked.when(event)
    kind = f"{event.type} {event.mode}" if event.mode else str(event.type)
    found: dict[str, Any] = {
        "id": f"dragoman-{event.id}",
        "type": "dataset",
        "title": f"{shown(sides(event, answer.book))}: {kind}, {stage}, {in_words(when)}",
        "author": [{"literal": "Dragoman"}],
        "genre": "event record",
        "number": event.id,
        "abstract": shown(answer.about.quoted(event.report(event.lead).sentence)),
        "issued": _parts(event.last_known_on),
        "note": "; ".join(
            [counted(event), *(f"{name} {value}" for name, value in sorted(answer.about.question.items()))]
        ),
    }
    if when and when.is_stated and (when.first or when.last):
        ends = [each for each in (when.first, when.last) if each]
        found["event-date"] = {"date-parts": [[day.year, day.month, day.day] for day in dict.fromkeys(ends)]}
    if event.where:
        found["event-place"] = shown(event.where.name)
    return found


def _article(answer: Answer, each: Recorded) -> dict[str, Any]:
    article = each.article
    found: dict[str, Any] = {
        "id": f"dragoman-article-{article.id}",
        "type": "article-newspaper",
        "title": shown(answer.about.quoted(article.title)) or "untitled",
        "container-title": shown(", ".join(article.outlets)),
        "language": article.language,
    }
    if article.published_on:
        found["issued"] = _parts(article.published_on)
    if url := web_address(article.url):
        found["URL"] = url
    return found


def _parts(on: date) -> dict[str, Any]:
    return {"date-parts": [[on.year, on.month, on.day]]}
