"""Two reports come in as traits; out goes the evidence that they are of one act, weighed, or that they are not.

The weights are points; `LINK` of them make a link. They were set by reading clusters of real news (docs/merging.md).
Everything here is a function of the two reports alone: no counts over the record, so that the order in which reports
come, and what else there is, changes nothing.
"""

from collections.abc import Container

from dragoman.merging.parties import is_body, is_known
from dragoman.merging.several import FREQUENT, are_in_one_place, which_of_several
from dragoman.merging.traits import AHEAD_FOR, DAILY, FRESH, Traits
from dragoman.merging.wording import OF_A_KIND
from dragoman.ontology.acts import OF_WORDS
from dragoman.record import EventType, Status

LINK = 4.25

# ---- kinds of act ----------------------------------------------------------------------------------------------------

_C = EventType
_SISTERS: dict[frozenset[str], float] = {
    # One and the same act that coders and writers put under two types; the second needs more evidence.
    frozenset((_C.SANCTION, _C.COERCE)): -1.0,
    frozenset((_C.SANCTION, _C.RETREAT)): -1.0,
    frozenset((_C.SANCTION, _C.REJECT)): -1.5,
    frozenset((_C.AGREE, _C.SUPPORT)): -1.0,
    frozenset((_C.AGREE, _C.COOPERATE)): -1.0,
    frozenset((_C.SUPPORT, _C.COOPERATE)): -1.0,
    frozenset((_C.AID, _C.COOPERATE)): -1.0,
    frozenset((_C.AID, _C.AGREE)): -1.5,
    frozenset((_C.RETREAT, _C.CONCEDE)): -1.0,
    frozenset((_C.RETREAT, _C.AGREE)): -1.5,
    frozenset((_C.MOBILIZE, _C.ASSAULT)): -1.5,
    frozenset((_C.COERCE, _C.ASSAULT)): -1.0,
    frozenset((_C.ACCUSE, _C.REJECT)): -1.5,
    frozenset((_C.THREATEN, _C.REQUEST)): -1.0,
}
_KIN = {pair: points for kinds, points in _SISTERS.items() for one, other in [sorted(kinds)]
        for pair in ((one, other), (other, one))}  # fmt: skip
_BY_THE_DOZEN = frozenset(("discontinue",))
"""Modes of which the same two do many in a row: one good is banned, then the next."""
_OTHER_MODE: dict[str, float] = {_C.SANCTION: 2.0}
"""Points off for two modes of a kind whose words share nothing: envoys recalled, then an airspace closed."""
_RARE = frozenset(("summit",))
"""Stems of the words for meetings that the same do not have every week."""
_ONCE = frozenset(("impeac",))
"""Stems (six letters) of the words for what is done to the same once, however often its kind of act is."""
_TWO_SIDED = frozenset((_C.CONSULT, _C.AGREE, _C.SUPPORT, _C.COOPERATE))
"""Acts in which it says nothing who is named first."""


def _is_either(one: Traits, other: Traits, kinds: Container[str]) -> bool:
    """True if one of the two is of one of these kinds."""
    return one.kind in kinds or other.kind in kinds


def _kinship(one: Traits, other: Traits) -> float | None:
    """Points for the kinds of act; None where they cannot be one."""
    if one.kind != other.kind:
        points = _KIN.get((one.kind, other.kind))
        if points is None or not one.anchor & other.anchor:
            return None
    else:
        points = 0.0
    if not one.anchor & other.anchor & _ONCE:
        points += min(FREQUENT.get(one.kind, 0.0), FREQUENT.get(other.kind, 0.0))
    if one.mode and other.mode:
        if one.mode == other.mode:
            return points + (-0.5 if _is_by_the_dozen(one, other) else 0.25)
        if "visit" in (one.mode, other.mode):
            return points - 0.75
        return points - (0.5 if one.anchor & other.anchor else _OTHER_MODE.get(one.kind, 0.5))
    if "visit" in (one.mode, other.mode) and not (are_in_one_place(one, other) or (one.is_tight and other.is_tight)):
        points -= 0.5  # a visit, and talks that may be others
        if (one.anchor ^ other.anchor) & _RARE:
            points -= 1.0  # a visit, and a summit that may be elsewhere
    return points - (0.5 if _is_by_the_dozen(one, other) else 0.0)


