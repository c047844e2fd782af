"""What others do to one another changes no answer. Who "others" are differs, and each test says it.

A relation, an edge of a network, the chances between two and their next month: any pair but these two, be it one of them
with a third. The chance of a plan: any pair without plans, for it is the share of like plans that were held. What comes
next of one (forecasting/test_coming.py): two whom it never had to do with, for it is learnt from its partners too.
Shifts of an actor (shifts/test_shifts.py): two others. Blocs, alignment and centrality are of a network as a whole.
"""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.analysis.dyad import Party, dyad
from dragoman.analysis.forecasting.between import acts_of
from dragoman.analysis.forecasting.levels import level, monthly, next_month
from dragoman.analysis.forecasting.next_acts import Past
from dragoman.analysis.forecasting.plans import past_plans, plan_forecast
from dragoman.analysis.network.acts import pair_acts
from dragoman.analysis.network.graph import network
from dragoman.analysis.standing import Asked
from dragoman.record import EventType as Type
from tests.analysis.happenings import an_event

FIRST = date(2024, 1, 1)
LAST = FIRST + timedelta(days=400)
TWO = ("MLI", "RUS")
SOME = settings(max_examples=30, deadline=None)


def acts_between(pairs, most):
    return st.lists(
        st.tuples(st.integers(0, 390), st.sampled_from(pairs), st.sampled_from(tuple(Type))), min_size=1, max_size=most
    )


mine = acts_between(("MLI RUS", "RUS MLI"), 40)
others = acts_between(("CHN JPN", "JPN CHN", "MLI CHN", "RUS JPN", "FRA RUS"), 60)


def happened(acts, name):
    found = []
    for number, (day, pair, type_) in enumerate(acts):
        on = str(FIRST + timedelta(days=day))
        found.append(an_event([("held", on, on)], *pair.split(), type_, name=f"{name}{number:03}"))
    return found


def planned(acts, name):
    """Each announced a week ahead; every other one held."""
    found = []
    for number, (day, pair, type_) in enumerate(acts):
        announced, on = (str(FIRST + timedelta(days=day - ahead)) for ahead in (7, 0))
        held = [("held", on, on)] if number % 2 else []
        found.append(an_event([("planned", announced, on), *held], *pair.split(), type_, name=f"{name}{number:03}"))
    return found


def of_two(events):
    """The acts of a relation, the edge of a network, the chances of what is next, and the levels of the next month."""
    acts, asked = acts_of(events, LAST), Asked(LAST)
    months = [level(monthly(acts, TWO, side, LAST), side, next_month(LAST)) for side in ("cooperation", "conflict")]
    return {
        "relation": dyad(events, [], Party(TWO[0]), Party(TWO[1]), asked).acts,
        "edge": [
            edge for edge in network(pair_acts(events, asked), FIRST, LAST).edges if (edge.one, edge.other) == TWO
        ],
        "next": Past(acts, LAST, 30).likely(*TWO),
        "levels": [each and (each.mean, each.low, each.high, each.chances.tolist(), each.past) for each in months],
    }


def chance(events):
    """The chance of a plan of the two."""
    plan = an_event([("planned", str(LAST), str(LAST + timedelta(days=9)))], *TWO, name="p")
    return plan_forecast(plan, LAST, past_plans(events, LAST), 1)


@SOME
@given(mine, others)
def test_acts_of_other_pairs_change_no_answer_about_two(acts, others):
    known = happened(acts, "e")
    assert of_two([*happened(others, "x"), *known]) == of_two(known)


@SOME
@given(mine, others)
def test_acts_of_other_pairs_change_no_chance_of_a_plan(acts, others):
    known = planned(acts, "e")
    assert chance([*happened(others, "x"), *known]) == chance(known)


def test_what_is_compared_is_there_and_changes_with_the_acts_of_the_two_and_the_plans_of_others():
    acts = [(day, "MLI RUS", Type.CONSULT) for day in range(0, 390, 30)]
    first = of_two(happened(acts, "e"))
    assert all(first.values())
    assert all(first["levels"])
    assert len(first["next"]) == 2 * len(Type)
    later = of_two(happened([*acts, (380, "MLI RUS", Type.CONSULT)], "e"))
    assert not [name for name in first if first[name] == later[name]]
    known = planned(acts, "e")
    assert chance(known).chance is not None
    assert chance([*known, *planned([(90, "CHN JPN", Type.CONSULT)], "x")]) != chance(known)
