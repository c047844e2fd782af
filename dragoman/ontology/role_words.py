"""Rows of the roles shelf → a table from words, singular and plural, to what the role says of who bears it."""

from dataclasses import dataclass
from typing import Any

from dragoman.errors import Stop
from dragoman.ontology.sectors import Sector
from dragoman.ontology.shelves import Row, Shelves
from dragoman.ontology.words import key_of

_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "persons", "police": "police", "people": "people",
    "military": "militaries", "gendarmerie": "gendarmeries", "wife": "wives", "chief": "chiefs", "thief": "thieves",
    "press": "press", "clergy": "clergy", "faithful": "faithful", "staff": "staff", "personnel": "personnel",
    "sheikh": "sheikhs", "media": "media", "royal": "royals",
}  # fmt: skip
_LINKS = (" of ", " for ", " in ", " to ", " at ", " on ", " without ")


@dataclass(frozen=True, slots=True)
class Role:
    """What a role word says: the sector of who bears it, the office, and how it stands to what is named beside it.

    `kind` is person, people, force or institution. `gives_way` marks words that take the sector of what they
    belong to ("leader", "spokesman", "official"); `is_title` those that only go before a name ("General");
    `is_quantity` those that count others ("group of"). `country` is the state that the words mean where nothing else
    names one ("House Republicans").
    """

    words: str
    sector: str
    kind: str = "person"
    office: str | None = None
    is_leader: bool = False
    gives_way: bool = False
    is_title: bool = False
    is_quantity: bool = False
    stays_abroad: bool = False
    country: str | None = None


def plural_of(words: str) -> str:
    """The words with the noun that heads them in the plural: "ministers of defence", "prime ministers"."""
    for link in _LINKS:
        if link in words:
            head, rest = words.split(link, 1)
            return plural_of(head) + link + rest
    first, _, noun = words.rpartition(" ")
    return f"{first} {_plural(noun)}".strip()


def _plural(noun: str) -> str:
    for one, many in _IRREGULAR.items():
        if noun == one or (noun.endswith(one) and one in ("man", "woman")):
            return noun[: -len(one)] + many
    if noun.endswith(("s", "x", "ch", "sh")) and not noun.endswith("arch"):  # "monarchs", "oligarchs"
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def role_table(shelves: Shelves) -> dict[str, list[Any]]:
    """Key of the words → the fields of a Role, for the singular and the plural alike."""
    table: dict[str, list[Any]] = {}
    for row in shelves["role"]:
        sector = row.text("sector")
        if sector not in Sector.__members__:
            raise Stop(f"{row.where}: there is no sector “{sector}”.", remedy=f"One of {', '.join(Sector)}.")
        for words in row.texts("words"):
            fields = _fields(row, words, sector)
            table[key_of(words)] = fields
            if not row.fields.get("only_so"):
                table.setdefault(key_of(plural_of(words)), fields)
    return table


def _fields(row: Row, words: str, sector: str) -> list[Any]:
    return [
        words,
        sector,
        row.text("kind") or "person",
        row.text("office") or None,
        bool(row.fields.get("leads")),
        bool(row.fields.get("gives_way")),
        bool(row.fields.get("title")),
        bool(row.fields.get("quantity")),
        bool(row.fields.get("abroad")),
        row.text("country") or None,
    ]
