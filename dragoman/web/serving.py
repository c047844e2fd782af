"""An address of this machine and an application come in; it is served until somebody ends it."""

import ipaddress
import secrets

import uvicorn

from dragoman.errors import Stop
from dragoman.web.guarding import LOCAL, Guard, Rules

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


def serve(app: Guard, host: str, port: int) -> None:
    """Serves until it is ended; nothing that a reader asks for is written to a log."""
    uvicorn.run(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False, date_header=False,
        proxy_headers=False, limit_concurrency=200, h11_max_incomplete_event_size=32768,
    )  # fmt: skip


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
