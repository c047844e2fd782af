"""Events come in; pledges go out: who committed to what, by when, what speaks for and against, and the score.

The scale is that of the G7 and G20 compliance studies: +1 kept, 0 in part or under way, −1 broken; none yet where there
is no evidence. A pledge that nothing is heard of is never counted as broken.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.analysis.standing import DONE, Asked, planned_days
from dragoman.dates import DayRange
from dragoman.events import AHEAD, Event, Evidence, Pledge, Stage
from dragoman.record import EventType

_T = EventType
# Material acts, and the two by which one yields or joins: announced, they are commitments.
_PROMISED = frozenset((_T.COOPERATE, _T.AID, _T.RETREAT, _T.CONCEDE, _T.SUPPORT, _T.SANCTION, _T.MOBILIZE))
_FULFILS = frozenset((_T.COOPERATE, _T.AID, _T.RETREAT, _T.CONCEDE, _T.SUPPORT, _T.MOBILIZE))
_BREAKS = frozenset((_T.REJECT, _T.SANCTION, _T.COERCE, _T.ASSAULT))
_BROKEN = re.compile(
    r"\b(violat\w*|breach\w*|brok(?:e|en)|break(?:s|ing)?|fail(?:s|ed|ing|ure)?|reneg\w*|abandon\w*|scrap\w*|suspend\w*|"
    r"halt\w*|cancel\w*|postpon\w*|went back on|did not|has not|have not|refus\w*|withdr[ae]w\w*)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(as (?:promised|pledged|agreed|announced)|promised|pledged|fulfil\w*|honou?r\w*|kept|keeps|deliver\w*|"
    r"complet\w*|complied|complies|under the (?:agreement|accord|deal|truce|ceasefire))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_EMPTY = frozenset(
    """about after against agreed agree agreement along also announced around been before between both cooperation
    countries country during first foreign from government have into leader leaders made minister ministers ministry
    month more next over pledge pledged pledges president promise promised promises said says side sides state states
    statement support that their them these they this those through together under until week were when which while
    will with would year years""".split()
)
_LINKED = 2
"""Words that a pledge and a later act must share, beside the actors, to be linked without a shared area."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A pledge with the event in which it was made, for those who show it; `is_overdue` past its day without word."""

    pledge: Pledge
    made_in: Event
    is_overdue: bool


def is_pledge(event: Event) -> bool:
    """True for an agreement or promise that was made, and for a material act that was announced before it was done."""
    stages = {change.stage for change in event.history}
    if event.type is EventType.AGREE:
        return bool(stages & (DONE | AHEAD))
    return event.type in _PROMISED and bool(stages & AHEAD)


def pledges(events: Collection[Event], asked: Asked, *, by: Collection[str] = ()) -> list[Kept]:
    """The pledges made by the day of the question (by actors of these codes, where any are given), oldest first."""
    known = [event for event in events if event.first_known_on <= asked.day]
    known.sort(key=lambda event: (event.first_known_on, event.id))
    made = (event for event in known if is_pledge(event) and (not by or _codes(event) & set(by)))
    return [_kept(event, known, asked) for event in made]


def _kept(event: Event, known: Sequence[Event], asked: Asked) -> Kept:
    due = _due(event)
    evidence = sorted(
        (each for each in _evidence(event, due, known, asked)), key=lambda each: (each.known_on, each.event)
    )
    score = score_of(evidence)
    pledge = Pledge(
        event=event.id,
        by=tuple(sorted(_codes(event))),
        to=tuple(sorted(_to(event))),
        areas=event.contexts,
        due=due,
        evidence=tuple(evidence),
        score=score,
    )
    overdue = score is None and due is not None and due.last is not None and due.last < asked.day
    return Kept(pledge, event, overdue)


def score_of(evidence: Iterable[Evidence]) -> int | None:
    """−1, 0 or +1: what all evidence agrees on; 0 where some speaks for and some against; None where there is none."""
    effects = {each.effect for each in evidence}
    if not effects:
        return None
    if effects >= {1, -1}:
        return 0
    return 1 if 1 in effects else -1 if -1 in effects else 0


def _codes(event: Event) -> set[str]:
    """Who is bound: the actors, and in an agreement all sides."""
    return {code for one in event.actors if (code := one.code)}


