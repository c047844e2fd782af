"""The pages come in; their description for programs goes out, as OpenAPI 3.1, made from what is served."""

import re
from collections.abc import Sequence
from typing import Any

from dragoman import __version__
from dragoman.web.address import AS_OF, KNOWN_BY, LANG, Parameter
from dragoman.web.answering import Page
from dragoman.web.forms import MEDIA

_PART = re.compile(r"\{(\w+)\}")
_REFUSALS = {
    "400": "the address asks for something that there is not",
    "404": "there is no such event, actor, outlet or page",
    "503": "the question takes too long",
}
_EXAMPLES = {"one": "MLI", "other": "RUS", "actor": "AES", "event": "0123456789abcdef"}


def described(pages: Sequence[Page]) -> dict[str, Any]:
    """The description of these pages in all their forms."""
    paths: dict[str, Any] = {}
    for page in pages:
        for form in page.forms:
            paths[f"{page.path}.{form}"] = {"get": _operation(page, form)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Dragoman",
            "version": __version__,
            "description": "The record of diplomatic acts, as lists. Every list is also a page without its ending.",
        },
        "paths": paths,
        "components": {"schemas": {"Error": _ERROR, "List": _LIST}},
    }


def _operation(page: Page, form: str) -> dict[str, Any]:
    content = {MEDIA[form].partition(";")[0]: {"schema": _schema(form)}}
    refused = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    parts = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1},
         "example": _EXAMPLES[name]}
        for name in _PART.findall(page.path)
    ]  # fmt: skip
    given = [_parameter(each) for each in (*page.parameters, AS_OF, KNOWN_BY, LANG)]
    return {
        "operationId": f"{page.name}_{form}",
        "summary": page.says,
        "parameters": [*parts, *given],
        "responses": {
            "200": {"description": page.says, "content": content},
            **{status: {"description": says, "content": refused} for status, says in _REFUSALS.items()},
        },
    }


def _parameter(each: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if each.kind == "day":
        schema["format"] = "date"
    if each.choices:
        schema["enum"] = list(each.choices)
    found = {"name": each.name, "in": "query", "required": False, "description": each.says, "schema": schema}
    return found | ({"example": each.example} if each.example else {})


def _schema(form: str) -> dict[str, Any]:
    return {"$ref": "#/components/schemas/List"} if form == "json" else {"type": "string"}


_ERROR = {
    "type": "object",
    "required": ["error"],
    "additionalProperties": False,
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "reason", "remedy"],
            "additionalProperties": False,
            "properties": {
                "status": {"type": "integer"},
                "reason": {"type": "string"},
                "remedy": {"type": "string", "description": "what to do about it; empty where nothing can be done"},
            },
        }
    },
}
_LIST = {
    "type": "object",
    "required": ["list", "asked_on", "as_of", "known_by", "rows", "next"],
    "additionalProperties": False,
    "properties": {
        "list": {"type": "string"},
        "asked_on": {"type": "string", "format": "date"},
        "as_of": {"type": ["string", "null"], "format": "date"},
        "known_by": {"type": ["string", "null"], "format": "date"},
        "rows": {"type": "array", "items": {"type": "object"}},
        "next": {"type": ["string", "null"], "description": "`after` of the next page; null on the last"},
    },
}
