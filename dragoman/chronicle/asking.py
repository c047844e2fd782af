"""A record and a day come in; the events of the record as known by that day go out.

One event is whole; many are in outline: without what their reports rest on beside the sentence (reasons, places of
names in the text, texts). What the record keeps of an event in outline is taken; the rest is made of their reports.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from dragoman.chronicle.decided import decided_by
from dragoman.errors import Stop
from dragoman.events import Event, Judgement, Pledge, Tie
from dragoman.merging.clustering import events_among
from dragoman.merging.copies import Sketch, copies_among
from dragoman.merging.folding import TELLING, event_of
from dragoman.merging.origins import Sourcing
from dragoman.merging.pledges import pledges_of
from dragoman.merging.ties import learnt_ties
from dragoman.merging.traits import Traits
from dragoman.record import Report
from dragoman.store.clusters import Clusters, Member, Sketched
from dragoman.store.told import Told
from dragoman.store.view import View, Wanted

_FOLDED_AT_ONCE = 200
_TOLD_AT_ONCE = 1000
EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class AtHand:
    """What need not be read or worked out again when events are made of reports.

    `sourcing`, where it is given, is of all their articles, and `traits` of all the reports; `told` are events in
    outline by the ids of their reports, of which some may be others. Of the articles of `settled` reports no copy came
    after the day of the question.
    """

    sourcing: Mapping[str, Sourcing] | None = None
    traits: Mapping[str, Traits] | None = None
    told: Mapping[str, Event] = field(default_factory=dict)
    settled: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The events of a record, read only; the view is the caller's to close.

    With `known_by`, in `Wanted` or a parameter, everything is exactly what a record built from the articles published
    up to that day would give: reports are merged, copies counted and histories told from these alone. Judgements are
    obeyed on any day.
    """

    view: View

    def events(self, wanted: Wanted = EVERYTHING) -> list[Event]:
        """The events that are wanted, in outline, by their days and ids (the newest first if so wanted).

        An event is wanted if one of its reports has the actors, if its days may lie between the days asked for, and if
        its status and type by all reports are among those asked for.
        """
        found = [each for each in self._events(wanted) if _fits(each, wanted)]
        found.sort(key=lambda each: (each.day, each.id))
        if wanted.newest_first:
            found.sort(key=lambda each: each.day, reverse=True)
        return found[: wanted.limit]

    def stream(self, wanted: Wanted = EVERYTHING) -> Iterator[Event]:
        """The same events one after the other, for records larger than memory.

        They come in the order of their ids where `known_by` is not given, else in no order that lasts.
        """
        return (each for each in self._events(wanted) if _fits(each, wanted))

    def event(self, prefix: str, *, known_by: date | None = None) -> Event:
        """The event that has this id, or of which a report has it; ids may be cut short.

        Stop if there is none, if several begin so, or if it was not known by the day.
        """
        id_ = self.view.report_id(prefix)
        with self.view.clusters() as clusters:
            places = clusters.members([id_])
            if places and known_by is None:
                found = list(_folded(clusters, (places[0].event and [places[0].event]) or [], is_whole=True))
            else:
                near = [each.neighbourhood for each in places]
                found = list(_as_known(clusters, near, known_by, is_whole=True, wanted={id_}))
        for each in found:
            if id_ in each.report_ids:
                return each
        if known_by is None:
            raise Stop(
                f"the report {id_} was judged wrong and is in no event.", remedy="“dragoman undo” takes that back."
            )
        raise Stop(f"nothing of {id_} was known by {known_by}.", remedy="Ask for a later day.")

    def ties(self, actor: str | None = None, *, known_by: date | None = None) -> list[Tie]:
        """The ties that events tell of, of one actor on either side or of all; the book's are not among them."""
        return learnt_ties(self.events(Wanted(actor=actor, known_by=known_by)))

    def pledges(self, actor: str | None = None, *, known_by: date | None = None) -> list[Pledge]:
        """The pledges of an actor, or of all, with what came of them, by the day on which they were made."""
        events = {each.id: each for each in self.events(Wanted(actor=actor, known_by=known_by))}
        found = pledges_of(list(events.values()))
        if actor is not None:
            found = [each for each in found if actor.upper() in {code.upper() for code in each.by}]
        return sorted(found, key=lambda each: (events[each.event].first_known_on, each.event))

    def judgements(self, *, undone: bool = False) -> list[Judgement]:
        """What people decided, in order; with `undone`, also what was taken back."""
        with self.view.clusters() as clusters:
            return clusters.judgements(undone=undone)

    def _events(self, wanted: Wanted) -> Iterator[Event]:
        if wanted.known_by is None:
            yield from folded_in_turn(self.view, _ids(self.view, wanted))
        else:
            yield from known_in_turn(self.view, _places(self.view, wanted), wanted.known_by)