def _to(event: Event) -> set[str]:
    mine = _codes(event)
    if event.recipients:
        return {code for one in event.recipients if (code := one.code)}
    return mine if len(mine) > 1 else set()


def _due(event: Event) -> DayRange | None:
    """By when it is to be kept: the days of what was announced; an agreement's own day is none."""
    plans = planned_days(event)
    if event.type is EventType.AGREE and event.stage in DONE:
        return None
    return plans[0] if plans else None


def _evidence(event: Event, due: DayRange | None, known: Sequence[Event], asked: Asked) -> Iterator[Evidence]:
    yield from _own_history(event, due, asked)
    for later in known:
        if later.id != event.id and (found := _linked(event, later, asked)) is not None:
            effect, why = found
            if effect == 1 and due and due.last and later.day > due.last:
                effect, why = 0, f"{why}; after the day it was due"
            yield Evidence(later.id, effect, later.first_known_on, why)


def _own_history(event: Event, due: DayRange | None, asked: Asked) -> Iterator[Evidence]:
    """What later reports of the announced act itself say: done in time, done late, called off."""
    if event.type is EventType.AGREE:
        # An agreement that was made is the pledge, and no proof of itself.
        if event.stage is Stage.CANCELLED and event.history[0].stage is not Stage.CANCELLED:
            yield Evidence(event.id, -1, event.history[-1].known_on, "called off")
        return
    for change in event.history:
        if change.known_on > asked.day:
            continue
        if change.stage is Stage.HELD:
            done = change.when or event.when
            late = due and due.last and done and done.is_stated and done.first and done.first > due.last
            yield Evidence(event.id, 0 if late else 1, change.known_on, "done, but late" if late else "done")
        elif change.stage is Stage.ONGOING:
            yield Evidence(event.id, 0, change.known_on, "under way")
        elif change.stage in (Stage.CANCELLED, Stage.DENIED):
            yield Evidence(event.id, -1, change.known_on, "called off" if change.stage is Stage.CANCELLED else "denied")


def _linked(pledge: Event, later: Event, asked: Asked) -> tuple[int, str] | None:
    """What a later act says of a pledge, and why it is linked; None where nothing links the two."""
    if later.day < pledge.first_known_on or asked.stage(later) not in DONE:
        return None
    doers = {code for one in later.actors if (code := one.code)}
    bound = _codes(pledge) & doers
    if not bound:
        return None
    if (to := _to(pledge) - bound) and not (later.parties & to):
        return None
    words = sorted(_words(pledge) & _words(later))
    areas = sorted(set(pledge.contexts) & set(later.contexts))
    sentence = later.report(later.lead).sentence
    said = f"same words: {', '.join(words[:4])}" if words else ""
    links = "; ".join(each for each in (f"same area: {', '.join(areas)}" if areas else "", said) if each)
    close = len(words) >= _LINKED or (bool(areas) and bool(words))
    if later.type in _BREAKS or (later.type in _FULFILS and _BROKEN.search(sentence) and later.type is not _T.RETREAT):
        if close and (later.type is not EventType.ASSAULT or _is_truce(pledge)):
            return -1, f"{later.type} by {', '.join(sorted(bound))}; {links}"
        if later.type is EventType.ASSAULT and _is_truce(pledge) and (later.parties & to or not to):
            return -1, f"ASSAULT by {', '.join(sorted(bound))} after a truce"
        return None
    if later.type not in _FULFILS or not close or later.type is pledge.type:
        return None
    if len(words) >= _LINKED and (later.type is not EventType.SUPPORT or _KEPT.search(sentence)):
        return 1, f"{later.type} by {', '.join(sorted(bound))}; {links}"
    return 0, f"{later.type} by {', '.join(sorted(bound))}; {links}"


def _is_truce(event: Event) -> bool:
    return event.mode == "ceasefire" or bool(
        re.search(r"\b(cease-?fire|truce|cessation of hostilities)\b", event.report(event.lead).sentence, re.IGNORECASE)
    )


def _words(event: Event) -> set[str]:
    """Stems of the words of an event's sentences without the names of those who take part."""
    names = {
        word.casefold()[:6]
        for each in event.reports
        for one in (*each.report.actors, *each.report.recipients)
        for word in _WORD.findall(one.text)
    }
    found = {
        word.casefold()[:6] for each in event.reports for word in _WORD.findall(each.sentence)
        if word.casefold() not in _EMPTY
    }  # fmt: skip
    return found - names
