from pathlib import Path

import pytest

from dragoman.errors import Stop
from dragoman.ontology.desk import desk_of
from dragoman.store.locating import Shared, located, named


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("postgresql://ann@desk.example:5433/sahel", "postgresql://ann@desk.example:5433/sahel"),
        ("postgresql://ann:a%40b@desk.example/sahel", "postgresql://ann@desk.example/sahel"),
        ("postgres://desk.example/sahel?password=x&sslmode=require", "postgresql://desk.example/sahel?sslmode=require"),
        ("postgresql:///sahel", "postgresql:///sahel"),
        ("postgresql:///sahel?host=/run/postgresql", "postgresql:///sahel?host=%2Frun%2Fpostgresql"),
    ],
)
def test_an_address_is_one_and_is_shown_without_its_password(given, shown):
    for each in (given, Path(given)):  # a path that an address went through has lost slashes
        found = located(each)
        assert isinstance(found, Shared)
        assert str(found) == named(given) == shown
    assert located(found) is found


@pytest.mark.parametrize("given", ["a.db", "folder/postgresql.db", "sqlite:///a.db", "postgresql"])
def test_anything_else_is_a_file(given):
    assert located(given) == Path(given)
    assert named(given) == given


@pytest.mark.parametrize("given", ["postgresql://", "postgresql://host", "postgresql://ann:secret@host:port/x"])
def test_half_an_address_is_refused_without_saying_it_aloud(given):
    with pytest.raises(Stop, match="not the address") as stop:
        located(given)
    assert "secret" not in str(stop.value)


@pytest.mark.parametrize(
    ("record", "desk"),
    [
        ("news/sahel.db", "news/sahel.desk"),
        ("postgresql://ann:x@desk.example/sahel", "sahel.desk"),
        ("postgresql:///sahel?host=/run/postgresql", "sahel.desk"),
    ],
)
def test_its_desk_is_a_folder(record, desk):
    assert desk_of(Path(record)) == Path(desk)
