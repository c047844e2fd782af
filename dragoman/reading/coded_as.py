"""An actor's id or an article comes in; the id under which it is coded goes out, or letters that mean somebody else."""

import re
from datetime import date

from dragoman.ontology.book import Book

_WORD = r"[A-Z][\w'’.-]*|of|the|and|for|in|on|to|de|du|des|la|del"
_DEFINED = re.compile(rf"((?:(?:{_WORD})[ \u00a0]){{2,12}})\(([A-Z][A-Z&]{{1,7}})\)")


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


def meant_otherwise(book: Book, text: str, on: date | None) -> frozenset[str]:
    """Letters that a text explains, and not as the book has them: "National Telecommunications Commission (NTC)"."""
    found = set()
    for each in _DEFINED.finditer(text):
        letters = each[2]
        words = [word for word in each[1].split() if word[0].isupper()][-len(letters) :]
        if "".join(word[0] for word in words) != letters:
            continue
        known = {one.actor for hit in book.find(letters, on) for one in hit.candidates}
        said = {one.actor for hit in book.find(each[1].strip(), on) for one in hit.candidates}
        if known and known.isdisjoint(said):
            found.add(letters)
    return frozenset(found)
