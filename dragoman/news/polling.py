"""A source and how it answered the last time come in; the leads that it names now go out, if it has changed."""

from dataclasses import dataclass

from dragoman.errors import Skip
from dragoman.news.client import FEED
from dragoman.news.feeds import Lead, leads_in
from dragoman.news.politeness import Manners

NESTED = 50
"""Site maps of one index that are read."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What a look at a source gave: its leads (none where nothing changed), its validators for the next time, and the
    address that it has moved to for good, "" if it has not."""

    leads: tuple[Lead, ...] = ()
    etag: str = ""
    modified: str = ""
    is_unchanged: bool = False
    moved_to: str = ""


def poll(manners: Manners, url: str, *, etag: str = "", modified: str = "", delay: float | None = None) -> Polled:
    """One look at a source, conditional where it gave validators; Skip if it is none, Later if it cannot be had now."""
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    headers = {name: value for name, value in conditions.items() if value}
    answer, _ = manners.get(url, cap=FEED, headers=headers, delay=delay)
    if answer.status == 304:
        return Polled(etag=etag, modified=modified, is_unchanged=True)
    if answer.status != 200:
        raise Skip(f"the server answers {answer.status}", stage="fetch", where=url)
    found = _read(answer.body, answer.url, url)
    nested = [each for each in found if each.kind == "feed"]
    pages = [each for each in found if each.kind == "page"]
    for each in nested[-NESTED:]:
        # An index may stand still while what it lists changes, so neither is asked with a condition.
        inner, _ = manners.get(each.url, cap=FEED, delay=delay)
        if inner.status == 200:
            pages += [lead for lead in _read(inner.body, inner.url, url) if lead.kind == "page"]
    return Polled(
        leads=tuple(pages),
        etag="" if nested else answer.headers.get("etag", "")[:500],
        modified="" if nested else answer.headers.get("last-modified", "")[:100],
        moved_to=answer.url if answer.is_moved else "",
    )


def _read(body: bytes, here: str, url: str) -> list[Lead]:
    try:
        return leads_in(body, here)
    except Skip as skipped:
        raise Skip(skipped.reason, stage="feed", where=url) from None
