from datetime import date, timedelta

from dragoman.analysis.forecasting.between import Act
from dragoman.analysis.forecasting.next_acts import LEAST, Past
from dragoman.record import EventType

START = date(2024, 1, 1)
ON = START + timedelta(days=400)


def act(day, actor="MLI", recipient="RUS", type_=EventType.CONSULT):
    return Act(START + timedelta(days=day), actor, recipient, type_, f"{actor}{recipient}{type_}{day}")


MEETINGS = [act(day) for day in range(0, 400, 20)]
QUARREL = [
    each
    for day in range(5, 400, 40)
    for each in (act(day, "DZA", "FRA", EventType.ACCUSE), act(day + 9, "FRA", "DZA", EventType.REJECT))
]


def chances(acts, one, other):
    return {each.kind: each.chance for each in Past(acts, ON, 30).likely(one, other)}


def test_what_happened_often_is_likelier_than_what_never_did():
    # days between meetings → a chance in thirty days over the first and under the second
    for days, low, high in ((5, 0.9, 1.0), (10, 0.6, 0.9), (20, 0.3, 0.6), (40, 0.1, 0.3), (80, 0.05, 0.15)):
        found = chances([act(day) for day in range(0, 400, days)], "MLI", "RUS")
        assert low < found["MLI", "RUS", EventType.CONSULT] < high, days
        assert found["RUS", "MLI", EventType.ACCUSE] < 0.05, days


def test_what_was_done_lately_is_likelier():
    early, late = ([act(day) for day in days] for days in (range(0, 200, 20), range(200, 400, 20)))
    rare = [act(0), *late]
    assert (
        chances(rare, "MLI", "RUS")["MLI", "RUS", EventType.CONSULT]
        > chances(early, "MLI", "RUS")["MLI", "RUS", EventType.CONSULT]
    )


def test_too_few_acts_give_no_forecast():
    assert Past(MEETINGS[: LEAST - 1], ON, 30).likely("MLI", "RUS") == []
    assert Past(MEETINGS[:LEAST], ON, 30).likely("MLI", "RUS") != []


def test_the_rule_that_raised_an_answer_is_shown_with_its_cases():
    acts = [*MEETINGS, *QUARREL, act(398, "DZA", "FRA", EventType.ACCUSE)]
    found = {each.kind: each for each in Past(acts, ON, 30).likely("FRA", "DZA")}
    answer = found["FRA", "DZA", EventType.REJECT]
    assert [(rule.earlier, rule.is_reversed, rule.followed, rule.cases) for rule in answer.rules][:1] == [
        (EventType.ACCUSE, True, 10, 10)
    ]
    assert answer.acts[0].type is EventType.REJECT


def test_what_comes_after_the_day_changes_nothing():
    later = [act(day, "RUS", "MLI", EventType.SANCTION) for day in range(401, 430)]
    before = Past([each for each in MEETINGS + QUARREL if each.on <= ON], ON, 30).likely("MLI", "RUS")
    known = [each for each in MEETINGS + QUARREL + later if each.on <= ON]
    assert Past(known, ON, 30).likely("MLI", "RUS") == before


def test_shifting_all_days_changes_no_chance():
    by = timedelta(days=97)
    moved = [Act(each.on + by, each.actor, each.recipient, each.type, each.event) for each in MEETINGS + QUARREL]
    ours = [each.chance for each in Past(MEETINGS + QUARREL, ON, 30).likely("DZA", "FRA")]
    assert [each.chance for each in Past(moved, ON + by, 30).likely("DZA", "FRA")] == ours
