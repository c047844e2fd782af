"""The first bytes of a file and its name come in; the format it is in goes out, by content wherever that decides."""

import csv
import re
from pathlib import PurePath

from dragoman.errors import Skip
from dragoman.news.decoding import mark_of, unmarked_wide
from dragoman.news.fields import is_header
from dragoman.news.tables import delimiter_of
from dragoman.news.unpacking import SUFFIXES

HEAD = 4096
"""Bytes that are looked at."""

_NOT_TEXT = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
)
_PROLOG = r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*)*"
_PAGE = re.compile(rf"{_PROLOG}(<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>])", re.I | re.S)
_XML = re.compile(rf"{_PROLOG}(?:<!doctype[^\[>]*(?:\[.*?\]\s*)?>\s*)?<(?:[\w.-]+:)?([\w.-]+)[\s/>]", re.I | re.S)
_BY_ROOT = {
    "mediawiki": "mediawiki",
    "newsitem": "newsml",
    "newsmessage": "newsml",
    "html": "html",
}
_LISTS = {
    "rss": "a feed",
    "feed": "a feed",
    "rdf": "a feed",
    "urlset": "a site map",
    "sitemapindex": "a site map",
    "opml": "a list of feeds",
}
_OBJECT = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\]])')
_JSON_FEED = re.compile(r'\s*\{.{0,300}?"version"\s*:\s*"https://jsonfeed\.org/', re.S)
_GDELT_LIST = re.compile(r'\s*\{\s*"articles"\s*:\s*\[.{0,3000}?"seendate"', re.S)
_GDELT_CSV = re.compile(r"\s*\"?URL\"?,\"?MobileURL\"?,\"?Date\"?,\"?Title\"?", re.I)
_GKG = re.compile(r"(?:\d{14}-T?\d+\t\d{14}\t\d\t|GKGRECORDID\t)")
_EVENTS = re.compile(r"\d{6,12}\t\d{8}\t\d{6}\t\d{4}\t\d{4}\.\d+\t")
_MAIL = re.compile(
    # A dot takes a carriage return too: "\r?" after it would give every line two readings, and n lines two to the n.
    r"(?:From \S+ .*\d{4}\r?\n)?(?:[!-9;-~]+:.*\n(?:[ \t].*\n)*)*?"
    r"(?:message-id|mime-version|received|return-path|x-original-to|delivered-to)[ \t]*:",
    re.I,
)
_FRONT = re.compile(r"(?:---[ \t]*\r?\n(?=[\w.-]+[ \t]*:)|\+\+\+[ \t]*\r?\n(?=[\w.-]+[ \t]*=))")
_BY_NAME = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
    ".eml": "mail",
    ".mbox": "mail",
    ".mht": "mail",
    ".mhtml": "mail",
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
}


def recognise(head: bytes, name: str = "") -> str:
    """The format of what begins with these bytes, by the name of its source ("jsonl", "html", "text" …).

    The name counts only where the content leaves it open. Skip for an empty file, for what is known to be no text,
    and for a list of links, which holds no articles itself; what is merely not legible is left for the reader of the
    format to refuse.
    """
    if not head.strip():
        raise Skip("the file is empty")
    if head.startswith(b"PAR1"):
        return "parquet"
    for magic, what in _NOT_TEXT:
        if head.startswith(magic):
            raise Skip(f"this is {what}, not text; take the text out of it first")
    encoding, skip = mark_of(head)
    start = head[skip:].decode(encoding or unmarked_wide(head) or "utf-8", "ignore")
    if what := _list_of_links(start):
        raise Skip(f"this is {what}, not an article; “dragoman fetch FILE” fetches the pages that it names")
    if start.startswith(("WARC/0.", "WARC/1.")):
        return "warc"
    if _PAGE.match(start):
        return "html"
    if (root := _XML.match(start)) and root[1].lower() in _BY_ROOT:
        return _BY_ROOT[root[1].lower()]
    if _OBJECT.match(start):
        return "jsonl"
    if _FRONT.match(start):
        return "markdown"
    if _MAIL.match(start):
        return "mail"
    if _is_table(start):
        return "csv"
    return _BY_NAME.get(_suffix(name), "text")


def _list_of_links(start: str) -> str:
    """What kind of list of links a text is, "" if it is none."""
    if (root := _XML.match(start)) and root[1].lower() in _LISTS:
        return _LISTS[root[1].lower()]
    if _JSON_FEED.match(start):
        return "a feed"
    if _GDELT_LIST.match(start) or _GDELT_CSV.match(start) or _GKG.match(start) or _EVENTS.match(start):
        return "a GDELT list of links"
    return ""


def _is_table(start: str) -> bool:
    """True if the first line names columns, of which one is the text's."""
    line = start.lstrip("\n").split("\n", 1)[0].rstrip("\r")
    delimiter = delimiter_of(line)
    if delimiter not in line or len(line) > 2000:
        return False
    try:
        return is_header(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return False


def _suffix(name: str) -> str:
    path = PurePath(name.rpartition("!")[2])
    while path.suffix.lower() in SUFFIXES:
        path = path.with_suffix("")
    return path.suffix.lower()
