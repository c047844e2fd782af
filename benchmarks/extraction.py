"""How fast pages become articles, and what share of the time that is against coding them.

python -m benchmarks.extraction
"""

import io
import time
from collections.abc import Sequence

from dragoman.news.source import read_source
from dragoman.pipeline import Pipeline
from dragoman.record import Article

PAGES = 200
SENTENCES = 12
"""Paragraphs of a page: about what a wire story has."""

_AROUND = "".join(f'<li><a href="/section/{number}">Section {number}</a></li>' for number in range(120))
_SCRIPT = "<script>" + "var settings = {};\n" * 400 + "</script>"


def page(article: Article, paragraphs: Sequence[str]) -> bytes:
    """A page of some 30 KB around an article, as sites have it: menus, scripts, teasers, a footer."""
    told = "".join(f"<p>{each}</p>" for each in paragraphs)
    day = article.published_on.isoformat() if article.published_on else "2025-04-01"
    teasers = "".join(f'<div class="teaser"><a href="/t/{n}"><h3>Another story {n}</h3></a></div>' for n in range(60))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Story {article.id}</title><meta charset="utf-8">'
        f'<meta property="article:published_time" content="{day}T10:00:00Z">{_SCRIPT}</head><body>'
        f"<nav><ul>{_AROUND}</ul></nav><main><article><h1>Story {article.id}</h1>{told}</article></main>"
        f"<aside>{teasers}</aside>"
        "<footer>All rights reserved. Contact us. Terms of use.</footer></body></html>"
    ).encode()


def main(items: Sequence[Article], pipeline: Pipeline | None = None) -> None:
    """Print pages a second, and the share of extraction in reading and coding together."""
    usable = [each for each in items if len(each.text) > 80]
    groups = [usable[start : start + SENTENCES] for start in range(0, PAGES * SENTENCES, SENTENCES)]
    pages = [page(group[0], [each.text for each in group]) for group in groups if group]
    size = sum(map(len, pages)) / len(pages) / 1024
    list(read_source(io.BytesIO(pages[0])))  # the worker is started once
    began = time.perf_counter()
    found = [each for held in pages for each in read_source(io.BytesIO(held)) if isinstance(each, Article)]
    took = time.perf_counter() - began
    pipeline = pipeline or Pipeline()
    began = time.perf_counter()
    reports = sum(len(each) for _, each in pipeline.reports(found))
    coded = time.perf_counter() - began
    words = sum(len(each.text.split()) for each in found) / len(found)
    print(f"extraction: {len(found)} of {len(pages)} pages of {size:.0f} KB, {words:.0f} words each, in {took:.1f} s")
    print(f"extraction: {len(found) / took:.0f} pages/s in one worker process, {1000 * took / len(found):.0f} ms each")
    print(
        f"extraction: {took / (took + coded):.0%} of the time that reading and coding them takes "
        f"({coded:.1f} s for {reports} reports)"
    )


if __name__ == "__main__":
    from benchmarks.__main__ import news

    main(news(PAGES * SENTENCES * 2))
