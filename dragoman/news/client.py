"""An address comes in; what a server answers for it goes out, within limits of place, size and time.

The one module that speaks HTTP. Every redirect is a request of its own, checked like the first.
"""

import http.client
import io
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from time import monotonic, time
from typing import Any, BinaryIO, cast
from urllib.parse import quote, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from dragoman import __version__
from dragoman.errors import Skip
from dragoman.news.addresses import Gate, Place, Unresolved
from dragoman.news.unpacking import CODINGS, unpacked

PAGE = 10_000_000
FEED = 50_000_000
"""Bytes of a page and of a feed, unpacked, beyond which they are refused."""

REDIRECTS = 5
SECONDS = 30.0
"""Time for one request, from the first byte sent to the last one read, however slowly they drip."""

_CONNECTING = 10.0
_AGAIN = (408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529)
_MOVED = (301, 302, 303, 307, 308)
_ACCEPTED = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5"


class Later(Skip):
    """What cannot be had now and may be later; `after` is in seconds where the server says so, 0 where it does not."""

    def __init__(self, reason: str, *, where: str = "", after: float = 0.0) -> None:
        super().__init__(reason, stage="fetch", where=where)
        self.after = after


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: the address that answered in the end, status, headers by lower-case name, the body.

    `is_moved` is True where the whole way there was by lasting redirects.
    """

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False, default=b"")
    is_moved: bool = False


def agent_of(contact: str) -> str:
    """The name by which we ask: the program, its version, and how to reach whoever runs it."""
    told = " ".join(contact.split()).encode("ascii", "ignore").decode()
    return f"Dragoman/{__version__} ({f'+{told}' if told else 'asked for by hand'})"


class Client:
    """Asks for pages and feeds; it holds no state between requests, so that threads may share it."""

    def __init__(self, gate: Gate | None = None, *, contact: str = "", seconds: float = SECONDS) -> None:
        self.gate = gate or Gate()
        self.agent = agent_of(contact)
        self._seconds = seconds
        self._trusted = ssl.create_default_context()

    def trust(self, certificates: str) -> None:
        """Trust the certificates of this PEM file too, such as those of a desk's own intranet."""
        self._trusted.load_verify_locations(certificates)

    def get(self, url: str, *, cap: int = PAGE, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer for one address, redirects followed; Skip if it may not or cannot be had, Later if not now.

        The status may be any that is not a redirect nor a call to come back later; 304 answers a condition among
        the headers.
        """
        here, is_moved = url, True
        for _ in range(REDIRECTS + 1):
            answer = self.hop(here, cap=cap, headers=headers)
            if answer.status not in _MOVED:
                return Answer(here, answer.status, answer.headers, answer.body, is_moved and here != url)
            is_moved = is_moved and answer.status in (301, 308)
            here = redirected(answer, url)
        raise Skip(f"redirects more than {REDIRECTS} times", stage="fetch", where=url)

    def hop(self, url: str, *, cap: int = PAGE, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer for one address, be it a redirect; as `get` in all else."""
        try:
            place = self.gate.place(url)
        except Unresolved as failed:
            raise Later(failed.reason, where=url) from None
        try:
            return self._asked(place, url, cap, headers or {})
        except Skip as skipped:
            if isinstance(skipped, Later):
                raise
            raise Skip(skipped.reason, stage="fetch", where=url) from None
        except ssl.SSLCertVerificationError as wrong:
            raise Skip(f"its certificate is not valid ({wrong.verify_message})", stage="fetch", where=url) from None
        except (OSError, http.client.HTTPException, urllib3.exceptions.HTTPError, ValueError, LookupError) as failed:
            raise Later(f"no answer that can be used ({_said(failed)})", where=url) from None

    def _asked(self, place: Place, url: str, cap: int, headers: Mapping[str, str]) -> Answer:
        connection = _connection(place, self._trusted)
        sent = {
            "Host": place.name,
            "User-Agent": self.agent,
            "Accept": _ACCEPTED,
            "Accept-Encoding": "gzip, br, zstd, deflate",
            "Connection": "close",
            **headers,
        }
        path = quote(place.path, safe="/?&=%:;@!$'()*+,-._~[]#|")
        with _in_time(connection, self._seconds, url):
            connection.request("GET", path, headers=sent, preload_content=False, decode_content=False)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.headers.items()}
            if response.status in _AGAIN:
                after = seconds_after(found.get("retry-after", ""))
                said = f"the server answers {response.status} {response.reason or ''}".strip()
                raise Later(said, where=url, after=after)
            if response.status in _MOVED or response.status == 304:
                return Answer(url, response.status, found)
            return Answer(url, response.status, found, _body(cast(BinaryIO, response), found, cap))


