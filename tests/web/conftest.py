"""Records that every test of the pages reads."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.web.factory import hostile_record, opened, reader, story_record


@pytest.fixture(scope="session")
def story_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of all the stories; read only."""
    return story_record(tmp_path_factory.mktemp("web") / "stories.db")


@pytest.fixture(scope="session")
def desk(new_place: Callable[[], Any]) -> Iterator[TestClient]:
    """A reader of the stories on 2025-04-10, whichever engine keeps them."""
    with opened(story_record(new_place() / "stories.db")) as view:
        yield reader(view)


@pytest.fixture(scope="session")
def hostile(new_place: Callable[[], Any]) -> Iterator[TestClient]:
    """A reader of the record that means harm, whichever engine keeps it."""
    with opened(hostile_record(new_place() / "hostile.db")) as view:
        yield reader(view)
