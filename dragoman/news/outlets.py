"""The address of an article comes in; the name of the outlet that printed it goes out, by the book where it knows."""

from functools import cache
from urllib.parse import urlsplit

from dragoman.ontology.book import Book

_SECOND = frozenset("ac co com edu gob gouv gov mil net news or org presse".split())
"""Second labels under which countries give out names ("co.uk", "com.ng")."""


def host_of(url: str) -> str:
    """The host of an address in lower case, without a leading "www."; "" if it has none."""
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.rstrip(".").removeprefix("www.")


def site_of(url: str) -> str:
    """The registered name that an address belongs to: "bbc.co.uk" for "news.bbc.co.uk"."""
    labels = host_of(url).split(".")
    if labels[-1].isdigit():
        return ".".join(labels)
    kept = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND else 2
    return ".".join(labels[-kept:])


def outlet_name(url: str, given: str = "") -> str:
    """The outlet of an address: the book's by its domain, or by the name given; else that name, else the domain.

    A domain that the book does not know is so an outlet of its own.
    """
    host = host_of(url)
    if known := Book.load().outlet_at(host):
        return known.name
    if host and host in given.lower() and " " not in given.strip():
        given = ""  # a page without a name is often called by its address
    return _by_name().get(_key(given), given.strip()) or host


def _key(name: str) -> str:
    return " ".join(name.lower().split())


@cache
def _by_name() -> dict[str, str]:
    book = Book.load()
    found: dict[str, str] = {}
    for id_, each in book.outlets.items():
        for name in (each.name, *(one.text for one in book.names_of(id_))):
            found.setdefault(_key(name), each.name)
    return found
