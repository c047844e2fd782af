"""The pages of networks, shifts and forecasts say what the commands say, and nothing that was not known by the day."""

from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from dragoman.analysis.network.graph import network
from dragoman.analysis.standing import Asked
from dragoman.chronicle import Chronicle
from dragoman.chronicle.networks import acts_of
from dragoman.events import Forecast, Outcome
from dragoman.export.networks import edge_object
from dragoman.ontology.book import Book
from dragoman.store.opening import open_record
from dragoman.store.view import Wanted
from tests.web.factory import TODAY, opened, reader, story_record


@pytest.mark.parametrize("known_by", [None, date(2025, 4, 2), date(2023, 9, 1)])
def test_a_network_is_the_one_of_the_command(story_path, known_by):
    asked = Asked(known_by or TODAY)
    first, last = asked.day - timedelta(days=1094), asked.day
    with opened(story_path) as view:
        wanted = Wanted(since=first, until=last, known_by=known_by)
        found = network(acts_of(Chronicle(view), Book.load(), wanted, asked), first, last)
        query = {"window": "1095"} | ({"known_by": str(known_by)} if known_by else {})
        rows = reader(view).get("/network.json", params=query).json()["rows"]
    plain = [{name: each[name] for name in each if not name.startswith("bloc")} for each in rows]
    assert sorted(plain, key=str) == sorted(map(edge_object, found.edges), key=str)
    assert rows


def test_no_act_of_a_later_day_is_in_a_network_or_a_shift(desk: TestClient):
    early = desk.get("/network.json?window=1095&as_of=2023-12-31").json()["rows"]
    assert early
    assert max(row["last"] for row in early) <= "2023-12-31"
    shifts = desk.get("/shifts.json?actor=MLI&known_by=2023-12-31").json()["rows"]
    assert all(act["on"] <= "2023-12-31" for row in shifts for act in row["acts"])


def test_the_slider_leads_to_an_address_of_a_day(desk: TestClient):
    answer = desk.get(f"/network?month={2024 * 12 + 9}&window=90")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/network?window=90&as_of=2024-10-31"
    assert desk.get("/network?month=zz").status_code == 400


def test_forecasts_are_scored_on_the_page_as_far_as_was_known(tmp_path):
    path = story_record(tmp_path / "a.db")
    made = Forecast("next", ("RUS", "MLI", "CONSULT"), date(2025, 3, 1), date(2025, 3, 2), date(2025, 3, 31), 0.6, 0.1, "{}")  # fmt: skip
    with open_record(path) as record, record.writer() as writer:
        number = writer.forecasts.keep([made])[0]
        writer.forecasts.settle([Outcome(number, 1.0, date(2025, 4, 14), ())])
    with opened(path) as view:
        pages = reader(view, today=date.today() + timedelta(days=1))
        kept = pages.get("/forecasts.json").json()["rows"]
        assert [(row["chance"], row["outcome"]) for row in kept] == [(0.6, 1.0)]
        assert pages.get("/forecasts/scores.json").json()["rows"][0]["forecasts"] == 1
        assert "Plans held" not in pages.get("/forecasts").text
        before = pages.get("/forecasts.json?known_by=2025-02-01").json()["rows"]
        assert before == []


def test_a_plan_of_the_stories_is_weighed_or_abstained_from(desk: TestClient):
    events = desk.get("/events.json?status=planned&known_by=2025-04-02").json()["rows"]
    plan = next(row["event"] for row in events if row["stage"] in ("planned", "confirmed"))
    page = desk.get(f"/forecasts?plan={plan}&known_by=2025-04-02").text
    assert "Will it be held?" in page
    rows = desk.get(f"/forecasts.json?plan={plan}&known_by=2025-04-02").json()["rows"]
    assert all(row["kind"] == "held" for row in rows)


def test_a_page_is_sent_again_only_when_the_record_was_written_to(tmp_path):
    path = story_record(tmp_path / "a.db")
    with opened(path) as view:
        pages = reader(view)
        first = pages.get("/events")
        again = pages.get("/events", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        with open_record(path) as record, record.writer() as writer:
            writer.forecasts.keep([Forecast("held", ("x",), TODAY, TODAY, TODAY, 0.5, 0.5, "{}")])
        later = pages.get("/events", headers={"if-none-match": first.headers["etag"]})
        assert later.status_code == 200
        assert pages.get("/events?lang=fr").headers["etag"] != later.headers["etag"]
