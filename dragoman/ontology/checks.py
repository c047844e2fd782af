"""The book → what is wrong or doubtful in it: overlapping offices, gaps, unknown ids, names that clash."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

from dragoman.ontology.actors import Spell, first_day, last_day
from dragoman.ontology.book import Book
from dragoman.ontology.naming import KINDS, WHATS
from dragoman.ontology.sectors import Sector
from dragoman.ontology.words import key_of

OFFICES = ("head of state", "head of government", "foreign minister", "defence minister")
# An office that stands empty for longer than this is worth a look.
_GAP = timedelta(days=31)
# Between two candidates of these kinds a name must be decided; towns, surnames and phrases give way to them anyhow.
_NAMED = frozenset(("state", "body", "group", "party", "outlet", "person"))
_OWN = frozenset(
    (
        "name", "abbreviation", "former", "adjective", "demonym", "seat", "institution", "capital", "person",
        "description",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at: its kind (overlap, gap, unknown, clash), what it concerns, a sentence, and the shelf."""

    kind: str
    about: str
    text: str
    shelf: str = ""


def check(book: Book) -> list[Finding]:
    """Everything that is wrong or doubtful in the book, by kind and subject."""
    found = [*overlaps(book), *gaps(book), *unknowns(book), *clashes(book)]
    return sorted(found, key=lambda finding: (finding.kind, finding.about, finding.text))


def _successions(book: Book) -> Iterator[tuple[str, list[Spell]]]:
    """The holders of each office of a state, by their first day."""
    by_office: dict[tuple[str, str], list[Spell]] = {}
    for spell in book.spells:
        if spell.kind == "office" and spell.whom in book.states and spell.role in OFFICES:
            by_office.setdefault((spell.whom, spell.role), []).append(spell)
    for (country, office), spells in sorted(by_office.items()):
        yield f"{country} {office}", sorted(spells, key=lambda spell: (spell.since or "", spell.until or "9999"))


def overlaps(book: Book) -> Iterator[Finding]:
    """Two people in one office on the same days, one day of handover apart; joint offices (same days) are none."""
    for about, spells in _successions(book):
        for first, second in combinations(spells, 2):
            is_joint = first.since == second.since or first.person == second.person
            if is_joint or not first.since or not second.since or first.until == "?" or second.until == "?":
                continue
            begun = max(last_day(first.since), last_day(second.since))
            if begun < min(first_day(first.until or "9999"), first_day(second.until or "9999")):
                text = f"{first.person} ({_dates(first)}) and {second.person} ({_dates(second)}) overlap"
                yield Finding("overlap", about, text, first.rests_on)
    for body in book.bodies:
        spells = sorted(book.memberships(body), key=lambda spell: (spell.who, spell.since or ""))
        for first, second in pairwise(spells):
            if first.who == second.who and (
                first.until is None or last_day(first.until) > first_day(second.since or "0000")
            ):
                yield Finding("overlap", body, f"{first.who} is a member twice at a time", first.rests_on)


def _dates(spell: Spell) -> str:
    return f"{spell.since or '?'}–{spell.until or ''}"


def gaps(book: Book) -> Iterator[Finding]:
    """Offices that stand empty for more than a month between two holders."""
    for about, spells in _successions(book):
        for first, second in pairwise(spells):
            if not first.until or first.until == "?" or not second.since:
                continue
            left, came = _day(last_day(first.until)), _day(first_day(second.since))
            if left and came and came - left > _GAP:
                text = f"nobody between {first.person} (to {first.until}) and {second.person} (from {second.since})"
                yield Finding("gap", about, text, first.rests_on)


def _day(text: str) -> date | None:
    year, month, day = (int(part) for part in text.split("-"))
    if not 0 < year < 9999:
        return None
    return date(year, month, min(day, 28)) + timedelta(days=max(0, day - 28))


def unknowns(book: Book) -> Iterator[Finding]:
    """Ids, countries and sectors that nothing in the book answers to."""
    known = book.actors
    for spell in book.spells:
        for id_ in (spell.whom, spell.who if spell.kind != "office" else ""):
            if id_ and id_ not in known:
                yield Finding(
                    "unknown", id_, f"a {spell.kind} of {spell.who} in {spell.whom} names “{id_}”", spell.rests_on
                )
    for actor in known.values():
        if actor.country and actor.country not in book.states:
            yield Finding("unknown", actor.id, f"its country “{actor.country}” is no state of the book")
        if actor.sector not in Sector.__members__:
            yield Finding("unknown", actor.id, f"its sector “{actor.sector}” is none")
        for name in ("predecessor", "successor", "part_of", "of", "claimed_by", "successors"):
            value = actor.facts.get(name) or []
            for id_ in value if isinstance(value, list) else [value]:
                if id_ not in known:
                    yield Finding("unknown", actor.id, f"its {name} “{id_}” is not in the book")


def clashes(book: Book) -> Iterator[Finding]:
    """Names that mean two actors at one time in one language, and that no shelf lists as ambiguous."""
    listed = _listed(book)
    for key, meanings in _meanings(book).items():
        if key in listed:
            continue
        for first, second in combinations(meanings, 2):
            if _is_clash(first, second) and not _is_settled_by_office(book, first, second):
                text = f"it is {first['what']} of {first['actor']} and {second['what']} of {second['actor']}"
                yield Finding("clash", key, text)
                break


def _listed(book: Book) -> frozenset[str]:
    ambiguous = {key_of(name) for actor in book.actors.values() for name in actor.facts.get("ambiguous") or ()}
    return frozenset(ambiguous | book.ruled_names)


def _meanings(book: Book) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for key, lines in book.filed_names.items():
        meanings = []
        for line in lines.split("|"):
            kind, what, capitals, scope, actor, country, _, since, until = line.split(";")
            if KINDS[kind] not in _NAMED or WHATS[what] not in _OWN:
                continue
            known = book.actors.get(actor)
            meanings.append(
                {
                    "kind": KINDS[kind],
                    "what": WHATS[what],
                    "actor": actor or country,
                    "capitals": capitals,
                    "scope": scope,
                    "since": since or (known.since if known else None),
                    "until": until or (known.until if known else None),
                }
            )
        if len(meanings) > 1:
            found[key] = meanings
    return found


def _is_clash(first: dict[str, Any], second: dict[str, Any]) -> bool:
    if first["actor"] == second["actor"] or (first["scope"] and second["scope"] and first["scope"] != second["scope"]):
        return False
    if len(first["capitals"]) == len(second["capitals"]) == 1 and {first["capitals"], second["capitals"]} == {"1", "2"}:
        return False  # told apart by how they are written: "OMA" and "Omã"
    if first["capitals"].endswith("^") != second["capitals"].endswith("^"):
        return False  # told apart by the article: "Australian" and "The Australian"
    return not _are_apart(first, second) and not _are_apart(second, first)


def _is_settled_by_office(book: Book, first: dict[str, Any], second: dict[str, Any]) -> bool:
    """True for two people of one name who were never in office on the same day: the day settles who is meant."""
    if first["kind"] != "person" or second["kind"] != "person":
        return False
    return not any(
        last_day(mine.until or "9999") >= first_day(theirs.since or "0000")
        and last_day(theirs.until or "9999") >= first_day(mine.since or "0000")
        for mine in book.offices(first["actor"])
        for theirs in book.offices(second["actor"])
        if "?" not in (mine.until, theirs.until)
    )


def _are_apart(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """True if the first had ended before the second began."""
    until, since = first["until"], second["since"]
    return bool(until and until != "?" and since and last_day(until) <= last_day(since))
