"""Events come in; the dated ties that they begin and end go out: membership, relations, envoys, sanctions, bases.

The words of an act say what it does to a tie. What is announced is notice; a tie ends when that takes effect. Ties
that the actor book has are not looked at here: `analysis/tie_book.py` sets the two beside each other.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from dragoman.dates import DayRange
from dragoman.events import AHEAD, Event, Stage, Tie
from dragoman.merging.parties import part_of
from dragoman.ontology.book import Book
from dragoman.record import EventType, Participant

BEGINS, ENDS, NOTICE, LOWERED = "begins", "ends", "notice", "lowered"

_C = EventType


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that do something to a tie of a kind: `effect` is begins, ends, notice or lowered.

    `words` is looked for in the act's own words, `around` (if any) in its sentence. `with_` says what the other side
    must be: a body, a state, or either.
    """

    kind: str
    effect: str
    types: frozenset[EventType]
    words: re.Pattern[str]
    with_: str = "either"
    around: re.Pattern[str] | None = None


def _rule(
    kind: str, effect: str, types: Iterable[EventType], words: str, with_: str = "either", around: str = ""
) -> Rule:
    seen = re.compile(around, re.IGNORECASE) if around else None
    return Rule(kind, effect, frozenset(types), re.compile(rf"\b(?:{words})", re.IGNORECASE), with_, seen)


_UNFRIENDLY = (_C.SANCTION, _C.RETREAT, _C.REJECT, _C.COERCE)
_FRIENDLY = (_C.SUPPORT, _C.AGREE, _C.COOPERATE, _C.CONCEDE, _C.AID, _C.RETREAT, _C.CONSULT)

RULES: tuple[Rule, ...] = (
    _rule("suspended", ENDS, (*_FRIENDLY, *_UNFRIENDLY), r"readmi|reinstat|lift\w*|suspension|end\w*", "body",
          r"\b(?:readmi\w+|reinstat\w+|(?:lift|end|revok)\w*\s+(?:\w+\s+){0,3}suspension)"),
    _rule("suspended", BEGINS, _UNFRIENDLY, r"suspen(?:d|s)", "body"),
    _rule("member", ENDS, _UNFRIENDLY, r"lea?v|left|withdr|exit|quit|pull\w*\s+out|depart", "body"),
    _rule("member", BEGINS, _FRIENDLY,
          r"join|acced|access|admit|admission|becam?e?\w*\s+(?:a\s+)?(?:full\s+)?member", "body"),
    _rule("chairs", BEGINS, _FRIENDLY,
          r"chair|(?:took|take|assum)\w*\s+(?:over\s+)?the\s+(?:rotating\s+)?presiden", "body"),
    _rule("recognises", ENDS, _UNFRIENDLY, r"(?:withdr\w+|revok\w+|suspend\w*)\s+(?:\w+\s+){0,2}recognition", "state"),
    _rule("recognises", BEGINS, _FRIENDLY, r"recogni[sz]|recognition", "state"),
    _rule("relations", LOWERED, _UNFRIENDLY,
          r"downgrad|(?:lower|reduc)\w*\s+(?:\w+\s+){0,3}(?:relations|ties)", "state"),
    _rule("relations", ENDS, _UNFRIENDLY,
          r"(?:sever|cut|br(?:eak|oke)|suspend|end)\w*\s+(?:off\s+)?(?:\w+\s+){0,3}(?:relations|ties)", "state"),
    _rule("relations", BEGINS, _FRIENDLY,
          r"(?:re-?)?(?:establish|stor|sum|new|normali[sz])\w*\s+(?:\w+\s+){0,3}(?:relations|ties)", "state"),
    _rule("ambassador", ENDS, _UNFRIENDLY,
          r"(?:recall|withdr[ae]w|expel|order)\w*\s+(?:\w+[\s’']+){0,5}?(?:ambassador|envoy)", "state"),
    _rule("ambassador", BEGINS, _FRIENDLY,
          r"(?:return|sen[dt]|reinstat|appoint|restor|nam)\w*\s+(?:\w+[\s’']+){0,5}?(?:ambassador|envoy)", "state"),
    _rule("sanctions", ENDS, (*_FRIENDLY, *_UNFRIENDLY),
          r"(?:lift|eas|remov|end|suspend|drop|reliev)\w*\s+(?:\w+\s+){0,5}?(?:sanction|embargo)"),
    _rule("sanctions", BEGINS, _UNFRIENDLY,
          r"(?:impos|slap|adopt|extend|renew|plac|tighten)\w*\s+(?:\w+\s+){0,5}?(?:sanction|embargo)|sanction"),
    _rule("agreement", ENDS, _UNFRIENDLY,
          r"(?:terminat|denounc|revok|scrap|end|cancel|withdr[ae]w|annul|suspend)\w*\s+(?:\w+\s+){0,5}?"
          r"(?:agreement|accord|treaty|pact|deal|convention)"),
    _rule("agreement", BEGINS, _FRIENDLY,
          r"(?:sign|ratif|conclud|renew)\w*\s+(?:\w+\s+){0,5}?(?:agreement|accord|treaty|pact|deal|memorand|convention)"),
    _rule("base", ENDS, (*_UNFRIENDLY, *_FRIENDLY),
          r"(?:clos|hand\w*\s+(?:over|back)|le(?:ft|av)|vacat|withdr[ae]w\s+from)\w*\s+(?:\w+\s+){0,4}?(?:base|garrison)\b"),
    _rule("base", BEGINS, (*_FRIENDLY, _C.MOBILIZE),
          r"(?:open|establish|set\s+up|inaugurat|buil[dt])\w*\s+(?:\w+\s+){0,4}?(?:base|garrison)\b"),
)  # fmt: skip
"""Tried in this order; the first that fits an event says what it does."""

