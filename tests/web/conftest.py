"""Records that every test of the pages reads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.web.factory import hostile_record, opened, reader, story_record


@pytest.fixture(scope="session")
def story_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of all the stories; read only."""
    return story_record(tmp_path_factory.mktemp("web") / "stories.db")


@pytest.fixture(scope="session")
def desk(story_path: Path) -> Iterator[TestClient]:
    """A reader of the stories on 2025-04-10."""
    with opened(story_path) as view:
        yield reader(view)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A reader of the record that means harm."""
    with opened(hostile_record(tmp_path_factory.mktemp("hostile") / "hostile.db")) as view:
        yield reader(view)
