"""Last steps over an article's reports: countries that the place gives, and an act told twice kept once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from dragoman.ontology.acts import SPOKEN
from dragoman.record import Basis, EventType, Participant, Report, Status
from dragoman.sentences import MentionKind, ReadArticle

# Sectors that belong to the country in which the news takes place unless the text says otherwise: "police"
# in a report from Lagos are Nigerian. Armed groups and gunmen are not: their home is often the question.
DOMESTIC = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "OPP", "PTY", "CVL", "MED"))

_INSURGENT = ("rebel", "coup", "separatist", "mutin", "insurgent", "guerrilla", "secession", "putsch")
# Acts between states: the other side's country, or the host's, says nothing of an unnamed party to them.
_BETWEEN_STATES = frozenset(
    (EventType.CONSULT, EventType.AGREE, EventType.SUPPORT, EventType.COOPERATE, EventType.AID, EventType.SANCTION)
)


def is_insurgent(each: Participant) -> bool:
    """True for those who fight the state that they are of, where the text says more of them than "rebels"."""
    return each.sector == "REB" and " " in each.text and any(word in each.text.lower() for word in _INSURGENT)


Blocs = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A report, the token that names its act, and whether it refers to an act told already ("the talks")."""

    report: Report
    is_reference: bool = False
    trigger: int = -1


def is_echo(told: Told) -> bool:
    """True for what names nobody: it refers to an act told before ("this meeting")."""
    return not told.report.actors and not told.report.recipients


def settle_countries(article: ReadArticle, told: Iterable[Told]) -> list[Told]:
    """Reports in which a domestic participant without a country is given one, with the reason noted.

    It is the only country that the article names; else, but not in acts between states, that of the act's place,
    or the only one among the participants. Otherwise it stays open.
    """
    named = Counter(
        mention.country
        for sentence in article.sentences
        for mention in sentence.mentions
        if mention.country and mention.kind is not MentionKind.OUTLET
    )
    only = next(iter(named)) if len(named) == 1 else None
    return [replace(each, report=_settled(each.report, only)) for each in told]


def _settled(report: Report, only: str | None) -> Report:
    everyone = (*report.actors, *report.recipients)
    if all(each.code for each in everyone):
        return report
    countries = {each.country for each in everyone if each.country}
    home, rule = _home_of(report, only, countries)
    if home is None:
        return report
    why = list(report.why)

    def placed(field: str, people: tuple[Participant, ...]) -> tuple[Participant, ...]:
        found = []
        for each in people:
            is_known = each.sector in DOMESTIC or each.person is not None or is_insurgent(each)
            if each.code is None and is_known:
                why.append(Basis(field, f"country {home}: {rule}", each.text, each.span))
                each = replace(each, country=home)
            found.append(each)
        return tuple(found)

    actors, recipients = placed("actors", report.actors), placed("recipients", report.recipients)
    return replace(report, actors=actors, recipients=recipients, why=tuple(why))


def _home_of(report: Report, only: str | None, countries: set[str]) -> tuple[str | None, str]:
    """The country that those without one are of, and by which rule; None where it stays open."""
    # The one country named may be the other side: "President Widodo visits China" does not make him Chinese.
    if only and not (report.type in _BETWEEN_STATES and only in countries):
        return only, "the only one that the article names"
    if report.type in _BETWEEN_STATES:
        return None, ""
    if report.where and report.where.country:
        return report.where.country, "place of the act"
    return (next(iter(countries)), "of the others who take part") if len(countries) == 1 else (None, "")


def same_act(told: Iterable[Told], blocs: Blocs) -> list[Report]:
    """Reports of an article with those of one act made one: the first told, completed by the later ones.

    `blocs` are the small bodies of the article, each with its members on the day: a bloc and all its members are one.
    """
    kept: list[Report] = []
    for each in told:
        report = each.report
        if not report.actors and not report.recipients:
            _echo(kept, report, blocs)
        elif not (each.is_reference and _refers(kept, report, blocs)):
            place = next((place for place, earlier in enumerate(kept) if _is_same(earlier, report, blocs)), None)
            if place is None:
                kept.append(report)
            else:
                kept[place] = _joined(*_likelier_first(kept[place], report), blocs)
    return kept


def _likelier_first(one: Report, other: Report) -> tuple[Report, Report]:
    """Two tellings of one act in order, of the same sentence the likelier first: "killed ten in an [attack]"."""
    is_after = one.sentence is not None and one.sentence == other.sentence and other.score > one.score
    return (other, one) if is_after else (one, other)


def _refers(kept: list[Report], reference: Report, blocs: Blocs) -> bool:
    """True if "the Russian-Malian talks" are an act told before, whatever its status; it then completes that one."""
    mine = _codes((*reference.actors, *reference.recipients), blocs)
    for place in reversed(range(len(kept))):
        earlier = kept[place]
        theirs = _codes((*earlier.actors, *earlier.recipients), blocs)
        if earlier.type is reference.type and (mine <= theirs or theirs <= mine):
            kept[place] = _joined(earlier, replace(reference, where=None), blocs)
            return True
    return False


def _echo(kept: list[Report], echo: Report, blocs: Blocs) -> None:
    """Let "this meeting" complete the last act of its type that it can mean; it is no act of its own."""
    for place in reversed(range(len(kept))):
        earlier = kept[place]
        if earlier.type is not echo.type:
            continue
        is_plan = Status.PLANNED in (earlier.status, echo.status)
        if earlier.status is echo.status or not is_plan or not (echo.when and echo.when.is_stated):
            kept[place] = _joined(earlier, echo, blocs)
            return


