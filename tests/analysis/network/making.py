"""Acts between pairs for the tests of networks and shifts: "MLI RUS CONSULT 2024-03-01", one a line."""

from datetime import date

from dragoman.analysis.network.acts import PairAct
from dragoman.record import EventType


def acts(told: str, origin: str = "Reuters"):
    """The acts of some lines, each an event of its own; a fifth word is the origin."""
    found = []
    for number, line in enumerate(told.strip().splitlines()):
        actor, recipient, type_, on, *more = line.split()
        origins = tuple(more) or (origin,)
        found.append(
            PairAct(f"e{number:04}", date.fromisoformat(on), actor, recipient, EventType(type_), origins=origins)
        )
    return found
