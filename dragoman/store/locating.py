"""What a person gives as the place of a record comes in; a file, or a PostgreSQL database that many share, goes out."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from dragoman.errors import Stop

# A path that an address was made into has lost one of its slashes, or two.
_SHARED = re.compile(r"postgres(?:ql)?:(/+)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Shared:
    """A record in a PostgreSQL database; as text, its address without the password."""

    url: URL

    def __str__(self) -> str:
        shown = URL.create(
            "postgresql", self.url.username, None, self.url.host, self.url.port, self.url.database,
            {name: value for name, value in self.url.query.items() if "password" not in name},
        )  # fmt: skip
        return shown.render_as_string()

    @property
    def database(self) -> str:
        """The name of the database."""
        return self.url.database or ""


Whereabouts = Path | Shared


def is_lake(place: Whereabouts) -> TypeGuard[Path]:
    """True of a folder that holds a lake, and no record."""
    return not isinstance(place, Shared) and (place / "lake.json").is_file()


def located(given: "Whereabouts | str") -> Whereabouts:
    """The place that is meant: `postgresql://[USER[:PASSWORD]@][HOST][:PORT]/DATABASE[?…]`, or the path of a file.

    Stop if it is an address, but not of a database.
    """
    if isinstance(given, Shared):
        return given
    found = _SHARED.fullmatch(str(given))
    if not found:
        return Path(given)
    slashes, rest = found.groups()
    if len(slashes) == 1:
        slashes = "//" if "/" in rest.partition("?")[0] else "///"
    try:
        url = make_url(f"postgresql+psycopg:{slashes}{rest}")
    except (ArgumentError, ValueError):
        url = None
    if url is None or not url.database:
        raise Stop(
            "this is not the address of a PostgreSQL database.",
            remedy="It is postgresql://USER@HOST/DATABASE; special signs in a password are %-encoded.",
        )
    return Shared(url)


def named(given: Whereabouts | str) -> str:
    """The place as it may be shown: without a password."""
    return str(given) if isinstance(given, str) and not _SHARED.fullmatch(given) else str(located(given))