_ANNOUNCED = re.compile(
    r"\b(announc|notif|notice|declar|decid|decision|intend|intention|inten[dt]|plan|pledg)\w*", re.IGNORECASE
)
_EFFECTIVE = re.compile(
    r"\b(took\s+effect|takes?\s+effect|effective|formally|officially|came\s+into\s+force|enter(?:s|ed)\s+into\s+force)\b",
    re.IGNORECASE,
)
_MUTUAL = frozenset(("relations", "agreement"))
_PAIR = 2


@dataclass(frozen=True, slots=True)
class TieChange:
    """What one event does to a tie: begins, ends or lowers it, or gives notice of its end."""

    kind: str
    effect: str
    who: str
    whom: str
    when: DayRange | None
    event: str
    known_on: date


def changes_of(event: Event) -> list[TieChange]:
    """What an event does to ties; nothing unless it took place, or is planned with a word of notice."""
    if event.stage is not Stage.HELD and event.stage not in AHEAD:
        return []
    rule = next((rule for rule in RULES if _fits(rule, event)), None)
    if rule is None:
        return []
    effect = rule.effect
    if event.stage in AHEAD and effect == BEGINS:
        return []  # a tie that is yet to be is none
    if effect == ENDS and (event.stage in AHEAD or _is_notice(event)):
        effect = NOTICE
    return [
        TieChange(rule.kind, effect, who, whom, event.when, event.id, event.first_known_on)
        for who, whom in _two_sides(rule, event)
    ]


def _fits(rule: Rule, event: Event) -> bool:
    lead = event.report(event.lead)
    if event.type not in rule.types:
        return False
    others = {*_codes(event.recipients), *_codes(event.actors)}
    if rule.with_ == "body" and not any(_is_body(code) for code in others):
        return False
    told = any(rule.words.search(each.report.anchor_text) for each in event.reports)
    if not told and not rule.words.search(_near(lead.report.anchor_text, lead.sentence)):
        return False
    return rule.around is None or any(rule.around.search(each.sentence) for each in event.reports)


def _near(anchor: str, sentence: str) -> str:
    """The act's words with those that follow them, where its object may stand."""
    at = sentence.find(anchor)
    return sentence[at : at + len(anchor) + 40].split(",")[0] if at >= 0 else anchor


