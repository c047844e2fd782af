"""Requests come in; those that nobody here may make are refused, and every answer goes out with its safety headers."""

import hmac
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from dragoman.web.refusing import refusal

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOCAL = frozenset(("127.0.0.1", "localhost", "[::1]"))
"""Names under which a reader on the same machine asks."""
TOKEN = "dragoman_token"
"""Cookie, and name in the address, that holds the token where one is needed."""

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With no-referrer browsers send “Origin: null” with our own forms, and these could not be told from others'.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may ask: under which names of this machine, with which token (empty: none), and whether anything may be
    written."""

    hosts: Collection[str] = LOCAL
    token: str = ""
    may_judge: bool = False


class Guard:
    """Stands before an application: Host, token, method and origin are looked at before anything else runs."""

    def __init__(self, app: App, rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, as ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = {name for name, _ in message["headers"]}
                more = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message["headers"], *(pair for pair in more if pair[0] not in given)]
            await send(message)

        answer = self._refused(scope) or self._let_in(scope)
        await (answer or self._app)(scope, receive, send_guarded)

    def _refused(self, scope: Scope) -> App | None:
        if _host_of(_header(scope, b"host")) not in self._rules.hosts:
            return refusal(
                scope, 421, "this machine is not asked under that name", "“dragoman serve --allow-host NAME”"
            )
        if scope["method"] in ("GET", "HEAD"):
            return None
        if scope["method"] != "POST" or not self._rules.may_judge:
            return refusal(scope, 405, "this record is only read here", "“dragoman serve --judge” lets it be judged")
        if not _is_own(scope):
            return refusal(
                scope, 403, "a judgement must come from a page of this record", "Use the buttons of its pages."
            )
        return None

    def _let_in(self, scope: Scope) -> App | None:
        """Looks at the token, where one is needed: in a header, a cookie, or the address."""
        token = self._rules.token
        if not token:
            return None
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = next((value for name, value in query if name == "token"), "")
        bearer = _header(scope, b"authorization").removeprefix("Bearer ").strip()
        if any(hmac.compare_digest(each.encode(), token.encode()) for each in (given, bearer, _cookie(scope)) if each):
            if given and "." not in scope["path"].rsplit("/", 1)[-1]:
                return _without_token(scope, [pair for pair in query if pair[0] != "token"], token)
            return None
        return refusal(
            scope, 401, "this record is read with a token", "Open the address that “dragoman serve” printed."
        )


def _without_token(scope: Scope, query: list[tuple[str, str]], token: str) -> App:
    """To the same page, with the token in a cookie, so that it does not stay in the address bar."""
    # Never to another machine: "//elsewhere" would be its name.
    place = "/" + quote(scope["path"].lstrip("/\\")) + (f"?{urlencode(query)}" if query else "")
    cookie = f"{TOKEN}={token}; Path=/; HttpOnly; SameSite=Strict"

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [
            (b"location", place.encode("utf-8")), (b"set-cookie", cookie.encode()), (b"cache-control", b"no-store"),
        ]  # fmt: skip
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    return answer


def _is_own(scope: Scope) -> bool:
    """True if a page of this very server sent the form: by what the browser says, which no page can forge."""
    site = _header(scope, b"sec-fetch-site")
    if site:
        return site == "same-origin"
    origin = urlsplit(_header(scope, b"origin"))
    return bool(origin.netloc) and origin.netloc.lower() == _header(scope, b"host").lower()


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _cookie(scope: Scope) -> str:
    try:
        found = SimpleCookie(_header(scope, b"cookie")).get(TOKEN)
    except CookieError:
        return ""
    return found.value if found else ""


def _host_of(header: str) -> str:
    """The name in a Host header, without its port."""
    header = header.lower()
    if header.startswith("["):
        return header.partition("]")[0] + "]"
    return header.partition(":")[0]
