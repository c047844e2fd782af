"""Who may ask, and who may write: the Host, the token, the method, the origin, the headers, the time."""

import pytest

from dragoman.errors import Stop
from dragoman.store.moving import copy_record
from dragoman.web.guarding import Rules
from dragoman.web.judging import back_to
from dragoman.web.serving import address_of, is_local, rules_for
from tests.web.factory import opened, reader

OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def own_record(story_path, place):
    """A record that may be judged, on either engine."""
    copy_record(story_path, place / "own.db")
    return place / "own.db"


def test_every_answer_has_its_safety_headers(desk):
    for address in ("/", "/events.json", "/nowhere", "/assets/style.css", "/diary.ics"):
        headers = desk.get(address).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8742", 200),
        ("localhost", 200),
        ("[::1]:8742", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("", 421),
    ],
)
def test_only_names_of_this_machine_are_answered(desk, host, status):
    assert desk.get("/method", headers={"host": host}).status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_a_record_is_only_read(desk, method):
    for path in ("/judge", "/undo", "/"):
        assert desk.request(method, path, headers=OWN).status_code == 405


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (OWN, 303),
        ({"origin": "http://127.0.0.1:8742"}, 303),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8742"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_judgement_comes_from_our_own_pages_alone(own_record, headers, status):
    with opened(own_record) as view:
        judge = reader(view, rules=Rules(may_judge=True))
        event = judge.get("/events.json").json()["rows"][0]["event"]
        form = {"event": event, "verdict": "right", "back": f"/event/{event}"}
        answer = judge.post("/judge", data=form, headers=headers)
        assert answer.status_code == status
        assert ("right" in judge.get(f"/event/{event}").text and bool(view.last_write()[0])) is True
        from dragoman.chronicle import Chronicle

        assert len(Chronicle(view).judgements()) == (1 if status == 303 else 0)


def test_two_events_are_judged_one_and_taken_apart_again(own_record):
    with opened(own_record) as view:
        judge = reader(view, rules=Rules(may_judge=True))
        rows = [
            next(row for row in judge.get("/events.json?actor=MLI").json()["rows"] if kind(row))
            for kind in (lambda row: row["type"] == "CONSULT", lambda row: row["type"] == "ASSAULT")
        ]
        one, other = rows[0]["event"], rows[1]["event"]
        assert f'value="{other}"' in judge.get(f"/event/{one}").text  # it lies near, so there is a button for it
        form = {"event": one, "verdict": "same", "other": other, "back": f"/event/{one}"}
        answer = judge.post("/judge", data=form, headers=OWN)
        assert answer.headers["location"] == f"/event/{one}"
        both = judge.get(f"/event/{one}.json").json()["rows"][0]
        assert both["report_count"] == rows[0]["report_count"] + rows[1]["report_count"]
        assert "same act · tester" in " ".join(judge.get(f"/event/{one}").text.split())
        assert judge.post("/undo", data={"number": "1", "back": "/"}, headers=OWN).status_code == 303
        assert judge.get(f"/event/{one}.json").json()["rows"][0]["report_count"] == rows[0]["report_count"]


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "http://evil.example", "", "/a\nb", "/ x"])
def test_a_form_sends_nobody_elsewhere(back):
    with pytest.raises(Stop):
        back_to(back)


def test_elsewhere_a_token_is_needed():
    assert rules_for("127.0.0.1", token=None).token == ""
    assert len(rules_for("0.0.0.0", token=None).token) >= 32
    assert not is_local("desk.example")
    with pytest.raises(Stop, match="too soon"):
        rules_for("0.0.0.0", token="short")
    assert address_of("0.0.0.0", 80, "t" * 16) == f"http://0.0.0.0:80/?token={'t' * 16}"


def test_the_token_goes_from_the_address_into_a_cookie(story_path):
    token = "a-long-enough-token"
    with opened(story_path) as view:
        outside = reader(view, rules=Rules(token=token))
        assert outside.get("/").status_code == 401
        assert outside.get("/diary.ics").json()["error"]["status"] == 401
        assert outside.get("/?token=wrong-token-entirely").status_code == 401
        entered = outside.get(f"/claims?by=MLI&token={token}")
        assert entered.status_code == 303
        assert entered.headers["location"] == "/claims?by=MLI"
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert outside.get("/claims").status_code == 200
        fresh = reader(view, rules=Rules(token=token))
        assert fresh.get(f"/diary.ics?token={token}").status_code == 200
        assert fresh.get("/events.json", headers={"authorization": f"Bearer {token}"}).status_code == 200
        assert token not in fresh.get(f"/changes.atom?since=2025-01-01&token={token}").text
        elsewhere = reader(view, rules=Rules(token=token)).get(f"http://127.0.0.1:8742//evil.example/?token={token}")
        assert elsewhere.headers["location"].startswith("/evil.example")


def test_a_question_that_takes_too_long_is_broken_off(story_path):
    with opened(story_path) as view:
        hurried = reader(view, limit=0.0)
        answer = hurried.get("/events.json")
        assert answer.status_code == 503
        assert "too long" in answer.json()["error"]["reason"]
        assert hurried.get("/events").status_code == 503
