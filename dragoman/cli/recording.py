"""`add`, `events` and `explain`: articles into a record; its events out, and what each of them rests on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dragoman.chronicle import Chronicle, Keeper, merge_all
from dragoman.cli.entry import SOME_FAILED
from dragoman.cli.events import event_block
from dragoman.cli.explaining import weighed_lines
from dragoman.cli.flags import Db
from dragoman.cli.layout import block
from dragoman.cli.progress import Progress
from dragoman.cli.reading import FormatName, Mapping_, Published, Sources, outcomes, pipeline_of, show, tell, traceable
from dragoman.dates import parse_day
from dragoman.errors import Skip, Stop
from dragoman.export.events import event_object, reasons, report_object
from dragoman.export.quoting import row_text
from dragoman.export.wording import shown, source_line
from dragoman.pipeline import Pipeline
from dragoman.record import Article, EventType, Reject, Status
from dragoman.settings import Settings, load_settings
from dragoman.store.locating import named
from dragoman.store.opening import Record, is_made, open_record
from dragoman.store.view import Wanted, open_view
from dragoman.store.writer import Added, Writer


def settled(db: str | None) -> tuple[Settings, str]:
    """The settings of this folder, and the record that a command is to use."""
    settings = load_settings(Path.cwd())
    return settings, db or settings.db


class Adding:
    """Adds what sources give to a record, a batch a transaction, and keeps count."""

    def __init__(self, record: Record, pipeline: Pipeline, how: Mapping[str, str] | None = None) -> None:
        self.record = record
        self.pipeline = pipeline
        self.how = how or {}
        self.counts = dict.fromkeys(Added, 0)
        self.reports = 0
        self.rejects = 0

    def add(self, found: Iterable[Article | Reject]) -> None:
        """Read, code and add all of it; what the record has already been given by this coder is not coded anew."""
        self.catch_up()
        waiting = iter(found)
        while chunk := list(islice(waiting, self.pipeline.batch)):
            self.add_chunk(chunk)

    def catch_up(self) -> None:
        """Merges what an older version of the program left unmerged, and tells what it did not tell."""
        merge_all(self.record)

    def add_chunk(
        self, chunk: list[Article | Reject], also: Callable[[Writer, frozenset[str]], None] = lambda *_: None
    ) -> None:
        """The same for a few, in one unit of work; `also` writes more in it, told which articles could not be added."""
        failed: set[str] = set()
        name, version = self.pipeline.coder.name, self.pipeline.coder.version
        articles = [each for each in chunk if isinstance(each, Article)]
        known = self.record.coded([article.id for article in articles], name, version)
        new = {article.id: article for article in articles if article.id not in known}
        reports = {article.id: found for article, found in self.pipeline.reports(new.values())}
        kept = []
        with self.record.writer(name, version) as writer:
            for each in chunk:
                if isinstance(each, Reject):
                    self._reject(writer, each)
                    continue
                try:
                    if each.id in known:
                        self.counts[writer.add_outlets(each)] += 1
                    else:
                        self.counts[writer.add_article(each, reports[each.id])] += 1
                        kept.append(each)
                except Skip as skipped:
                    self._reject(writer, Reject.of(skipped, each.came_from))
                    failed.add(each.id)
            also(writer, frozenset(failed))
            self.reports += writer.reports
            keeper = Keeper(writer.clusters)
            keeper.sketch(kept)
            keeper.merge()
            keeper.tell()

    def _reject(self, writer: Writer, reject: Reject) -> None:
        tell(f"{reject.where}: {reject.reason}")
        self.rejects += 1
        writer.add_reject(reject)
        writer.refusals.met(reject, self.how)


def add(
    sources: Sources,
    /,
    *,
    db: Db = None,
    keep: Annotated[str | None, Parameter(help="what a new record keeps of an article: spans or text")] = None,
    format_name: FormatName = None,
    published: Published = None,
    mapping: Mapping_ = None,
) -> int:
    """Read articles into a record; adding one twice changes nothing, so what was broken off is simply begun again."""
    settings, path = settled(db)
    if keep is not None and keep not in ("spans", "text"):
        raise Stop(f"--keep {keep}.", remedy="It is “spans” or “text”.")
    how = {"format": format_name or "", "published": published or "", "map": mapping or ""}
    progress = Progress.of_files(sources)
    found = traceable(outcomes(sources, format_name, published, mapping, progress.on_bytes))
    # The setting is for a record that is yet to be made; an old one stays as it is unless the flag asks otherwise.
    wanted = keep if keep or is_made(path) else settings.keep
    with open_record(path, keep=wanted) as record:
        adding = Adding(record, pipeline_of(replace(settings, db=path)), how)
        began = datetime.now(UTC)
        with progress:
            adding.add(progress.counted(found))
        with record.writer() as writer:
            for source in sources:
                # What was refused of these files before, and is now not, has been mended.
                writer.refusals.settle(str(Path(source).absolute()), began)
    counts = adding.counts
    known = counts[Added.UNCHANGED] + counts[Added.OUTLET]
    show(
        f"{named(path)}: {counts[Added.ADDED]} articles added, {counts[Added.RECODED]} coded anew, {known} known "
        f"already, {adding.rejects} not usable; {adding.reports} reports"
    )
    return SOME_FAILED if adding.rejects else 0


def day_given(given: str | None, flag: str) -> date | None:
    """The day that a flag gives; Stop, naming the flag, if it is none."""
    if given is None:
        return None
    try:
        return parse_day(given)
    except Skip as wrong:
        raise Stop(f"{flag}: {wrong}.") from None


def events(
    *,
    db: Db = None,
    actor: Annotated[str | None, Parameter(help="country (ISO3) or id of a body or group on either side")] = None,
    with_: Annotated[str | None, Parameter(name="--with", help="another participant")] = None,
    since: Annotated[str | None, Parameter(help="first day, YYYY-MM-DD")] = None,
    until: Annotated[str | None, Parameter(help="last day, YYYY-MM-DD")] = None,
    status: Annotated[list[Status] | None, Parameter(help="happened, ongoing, planned, cancelled, …")] = None,
    type_: Annotated[list[EventType] | None, Parameter(name="--type", help="CONSULT, SANCTION, …")] = None,
    known_by: Annotated[str | None, Parameter(help="as the record stood on this day, YYYY-MM-DD")] = None,
    limit: Annotated[int | None, Parameter(help="at most so many")] = None,
    as_json: Annotated[bool, Parameter(name="--json", negative=(), help="one JSON object an event")] = False,
) -> int:
    """List the events of a record, by the day on which they happened or are to happen."""
    settings, path = settled(db)
    wanted = Wanted(
        actor=actor,
        with_=with_,
        since=day_given(since, "--since"),
        until=day_given(until, "--until"),
        known_by=day_given(known_by, "--known-by"),
        statuses=status or (),
        types=type_ or (),
        limit=limit,
    )
    with open_view(path) as view:
        found = Chronicle(view).events(wanted)
    for each in found:
        show(row_text(event_object(each), settings.quote_limit) if as_json else event_block(each) + "\n")
    if not found:
        tell("no event fits; “dragoman events” without conditions lists them all")
    return 0


def explain(
    event: Annotated[str, Parameter(help="id of an event or of one of its reports, or its beginning")],
    /,
    *,
    db: Db = None,
    as_json: Annotated[bool, Parameter(name="--json", negative=())] = False,
) -> int:
    """Show the reports of an event, and what each field of them rests on: the rule, and the words in the sentence."""
    settings, path = settled(db)
    with open_view(path) as view:
        found = Chronicle(view).event(event)
    if as_json:
        rows = [{**report_object(each), "why": reasons(each)} for each in found.reports]
        show(row_text({**event_object(found), "reports": rows}, settings.quote_limit))
        return 0
    show(event_block(found))
    for each in found.reports:
        report = each.report
        show(f"\n{block(report, each.sentence)}\n    {source_line(each)}")
        show(f"    coded by {report.coder}, score {report.score:.2f}")
        for reason in reasons(each):
            show(f"    {reason['field']:<11} {reason['rule']:<30} “{shown(str(reason['words']))}”")
        for line in weighed_lines(each, settings.language):
            show(f"    {line}")
    return 0