def _codes(people: Iterable[Participant], blocs: Blocs) -> set[str]:
    """Codes of participants; a small bloc counts as its members, so that they are known as one party."""
    found: set[str] = set()
    for each in people:
        if each.code:
            found |= blocs.get(each.actor or "") or {each.code}
    return found


def _is_same(one: Report, other: Report, blocs: Blocs) -> bool:
    if one.type is not other.type:
        return False
    if one.status is not other.status:
        return _is_same_visit(one, other, blocs)
    if one.when and other.when and one.when.is_stated and other.when.is_stated and not one.when.overlaps(other.when):
        return False
    if one.mode and other.mode and one.mode != other.mode and not _is_one_ban(one, other):
        return False
    if _is_within_visit(one, other) or _is_within_visit(other, one):
        return False
    if _codes([one.said_by] if one.said_by else [], blocs) != _codes([other.said_by] if other.said_by else [], blocs):
        return False
    # Two acts of speech between the same two are told apart by their words.
    if one.type in SPOKEN and one.rule != other.rule and not _is_one_deal(one, other, blocs):
        return False
    sides = [
        (_codes(one.actors, blocs), _codes(other.actors, blocs)),
        (_codes(one.recipients, blocs), _codes(other.recipients, blocs)),
    ]
    if one.type is EventType.CONSULT:
        everyone = [_codes((*each.actors, *each.recipients), blocs) for each in (one, other)]
        # Fewer of the same people may be another meeting, unless the text names but one of them.
        return everyone[0] == everyone[1] or (min(map(len, everyone)) == 1 and bool(everyone[0] & everyone[1]))
    if not any(mine or theirs for mine, theirs in sides):
        return one.sentence == other.sentence
    return all(mine <= theirs or theirs <= mine for mine, theirs in sides) and any(
        mine & theirs for mine, theirs in sides
    )


def _is_one_ban(one: Report, other: Report) -> bool:
    """True for "bans …" and "banned …": who is forbidden and what is kept out by it have other modes in one act."""
    both = (one, other)
    return all(each.mode in _BANS and each.anchor_text.casefold().startswith("ban") for each in both)


def _is_within_visit(meeting: Report, visit: Report) -> bool:
    """True for a meeting on one day of a visit of several: it has a sentence of its own, and is an act of its own."""
    if meeting.mode == "visit" or visit.mode != "visit" or not (meeting.when and visit.when):
        return False
    return (
        visit.when.is_stated
        and meeting.when.is_stated
        and visit.when.first != visit.when.last
        and meeting.when.first == meeting.when.last
    )


def _is_one_deal(one: Report, other: Report, blocs: Blocs) -> bool:
    """True for "signed agreements that open relations": one sentence, the same two sides or more, nobody to receive."""
    if one.type is not EventType.SUPPORT or one.sentence != other.sentence or one.recipients or other.recipients:
        return False
    sides = _codes(one.actors, blocs)
    return len(sides) > 1 and sides == _codes(other.actors, blocs)


def _is_same_visit(one: Report, other: Report, blocs: Blocs) -> bool:
    """True for a planned visit told again as under way ("as the ministers embark on their visit")."""
    if one.mode != "visit" or other.mode != "visit" or one.status is not Status.PLANNED:
        return False
    if (other.when and other.when.is_stated) or other.status not in (Status.HAPPENED, Status.ONGOING):
        return False
    hosts = [_codes(each.recipients, blocs) for each in (one, other)]
    return _codes(one.actors, blocs) == _codes(other.actors, blocs) and (hosts[0] == hosts[1] or not all(hosts))


def _fullness(report: Report, blocs: Blocs) -> tuple[int, int]:
    """How many take part, a bloc counted by its members, and the fewer blocs the better: members say more."""
    people = (*report.actors, *report.recipients)
    return len(_codes(people, blocs)), -sum(each.sector == "IGO" for each in people)


def _is_long_ago(one: Report, other: Report) -> bool:
    """True where the day of the other lies months before the one without a day was reported: it was another time."""
    known, last = one.when and one.when.first, other.when and other.when.last
    return bool(known and last and known - last > _MONTHS)


_MONTHS = timedelta(75)
_BANS = ("ban", "restrict", "censor")
_FILLED = ("where", "invited_by", "hosted_by", "led_by")


def _joined(one: Report, other: Report, blocs: Blocs) -> Report:
    """The earlier report with what only the later one gives; each field brings its reasons with it."""
    given: dict[str, Any] = {}
    if other.when and other.when.is_stated and not (one.when and one.when.is_stated) and not _is_long_ago(one, other):
        given["when"] = other.when
    if _fullness(other, blocs) > _fullness(one, blocs):
        given.update(actors=other.actors, recipients=other.recipients)
    given.update({name: getattr(other, name) for name in _FILLED if not getattr(one, name)})
    if one.status is Status.ONGOING:
        given["status"] = other.status
    added = tuple(each for each in other.contexts if each not in one.contexts)
    why = [each for each in one.why if each.name not in given or not given[each.name]]
    why += [each for each in other.why if each.name in given or (each.name == "contexts" and added)]
    return replace(one, **given, mode=one.mode or other.mode, contexts=(*one.contexts, *added), why=tuple(why))
