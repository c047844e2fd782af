"""Outlets: who owns them, whose family they are, how much they print, and how often they alone say something."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dragoman.events import Event
from dragoman.export.events import event_object
from dragoman.ontology.actors import Actor
from dragoman.store.listing import Listing
from dragoman.web.address import Parameter, Wrong
from dragoman.web.answering import Answer, Page
from dragoman.web.forms import event_cells, plain_cells
from dragoman.web.keeping import WHOLE
from dragoman.web.visiting import PAGE, Missing, Visit

SAMPLE = 150
"""Events, the last that word came of, by which it is said how often an outlet is alone."""
_OUTLETS = 50


@dataclass(frozen=True, slots=True)
class Alone:
    """Of the newest events of the record: how many an outlet tells of, and how many of these it alone."""

    told: Mapping[str, int]
    alone: Mapping[str, int]
    events: int


def outlets_page(visit: Visit) -> Answer:
    """The outlets that print most first."""
    start = start_of(visit)
    written = visit.view.last_write()[0]
    key = (str(visit.view.path), start)
    found = WHOLE.get(written, "outlets", key, lambda: visit.view.outlets(_OUTLETS + 1, start))
    alone = WHOLE.get(written, "alone", (str(visit.view.path), visit.known_by), lambda: _alone(visit))
    rows = [{"articles": each.articles, **_facts(visit, each.outlet, alone)} for each in found[:_OUTLETS]]
    after = str(start + _OUTLETS) if len(found) > _OUTLETS else ""
    values = {"outlets": rows, "sample": alone.events, "after": after}
    return Answer("outlets.html", values, lambda: rows, plain_cells, after)


def outlet_page(visit: Visit) -> Answer:
    """The newest events that an outlet tells of."""
    name = visit.address.text("name")
    if not visit.view.has_outlet(name):
        raise Missing("the record has no article of an outlet of that name", remedy="See the list of outlets.")
    wanted = Listing(outlet=name, by_word=True, limit=PAGE, after=visit.address.text("after"))
    leaf = visit.listed(wanted)
    alone = [each for each in leaf.events if _is_alone(each)]
    facts = _facts(visit, name, Alone({}, {}, 0))
    values = {
        "outlet": facts,
        "events": leaf.events,
        "alone": {each.id for each in alone},
        "after": leaf.after,
        "kinds": Counter(str(kind) for kind in (each.type for each in leaf.events)).most_common(6),
    }
    return Answer("outlet.html", values, lambda: [event_object(each) for each in leaf.events], event_cells, leaf.after)


def start_of(visit: Visit) -> int:
    """How many rows the pages before had; Wrong if the address says no number."""
    given = visit.address.text("after") or "0"
    if not given.isascii() or not given.isdigit() or len(given) > 7:
        raise Wrong(f"after={given[:40]} is not where a page ended")
    return int(given)


def _alone(visit: Visit) -> Alone:
    leaf = visit.listed(Listing(by_word=True, limit=SAMPLE))
    told: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for event in leaf.events:
        names = {name for each in event.reports for name in each.article.outlets}
        told.update(names)
        if _is_alone(event):
            alone.update(names)
    return Alone(told, alone, len(leaf.events))


def _is_alone(event: Event) -> bool:
    """True if one outlet, and no other origin, tells of it."""
    return len({name for each in event.reports for name in each.article.outlets}) == 1 and len(event.origins) == 1


def _facts(visit: Visit, name: str, alone: Alone) -> dict[str, Any]:
    actor = _outlet(visit, name)
    facts: Mapping[str, Any] = actor.facts if actor else {}
    return {
        "outlet": name,
        "country": actor.country if actor else None,
        "family": facts.get("family") or None,
        "is_state_owned": bool(facts["state_owned"]) if "state_owned" in facts else None,
        "domain": facts.get("domain") or None,
        "told": alone.told.get(name, 0),
        "alone": alone.alone.get(name, 0),
    }


def _outlet(visit: Visit, name: str) -> Actor | None:
    """What the book has of an outlet, by its name or its host."""
    book = visit.book
    return book.outlets.get(name) or (book.outlet_at(name) if "." in name and " " not in name else None)


_NAME = Parameter("name", "text", "name of the outlet, as the articles give it")
_AFTER = Parameter("after", "text", "where the page before ended, as it says in `next`")
PAGES = (
    Page("outlets", "/outlets", outlets_page, "Who prints what: owner, family, how much, how often alone.", (_AFTER,)),
    Page("outlet", "/outlet", outlet_page, "The newest events that one outlet tells of.", (_NAME, _AFTER)),
)
