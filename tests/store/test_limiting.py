"""A question that takes too long is broken off, by whichever engine answers it."""

import time

import pytest
from sqlalchemy import text

from dragoman.store.limiting import TooLong, is_over, time_limit
from dragoman.store.opening import open_record
from dragoman.store.view import open_view

ENDLESS = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")


def test_a_question_that_never_ends_is_broken_off(place):
    open_record(place / "a.db").close()
    with open_view(place / "a.db") as view:
        began = time.monotonic()
        with pytest.raises(TooLong, match="fewer days"), time_limit(0.2), view._asking() as connection:
            connection.execute(ENDLESS)
        assert time.monotonic() - began < 5
        assert view.counts().articles == 0, "the record answers again afterwards"


def ask_again_and_again(view, short, until):
    while time.monotonic() < until:
        with view._asking() as connection:
            for _ in range(200):
                connection.execute(short)


def test_many_short_questions_are_broken_off_together(place):
    open_record(place / "a.db").close()
    short = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT count(*) FROM n"
    )
    with open_view(place / "a.db") as view:
        began = time.monotonic()
        with pytest.raises(TooLong), time_limit(0.3):
            ask_again_and_again(view, short, began + 20)
        assert time.monotonic() - began < 2


def test_a_role_of_less_patience_keeps_it_within_a_longer_limit(postgres):
    path = postgres.database("hasty")
    open_record(path).close()
    postgres.run("postgres", f'ALTER DATABASE "{path.database}" SET statement_timeout = 300')
    with open_view(path) as view:
        began = time.monotonic()
        with pytest.raises(TooLong), time_limit(60), view._asking() as connection:
            connection.execute(ENDLESS)
        assert time.monotonic() - began < 5


def test_a_limit_ends_with_its_block():
    assert not is_over()
    with time_limit(0.0):
        time.sleep(0.001)
        assert is_over()
        with time_limit(60):
            assert not is_over()
    assert not is_over()
