"""What comes next of an actor, whomever with: what ranks first and why, no look ahead, and no calendar in it."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.analysis.forecasting import learners
from dragoman.analysis.forecasting.between import Act
from dragoman.analysis.forecasting.coming import ranking
from dragoman.record import EventType as Type

FIRST = date(2022, 1, 1)
ON = FIRST + timedelta(days=720)
STATES = ("MLI", "FRA", "RUS", "NER", "BFA", "TGO")


def told(seed=1, days=800, first=FIRST):
    """Mali and Russia meet all the time; who is accused expels the accuser's people three days later; all else is chance."""
    draw = np.random.default_rng(seed)
    found = []
    for day in range(days):
        on = first + timedelta(days=day)
        if draw.random() < 0.2:
            found.append(("MLI", "RUS", Type.CONSULT, on))
        if draw.random() < 0.08:
            one, other = draw.choice(STATES, 2, replace=False)
            found.append((str(one), str(other), Type.ACCUSE, on))
            found.append((str(other), str(one), Type.SANCTION, on + timedelta(days=3)))
        if draw.random() < 0.1:
            one, other = draw.choice(STATES, 2, replace=False)
            found.append((str(one), str(other), Type.AID, on))
    return [Act(on, one, other, type_, f"e{number:04}") for number, (one, other, type_, on) in enumerate(found)]


@pytest.fixture(scope="module")
def found():
    return ranking(told(), "MLI", ON, 30)


def test_what_happens_all_the_time_is_likeliest(found):
    assert found.answers[0].kind == ("MLI", "RUS", Type.CONSULT)
    assert found.answers[0].chance > 0.8 > found.answers[0].base
    chances = [each.chance for each in found.answers]
    assert chances == sorted(chances, reverse=True)


def test_each_answer_shows_past_acts_and_what_raised_it(found):
    known = {act.event for act in told() if act.on <= ON}
    for each in found.answers[:3]:
        assert each.moved
        assert {act.event for act in each.acts} <= known
        assert each.acts[0].dyad == tuple(sorted(each.kind[:2]))


def test_what_answers_a_late_act_is_raised_by_the_rule():
    acts = [act for act in told() if act.on <= ON and act.dyad != ("BFA", "MLI")]
    asked = [*acts, Act(ON, "MLI", "BFA", Type.ACCUSE, "last")]
    with_, without = (
        {each.kind: each for each in ranking(some, "MLI", ON, 30, most=80).answers} for some in (asked, acts)
    )
    kind = ("BFA", "MLI", Type.SANCTION)
    assert kind not in without or with_[kind].chance > 2 * without[kind].chance
    rule = with_[kind].rules[0]
    assert (rule.earlier, rule.is_reversed, rule.days) == (Type.ACCUSE, True, 1)
    assert [act.event for act in with_[kind].acts] == ["last"]


def test_only_the_types_asked_for_are_ranked():
    assert {each.kind[2] for each in ranking(told(), "MLI", ON, 30, types=(Type.AID,)).answers} == {Type.AID}


def test_what_comes_after_the_day_changes_nothing(found):
    assert ranking([act for act in told() if act.on <= ON], "MLI", ON, 30) == found


def test_later_dates_give_the_same_answers_later(found):
    later = ranking(told(first=FIRST + timedelta(days=1000)), "MLI", ON + timedelta(days=1000), 30)
    assert [(each.kind, pytest.approx(each.chance)) for each in later.answers] == [
        (each.kind, each.chance) for each in found.answers
    ]


STRANGERS = ("TCD CHN", "CHN TCD", "CHN JPN", "JPN TCD")
"""Two with whom Mali never had to do; Chad has with Togo and Niger, and they with Mali."""
strange = st.lists(
    st.tuples(st.integers(0, 720), st.sampled_from(STRANGERS), st.sampled_from(tuple(Type))), min_size=1, max_size=80
)


def known_of_chad():
    return [
        *told(),
        *(
            Act(FIRST + timedelta(days=30 * step), "TCD", ("TGO", "NER")[step % 2], Type.AID, f"c{step}")
            for step in range(20)
        ),
    ]


def acts_of_strangers(given):
    found = []
    for number, (day, pair, type_) in enumerate(given):
        one, other = pair.split()
        found.append(Act(FIRST + timedelta(days=day), one, other, type_, f"x{number:02}"))
    return found


@pytest.fixture(scope="module")
def beside_chad():
    return ranking(known_of_chad(), "MLI", ON, 30, most=60)


@settings(max_examples=15, deadline=None)
@given(strange)
def test_what_two_do_whom_the_actor_never_had_to_do_with_changes_nothing(beside_chad, given):
    assert ranking([*acts_of_strangers(given), *known_of_chad()], "MLI", ON, 30, most=60) == beside_chad


def test_what_they_do_changes_no_tree(monkeypatch):
    pytest.importorskip("lightgbm")
    monkeypatch.setattr(learners, "ENOUGH", 50)
    acts = acts_of_strangers([(day, "CHN JPN", Type.CONSULT) for day in range(0, 720, 3)])
    found = ranking(known_of_chad(), "MLI", ON, 30)
    assert found.learning.learner == "boosted trees"
    assert ranking([*acts, *known_of_chad()], "MLI", ON, 30) == found


def test_what_a_partner_does_with_a_stranger_counts(beside_chad):
    acts = acts_of_strangers([(day, "CHN TGO", Type.CONSULT) for day in range(0, 720, 3)])
    assert ranking([*acts, *known_of_chad()], "MLI", ON, 30, most=60).learning != beside_chad.learning


def test_the_last_day_kept_aside_says_how_good_it_is(found):
    learning = found.learning
    assert 0 < learning.hits <= learning.tried
    assert learning.cases > learning.came > 0
    assert learning.last <= ON - timedelta(days=30)


@pytest.mark.parametrize(("actor", "days"), [("FJI", 800), ("MLI", 40)])
def test_an_unknown_actor_or_too_short_a_past_gets_nothing(actor, days):
    assert ranking(told(days=days), actor, FIRST + timedelta(days=days), 30) is None


def test_trees_learn_from_many_cases_and_say_what_raised_each(monkeypatch):
    pytest.importorskip("lightgbm")
    monkeypatch.setattr(learners, "ENOUGH", 50)
    by_trees = ranking(told(), "MLI", ON, 30)
    assert by_trees.learning.learner == "boosted trees"
    assert by_trees.answers[0].kind == ("MLI", "RUS", Type.CONSULT)
    assert by_trees.answers[0].moved
