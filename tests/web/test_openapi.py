"""The description for programs is true: what it names is served so, and what is served is named."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from dragoman.web.application import PAGES
from dragoman.web.forms import MEDIA
from dragoman.web.openapi import described

FOUND = described(PAGES)
PATHS = sorted(FOUND["paths"])


def filled(path: str, event: str) -> str:
    """The address of a path with its parts given."""
    return path.format(one="MLI", other="RUS", actor="AES", event=event)


def checked(answer: Any, name: str) -> None:
    schema = {**FOUND["components"]["schemas"][name], "components": FOUND["components"]}
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(answer)


@pytest.fixture(scope="module")
def event(desk: TestClient) -> str:
    return str(desk.get("/events.json").json()["rows"][0]["event"])


@pytest.mark.parametrize("path", PATHS)
def test_what_it_names_is_served_as_it_says(desk: TestClient, path: str, event: str) -> None:
    operation = FOUND["paths"][path]["get"]
    given = (
        {"name": "Sahel Courier"}
        if path.startswith("/outlet.")
        else {"q": "Mali"}
        if path.startswith("/search")
        else {}
    )
    answer = desk.get(filled(path, event), params=given)
    assert answer.status_code == 200
    kind = answer.headers["content-type"].partition(";")[0]
    assert list(operation["responses"]["200"]["content"]) == [kind]
    if kind == "application/json":
        checked(answer.json(), "List")


@pytest.mark.parametrize("path", PATHS)
def test_every_parameter_that_it_names_is_heeded(desk: TestClient, path: str, event: str) -> None:
    for each in FOUND["paths"][path]["get"]["parameters"]:
        if each["in"] == "path":
            continue
        if each["schema"].get("format") == "date":
            wrong = "2025-02-30"
        elif "enum" in each["schema"]:
            wrong = "neither"
        else:
            continue
        answer = desk.get(filled(path, event), params={each["name"]: wrong, "name": "Sahel Courier", "q": "Mali"})
        heeded = each["name"] in ("as_of", "known_by", "lang") or path.rsplit(".")[-1]
        assert answer.status_code == 400 or not heeded, (path, each["name"])
        checked(answer.json(), "Error")


def test_every_list_in_every_form_is_named(desk: TestClient) -> None:
    served = {f"{page.path}.{form}" for page in PAGES for form in page.forms}
    assert set(PATHS) == served
    assert {path.rsplit(".")[-1] for path in PATHS} == set(MEDIA)
    assert desk.get("/openapi.json").json() == FOUND
    names = [operation["get"]["operationId"] for operation in FOUND["paths"].values()]
    assert len(names) == len(set(names))
