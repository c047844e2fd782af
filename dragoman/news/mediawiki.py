"""A MediaWiki dump comes in, such as Wikinews publishes; an article goes out for each page of its main space."""

import re
from collections.abc import Iterator
from datetime import date

from dragoman.errors import Skip
from dragoman.news.dating import day_named
from dragoman.news.delivery import LONGEST_DOCUMENT, Delivery, Found, day_of
from dragoman.news.outlets import outlet_name
from dragoman.news.wikitext import Wikitext, unmarked
from dragoman.news.xml import elements, local, text_at
from dragoman.record import Article

_REDIRECT = re.compile(r"\s*#redirect\b", re.I)
_UNPUBLISHED = frozenset(("develop", "developing", "review", "delete", "abandoned", "editing", "prepare"))
"""Templates of stories that were not published, or are to go."""


class Dump:
    """One article a page. The day is that of the story's `{{date}}`, else that on which the page was last changed.

    Talk, templates, categories and redirects are passed over, and so are drafts that were never published.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles in order; a page that cannot be used is yielded as a Skip that names it by its title."""
        base = ""
        number = 0
        try:
            for element in elements(delivery.stream, ("base", "page"), of="this dump"):
                if local(element) == "base":
                    base = (element.text or "").strip()
                    continue
                number += 1
                title = text_at(element, "title").strip()
                where = f"{delivery.name}:{title or f'page {number}'}"
                text = text_at(element, "revision", "text")
                is_redirect = any(local(child) == "redirect" for child in element) or _REDIRECT.match(text)
                if text_at(element, "ns").strip() not in ("", "0") or is_redirect:
                    continue
                told = text_at(element, "revision", "timestamp")
                came_as = text_at(element, "id").strip()
                try:
                    yield delivery.article(_found(title, text, told, base, came_as), where)
                except Skip as skipped:
                    yield skipped if skipped.where else Skip(skipped.reason, stage=skipped.stage, where=where)
        except Skip as ended:
            raise Skip(ended.reason, where=f"{delivery.name}:page {number + 1}") from None


def _found(title: str, text: str, changed: str, base: str, came_as: str) -> Found:
    if len(text) > LONGEST_DOCUMENT:
        raise Skip(f"the page is longer than {LONGEST_DOCUMENT // 1_000_000} MB")
    read = unmarked(text)
    if drafts := sorted(_UNPUBLISHED & set(read.templates)):
        raise Skip(f"a draft that was not published (it is marked “{drafts[0]}”)")
    told: list[tuple[str, date]] = []
    if stated := day_named(_date_of(read)):
        told.append(("page", stated))
    elif changed:
        told.append(("feed", day_of(changed)))
    url = f"{base.rpartition('/')[0]}/{title.replace(' ', '_')}" if base else ""
    outlet = outlet_name(url) if url else ""
    return Found(text=read.text, title=title, told=tuple(told), outlets=(outlet,), url=url, came_as=came_as)


def _date_of(read: Wikitext) -> str:
    """What the story's date template holds: `{{date|April 1, 2025}}`, or with the parts in another order."""
    return " ".join(read.templates.get("date", ())[:3])
