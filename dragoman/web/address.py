"""The address of a page comes in; how its reader looks at the record goes out: days, language, and what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from dragoman.errors import Skip

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""Days outside of these are none that news is of; within, a year can be added and taken away."""
STATE = ("as_of", "known_by", "lang")
"""What every link of a page carries on."""


class Wrong(Skip):
    """The address asks for something that there is not: a day that is none, a word that is not a choice."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, stage="page")


class Elsewhere(Skip):
    """What is asked for has an address of its own, to which the reader is led."""

    def __init__(self, address: str) -> None:
        super().__init__(f"see {address}", stage="page")
        self.address = address


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that an address may say: a day, one of some words, or any text."""

    name: str
    kind: str = "text"
    says: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""


AS_OF = Parameter("as_of", "day", "what was true on this day, whenever it became known")
KNOWN_BY = Parameter("known_by", "day", "from what was published by this day alone")
LANG = Parameter("lang", "choice", "language of the page", ("en", "fr"))
AFTER = Parameter("after", "text", "where the page before ended, as it says in `next`")
SINCE = Parameter("since", "day", "first day")
UNTIL = Parameter("until", "day", "last day")
ACTOR = Parameter("actor", "text", "code, id or name of an actor, or a region", example="MLI")


@dataclass(frozen=True, slots=True)
class Address:
    """A path and what its query says, each name once, empty ones left out."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What is said under a name; empty if nothing is."""
        return self.query.get(name, "")

    def day(self, name: str) -> date | None:
        """The day that is given; Wrong if it is none."""
        given = self.query.get(name)
        if not given:
            return None
        try:
            found = date.fromisoformat(given) if len(given) == 10 else None
        except ValueError:
            found = None
        if found is None or not FIRST <= found <= LAST:
            raise Wrong(f"{name}={given[:40]} is not a day (want YYYY-MM-DD, {FIRST.year} to {LAST.year})")
        return found

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        """One of some words, or empty; Wrong if it is another."""
        given = self.query.get(name, "")
        if given and given not in choices:
            raise Wrong(f"{name}={given[:40]} is not one of {', '.join(choices)}")
        return given

    def to(self, path: str, **given: object) -> str:
        """The address of another page, seen from the same days in the same language."""
        kept = {name: self.query[name] for name in STATE if name in self.query}
        return _joined(path, {**kept, **{name: str(value) for name, value in given.items()}})

    def here(self, **given: object) -> str:
        """This page with something said otherwise; an empty value takes it out, and a list begins anew."""
        kept = {name: value for name, value in self.query.items() if name != "after"}
        return _joined(self.path, {**kept, **{name: str(value) for name, value in given.items()}})

    def form(self, ending: str) -> str:
        """The same list in another form: json, csv, ics or atom."""
        kept = {name: value for name, value in self.query.items() if name not in ("after", "lang")}
        path = "/today" if self.path == "/" else self.path
        return _joined(f"{path}.{ending}", kept)


def _joined(path: str, query: Mapping[str, str]) -> str:
    said = urlencode({name: value for name, value in query.items() if value})
    return f"{path}?{said}" if said else path
