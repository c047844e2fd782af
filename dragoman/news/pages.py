"""A web page comes in; its article, without what stands around it, goes out with title, day, outlet and address."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from dragoman.errors import Skip
from dragoman.news.decoding import decode
from dragoman.news.delivery import Delivery, Found
from dragoman.record import Article

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""", re.I
)
_BEFORE = 4096
FALLBACK = "cp1252"
"""What browsers take a page for that declares no charset and is not UTF-8."""


class Page:
    """One article a page. Its text is what trafilatura finds to be the article, a paragraph a line.

    The publication day comes from what the page says of itself (metadata, address), never from a search of its
    words, and is left out where the page says none.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The one article; what cannot be used is raised as a Skip."""
        page = decode(raw := delivery.whole(), declared_in(raw[:_BEFORE]), FALLBACK)
        found = _extracted(page)
        if found is None or not (found.text or "").strip():
            raise Skip("no article was found on this page")
        outlet = (found.sitename or found.hostname or "").strip()
        yield delivery.article(
            Found(
                text=found.text,
                title=found.title or "",
                published=found.date or "",
                outlets=(outlet,),
                url=found.url or "",
            )
        )


def declared_in(head: bytes) -> str:
    """The charset that the first bytes of a page declare, "" if they declare none."""
    match = _DECLARED.search(head)
    label = (match[1] or match[2]).decode("ascii", "ignore").lower() if match else ""
    # A page whose declaration can be read as ASCII is not UTF-16, whatever it says.
    return "utf-8" if label.startswith(("utf-16", "utf-32")) else label


def _extracted(page: str) -> Any:
    # Imported here: it takes longer than reading a page does, and other formats have no need of it.
    import trafilatura

    for name in ("trafilatura", "htmldate"):
        # They tell the log what we tell with a Skip; where nobody listens to it, it would go to standard error.
        if not (log := logging.getLogger(name)).handlers:
            log.addHandler(logging.NullHandler())
    try:
        return trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "max_date": datetime.now(UTC).date().isoformat(),  # nothing was published after today
            },
        )
    except Exception as broken:
        # Whatever a hostile page does to the extractor, the next one is read.
        raise Skip(f"this page cannot be taken apart ({type(broken).__name__})") from broken
