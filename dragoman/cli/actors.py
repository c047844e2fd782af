"""`who`, `members`, `codes` and `actors …`: questions to the actor book, and a desk's own shelves."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from dragoman.cli.entry import SOME_FAILED
from dragoman.cli.flags import Db
from dragoman.cli.reading import show, tell
from dragoman.cli.recording import day_given, settled
from dragoman.errors import Stop
from dragoman.export.answers import spell_object
from dragoman.ontology.actors import Actor, Candidate, Holds, Spell
from dragoman.ontology.ask import answers
from dragoman.ontology.book import Book
from dragoman.ontology.checks import check as findings
from dragoman.ontology.codes import SYSTEMS
from dragoman.ontology.desk import add_shelf, desk_of
from dragoman.ontology.ftm import import_file
from dragoman.ontology.ftm_export import export_entities

On = Annotated[str | None, Parameter(help="day of the question, YYYY-MM-DD; else as the book has it last")]
Json = Annotated[bool, Parameter(name="--json", negative=(), help="JSON instead of text")]
_OF_OUTLETS = ("domain", "language", "family", "state_owned")
_FACTS = ("seat", "predecessor", "successor", "part_of", *_OF_OUTLETS)
_KEPT_OFFICES = ("head of state", "head of government", "foreign minister", "defence minister")


def _book(db: str | None) -> Book:
    """The book with the desk's own shelves over it, where the record has some."""
    _, record = settled(db)
    desk = desk_of(Path(record))
    return Book.load(desk if desk.is_dir() else None)


