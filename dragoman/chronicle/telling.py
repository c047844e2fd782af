"""Events that changed come in; what lists need of them is kept with the record."""

from collections.abc import Sequence

from dragoman.chronicle.asking import AtHand, made_of, sourcing_of
from dragoman.merging.folding import TELLING
from dragoman.store.clusters import Clusters, Member
from dragoman.store.opening import Record
from dragoman.store.told import WORKED_OUT, Told

_AT_ONCE = 500
_IN_ONE_WRITE = 10_000


def tell_all(record: Record) -> None:
    """Tells all that waits, some events a unit of work each, so that what is broken off goes on where it was."""
    count = _IN_ONE_WRITE
    while count == _IN_ONE_WRITE:
        with record.writer() as writer:
            count = tell(writer.clusters, _IN_ONE_WRITE)


def tell(clusters: Clusters, most: int | None = None) -> int:
    """Keeps what changed in outline, at most so many events or all; how many were looked at.

    Where another version of telling kept the record's events, all are told anew.
    """
    if clusters.told_by() != TELLING:
        clusters.tell_anew(TELLING)
    count = 0
    while most is None or count < most:
        ids = clusters.untold(_AT_ONCE if most is None else min(_AT_ONCE, most - count))
        if not ids:
            break
        clusters.tell(_told(clusters, ids), ids)
        count += len(ids)
    return count


def ill_told(clusters: Clusters, neighbourhoods: Sequence[str]) -> list[str]:
    """Ids of the events of some neighbourhoods of which something is kept that their reports do not say."""
    if clusters.told_by() != TELLING:
        return []  # to be told anew when something is added
    kept = list(clusters.told_near(neighbourhoods))
    made = {each.event.id: each for each in _told(clusters, [each.event.id for each in kept])}
    return [each.event.id for each in kept if not _says(each, made.get(each.event.id))]


def _says(kept: Told, made: Told | None) -> bool:
    if made is None or (kept.event, kept.neighbourhood) != (made.event, made.neighbourhood):
        return False
    if any(getattr(kept.event, name) != getattr(made.event, name) for name in WORKED_OUT):
        return False
    # Copies that came later change nothing but the day on which all of them were known.
    return max(kept.event.known_days) <= kept.last_on <= made.last_on


def _told(clusters: Clusters, ids: Sequence[str]) -> list[Told]:
    """What is to be kept of these events; of those that are no more, nothing."""
    grouped: dict[str, list[Member]] = {}
    for member in clusters.members_in(ids):
        grouped.setdefault(member.event or "", []).append(member)
    sourcing = sourcing_of(clusters, {each.article for some in grouped.values() for each in some})
    copied = clusters.copies_last_on(sorted({each.copies for each in sourcing.values()}))
    rows = []
    for event in made_of(clusters, list(grouped.values()), at_hand=AtHand(sourcing)):
        members = grouped.get(event.id)
        if members is None:  # a membership that names another event than its reports make: `verify` says so
            continue
        last_ons = (copied.get(sourcing[each.article].copies) for each in members)
        rows.append(Told(event, members[0].neighbourhood, max(*event.known_days, *(on for on in last_ons if on))))
    return rows
