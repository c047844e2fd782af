"""Events and ties become FollowTheMoney entities, JSON lines: events, who is involved, memberships and other links."""

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from dragoman.analysis.tie_book import KnownTie
from dragoman.events import Event, Stage
from dragoman.export.answers import tie_object
from dragoman.export.columns import line
from dragoman.export.door import Answer
from dragoman.export.flat import web_address, words_of
from dragoman.export.plover import staged
from dragoman.export.wording import counted, shown, sides
from dragoman.ontology.ftm import Entity
from dragoman.record import Participant

_LIKE_PUBLIC_BODY = ("state",)
_TOPICS = {"state": "gov.national", "body": "gov.igo", "party": "pol.party"}


class FollowTheMoney:
    """Entities of FollowTheMoney 4, each once; status, type and mode, which its Event has not, are keywords."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write actors where they are first named, events and ties after them."""
        seen: set[str] = set()
        for entity in entities(answer):
            if entity["id"] not in seen:
                seen.add(entity["id"])
                out.write(line(entity))


def entities(answer: Answer) -> Iterator[Entity]:
    """The entities of an answer, those that are named more than once several times."""
    for event, stage in staged(answer):
        people = (*event.actors, *event.recipients, *((event.invited_by,) if event.invited_by else ()))
        for one in people:
            yield _actor(answer, one)
        yield _event(answer, event, stage)
    for tie in answer.ties:
        # Offices, which people hold, are the actor book's to give: dragoman actors export.
        if not (tie.book and tie.book.person):
            yield _coded(answer, tie.who)
            yield _coded(answer, tie.whom)
            yield _tie(tie, tie_object(tie))


def _event(answer: Answer, event: Event, stage: Stage) -> Entity:
    lead = event.report(event.lead)
    when = answer.asked.when(event)
    told = when if when and when.is_stated else None
    place = event.where
    kind = f"{event.type} {event.mode}" if event.mode else str(event.type)
    return _entity("Event", f"dragoman-event-{event.id}", {
        "name": [f"{kind}: {shown(sides(event, answer.book))}"],
        "keywords": [f"status:{stage}", f"type:{event.type}", *([f"mode:{event.mode}"] if event.mode else ()),
                     *event.contexts],
        "startDate": [told.first.isoformat()] if told and told.first else [],
        "endDate": [told.last.isoformat()] if told and told.last else [],
        "involved": [_id(one) for one in (*event.actors, *event.recipients)],
        "organizer": [_id(event.invited_by)] if event.invited_by else [],
        "location": [shown(place.name)] if place else [],
        "country": [_iso2(answer, place.country)] if place else [],
        "summary": [shown(answer.about.quoted(lead.sentence))],
        "publisher": [shown(words_of(lead.article))],
        "sourceUrl": [web_address(each.article.url) for each in event.reports],
        "recordId": [event.id],
        "notes": [f"first known on {event.first_known_on}; {counted(event)}"
                  + ("" if told else "; the day of the act is not told")],
    })  # fmt: skip


def _tie(tie: KnownTie, facts: dict[str, Any]) -> Entity:
    id_ = _hashed("tie", tie.kind, tie.who, tie.whom, str(facts.get("from") or ""), str(facts.get("to") or ""))
    days = {
        "startDate": [day for day in (str(facts.get("from") or ""),) if day[:4].isdigit() and "/" not in day],
        "endDate": [day for day in (str(facts.get("to") or ""),) if day[:4].isdigit() and "/" not in day],
        "recordId": [str(each) for each in facts.get("rests_on", ())],
    }
    one, other = _code_id(tie.who), _code_id(tie.whom)
    if tie.kind == "member":
        return _entity("Membership", id_, {"member": [one], "organization": [other], **days})
    return _entity("UnknownLink", id_, {"subject": [one], "object": [other], "role": [tie.kind], **days})


def _actor(answer: Answer, one: Participant) -> Entity:
    if one.code and one.code in answer.book.actors:
        return _coded(answer, one.code)
    return _entity("LegalEntity", _id(one), {
        "name": [shown(one.text)], "country": [_iso2(answer, one.country)],
    })  # fmt: skip


def _coded(answer: Answer, code: str) -> Entity:
    actor = answer.book.actors.get(code)
    if actor is None:
        return _entity("LegalEntity", _code_id(code), {"name": [shown(code)]})
    schema = "PublicBody" if actor.kind in _LIKE_PUBLIC_BODY else "Organization"
    return _entity(schema, _code_id(code), {
        "name": [actor.name], "country": [_iso2(answer, actor.country)], "topics": [_TOPICS.get(actor.kind, "")],
    })  # fmt: skip


def _id(one: Participant) -> str:
    return _code_id(one.code) if one.code else _hashed("named", one.text)


def _code_id(code: str) -> str:
    # Ids of FollowTheMoney are made of letters, figures, points and hyphens.
    return f"dragoman-actor-{code.replace('_', '-')}"


def _hashed(*parts: str) -> str:
    return f"dragoman-{hashlib.sha256(chr(31).join(parts).encode('utf-8', 'replace')).hexdigest()[:16]}"


def _iso2(answer: Answer, country: str | None) -> str:
    return answer.book.codes.codes_of(country).get("iso2", "").lower() if country else ""


def _entity(schema: str, id_: str, properties: dict[str, list[str]]) -> Entity:
    kept = {name: list(dict.fromkeys(each for each in values if each)) for name, values in properties.items()}
    return {"id": id_, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}
