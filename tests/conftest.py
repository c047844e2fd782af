"""Fixtures that every wing's tests share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import Databases, Server, programs

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold sets and data beside the checkout; the test is skipped where it is absent."""
    if not (SHARED / "score.py").is_file():
        pytest.skip("../shared is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server of the tests' own; the test is skipped where none is installed."""
    binaries = programs()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="the PostgreSQL driver is not installed")
    server = Server(binaries)
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def new_place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Path | Databases]:
    """Gives empty places in which records are made, on each of the engines in turn."""
    if request.param == "sqlite":
        return lambda: tmp_path_factory.mktemp("records")
    server = request.getfixturevalue("postgres")
    return lambda: Databases(server)


@pytest.fixture(params=["sqlite", "postgresql"])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | Databases]:
    """The same for tests that lay out records in their own ways, which nobody else can use afterwards."""
    if request.param == "sqlite":
        yield tmp_path
        return
    made = Databases(request.getfixturevalue("postgres"), bare=True)
    yield made
    made.close()


@pytest.fixture
def place(new_place: Callable[[], Path | Databases]) -> Iterator[Path | Databases]:
    """A place in which records are made: a folder, or a PostgreSQL server."""
    made = new_place()
    yield made
    if isinstance(made, Databases):
        made.close()
