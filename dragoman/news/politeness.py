"""An address comes in; leave to ask for it goes out in due time: one request a host at once, pauses, robots.txt."""

import random
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

from dragoman.errors import Skip
from dragoman.news.client import PAGE, Answer, Client, Later, redirected
from dragoman.news.headers import header_opt_outs

DELAY = 2.0
"""Seconds between two requests to one host, unless its robots.txt asks for more."""

JITTER = 0.25
"""Share by which a pause is made longer at random, so that several readers do not keep step."""

LONGEST_DELAY = 60.0
"""Seconds that a robots.txt can ask for; whoever asks for more is waited for as long as this."""

REDIRECTS = 5
_ROBOTS = 512_000
"""Bytes of a robots.txt that are read, as RFC 9309 has it."""

_FRESH = 86_400.0
"""Seconds for which a robots.txt holds, as RFC 9309 has it."""

_FRESH_FAILURE = 600.0
_MOVED = (301, 302, 303, 307, 308)
_SIGNALS = ("content-signal", "content-usage")


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    rules: Any = None
    signals: tuple[str, ...] = ()
    is_closed: str = ""
    known_until: float = 0.0


class Manners:
    """Asks as a guest should; shared by all threads of a run.

    `delay` is in seconds between two requests to a host. robots.txt is obeyed as RFC 9309 has it: where it cannot be
    found (4xx) all is allowed, where the server fails nothing is, for ten minutes.
    """

    def __init__(self, client: Client, *, delay: float = DELAY, sleeping: Any = sleep) -> None:
        self.client = client
        self._delay = delay
        self._sleep = sleeping
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def get(
        self, url: str, *, cap: int = PAGE, headers: Mapping[str, str] | None = None, delay: float | None = None
    ) -> tuple[Answer, tuple[str, ...]]:
        """The answer for an address, redirects followed, each after leave of its own host; with the opt-out signals
        of its host and headers.

        Skip, of stage robots, if robots.txt forbids it; as `Client.get` in all else.
        """
        here, is_moved = url, True
        for _ in range(REDIRECTS + 1):
            with self._turn(here, delay) as host:
                self._heed(here, host, delay)
                signals: tuple[str, ...] = host.signals
                answer = self.client.hop(here, cap=cap, headers=headers)
            if answer.status not in _MOVED:
                moved = Answer(here, answer.status, answer.headers, answer.body, is_moved and here != url)
                return moved, (*signals, *header_opt_outs(answer.headers))
            is_moved = is_moved and answer.status in (301, 308)
            here = redirected(answer, url)
        raise Skip(f"redirects more than {REDIRECTS} times", stage="fetch", where=url)

    @contextmanager
    def _turn(self, url: str, delay: float | None) -> Iterator[_Host]:
        """This host for one request, once nobody else asks it and its pause is over."""
        with self._lock:
            host = self._hosts.setdefault(origin_of(url), _Host())
        with host.lock:
            try:
                self._wait(host)
                yield host
            finally:
                host.free_at = monotonic() + self._pause(host, delay)

    def _wait(self, host: _Host) -> None:
        if (wait := host.free_at - monotonic()) > 0:
            self._sleep(wait)

    def _pause(self, host: _Host, delay: float | None) -> float:
        asked = host.rules.crawl_delay(self.client.agent) if host.rules else None
        pause = max(self._delay if delay is None else delay, min(float(asked or 0.0), LONGEST_DELAY))
        return pause * (1 + random.random() * JITTER)

    def _heed(self, url: str, host: _Host, delay: float | None) -> None:
        """Skip if robots.txt forbids the address; it is asked for where it is not known, or known too long."""
        if monotonic() > host.known_until:
            self._ask_for_rules(url, host)
            host.free_at = monotonic() + self._pause(host, delay)
            self._wait(host)
        if host.is_closed:
            raise Later(f"its robots.txt cannot be had ({host.is_closed})", where=url)
        if host.rules is not None and not host.rules.can_fetch(url, self.client.agent):
            raise Skip("its robots.txt forbids it", stage="robots", where=url)

    def _ask_for_rules(self, url: str, host: _Host) -> None:
        from protego import Protego

        host.rules, host.signals, host.is_closed = None, (), ""
        host.known_until = monotonic() + _FRESH
        try:
            answer = self.client.get(f"{origin_of(url)}/robots.txt", cap=4 * _ROBOTS)
        except Later as failed:
            host.is_closed = failed.reason
            host.known_until = monotonic() + max(_FRESH_FAILURE if failed.after == 0 else 0.0, failed.after)
            return
        except Skip:
            return  # none that can be read: as if there were none
        if answer.status == 200:
            told = answer.body[:_ROBOTS].decode("utf-8", "replace")
            host.rules = Protego.parse(told)
            host.signals = tuple(_signals(told))


def origin_of(url: str) -> str:
    """Scheme, host and port of an address, as they begin it."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"
    except ValueError:
        return url


def _signals(robots: str) -> Iterator[str]:
    """The lines by which a robots.txt says what its pages may be used for."""
    for line in robots.splitlines():
        name, _, value = line.partition(":")
        if name.strip().lower() in _SIGNALS and value.strip():
            yield f"robots.txt {name.strip()}: {value.strip()}"[:300]
