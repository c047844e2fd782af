"""Last steps over an article's reports: countries that the place gives, and an act told twice kept once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from dragoman.record import EventType, Participant, Report, Status
from dragoman.sentences import MentionKind, ReadArticle

# Sectors that belong to the country in which the news takes place unless the text says otherwise: "police"
# in a report from Lagos are Nigerian. Armed groups and gunmen are not: their home is often the question.
DOMESTIC = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "OPP", "PTY", "CVL", "MED"))

# Acts between states: the other side's country, or the host's, says nothing of an unnamed party to them.
_BETWEEN_STATES = frozenset(
    (EventType.CONSULT, EventType.AGREE, EventType.SUPPORT, EventType.COOPERATE, EventType.AID, EventType.SANCTION)
)


def settle_countries(article: ReadArticle, reports: Iterable[Report]) -> list[Report]:
    """Reports in which a domestic participant without a country takes that of the act's place.

    Where the act has no place, the country is taken from the participants' only country, then from the only
    country that the article names; with several, it stays open.
    """
    named = Counter(
        mention.country
        for sentence in article.sentences
        for mention in sentence.mentions
        if mention.country and mention.kind is not MentionKind.OUTLET
    )
    only = next(iter(named)) if len(named) == 1 else None
    return [_settled(report, only) for report in reports]


def _settled(report: Report, only: str | None) -> Report:
    everyone = (*report.actors, *report.recipients)
    if all(each.code for each in everyone):
        return report
    countries = {each.country for each in everyone if each.country}
    home = only
    if home is None and report.type not in _BETWEEN_STATES:
        home = report.where.country if report.where else None
        if home is None and len(countries) == 1:
            home = next(iter(countries))
    if home is None:
        return report

    def placed(each: Participant) -> Participant:
        is_known = each.sector in DOMESTIC or (each.person is not None and home == only)
        return replace(each, country=home) if each.code is None and is_known else each

    return replace(
        report,
        actors=tuple(placed(each) for each in report.actors),
        recipients=tuple(placed(each) for each in report.recipients),
    )


def same_act(reports: list[Report]) -> list[Report]:
    """Reports of an article with those of one act made one: the first told, completed by the later ones."""
    kept: list[Report] = []
    for report in reports:
        if not report.actors and not report.recipients:
            _echo(kept, report)
            continue
        for place, earlier in enumerate(kept):
            if _is_same(earlier, report):
                kept[place] = _joined(earlier, report)
                break
        else:
            kept.append(report)
    return kept


def _echo(kept: list[Report], echo: Report) -> None:
    """Let "this meeting" complete the last act of its type that it can mean; it is no act of its own."""
    for place in reversed(range(len(kept))):
        earlier = kept[place]
        if earlier.type is not echo.type:
            continue
        is_plan = Status.PLANNED in (earlier.status, echo.status)
        if earlier.status is echo.status or not is_plan or not (echo.when and echo.when.is_stated):
            kept[place] = _joined(earlier, echo)
            return


def _codes(people: Iterable[Participant]) -> set[str]:
    return {each.code for each in people if each.code}


def _is_same(one: Report, other: Report) -> bool:
    if one.type is not other.type or one.status is not other.status:
        return False
    if one.when and other.when and one.when.is_stated and other.when.is_stated and not one.when.overlaps(other.when):
        return False
    if one.mode and other.mode and one.mode != other.mode:
        return False
    if _codes([one.said_by] if one.said_by else []) != _codes([other.said_by] if other.said_by else []):
        return False
    sides = [
        (_codes(one.actors), _codes(other.actors)),
        (_codes(one.recipients), _codes(other.recipients)),
    ]
    if one.type is EventType.CONSULT:
        everyone = [_codes((*each.actors, *each.recipients)) for each in (one, other)]
        return everyone[0] <= everyone[1] or everyone[1] <= everyone[0]
    if not any(mine or theirs for mine, theirs in sides):
        return one.sentence == other.sentence
    return all(mine <= theirs or theirs <= mine for mine, theirs in sides) and any(
        mine & theirs for mine, theirs in sides
    )


def _joined(one: Report, other: Report) -> Report:
    """The earlier report with what only the later one gives."""
    stated = other.when if other.when and other.when.is_stated and not (one.when and one.when.is_stated) else one.when
    fuller = (
        other if len(_codes((*other.actors, *other.recipients))) > len(_codes((*one.actors, *one.recipients))) else one
    )
    return replace(
        one,
        actors=fuller.actors,
        recipients=fuller.recipients,
        when=stated,
        where=one.where or other.where,
        invited_by=one.invited_by or other.invited_by,
        mode=one.mode or other.mode,
        contexts=tuple(dict.fromkeys((*one.contexts, *other.contexts))),
        status=one.status if one.status is not Status.ONGOING else other.status,
    )
