"""A record and an address of this machine come in; its pages are served there, by several processes, until it ends."""

import ipaddress
import multiprocessing
import os
import secrets
import signal
import socket
import tempfile
import time
from collections.abc import MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn

from dragoman.errors import Stop
from dragoman.ontology.book import Book
from dragoman.store.view import open_view
from dragoman.web.application import Serving, application
from dragoman.web.guarding import LOCAL, App, Receive, Rules, Scope, Send
from dragoman.web.keeping import Folder, share
from dragoman.web.warming import keep_warm

SHORTEST = 16
"""Letters that a token has at least."""


def rules_for(host: str, *, token: str | None, also: tuple[str, ...] = (), may_judge: bool = False) -> Rules:
    """Who may ask at an address: here anybody, elsewhere whoever has the token (made if none is given)."""
    if token is not None and len(token) < SHORTEST:
        raise Stop(f"a token of {len(token)} letters is guessed too soon.", remedy=f"Give at least {SHORTEST}.")
    if token is not None and not (token.isascii() and token.replace("-", "").replace("_", "").isalnum()):
        raise Stop("a token has letters, digits, - and _ alone.")
    hosts = LOCAL | {_bracketed(each.lower()) for each in (host, *also)}
    needed = token or ("" if is_local(host) else secrets.token_urlsafe(24))
    return Rules(frozenset(hosts), needed, may_judge)


def is_local(host: str) -> bool:
    """True for an address that only this machine can reach."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def address_of(host: str, port: int, token: str) -> str:
    """The address to open."""
    return f"http://{_bracketed(host)}:{port}/" + (f"?token={token}" if token else "")


@dataclass(frozen=True, slots=True)
class Desk:
    """What is served and where; `shelves` is the folder of the desk's own actors, None without one."""

    path: str
    shelves: Path | None
    rules: Rules
    host: str
    port: int
    judge: str = ""
    limit: float = 5.0
    quote_limit: int = 300


def usual_workers() -> int:
    """Processes that serve where nothing is said: one for each core, up to four."""
    return max(1, min(4, os.cpu_count() or 1))


def serve(desk: Desk, workers: int = 1) -> None:
    """Serves until it is ended; nothing that a reader asks for is written to a log."""
    with _listening(desk.host, desk.port) as heard:
        if workers == 1:
            _work(desk, heard)
        else:
            _together(desk, heard, workers)


def _listening(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        heard = socket.socket(found[0], found[1])
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        heard.bind(found[4])
        heard.listen(200)
    except OSError as refused:
        reason = f"nobody can listen at {host}, port {port}: {refused.strerror or refused}."
        raise Stop(reason, remedy="Give another --port, or an address of this machine.") from None
    return heard


def _work(desk: Desk, heard: socket.socket, beside: Path | None = None) -> None:
    """One process: the record, its book and its pages.

    Where others listen at the socket too, all keep what they make for one another in a folder.
    """
    if beside is not None:
        share(beside)
    with open_view(desk.path) as view:
        serving = Serving(
            view, Book.load(desk.shelves), desk.rules, desk.judge, desk.limit, quote_limit=desk.quote_limit
        )
        app: App = application(serving)
        keep_warm(serving)
        if beside is not None:
            app = once_each(app)
        told = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, date_header=False, proxy_headers=False,
            limit_concurrency=200, h11_max_incomplete_event_size=32768,
        )  # fmt: skip
        uvicorn.Server(told).run(sockets=[heard])


def once_each(app: App) -> App:
    """The same application, that takes one request of each connection and ends it.

    A connection stays with the process that took it: readers who keep theirs may wait for a busy one beside an idle
    one. A new one is taken by whichever has nothing to do, for that is the first to wake.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def ended(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        await app(scope, receive, ended)

    return answer


def _together(desk: Desk, heard: socket.socket, workers: int) -> None:
    """Several processes at one socket; one that falls is followed by another."""
    apart = multiprocessing.get_context("spawn")  # a forked process would share what is open on the record

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, end)
    with tempfile.TemporaryDirectory(prefix="dragoman-", ignore_cleanup_errors=True) as folder:

        def started() -> Any:
            process = apart.Process(target=_work, args=(desk, heard, Path(folder)), daemon=True)
            process.start()
            return process

        serving = [started() for _ in range(workers)]
        try:
            while True:
                time.sleep(0.5)
                serving = [each if each.is_alive() else started() for each in serving]
                Folder(Path(folder)).trim()
        except KeyboardInterrupt:
            for each in serving:
                each.terminate()
            for each in serving:
                each.join(10)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
