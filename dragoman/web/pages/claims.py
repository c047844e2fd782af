"""Claims: who says what of whom, by which outlets it came, and what contradicts it."""

from datetime import timedelta

from dragoman.analysis.claims import ANSWERED_WITHIN, Kind, claims
from dragoman.events import Event
from dragoman.export.answers import claim_object
from dragoman.record import EventType
from dragoman.store.listing import Listing
from dragoman.web.address import AFTER, SINCE, UNTIL, Parameter
from dragoman.web.answering import Answer, Page
from dragoman.web.forms import cells_with
from dragoman.web.visiting import PAGE, Visit

_ANSWERS = 60


def claims_page(visit: Visit) -> Answer:
    """Who claims, denies or accuses, the newest first."""
    address = visit.address
    by, about = visit.circle("by"), visit.circle("about")
    kind = address.choice("kind", tuple(map(str, Kind)))
    wanted = Listing(
        types=(EventType.ACCUSE,),
        has_speaker=True,
        is_either=True,
        codes=[each.codes for each in (by, about) if each],
        roles=("actor", "recipient", "speaker"),
        by_word=True,
        first=address.day("since"),
        last=address.day("until") or (visit.asked.as_of or None),
        limit=PAGE,
        after=address.text("after"),
    )
    leaf = visit.listed(wanted)
    every = {each.id: each for each in (*leaf.events, *_answers(visit, leaf.events))}
    found = claims(list(every.values()), by=by.codes if by else (), about=about.codes if about else ())
    listed = {each.id for each in leaf.events}
    rows = [each for each in found if each.event.id in listed and (not kind or each.kind == kind)][::-1]
    values = {"claims": rows, "after": leaf.after, "kinds": list(Kind)}
    return Answer(
        "claims.html", values, lambda: [claim_object(each) for each in rows], cells_with("kind", "by", "said_on"),
        leaf.after,
    )  # fmt: skip


def _answers(visit: Visit, events: tuple[Event, ...]) -> tuple[Event, ...]:
    """Denials by those who are accused on the page, soon after."""
    accused = {one.code for each in events if each.type is EventType.ACCUSE for one in each.recipients if one.code}
    if not accused:
        return ()
    days = [each.first_known_on for each in events]
    wanted = Listing(
        types=(EventType.REJECT,), codes=[accused], roles=("actor",), by_word=True, first=min(days),
        last=max(days) + timedelta(days=ANSWERED_WITHIN), limit=_ANSWERS,
    )  # fmt: skip
    return visit.listed(wanted).events


_BY = Parameter("by", "text", "who says so: code, id or name of an actor, or a region", example="MLI")
_ABOUT = Parameter("about", "text", "of whose acts", example="UKR")
_KIND = Parameter("kind", "choice", "claims, denials or accusations", tuple(map(str, Kind)))
PAGES = (
    Page(
        "claims", "/claims", claims_page, "Who says what of whom, by which outlets, contradicted by whom.",
        (_BY, _ABOUT, _KIND, SINCE, UNTIL, AFTER),
    ),
)  # fmt: skip
