"""A few questions that the description allows, and a few that it does not, to every list: none ends in a fault."""

import pytest
from starlette.testclient import TestClient

fuzz = pytest.importorskip("tests.web.fuzz", reason="schemathesis is not installed")
OPERATIONS = {each.path: each for each in fuzz.operations()}


@pytest.mark.parametrize("mode", list(fuzz.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", OPERATIONS)
def test_no_question_ends_in_a_fault(desk: TestClient, path: str, mode: object) -> None:
    assert fuzz.asked(desk, OPERATIONS[path], mode, 5) > 0
