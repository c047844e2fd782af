"""Today and the feed of changes: what is new, what changed, what is due, overdue and contradicted."""

from datetime import date, timedelta

from dragoman.analysis.changes import Change, ChangeKind, changes
from dragoman.analysis.due import Due, Outcome, due
from dragoman.chronicle.question import PLANS
from dragoman.events import AHEAD, Event
from dragoman.export.answers import change_object
from dragoman.record import Status
from dragoman.store.listing import Listing
from dragoman.web.address import ACTOR, AFTER, SINCE
from dragoman.web.answering import Answer, Page
from dragoman.web.forms import cells_with
from dragoman.web.visiting import PAGE, Circle, Visit

SPAN = 7
"""Days that count as new where the address says nothing else."""
AHEAD_FOR, BEHIND_FOR = 14, 90
"""Days ahead in which a plan counts as due, and days behind in which one without word counts as overdue."""


def today(visit: Visit) -> Answer:
    """What a desk looks at first."""
    circle = visit.circle()
    since = visit.address.day("since") or visit.days(SPAN)
    new, after = _changes(visit, circle, since, 20)
    values = {
        "new": [each for each in new if each.kind is ChangeKind.NEW],
        "changed": [each for each in new if each.kind is not ChangeKind.NEW],
        "since": since,
        "due": _due(visit, circle),
        "overdue": _overdue(visit, circle),
        "contradicted": _contradicted(visit, circle),
        "last_word": None if new else _last_word(visit, circle),
        "unseen": sum(1 for event in {each.event.id: each.event for each in new}.values() if visit.is_unseen(event)),
        "after": after,
        "ahead_for": AHEAD_FOR,
    }
    return Answer(
        "today.html", values, lambda: [change_object(each) for each in new],
        cells_with("change", "changed_on", "before", "after"), after,
    )  # fmt: skip


def changes_page(visit: Visit) -> Answer:
    """Everything that changed since a day, the newest first."""
    circle = visit.circle()
    since = visit.address.day("since") or visit.days(30)
    found, after = _changes(visit, circle, since, PAGE)
    return Answer(
        "changes.html",
        {"changes": found, "since": since, "after": after},
        lambda: [change_object(each) for each in found],
        cells_with("change", "changed_on", "before", "after"),
        after,
        changes=found,
    )


def _changes(visit: Visit, circle: Circle | None, since: date, limit: int) -> tuple[list[Change], str]:
    last = visit.asked.day
    wanted = Listing(
        by_word=True, first=since + timedelta(days=1), last=last, limit=limit, after=visit.address.text("after")
    )
    leaf = visit.listed(wanted, circle)
    found = [each for each in changes(leaf.events, since, visit.asked) if each.kind is not ChangeKind.LAPSED]
    return found[::-1], leaf.after


def _due(visit: Visit, circle: Circle | None) -> list[Event]:
    """Plans of the coming days, the next one first."""
    first, last = visit.asked.day, visit.asked.day + timedelta(days=AHEAD_FOR)
    wanted = Listing(statuses=(Status.PLANNED,), first=first, last=last, oldest_first=True, limit=15)
    found = [each for each in visit.listed(wanted, circle).events if visit.asked.stage(each) in AHEAD]
    kept = [
        each for each in found if (when := visit.asked.when(each)) and when.is_stated and (when.last or last) >= first
    ]
    return sorted(kept, key=lambda each: (each.day, each.id))


def _overdue(visit: Visit, circle: Circle | None) -> list[Due]:
    """Plans whose day went by without word, the latest first."""
    day = visit.asked.day
    first = day - timedelta(days=BEHIND_FOR)
    wanted = Listing(statuses=PLANS, first=first, last=day - timedelta(days=1), limit=20)
    rows = due(visit.listed(wanted, circle).events, visit.asked, since=first)
    return [row for row in reversed(rows) if row.outcome is Outcome.NO_WORD][:12]


def _contradicted(visit: Visit, circle: Circle | None) -> list[Event]:
    wanted = Listing(is_disputed=True, by_word=True, last=visit.asked.day, limit=8)
    return [each for each in visit.listed(wanted, circle).events if each.is_contradicted]


def _last_word(visit: Visit, circle: Circle | None) -> date | None:
    """The day of the last word that there is, where nothing is new; None in an empty record."""
    events = visit.listed(Listing(by_word=True, last=visit.asked.day, limit=3), circle).events
    return max((each.last_known_on for each in events), default=None)


PAGES = (
    Page(
        "today", "/today", today, "What is new and changed since a day, what is due, overdue and contradicted.",
        (ACTOR, SINCE, AFTER),
    ),
    Page(
        "changes", "/changes", changes_page, "What is new, confirmed, moved, closed or contradicted since a day.",
        (ACTOR, SINCE, AFTER), ("json", "csv", "atom"),
    ),
)  # fmt: skip
