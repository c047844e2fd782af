"""`forecast`, `scorecard` and `backtest`, run as a user runs them over the stories that ship with Dragoman."""

import json

import pytest

from tests.analysis.forecasting.test_coming import ON, told
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
    (("forecast", "MLI"), "of two actors, or of a plan"),
    (("forecast", "MLI", "RUS", "--next"), "of what is next for one"),
    (("forecast", "--next"), "of what is next for one"),
    (("forecast", "MLI", "RUS", "--type", "AID"), "go with --next"),
    (("forecast", "MLI", "--next", "--type", "KISS"), "--type KISS"),
    (("forecast", "MLI", "--next", "--from", "icews"), "no imported events of icews"),
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


def test_a_ranking_of_too_small_a_record_is_none_and_says_why(db):  # noqa: F811
    done = call("forecast", "MLI", "--next", "--known-by", "2025-04-01", "--db", str(db))
    assert (done.code, done.out) == (0, "")
    assert "nothing is ranked" in done.err


@pytest.fixture(scope="module")
def ranked(tmp_path_factory):
    """A record without articles, and a set of acts that was imported into it."""
    folder = tmp_path_factory.mktemp("ranked")
    acts = [
        {"id": act.event, "date": str(act.on), "type": str(act.type), "actor": act.actor, "recipient": act.recipient}
        for act in told()
    ]
    (folder / "acts.jsonl").write_text("".join(f"{json.dumps(act)}\n" for act in acts), encoding="utf-8")
    done = call("import", "jsonl", str(folder / "acts.jsonl"), "--as", "desk", "--db", str(folder / "a.db"))
    assert done.code == 0, done.err
    return folder / "a.db"


def test_a_ranking_by_an_imported_set_shows_what_raised_each_answer_and_is_not_kept(ranked):
    words = ("forecast", "MLI", "--next", "--from", "desk", "--known-by", str(ON), "--db", str(ranked))
    done = call(*words, "--json")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert [found[0][each] for each in ("actor", "recipient", "type")] == ["MLI", "RUS", "CONSULT"]
    assert found[0]["chance"] > found[0]["base_rate"]
    assert found[0]["acts"][0]["event"].startswith("desk:")
    assert found[0]["moved_by"]
    assert any(row["rules"] for row in found)
    assert "learnt by a logistic regression" in done.err
    text = call(*words, "--type", "SANCTION", "--top", "3").out
    assert text.count("SANCTION  ") >= 3
    assert "within 30 days such was followed by this" in text.replace("\n      ", " ")
    assert "0 forecasts kept" in call("scorecard", "--db", str(ranked)).err
