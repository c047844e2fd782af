"""Reports of one event come in; the origins that word of it came from go out, with numbers that a copy changed."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from dragoman.events import ChangedNumber, Origin, OriginKind, Recorded
from dragoman.merging.hanging import Groups
from dragoman.ontology.book import Book

_NUMBER = re.compile(r"\d[\d,. ]*\d|\d")


@dataclass(frozen=True, slots=True)
class Sourcing:
    """What is known of where an article has its text from: the group of its copies, and whom the whole credits."""

    copies: str
    credit: str = ""


def origins_of(recorded: Sequence[Recorded], sourcing: Mapping[str, Sourcing]) -> tuple[list[Origin], dict[str, str]]:
    """The origins of an event's reports, in the order of their first reports, and the origin's id for each report.

    Reports are of one origin if their articles are copies, if they credit one agency or are that agency's own, or if
    one newsroom (or one network of newsrooms) printed them. `sourcing` is by the ids of articles.
    """
    groups = Groups()
    first: dict[str, str] = {}
    names: dict[str, tuple[OriginKind, str]] = {}
    for each in recorded:
        known = sourcing[each.report.article_id]
        source = _source(each, known)
        marks = [f"text {known.copies}"]
        if source is not None:
            names[each.id] = source[0], source[1]
            marks.append(f"source {source[2]}")
        for mark in marks:
            groups.join(each.id, first.setdefault(mark, each.id))
    members: dict[str, list[Recorded]] = defaultdict(list)
    for each in recorded:
        members[groups.find(each.id)].append(each)
    found = []
    for reports in members.values():
        kind, name = _named(reports, names)
        found.append(Origin(reports[0].id, kind, name, tuple(each.id for each in reports)))
    return found, {id_: origin.id for origin in found for id_ in origin.reports}


def _source(each: Recorded, known: Sourcing) -> tuple[OriginKind, str, str] | None:
    """Whom word of a report came from: what that is, its name, and its network; None where several may be meant.

    What is credited comes before who prints it. An article that several newsrooms print is known by its text alone.
    """
    credit = credited(each) or known.credit
    if credit:
        return OriginKind.AGENCY, credit, family_of(credit)
    families = {family_of(outlet) for outlet in each.article.outlets}
    if len(families) != 1:
        return None
    family = families.pop()
    agency = next((name for outlet in each.article.outlets if is_agency(name := outlet_named(outlet) or outlet)), "")
    return (OriginKind.AGENCY, agency, family) if agency else (OriginKind.NEWSROOM, each.article.outlets[0], family)


def _named(reports: Sequence[Recorded], names: Mapping[str, tuple[OriginKind, str]]) -> tuple[OriginKind, str]:
    """What an origin is called: the agency where there is one, else the newsroom, else who prints the text."""
    known = [names[each.id] for each in reports if each.id in names]
    for kind in (OriginKind.AGENCY, OriginKind.NEWSROOM):
        for each in known:
            if each[0] is kind:
                return each
    outlets = dict.fromkeys(outlet for each in reports for outlet in each.article.outlets)
    return OriginKind.TEXT, ", ".join(outlets)


def credited(each: Recorded) -> str:
    """The outlet that a report credits by itself: to which it was said, or that says it; "" if it credits none."""
    report = each.report
    if report.via and (name := outlet_named(report.via)):
        return name
    if report.said_by and report.said_by.sector == "MED":
        return outlet_named(report.said_by.text)
    return ""


@lru_cache(maxsize=4096)
def outlet_named(text: str) -> str:
    """The book's name of the outlet that words name; "" if the book knows none."""
    for candidate in Book.load().called(text):  # names like a person's are no outlet's
        if candidate.kind == "outlet":
            return candidate.actor
    return ""


@lru_cache(maxsize=65536)
def family_of(outlet: str) -> str:
    """The network that an outlet is a mirror or part of, else its own name, as the book has it."""
    known = Book.load().outlets
    name = outlet if outlet in known else outlet_named(outlet) or outlet
    actor = known.get(name)
    return str(actor.facts.get("family") or name) if actor else name.casefold()


@lru_cache(maxsize=4096)
def is_agency(name: str) -> bool:
    """True if the book has it as a news agency."""
    actor = Book.load().outlets.get(name)
    return bool(actor and actor.facts.get("kind") == "agency")


def changed_numbers(recorded: Sequence[Recorded], sourcing: Mapping[str, Sourcing]) -> list[ChangedNumber]:
    """Numbers that a copy has otherwise than the first of its copies; neither is taken for the average of both."""
    by_text: dict[str, list[Recorded]] = defaultdict(list)
    for each in recorded:
        by_text[sourcing[each.report.article_id].copies].append(each)
    found = []
    for reports in by_text.values():
        first = reports[0]
        for other in reports[1:]:
            if other.report.article_id == first.report.article_id:
                continue
            for before, after in _differences(first.sentence, other.sentence):
                found.append(ChangedNumber(first.id, other.id, before, after))
    return found


def _differences(one: str, other: str) -> list[tuple[str, str]]:
    """Pairs of numbers that stand at the same place in two sentences otherwise alike, and differ."""
    mine, theirs = _NUMBER.findall(one), _NUMBER.findall(other)
    if len(mine) != len(theirs) or _bare(one) != _bare(other):
        return []
    return [(before, after) for before, after in zip(mine, theirs, strict=True) if _value(before) != _value(after)]


def _bare(sentence: str) -> str:
    return " ".join(_NUMBER.sub("#", sentence).casefold().split())


def _value(number: str) -> str:
    return re.sub(r"[ ,](?=\d{3})", "", number).strip()
