"""Every answer known by a day is the one that a record built up to that day gives: no look-ahead anywhere."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.analysis.forecasting import coming
from dragoman.analysis.network.graph import network
from dragoman.analysis.relation import Framing
from dragoman.analysis.shifts.account import shifts
from dragoman.analysis.standing import Asked
from dragoman.chronicle import Chronicle
from dragoman.chronicle.forecasting import Ranks, forecasts_on, known_on, levels_of, ranked_next, settle
from dragoman.chronicle.networks import acts_of, course_of
from dragoman.chronicle.relating import Pair, relation_of
from dragoman.events import Forecast
from dragoman.ontology.book import Book
from dragoman.store.opening import open_record
from dragoman.store.view import Wanted, open_view
from tests.chronicle.records import added
from tests.chronicle.test_properties import coded, folder
from tests.merging.histories import START, histories

SOME = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def book():
    return Book.load()


def answers(path, day, known_by):
    """What each verb rests its print on, asked on a day."""
    asked = Asked(day)
    with open_view(path) as view:
        chronicle = Chronicle(view)
        series = relation_of(chronicle, book(), Pair("MLI", "RUS", known_by), asked, Framing(half_life=30.0))
        wanted = Wanted(since=START - timedelta(days=40), until=day, known_by=known_by)
        graph = network(acts_of(chronicle, book(), wanted, asked), START - timedelta(days=40), day)
        course = course_of(chronicle, book(), replace(wanted, actor="MLI"), asked)
        told = shifts(course, day)
        events = known_on(chronicle, day)
        return {
            "relation": (series.points, dict(series.left_out), series.beside),
            "network": (graph.nodes, graph.edges),
            "course": (course.acts, course.attention, course.steps),
            "shifts": (told.whole, told.single, told.sudden),
            "forecasts": forecasts_on(events, day, 30, least=1),
            "levels": [each.mean for each in levels_of(events, ("MLI", "RUS"), day)],
            "ranking": ranked_next(chronicle, "MLI", day, 5, Ranks()),
        }


def built(here, history, day):
    """The record of a history, and the one built of what was published by a day."""
    whole = added(here / "whole.db", [coded(history)])
    return whole, added(here / "then.db", [[each for each in coded(history) if each[0].published_on <= day]])


@SOME
@given(histories, st.integers(-1, 40))
def test_every_answer_known_by_a_day_is_that_of_a_record_built_up_to_it(history, days):
    day = START + timedelta(days=days)
    with folder() as here:
        whole, then = built(here, history, day)
        found, expected = answers(whole, day, day), answers(then, day, None)
        for verb, answer in expected.items():
            assert found[verb] == answer, verb


@SOME
@given(histories, st.integers(0, 25))
def test_the_scorecard_judges_by_what_was_known_when_the_days_of_grace_were_over(history, days):
    until = START + timedelta(days=days)
    made = [
        Forecast("next", ("MLI", "RUS", type_), START, START, until, 0.5, 0.1, "{}") for type_ in ("CONSULT", "ACCUSE")
    ]
    outcomes = []
    with folder() as here:
        for path in built(here, history, until + timedelta(days=14)):
            with open_record(path) as record:
                with record.writer() as writer:
                    writer.forecasts.keep(made)
                with open_view(path) as view:
                    settle(record, Chronicle(view), date(2026, 1, 1))
                    outcomes.append([came for _, came in view.forecasts()])
    assert outcomes[0] == outcomes[1]
    assert all(outcomes[0])


def test_the_histories_reach_rankings(monkeypatch):
    """With fewer acts asked for, these histories have rankings to compare; without, most would compare nothing."""
    monkeypatch.setattr(coming, "LEAST_CAME", 1)
    seen = []

    @settings(SOME, max_examples=25, database=None, derandomize=True)
    @given(histories)
    def look(history):
        day = START + timedelta(days=30)
        with folder() as here:
            whole, then = built(here, history, day)
            found, expected = answers(whole, day, day), answers(then, day, None)
            assert found["ranking"] == expected["ranking"]
            seen.extend(verb for verb, answer in found.items() if answer and (verb != "relation" or answer[0]))

    look()
    assert {"relation", "network", "course", "forecasts"} <= set(seen)
