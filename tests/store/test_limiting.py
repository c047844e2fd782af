import time

import pytest
from sqlalchemy import text

from dragoman.store.limiting import TooLong, is_over, time_limit
from dragoman.store.opening import open_record
from dragoman.store.view import open_view

ENDLESS = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")


def test_a_question_that_never_ends_is_broken_off(tmp_path):
    open_record(tmp_path / "a.db").close()
    with open_view(tmp_path / "a.db") as view:
        began = time.monotonic()
        with pytest.raises(TooLong, match="fewer days"), time_limit(0.2), view._asking() as connection:
            connection.execute(ENDLESS)
        assert time.monotonic() - began < 5
        assert view.counts().articles == 0, "the record answers again afterwards"


def test_a_limit_ends_with_its_block():
    assert not is_over()
    with time_limit(0.0):
        time.sleep(0.001)
        assert is_over()
        with time_limit(60):
            assert not is_over()
    assert not is_over()
