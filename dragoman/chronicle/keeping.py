"""Articles that were added come in; the events of the record are up to date when it is done.

Only the neighbourhoods that the new reports touch are made anew, and the result is the one that merging everything at
once would give.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from dragoman.chronicle.asking import sketch_kept, uncollected, unpacked
from dragoman.chronicle.decided import decided_by
from dragoman.chronicle.telling import tell, tell_all
from dragoman.merging.blocking import blocks_of
from dragoman.merging.clustering import Decided, clusters_of, order
from dragoman.merging.copies import ARTICLES, sketch_of
from dragoman.merging.crediting import credit_of
from dragoman.merging.hanging import Hanging
from dragoman.merging.linking import REPORTS
from dragoman.merging.traits import VERSION, Traits, traits_of
from dragoman.record import Article
from dragoman.store.clusters import Clusters, Member, Sketched
from dragoman.store.opening import Record

T = TypeVar("T")

_AT_ONCE = 5000
_WAITING = 100_000
"""Reports that are put in order of time at once: to order all that wait for every few thousand would be slow."""
_FEW = 40
"""Of what hangs together already, how many are looked at first; most often one of them links what is new."""


def merge_all(record: Record) -> None:
    """Merges and tells all that waits, some of it a unit of work each, so that what is broken off goes on where it was.

    Among many articles this is quicker than to merge as they come: reports are merged in the order of their time, so
    that what is near them came just before and is looked up once, and no event is told before all its reports are in.
    """
    count = _WAITING
    while count == _WAITING:
        with record.writer() as writer:
            count = Keeper(writer.clusters).merge(_WAITING)
    tell_all(record)


class Keeper:
    """Keeps the events of a record up to date, within a unit of work that somebody else ends.

    `compared` counts the pairs that were looked at so far, of reports and of articles.
    """

    def __init__(self, clusters: Clusters) -> None:
        self._clusters = clusters
        self.compared = 0

    def sketch(self, articles: Iterable[Article]) -> None:
        """Takes in the texts of new articles: whose copies they are, and whom they credit; known ones are left out."""
        with uncollected():
            self._sketch(articles)

    def _sketch(self, articles: Iterable[Article]) -> None:
        unique = {each.id: each for each in articles}
        for known in self._clusters.sketches(unique):
            del unique[known.article]
        new = {id_: sketch_of(id_, each.text, _ordinal(each.published_on)) for id_, each in unique.items()}
        near = self._clusters.sketched_near({key for each in new.values() for key in each.sought})
        hanging = Hanging(ARTICLES)
        echoes = _hang(hanging, new, near, lambda ids: map(sketch_kept, self._clusters.sketches(ids)))
        self.compared += hanging.seen
        find = hanging.groups.find
        rows = [
            Sketched(
                id_, find(id_), unique[id_].published_on, each.runs, each.minima, each.leads,
                credit_of(unique[id_].text),
            )
            for id_, each in new.items()
        ]  # fmt: skip
        self._clusters.sketch(rows)
        self._clusters.key((key, id_) for id_, each in new.items() if id_ not in echoes for key in each.keys)
        self._clusters.rename_copies({old: find(old) for _, _, old in near if find(old) != old})

    def merge(self, most: int | None = None) -> int:
        """Gives each report that has none its place, at most so many or all; how many it placed.

        What some were taken out of is made anew. A record that another version of merging placed is merged anew, and
        texts that it keeps are sketched.
        """
        if self._clusters.merged_by() != VERSION:
            self._clusters.forget_places(VERSION)
            self._file_sketches()
            while kept := self._clusters.texts(_AT_ONCE):
                self.sketch(Article(id_, text, published_on=day) for id_, text, day in kept)
        left = self._clusters.unsettled()
        if left:
            self._make_anew([unpacked(each) for each in self._clusters.members_of(left)])
            self._clusters.settle()
        count = 0
        while waiting := self._clusters.unmerged(_WAITING if most is None else min(_WAITING, most - count)):
            for start in range(0, len(waiting), _AT_ONCE):
                ids = waiting[start : start + _AT_ONCE]
                with uncollected():
                    self._take_in(ids)
                self._clusters.placed(ids)
            count += len(waiting)
        return count

    def remerge(self, reports: Sequence[str]) -> None:
        """Makes the neighbourhoods of these reports anew: a judgement says otherwise of them now."""
        self._make_anew(self._around([], {each.neighbourhood for each in self._clusters.members(reports)}))

    def tell(self, most: int | None = None) -> int:
        """Keeps in outline what changed, at most so many events or all, so that lists need not make them; how many."""
        return tell(self._clusters, most)

    def _file_sketches(self) -> None:
        """Files every sketch anew, as this version files them."""
        self._clusters.forget_keys()
        last = ""
        while some := self._clusters.sketched_after(last, _AT_ONCE):
            self._clusters.key((key, each.article) for each in some for key in sketch_kept(each).keys)
            last = some[-1].article

    def _take_in(self, ids: Sequence[str]) -> None:
        new = {each.id: traits_of(each) for each in self._clusters.recorded(ids)}
        near = self._clusters.near({block for each in new.values() for block in blocks_of(each)})
        hanging = Hanging(REPORTS)
        echoes = _hang(hanging, new, near, lambda ids: map(unpacked, self._clusters.members(ids)))
        self.compared += hanging.seen
        self._clusters.block(
            (block, id_) for id_, each in new.items() if id_ not in echoes for block in blocks_of(each)
        )
        decided = decided_by(self._clusters.judgements())
        placed = self._echoed(hanging, new, echoes, decided)
        rest = [each for id_, each in new.items() if id_ not in placed]
        roots = {hanging.groups.find(each.report) for each in rest}
        around = self._around(rest, {group for _, _, group in near if hanging.groups.find(group) in roots}, decided)
        self._cluster(around, hanging, decided)

    def _echoed(
        self, hanging: Hanging[Traits], new: Mapping[str, Traits], echoes: Mapping[str, Traits], decided: Decided
    ) -> Collection[str]:
        """Places those new reports that change nothing but by being one more; their ids come back.

        Such a one says what a report before it says, in the same words on the same day, both are the only ones of their
        articles, and it comes to a neighbourhood to which nothing else comes that is new.
        """
        alone = self._clusters.alone({each.article for id_, first in echoes.items() for each in (new[id_], first)})
        judged = {id_ for pair in (*decided.same, *decided.apart) for id_ in pair} | decided.wrong
        others = {hanging.groups.find(id_) for id_ in new if id_ not in echoes}
        alike = {
            id_: first.report
            for id_, first in echoes.items()
            if first.report not in new
            and {first.article, new[id_].article} <= alone
            and order(first) < order(new[id_])
            and not judged & {id_, first.report}
        }
        places = {each.report: each for each in self._clusters.members(set(alike.values()))}
        found = []
        for id_, first in alike.items():
            place, root = places[first], hanging.groups.find(id_)
            if root == place.neighbourhood and root not in others:
                found.append(Member(id_, new[id_].article, place.event, root, new[id_].packed()))
        # Where one of several is not alike, all are looked at.
        waiting = {hanging.groups.find(id_) for id_ in new} - {each.neighbourhood for each in found}
        waiting |= {hanging.groups.find(id_) for id_ in new.keys() - {each.report for each in found}}
        found = [each for each in found if each.neighbourhood not in waiting]
        self._clusters.place(found)
        return {each.report for each in found}

    def _around(self, new: Iterable[Traits], touched: Iterable[str], decided: Decided | None = None) -> list[Traits]:
        """New reports with the whole of these neighbourhoods, and with those that judgements tie to them."""
        found = {each.report: each for each in new}
        found.update({each.report: unpacked(each) for each in self._clusters.members_of(touched)})
        same = (decided or decided_by(self._clusters.judgements())).same
        while tied := {id_ for pair in same if found.keys() & set(pair) for id_ in pair} - found.keys():
            more = {each.neighbourhood for each in self._clusters.members(tied)}
            if not more:
                break
            found.update({each.report: unpacked(each) for each in self._clusters.members_of(more)})
        return list(found.values())

    def _make_anew(self, traits: Sequence[Traits]) -> None:
        """Places reports that make up whole neighbourhoods as if they had none, and files those to be found by."""
        hanging = Hanging(REPORTS)
        filed = [each for each in traits if hanging.new(each) is None]
        self.compared += hanging.seen
        self._clusters.block((block, each.report) for each in filed for block in blocks_of(each))
        self._cluster(traits, hanging, decided_by(self._clusters.judgements()), is_anew=True)

    def _cluster(
        self, traits: Sequence[Traits], hanging: Hanging[Traits], decided: Decided, *, is_anew: bool = False
    ) -> None:
        """Places reports that make up whole neighbourhoods, of which is known how they hang together by links.

        What they hung together by before counts too, unless they are placed anew.
        """
        held = {each.report: each for each in traits}
        before = {each.report: each for each in self._clusters.members(held)}
        groups = hanging.groups
        if not is_anew:
            for place in before.values():
                groups.join(place.report, place.neighbourhood)
        for one, other in decided.same:
            if one in held and other in held:
                groups.join(one, other)
        near: dict[str, list[Traits]] = defaultdict(list)
        for each in traits:
            near[groups.find(each.report)].append(each)
        changed = []
        for name, members in near.items():
            events = {each.report: some[0].report for some in clusters_of(members, decided) for each in some}
            places = (Member(one.report, one.article, events.get(one.report), name, one.packed()) for one in members)
            changed += [each for each in places if before.get(each.report) != each]
        self._clusters.place(changed)


def _hang(
    hanging: Hanging[T],
    new: Mapping[str, T],
    near: Sequence[tuple[int, str, str]],
    kept: Callable[[Collection[str]], Iterable[T]],
) -> dict[str, T]:
    """Finds what new things hang together with, of each other and of those `near` (key, id and group of each).

    Of a group no more is taken from what is `kept` than links all that is new and shares a key with it. Those new ones
    that need not be filed come back, each with one that it is found by.
    """
    manner = hanging.manner
    seeking: dict[int, list[str]] = defaultdict(list)
    for id_, thing in new.items():
        for key in manner.sought(thing):
            seeking[key].append(id_)
    members: dict[str, dict[str, None]] = defaultdict(dict)
    seekers: dict[str, set[str]] = defaultdict(set)
    for key, id_, group in near:
        if id_ not in new:
            members[group][id_] = None
            seekers[group].update(seeking[key])
    first = {group: sorted(ids)[:_FEW] for group, ids in members.items()}
    home = {id_: group for group, ids in members.items() for id_ in ids}

    def take(ids: Collection[str]) -> None:
        groups: dict[str, list[T]] = defaultdict(list)
        for thing in kept(ids):
            groups[home[manner.name(thing)]].append(thing)
        for group, things in groups.items():
            hanging.known(things, group)

    take([id_ for ids in first.values() for id_ in ids])
    echoes = {id_: before for id_, thing in new.items() if (before := hanging.new(thing)) is not None}
    find = hanging.groups.find
    for group, ids in members.items():
        if len(ids) > _FEW and any(find(id_) != find(group) for id_ in seekers[group]):
            take(ids.keys() - set(first[group]))
            for id_ in sorted(seekers[group]):
                hanging.again(new[id_])
    return echoes


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0
