"""`read` and `code`: articles in; their acts out, as text for people or as JSON lines for programs."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, BinaryIO

from cyclopts import Parameter

from dragoman.cli.entry import SOME_FAILED, STANDARD_INPUT
from dragoman.cli.layout import block, heading, joined, quotation
from dragoman.dates import parse_day
from dragoman.errors import Stop
from dragoman.export.coded import coded
from dragoman.news.fields import mapping_of
from dragoman.news.source import Reading, read_as, read_source
from dragoman.ontology.desk import desk_of
from dragoman.pipeline import Pipeline
from dragoman.reading.runtime import Runtime
from dragoman.record import Article, Reject, Report
from dragoman.settings import Settings, load_settings

Sources = Annotated[list[str], Parameter(help="files to read; - is standard input")]
FormatName = Annotated[
    str | None,
    Parameter(
        name="--format",
        help="text, html, jsonl, markdown, mail, csv, parquet, warc, mediawiki or newsml; else the content decides",
    ),
]
Mapping_ = Annotated[
    str | None,
    Parameter(name="--map", help="which columns hold what: text=body,date=pub, or a file of such lines in TOML"),
]
Published = Annotated[str | None, Parameter(help="publication day of articles without one, YYYY-MM-DD")]
MinScore = Annotated[float | None, Parameter(help="leave out what the coder is less sure of, 0 to 1")]


class Rejects:
    """Passes articles on, says on standard error what cannot be used, and counts it."""

    def __init__(self) -> None:
        self.kept: list[Reject] = []

    def articles(self, outcomes: Iterable[Article | Reject]) -> Iterator[Article]:
        """The articles among what a source gives."""
        for outcome in outcomes:
            if isinstance(outcome, Article):
                yield outcome
            else:
                self.kept.append(outcome)
                tell(f"{outcome.where}: {outcome.reason}")

    @property
    def exit_code(self) -> int:
        """3 if something could not be used, else 0."""
        return SOME_FAILED if self.kept else 0


def tell(text: str) -> None:
    """A line on standard error."""
    print(f"dragoman: {text}", file=sys.stderr)  # noqa: T201


def show(text: str) -> None:
    """A line on standard output."""
    print(text)  # noqa: T201


def outcomes(
    sources: list[str],
    form: str | None,
    published: str | None,
    mapping: str | None = None,
    on_bytes: Callable[[int], None] | None = None,
) -> Iterator[Article | Reject]:
    """What the named files hold, in order; Stop before anything is read if the day, or the mapping, given is none."""
    reading = Reading(form, published_day(published), fields=mapping_of(mapping) if mapping else {}, on_bytes=on_bytes)
    for source in sources:
        origin: str | BinaryIO = sys.stdin.buffer if source == STANDARD_INPUT else source
        yield from read_as(reading, origin)


def published_day(given: str | None) -> date | None:
    """The day that --published gives; Stop if it is none."""
    try:
        return parse_day(given) if given is not None else None
    except Exception as wrong:
        raise Stop(f"--published: {wrong}.") from None


def traceable(found: Iterable[Article | Reject]) -> Iterator[Article | Reject]:
    """The same, each reject with the whole path of its file, so that it can be tried again from any folder."""
    for each in found:
        if isinstance(each, Reject) and each.source and not is_address(each.source) and each.source != STANDARD_INPUT:
            yield replace(each, source=str(Path(each.source).absolute()))
        else:
            yield each


def is_address(source: str) -> bool:
    """True for an address of the net, False for a file."""
    return source.startswith(("http://", "https://"))


def pipeline_of(settings: Settings, min_score: float | None = None) -> Pipeline:
    """The flow with these settings; a least score that is given, or set, replaces the coder's own."""
    made = Pipeline(
        coder=settings.coder,
        language=settings.language,
        batch=settings.batch,
        desk=desk_of(Path(settings.db)),
        min_score=min_score if min_score is not None else settings.min_score or None,
        runtime=Runtime(settings.provider, settings.threads),
    )
    made.reader.skims = settings.sentences == "named"
    return made


def read(
    sources: Sources,
    /,
    *,
    format_name: FormatName = None,
    published: Published = None,
    mapping: Mapping_ = None,
    min_score: MinScore = None,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="one JSON object an article")] = False,
) -> int:
    """Read articles and print the acts that they report, with the words that they rest on."""
    settings = load_settings(Path.cwd())
    rejects = Rejects()
    pipeline = pipeline_of(settings, min_score)
    first = True
    for article, reports in pipeline.reports(rejects.articles(outcomes(sources, format_name, published, mapping))):
        if as_json:
            show(json.dumps(_object(article, reports), ensure_ascii=False))
            continue
        if article.published_on is None:
            tell(f"{article.came_from}: no date; relative days stay unresolved (give one with --published)")
        if article.published_doubt:
            tell(
                f"{article.came_from}: taken to be of {article.published_on} by its {article.published_basis}, "
                f"but: {article.published_doubt}"
            )
        quoted = (block(report, quotation(report, article.text)) for report in reports)
        blocks = [heading(article, len(reports)), *quoted]
        show(("" if first else "\n") + joined(blocks))
        first = False
    return rejects.exit_code


def _object(article: Article, reports: list[Report]) -> dict[str, object]:
    return {
        "id": article.came_as,
        "title": article.title,
        "date": article.published_on.isoformat() if article.published_on else None,
        "date_basis": article.published_basis or None,
        "date_doubt": article.published_doubt or None,
        "outlets": list(article.outlets),
        "events": [
            {**coded(report), "event": report.id, "sentence": quotation(report, article.text)} for report in reports
        ],
    }


def code(
    *,
    min_score: MinScore = None,
    given: Annotated[
        bool, Parameter(negative=(), help="type what <s>…</s> does to <t>…</t> in each line's marked_sentence")
    ] = False,
) -> int:
    """Code items: JSON lines {"id", "date", "text"} in, {"id", "events": [...]} out, in the same order.

    With --given, lines {"id", "marked_sentence"} in and {"id", "type", "score"} out.
    """
    settings = load_settings(Path.cwd())
    if given:
        from dragoman.cli.given import code_given

        return code_given(settings)
    rejects = Rejects()
    pipeline = pipeline_of(settings, min_score)
    items = rejects.articles(read_source(sys.stdin.buffer, format_name="jsonl"))
    for article, reports in pipeline.reports(items):
        events = [coded(report) for report in reports]
        show(json.dumps({"id": article.came_as, "events": events}, ensure_ascii=False))
    return rejects.exit_code
