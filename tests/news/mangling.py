"""Valid files of every format, and the ways in which bytes from outside go wrong: cut, doubled, swapped, spliced."""

import bz2
import gzip
import io
import json
import lzma
import time
from collections.abc import Callable
from datetime import date
from functools import cache

from backports import zstd
from hypothesis import strategies as st

from dragoman.errors import Skip
from dragoman.news.feeds import leads_in
from dragoman.news.source import Reading, read_as
from dragoman.record import Article
from tests.news import test_feeds
from tests.news.making import MORE, STORY, TEXT, a_dump, a_mail, a_news_item, a_page, a_tar, a_warc, a_zip

LINE = (
    json.dumps({"id": 1, "date": "2025-04-01", "text": TEXT, "title": "T", "sources": [{"name": "AFP"}]}).encode()
    + b"\n"
)
PARTS = (
    b'MIME-Version: 1.0\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
    + TEXT.encode()
    + b"\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGh0bWw+\r\n--b--\r\n"
)
SLOWEST = 10.0
"""Seconds beyond which a small document has hung its reader."""


@cache
def a_parquet() -> bytes:
    """A small Parquet file."""
    import pyarrow
    from pyarrow import parquet

    held = io.BytesIO()
    parquet.write_table(pyarrow.table({"text": [TEXT, None, MORE], "date": [date(2025, 4, 1)] * 3}), held)
    return held.getvalue()


SEEDS: dict[str, Callable[[], list[bytes]]] = {
    "text": lambda: [f"Title: T\nDate: 2025-04-01\nCharset: utf-8\n\nBAMAKO, April 1 (AFP) - {TEXT}".encode(), TEXT.encode("utf-16")],
    "html": lambda: [
        a_page(head='<meta property="article:published_time" content="2025-04-01"><script type="application/ld+json">{"datePublished":"2025-04-01"}</script>'),
        a_page(TEXT, body="<table><tr><td>x</td></tr></table><ul><li>y</li></ul><time datetime='2025-04-01'>x</time>"),
    ],
    "jsonl": lambda: [LINE * 3],
    "markdown": lambda: [f"---\ntitle: T\ndate: 2025-04-01\n---\n# H\n\n> * **{TEXT}** [x](y) `z`\n\n|a|b|\n|-|-|\n|c|d|\n".encode(), f'+++\ntitle = "T"\n+++\n{TEXT}'.encode()],
    "mail": lambda: [a_mail(), PARTS, b"From a@b Tue Apr  1 18:00:00 2025\n" + a_mail() + b"\nFrom a@b Tue Apr  1 18:00:00 2025\n" + PARTS],
    "csv": lambda: [f'date,text,source\n2025-04-01,"{TEXT}\n""x""",AFP\n2025-04-01,{TEXT},AFP\n'.encode(), f"date\ttext\n2025-04-01\t{TEXT}\n".encode()],
    "parquet": lambda: [a_parquet()],
    "warc": lambda: [
        a_warc(("https://a.example/1", a_page(), {}), ("https://a.example/2", gzip.compress(a_page()), {"Content-Encoding": "gzip"})),
        a_warc(("https://a.example/1", b"5\r\n<p>x<\r\n0\r\n\r\n", {"Transfer-Encoding": "chunked"})),
    ],
    "mediawiki": lambda: [a_dump(("0", "T", STORY), ("1", "Talk:T", "x"), ("0", "U", "#REDIRECT [[T]]"))],
    "newsml": lambda: [a_news_item().encode(), f"<newsMessage><itemSet>{a_news_item()}</itemSet></newsMessage>".encode()],
    "packed": lambda: [gzip.compress(LINE), bz2.compress(LINE), lzma.compress(LINE), zstd.compress(LINE), gzip.compress(gzip.compress(LINE))],
    "archive": lambda: [a_zip(a__jsonl=LINE, b__html=a_page(), c__csv=b"date,text\n"), a_tar(a__jsonl=LINE, b__txt=TEXT.encode())],
    "feed": lambda: [held for held, _ in test_feeds.FORMS.values()],
}  # fmt: skip
"""Valid files by reader; `packed`, `archive` and `feed` go through recognition, or through the reader of feeds."""

_WORDS = (
    b"\0", b"\xff", b"\xfe\xff", b"\r", b"\n", b"\r\n\r\n", b" ", b'"', b"'", b"<", b">", b"&", b"<!--", b"-->", b"<![CDATA[", b"]]>",
    b"<!ENTITY a 'b'>", b"&a;", b"{", b"}", b"[", b"]", b"{{", b"}}", b"[[", b"]]", b"|", b"=", b"---", b"+++", b"\\u0000", b"\\ud800",
    b"-1", b"99999999999999999999", b"1e999", b"0x10", b"NaN", b"null", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", "ᵃ\u202e".encode(),
    b"charset=utf-7", b"charset=utf-16", b"Content-Length: -5", b"Content-Length: 999999999999", b"Transfer-Encoding: chunked",
    b"Content-Encoding: br", b"9999-99-99", b"0000-00-00", b"Tue, 99 Foo 20255 99:99:99 +9999", b"http://[::1", b"//", b"../../etc/passwd",
)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A seed after a few mishaps."""
    held = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(held)))
        end = min(len(held), start + draw(st.integers(0, 40) | st.integers(0, 4000)))
        match draw(st.integers(0, 6)):
            case 0:
                held[start:end] = b""
            case 1:
                held[start:start] = draw(st.sampled_from(_WORDS)) * draw(st.just(1) | st.integers(1, 300))
            case 2:
                held[start:end] = bytes(held[start:end]) * draw(st.integers(2, 20))
            case 3:
                held[start:end] = draw(st.binary(max_size=12))
            case 4:
                if start < len(held):
                    held[start] ^= 1 << draw(st.integers(0, 7))
            case 5:
                del held[start:]
            case 6:
                other = draw(st.sampled_from(seeds))
                held[start:end] = other[draw(st.integers(0, len(other))) :][:2000]
        del held[1_000_000:]
    return bytes(held)


def try_reader(reader: str, held: bytes) -> None:
    """Reads these bytes; fails if the reader breaks down, takes too long, or gives what no store can hold."""
    began = time.monotonic()
    if reader == "feed":
        try:
            for lead in leads_in(held, "https://h.example/feed"):
                assert lead.url.startswith(("http://", "https://"))
                lead.title.encode()
        except Skip as skipped:
            assert skipped.reason  # noqa: PT017
    else:
        for form in (None,) if reader in ("packed", "archive") else (reader, None):
            for outcome in read_as(Reading(form, languages=None), io.BytesIO(held), name="a"):
                if isinstance(outcome, Article):
                    for words in (
                        outcome.text,
                        outcome.title,
                        outcome.url,
                        outcome.came_as,
                        *outcome.outlets,
                        *outcome.opt_outs,
                    ):
                        words.encode()
                        assert "\0" not in words
                else:
                    assert outcome.reason
                    assert outcome.where.startswith("a")
    assert time.monotonic() - began < SLOWEST
