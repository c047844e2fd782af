"""`sources test`: each source of a list is asked once, and what it answers is shown; nothing is written."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dragoman.cli.entry import SOME_FAILED
from dragoman.cli.gathering import Contact, Private, manners_for
from dragoman.cli.reading import show
from dragoman.errors import Skip
from dragoman.export.wording import shown
from dragoman.news.outlets import outlet_name
from dragoman.news.politeness import Manners
from dragoman.news.polling import poll
from dragoman.news.watchlist import Watched, read_watchlist
from dragoman.settings import load_settings

_THREADS = 8


def sources_test(
    sources: Annotated[Path, Parameter(help="list of sources: TOML, or OPML")],
    /,
    *,
    contact: Contact = None,
    allow_private: Private = False,
) -> int:
    """Ask each source once: does it answer, with how many articles, of which days, and how would it be kept."""
    listed = read_watchlist(sources)
    settings = load_settings(Path.cwd())
    manners = manners_for(contact or listed.contact or settings.contact, allow_private)
    with ThreadPoolExecutor(_THREADS) as threads:
        answers = list(threads.map(lambda each: _tested(manners, each), listed.sources))
    for _, line in answers:
        show(line)
    good = sum(is_good for is_good, _ in answers)
    show(f"{good} of {len(answers)} sources answer as they should")
    return 0 if good == len(answers) else SOME_FAILED


def _tested(manners: Manners, source: Watched) -> tuple[bool, str]:
    name = source.name or outlet_name(source.url)
    try:
        found = poll(manners, source.url, delay=source.delay)
    except Skip as skipped:
        return False, f"fails  {source.url}  {shown(name)}: {shown(skipped.reason)}"
    days = sorted(lead.published_on for lead in found.leads if lead.published_on)
    told = [f"{len(found.leads)} articles"]
    if days:
        age = (datetime.now(UTC).date() - days[-1]).days
        told.append(f"{days[0]} to {days[-1]}" + (f", silent for {age} days" if age > 30 else ""))
    if sum(len(lead.body) > 500 for lead in found.leads) > len(found.leads) / 2:
        told.append('holds whole texts (text = "feed" would do)')
    if not (found.etag or found.modified):
        told.append("no ETag or Last-Modified, so each look costs it a whole answer")
    if found.moved_to:
        told.append(f"has moved to {found.moved_to}")
    return bool(found.leads), f"{'good ' if found.leads else 'empty'}  {source.url}  {shown(name)}: {'; '.join(told)}"