def _is_by_the_dozen(one: Traits, other: Traits) -> bool:
    """True unless they name the act alike: relations are broken off once."""
    return not _BY_THE_DOZEN.isdisjoint((one.mode, other.mode)) and len(one.anchor & other.anchor) < 2


# ---- whether it took place -------------------------------------------------------------------------------------------

_AHEAD = frozenset((Status.PLANNED, Status.CANCELLED))
_DONE = frozenset((Status.HAPPENED, Status.ONGOING))


def _statuses(one: Traits, other: Traits) -> float | None:
    """Points for two statuses; None where they cannot be of one act."""
    pair = {one.status, other.status}
    if len(pair) == 1:
        return 0.0
    if Status.URGED in pair:
        return None  # what somebody calls for is no word of what is done
    if Status.POSSIBLE in pair:
        return -1.0
    if Status.DENIED in pair:
        return -1.0
    if Status.CANCELLED in pair and pair & _DONE:
        return -1.0
    if pair == {Status.PLANNED, Status.HAPPENED}:
        plan, deed = (one, other) if one.status == Status.PLANNED else (other, one)
        if plan.known > deed.known and not (plan.is_dated and deed.is_dated):
            return -1.5  # what is still planned after the other was done is another one
    return 0.0


# ---- who -------------------------------------------------------------------------------------------------------------


def _sides(mine: frozenset[str], theirs: frozenset[str], *, may_be_civil: bool = False) -> float | None:
    """Points for one side: 1.25 the same, 1 one names a part of the other, less if they share some; 0 one is not told.

    None where both are known and share nobody; "gunmen" and a known group may be the same, or not. With `may_be_civil`
    soldiers and civilians of one country may be two tellings of one side.
    """
    if not mine or not theirs:
        return 0.0
    shared = mine & theirs
    if not shared:
        if may_be_civil and _countries(mine) & _countries(theirs):
            return 0.25
        return None if any(map(is_known, mine)) and any(map(is_known, theirs)) else -0.5
    if mine == theirs:
        return 1.25 if any(map(is_known, mine)) else 0.25  # "companies" and "companies"
    if shared in (mine, theirs):
        return 1.0
    return 1.25 * len(shared) / len(mine | theirs)


def _countries(parts: frozenset[str]) -> set[str]:
    return {country for part in parts for country, _, sector in [part.partition("/")] if sector in ("", "CVL")}


def _other_persons(one: Traits, other: Traits) -> bool:
    """True where both name who takes part for the same one, and none of these is the same; or whose offices differ."""
    return any(_differ(mine, theirs) for mine, theirs in ((one.persons, other.persons), (one.offices, other.offices)))


