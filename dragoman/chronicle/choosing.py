"""A record and what reports must be like come in; the events that have such a report go out, whole.

For questions that are about few of the record's events and not about an actor: a week, what is due, what is new.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from dragoman.chronicle.asking import Chronicle, folded_in_turn, known_in_turn
from dragoman.events import Event
from dragoman.store.choosing import Choice


def events_chosen(chronicle: Chronicle, choices: Iterable[Choice], known_by: date | None = None) -> list[Event]:
    """The events that have a report which fits one of the choices, as known by a day, by their days and ids.

    All that are wanted are among them; as known by a day, neighbours of theirs may be too.
    """
    wanted = list(choices)
    found: Sequence[Event]
    if known_by is None:
        found = list(folded_in_turn(chronicle.view, chronicle.view.chosen(wanted)))
    else:
        places = chronicle.view.chosen(wanted, neighbourhoods=True)
        found = list(known_in_turn(chronicle.view, places, known_by))
    return sorted(found, key=lambda each: (each.day, each.id))
