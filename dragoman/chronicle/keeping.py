"""Articles that were added come in; the events of the record are up to date when it is done.

Only the neighbourhoods that the new reports touch are made anew, and the result is the one that merging everything at
once would give.
"""

from collections.abc import Iterable, Sequence

from dragoman.chronicle.asking import sketch_kept, unpacked
from dragoman.chronicle.decided import decided_by
from dragoman.merging.clustering import clusters_of, links_within, neighbourhoods
from dragoman.merging.copies import copies_among, sketch_of
from dragoman.merging.crediting import credit_of
from dragoman.merging.same_act import blocks_of
from dragoman.merging.traits import Traits, traits_of
from dragoman.record import Article
from dragoman.store.clusters import Clusters, Member, Sketched

_AT_ONCE = 5000


class Keeper:
    """Keeps the events of a record up to date, within a unit of work that somebody else ends."""

    def __init__(self, clusters: Clusters) -> None:
        self._clusters = clusters

    def sketch(self, articles: Iterable[Article]) -> None:
        """Takes in the texts of new articles: whose copies they are, and whom they credit."""
        unique = {each.id: each for each in articles}
        new = {
            each.id: (sketch_of(each.id, each.text, each.published_on.toordinal() if each.published_on else 0), each)
            for each in unique.values()
        }
        keys = [(key, id_) for id_, (sketch, _) in new.items() for key in sketch.keys]
        alike = self._clusters.sketched_alike({key for key, _ in keys})
        old = {each.article: each for each in self._clusters.copies_of({each.copies for each in alike})}
        for id_ in new:
            old.pop(id_, None)
        sketches = [sketch for sketch, _ in new.values()] + [sketch_kept(each) for each in old.values()]
        copies = copies_among(sketches)
        rows = [
            Sketched(id_, copies[id_], each.published_on, sketch.runs, sketch.minima, sketch.leads, credit_of(each))
            for id_, (sketch, each) in new.items()
        ]
        rows += [
            Sketched(
                each.article,
                copies[each.article],
                each.published_on,
                each.shingles,
                each.minima,
                each.leads,
                each.credit,
            )
            for each in old.values()
            if copies[each.article] != each.copies
        ]
        self._clusters.sketch(rows, keys)

    def merge(self) -> int:
        """Gives each report that has none its place, and makes anew what some were taken out of; how many it placed."""
        left = self._clusters.unsettled()
        if left:
            self._cluster([unpacked(each) for each in self._clusters.members_of(left)])
            self._clusters.settle()
        count = 0
        while ids := self._clusters.unmerged(_AT_ONCE):
            self._take_in(ids)
            count += len(ids)
        return count

    def remerge(self, reports: Sequence[str]) -> None:
        """Makes the neighbourhoods of these reports anew: a judgement says otherwise of them now."""
        self._cluster(self._around([], {each.neighbourhood for each in self._clusters.members(reports)}))

    def _take_in(self, ids: Sequence[str]) -> None:
        new = {each.id: traits_of(each) for each in self._clusters.recorded(ids)}
        blocks = {id_: blocks_of(each) for id_, each in new.items()}
        wanted = {block for mine in blocks.values() for block in mine}
        near = self._clusters.candidates(wanted) - new.keys()
        self._clusters.block((block, id_) for id_, mine in blocks.items() for block in mine)
        candidates = {each.report: each for each in self._clusters.members(near)}
        traits = [*new.values(), *(unpacked(each) for each in candidates.values())]
        links = list(links_within(traits, new.keys()))
        touched = {candidates[id_].neighbourhood for link in links for id_ in link[1:] if id_ in candidates}
        self._cluster(self._around(new.values(), touched))

    def _around(self, new: Iterable[Traits], touched: Iterable[str]) -> list[Traits]:
        """New reports with the whole of these neighbourhoods, and with those that judgements tie to them."""
        found = {each.report: each for each in new}
        found.update({each.report: unpacked(each) for each in self._clusters.members_of(touched)})
        same = decided_by(self._clusters.judgements()).same
        while tied := {id_ for pair in same if found.keys() & set(pair) for id_ in pair} - found.keys():
            more = {each.neighbourhood for each in self._clusters.members(tied)}
            if not more:
                break
            found.update({each.report: unpacked(each) for each in self._clusters.members_of(more)})
        return list(found.values())

    def _cluster(self, traits: Sequence[Traits]) -> None:
        decided = decided_by(self._clusters.judgements())
        links = list(links_within(traits))
        held = {each.report: each for each in traits}
        same = [pair for pair in decided.same if pair[0] in held and pair[1] in held]
        near = neighbourhoods(held, links, same)
        event_of = {
            each.report: cluster[0].report for cluster in clusters_of(traits, links, decided) for each in cluster
        }
        before = {each.report: each for each in self._clusters.members(held)}
        places = [Member(id_, each.article, event_of.get(id_), near[id_], each.packed()) for id_, each in held.items()]
        self._clusters.place([each for each in places if before.get(each.report) != each])
