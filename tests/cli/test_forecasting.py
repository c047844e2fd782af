"""`forecast`, `scorecard` and `backtest`, run as a user runs them over the stories that ship with Dragoman."""

import json

import pytest

from tests.cli.test_answers import call, db, records, rows, said  # noqa: F401 - fixtures of the same record


def test_a_plan_of_a_small_record_gets_no_chance_but_its_steps(db):  # noqa: F811
    plan = next(
        each
        for each in rows(db, "events", "--known-by", "2025-04-01", "--status", "planned")
        if "2025-04-0" in str(each)
    )
    found = rows(db, "forecast", "--will", plan["event"], "--known-by", "2025-04-01")[0]
    assert found["chance"] is None
    assert found["steps"][0]["of"] == "all plans"
    assert "no chance is given" in said(db, "forecast", "--will", plan["event"], "--known-by", "2025-04-01")


def test_two_with_too_few_acts_get_no_forecast(db):  # noqa: F811
    done = call("forecast", "MLI", "FJI", "--known-by", "2025-04-01", "--db", str(db))
    assert (done.code, done.out) == (0, "")
    assert "less than 5 acts" in done.err


WRONG = [
    (("forecast", "MLI"), "two actors, or of a plan"),
    (("forecast", "MLI", "RUS", "--horizon", "soon"), "--horizon soon"),
    (("forecast", "MLI", "RUS", "--horizon", "0d"), "--horizon 0d"),
    (("backtest", "--until", "2025-05-01", "--origins", "0"), "--origins 0"),
    (("backtest", "--until", "May"), "--until"),
]


@pytest.mark.parametrize(("command", "message"), WRONG)
def test_what_is_wrong_with_the_command_is_said(db, command, message):  # noqa: F811
    done = call(*command, "--db", str(db))
    assert done.code == 4
    assert message in done.err


def test_a_backtest_scores_forecast_and_base_rate_alike(db):  # noqa: F811
    done = call("backtest", "--until", "2025-06-30", "--origins", "2", "--json", "--db", str(db))
    assert done.code == 0
    for line in done.out.splitlines():
        found = json.loads(line)
        assert {"brier", "log", "base_brier", "base_log", "calibration"} <= found.keys()


def test_a_scorecard_without_forecasts_says_so(db):  # noqa: F811
    done = call("scorecard", "--db", str(db))
    assert done.code == 0
    assert "no forecast has been settled yet" in done.err


def test_a_record_that_is_behind_is_said_to_be(db):  # noqa: F811
    assert (
        "the record's last word is of"
        in call("forecast", "MLI", "RUS", "--known-by", "2026-06-01", "--db", str(db)).err
    )
    assert "last word" not in call("forecast", "MLI", "RUS", "--known-by", "2025-04-07", "--db", str(db)).err
