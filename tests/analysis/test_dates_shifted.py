"""Relations, networks and forecasts know no calendar of their own."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.analysis.dyad import Party, dyad
from dragoman.analysis.forecasting.between import acts_of
from dragoman.analysis.forecasting.next_acts import Past
from dragoman.analysis.forecasting.plans import past_plans, plan_forecast
from dragoman.analysis.network.acts import pair_acts
from dragoman.analysis.network.graph import network
from dragoman.analysis.periods import By
from dragoman.analysis.relation import Framing, relation
from dragoman.analysis.standing import Asked
from dragoman.record import EventType as Type
from tests.analysis.happenings import an_event

FIRST = date(2024, 1, 1)
LAST = FIRST + timedelta(days=400)
SOME = settings(max_examples=20, deadline=None)
PAIRS = ("MLI RUS", "RUS MLI", "MLI FRA", "FRA MLI")
told = st.lists(
    st.tuples(st.integers(0, 390), st.sampled_from(PAIRS), st.sampled_from((Type.CONSULT, Type.ACCUSE, Type.AID))),
    min_size=4, max_size=25,
)  # fmt: skip
weeks = st.integers(-300, 300)


def events(acts, moved=timedelta()):
    found = []
    for number, (day, pair, type_) in enumerate(acts):
        on = FIRST + timedelta(days=day) + moved
        who, whom = pair.split()
        stage = [("planned", str(on), str(on + timedelta(days=9)))] if number % 5 == 4 else [("held", str(on), str(on))]
        found.append(an_event(stage, who, whom, type_, name=f"e{number:03}"))
    return found


def answers(known, last):
    asked = Asked(last)
    between = dyad(known, [], Party("MLI"), Party("RUS"), asked)
    articles = {event.first_known_on: 3 for event in known}
    series = relation(between, articles, last, Framing(by=By.WEEK, half_life=30.0))
    found = network(pair_acts(known, asked), last - timedelta(days=200), last)
    likely = Past(acts_of(known, last), last, 30).likely("MLI", "RUS")
    plans = [plan_forecast(event, last, past_plans(known, last), 1) for event in known]
    return {
        "relation": [(point.score, point.level, point.coverage, dict(point.counts)) for point in series.points],
        "network": [(edge.one, edge.other, edge.net, len(edge.events)) for edge in found.edges],
        "next": [(each.kind, round(each.chance, 9), each.grounds) for each in likely],
        "plans": [each and (each.chance, each.notice) for each in plans],
    }  # fmt: skip


@SOME
@given(told, weeks)
def test_shifting_all_dates_by_weeks_shifts_all_answers(acts, step):
    moved = timedelta(weeks=step)
    assert answers(events(acts, moved), LAST + moved) == answers(events(acts), LAST)


def test_events_are_told_apart_by_their_days_alone():
    acts = [(3, "MLI RUS", Type.CONSULT), (20, "MLI RUS", Type.ACCUSE)]
    first = answers(events(acts), LAST)
    assert first["relation"], "there is something to compare"
    assert first != answers(events([replace_day(acts[0], 90), acts[1]]), LAST)


def replace_day(act, day):
    return (day, *act[1:])
