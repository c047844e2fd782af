"""`fetch` and `watch`: pages and feeds from the net into a record, politely, and going on where the last run was."""

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dragoman.cli.entry import SOME_FAILED
from dragoman.cli.progress import Progress
from dragoman.cli.reading import is_address, pipeline_of, show, tell
from dragoman.cli.recording import Adding, Db, settled
from dragoman.errors import Skip, Stop
from dragoman.gathering import Gatherer, Tally
from dragoman.news.addresses import Gate
from dragoman.news.client import FEED, Client
from dragoman.news.feeds import leads_in
from dragoman.news.politeness import DELAY, Manners
from dragoman.news.watchlist import Watched, Watchlist, read_watchlist, seconds_of
from dragoman.pipeline import Pipeline
from dragoman.store.leads import Noted
from dragoman.store.locating import named
from dragoman.store.opening import Record, is_made, open_record
from dragoman.store.writer import Added

BY_HAND = "named by hand"
"""The source of addresses that were given on the command line."""

Private = Annotated[
    bool, Parameter(name="--allow-private", negative=(), help="also ask machines of your own net, and any port")
]
Contact = Annotated[str | None, Parameter(help="how publishers reach you; sent with each request")]
Delay = Annotated[str | None, Parameter(help="pause between two requests to a host, such as 2s")]


def manners_for(contact: str, allow_private: bool, delay: float = DELAY) -> Manners:
    """Manners over a client of our own."""
    return Manners(Client(Gate(allow_private=allow_private), contact=contact), delay=delay)


def fetch(
    addresses: Annotated[
        list[str], Parameter(help="addresses of pages, or files that list them: GDELT, a feed, lines")
    ],
    /,
    *,
    db: Db = None,
    contact: Contact = None,
    delay: Delay = None,
    allow_private: Private = False,
) -> int:
    """Fetch pages and add their articles to a record."""
    settings, path = settled(db)
    pause = seconds_of(delay, "--delay") if delay else DELAY
    contact = contact or settings.contact
    named = [Noted(BY_HAND, each, each) for each in addresses if is_address(each)]
    files = [Path(each) for each in addresses if not is_address(each)]
    listed = {f"list {file.absolute()}": _listed(file) for file in files}
    if listed and not contact:
        raise _no_contact()
    sources = [Watched(source, delay=pause) for source in (BY_HAND, *listed)]
    with open_record(path, keep=None if is_made(path) else settings.keep) as record:
        with record.writer() as writer:
            writer.leads.note([*named, *(each for leads in listed.values() for each in leads)])
            # Who names a page by hand wants it now, whatever was done with it before.
            writer.leads.again(named)
        manners = manners_for(contact, allow_private, pause)
        pipeline = pipeline_of(replace(settings, db=path))
        tally, adding = _gathered(record, pipeline, manners, Watchlist(tuple(sources)), polls=False)
    return _told(path, tally, adding)


def watch(
    sources: Annotated[Path, Parameter(help="list of sources: TOML, or OPML")],
    /,
    *,
    db: Db = None,
    once: Annotated[bool, Parameter(negative=(), help="look at each source once, fetch what is new, and end")] = False,
    every: Annotated[
        str | None, Parameter(help="look at each source this often, such as 15m, whatever the list says")
    ] = None,
    contact: Contact = None,
    allow_private: Private = False,
) -> int:
    """Watch feeds and site maps, and add what they name to a record; begun again, it goes on where it was."""
    settings, path = settled(db)
    listed = read_watchlist(sources)
    contact = contact or listed.contact or settings.contact
    if not contact and not allow_private:
        raise _no_contact()
    if every:
        seconds = seconds_of(every, "--every")
        changed = tuple(Watched(each.url, each.name, seconds, each.delay, each.text) for each in listed.sources)
        listed = Watchlist(changed, listed.contact, listed.retry)
    with open_record(path, keep=None if is_made(path) else settings.keep) as record:
        pipeline = pipeline_of(replace(settings, db=path))
        manners = manners_for(contact, allow_private)
        tally, adding = _gathered(record, pipeline, manners, listed, forever=not once)
    return _told(path, tally, adding)


def fetch_again(record: Record, pipeline: Pipeline, addresses: Sequence[str], manners: Manners) -> None:
    """Tries again the addresses of which something was refused, and settles what is not met again."""
    if not addresses:
        return
    began = datetime.now(UTC)
    with record.writer() as writer:
        known = {url: writer.leads.named(url) for url in addresses}
        leads = [lead for found in known.values() for lead in found[:1]]
        writer.leads.again(leads)
    sources = tuple(Watched(each) for each in sorted({lead.source for lead in leads}))
    _gathered(record, pipeline, manners, Watchlist(sources), polls=False)
    with record.writer() as writer:
        for url in addresses:
            if not writer.leads.is_waiting(url):
                writer.refusals.settle(url, began)


def _gathered(
    record: Record,
    pipeline: Pipeline,
    manners: Manners,
    listed: Watchlist,
    *,
    forever: bool = False,
    polls: bool = True,
) -> tuple[Tally, Adding]:
    adding = Adding(record, pipeline)
    adding.catch_up()
    progress = Progress("watching" if polls else "fetching")

    def shown(tally: Tally) -> None:
        with record.leads() as leads:
            waiting = sum(leads.counts(each.url).get("waiting", 0) for each in listed.sources)
        progress.articles, progress.rejects = tally.articles, tally.refused
        progress.done = tally.articles + tally.refused
        progress.draw(total=progress.done + waiting)

    gatherer = Gatherer(
        record,
        manners,
        adding.add_chunk,
        retry=listed.retry,
        report=tell,
        progress=shown if sys.stderr.isatty() else lambda _: None,
    )
    with progress:
        return gatherer.run(listed.sources, forever=forever, polls=polls), adding


def _listed(file: Path) -> list[Noted]:
    """The addresses that a file lists; Stop if it lists none."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(FEED + 1)
        if len(raw) > FEED:
            raise Stop(f"{file} is longer than {FEED // 1_000_000} MB.", remedy="Split it.")
        found = leads_in(raw)
    except OSError as failed:
        raise Stop(f"{file}: {failed.strerror or failed}.", remedy="Name an address, or a file of addresses.") from None
    except Skip as skipped:
        raise Stop(f"{file}: {skipped.reason}.", remedy="“dragoman add” reads files that hold articles.") from None
    source = f"list {file.absolute()}"
    return [Noted(source, each.key, each.url, each.title, each.published_on) for each in found if each.kind == "page"]


def _no_contact() -> Stop:
    return Stop(
        "publishers cannot tell who asks.",
        remedy='Say how they reach you: --contact you@example.org, or contact = "…" in dragoman.toml or the list.',
    )


def _told(path: str, tally: Tally, adding: Adding) -> int:
    counts = adding.counts
    known = counts[Added.UNCHANGED] + counts[Added.OUTLET]
    later = f", {tally.later} to be tried again" if tally.later else ""
    noted = f"{tally.noted} new addresses; " if tally.noted else ""
    show(
        f"{named(path)}: {noted}{counts[Added.ADDED]} articles added, {counts[Added.RECODED]} coded anew, {known} "
        f"known already, {adding.rejects} not usable{later}; {adding.reports} reports"
    )
    return SOME_FAILED if adding.rejects or tally.later or tally.troubles else 0
