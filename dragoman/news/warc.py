"""A web archive comes in, packed or not; an article goes out for each page in it that holds one."""

import io
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from dragoman.errors import Skip
from dragoman.news.delivery import LONGEST_DOCUMENT, Delivery, Found, day_of
from dragoman.news.headers import charset_of, header_opt_outs
from dragoman.news.outlets import outlet_name
from dragoman.news.pages import page_found
from dragoman.news.unpacking import CODINGS, unpacked
from dragoman.record import Article

_PAGES = ("text/html", "application/xhtml+xml")


class WebArchive:
    """One article a page: of a response that was found (200), a resource, or a conversion to plain text (WET).

    Pictures, style sheets, requests, redirects and pages that were not found are no documents, and are passed over.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles in order; a page that cannot be used is yielded as a Skip that names its address."""
        from warcio.archiveiterator import ArchiveIterator

        records = iter(ArchiveIterator(delivery.stream, no_record_parse=False, arc2warc=True))
        number = 0
        while True:
            try:
                record = next(records)
            except StopIteration:
                return
            except Skip:
                raise
            except Exception as broken:
                # The library raises many kinds; past a broken record the next one cannot be found.
                raise Skip(f"the archive is damaged after record {number} ({type(broken).__name__})") from broken
            number += 1
            if kind := _kind(record):
                yield _outcome(record, kind, delivery)


def _kind(record: Any) -> str:
    """What a record holds for us: "page", "text" or ""."""
    declared = record.rec_headers.get_header("Content-Type") or ""
    if record.rec_type == "conversion":
        return "text" if declared.startswith("text/plain") else ""
    if record.rec_type == "response" and record.http_headers:
        if record.http_headers.get_statuscode() != "200":
            return ""
        declared = record.http_headers.get_header("Content-Type") or "text/html"
    elif record.rec_type != "resource":
        return ""
    return "page" if declared.split(";")[0].strip().lower() in _PAGES else ""


def _outcome(record: Any, kind: str, delivery: Delivery) -> Article | Skip:
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    where = f"{delivery.name}:{url or 'a page without address'}"
    try:
        raw = _body(record)
        if kind == "text":
            text = raw.decode("utf-8", "replace")
            found = Found(text=text, outlets=(outlet_name(url),), url=url)
        else:
            found = _page(record, raw, url)
        return delivery.article(found, where)
    except Skip as skipped:
        return skipped if skipped.where else Skip(skipped.reason, stage=skipped.stage, where=where)


def _body(record: Any) -> bytes:
    """The body of a record as it was meant; Skip if it is longer than an article can be, or damaged."""
    # The library unpacks without a limit; a bomb must not reach it.
    from warcio.bufferedreaders import ChunkedDataReader

    headers = {name.lower(): value for name, value in record.http_headers.headers} if record.http_headers else {}
    stream = record.raw_stream
    if headers.get("transfer-encoding", "").strip().lower() == "chunked":
        stream = ChunkedDataReader(stream)
    try:
        raw: bytes = stream.read(LONGEST_DOCUMENT + 1)
        coding = headers.get("content-encoding", "").strip().lower()
        # Some crawlers keep the header and store the page unpacked.
        if coding in CODINGS and not raw.lstrip().startswith(b"<"):
            raw = unpacked(io.BytesIO(raw), coding, cap=LONGEST_DOCUMENT).read()
    except Skip:
        raise
    except Exception as broken:
        raise Skip(f"the page is damaged ({type(broken).__name__})") from broken
    if len(raw) > LONGEST_DOCUMENT:
        raise Skip(f"longer than {LONGEST_DOCUMENT // 1_000_000} MB, which no article is")
    return raw


def _page(record: Any, raw: bytes, url: str) -> Found:
    headers = {name.lower(): value for name, value in record.http_headers.headers} if record.http_headers else {}
    found = page_found(raw, url=url, charset=charset_of(headers.get("content-type", "")))
    opt_outs = (*found.opt_outs, *header_opt_outs(headers))
    fetched = None
    with suppress(Skip):
        fetched = day_of(record.rec_headers.get_header("WARC-Date") or "")
    # A page cannot have been published after it was fetched.
    told = tuple((basis, day) for basis, day in found.told if fetched is None or day <= fetched)
    return Found(
        text=found.text,
        title=found.title,
        published=found.published,
        outlets=found.outlets,
        url=found.url,
        language=found.language,
        told=told,
        opt_outs=opt_outs,
    )
