"""Traits of reports come in; which of them hang together, and by which links, goes out.

Reports of several articles that say the same in the same words on the same day are one voice, and compared as one.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator

from dragoman.merging.blocking import blocks_of
from dragoman.merging.hanging import Hanging, Manner
from dragoman.merging.same_act import LINK, could_be_one, evidence, evidence_elsewhere
from dragoman.merging.traits import Traits

Link = tuple[float, str, str]
"""Points, and the ids of two reports, the lesser first."""


def face_of(one: Traits) -> Hashable | None:
    """All that is compared of a report but its article; None where two that share it are not linked by that alone."""
    if (evidence_elsewhere(one, one) or 0.0) < LINK:
        return None
    return _features(one)


def _features(one: Traits) -> Hashable:
    return (
        one.kind, one.mode, one.status, one.doers, one.others, one.first, one.last, one.known, one.place, one.country,
        one.is_move, one.anchor, one.persons, one.offices, one.people, one.names, one.words, one.dead, one.ordinals,
        one.is_further, one.counted, one.is_ahead, one.is_near, one.is_lasting,
    )  # fmt: skip


def are_linked(one: Traits, other: Traits) -> bool:
    """True if the evidence that two reports are of one act is enough."""
    return (evidence(one, other) or 0.0) >= LINK


REPORTS: Manner[Traits] = Manner(
    name=lambda one: one.report,
    author=lambda one: one.article,
    filed=blocks_of,
    sought=blocks_of,
    face=face_of,
    may_link=could_be_one,
    are_linked=are_linked,
)
"""How reports are compared."""


def hang_together(traits: Iterable[Traits], same: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """For each report, the least id of those that it hangs together with, by links or by judgements (`same`)."""
    hanging = Hanging(REPORTS)
    held = {each.report: each for each in traits}
    for each in held.values():
        hanging.new(each)
    for one, other in same:
        if one in held and other in held:
            hanging.groups.join(one, other)
    return {id_: hanging.groups.find(id_) for id_ in held}


def voices_of(traits: Iterable[Traits], apart: Collection[str] = ()) -> list[list[Traits]]:
    """Reports of different articles with one face, together; those that a person told `apart` from some stand alone."""
    voices: list[list[Traits]] = []
    by_face: dict[Hashable, tuple[list[Traits], set[str]]] = {}
    for each in traits:
        face = None if each.report in apart else face_of(each)
        known = by_face.get(face) if face is not None else None
        if known and each.article not in known[1]:
            known[0].append(each)
            known[1].add(each.article)
            continue
        voices.append([each])
        if face is not None and known is None:
            by_face[face] = voices[-1], {each.article}
    return voices


def links_within(traits: Collection[Traits]) -> Iterator[Link]:
    """Every link between these reports."""
    blocks: dict[int, list[Traits]] = defaultdict(list)
    for each in traits:
        for block in blocks_of(each):
            blocks[block].append(each)
    seen: set[tuple[str, str]] = set()
    for members in blocks.values():
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                pair = (one.report, other.report) if one.report < other.report else (other.report, one.report)
                if pair in seen:
                    continue
                seen.add(pair)
                points = evidence(one, other)
                if points is not None and points >= LINK:
                    yield round(points, 3), *pair
