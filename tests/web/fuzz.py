"""What the description for programs allows, and what it does not, is asked of the pages: none may answer with a fault.

`python -m tests.web.fuzz [EXAMPLES]` asks so many of every list in every form (200), well-formed and not, of the record
of all the stories; a failure is a traceback with the address in it.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from starlette.testclient import TestClient

from dragoman.web.application import PAGES
from dragoman.web.openapi import described
from tests.web.factory import opened, reader, story_record

SEED = 20250403


def operations() -> Iterator[Any]:
    """Every operation of the description."""
    for found in schemathesis.openapi.from_dict(described(PAGES)).get_all_operations():
        yield found.ok()


def asked(desk: TestClient, operation: Any, mode: GenerationMode, examples: int) -> int:
    """Asks so many examples of an operation; how many answers came. AssertionError, with the address, at a fault."""
    answers = 0

    @seed(SEED)
    @settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        nonlocal answers
        answer = desk.get(case.formatted_path, params=dict(case.query or {}))
        answers += 1
        assert answer.status_code < 500, f"{answer.request.url} → {answer.status_code}: {answer.text[:200]}"
        if answer.status_code != 200:
            assert list(answer.json()) == ["error"], f"{answer.request.url}: {answer.text[:200]}"

    ask()
    return answers


def main() -> None:
    """Ask every list in every form."""
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder, opened(story_record(Path(folder) / "stories.db")) as view:
        desk = reader(view, limit=60.0)
        for operation in operations():
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                print(f"{operation.path} {mode.value}: {asked(desk, operation, mode, examples)} answers, no fault")


if __name__ == "__main__":
    main()
