"""Feeds and pages on several hosts of loopback that fail now and then, and what a record must hold of them in the end."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import socket
from typing import Any

from dragoman.gathering import Also, Gatherer
from dragoman.news import worker
from dragoman.news.addresses import Gate
from dragoman.news.client import Client
from dragoman.news.feeds import taken_apart
from dragoman.news.politeness import Manners
from dragoman.news.watchlist import Watched
from dragoman.record import Article, Reject
from dragoman.store.opening import Record, open_record
from tests.news.making import a_page
from tests.news.serving import Asked, Server, answer, raw, serving

ITEM = (
    "<item><title>Ministers meet {n}</title><link>{url}/{n}</link><guid isPermaLink='false'>g{n}</guid>"
    "<pubDate>Tue, 01 Apr 2025 10:00:00 GMT</pubDate></item>"
)
FAILURES = (
    answer(status="500 Oops"),
    answer(status="503 Busy"),
    raw(b""),
    raw(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nhalf"),
    answer(b"not gzip", Content_Encoding="identity", status="429 Slow Down"),
)
"""What a host does when it fails: each is for later, and none is the page's own fault."""


def words(host: int, number: int) -> str:
    """The text of a page: no two are alike."""
    return (
        f"The foreign ministers of Mali and Niger met in Bamako for talks number {number} of desk {host}, officials said. "
        f"They agreed to meet again, and {number + host} delegates signed a statement."
    )


class Newsstand:
    """So many hosts, each with a feed of so many pages; each path fails as often at first as `failing` says.

    `failing` gives the number of failures of the path of that number, or of the feed (-1). Every fiftieth page is not
    there. Pages are plain text if `is_plain`, so that no child process is needed to read them.
    """

    def __init__(
        self, hosts: int, pages: int, *, failing: Any = lambda number: 0, is_plain: bool = False, pause: float = 0.0
    ) -> None:
        self.hosts, self.pages, self.is_plain, self.failing, self.pause = hosts, pages, is_plain, failing, pause
        self.servers: list[Server] = []
        self.tries: Counter[tuple[int, int]] = Counter()
        self.answers: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def open(self, port: int = 0) -> Iterator["Newsstand"]:
        """The servers, for a while; the feeds name their addresses."""
        with ExitStack() as stack:
            for host in range(self.hosts):
                server = stack.enter_context(serving(f"127.0.0.{host + 1}", port))
                server.otherwise = lambda connection, asked, host=host: self._answer(host, connection, asked)
                self.servers.append(server)
            yield self

    def _answer(self, host: int, connection: socket, asked: Asked) -> None:
        server = self.servers[host]
        server.asked.clear()  # a long run would remember them all
        if asked.path == "/robots.txt":
            answer(b"User-agent: *\nAllow: /\n", kind="text/plain")(connection, asked)
            return
        number = -1 if asked.path == "/feed" else int(asked.path[1:])
        with self._lock:
            self.tries[host, number] += 1
            tried = self.tries[host, number]
        if tried <= self.failing(number):
            self.answers["failed"] += 1
            FAILURES[(number + tried) % len(FAILURES)](connection, asked)
        elif number < 0:
            self.answers["feeds"] += 1
            self._feed(host)(connection, asked) if asked.headers.get("if-none-match") != '"1"' else answer(
                status="304 Not Modified", ETag='"1"'
            )(connection, asked)
        elif number % 50 == 49:
            answer(b"gone", "404 Not Found")(connection, asked)
        else:
            self.answers["pages"] += 1
            time.sleep(self.pause)
            text = words(host, number)
            page = text.encode() if self.is_plain else a_page(text, title=f"Ministers meet {number}")
            answer(page, kind="text/plain" if self.is_plain else "text/html")(connection, asked)

    def _feed(self, host: int) -> Any:
        items = "".join(ITEM.format(n=number, url=self.servers[host].url) for number in range(self.pages))
        feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>{items}</channel></rss>'
        return answer(feed.encode(), kind="application/rss+xml", ETag='"1"')

    def watched(self) -> list[Watched]:
        """The feeds, each looked at once."""
        return [Watched(f"{each.url}/feed", f"Desk {host}", 3600.0, 0.0) for host, each in enumerate(self.servers)]

    def expected(self) -> set[tuple[int, int]]:
        """The host and number of each page that there is."""
        return {(host, number) for host in range(self.hosts) for number in range(self.pages) if number % 50 != 49}


def stub_take(record: Record) -> Any:
    """Adds articles without reading them, so that what is tested is how they come in."""

    def take(chunk: list[Article | Reject], also: Also) -> None:
        with record.writer("stub", "1") as writer:
            for each in chunk:
                if isinstance(each, Article):
                    writer.add_article(each)
                else:
                    writer.add_reject(each)
                    writer.refusals.met(each, {})
            also(writer, frozenset())

    return take


def watch(path: Path, sources: list[Watched], **given: Any) -> Gatherer:
    """One run over these sources into a record, by the stub."""
    with open_record(path, keep="text") as record:
        manners = Manners(Client(Gate(allow_private=True), contact="tests", seconds=5), delay=0.0)
        gatherer = Gatherer(record, manners, stub_take(record), **{"retry": 0.0, **given})
        gatherer.run(sources)
        return gatherer


def read_feeds_here() -> None:
    """Takes feeds apart in this process: what a short-lived process has no time for is to start a child of its own."""

    def ask(task: str, given: bytes, **hints: str) -> Any:
        assert task == "feed"
        return taken_apart(given, **hints)

    worker.shared.ask = ask  # type: ignore[method-assign]
