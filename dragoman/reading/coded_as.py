"""An actor's id comes in; the id under which what it does is coded goes out."""

from dragoman.ontology.book import Book


def acting_as(book: Book, id_: str | None) -> str | None:
    """The body for which an organ or a peace mission acts; any other id as it is.

    None for those who are coded by their country: parties, companies but those that fight, branches of its forces.
    """
    actor = book.actors.get(id_) if id_ else None
    if actor is None:
        return id_
    kind = actor.facts.get("kind")
    if actor.kind == "body":
        parent = actor.facts.get("part_of")
        return str(parent) if parent and (actor.facts.get("organ") or kind == "mission") else id_
    is_trading = kind == "company" and actor.sector == "BUS"
    return None if actor.kind == "party" or is_trading or (kind == "branch" and actor.country) else id_
