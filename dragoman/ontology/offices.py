"""What a question calls an office → the spells of those who held it, and the one who holds it on a day."""

from collections.abc import Sequence
from datetime import date

from dragoman.ontology.actors import Holds, Spell

# What an office is called, and the word under which the shelves file it.
_SAME = {
    "minister of defence": "defence minister",
    "minister for defence": "defence minister",
    "secretary of defence": "defence minister",
    "minister of foreign affairs": "foreign minister",
    "minister for foreign affairs": "foreign minister",
    "secretary of state": "foreign minister",
    "foreign secretary": "foreign minister",
    "prime minister": "head of government",
    "premier": "head of government",
    "president of the european commission": "president of the commission",
    "european commission president": "president of the commission",
    "foreign policy chief": "high representative for foreign affairs and security policy",
}
# Offices that lead a body, the first that it has: "the head of the IMF" is its managing director.
_CHIEF = (
    "secretary general", "chairperson of the commission", "president of the commission", "managing director",
    "director general", "chairman of the commission's collegium", "executive secretary", "executive director",
    "commissioner general", "high commissioner", "administrator", "president", "special representative", "governor",
    "commander", "force commander",
)  # fmt: skip
_HEAD = frozenset(("head", "chief", "leader"))
_STANDING_IN = ("", "acting ", "interim ")
_SMALL = frozenset(("of", "the", "for", "and", "in"))


def plain(office: str) -> str:
    """An office's name without case, hyphens and American spelling: "Secretary-General" → "secretary general"."""
    return " ".join(office.replace("-", " ").lower().split()).replace("defense", "defence")


def of_office(spells: Sequence[Spell], office: str) -> list[Spell]:
    """Those of a state's or body's offices that are meant: by the shelf's word, else the title, else a part of either.

    Who stands in holds the office. Words that could mean two offices ("president" of the European Union) mean none.
    """
    wanted = _SAME.get(plain(office), plain(office))
    by_role = [each for each in spells if plain(each.role) in [before + wanted for before in _STANDING_IN]]
    found = by_role or [each for each in spells if plain(each.title) == wanted]
    if not found and wanted in ("head of state", "president"):
        found = [each for each in spells if plain(each.title).endswith("president")]
    if found:
        return found
    if wanted in _HEAD:
        roles = {plain(each.role) for each in spells}
        chief = next((role for role in _CHIEF if role in roles), None)
        return of_office(spells, chief) if chief else list(spells)
    words = set(wanted.split()) - _SMALL
    told = [each for each in spells if any(words <= set(plain(name).split()) for name in (each.role, each.title))]
    return told if len({plain(each.role) for each in told}) == 1 else []


def surest(spells: Sequence[Spell], on: date | None) -> Spell | None:
    """The one spell that holds on a day; on the day of a handover the later one; None where none or several may."""
    sure = [each for each in spells if each.holds(on) is Holds.YES]
    if not sure:
        maybe = [each for each in spells if each.holds(on) is Holds.MAYBE]
        return maybe[0] if len(maybe) == 1 and maybe[0].until != "?" else None
    return max(sure, key=lambda each: each.since or "")
