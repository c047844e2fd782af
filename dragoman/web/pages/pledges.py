"""Pledges: who committed to what by when, what speaks for and against, and the score: −1, 0, +1 or none yet."""

from dataclasses import replace

from dragoman.analysis.pledges import kept, told_by
from dragoman.events import Event
from dragoman.export.answers import pledge_object
from dragoman.merging.pledges import is_pledge, pledges_of
from dragoman.record import EventType
from dragoman.store.listing import Listing
from dragoman.web.address import ACTOR, AFTER, SINCE, UNTIL
from dragoman.web.answering import Answer, Page
from dragoman.web.forms import cells_with
from dragoman.web.visiting import PAGE, Visit

_C = EventType
_MADE = (_C.AGREE, _C.AID, _C.COOPERATE, _C.RETREAT, _C.CONCEDE, _C.SUPPORT, _C.MOBILIZE)
_BEARING = (*_MADE, _C.SANCTION, _C.REJECT, _C.COERCE, _C.ASSAULT)
EVIDENCE = 80
"""Later acts of the same actors in which evidence is looked for."""


def pledges_page(visit: Visit) -> Answer:
    """Commitments, the newest first, with what came of them."""
    circle, address = visit.circle(), visit.address
    wanted = Listing(
        types=_MADE, first=address.day("since"), last=address.day("until") or visit.asked.as_of, limit=PAGE,
        after=address.text("after"),
    )  # fmt: skip
    leaf = visit.listed(wanted, circle)
    made = [each for each in leaf.events if is_pledge(each)]
    bearing, is_cut = _bearing(visit, made)
    events = told_by({each.id: each for each in (*made, *bearing)}.values(), visit.asked)
    ids = {each.id for each in made}
    by = circle.codes if circle else frozenset()
    found = [each for each in kept(pledges_of(events), events, visit.asked, by=by) if each.made_in.id in ids][::-1]
    values = {"pledges": found, "after": leaf.after, "is_cut": is_cut, "evidence_in": EVIDENCE}
    return Answer(
        "pledges.html", values, lambda: [pledge_object(each) for each in found],
        cells_with("score", "due", "is_overdue", "areas"), leaf.after,
    )  # fmt: skip


def _bearing(visit: Visit, made: list[Event]) -> tuple[list[Event], bool]:
    """Later acts of those who made these pledges, and True where there are more than a page looks at."""
    doers = {code for each in made for one in each.actors for code in (one.country, one.actor) if code}
    if not doers:
        return [], False
    first = min(each.first_known_on for each in made)
    wanted = Listing(types=_BEARING, codes=[doers], roles=("actor",), first=first, limit=EVIDENCE)
    leaf = visit.listed(replace(wanted, last=visit.asked.as_of))
    return list(leaf.events), bool(leaf.after)


PAGES = (
    Page(
        "pledges", "/pledges", pledges_page, "Commitments with their due dates, evidence and scores.",
        (ACTOR, SINCE, UNTIL, AFTER),
    ),
)  # fmt: skip
