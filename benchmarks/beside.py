"""`python -m benchmarks.beside RECORD`: how good a sign of where two stand is standing side by side, by kind of act.

For each two states that a kind of act joins: of those that have acts of their own, other than meetings, in the year
around, in how many these are friendlier than hostile. Direct acts of cooperation and conflict give the scale.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations

from dragoman.analysis.acting import codes_of, days_of, is_clash
from dragoman.analysis.network.acts import PairAct, pair_acts
from dragoman.analysis.standing import DONE, Asked
from dragoman.chronicle.asking import Chronicle
from dragoman.chronicle.between import events_between
from dragoman.chronicle.networks import at_home
from dragoman.events import Event
from dragoman.ontology.acts import RECIPROCAL
from dragoman.ontology.book import Book
from dragoman.record import EventType
from dragoman.store.view import Wanted, open_view

YEAR = 365
MOST = 4  # who are named with more are a list
Joined = tuple[str, tuple[str, str], date, str]
"""Kind, the two, the day, the event."""


def joined_by(act: PairAct) -> Joined:
    """What joins the two of a direct act."""
    kind = "meeting" if act.type is EventType.CONSULT else "cooperation" if act.is_cooperation else "conflict"
    return f"direct {kind}", act.pair, act.on, act.event


def beside(events: list[Event], asked: Asked, book: Book) -> Iterator[Joined]:
    """Each two states named in a row as those who act, or to whom it is done, by type of act."""
    home = at_home(book)
    for event in events:
        days = days_of(event, asked) if asked.stage(event) in DONE else None
        if days is None or event.type in RECIPROCAL or is_clash(event):
            continue
        rows = {
            "do": codes_of(event.actors, acts=True, stands_for=home) if event.recipients else [],
            "have done to them": codes_of(event.recipients, acts=False, stands_for=home),
        }
        for kind, codes in rows.items():
            states = [code for code in codes if code in book.states]
            if len(states) <= MOST:
                for pair in combinations(states, 2):
                    yield f"both {kind} {event.type}", pair, days[0], event.id


def main() -> None:
    book, asked = Book.load(None), Asked(date.today())
    with open_view(sys.argv[1]) as view:
        events = list(events_between(Chronicle(view), book, Wanted(until=asked.day)))
    acts = [act for act in pair_acts(events, asked, at_home(book)) if not act.side_by_side]
    acts = [act for act in acts if all(code in book.states for code in act.pair)]
    own: dict[tuple[str, str], list[PairAct]] = defaultdict(list)
    for act in acts:
        if act.type is not EventType.CONSULT:
            own[act.pair].append(act)
    told: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for kind, pair, on, event in (*map(joined_by, acts), *beside(events, asked, book)):
        near = [act for act in own[pair] if abs((act.on - on).days) <= YEAR and act.event != event]
        lean = sum(1 if act.is_cooperation else -1 for act in near)
        told[kind][0] += 1
        told[kind][1] += lean > 0
        told[kind][2] += lean < 0
    print(f"{'joined by':<32}{'pairs':>7}{'friendlier':>12}{'more hostile':>14}{'share':>8}")
    for kind, (pairs, good, bad) in sorted(told.items()):
        share = f"{good / (good + bad):.2f}" if good + bad else "·"
        print(f"{kind:<32}{pairs:>7}{good:>12}{bad:>14}{share:>8}")


if __name__ == "__main__":
    main()
