"""A web page comes in; its article, without what stands around it, goes out with title, day, outlet and address."""

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from dragoman.errors import Skip
from dragoman.news.decoding import decode
from dragoman.news.delivery import Delivery, Found
from dragoman.news.headers import Declared, declared
from dragoman.news.outlets import outlet_name, site_of
from dragoman.news.worker import shared
from dragoman.record import Article

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""", re.I
)
_BEFORE = 4096
FALLBACK = "cp1252"
"""What browsers take a page for that declares no charset and is not UTF-8."""

LONGEST_WORD = 5000
"""Characters of one unbroken run beyond which it is no word but a picture or a program, and is left out."""

_RUN = re.compile(rf"(?<![^\s<>])[^\s<>]{{{LONGEST_WORD},}}")


class Page:
    """One article a page. Its text is what trafilatura finds to be the article, a paragraph a line.

    The publication day comes from what the page declares, else from what it shows and its address, never from a
    search of its words, and is left out where it says none.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The one article; what cannot be used is raised as a Skip."""
        yield delivery.article(page_found(delivery.whole(), url=delivery.url))


def page_found(raw: bytes, *, url: str = "", charset: str = "") -> Found:
    """The article of a page, read by the worker; `charset` is what the answer that brought it declared.

    Skip if there is none, or if the page does not let itself be taken apart.
    """
    made: Mapping[str, Any] = shared.ask("page", raw, url=url, charset=charset)
    told = []
    if made["shown"]:
        told.append(("page", date.fromisoformat(made["shown"])))
    # A page may name any address as its own; it is believed within its site.
    claimed = made["url"]
    address = claimed if claimed and (not url or site_of(claimed) == site_of(url)) else url
    outlet = outlet_name(address, made["outlet"])
    return Found(
        text=made["text"],
        title=made["title"],
        published=made["declared"],
        outlets=(outlet,),
        url=address,
        language=made["language"],
        told=tuple(told),
        opt_outs=tuple(made["opt_outs"]),
    )


def taken_apart(raw: bytes, *, url: str = "", charset: str = "") -> dict[str, Any]:
    """What a page holds, as JSON can: the worker's task; Skip if there is no article in it."""
    page = _RUN.sub(" ", decode(raw, charset or declared_in(raw[:_BEFORE]), FALLBACK))
    found, tree = _extracted(page, url)
    if found is None or not (found.text or "").strip():
        raise Skip("no article was found on this page")
    said = declared(tree) if tree is not None else Declared()
    return {
        "text": found.text,
        "title": found.title or "",
        "declared": said.published.isoformat() if said.published else "",
        "shown": found.date or "",
        "outlet": (found.sitename or "").strip(),
        "url": found.url or "",
        "language": said.language,
        "opt_outs": list(said.opt_outs),
    }


def declared_in(head: bytes) -> str:
    """The charset that the first bytes of a page declare, "" if they declare none."""
    match = _DECLARED.search(head)
    label = (match[1] or match[2]).decode("ascii", "ignore").lower() if match else ""
    # A page whose declaration can be read as ASCII is not UTF-16, whatever it says.
    return "utf-8" if label.startswith(("utf-16", "utf-32")) else label


def _extracted(page: str, url: str) -> tuple[Any, Any]:
    """What trafilatura finds, and the tree of the page."""
    # Imported here: it takes longer than reading a page does, and only the worker has need of it.
    import trafilatura

    for name in ("trafilatura", "htmldate"):
        # They tell the log what we tell with a Skip; where nobody listens to it, it would go to standard error.
        if not (log := logging.getLogger(name)).handlers:
            log.addHandler(logging.NullHandler())
    try:
        tree = trafilatura.load_html(page)
        found = trafilatura.bare_extraction(
            page,
            url=url or None,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={
                "extensive_search": False,
                "original_date": True,
                "max_date": datetime.now(UTC).date().isoformat(),  # nothing was published after today
            },
        )
    except (MemoryError, RecursionError):
        raise
    except Exception as broken:
        raise Skip(f"this page cannot be taken apart ({type(broken).__name__})") from broken
    return found, tree
