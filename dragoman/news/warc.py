"""A web archive comes in, packed or not; an article goes out for each page in it that holds one."""

import io
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import BinaryIO

from dragoman.errors import Skip
from dragoman.news.delivery import LONGEST_DOCUMENT, Delivery, Found, day_of
from dragoman.news.headers import charset_of, header_opt_outs
from dragoman.news.outlets import outlet_name
from dragoman.news.pages import page_found
from dragoman.news.unpacking import CODINGS, unpacked
from dragoman.record import Article

_PAGES = ("text/html", "application/xhtml+xml")
_LONGEST_LINE = 65_536
_MOST_LINES = 1000
"""Lines of the head of a record, or of the answer in it."""


class WebArchive:
    """One article a page: of a response that was found (200), a resource, or a conversion to plain text (WET).

    Pictures, style sheets, requests, redirects and pages that were not found are no documents, and are passed over.
    """

    def articles(self, delivery: Delivery) -> Iterator[Article | Skip]:
        """The articles in order; a page that cannot be used is yielded as a Skip that names its address."""
        number = 0
        records = _records(delivery.stream)
        while True:
            try:
                record = next(records, None)
            except Skip as damaged:
                # Past a broken record the next one cannot be found.
                raise Skip(f"the archive is damaged after record {number} ({damaged.reason})") from None
            if record is None:
                return
            number += 1
            url = record.headers.get("warc-target-uri", "").strip("<> ")
            where = f"{delivery.name}:{url or f'record {number}'}"
            try:
                if found := _found(record, url):
                    yield delivery.article(found, where)
            except Skip as skipped:
                yield skipped if skipped.where else Skip(skipped.reason, stage=skipped.stage, where=where)


@dataclass(frozen=True, slots=True)
class _Record:
    """A record of an archive: its headers by lower-case name, and its block, which ends where the record says."""

    headers: Mapping[str, str]
    block: "_Block"


class _Block:
    """So many bytes of a stream, and no more."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self.left = size

    def read(self, size: int) -> bytes:
        piece = self._stream.read(min(size, self.left))
        self.left = self.left - len(piece) if piece else 0
        return piece

    def readline(self, size: int) -> bytes:
        piece = self._stream.readline(min(size, self.left))
        self.left = self.left - len(piece) if piece else 0
        return piece


def _records(stream: BinaryIO) -> Iterator[_Record]:
    """The records in order, each to be read before the next is asked for; Skip where there should be one."""
    while line := stream.readline(_LONGEST_LINE):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise Skip("what follows is no record")
        headers = _head(stream)
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdecimal() and len(length) < 16):
            raise Skip("a record without its length")
        block = _Block(stream, int(length))
        yield _Record(headers, block)
        while block.left and block.read(1 << 16):
            pass


def _head(lines: "BinaryIO | _Block") -> dict[str, str]:
    """The headers up to the empty line, by lower-case name; the first of a name counts. Skip if they do not end."""
    headers: dict[str, str] = {}
    last = ""
    for _ in range(_MOST_LINES):
        line = lines.readline(_LONGEST_LINE)
        if not line.strip():
            return headers
        text = line.decode("utf-8", "replace")
        if text[0] in " \t" and last:
            headers[last] += f" {text.strip()}"
            continue
        name, _, value = text.partition(":")
        last = name.strip().lower()
        headers.setdefault(last, value.strip())
    raise Skip("a head without end")


def _found(record: _Record, url: str) -> Found | None:
    """The words of a record, None if it is none that could hold an article."""
    kind = record.headers.get("warc-type", "").lower()
    declared = record.headers.get("content-type", "")
    answered: dict[str, str] = {}
    if kind == "conversion":
        if not declared.startswith("text/plain"):
            return None
        text = _whole(record.block).decode("utf-8", "replace")
        return Found(text=text, outlets=(outlet_name(url),), url=url)
    if kind == "response" and declared.startswith("application/http"):
        status = record.block.readline(_LONGEST_LINE).split(b" ", 2)
        if len(status) < 2 or status[1].strip() != b"200":
            return None
        answered = _head(record.block)
        declared = answered.get("content-type", "text/html")
    elif kind != "resource":
        return None
    if declared.split(";")[0].strip().lower() not in _PAGES:
        return None
    found = page_found(_body(record.block, answered), url=url, charset=charset_of(declared))
    fetched = None
    with suppress(Skip):
        fetched = day_of(record.headers.get("warc-date", ""))
    # A page cannot have been published after it was fetched.
    told = tuple((basis, day) for basis, day in found.told if fetched is None or day <= fetched)
    return replace(found, told=told, opt_outs=(*found.opt_outs, *header_opt_outs(answered)))


def _body(block: _Block, headers: Mapping[str, str]) -> bytes:
    """The body of an answer as it was meant; Skip if it is longer than an article can be, or damaged."""
    raw = _whole(block)
    if headers.get("transfer-encoding", "").lower() == "chunked":
        raw = dechunked(raw)
    coding = headers.get("content-encoding", "").lower()
    # Some crawlers keep the headers and store the page as it was meant.
    if coding in CODINGS and raw and not raw.lstrip().startswith(b"<"):
        raw = unpacked(io.BytesIO(raw), coding, cap=LONGEST_DOCUMENT).read()
    return raw


def _whole(block: _Block) -> bytes:
    raw = block.read(LONGEST_DOCUMENT + 1)
    if len(raw) > LONGEST_DOCUMENT:
        raise Skip(f"longer than {LONGEST_DOCUMENT // 1_000_000} MB, which no article is")
    return raw


def dechunked(raw: bytes) -> bytes:
    """A body that was sent in chunks, put together; as it is, where it is none such."""
    pieces: list[bytes] = []
    here = 0
    while here < len(raw):
        end = raw.find(b"\n", here, here + 100)
        size = raw[here:end].split(b";")[0].strip() if end > 0 else b""
        try:
            count = int(size, 16)
        except ValueError:
            return b"".join(pieces) if pieces else raw
        if count <= 0:
            break
        pieces.append(raw[end + 1 : end + 1 + count])
        here = end + 1 + count
        here += 2 if raw[here : here + 2] == b"\r\n" else 1
    return b"".join(pieces)
