"""A record comes in; out goes whatever in it is not as it was written, or is not what merging makes of it."""

from collections.abc import Iterator

from dragoman.chronicle.asking import sketch_kept, unpacked
from dragoman.chronicle.decided import decided_by
from dragoman.chronicle.telling import ill_told
from dragoman.merging.clustering import events_among
from dragoman.merging.copies import copies_among
from dragoman.merging.traits import VERSION, traits_of
from dragoman.store.chain import Broken
from dragoman.store.clusters import Clusters
from dragoman.store.locating import Whereabouts, is_lake, located, named
from dragoman.store.verifying import broken
from dragoman.store.view import open_view

_AT_ONCE = 500


def faults(path: Whereabouts | str) -> Iterator[Broken]:
    """Every fault of a record: first of what was written, then, if that is whole, of what was made from it.

    Of a lake, that its bytes are not those that were gathered.
    """
    path = located(path)
    if is_lake(path):
        from dragoman.store.lake import is_as_gathered  # here, for it needs an extra

        if not is_as_gathered(path):
            yield Broken("lake", str(path), "its tables are not those that were gathered")
        return
    is_whole = True
    for each in broken(path):
        is_whole = False
        yield each
    if not is_whole:
        return
    try:
        with open_view(path) as view, view.clusters() as clusters:
            yield from _events(clusters)
            yield from _copies(clusters)
    except Exception as wrong:  # whatever a damaged record makes fail is a fault of the record
        yield Broken("file", named(path), f"it cannot be read: {wrong}")


def _events(clusters: Clusters) -> Iterator[Broken]:
    """Reports without a place, or whose traits or event are not what merging makes of them."""
    if clusters.merged_by() != VERSION:
        return  # to be merged anew when something is added
    for id_ in [*clusters.unmerged(_AT_ONCE), *clusters.unmerged_at_all(_AT_ONCE)]:
        yield Broken("event", id_, "this report has no place among the events")
    decided = decided_by(clusters.judgements())
    waiting = clusters.all_neighbourhoods()
    for start in range(0, len(waiting), _AT_ONCE):
        members = {each.report: each for each in clusters.members_of(waiting[start : start + _AT_ONCE])}
        for recorded in clusters.recorded(list(members)):
            made = traits_of(recorded)
            if made.packed() != members[recorded.id].traits:
                yield Broken("event", recorded.id, "what is compared of this report is not what it says")
        for id_ in ill_told(clusters, waiting[start : start + _AT_ONCE]):
            yield Broken("event", id_, "what is kept of this event for lists is not what its reports say")
        traits = [unpacked(each) for each in members.values()]
        event_of = {each.report: cluster[0].report for cluster in events_among(traits, decided) for each in cluster}
        for member in members.values():
            if event_of.get(member.report) != member.event:
                yield Broken("event", member.report, f"this report is said to be of the event {member.event}")


def _copies(clusters: Clusters) -> Iterator[Broken]:
    waiting = clusters.all_copies()
    for start in range(0, len(waiting), _AT_ONCE):
        sketched = clusters.copies_of(waiting[start : start + _AT_ONCE])
        copies = copies_among([sketch_kept(each) for each in sketched])
        for each in sketched:
            if copies[each.article] != each.copies:
                yield Broken("copies", each.article, f"this article is said to be a copy of {each.copies}")
