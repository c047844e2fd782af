"""Order-free, one by one as all at once, idempotent, and known by a day as a record built up to that day."""

import random
import tempfile
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.store.opening import open_record
from tests.chronicle.records import added, events_of
from tests.merging.histories import START, histories

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def folder():
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def coded(history):
    return [(article, telling.reports(article)) for telling in history for article in [telling.article()]]


@SLOW
@given(histories, st.integers(0, 2**32), st.integers(1, 4))
def test_any_order_one_by_one_or_at_once_gives_the_same_events(history, seed, size):
    with folder() as here:
        once = events_of(added(here / "once.db", [coded(history)]))
        shuffled = coded(history)
        random.Random(seed).shuffle(shuffled)
        pieces = [shuffled[start : start + size] for start in range(0, len(shuffled), size)]
        assert events_of(added(here / "pieces.db", pieces)) == once
        assert events_of(added(here / "singly.db", [[each] for each in reversed(shuffled)])) == once


@SLOW
@given(histories, st.integers(-1, 26))
def test_known_by_a_day_is_what_a_record_built_up_to_that_day_says(history, day):
    known_by = START + timedelta(days=day)
    with folder() as here:
        whole = added(here / "whole.db", [coded(history)])
        then = [each for each in coded(history) if each[0].published_on <= known_by]
        rebuilt = added(here / "rebuilt.db", [then])
        assert events_of(whole, known_by) == events_of(rebuilt)


@SLOW
@given(histories, st.integers(0, 2**32))
def test_adding_again_and_coding_anew_change_nothing(history, seed):
    with folder() as here:
        path = added(here / "a.db", [coded(history)])
        before = events_of(path)
        assert events_of(added(path, [coded(history)])) == before
        anew = coded(history)
        random.Random(seed).shuffle(anew)
        assert events_of(added(path, [[each] for each in anew], version="2")) == before


@SLOW
@given(histories, st.data())
def test_an_article_coded_to_nothing_leaves_the_events_of_the_rest(history, data):
    with folder() as here:
        path = added(here / "a.db", [coded(history)])
        gone = data.draw(st.sampled_from(coded(history)))[0]
        with open_record(path) as record:
            pass
        added(path, [[(gone, [])]], version="2")
        rest = [each for each in coded(history) if each[0].id != gone.id]
        left = events_of(path)
        # The text is still there to count copies by, but tells of nothing.
        assert left == events_of(added(here / "b.db", [[*rest, (gone, [])]]))
        assert record.keep == "spans"


def test_histories_reach_what_the_properties_are_about():
    """The made-up histories merge, move, contradict and copy; properties of lone reports would say nothing."""
    seen = {"merged": 0, "moved": 0, "contradicted": 0, "copied": 0}

    @settings(SLOW, max_examples=120, database=None, derandomize=True)
    @given(histories)
    def look(history):
        with folder() as here:
            for event in events_of(added(here / "a.db", [coded(history)])):
                seen["merged"] += len(event["reports"]) > 2
                seen["moved"] += any(str(change.stage) == "moved" for change in event["history"])
                seen["contradicted"] += any(change.contradicts for change in event["history"])
                seen["copied"] += len(event["origins"]) < len(event["reports"])

    look()
    assert all(seen.values()), seen