def _is_notice(event: Event) -> bool:
    """True where the words are of announcing and none is of taking effect."""
    sentences = [each.sentence for each in event.reports]
    if any(_EFFECTIVE.search(each) for each in sentences):
        return False
    return any(_ANNOUNCED.search(each) for each in sentences)


def _codes(people: Iterable[Participant]) -> list[str]:
    return list(dict.fromkeys(code for one in people if (code := part_of(one)) and "/" not in code))


def _is_body(code: str) -> bool:
    return code in Book.load().bodies


def _two_sides(rule: Rule, event: Event) -> Iterator[tuple[str, str]]:
    """Each two that the tie is between: member and body, sender and receiver; of a mutual tie, in their order."""
    doers, others = _codes(event.actors), _codes(event.recipients)
    if event.where and event.where.country and not others:
        others = [event.where.country] if event.where.country not in doers else []
    if rule.kind in _MUTUAL:
        if rule.effect == ENDS and not others and len(set(doers)) > _PAIR:
            return  # three who break off ties break them with a fourth, whom the words do not name
        everyone = sorted({*doers, *others})
        for place, one in enumerate(everyone):
            yield from ((one, other) for other in everyone[place + 1 :])
        return
    if rule.kind == "suspended":
        yield from ((whom, body) for body in doers if _is_body(body) for whom in others if whom != body)
        return
    if rule.kind in ("member", "chairs"):
        bodies = [code for code in (*others, *doers) if _is_body(code)][:1]
        yield from ((who, body) for body in bodies for who in doers if who != body)
        return
    yield from ((who, whom) for who in doers for whom in others if who != whom)


def learnt_ties(events: Iterable[Event]) -> list[Tie]:
    """The ties that events tell of, by kind, who, whom and time; each rests on its events alone.

    One that ends without its beginning being told has no `since`. Notice is kept with the tie that it ends.
    """
    by_tie: dict[tuple[str, str, str], list[TieChange]] = {}
    for event in events:
        for change in changes_of(event):
            by_tie.setdefault((change.kind, change.who, change.whom), []).append(change)
    found = [tie for key in sorted(by_tie) for tie in _spells(by_tie[key])]
    return sorted(found, key=lambda tie: (tie.kind, tie.who, tie.whom, tie.known_on))


def _spells(changes: list[TieChange]) -> Iterator[Tie]:
    now: Tie | None = None
    for change in sorted(changes, key=_turn):
        if change.effect == BEGINS:
            if now is not None and now.until is None:
                now = replace(now, told_by=(*now.told_by, change.event))
                continue
            if now is not None:
                yield now
            now = _new(change, since=change.when, begun_by=change.event)
        elif now is None or (now.until is not None and change.effect != LOWERED):
            if now is not None and change.effect in (ENDS, NOTICE) and _is_near(now, change):
                now = replace(now, told_by=(*now.told_by, change.event))
                continue
            if now is not None:
                yield now
            now = _bearing(_new(change), change)
        else:
            now = _bearing(replace(now, told_by=(*now.told_by, change.event)), change)
    if now is not None:
        yield now


def _bearing(tie: Tie, change: TieChange) -> Tie:
    if change.effect == ENDS:
        return replace(tie, until=change.when, ended_by=change.event)
    if change.effect == NOTICE and tie.notice_on is None:
        when = change.when
        announced = when.last if when and when.last and not when.first else change.known_on
        return replace(tie, notice_on=min(announced, change.known_on))
    return tie


def _is_near(tie: Tie, change: TieChange) -> bool:
    """True for an end told again: within two months of the end that is known."""
    last = tie.until.last if tie.until else None
    return bool(last and abs((change.known_on - last).days) <= 60)


def _new(change: TieChange, since: DayRange | None = None, begun_by: str | None = None) -> Tie:
    return Tie(
        change.kind, change.who, change.whom, since, None, None, begun_by, None, (change.event,), change.known_on
    )


def _turn(change: TieChange) -> tuple[date, date, int, str]:
    day = change.when and (change.when.first or change.when.last)
    order = (BEGINS, LOWERED, NOTICE, ENDS).index(change.effect)
    return day or change.known_on, change.known_on, order, change.event
