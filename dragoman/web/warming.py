"""What is served comes in; pages that many ask for, and what they all need, are made before anybody asks."""

import time
from threading import Thread

from starlette.requests import Request

from dragoman.errors import Stop
from dragoman.web.application import PAGES, Serving, Site
from dragoman.web.rendering import templates

_WAIT = 5.0
"""Seconds after which it is looked whether the record was written to."""
_REST = 20
"""How many times as long as the making took nothing is made again, while a record is written to all the time."""


def keep_warm(serving: Serving) -> None:
    """Makes the pages now, and anew whenever the record was written to, in a thread that ends with the process."""
    Thread(target=_keep, args=(serving,), daemon=True).start()


def warm(serving: Serving) -> None:
    """Makes every page that needs no choice, and the templates of all: what they tell of the whole record is kept."""
    for name in templates().list_templates():
        templates().get_template(name)
    site = Site(serving)
    for page in PAGES:
        if not page.is_data and "{" not in page.path:
            site.page(page)(_request(page.path))


def _keep(serving: Serving) -> None:
    seen: int | None = None
    while True:
        began = time.monotonic()
        try:
            written = serving.view.last_write()[0]
            if written != seen:
                warm(serving)
                seen = written
        except Stop:
            seen = None  # whoever asks is told why; here it is tried again
        time.sleep(max(_WAIT, _REST * (time.monotonic() - began)))


def _request(path: str) -> Request:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": [], "path_params": {},
             "scheme": "http", "server": ("127.0.0.1", 80)}  # fmt: skip
    return Request(scope)