def _ids(view: View, wanted: Wanted) -> list[str]:
    """Ids of the events that may be wanted: off their own shelves where an actor is named and all are kept."""
    if codes := _codes(wanted):
        with view.clusters() as clusters:
            if is_all_kept(clusters):
                return clusters.taking_part(codes, wanted.since)
    return view.event_ids(wanted)


def _places(view: View, wanted: Wanted) -> list[str]:
    """The same for neighbourhoods, on whatever days events lie: before something was known, they may lie elsewhere."""
    if codes := _codes(wanted):
        with view.clusters() as clusters:
            if is_all_kept(clusters):
                return clusters.taking_part_near(codes)
    return view.neighbourhoods(wanted)


def _codes(wanted: Wanted) -> set[str]:
    return {code for code in (wanted.actor, wanted.with_) if code}


def is_all_kept(clusters: Clusters) -> bool:
    """True where the record keeps every event in outline as this version tells it."""
    return clusters.told_by() == TELLING and not clusters.untold(1)


@contextmanager
def uncollected() -> Iterator[None]:
    """Keeps the garbage collector waiting: what is made for thousands of reports has no cycles, and looking for them
    among it again and again is a quarter of the time, of long lists half of it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def folded_in_turn(view: View, ids: Sequence[str]) -> Iterator[Event]:
    """The events of these ids in outline, as the record keeps them, some at a time."""
    with view.clusters() as clusters:
        is_kept = clusters.told_by() == TELLING
        at_once = _TOLD_AT_ONCE if is_kept else _FOLDED_AT_ONCE
        for start in range(0, len(ids), at_once):
            some = ids[start : start + at_once]
            with uncollected():
                found = {each.event.id: each.event for each in clusters.told(some)} if is_kept else {}
                found.update({each.id: each for each in _folded(clusters, [id_ for id_ in some if id_ not in found])})
            yield from (found[id_] for id_ in sorted(found))


def known_in_turn(
    view: View, neighbourhoods: Sequence[str], known_by: date, wanted: Set[str] | None = None
) -> Iterator[Event]:
    """The events of these neighbourhoods in outline, as known by a day, some at a time.

    With `wanted`, ids of reports, only the events of these. Where nothing of a neighbourhood came later, its events are
    those that the record keeps.
    """
    with view.clusters() as clusters:
        is_kept = is_all_kept(clusters)  # while some event is not told, nobody knows which neighbourhoods lack one
        for start in range(0, len(neighbourhoods), _FOLDED_AT_ONCE):
            some = neighbourhoods[start : start + _FOLDED_AT_ONCE]
            kept: dict[str, list[Told]] = {}
            for each in clusters.told_near(some) if is_kept else ():
                kept.setdefault(each.neighbourhood, []).append(each)
            then = {name for name, events in kept.items() if all(each.last_on <= known_by for each in events)}
            whole = (each.event for name in some if name in then for each in kept[name])
            yield from (each for each in whole if wanted is None or not wanted.isdisjoint(each.report_ids))
            heard_of = {name for name, events in kept.items() if any(_is_heard_of(each, known_by) for each in events)}
            changed = [name for name in some if name not in then and (name in heard_of or name not in kept)]
            near = [each for name in changed for each in kept.get(name, ())]
            told = {id_: each.event for each in near for id_ in each.event.report_ids}
            settled = {id_ for each in near if each.last_on <= known_by for id_ in each.event.report_ids}
            yield from _as_known(clusters, changed, known_by, at_hand=AtHand(told=told, settled=settled), wanted=wanted)


def _is_heard_of(told: Told, known_by: date) -> bool:
    """True of an event of which something was known by a day."""
    return told.event.first_known_on <= known_by


def _folded(clusters: Clusters, ids: Sequence[str], *, is_whole: bool = False) -> Iterator[Event]:
    """The events of these ids, made of their reports; in outline, unless they are to be whole."""
    grouped: dict[str, list[Member]] = {}
    for member in clusters.members_in(ids) if ids else ():
        grouped.setdefault(member.event or "", []).append(member)
    yield from made_of(clusters, list(grouped.values()), None, is_whole=is_whole)


def _as_known(
    clusters: Clusters,
    neighbourhoods: Sequence[str],
    known_by: date | None,
    *,
    is_whole: bool = False,
    at_hand: AtHand = AtHand(),
    wanted: Set[str] | None = None,
) -> Iterator[Event]:
    """The events of these neighbourhoods, merged anew from what was published by a day; of those `wanted`, if given."""
    if not neighbourhoods:
        return
    members = {each.report: each for each in clusters.members_of(neighbourhoods, known_by)}
    traits = {id_: unpacked(each) for id_, each in members.items()}
    decided = decided_by(clusters.judgements())
    found = events_among(traits.values(), decided)
    groups = [[members[each.report] for each in cluster] for cluster in found]
    if wanted is not None:
        groups = [group for group in groups if any(each.report in wanted for each in group)]
    yield from made_of(clusters, groups, known_by, is_whole=is_whole, at_hand=replace(at_hand, traits=traits))


def made_of(
    clusters: Clusters,
    groups: Sequence[Sequence[Member]],
    known_by: date | None = None,
    *,
    is_whole: bool = False,
    at_hand: AtHand = AtHand(),
) -> Iterator[Event]:
    """An event of each group of reports, in outline unless it is to be whole."""
    told, sourcing = at_hand.told, at_hand.sourcing
    members = [each for group in groups for each in group]
    ids = [each.report for each in members]
    if is_whole:
        recorded = {each.id: each for each in clusters.recorded(ids)}
    else:
        lacking = [each for each in ids if each not in told]
        recorded = {each: told[each].report(each) for each in ids if each in told}
        recorded.update(clusters.outlined(lacking) if lacking else {})
    traits = at_hand.traits or {each.report: unpacked(each) for each in members}
    if sourcing is None:
        settled = {each.article for each in members if each.report in at_hand.settled}
        sourcing = sourcing_of(clusters, {each.article for each in members}, known_by, settled)
    judgements = _by_report(clusters.judgements())
    for group in groups:
        mine = [judgement for each in group for judgement in judgements.get(each.report, ())]
        yield event_of([recorded[each.report] for each in group], traits, sourcing, mine)


def _by_report(judgements: Iterable[Judgement]) -> Mapping[str, list[Judgement]]:
    found: dict[str, list[Judgement]] = {}
    for each in judgements:
        found.setdefault(each.report, []).append(each)
    return found


def unpacked(member: Member) -> Traits:
    """The traits of a member."""
    return Traits.unpacked(member.report, member.article, member.traits)


def sketch_kept(each: Sketched) -> Sketch:
    """A sketch as merging compares it."""
    known = each.published_on.toordinal() if each.published_on else 0
    return Sketch(each.article, known, each.shingles, each.minima, each.leads)


def sourcing_of(
    clusters: Clusters, articles: Iterable[str], known_by: date | None = None, settled: Set[str] = frozenset()
) -> dict[str, Sourcing]:
    """Where each article has its text from; by a day, only copies published by then count.

    Of the `settled` articles it is known that no copy came later.
    """
    wanted = sorted(articles)
    kept = {article: (copies, credit) for article, copies, credit in clusters.credited(wanted)}
    copies = {article: group for article, (group, _) in kept.items()}
    if known_by is not None:
        # Of which nothing came later, the group is as it is kept.
        last_ons = clusters.copies_last_on(sorted({group for id_, group in copies.items() if id_ not in settled}))
        later = sorted(group for group, last_on in last_ons.items() if last_on > known_by)
        known = clusters.copies_of(later, known_by) if later else []
        copies.update(copies_among([sketch_kept(each) for each in known]))
    return {id_: Sourcing(copies.get(id_, id_), (kept[id_][1] or "") if id_ in kept else "") for id_ in wanted}


def _fits(event: Event, wanted: Wanted) -> bool:
    """True if an event, looked at whole, is wanted."""
    if wanted.statuses and event.status not in wanted.statuses:
        return False
    if wanted.types and event.type not in wanted.types:
        return False
    if not _in_days(event, wanted):
        return False
    codes = [code.upper() for code in (wanted.actor, wanted.with_) if code]
    if not codes:
        return True
    if not event.amended and _take_part(_sides(event), codes):
        return True  # as its lead has it, so that no report need be read
    return any(_take_part(_sides(each.report), codes) for each in event.reports) or _amended_in(event, codes)


def _in_days(event: Event, wanted: Wanted) -> bool:
    when = event.when
    first, last = (when.first, when.last) if when else (event.first_known_on, event.first_known_on)
    return not (wanted.since and last and last < wanted.since) and not (wanted.until and first and first > wanted.until)


def _take_part(people: Sequence[tuple[str, str]], codes: Sequence[str]) -> bool:
    if len(codes) == 1:
        return any(codes[0] in one for one in people)
    return any(
        codes[0] in one and codes[1] in other
        for place, one in enumerate(people)
        for other_place, other in enumerate(people)
        if place != other_place
    )


def _sides(report: Report | Event) -> list[tuple[str, str]]:
    """The codes of each participant: country, and body or group."""
    people = (*report.actors, *report.recipients)
    return [((one.country or "").upper(), (one.actor or "").upper()) for one in people]


def _amended_in(event: Event, codes: Sequence[str]) -> bool:
    if not {"actors", "recipients"} & set(event.amended):
        return False
    given = {code.upper() for code in event.parties}
    return all(code in given for code in codes)
