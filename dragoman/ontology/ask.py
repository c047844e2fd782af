"""Questions to the book, one JSON object a line → answers, one a line and in order; a line that is no question gets an
answer that says why."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dragoman.dates import parse_day
from dragoman.errors import DragomanError, Skip
from dragoman.ontology.book import Book

Answer = dict[str, Any]

# Under this score a phrase is answered with silence.
SURE = 0.5


def answers(book: Book, lines: Iterable[str]) -> Iterator[str]:
    """The answer to each line, as JSON; empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield json.dumps(_answer_line(book, line, number), ensure_ascii=False)


def _answer_line(book: Book, line: str, number: int) -> Answer:
    try:
        question = json.loads(line)
    except (ValueError, RecursionError) as broken:
        return {"error": f"line {number}: not JSON ({broken})"}
    if not isinstance(question, dict):
        return {"error": f"line {number}: not a JSON object"}
    try:
        return answer(book, question)
    except DragomanError as refused:
        return {"error": f"line {number}: {refused}"}


def answer(book: Book, question: Mapping[str, Any]) -> Answer:
    """The answer to one question; Skip or Stop where it cannot be put so."""
    ask = question.get("ask")
    answerer = _ANSWERERS.get(ask) if isinstance(ask, str) else None
    if answerer is None:
        raise Skip(f"“ask” is {ask!r}; it is one of {', '.join(_ANSWERERS)}")
    return answerer(book, question)


def _text(question: Mapping[str, Any], name: str) -> str:
    value = question.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Skip(f"“{name}” is missing or no text")
    return value


def _on(question: Mapping[str, Any]) -> date | None:
    value = question.get("on")
    if value is None:
        return None
    if not isinstance(value, str):
        raise Skip("“on” is no date (want YYYY-MM-DD)")
    return parse_day(value)


def _holder(book: Book, question: Mapping[str, Any]) -> Answer:
    spell = book.holder(_text(question, "office"), book.actor_id(_text(question, "country")), _on(question))
    if spell is None:
        return {"person": None, "from": None, "to": None}
    person = book.people.by_id.get(spell.person)
    until = None if spell.until == "?" else spell.until
    return {"person": person.name if person else spell.person, "from": spell.since, "to": until}


def _resolve(book: Book, question: Mapping[str, Any]) -> Answer:
    found = book.resolve(_text(question, "text"), _on(question))
    if found.score < SURE:
        return {"country": None, "sector": None, "id": None, "person": None, "score": found.score}
    return {
        "country": found.country,
        "sector": found.sector,
        "id": found.id,
        "person": found.person,
        "score": found.score,
    }


def _members(book: Book, question: Mapping[str, Any]) -> Answer:
    body, on = book.actor_id(_text(question, "body"), kinds=("body",)), _on(question)
    return {"members": book.members(body, on) if book.lists_members(body, on) else None}


def _code(book: Book, question: Mapping[str, Any]) -> Answer:
    value = question.get("value")
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise Skip("“value” is missing or no code")
    return {"value": book.codes.convert(str(value), _text(question, "system"), _text(question, "to"), _on(question))}


_ANSWERERS: dict[str, Callable[[Book, Mapping[str, Any]], Answer]] = {
    "holder": _holder,
    "resolve": _resolve,
    "members": _members,
    "code": _code,
}
