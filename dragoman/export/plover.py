"""Events become PLOVER's JSON: what is not done is folded into the acts of words that PLOVER has for it.

PLOVER has no status. A plan to cooperate is folded into AGREE, a plan to harm into THREATEN, what is called off and
what is urged into the act of words that it is; what is only possible, and what is denied, has no place in PLOVER and is
left out. Each line says what was folded and what was lost, and the last line counts what was left out.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from dragoman.events import STATUS_OF, Event, Stage
from dragoman.export.columns import line
from dragoman.export.door import Answer
from dragoman.export.flat import web_address
from dragoman.ontology.acts import QUAD, SCORES, Quad
from dragoman.record import EventType, Participant, Status

_COOPERATION = (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION)
_THREATS = {
    EventType.SANCTION: "restrict",
    EventType.COERCE: "restrict",
    EventType.ASSAULT: "violence",
    EventType.MOBILIZE: "violence",
}
_LEFT_OUT = {
    Status.POSSIBLE: "possible acts have no place in PLOVER",
    Status.DENIED: "denied acts have no place in PLOVER",
}
OUTSIDE = frozenset(("security", "territory", "energy"))
"""Contexts of ours that PLOVER has not."""


@dataclass(frozen=True, slots=True)
class Folded:
    """An act as PLOVER has it: its type and mode there, and in words what was lost on the way."""

    type: EventType
    mode: str | None
    lost: tuple[str, ...] = ()


def folded(event: Event, stage: Stage) -> Folded | str:
    """What an event at this stage is in PLOVER, or why it has no place there."""
    status = STATUS_OF[stage]
    if status in _LEFT_OUT:
        return _LEFT_OUT[status]
    kind = f"{event.type} {event.mode}" if event.mode else str(event.type)
    if status is Status.HAPPENED:
        return Folded(event.type, event.mode)
    if status is Status.ONGOING:
        return Folded(event.type, event.mode, ("that it is going on",))
    if status is Status.URGED:
        return Folded(EventType.REQUEST, _asked(event.type), (f"what is urged: {kind}",))
    friendly = QUAD[event.type] in _COOPERATION
    if status is Status.CANCELLED:
        if friendly:
            return Folded(EventType.REJECT, _asked(event.type), (f"what was called off: {kind}",))
        return Folded(EventType.CONCEDE, None, (f"what was called off: {kind}",))
    word = "what was planned" if stage is not Stage.NO_WORD else "what was planned, and that no word came of it"
    if friendly:
        return Folded(EventType.AGREE, None, (f"{word}: {kind}",))
    # Words of conflict that are only planned are threats of nothing in particular.
    return Folded(EventType.THREATEN, _THREATS.get(event.type), (f"{word}: {kind}",))


def _asked(type_: EventType) -> str | None:
    if type_ is EventType.CONSULT:
        return "meet"
    if type_ in (EventType.AID, EventType.COOPERATE, EventType.SUPPORT):
        return "assist"
    return "yield" if type_ is EventType.RETREAT else "change"


class Plover:
    """JSON lines in the layout of PLOVER's manual (0.7b1), with what was folded and lost beside it."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write the events one by one, what the file is before them and what was left out after them."""
        out.write(line({"dragoman": answer.about.facts(), "plover": "0.7b1"}))
        left: Counter[str] = Counter()
        for event, stage in staged(answer):
            found = folded(event, stage)
            if isinstance(found, str):
                left[found] += 1
            else:
                out.write(line(_object(event, found, answer)))
        out.write(line({"left_out": dict(sorted(left.items()))}))


def staged(answer: Answer) -> Iterator[tuple[Event, Stage]]:
    """The events with how far each had come on the day of the question; those not yet heard of are left out."""
    for event in answer.events():
        stage = answer.asked.stage(event)
        if stage is not None:
            yield event, stage


def _object(event: Event, found: Folded, answer: Answer) -> dict[str, Any]:
    lead = event.report(event.lead)
    when = answer.asked.when(event)
    day = when.first or when.last if when and when.is_stated else None
    contexts = [each for each in event.contexts if each not in OUTSIDE]
    lost = list(found.lost)
    if len(contexts) < len(event.contexts):
        lost.append("contexts that PLOVER has not: " + ", ".join(sorted(OUTSIDE & set(event.contexts))))
    if day is None:
        lost.append("the day of the act is not told: the day is that of the first report")
    elif when and when.last != when.first:
        lost.append(f"the days {when}")
    return {
        "id": event.id,
        "date": (day or event.first_known_on).isoformat(),
        "event": str(found.type),
        "mode": found.mode,
        "context": contexts,
        "source": [_side(one) for one in event.actors],
        "target": [_side(one) for one in event.recipients],
        "location": {"name": event.where.name, "country": event.where.country} if event.where else None,
        "goldstein": SCORES[found.type],
        "quad": str(QUAD[found.type]),
        "text": answer.about.quoted(lead.sentence),
        "publisher": list(lead.article.outlets),
        "url": web_address(lead.article.url),
        "coder": f"dragoman {lead.report.coder}",
        "was": {"type": str(event.type), "mode": event.mode, "stage": str(answer.asked.stage(event))},
        "lost": lost,
    }


def _side(one: Participant) -> dict[str, str | None]:
    return {"country": one.country, "sector": one.sector, "id": one.actor, "name": one.text}
