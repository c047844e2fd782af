"""Surges, breaks and turns: found where they are, not where news only grew, and moved with the days of the acts."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.analysis.network.acts import PairAct
from dragoman.analysis.shifts.breaks import breaks
from dragoman.analysis.shifts.levels import Way, levels
from dragoman.analysis.shifts.surges import Framing, Lasting, surges
from dragoman.analysis.shifts.turns import relations, turns
from dragoman.analysis.shifts.weekly import Ahead, ahead, average, log_error
from dragoman.record import EventType as Type

FIRST = date(2024, 1, 1)


def daily(pair, type_, days, times=1, origin="Reuters"):
    """Acts of a pair on these days after the first, so many a day."""
    return [
        PairAct(f"{pair}{type_}{day:04}{turn}", FIRST + timedelta(days=day), *pair.split("-"), type_, origins=(origin,))
        for day in days
        for turn in range(times)
    ]


def found(acts, days=200, **framing):
    return surges(levels(acts, FIRST, FIRST + timedelta(days=days), min_acts=5), Framing(**framing))


CALM = daily("A-B", Type.CONSULT, range(0, 200, 10)) + daily("A-C", Type.AID, range(0, 200, 3))
CLASH = daily("A-B", Type.SANCTION, range(100, 107), 2)


def test_a_surge_of_conflict_is_found_on_its_day():
    first = found(CALM + CLASH)[0]
    assert (first.pair, first.way, first.on, first.is_visit) == (
        ("A", "B"),
        Way.CONFLICT,
        FIRST + timedelta(100),
        False,
    )
    assert first.lasting is Lasting.PASSED
    assert first.interval[0] > 1
    assert first.survives is False


@pytest.mark.parametrize(
    ("after", "expected"),
    [(range(107, 140), Lasting.LASTING), ((), Lasting.PASSED)],
)
def test_what_stays_is_told_from_what_passes(after, expected):
    assert found(CALM + CLASH + daily("A-B", Type.ACCUSE, after))[0].lasting is expected


def test_the_end_of_the_record_is_too_early_to_say():
    assert found(CALM + daily("A-B", Type.SANCTION, range(194, 200), 2), days=199)[0].lasting is Lasting.TOO_EARLY


def test_more_news_of_everything_is_no_surge():
    busy = [
        each
        for pair in ("A-B", "A-C", "B-C", "A-D", "B-D")
        for each in daily(pair, Type.ACCUSE, range(200)) + daily(pair, Type.ACCUSE, range(100, 107), 4)
    ]
    assert found(busy) == []


@pytest.mark.parametrize(("type_", "is_new"), [(Type.SANCTION, True), (Type.ASSAULT, False)])
def test_first_measures_among_daily_blows_are_a_surge_and_a_few_more_blows_are_none(type_, is_new):
    blows = daily("A-B", Type.ASSAULT, range(200), 3)
    more = daily("A-B", type_, range(150, 156))
    told = found(blows + [replace(act, event=f"more{act.event}") for act in more])
    assert bool(told) is is_new
    assert all(abs((each.on - FIRST).days - 150) <= 6 for each in told)


def test_last_months_quarrel_does_not_make_the_next_one_usual():
    quarrel = daily("A-B", Type.ACCUSE, range(0, 200, 10)) + daily("A-B", Type.ACCUSE, range(130, 151), 5)
    days = [(each.on - FIRST).days for each in found(quarrel + daily("A-B", Type.REJECT, range(183, 190), 2))]
    assert any(abs(day - 183) <= 3 for day in days), days


def test_shifts_of_few_origins_can_be_left_out():
    assert found(CALM + CLASH, min_origins=2) == []
    more = daily("A-B", Type.THREATEN, range(100, 107), origin="AFP")
    assert found(CALM + CLASH + more, min_origins=2)[0].survives


def test_a_break_in_shares_is_found_and_more_of_everything_is_none():
    turned = np.array([[5, 4, 5, 5, 0, 0, 1, 0], [0, 1, 0, 0, 5, 4, 5, 5]], dtype=float)
    assert [each.place for each in breaks(turned)] == [4]
    grown = np.array([[1, 1, 1, 1, 9, 9, 9, 9], [2, 2, 2, 2, 18, 18, 18, 18]], dtype=float)
    assert breaks(grown) == []
    hump = np.array([[0, 0, 0, 9, 9, 9, 0, 0, 0], [9, 9, 9, 0, 0, 0, 9, 9, 9]], dtype=float)
    assert [each.place for each in breaks(hump)] == [3, 6]
    assert breaks(np.zeros((2, 9))) == []


TURNED = daily("MLI-FRA", Type.COOPERATE, range(0, 700, 30)) + daily("MLI-RUS", Type.COOPERATE, range(730, 1400, 30))
TURNED = (
    TURNED + daily("MLI-FRA", Type.ACCUSE, range(740, 1400, 60)) + daily("MLI-SEN", Type.CONSULT, range(0, 1400, 70))
)


def test_an_actor_turns_from_one_towards_another():
    (turn,) = turns(TURNED, "MLI")
    assert turn.earliest <= turn.on <= turn.latest
    assert abs((turn.on - FIRST).days - 730) <= 31
    assert {(each.partner, each.way) for each in turn.away[:2]} == {("FRA", Way.COOPERATION), ("FRA", Way.CONFLICT)}
    assert [each.partner for each in turn.towards] == ["RUS"]
    assert turn.acts[0].on >= turn.on
    assert {turn.partner for turn in relations(TURNED, "MLI")} == {"FRA", "RUS"}


def test_what_one_origin_alone_tells_does_not_survive_it():
    (turn,) = turns(TURNED, "MLI")
    assert turn.survives is False
    half = [replace(act, origins=(("AFP", "Reuters")[number % 2],)) for number, act in enumerate(TURNED)]
    assert turns(half, "MLI", min_origins=2)[0].survives
    assert turns(TURNED, "MLI", min_origins=2) == []


TYPES = (Type.CONSULT, Type.AID, Type.ACCUSE, Type.SANCTION)
histories = st.lists(
    st.tuples(st.integers(0, 300), st.sampled_from(("A-B", "A-C", "B-C")), st.sampled_from(TYPES), st.integers(1, 6)),
    min_size=5, max_size=40,
)  # fmt: skip
SOME = settings(max_examples=30, deadline=None)


def history(told):
    return [each for day, pair, type_, times in told for each in daily(pair, type_, [day], times)]


def answers(acts, first=FIRST):
    level = levels(acts, first, first + timedelta(days=300), min_acts=5)
    return surges(level, Framing(least=1)), turns(acts, "A"), relations(acts, "A")


@SOME
@given(histories, st.integers(-4000, 4000))
def test_shifting_all_dates_shifts_all_answers(told, days):
    step = timedelta(days=days)
    acts = history(told)
    moved = [replace(act, on=act.on + step) for act in acts]
    before, after = answers(acts), answers(moved, FIRST + step)
    assert [(each.pair, each.way, each.on + step, each.score, each.lasting) for each in before[0]] == [
        (each.pair, each.way, each.on, each.score, each.lasting) for each in after[0]
    ]
    for mine, theirs in zip(before[1:], after[1:], strict=True):
        assert [(turn.partner, turn.on + step, turn.odds, turn.towards, turn.away) for turn in mine] == [
            (turn.partner, turn.on, turn.odds, turn.towards, turn.away) for turn in theirs
        ]


@SOME
@given(histories, st.lists(st.integers(0, 300), min_size=5, max_size=30))
def test_an_unrelated_pair_changes_nothing(told, days):
    acts = history(told)
    mine, whole, single = answers(acts)
    theirs, whole_too, single_too = answers(acts + daily("X-Y", Type.SANCTION, days, 3))
    assert [each for each in theirs if each.pair != ("X", "Y")] == mine
    assert (whole_too, single_too) == (whole, single)


@SOME
@given(histories, st.integers(60, 300))
def test_a_surge_that_was_over_by_a_day_has_the_same_score_when_later_acts_come(told, day):
    acts = history(told)
    known = [act for act in acts if (act.on - FIRST).days <= day]
    pairs = {pair for pair in ("A-B", "A-C", "B-C") if sum(act.pair == tuple(pair.split("-")) for act in known) >= 5}
    framing = Framing(least=1, apart=0)
    then = surges(levels(known, FIRST, FIRST + timedelta(days=day), min_acts=5), framing, most=10_000)
    later = surges(levels(acts, FIRST, FIRST + timedelta(days=300), min_acts=5), framing, most=10_000)
    scored = {(each.pair, each.way, each.on): (each.score, each.before, each.during, each.acts) for each in later}
    assert {"-".join(each.pair) for each in then} <= pairs
    for each in then:
        assert scored[each.pair, each.way, each.on] == (each.score, each.before, each.during, each.acts)


def test_a_sure_guess_scores_better_than_a_vague_one():
    seen = np.array([4.0])
    sure, vague = Ahead(np.array([4.0]), np.array([4.1])), Ahead(np.array([4.0]), np.array([40.0]))
    assert sure.crps(seen)[0] < vague.crps(seen)[0]


def test_a_steady_level_is_told_ahead():
    weeks = np.full((2, 20), 3.0)
    assert ahead(weeks).mean == pytest.approx(3.0)
    assert average(weeks)[:, -1] == pytest.approx(3.0)
    assert log_error(ahead(weeks).mean, weeks[:, -1]) == pytest.approx(0)


def test_partners_that_act_together_are_one_partner():
    both = [
        replace(act, event=f"e{act.on}")
        for pair in ("A-B", "A-C")
        for act in daily(pair, Type.SUPPORT, range(300, 600, 30))
    ]
    (turn,) = turns(daily("A-D", Type.SUPPORT, range(0, 300, 30)) + both, "A")
    assert [each.partner for each in turn.towards] == ["B+C"]
    assert turn.towards[0].after == 10, "what both do in one event is one act"
    assert len({act.event for act in turn.acts}) == len(turn.acts), "and is shown once"


def test_a_relation_breaks_where_it_is_told_of_more_though_the_actor_is_not():
    acts = daily("A-B", Type.ACCUSE, range(600, 900, 40)) + daily("A-C", Type.AID, range(0, 900, 90))
    attention = [FIRST + timedelta(days=day) for day in range(0, 900, 5)]
    found = {each.partner: each for each in relations(acts, "A", attention=attention)}
    assert abs((found["B"].on - FIRST).days - 600) < 95
    assert "C" not in found
    more = [day for day in attention if day >= FIRST + timedelta(days=590) for _ in range(20)]
    assert not relations(acts, "A", attention=sorted(attention + more)), "the actor is told of more as a whole"


def beside(days, worth=1.0):
    """Acts in which A stands beside B against somebody."""
    return [
        replace(act, event=f"beside{act.on}", side_by_side=True, against="rebels", worth=worth)
        for act in daily("A-B", Type.COOPERATE, days)
    ]


EARLIER = daily("A-C", Type.AID, range(0, 700, 30))


def test_to_stand_side_by_side_is_evidence_of_a_turn_and_less_so_where_a_third_strikes_both():
    (turn,) = turns(EARLIER + beside(range(730, 1400, 60)), "A")
    assert [(each.partner, each.after) for each in turn.towards] == [("B", 12)]
    assert all(act.against == "rebels" for act in turn.acts if act.side_by_side)
    (less,) = turns(EARLIER + beside(range(730, 1400, 60), 0.5), "A")
    assert less.odds < turn.odds, "the same acts at half their worth"
    assert [each.after for each in less.towards] == [12], "acts are told by their number"


def test_a_partner_who_is_only_struck_together_now_and_then_is_no_partner():
    assert not [each for turn in turns(EARLIER + beside((800, 900, 1000, 1100), 0.5), "A") for each in turn.towards]


def test_a_partner_beside_whom_one_stands_does_not_depend_on_others():
    acts = EARLIER + beside(range(730, 1400, 60), 0.5)
    assert turns(acts + daily("X-Y", Type.ASSAULT, range(0, 1400, 3)), "A") == turns(acts, "A")
    step = timedelta(days=777)
    moved = turns([replace(act, on=act.on + step) for act in acts], "A")
    assert [(turn.on, turn.odds) for turn in moved] == [(turn.on + step, turn.odds) for turn in turns(acts, "A")]
