"""What is served comes in; pages that many ask for, and what they all need, are made before anybody asks."""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from threading import Thread
from types import MappingProxyType

from starlette.requests import Request

from dragoman.errors import Stop
from dragoman.events import Event
from dragoman.merging.origins import family_of
from dragoman.store.listing import Listing
from dragoman.web.answering import Page
from dragoman.web.application import PAGES, Serving, Site
from dragoman.web.pages.charts import articles_by_day
from dragoman.web.rendering import templates
from dragoman.web.tidying import Tidying
from dragoman.web.visiting import Missing

NOTHING: Mapping[str, str] = MappingProxyType({})
_OUTLETS = 500
"""Outlets, those that print most, whose families are looked up before they are met."""
_WAIT = 5.0
"""Seconds after which it is looked whether the record was written to."""
_REST = 20
"""How many times as long as the making took nothing is made again, while a record is written to all the time."""


def keep_warm(serving: Serving) -> None:
    """Makes the pages now, and anew whenever the record was written to, in a thread that ends with the process."""
    Thread(target=_keep, args=(serving,), daemon=True).start()


def warm(serving: Serving) -> None:
    """Makes every page that needs no choice, the templates of all, and what pages of two or of outlets all need.

    What these tell of the whole record is kept; of the newest event the page is made too, with those of its parties,
    for the first page of its kind looks up what the book needs for all of them.
    """
    for name in templates().list_templates():
        templates().get_template(name)
    site = Site(serving)
    for page in PAGES:
        if not page.is_data and "{" not in page.path:
            _make(site, page)
    visit = site.visit(_request("/"))
    articles_by_day(visit)
    for each in serving.view.outlets(_OUTLETS):
        family_of(each.outlet)  # whose an outlet is, is sought among all names of the book
    for event in visit.listed(Listing(by_word=True, limit=1)).events:
        for page, given in _of(event):
            _make(site, page, given)


def _make(site: Site, page: Page, given: Mapping[str, str] = NOTHING) -> None:
    """Makes what a page rests on, in this process, and the page, unless another has made that."""
    request = _request(page.path.format(**given), given)
    with suppress(Missing):  # a page of something that its query must name
        page.answer(site.visit(request))
    site.page(page)(request)


def _of(event: Event) -> Iterator[tuple[Page, dict[str, str]]]:
    """The pages that an event leads to: its own, its parties', and that of the first two of them."""
    named = {page.name: page for page in PAGES}
    codes = sorted(event.parties)
    yield named["event"], {"event": event.id}
    yield from ((named["actor"], {"actor": code}) for code in codes[:2])
    if len(codes) > 1:
        yield named["relation"], {"one": codes[0], "other": codes[1]}


def _keep(serving: Serving) -> None:
    seen: int | None = None
    tidying = Tidying()
    while True:
        began = time.monotonic()
        try:
            written = serving.view.last_write()[0]
            if written != seen:
                warm(serving)
                if seen is None:
                    tidying.begin()
                seen = written
        except Stop:
            seen = None  # whoever asks is told why; here it is tried again
        again = max(_WAIT, _REST * (time.monotonic() - began)) + time.monotonic()
        while time.monotonic() < again:
            time.sleep(_WAIT / 5)
            tidying.look()


def _request(path: str, given: Mapping[str, str] = NOTHING) -> Request:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [],
             "path_params": dict(given), "scheme": "http", "server": ("127.0.0.1", 80)}  # fmt: skip
    return Request(scope)
