"""A lead comes in; the article at its address goes out, fetched politely and taken apart as any page is."""

import io
from dataclasses import replace

from dragoman.errors import Skip
from dragoman.news.client import PAGE, Answer
from dragoman.news.decoding import decode
from dragoman.news.delivery import Delivery, Found
from dragoman.news.feeds import Lead
from dragoman.news.headers import charset_of
from dragoman.news.outlets import outlet_name
from dragoman.news.pages import page_found
from dragoman.news.politeness import Manners
from dragoman.record import Article

_PAGES = ("text/html", "application/xhtml+xml", "")
_PLAIN = "text/plain"
_ENOUGH = 200
"""Characters of a feed's own text below which it is but a summary."""


class Fetcher:
    """Makes articles of leads. `languages` are those that can be read, None for any."""

    def __init__(self, manners: Manners, languages: tuple[str, ...] | None = ("en",)) -> None:
        self._manners = manners
        self._languages = languages

    def article(self, lead: Lead, *, outlet: str = "", source: str = "", delay: float | None = None) -> Article:
        """The article at a lead's address; Skip if it cannot be used, Later if it cannot be had now.

        `source` is the feed that named it, kept as where it came from; `outlet` its publisher, where that is known.
        """
        answer, opt_outs = self._manners.get(lead.url, cap=PAGE, delay=delay)
        if answer.status != 200:
            raise Skip(f"the server answers {answer.status}", stage="fetch", where=lead.url)
        found = self._found(answer, lead.url)
        return self._made(lead, found, answer.url, opt_outs, (outlet, source))

    def told(self, lead: Lead, *, outlet: str = "", source: str = "") -> Article:
        """The article that the feed itself carries; nothing is fetched. Skip if it is too short to be one."""
        if len(lead.body) < _ENOUGH:
            raise Skip("the feed holds only a summary", where=lead.url)
        try:
            found = page_found(f"<html><body><article>{lead.body}</article></body></html>".encode(), url=lead.url)
        except Skip as skipped:
            raise Skip(skipped.reason, stage=skipped.stage, where=lead.url) from None
        return self._made(lead, found, lead.url, (), (outlet, source))

    def _found(self, answer: Answer, url: str) -> Found:
        declared = answer.headers.get("content-type", "")
        kind = declared.split(";")[0].strip().lower()
        try:
            if not answer.body.strip():
                raise Skip("the page is empty")
            if kind in _PAGES:
                return page_found(answer.body, url=answer.url, charset=charset_of(declared))
            if kind == _PLAIN:
                text = decode(answer.body, charset_of(declared)).replace("\r\n", "\n")
                return Found(text=text, outlets=(outlet_name(answer.url),), url=answer.url)
            raise Skip(f"this is {kind[:40]}, not a page", stage="fetch")
        except Skip as skipped:
            raise Skip(skipped.reason, stage=skipped.stage, where=url) from None

    def _made(self, lead: Lead, found: Found, url: str, opt_outs: tuple[str, ...], known: tuple[str, str]) -> Article:
        outlet, source = known
        delivery = Delivery(
            name=lead.url,
            stream=io.BytesIO(),
            languages=self._languages,
            url=url,
            told=(("feed", lead.published_on),) if lead.published_on else (),
            opt_outs=opt_outs,
        )
        if not found.title:
            found = replace(found, title=lead.title)
        if outlet:
            # Whoever keeps the list knows whose feed it is.
            found = replace(found, outlets=(outlet,))
        article = delivery.article(replace(found, came_as=lead.key), lead.url)
        return replace(article, came_from=source or lead.url)
