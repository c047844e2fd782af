"""Articles that were added come in; the events of the record are up to date when it is done.

Only the neighbourhoods that the new reports touch are made anew, and the result is the one that merging everything at
once would give.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from dragoman.chronicle.asking import sketch_kept, unpacked
from dragoman.chronicle.decided import decided_by
from dragoman.merging.clustering import Link, clusters_of, links_within, neighbourhoods
from dragoman.merging.copies import copies_among, sketch_of
from dragoman.merging.crediting import credit_of
from dragoman.merging.same_act import blocks_of
from dragoman.merging.traits import VERSION, Traits, traits_of
from dragoman.record import Article
from dragoman.store.clusters import Clusters, Member, Sketched

_AT_ONCE = 5000


class Keeper:
    """Keeps the events of a record up to date, within a unit of work that somebody else ends."""

    def __init__(self, clusters: Clusters) -> None:
        self._clusters = clusters

    def sketch(self, articles: Iterable[Article]) -> None:
        """Takes in the texts of new articles: whose copies they are, and whom they credit; known ones are left out."""
        unique = {each.id: each for each in articles}
        for each in self._clusters.sketches(unique):
            del unique[each.article]
        new = {id_: sketch_of(id_, each.text, _ordinal(each.published_on)) for id_, each in unique.items()}
        keys = [(key, id_) for id_, sketch in new.items() for key in sketch.keys]
        alike = self._clusters.sketched_alike({key for key, _ in keys})
        old = self._clusters.copies_of({each.copies for each in alike})
        copies = copies_among([*new.values(), *(sketch_kept(each) for each in old)])
        rows = [
            Sketched(
                id_, copies[id_], unique[id_].published_on, sketch.runs, sketch.minima, sketch.leads,
                credit_of(unique[id_].text),
            )
            for id_, sketch in new.items()
        ]  # fmt: skip
        moved = [replace(each, copies=copies[each.article]) for each in old if copies[each.article] != each.copies]
        self._clusters.sketch([*rows, *moved], keys, new)

    def merge(self) -> int:
        """Gives each report that has none its place, and makes anew what some were taken out of; how many it placed.

        A record that another version of merging placed is merged anew, and texts that it keeps are sketched.
        """
        if self._clusters.merged_by() != VERSION:
            self._clusters.forget_places(VERSION)
            while kept := self._clusters.texts(_AT_ONCE):
                self.sketch(Article(id_, text, published_on=day) for id_, text, day in kept)
        left = self._clusters.unsettled()
        if left:
            self._cluster([unpacked(each) for each in self._clusters.members_of(left)])
            self._clusters.settle()
        count = 0
        while ids := self._clusters.unmerged(_AT_ONCE):
            self._take_in(ids)
            self._clusters.placed(ids)
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
        links = list(links_within(traits, new.keys(), blocks))
        touched = {candidates[id_].neighbourhood for link in links for id_ in link[1:] if id_ in candidates}
        around = self._around(new.values(), touched)
        links += links_within([each for each in around if each.report not in new])
        self._cluster(around, links)

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

    def _cluster(self, traits: Sequence[Traits], links: Sequence[Link] | None = None) -> None:
        """Places reports that make up whole neighbourhoods; `links` are all between them, if they are known."""
        decided = decided_by(self._clusters.judgements())
        if links is None:
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


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
