"""`ties`: the dated ties of an actor, those of the book and those that the events of a record tell of, side by side."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from dragoman.analysis.tie_book import Known, KnownTie, known_ties
from dragoman.cli.actors import dated
from dragoman.cli.asking import AsOf, Json, KnownBy, Question, question
from dragoman.cli.reading import show, tell
from dragoman.cli.recording import Db, day_given, settled
from dragoman.events import Tie
from dragoman.export.answers import tie_object
from dragoman.ontology.actors import Holds
from dragoman.ontology.book import Book
from dragoman.ontology.desk import desk_of
from dragoman.store.locating import named
from dragoman.store.opening import is_made


def ties(
    actor: Annotated[str, Parameter(help="code, id or name of an actor")],
    /,
    *,
    from_: Annotated[str | None, Parameter(name="--from", help="first year or day")] = None,
    to: Annotated[str | None, Parameter(help="last year or day")] = None,
    as_of: AsOf = None,
    known_by: KnownBy = None,
    db: Db = None,
    as_json: Json = False,
) -> int:
    """List the dated ties of an actor: memberships, envoys, sanctions …, who knows each, and where they differ."""
    since, until = _edge(from_, "--from", "-01-01"), _edge(to, "--to", "-12-31")
    _, path = settled(db)
    known, on = day_given(known_by, "--known-by"), day_given(as_of, "--as-of")
    if is_made(path):
        with question(db, as_of, known_by) as asking:
            code = asking.code(actor) or actor
            book, learnt = asking.book, _learnt(asking, code)
    else:
        book, learnt = Book.load(desk if (desk := desk_of(Path(path))).is_dir() else None), []
        code = book.actor_id(actor)
        tell(f"there is no record {named(path)}: the ties of the actor book alone")
    rows = [tie for tie in known_ties(learnt, book.ties(code, since, until), known) if _lasts(tie, since, until)]
    marked = [(row, row.holds(on) if on else None) for row in rows]
    for row, holds in marked:
        if holds is not Holds.NO:
            show(json.dumps(_object(row, holds), ensure_ascii=False) if as_json else "\n".join(_lines(row, holds)))
    if not rows:
        tell("no tie of these years is known")
    return 0


def _learnt(asking: Question, code: str) -> list[Tie]:
    found = asking.chronicle.ties(code, known_by=asking.known_by)
    return [tie for tie in found if code in (tie.who, tie.whom)]


def _lasts(row: KnownTie, since: date | None, until: date | None) -> bool:
    """True unless a tie that only events tell of lies wholly outside the days asked for."""
    tie = row.learnt
    if row.book or tie is None:
        return True
    begins = (tie.since and tie.since.first) or (tie.until and tie.until.first) or tie.known_on
    ends = tie.until.last if tie.until else None
    return not (until and begins > until) and not (since and ends and ends < since)


def _object(row: KnownTie, holds: Holds | None) -> dict[str, Any]:
    found = tie_object(row)
    return found if holds is None else {**found, "holds": holds.value}


def _lines(row: KnownTie, holds: Holds | None) -> Iterator[str]:
    """A tie as text: its days, what it is, who knows it; differences under it."""
    mark = "  maybe" if holds is Holds.MAYBE else ""
    facts = tie_object(row)
    what = facts.get("title") or facts.get("role") or ""
    rests = ", ".join(facts["rests_on"])
    sides = f"{facts['who']} → {facts['whom']}"
    head = dated(facts) if row.book else dated({key: facts[key] for key in ("from", "notice", "to") if key in facts})
    known = "" if row.known is Known.BOOK else f" {row.known}"
    yield f"{head:<42} {row.kind:<12} {sides}  {what}  [{rests}]{known}{mark}"
    for conflict in row.conflicts:
        yield f"    conflict: {conflict}"


def _edge(given: str | None, flag: str, rest: str) -> date | None:
    whole_year = given is not None and len(given) == 4 and given.isdigit()
    return day_given(f"{given}{rest}" if whole_year else given, flag)
