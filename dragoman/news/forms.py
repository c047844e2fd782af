"""The first bytes of a file and its name come in; the format it is in goes out, by content wherever that decides."""

import re
from pathlib import PurePath

from dragoman.errors import Skip
from dragoman.news.decoding import mark_of, unmarked_wide

HEAD = 4096
"""Bytes that are looked at."""

_NOT_TEXT = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x28\xb5\x2f\xfd", "a zstd file"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"PAR1", "a Parquet file"),
)
_PAGE = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])", re.I | re.S
)
_FEED = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex|opml)[\s>]", re.I | re.S
)
_OBJECT = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\]])')
_BY_NAME = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}


def recognise(head: bytes, name: str = "") -> str:
    """The format of what begins with these bytes: "jsonl", "html" or "text".

    The name counts only where the content leaves it open. Skip for an empty file and for what is known to be no
    text; what is merely not legible is left for the reader of the format to refuse.
    """
    if not head.strip():
        raise Skip("the file is empty")
    for magic, what in _NOT_TEXT:
        if head.startswith(magic):
            raise Skip(f"this is {what}, not text; take the text out of it first")
    encoding, skip = mark_of(head)
    start = head[skip:].decode(encoding or unmarked_wide(head) or "utf-8", "ignore")
    if _FEED.match(start):
        raise Skip("this is a feed or a list of pages, not an article")
    if _PAGE.match(start):
        return "html"
    if _OBJECT.match(start):
        return "jsonl"
    return _BY_NAME.get(PurePath(name).suffix.lower(), "text")
