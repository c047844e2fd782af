"""Two reports come in; out go points off where they say that theirs are two of several acts of one kind."""

from dragoman.merging.traits import Traits
from dragoman.record import EventType

_C = EventType
# Kinds of which the same two do several in a week: the same day is not enough.
FREQUENT: dict[str, float] = {
    _C.ASSAULT: -1.5, _C.COERCE: -1.0, _C.ACCUSE: -1.0, _C.REJECT: -1.0, _C.REQUEST: -1.0, _C.THREATEN: -1.0,
    _C.SUPPORT: -1.0, _C.MOBILIZE: -0.5, _C.PROTEST: -0.75,
}  # fmt: skip


def are_in_one_place(one: Traits, other: Traits) -> bool:
    """True of two that name one place."""
    return bool(one.place) and one.place == other.place


def are_numbered_apart(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """True of "the second day" and "the third day"; what both have is no difference."""
    if not mine or not theirs or mine & theirs:
        return False
    return not {each.split()[1] for each in mine}.isdisjoint(each.split()[1] for each in theirs)


def _is_later(one: Traits) -> bool:
    """True of the second of a row, or a later one."""
    return one.is_further or any(not each.startswith("1 ") for each in one.ordinals)


_SITES = frozenset(("embass", "hospit", "memori", "camp", "factor", "shrine", "mosque", "cathed", "museum", "cemete"))
"""What a visitor of a country visits there: it is told apart from the visit to the country."""


def which_of_several(one: Traits, other: Traits) -> float:
    """Points off where the two say that theirs is another one of a row."""
    points = 0.0
    if are_numbered_apart(one.ordinals, other.ordinals):
        points -= 4.0
    elif one.kind == _C.CONSULT and _is_later(one) != _is_later(other):
        # "the second round" of what the other only calls talks
        is_one_day = (one.first, one.last) == (other.first, other.last)
        points -= 1.5 if one.is_further or other.is_further else 0.0 if is_one_day else 1.0
    elif one.kind != _C.CONSULT and one.is_further != other.is_further:
        points -= 1.5 if one.known == other.known else 2.25
    if one.is_ahead != other.is_ahead and one.mode != other.mode:
        points -= 2.5  # a visit on the way to a summit, and the summit
    if one.is_lasting != other.is_lasting and one.kind in FREQUENT:
        points -= 1.5  # weeks of protest, and the march of one day
    if one.anchor & _SITES != other.anchor & _SITES:
        points -= 6.0
    if one.known != other.known and one.counted and other.counted and not one.counted & other.counted:
        points -= 2.0  # 39 prisoners let go, and the next day 30
    if not (one.is_tight and other.is_tight):
        points -= _unlike(one, other)
    return points


def _unlike(one: Traits, other: Traits) -> float:
    """Points off for two whose words, or who takes part, have nothing in common that tells which of several it is."""
    if one.anchor == other.anchor and one.words == other.words:
        return 0.0  # one sentence, copied
    if one.kind == other.kind == _C.CONSULT:
        named = {each.partition(":")[0] for each in one.persons & other.persons}
        return 0.0 if len(named) > 1 or are_in_one_place(one, other) or one.names & other.names else 0.5
    if one.mode == other.mode == "resign" and not _resigned(one) & _resigned(other):
        return 1.0
    if one.anchor & other.anchor or one.content & other.content:
        return 0.0
    if one.words and other.words:
        return 1.25 if any(kind in FREQUENT or kind == _C.AGREE for kind in (one.kind, other.kind)) else 0.5
    return 0.5 if _C.AGREE in (one.kind, other.kind) else 0.0


def _resigned(one: Traits) -> frozenset[str]:
    """Who may be the one who resigns: those named as taking part, else all who are named."""
    if one.persons:
        return frozenset(each.partition(":")[2][:6] for each in one.persons)
    return one.names | one.people