def redirected(answer: Answer, first: str) -> str:
    """Where a redirect leads; Skip if it leads nowhere, or down from https to http."""
    there = urljoin(answer.url, answer.headers.get("location", "").strip())
    if not answer.headers.get("location"):
        raise Skip("a redirect that leads nowhere", stage="fetch", where=first)
    if urlsplit(answer.url).scheme == "https" and urlsplit(there).scheme == "http":
        raise Skip("a redirect from https down to http", stage="fetch", where=first)
    return there.partition("#")[0]


def seconds_after(told: str) -> float:
    """What a Retry-After header asks for, in seconds from now; 0 if it says nothing that makes sense."""
    told = told.strip()
    if told.isdecimal():
        return float(min(int(told[:9]), 30 * 86_400))
    try:
        return max(0.0, parsedate_to_datetime(told).timestamp() - time())
    except (ValueError, OverflowError, IndexError):
        return 0.0


class _Pinned:
    """A connection to the address that was checked, whatever its host's name now stands for."""

    pinned: tuple[str, int]
    handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        opened = socket.create_connection(self.pinned, timeout=_CONNECTING)
        self.handle = opened.dup()
        return opened


class _PinnedPlain(_Pinned, HTTPConnection):
    """One without TLS."""


class _PinnedSecure(_Pinned, HTTPSConnection):
    """One with TLS; the certificate must be the host's, not the address's."""


def _connection(place: Place, trusted: ssl.SSLContext) -> _PinnedPlain | _PinnedSecure:
    connection: _PinnedPlain | _PinnedSecure
    if place.scheme == "https":
        connection = _PinnedSecure(place.host, place.port, timeout=_CONNECTING, ssl_context=trusted)
    else:
        connection = _PinnedPlain(place.host, place.port, timeout=_CONNECTING)
    connection.pinned = (place.address, place.port)
    return connection


@contextmanager
def _in_time(connection: _PinnedPlain | _PinnedSecure, seconds: float, url: str) -> Iterator[None]:
    """Ends a connection that takes too long, and closes it in any case; what fails by then is Later.

    Timeouts of the socket begin anew with every byte, so a server that drips could hold us for ever.
    """
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        if connection.handle is not None:
            # Beneath the TLS layer, which another thread is inside of.
            with suppress(OSError):
                connection.handle.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    began = monotonic()
    timer.start()
    try:
        yield
        if is_late.is_set():
            # A head that we cut short reads as one that is complete.
            raise TimeoutError
    except Exception as failed:
        if is_late.is_set() or monotonic() - began > seconds:
            raise Later(f"took longer than {seconds:g} seconds", where=url) from failed
        raise
    finally:
        timer.cancel()
        connection.close()
        if connection.handle is not None:
            connection.handle.close()


def _body(response: BinaryIO, headers: Mapping[str, str], cap: int) -> bytes:
    """The body, unpacked; Skip if it is longer than the cap, or packed in a way that we did not ask for."""
    declared = headers.get("content-length", "")
    if declared.isdecimal() and int(declared[:18]) > cap:
        raise Skip(f"longer than {cap // 1_000_000} MB")
    codings = [each.strip().lower() for each in headers.get("content-encoding", "").split(",") if each.strip()]
    codings = [each for each in codings if each != "identity"]
    if len(codings) > 2 or any(each not in CODINGS for each in codings):
        raise Skip(f"packed in a way that is not known ({', '.join(codings)[:40]})")
    source: BinaryIO = cast(BinaryIO, _Sized(response, cap))
    head = source.read(1)
    if not head:
        return b""
    stream: BinaryIO = cast(BinaryIO, _Joined(head, source))
    for coding in reversed(codings):
        stream = unpacked(stream, coding, cap=cap)
    pieces, size = [], 0
    while piece := stream.read(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > cap:
            raise Skip(f"longer than {cap // 1_000_000} MB")
    return b"".join(pieces)


class _Sized(io.RawIOBase):
    """A response, of which no more than the cap is taken."""

    def __init__(self, response: Any, cap: int) -> None:
        super().__init__()
        self._response = response
        self._cap = cap
        self._taken = 0

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self._response.read(size if size > 0 else 1 << 16)
        self._taken += len(piece)
        if self._taken > self._cap:
            raise Skip(f"longer than {self._cap // 1_000_000} MB")
        return piece


class _Joined(io.RawIOBase):
    """A stream with its first byte put back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        head, self._head = self._head, b""
        return head or self._rest.read(size)


def _said(failed: Exception) -> str:
    return " ".join(str(failed).split())[:160] or type(failed).__name__
