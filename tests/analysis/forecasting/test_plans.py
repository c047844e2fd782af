from datetime import date

import pytest

from dragoman.analysis.forecasting.plans import past_plans, plan_forecast
from tests.analysis.happenings import an_event

ON = date(2025, 3, 1)


def kept(name, whom="RUS"):
    return an_event(
        [("planned", "2024-05-01", "2024-05-10"), ("held", "2024-05-11", "2024-05-10")], whom=whom, name=name
    )


def dropped(name, whom="RUS"):
    return an_event(
        [("planned", "2024-05-01", "2024-05-10"), ("cancelled", "2024-05-08", "2024-05-10")], whom=whom, name=name
    )


PLAN = an_event([("planned", "2025-02-25", "2025-03-06")], name="plan")


def test_the_chance_lies_between_the_share_of_all_and_of_like_plans():
    past = [*(kept(f"k{i}") for i in range(20)), *(dropped(f"d{i}", "FRA") for i in range(20))]
    found = plan_forecast(PLAN, ON, past_plans(past, ON))
    assert found is not None
    assert [(step.held, step.cases) for step in found.steps] == [(20, 40), (20, 40), (20, 40), (20, 40)]
    # every plan has Mali in it: nothing tells the French plans from the Russian ones but the other party
    assert found.chance == pytest.approx(0.5, abs=0.02)


def test_few_past_plans_give_no_chance():
    found = plan_forecast(PLAN, ON, past_plans([kept(f"k{i}") for i in range(19)], ON))
    assert found is not None
    assert found.chance is None
    assert found.steps[0].cases == 19


# what came of it → counted as held by its date
OUTCOMES = [
    ([("planned", "2024-05-01", "2024-05-10"), ("held", "2024-05-11", "2024-05-10")], True),
    (
        [
            ("planned", "2024-05-01", "2024-05-10"),
            ("moved", "2024-05-08", "2024-06-10"),
            ("held", "2024-06-11", "2024-06-10"),
        ],
        False,
    ),
    ([("planned", "2024-05-01", "2024-05-10")], False),
    # word that came after the days of grace
    ([("planned", "2024-05-01", "2024-05-10"), ("held", "2024-07-01", "2024-05-10")], False),
]


@pytest.mark.parametrize(("changes", "held"), OUTCOMES)
def test_held_is_what_was_reported_held_on_its_day_in_time(changes, held):
    assert [plan.is_held for plan in past_plans([an_event(changes)], ON)] == [held]


def test_a_plan_whose_days_of_grace_are_not_over_is_no_past_plan():
    assert past_plans([kept("k")], date(2024, 5, 20)) == []
    assert len(past_plans([kept("k")], date(2024, 5, 25))) == 1


def test_what_is_no_plan_on_that_day_has_no_forecast():
    assert plan_forecast(kept("k"), ON, []) is None
