"""A server on loopback that behaves as it is told, well or badly, for the tests of news."""

import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Asked:
    """A request as it came: the path, and its headers by lower-case name."""

    path: str
    headers: dict[str, str]
    at: float
    until: float = 0.0


Behaviour = Callable[[socket.socket, Asked], None]


def answer(
    body: bytes = b"", status: str = "200 OK", kind: str = "text/html; charset=utf-8", **headers: str
) -> Behaviour:
    """A whole and honest answer."""
    named = {"Content-Type": kind, "Content-Length": str(len(body))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = f"HTTP/1.1 {status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named.items()) + "\r\n"
    return raw(head.encode() + body)


def raw(said: bytes) -> Behaviour:
    """These bytes and no more."""
    return lambda connection, _: connection.sendall(said)


def redirect(there: str, status: str = "302 Found") -> Behaviour:
    """Elsewhere."""
    return answer(status=status, Location=there)


def drip(said: bytes, pause: float = 0.05, then: bytes = b"x") -> Behaviour:
    """These bytes, and then one after another without an end."""

    def behave(connection: socket.socket, _: Asked) -> None:
        connection.sendall(said)
        while True:
            connection.sendall(then)
            time.sleep(pause)

    return behave


def flood(said: bytes, more: bytes) -> Behaviour:
    """These bytes, and then more and more without an end."""

    def behave(connection: socket.socket, _: Asked) -> None:
        connection.sendall(said)
        while True:
            connection.sendall(more)

    return behave


@dataclass
class Server:
    """What a server does at each path, and what it was asked; `otherwise` is for paths that are not named."""

    url: str
    paths: dict[str, Behaviour] = field(default_factory=dict)
    otherwise: Behaviour = field(default_factory=lambda: answer(b"not here", "404 Not Found"))
    asked: list[Asked] = field(default_factory=list)

    def paths_asked(self, *, robots: bool = False) -> list[str]:
        """The paths that were asked for, in order."""
        return [each.path for each in self.asked if robots or each.path != "/robots.txt"]


@contextmanager
def serving(
    host: str = "127.0.0.1", port: int = 0, wrap: Callable[[socket.socket], socket.socket] | None = None
) -> Iterator[Server]:
    """A server on loopback, ended with the block."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                connection = wrap(self.request) if wrap else self.request
                connection.settimeout(20)
                head = b""
                while b"\r\n\r\n" not in head and (more := connection.recv(65536)):
                    head += more
                lines = head.decode("latin-1").split("\r\n")
                headers = {
                    name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:]) if value
                }
                asked = Asked(lines[0].split(" ")[1] if " " in lines[0] else "", headers, time.monotonic())
                server.asked.append(asked)
                behave = (
                    server.paths.get(asked.path) or server.paths.get(asked.path.partition("?")[0]) or server.otherwise
                )
                behave(connection, asked)
                asked.until = time.monotonic()
                connection.shutdown(socket.SHUT_RDWR)
                connection.close()
            except OSError:
                pass

    class Listening(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False
        request_queue_size = 128
        address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that hangs up is what some tests want."""

    listening = Listening((host, port), Handler)
    shown = f"[{host}]" if ":" in host else host
    server = Server(f"http{'s' if wrap else ''}://{shown}:{listening.server_address[1]}")
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()