def _differ(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    if not mine or not theirs or mine == theirs:
        return False
    shared = {each.partition(":")[0] for each in mine & theirs}
    parts = {each.partition(":")[0] for each in mine} & {each.partition(":")[0] for each in theirs}
    return bool(parts - shared)


_AT_HOME = 1.75
"""Points at most for who takes part where a state acts on its own: it does so every day."""


def _parties(one: Traits, other: Traits) -> float | None:
    """Points for who takes part; None where both name a side and share nobody on it."""
    mine, theirs = one.parties, other.parties
    if not any(is_known(part) for part in mine & theirs):
        return None
    if not mine or not theirs or not mine & theirs or _other_persons(one, other):
        return None
    if one.kind in _TWO_SIDED or other.kind in _TWO_SIDED:
        shared = mine & theirs
        if one.kind == other.kind == _C.AGREE and one.others and other.others and not one.doers & other.doers:
            return None  # what each of two promises the other
        if mine == theirs:
            return 2.75 + _in_person(one, other) if len(mine) > 1 else 1.5
        if len(shared) == 1:
            # Only one of them in common: the same act only if one of the two names nobody else.
            return 1.0 if shared in (mine, theirs) else None
        if shared in (mine, theirs):
            return 2.25 + _in_person(one, other)
        return 2.25 * len(shared) / len(mine | theirs)
    points = [_sides(one.doers, other.doers), _sides(one.others, other.others, may_be_civil=True)]
    if None in points:
        return None
    told = sum(each for each in points if each is not None)
    told += 0.5 if _is_leaving(one, other) else 0.0
    return min(told, _AT_HOME) if mine == theirs and len(mine) == 1 and not (one.is_tight and other.is_tight) else told


def _in_person(one: Traits, other: Traits) -> float:
    """Points for talks in which the same persons of two sides are named, by both."""
    return 0.5 if len({each.partition(":")[0] for each in one.persons & other.persons}) > 1 else 0.0


def _is_leaving(one: Traits, other: Traits) -> bool:
    """True of two that tell that the same leaves the same body: it is done once."""
    return (
        one.mode == other.mode == "withdraw"
        and one.doers == other.doers
        and one.others == other.others
        and any(is_body(part) for part in one.others)
    )


_MONTH, _FEW_DAYS = 31, 3
"""Days of a range."""

# ---- when ------------------------------------------------------------------------------------------------------------


def _days(one: Traits, other: Traits) -> float | None:
    """Points for the days; None where the act of one cannot be that of the other."""
    if one.is_move or other.is_move:
        return _moved(one, other)
    if one.is_dated and other.is_dated:
        return _stated(one, other)
    mine, theirs = one.window, other.window
    gap = max(mine[0], theirs[0]) - min(mine[1], theirs[1])
    if gap > 1:
        return None
    if one.is_dated or other.is_dated:
        dated, free = (one, other) if one.is_dated else (other, one)
        return _told_without_day(dated, free)
    apart = abs(one.known - other.known)
    if one.status in _AHEAD or other.status in _AHEAD:
        return 1.5 if apart <= 3 else 1.25 if apart <= 7 else 1.0 if apart <= 14 else 0.75 if apart <= 30 else 0.0
    if _is_either(one, other, DAILY) and apart:
        return -1.25 if apart == 1 and one.kind == _C.PROTEST else 0.5 if apart == 1 else -1.5
    if _is_either(one, other, FREQUENT) and apart:
        return 0.5 if apart == 1 else 0.0
    return 1.5 if apart == 0 else 1.0 if apart == 1 else 0.5 if apart == 2 else 0.0


def _stated(one: Traits, other: Traits) -> float | None:
    gap = max(one.first, other.first) - min(one.last, other.last)
    if gap > 1:
        return None
    if gap == 1:
        return 0.5 if one.is_tight and other.is_tight else 0.0
    if one.is_tight and other.is_tight:
        return 3.25 if max(one.last - one.first, other.last - other.first) <= _FEW_DAYS else 2.25
    if (one.first, one.last) != (other.first, other.last):
        return 0.0 if one.status in _AHEAD or other.status in _AHEAD else -0.5
    return 0.0 if _is_either(one, other, DAILY) and one.last - one.first > _MONTH else 1.5


def _told_without_day(dated: Traits, free: Traits) -> float:
    """Points where one gives the day and the other was printed near it."""
    if free.status in _AHEAD:
        ahead = dated.first - free.known
        return 1.5 if -1 <= ahead <= 10 else 1.25 if ahead <= 14 else 1.0 if ahead <= 30 else 0.5
    if not dated.is_tight:
        return 0.5 if dated.last - dated.first <= _MONTH else -0.5
    after = free.known - dated.last
    is_on_time = dated.first <= free.known and after <= 1 and dated.last - dated.first < _FEW_DAYS
    if is_on_time and dated.status in _AHEAD and free.is_told_done:
        return 2.25  # done when it was to be
    if free.known < dated.first and free.is_told_done and free.kind != _C.CONSULT:
        return -1.5  # done before the day of the other
    if after > 0 and dated.last - dated.first > _FEW_DAYS:
        return 0.5  # "last week" ended before it
    return 1.5 if after <= 1 else 1.0 if after <= 2 else 0.5


def _moved(one: Traits, other: Traits) -> float | None:
    """Points where one says that the day was changed: it fits a plan of before, and whatever fits the new day."""
    if one.is_dated and other.is_dated and one.first <= other.last + 1 and other.first <= one.last + 1:
        return 3.0
    move, plan = (one, other) if one.is_move else (other, one)
    if move.is_move and plan.is_move:
        return 1.0 if abs(move.known - plan.known) <= AHEAD_FOR else None
    if plan.is_near and move.known > plan.window[1]:
        return None  # they are there for the ones before
    if plan.status not in (*_AHEAD, Status.POSSIBLE) or plan.known > move.known:
        return None
    if not plan.is_dated:
        return 1.5 if move.known - plan.known <= AHEAD_FOR else None
    # The old day lies about now or ahead: who moves what is over?
    ahead = plan.first - move.known
    return 2.0 - abs(ahead) / AHEAD_FOR if -FRESH <= ahead <= AHEAD_FOR else None  # the next one is meant


# ---- where and in which words ----------------------------------------------------------------------------------------


def places_fit(one: Traits, other: Traits) -> bool:
    """False where both name a place and it is neither the same nor one the country of the other."""
    if not one.place or not other.place or one.place == other.place:
        return True
    if one.place in other.place or other.place in one.place:
        return True
    return bool(one.country and one.country == other.country) and _C.ASSAULT not in (one.kind, other.kind)


def _places(one: Traits, other: Traits) -> float:
    if one.country and other.country and one.country != other.country:
        return -3.0
    if not one.place or not other.place:
        return 0.5 if one.country and one.country == other.country else 0.0
    if one.place == other.place:
        return 1.5
    return 0.0 if places_fit(one, other) else -2.0


def _other_names(one: Traits, other: Traits) -> bool:
    return bool(one.names and other.names and not one.names & other.names)


_SANCTIONS = frozenset(("sancti",))
"""Stems of words that say of a sanction, days later, no more than that it is one."""
_TELLING = 6
"""Words with which a sentence says enough for another telling of its act to share some."""
_NOTHING_SHARED = (2.0, 1.0, 0.0)
"""Points off where two such sentences share none, or one, of the words that tell acts apart."""


def _words(one: Traits, other: Traits) -> float:
    """Points for shared words: for those that name the act, for names, and up to 2 for the others of the sentence."""
    act = one.anchor & other.anchor
    if one.kind == other.kind == _C.SANCTION and abs(one.known - other.known) > 2:
        act -= _SANCTIONS
    points = min(1.0, 0.5 * len(act))
    if one.kind == other.kind == _C.CONSULT and not act.isdisjoint(_RARE):
        points += 0.5
    points += -1.5 if _other_names(one, other) else min(1.5, 0.75 * len(one.names & other.names))
    if one.people and other.people:
        # of what is said, who is named with it tells who said it, or of whom
        others = -2.0 if _is_either(one, other, OF_WORDS) else -0.5
        points += 0.5 if one.people & other.people else others
    if one.words and other.words:
        shared = len(((one.words | one.anchor) & (other.words | other.anchor)) - act - OF_A_KIND)
        least = min(len(one.words), len(other.words))
        if shared >= 2:
            points += min(2.0, 4.0 * shared / (least + 4))
        if least >= _TELLING:
            points -= _NOTHING_SHARED[min(2, len(one.content & other.content - act))]
    return points


def could_be_one(one: Traits, other: Traits) -> bool:
    """False where the kinds, the days or those who take part rule it out; quick, for most pairs end here."""
    if one.kind != other.kind and (one.kind, other.kind) not in _KIN:
        return False
    mine, theirs = one.window, other.window
    if mine[0] - theirs[1] > 1 or theirs[0] - mine[1] > 1:
        return one.is_move or other.is_move
    if one.parties == other.parties:
        return True
    if one.kind in _TWO_SIDED or other.kind in _TWO_SIDED:
        shared = len(one.parties & other.parties)
        return shared > 1 or (shared == 1 and (len(one.parties) == 1 or len(other.parties) == 1))
    return not one.parties.isdisjoint(other.parties)


def evidence(one: Traits, other: Traits) -> float | None:
    """Points that speak for one act, at least `LINK` to link the two; None where something rules it out."""
    if one.article == other.article:
        return None  # the coder has told them apart
    return evidence_elsewhere(one, other)


def evidence_elsewhere(one: Traits, other: Traits) -> float | None:
    """The same of two as if they were told by two articles."""
    if not could_be_one(one, other) or not (one.has_time and other.has_time):
        return None  # or nothing says when
    points = 0.0
    for weigh in (_kinship, _statuses, _parties):
        if (found := weigh(one, other)) is None:
            return None
        points += found
    if (days := _days(one, other)) is None:
        return None
    points += days
    if points < LINK - 6.0:
        return points
    if one.place and one.place == other.place and days >= 1.5 and not _other_names(one, other):
        # One town, one day: of a town with many, where neither gives the day, it says little without a word in common.
        has_day = one.is_dated or other.is_dated or _C.ASSAULT not in (one.kind, other.kind)
        is_alike = has_day or one.content & other.content or one.anchor & other.anchor
        points += 1.25 if is_alike else 0.5
    return points + _places(one, other) + _words(one, other) + which_of_several(one, other)
