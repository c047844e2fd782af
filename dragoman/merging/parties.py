"""A participant and a day come in; the parts to compare it by go out: states, bodies, groups, a bloc's members."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from dragoman.ontology.book import Book
from dragoman.record import Participant

# Who acts for the state; "Paris", "the army" and "the foreign minister" are one side.
_STATE = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "SPY", "UNK", "", "IGO", "PTY", "ELI"))
# A body of so few members may be told by naming them all.
SMALL_BLOC = 6


def part_of(one: Participant) -> str | None:
    """What identifies a participant when reports are compared; None for one who is not known.

    A body or group is its id, a state and all who act for it the country; rebels, opposition or crowds of a country
    are not its state: "MLI/REB".
    """
    if one.actor:
        return one.actor
    if one.country is None:
        return None
    return one.country if one.sector in _STATE else f"{one.country}/{one.sector}"


def parts_of(people: Iterable[Participant], on: date | None) -> frozenset[str]:
    """The parts of one side of an act on a day, a small bloc resolved into its members on that day."""
    found: set[str] = set()
    for one in people:
        part = part_of(one)
        if part is not None:
            found |= members(part, on) if one.actor else {part}
    return frozenset(found)


@lru_cache(maxsize=65536)
def members(body: str, on: date | None) -> frozenset[str]:
    """The members of a bloc that is small on that day, else the body itself."""
    book = Book.load()
    if body not in book.bodies:
        return frozenset((body,))
    found = book.members(body, on)
    return frozenset(found if 1 < len(found) <= SMALL_BLOC else (body,))
