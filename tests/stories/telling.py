"""A story file comes in: its articles, the reports that a careful reader takes from them, and what the record must hold.

A story is a TOML file in `chains/`. `[[article]]` has `id`, `date`, `outlet`, `title`, `text` and `told`: the reports
that a careful reader takes from it, each a table with

    anchor      words of the text that name the act (their first place)
    of          the name of the event that it tells of
    as          "TYPE status" or "TYPE mode status"
    who, whom   codes of those who act and of those acted upon
    when, where, said_by, invited_by      as far as the words give them

`[event.NAME]` has what the record must hold of the event: `type`, `when`, `where`, `origins`, `stages` (by day, as known
by that day), `contradicted`, `numbers` (that a copy changed). `[[tie]]` and `[[pledge]]` have what it must have learnt.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from dragoman.dates import DayRange, Precision, published_by
from dragoman.ontology.book import Book
from dragoman.record import Article, EventType, Participant, Place, Report, Span, Status

CHAINS = Path(__file__).parent / "chains"
_SENTENCE = re.compile(r"[^.!?]*(?:[.!?](?=\w)[^.!?]*)*[.!?]+[”\"']?")


@dataclass(frozen=True)
class Told:
    """A report as a careful reader takes it, and the name of the event that it tells of."""

    report: Report
    of: str


class Story:
    """A chain of articles with what a record of them must hold."""

    def __init__(self, file: Path) -> None:
        self.name = file.stem
        self._given: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))

    @property
    def title(self) -> str:
        """What it is about."""
        return str(self._given["title"])

    @cached_property
    def articles(self) -> list[Article]:
        """Its articles in the order of the file."""
        return [_article(each) for each in self._given["article"]]

    @cached_property
    def told(self) -> list[Told]:
        """All reports of all its articles."""
        pairs = zip(self.articles, self._given["article"], strict=True)
        return [Told(_report(article, one), one["of"]) for article, each in pairs for one in each.get("told", ())]

    @property
    def events(self) -> dict[str, dict[str, Any]]:
        """What the record must hold of each event, by its name in the story."""
        found: dict[str, dict[str, Any]] = self._given.get("event", {})
        return found

    @property
    def ties(self) -> list[dict[str, Any]]:
        """Ties that the record must have learnt."""
        return list(self._given.get("tie", ()))

    @property
    def pledges(self) -> list[dict[str, Any]]:
        """Pledges that the record must have, with their scores."""
        return list(self._given.get("pledge", ()))


def stories() -> list[Story]:
    """Every story, by name."""
    return [Story(file) for file in sorted(CHAINS.glob("*.toml"))]


def _article(given: dict[str, Any]) -> Article:
    text, title, on = " ".join(given["text"].split()), given["title"], given["date"]
    return Article(
        Article.identify(title, text, on), text, title, published_on=on, outlets=(given["outlet"],),
        came_as=given["id"], came_from=given["id"],
    )  # fmt: skip


def _report(article: Article, given: dict[str, Any]) -> Report:
    span = _span(article, given["anchor"])
    type_, *mode, status = given["as"].split()
    where = given.get("where", "").rpartition(" ")
    return Report(
        id=Report.identify(span, EventType(type_)),
        anchor=span,
        anchor_text=given["anchor"],
        type=EventType(type_),
        status=Status(status),
        mode=mode[0] if mode else None,
        contexts=tuple(given.get("areas", "").split()),
        actors=_people(given.get("who", "")),
        recipients=_people(given.get("whom", "")),
        invited_by=next(iter(_people(given.get("invited_by", ""))), None),
        when=days(given["when"]) if "when" in given else published_by(article.published_on or date.min),
        where=Place(where[0], where[2]) if where[0] else None,
        said_by=next(iter(_people(given.get("said_by", ""))), None),
        sentence=_sentence(article, span),
        coder="told",
        rule="told",
    )


def _span(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span.of(article.id, article.text, start, start + len(words))


def _sentence(article: Article, span: Span) -> Span:
    for found in _SENTENCE.finditer(article.text):
        if found.start() <= span.start < found.end():
            start = found.start() + len(found.group()) - len(found.group().lstrip())
            return Span.of(article.id, article.text, start, max(found.end(), span.end))
    return span


def _people(codes: str) -> tuple[Participant, ...]:
    return tuple(_someone(code) for code in codes.split())


def _someone(code: str) -> Participant:
    code, _, sector = code.partition("/")
    actor = Book.load().actors[code]
    if actor.kind == "state":
        return Participant(text=actor.name, country=code, sector=sector or "GOV")
    return Participant(text=actor.name, actor=code, sector=actor.sector or "IGO")


def days(given: str) -> DayRange:
    """The range that "2025-04-03", "2025-04-03/2025-04-04", "2025-04", "until 2025-04-03" or "by 2025-04-03" names.

    "by" is what is known by publication alone; "until" is a day that the words give as the last one.
    """
    if given.startswith("until "):
        return DayRange(None, date.fromisoformat(given[6:]), Precision.OPEN)
    if given.startswith("by "):
        return published_by(date.fromisoformat(given[3:]))
    if len(given) == 7:
        year, month = (int(part) for part in given.split("-"))
        following = date(year + month // 12, month % 12 + 1, 1)
        return DayRange(date(year, month, 1), date.fromordinal(following.toordinal() - 1), Precision.MONTH)
    first, _, last = given.partition("/")
    return DayRange(date.fromisoformat(first), date.fromisoformat(last or first))
