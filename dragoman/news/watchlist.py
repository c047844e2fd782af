"""A file that lists what to watch comes in, TOML or OPML; the sources in it go out, with how each is to be asked."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import Skip, Stop
from dragoman.news.feeds import leads_in
from dragoman.news.politeness import DELAY

EVERY = 900.0
"""Seconds between two looks at a source, unless its list says otherwise."""

_UNITS = {"": 1.0, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd]?)")
_OF_FILE = frozenset(("contact", "every", "delay", "retry", "source", "sources", "opml"))
_OF_SOURCE = frozenset(("url", "name", "every", "delay", "text"))


@dataclass(frozen=True, slots=True)
class Watched:
    """A feed or site map to watch: its address, whose it is, how often it is looked at, the pause between requests to
    its host (both in seconds), and whether its articles are at their pages or in the feed itself ("page", "feed")."""

    url: str
    name: str = ""
    every: float = EVERY
    delay: float = DELAY
    text: str = "page"


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What to watch, who asks, and how long a lead that could not be had waits (in seconds; longer each time)."""

    sources: tuple[Watched, ...]
    contact: str = ""
    retry: float = 60.0


def read_watchlist(path: Path) -> Watchlist:
    """The sources of a file; Stop, naming what is wrong in it, if it is no such list."""
    try:
        raw = path.read_bytes()
    except OSError as failed:
        raise Stop(f"{path}: {failed.strerror or failed}.", remedy="Name a list of sources: TOML, or OPML.") from None
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return Watchlist(tuple(_of_opml(path, raw, {})))
    try:
        held = tomllib.loads(raw.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise Stop(f"{path}: {wrong}.", remedy="See docs/news.md for what a list of sources looks like.") from None
    _only(path, held, _OF_FILE)
    common: dict[str, Any] = {name: held[name] for name in ("every", "delay") if name in held}
    found = list(_of_table(path, held, common))
    urls = [each.url for each in found]
    if twice := next((url for url in urls if urls.count(url) > 1), ""):
        raise Stop(f"{path}: {twice} is listed twice.", remedy="Take one of them out.")
    if not found:
        raise Stop(f"{path} lists no source.", remedy='Add one: [[source]] and url = "https://…".')
    return Watchlist(tuple(found), str(held.get("contact", "")), seconds_of(held.get("retry", 60), f"{path}: retry"))


def seconds_of(given: Any, where: str) -> float:
    """The seconds of a span such as 90, "90s", "15m", "2h" or "1d"; Stop, saying where, if it is none."""
    match = _SPAN.fullmatch(str(given).strip().lower())
    if not match or isinstance(given, bool):
        raise Stop(f"{where}: {given!r} is no span of time.", remedy="Write 90s, 15m, 2h or 1d.")
    return float(match[1]) * _UNITS[match[2]]


def _of_table(path: Path, held: Mapping[str, Any], common: Mapping[str, Any]) -> Iterator[Watched]:
    listed = held.get("sources", [])
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise Stop(f"{path}: “sources” is not a list of addresses.", remedy="For more than addresses use [[source]].")
    given = held.get("source", [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise Stop(f"{path}: “source” is not a list of tables.", remedy="Begin each with [[source]].")
    for each in [*({"url": url} for url in listed), *given]:
        _only(path, each, _OF_SOURCE)
        yield _watched(path, {**common, **each})
    opml = held.get("opml", [])
    for name in [opml] if isinstance(opml, str) else opml:
        file = path.parent / str(name)
        try:
            yield from _of_opml(file, file.read_bytes(), common)
        except OSError as failed:
            raise Stop(f"{file}: {failed.strerror or failed}.", remedy=f"{path} names it.") from None


def _of_opml(path: Path, raw: bytes, common: Mapping[str, Any]) -> Iterator[Watched]:
    try:
        found = leads_in(raw)
    except Skip as skipped:
        raise Stop(f"{path}: {skipped.reason}.", remedy="Name a list of feeds in OPML, or sources in TOML.") from None
    feeds = [each for each in found if each.kind == "feed"]
    if not feeds:
        raise Stop(f"{path} lists no feeds.", remedy="Name a list of feeds in OPML, or sources in TOML.")
    for each in feeds:
        yield _watched(path, {**common, "url": each.url, "name": each.title})


def _watched(path: Path, given: Mapping[str, Any]) -> Watched:
    url = given.get("url")
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        raise Stop(f"{path}: {url!r} is not the address of a source.", remedy="It begins with https:// or http://.")
    text = given.get("text", "page")
    if text not in ("page", "feed"):
        raise Stop(f"{path}: text = {text!r}.", remedy="It is “page” or “feed”.")
    every = seconds_of(given.get("every", EVERY), f"{path}: every")
    delay = seconds_of(given.get("delay", DELAY), f"{path}: delay")
    return Watched(url, str(given.get("name", "")), every, delay, text)


def _only(path: Path, given: Iterable[str], known: frozenset[str]) -> None:
    for name in given:
        if name not in known:
            raise Stop(f"{path}: there is no “{name}” here.", remedy=f"Known are: {', '.join(sorted(known))}.")
