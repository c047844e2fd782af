"""Forecasts kept, settled and replayed; and no look-ahead, checked by building the record anew up to the day."""

import json
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.analysis.forecasting.between import Act
from dragoman.analysis.forecasting.next_acts import METHOD, Past
from dragoman.analysis.forecasting.outcomes import settles_on
from dragoman.analysis.forecasting.scorecard import scores_of
from dragoman.chronicle import Chronicle
from dragoman.chronicle.forecasting import backtest, forecasts_on, kept_next, known_on, settle
from dragoman.events import Forecast
from dragoman.record import EventType, Status
from dragoman.store.opening import open_record
from dragoman.store.verifying import broken
from dragoman.store.view import open_view
from tests.chronicle.records import added
from tests.chronicle.test_properties import SLOW, coded
from tests.merging.histories import START, WORDS, Telling, histories
from tests.store.past import past


def forecasts_of(path, on):
    with open_view(path) as view:
        return forecasts_on(known_on(Chronicle(view), on), on, 30, least=1)


@SLOW
@given(histories, st.integers(-1, 40))
def test_a_forecast_of_a_past_day_is_the_one_a_record_built_up_to_that_day_makes(history, day):
    on = START + timedelta(days=day)
    with tempfile.TemporaryDirectory() as name:
        whole = added(Path(name) / "whole.db", [coded(history)])
        then = [each for each in coded(history) if each[0].published_on <= on]
        rebuilt = added(Path(name) / "rebuilt.db", [then])
        assert forecasts_of(whole, on) == forecasts_of(rebuilt, on)


MEETINGS = [
    Telling(day, ((EventType.CONSULT, Status.HAPPENED, "MLI", "RUS", day, "Moscow", WORDS[0], False),), "AFP", False)
    for day in range(-70, 0, 10)
]
"""Enough for chances between Mali and Russia."""
elsewhere = st.lists(
    st.builds(
        lambda day, type_, pair, words: Telling(
            day, ((type_, Status.HAPPENED, *pair, day, None, words, False),), "TASS", False
        ),
        st.integers(-70, 20),
        st.sampled_from((EventType.CONSULT, EventType.ASSAULT, EventType.ACCUSE)),
        st.sampled_from((("CHN", "JPN"), ("JPN", "CHN"))),
        st.sampled_from(WORDS),
    ),
    min_size=1, max_size=12, unique_by=lambda telling: telling.article().id,
)  # fmt: skip


@SLOW
@given(histories, elsewhere, st.integers(-1, 40))
def test_news_of_two_others_changes_no_forecast_of_a_record(history, others, day):
    on = START + timedelta(days=day)
    with tempfile.TemporaryDirectory() as name:
        known = [*MEETINGS, *history]
        before = forecasts_of(added(Path(name) / "a.db", [coded(known)]), on)
        after = forecasts_of(added(Path(name) / "b.db", [coded([*others, *known])]), on)
    assert [made for made in before if made.subject[:2] in (("MLI", "RUS"), ("RUS", "MLI"))]
    assert [made for made in after if not {"CHN", "JPN"} & set(made.subject)] == before


def one(subject=("MLI", "RUS", "CONSULT"), kind="next", until=date(2025, 4, 30)):
    return Forecast(kind, subject, date(2025, 3, 31), date(2025, 4, 1), until, 0.7, 0.1, "{}")


def test_what_is_kept_comes_back_as_it_was_made_and_is_guarded(place):
    with open_record(place / "a.db") as record, record.writer() as writer:
        numbers = writer.forecasts.keep([one(), one(("MLI", "FRA", "ACCUSE"))])
    assert numbers == [1, 2]
    with open_view(place / "a.db") as view:
        kept = view.forecasts()
    assert [(made.subject, made.chance, made.until, came) for made, came in kept] == [
        (("MLI", "RUS", "CONSULT"), 0.7, date(2025, 4, 30), None),
        (("MLI", "FRA", "ACCUSE"), 0.7, date(2025, 4, 30), None),
    ]
    assert list(broken(place / "a.db")) == []
    past(place / "a.db", "UPDATE forecasts SET chance = 0.2 WHERE number = 2")
    assert [(each.what, each.subject) for each in broken(place / "a.db")] == [("forecast", "2")]


@pytest.mark.parametrize(("days_after", "settled"), [(13, 0), (14, 1), (300, 1)])
def test_a_forecast_is_settled_when_its_days_of_grace_are_over(place, days_after, settled):
    path = place / "a.db"
    with open_record(path) as record:
        with record.writer() as writer:
            writer.forecasts.keep([one()])
        assert settles_on(one()) == date(2025, 5, 14)
        with open_view(path) as view:
            assert settle(record, Chronicle(view), one().until + timedelta(days=days_after)) == settled
            assert [came.outcome for _, came in view.forecasts() if came] == [0.0] * settled
            # once settled it stays so
            assert settle(record, Chronicle(view), date(2027, 1, 1)) == 1 - settled


def test_a_forecast_says_by_which_method_it_was_made():
    acts = [Act(date(2025, 3, day), "MLI", "RUS", EventType.CONSULT, f"e{day}") for day in range(1, 9)]
    kept = kept_next(Past(acts, date(2025, 3, 31), 30).likely("MLI", "RUS"), date(2025, 3, 31), 30)
    assert {json.loads(each.grounds)["method"] for each in kept} == {METHOD}


def test_forecasts_of_an_earlier_method_are_settled_and_scored_beside_those_of_this_one(place):
    earlier = replace(one(), grounds=json.dumps({"moved by": {"rate": 1.2}, "rules": [], "events": []}))
    later = replace(one(), grounds=json.dumps({"method": METHOD, "moved by": {}, "rules": [], "events": []}))
    with open_record(place / "a.db") as record:
        with record.writer() as writer:
            writer.forecasts.keep([earlier, later])
        with open_view(place / "a.db") as view:
            assert settle(record, Chronicle(view), date(2026, 1, 1)) == 2
            scored = scores_of("next", [(made, came) for made, came in view.forecasts() if came])
    assert scored is not None
    assert (scored.forecasts, scored.came, round(scored.brier, 4)) == (2, 0, 0.49)


def test_a_backtest_of_an_empty_record_holds_nothing(place):
    path = added(place / "a.db", [[]])
    with open_view(path) as view:
        assert backtest(Chronicle(view), date(2025, 5, 1), 30, 3, 20) == []
    assert json.loads(one().grounds) == {}
