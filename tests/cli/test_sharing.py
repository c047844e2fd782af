"""A record in PostgreSQL as a user works with it: added to, copied, verified, judged; its password never shown."""

import json
from datetime import date

import pytest
from starlette.testclient import TestClient

from dragoman.events import Forecast
from dragoman.store.locating import located, named
from dragoman.store.opening import open_record
from tests.cli.test_answers import STORIES, call
from tests.postgres import Databases


@pytest.fixture(scope="module")
def desk(tmp_path_factory, postgres):
    """The demo's stories in a file, and the address, with a password, of a database that they were copied into."""
    file, shared = tmp_path_factory.mktemp("desk") / "a.db", Databases(postgres)
    place = shared / "a.db"
    address = place.url.set(drivername="postgresql", password="s3cret").render_as_string(hide_password=False)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DRAGOMAN_CODER", "rules")
        assert call("add", str(STORIES), "--db", str(file)).code == 0
        copied = call("copy", address, "--db", str(file))
    assert copied.code == 0, copied.err
    assert "s3cret" not in copied.out
    yield str(file), address
    shared.close()


@pytest.mark.parametrize(
    "command",
    [
        "events --json",
        "events --actor MLI --known-by 2025-04-01 --json",
        "timeline AES RUS --json",
        "diary --week 2025-04-02 --region sahel --known-by 2025-04-05",
        "due --known-by 2025-04-20",
        "changes --since 2025-04-01 --known-by 2025-04-05 --json",
        "relation MLI RUS --json",
        "network --as-of 2025-04-10 --json",
        "shifts --actor MLI --json",
        "claims --json",
        "pledges --json",
        "forecast MLI RUS --known-by 2025-04-07 --json",
        "backtest --until 2025-06-30 --origins 2 --json",
        "scorecard --json",
        "export events --format csv",
        "export reports --format csv",
        "export ties --format csv",
        "export articles --format csv",
        "export network --format gexf",
        "export plover",
        "log --writes --json",
        "rejects list",
    ],
)
def test_it_says_what_the_file_says(desk, command):
    in_file, in_server = (call(*command.split(), "--db", db) for db in desk)
    assert (in_server.code, in_server.out) == (in_file.code, in_file.out)


def test_what_is_added_again_is_known_and_what_is_copied_is_whole(desk, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_CODER", "rules")
    _, address = desk
    again = call("add", str(STORIES), "--db", address)
    assert "0 articles added" in again.out
    verified = call("verify", "--db", address)
    assert verified.code == 0
    assert f"{named(address)}: 13 articles" in verified.out
    assert "s3cret" not in again.out + verified.out + again.err


def test_what_is_judged_there_is_obeyed_there(desk):
    _, address = desk
    first = json.loads(call("events", "--json", "--db", address).out.splitlines()[0])["event"]
    assert call("judge", first, "wrong", "--by", "A. Reader", "--db", address).code == 0
    assert first not in call("events", "--json", "--db", address).out
    assert call("undo", "--db", address).code == 0
    assert first in call("events", "--json", "--db", address).out
    assert call("verify", "--db", address).code == 0


def served(monkeypatch, db, *more, ask):
    """What `serve` prints, and what a browser is answered that asks its pages by a function."""
    heard = []

    def run(app, host, port):
        heard.append(ask(TestClient(app, base_url=f"http://{host}:{port}", follow_redirects=False)))

    monkeypatch.setattr("dragoman.web.serving.serve", run)
    done = call("serve", "--db", db, *more)
    assert done.code == 0, done.err
    return done, heard[0]


PAGES = (
    "/today?known_by=2025-04-02",
    "/events.json?actor=MLI",
    "/relation/MLI/RUS?known_by=2025-06-30",
    "/coverage.csv",
)


def test_its_pages_are_those_of_the_file(desk, monkeypatch):
    def ask(browser):
        return [(answer.status_code, answer.text) for answer in map(browser.get, PAGES)]

    (told, in_file), (told_of_server, in_server) = (served(monkeypatch, db, ask=ask) for db in desk)
    assert [status for status, _ in in_server] == [200] * len(PAGES)
    assert in_server == in_file
    assert told.out.startswith(f"{desk[0]} is at http://127.0.0.1:8742/")
    assert told_of_server.out.startswith(f"{named(desk[1])} is at http://127.0.0.1:8742/")
    assert "s3cret" not in told_of_server.out + told_of_server.err + "".join(text for _, text in in_server)


def test_what_is_judged_by_a_button_is_obeyed(desk, monkeypatch):
    own = {"sec-fetch-site": "same-origin"}

    def ask(browser):
        def first():
            return browser.get("/events.json?actor=MLI").json()["rows"][0]["event"]

        before = first()
        form = {"event": before, "verdict": "wrong", "back": "/"}
        judged = browser.post("/judge", data=form, headers=own).status_code, first()
        number = json.loads(call("log", "--json", "--db", desk[1]).out.splitlines()[-1])["number"]
        undone = browser.post("/undo", data={"number": str(number), "back": "/"}, headers=own).status_code, first()
        return before, judged, undone

    _, (before, judged, undone) = served(monkeypatch, desk[1], "--judge", "--by", "A. Reader", ask=ask)
    assert judged[0] == undone[0] == 303
    assert judged[1] != before
    assert undone[1] == before


def test_what_is_forecast_is_kept_and_settled_there(desk):
    _, address = desk
    given = Forecast(
        "next", ("MLI", "RUS", "CONSULT"), date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 30), 0.7, 0.1, "{}"
    )
    with open_record(address) as record, record.writer() as writer:
        assert writer.forecasts.keep([given, given]) == [1, 2]
    scored = call("scorecard", "--db", address)
    assert "2 forecasts kept, 2 settled, 2 of them just now" in scored.err
    assert call("verify", "--db", address).code == 0


def test_a_record_is_not_copied_over_another(desk):
    file, address = desk
    for db, to in ((file, address), (address, file), (file, file)):
        done = call("copy", to, "--db", db)
        assert done.code != 0
        assert "is a record already" in done.err
        assert "s3cret" not in done.err


def test_a_server_that_is_not_there_is_said_so_without_the_password(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = call("events", "--db", "postgresql://ann:s3cret@127.0.0.1:1/sahel")
    assert done.code != 0
    assert "postgresql://ann@127.0.0.1:1/sahel cannot be reached" in done.err
    assert "s3cret" not in done.err
    assert located("postgresql://ann:s3cret@127.0.0.1:1/sahel").url.password == "s3cret"
