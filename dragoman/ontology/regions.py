"""A region, country or actor by name and a day come in; the codes of all who belong to it go out.

Regions are the closed list of the states shelf (sahel, west-africa, gulf …); a desk adds its own by giving states a
further word under `regions` on a shelf of its own.
"""

from collections.abc import Iterable
from datetime import date

from dragoman.errors import Stop
from dragoman.ontology.actors import Actor
from dragoman.ontology.book import Book


def region_names(book: Book) -> list[str]:
    """Every region that some state is in."""
    return sorted({str(name) for actor in book.states.values() for name in actor.facts.get("regions") or ()})


def codes_of(book: Book, names: Iterable[str], on: date | None = None) -> frozenset[str]:
    """Codes of all who belong to one of these, each a region or the name, code or id of an actor; Stop if unknown.

    To a region belong its states, the bodies whose members on the day all lie in it, and the groups at home there.
    """
    known = set(region_names(book))
    found: set[str] = set()
    for name in names:
        key = "-".join(name.casefold().replace("_", " ").split())
        if key in known:
            found |= _members(book, key, on)
            continue
        try:
            found.add(book.actor_id(name.upper() if name.upper() in book.actors else name, on))
        except Stop as unknown:
            raise Stop(
                f"“{name}” is neither a region nor an actor.", remedy=f"Regions: {', '.join(sorted(known))}."
            ) from unknown
    return frozenset(found)


def _members(book: Book, region: str, on: date | None) -> set[str]:
    states = {id_ for id_, actor in book.states.items() if region in (actor.facts.get("regions") or ())}
    found = set(states)
    for id_ in book.bodies:
        if book.lists_members(id_, on):
            members = book.members(id_, on)
            if len(members) > 1 and states.issuperset(members):
                found.add(id_)
    found |= {id_ for id_, group in book.groups.items() if _home(group) in states}
    return found


def _home(group: Actor) -> str | None:
    """The state of a group; of one that is at home in several, the first that the shelf lists."""
    return group.country or next(iter(group.facts.get("countries") or ()), None)
