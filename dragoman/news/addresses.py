"""The address of a page comes in; the machine to ask for it goes out, once it is known to be one of the open net."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from dragoman.errors import Skip

PORTS = {"http": 80, "https": 443}
LONGEST = 4000
"""Characters beyond which an address is refused."""

Resolver = Callable[[str, int], Sequence[str]]
"""Gives every numeric address of a name; OSError if it has none."""

_NUMERIC = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?", re.I)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.I)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""By these a net without IPv4 reaches those that have nothing else."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one request goes: how, the host's name, its port, the numeric address that it was resolved to, and what to
    ask for."""

    scheme: str
    host: str
    port: int
    address: str
    path: str

    @property
    def name(self) -> str:
        """The host as a Host header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def resolve(host: str, port: int) -> Sequence[str]:
    """Every numeric address of a name, as the system knows them."""
    return [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_global(address: str) -> bool:
    """True if a numeric address is one of the open net, and so is every address that is wrapped in it."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if found in _NAT64:
        return is_global(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
    if "%" in address or found.is_multicast or found.is_reserved or found.is_unspecified or not found.is_global:
        return False
    return all(is_global(str(inner)) for inner in _wrapped(found))


def _wrapped(found: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[ipaddress.IPv4Address]:
    """The IPv4 addresses to which a gateway would pass on what is sent to this one."""
    if isinstance(found, ipaddress.IPv4Address):
        return []
    inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if int(found) >> 32 == 0:
        inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    return [each for each in inner if each is not None]


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides to which machines requests may go.

    By default only to ports 80 and 443 of machines of the open net; with `allow_private`, for a desk's own intranet,
    to any machine and port. `permits` and `resolver` can be replaced, which tests do.
    """

    allow_private: bool = False
    permits: Callable[[str], bool] = is_global
    resolver: Resolver = resolve
    ports: Sequence[int] = (80, 443)

    def place(self, url: str) -> Place:
        """Where a request for this address goes; Skip if it may not be made.

        The name is resolved once: the request must go to the address given here, so that a name that points elsewhere
        a moment later changes nothing.
        """
        scheme, host, port, path = self._taken_apart(url)
        try:
            found = list(dict.fromkeys(self.resolver(host, port)))
        except (OSError, UnicodeError) as failed:
            raise Unresolved(f"the name {host} cannot be resolved ({failed})", stage="fetch", where=url) from None
        if not found:
            raise Unresolved(f"the name {host} has no address", stage="fetch", where=url)
        if not self.allow_private and (forbidden := next((each for each in found if not self.permits(each)), "")):
            raise Skip(
                f"{host} is at {forbidden}, which is not on the open net (for your own, there is --allow-private)",
                stage="fetch",
                where=url,
            )
        return Place(scheme, host, port, found[0], path)

    def _taken_apart(self, url: str) -> tuple[str, str, int, str]:
        def refused(why: str) -> Skip:
            return Skip(why, stage="fetch", where=url[:200])

        if len(url) > LONGEST or any(ord(sign) <= 0x20 or ord(sign) == 0x7F for sign in url):
            raise refused("the address is too long" if len(url) > LONGEST else "the address holds spaces or controls")
        try:
            parts = urlsplit(url)
            scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        except ValueError as wrong:
            raise refused(f"this is no address ({wrong})") from None
        if scheme not in PORTS:
            raise refused(f"only http and https are fetched, not “{scheme or url[:20]}”")
        if not host or parts.username is not None or "\\" in url:
            raise refused("the address names no host" if not host else "the address holds a user's name or a backslash")
        if port is None:
            port = PORTS[scheme]
        if not self.allow_private and port not in self.ports:
            raise refused(f"only the ports {', '.join(map(str, self.ports))} are asked, not {port}")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return scheme, _checked_host(host, refused), port, path


class Unresolved(Skip):
    """A name that has no address now, and may have one later."""


def _checked_host(host: str, refused: Callable[[str], Skip]) -> str:
    """A host as DNS wants it; numbers only as they are commonly written, for `0x7f.1` is somebody's trick."""
    if ":" in host:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError:
            raise refused(f"“{host}” is no host") from None
    if _NUMERIC.fullmatch(host):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError:
            raise refused(f"“{host}” is an odd way to write an address") from None
    try:
        ascii_host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        raise refused(f"“{host}” is no host") from None
    if len(ascii_host) > 253 or not all(map(_LABEL.fullmatch, ascii_host.rstrip(".").split("."))):
        raise refused(f"“{host}” is no host")
    return ascii_host.rstrip(".").lower()