def who(
    name: Annotated[str, Parameter(help="a person, state, body, group or outlet, or a phrase (“the Malian junta”)")],
    /,
    *,
    on: On = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """Say who somebody is: names, kind, members, chair; a person's offices; whom a phrase means."""
    book, day = _book(db), day_given(on, "--on")
    found = _meanings(book, name, day)
    if as_json:
        show(json.dumps(found, ensure_ascii=False))
        return 0
    for place, each in enumerate(found):
        show(("" if place == 0 else "\n") + "\n".join(_lines(each)))
    return 0


def _meanings(book: Book, name: str, day: date | None) -> list[dict[str, Any]]:
    """All whom a name may mean, likeliest first; a phrase that is no name is described; Stop where nobody is known."""
    found: list[dict[str, Any]] = []
    if name in book.actors:
        found.append(_actor(book, book.actors[name], day))
    for candidate in book.who(name, day):
        entry = _entry(book, candidate, day)
        if entry and entry not in found:
            found.append(entry)
    if found:
        return found
    resolution = book.resolve(name, day)
    if resolution.country or resolution.id or resolution.person:
        entry = {key: getattr(resolution, key) for key in ("country", "sector", "id", "person", "office", "score")}
        if resolution.country:
            entry["offices"] = [spell_object(each) for each in _government(book, resolution.country, day)]
        return [{"phrase": name, **entry}]
    raise Stop(f"The book knows nobody called “{name}”.", remedy="Try another spelling, an id, or the country.")


def _entry(book: Book, candidate: Candidate, day: date | None) -> dict[str, Any] | None:
    if candidate.kind == "person":
        person = candidate.actor
        known = book.people.by_id.get(person)
        return {
            "person": known.name if known else person,
            "also": list(known.also) if known else [],
            "country": book.country_of(person, day),
            "offices": [spell_object(each) for each in book.offices(person)],
        }
    actor = book.actors.get(candidate.actor)
    return _actor(book, actor, day) if actor else None


def _actor(book: Book, actor: Actor, day: date | None) -> dict[str, Any]:
    names: dict[str, list[str]] = {}
    for each in book.names_of(actor.id):
        if each.text not in names.setdefault(each.language, []):
            names[each.language].append(each.text)
    found: dict[str, Any] = {
        "id": actor.id,
        "name": actor.name,
        "kind": actor.facts.get("kind", actor.kind),
        "sector": actor.sector,
        "country": actor.country,
        "since": actor.since,
        "until": actor.until,
        "names": names,
    }
    found.update({key: actor.facts[key] for key in _FACTS if key in actor.facts and key not in _OF_OUTLETS})
    if actor.kind == "body":
        found["members"] = book.members(actor.id, day) if book.lists_members(actor.id, day) else None
        chair = book.chair(actor.id, day)
        found["chair"] = spell_object(chair) if chair else None
    if actor.kind == "outlet":
        found.update({key: actor.facts[key] for key in _OF_OUTLETS if actor.facts.get(key)})
    if actor.kind == "state":
        found["offices"] = [spell_object(each) for each in _government(book, actor.id, day)]
        found["member_of"] = sorted(
            {each.whom for each in book.ties(actor.id) if each.kind == "member" and each.holds(day) is not Holds.NO}
        )
    return found


def _government(book: Book, country: str, day: date | None) -> Iterator[Spell]:
    for office in _KEPT_OFFICES:
        holder = book.holder(office, country, day or date.today())
        if holder:
            yield holder


def dated(spell: dict[str, Any]) -> str:
    """The days of a tie as people read them: "1975-05-28 – 2025-01-29, notice 2024-01-28"."""
    span = f"{spell.get('from', '?')} – {'(ended, day unknown)' if spell.get('to') == '?' else spell.get('to', '')}"
    notice = f", notice {spell['notice']}" if "notice" in spell else ""
    return f"{span.strip()}{notice}"


def _lines(entry: dict[str, Any]) -> Iterator[str]:
    """An answer as text."""
    head = entry.get("person") or entry.get("name") or f"“{entry.get('phrase')}”"
    more = (entry.get("id"), entry.get("kind"), entry.get("sector"), entry.get("country"))
    yield " · ".join([str(head), *(str(each) for each in more if each and each != head)])
    for language, names in (entry.get("names") or {}).items():
        yield f"    {language:<10} {', '.join(names)}"
    if entry.get("also"):
        yield f"    also       {', '.join(entry['also'])}"
    if entry.get("since") or entry.get("until"):
        yield f"    exists     {entry.get('since') or '?'} – {entry.get('until') or ''}"
    for key in _FACTS:
        if entry.get(key):
            yield f"    {key.replace('_', ' '):<10} {entry[key]}"
    if "members" in entry:
        listed = entry["members"]
        told = "not listed by the book" if listed is None else ", ".join(listed) or "none on that day"
        yield f"    members    {told}"
    if entry.get("chair"):
        yield f"    chair      {entry['chair']['who']}, {dated(entry['chair'])}"
    if entry.get("member_of"):
        yield f"    member of  {', '.join(entry['member_of'])}"
    for office in entry.get("offices", ()):
        title = office.get("title") or office.get("role", "")
        yield f"    {title} of {office['whom']}: {office['who']}, {dated(office)}"


def members(
    body: Annotated[str, Parameter(help="id or name of a body")],
    /,
    *,
    on: On = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """List the members of a body on a day, and who left, with notice and effective dates."""
    book, day = _book(db), day_given(on, "--on")
    actor = book.actors[book.actor_id(body, day, kinds=("body",))]
    spells = book.memberships(actor.id)
    is_whole = book.lists_members(actor.id, day)
    if not spells and not is_whole:
        raise Stop(f"The book does not list the members of {actor.id}.", remedy="Add them: see docs/actors.md.")
    inside = [spell_object(each) for each in spells if each.holds(day) is not Holds.NO]
    left = [spell_object(each) for each in spells if each.until and each.holds(day) is Holds.NO]
    suspended = book.suspended(actor.id, day)
    if as_json:
        told = {"body": actor.id, "members": inside, "left": left, "suspended": suspended, "is_whole": is_whole}
        show(json.dumps(told, ensure_ascii=False))
        return 0
    then = f" on {day}" if day else ""
    show(f"{actor.name} ({actor.id}), {len(inside)} members{then}" + ("" if is_whole else "; the book lists not all"))
    for spell in sorted(inside, key=lambda each: each["who"]):
        mark = "  suspended" if spell["who"] in suspended else ""
        show(f"    {spell['who']:<5} {dated(spell)}{mark}")
    if left:
        show("not members then" if day else "left")
        for spell in sorted(left, key=lambda each: each["who"]):
            show(f"    {spell['who']:<5} {dated(spell)}")
    return 0


def codes(
    value: Annotated[str, Parameter(help="a country code")],
    /,
    *,
    system: Annotated[str, Parameter(help=f"one of {', '.join(SYSTEMS)}")] = "iso3",
    on: On = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """Say which state a code means in a system, its codes in the others, and whom it means elsewhere."""
    answer = _book(db).codes.look_up(value, system, day_given(on, "--on"))
    if as_json:
        found = {"state": answer.state, "name": answer.name, "codes": dict(answer.codes), "warnings": answer.warnings}
        show(json.dumps(found, ensure_ascii=False))
        return 0
    show(f"{answer.name} ({answer.state})")
    show("    " + ", ".join(f"{name} {code}" for name, code in answer.codes.items()))
    for warning in answer.warnings:
        tell(f"take care: {warning}")
    return 0


def actors_add(file: Annotated[Path, Parameter(help="a shelf, TOML or CSV")], /, *, db: Db = None) -> int:
    """Put a shelf of your own on the desk beside the record; its rows amend the book's."""
    _, record = settled(db)
    added = add_shelf(file, desk_of(Path(record)))
    show(f"{added.file}: " + ", ".join(f"{count} × {table}" for table, count in added.rows.items()))
    return 0


def actors_import(file: Annotated[Path, Parameter(help="FollowTheMoney JSON")], /, *, db: Db = None) -> int:
    """Import persons, positions, occupancies, organisations and memberships as a shelf of your own."""
    _, record = settled(db)
    place, found = import_file(file, desk_of(Path(record)), _book(db))
    for skipped in found.skipped:
        tell(str(skipped))
    show(f"{place}: " + (", ".join(f"{len(rows)} × {table}" for table, rows in found.tables.items()) or "nothing"))
    return SOME_FAILED if found.skipped else 0


def actors_export(
    actors: Annotated[list[str] | None, Parameter(help="ids; all of the book if none is named")] = None,
    /,
    *,
    db: Db = None,
) -> int:
    """Write actors with their offices and members as FollowTheMoney JSON lines."""
    book = _book(db)
    wanted: Iterable[str] | None = [book.actor_id(each) for each in actors] if actors else None
    for entity in export_entities(book, wanted):
        show(json.dumps(entity, ensure_ascii=False))
    return 0


def actors_check(*, db: Db = None, as_json: Json = False) -> int:
    """Look the book over: overlapping offices, gaps, unknown ids, names that clash."""
    found = findings(_book(db))
    for each in found:
        line = {"kind": each.kind, "about": each.about, "text": each.text, "shelf": each.shelf}
        show(json.dumps(line, ensure_ascii=False) if as_json else f"{each.kind:<8} {each.about}: {each.text}")
    tell(f"{len(found)} to look at; the book is as of {_book(db).as_of}")
    return 0


def actors_ask(*, db: Db = None) -> int:
    """Answer questions, one JSON object a line, in order: holder, resolve, members, code."""
    failed = False
    for answer in answers(_book(db), (line.decode("utf-8", "replace") for line in sys.stdin.buffer)):
        failed = failed or '"error"' in answer[:9]
        show(answer)
    return SOME_FAILED if failed else 0
