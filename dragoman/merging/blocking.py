"""Traits of a report come in; the keys of the blocks it lies in go out: only reports that share one are compared."""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

from dragoman.merging.parties import is_known
from dragoman.merging.traits import Traits
from dragoman.record import EventType

_FAMILIES: dict[str, tuple[EventType, ...]] = {
    "meet": (EventType.CONSULT,),
    "measure": (EventType.SANCTION, EventType.COERCE, EventType.RETREAT, EventType.CONCEDE),
    "join": (EventType.AGREE, EventType.SUPPORT, EventType.COOPERATE, EventType.AID),
    "force": (EventType.MOBILIZE, EventType.ASSAULT),
    "word": (EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.REQUEST),
    "crowd": (EventType.PROTEST,),
}
"""Kinds that may be told for one another lie in one family."""
_FAMILY: dict[str, str] = {kind: family for family, kinds in _FAMILIES.items() for kind in kinds}

PARTS: dict[str, int] = {kind: number for number, kinds in enumerate(_FAMILIES.values()) for kind in kinds}
"""The number of the family of each kind; those of two families share no block."""

WIDE, _NARROW = 32, 8
"""Days of the spans that blocks are of; a narrow one lies within a wide one."""
_LONG = 16


def blocks_of(one: Traits) -> frozenset[int]:
    """Keys of the blocks that a report lies in; only reports that share one are compared.

    Two parts of those who take part and 32 days; or one part and 8 days, for acts that are known to lie within 16.
    """
    return _blocks(_FAMILY[one.kind], one.parties, one.window) if one.has_time else frozenset()


@lru_cache(maxsize=1 << 14)  # a report's are asked for several times while it is new
def _blocks(family: str, parties: frozenset[str], window: tuple[int, int]) -> frozenset[int]:
    first, last = window
    parts = sorted(filter(is_known, parties))
    wide, narrow = _spans(first, last, WIDE), _spans(first, last, _NARROW)
    found = {_key(f"{family}|{mine}|{theirs}", day) for mine, theirs in _pairs(parts) for day in wide}
    if last - first <= _LONG:
        found.update(_key(f"{family}|{part}", day) for part in parts for day in narrow)
    elif len(parts) == 1:
        found.update(_key(f"{family}|{parts[0]}|alone", day) for day in wide)
    return frozenset(found)


def _spans(first: int, last: int, width: int) -> range:
    """First days of the spans of so many days in which the act may lie, a day more or less."""
    return range((first - 1) // width * width, last + 2, width)


def _pairs(parts: list[str]) -> Iterator[tuple[str, str]]:
    for place, mine in enumerate(parts):
        for theirs in parts[place + 1 :]:
            yield mine, theirs


def _key(who: str, day: int) -> int:
    """A key as an integer of 62 bits, the day first: what is near in time lies side by side in an index."""
    return day << 40 | _who(who)


@lru_cache(maxsize=1 << 16)
def _who(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=5).digest(), "big")
