"""Every page as a reader without scripts has it: what it says, where it leads, and that it holds against hostile words."""

import re
from datetime import date

import pytest
from lxml import html
from starlette.testclient import TestClient

from tests.web.factory import HIDDEN, OUTLET, TITLE, links

NEAR = "known_by=2025-04-02"
CONSULTATIONS = "The foreign ministers of Mali, Burkina Faso and Niger will visit Moscow"

PAGES = [
    ("/", ["What became known since", "Coming up", "Overdue, no word", "Contradicted"]),
    ("/today?known_by=2025-04-02", [CONSULTATIONS, "confirmed", "2 reports, 2 origins", "invited by Russia"]),
    ("/?known_by=2025-04-02&lang=fr", ["Aujourd’hui", "3–4 avr. 2025", "confirmé", "Russie", "2 comptes rendus"]),
    ("/changes?since=2025-03-01", ["Changes", "outcome known"]),
    ("/diary?day=2025-04-03", ["31 March 2025 to 6 April 2025", "Thursday", "Moscow"]),
    ("/diary?day=2025-04-03&view=month", ["April 2025", "Mali, Burkina Faso and Niger"]),
    ("/events?actor=MLI&with=RUS", ["3 Apr 2025", "agreement"]),
    ("/events?type=SANCTION", ["sanction"]),
    ("/relation/MLI/RUS", ["Mali", "Russia", "acts between Mali and Russia", "No silence was longer than 90 days"]),
    ("/relation/AES/RUS?lang=fr", ["Chronologie", "actes entre", "de coopération"]),
    ("/actor/MLI?as_of=2025-04-10", ["Abdoulaye Diop", "Partners", "Member of", "AES"]),
    ("/actor/AES?as_of=2025-04-10", ["Burkina Faso", "Members", "since 2023-09-16"]),
    ("/actor/ECOWAS?as_of=2025-04-10", ["Members", "Chair"]),
    ("/claims", ["claims", "accuses", "printed by"]),
    ("/claims?by=MLI&kind=accuses", ["accuses"]),
    ("/pledges?actor=RUS", ["none yet", "joint force"]),
    ("/network?window=1095", ["Burkina Faso – Mali", "Blocs found", "states and bodies", "Slide to a month"]),
    ("/network?actor=AES&window=365&lang=fr", ["Réseau", "Paires", "Blocs trouvés", "Solde"]),
    ("/shifts?actor=MLI", ["Turns of the whole alignment", "acts of Mali", "Partners"]),
    ("/shifts?lang=fr", ["Tournants", "Poussées"]),
    ("/forecasts", ["Scorecard", "Kept forecasts", "Plans to come", "No forecast had been kept by then"]),
    ("/forecasts?actor=MLI&with=RUS", ["What is next within 30 days", "nothing of this is kept"]),
    ("/outlets", ["Sahel Courier", "Alone"]),
    ("/outlet?name=Sahel+Courier", ["Sahel Courier", CONSULTATIONS]),
    ("/rejects", ["Nothing stands refused", "2025-04"]),
    ("/method", ["A planned visit is not a visit", "CONSULT", "stub"]),
    ("/search?q=consultations+Mali+Russia+April+2025", ["understood as", "consultation", "held"]),
    ("/search?q=Russie+avril+2025&lang=fr", ["Russie", "avril 2025"]),
]


@pytest.mark.parametrize(("address", "says"), PAGES)
def test_a_page_says_what_it_is_for(desk: TestClient, address: str, says: list[str]) -> None:
    answer = desk.get(address)
    assert answer.status_code == 200
    words = " ".join(html.fromstring(answer.text).text_content().split())
    for each in says:
        assert each in words, each


def test_the_way_from_today_to_the_words(desk: TestClient) -> None:
    page = desk.get(f"/?{NEAR}").text
    row = next(
        each
        for each in html.fromstring(page).xpath("//article")
        if CONSULTATIONS in " ".join(each.text_content().split())
    )
    event = row.xpath(".//a[@class='kind']/@href")[0]
    assert NEAR in event
    story = desk.get(event).text
    act = html.fromstring(story).xpath("//mark[@class='act']")
    assert any(each.text == "visit Moscow" for each in act)
    assert "status over time" in story.casefold()
    assert "confirmed" in story
    assert "held" not in html.fromstring(story).xpath("string(//ol[@class='history'])")
    later = desk.get(event.partition("?")[0]).text
    assert "held" in html.fromstring(later).xpath("string(//ol[@class='history'])")


def test_a_rewind_takes_what_was_not_known_yet_away(desk: TestClient) -> None:
    before, after = (desk.get(f"/relation/AES/RUS.json?known_by={day}").json() for day in ("2025-04-01", "2025-04-05"))
    stages = {
        day: [row["stage"] for row in found["rows"] if "stage" in row] for day, found in (("b", before), ("a", after))
    }
    assert stages["b"] == ["confirmed"]
    assert "held" in stages["a"]


def test_every_link_of_a_page_leads_somewhere(desk: TestClient) -> None:
    seen: set[str] = set()
    for address, _ in PAGES[:6]:
        for link in links(desk.get(address).text):
            if link.startswith("/") and link not in seen and len(seen) < 120:
                seen.add(link)
                assert desk.get(link).status_code == 200, link


def test_pages_hold_no_code_nor_style_of_their_own(desk: TestClient) -> None:
    for address, _ in PAGES:
        tree = html.fromstring(desk.get(address).text)
        assert tree.xpath("//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]") == []
        assert all(
            each.startswith("/assets/") for each in tree.xpath("//script/@src | //link[@rel='stylesheet']/@href")
        )


def test_what_a_page_lists_goes_on_from_page_to_page_without_a_gap(desk: TestClient) -> None:
    everything, after = [], ""
    for _ in range(20):
        found = desk.get("/events.json", params={"after": after} if after else {}).json()
        everything += [row["event"] for row in found["rows"]]
        after = found["next"]
        if not after:
            break
    assert len(everything) == len(set(everything))
    assert len(everything) > 50


def test_a_look_is_remembered_for_the_next_one(desk: TestClient) -> None:
    answer = desk.get("/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    page = desk.get(f"/?{NEAR}", headers={"cookie": "dragoman_looked=|2020-01-01T00:00:00+00:00"}).text
    assert "new to you" in page


ALL = [
    "/", "/today?known_by=2025-04-02", "/changes?since=2025-01-01", "/diary?day=2025-04-03", "/diary?day=2025-04-03&view=month",
    "/events", "/event/{event}", "/relation/MLI/RUS", "/actor/MLI", "/actor/RUS", "/claims", "/pledges", "/outlets",
    "/network", "/network?window=1095&actor=MLI", "/network?actor={title}", "/shifts", "/shifts?actor=MLI", "/shifts?actor={title}",
    "/forecasts", "/forecasts?actor=MLI&with=RUS", "/forecasts?plan={event}", "/forecasts?plan={title}", "/network.json",
    "/network.csv", "/network/actors.json", "/network/actors.csv", "/network/chart.json", "/shifts.json", "/shifts.csv",
    "/shifts/chart.json?actor=MLI", "/forecasts.json", "/forecasts.csv?plan={event}", "/forecasts/scores.csv",
    "/forecasts/scores.json", "/forecasts/chart.json", "/outlet?name={outlet}", "/rejects", "/method", "/search?q={title}", "/search?q=Moscow", "/claims?by={title}", "/{title}",
    "/today.json", "/today.csv", "/changes.json?since=2025-01-01", "/changes.csv?since=2025-01-01",
    "/changes.atom?since=2025-01-01", "/diary.json?day=2025-04-03", "/diary.csv?day=2025-04-03", "/diary.ics", "/events.json",
    "/events.csv", "/event/{event}.json", "/event/{event}.csv", "/relation/MLI/RUS.json", "/relation/MLI/RUS.csv",
    "/relation/MLI/RUS/chart.json", "/actor/MLI.json", "/actor/MLI.csv", "/claims.json", "/claims.csv", "/pledges.json",
    "/pledges.csv", "/outlets.json", "/outlets.csv", "/outlet.json?name={outlet}", "/outlet.csv?name={outlet}",
    "/rejects.json", "/rejects.csv", "/coverage.csv", "/method.csv", "/search.json?q={title}", "/search.csv?q=Moscow",
]  # fmt: skip


@pytest.mark.parametrize("address", ALL)
def test_hostile_words_go_through_every_page_and_feed_harmlessly(hostile: TestClient, address: str) -> None:
    from urllib.parse import quote

    event = hostile.get("/events.json").json()["rows"][0]["event"]
    answer = hostile.get(address.format(event=event, title=quote(TITLE, safe=""), outlet=quote(OUTLET, safe="")))
    assert answer.status_code in (200, 400, 404)
    body, kind = answer.text, answer.headers["content-type"].partition(";")[0]
    assert answer.headers["x-content-type-options"] == "nosniff"
    if kind == "text/html":
        assert "<svg onload" not in body
        tree = html.fromstring(body)
        assert tree.xpath("//@onload | //*[starts-with(@href, 'javascript:')]") == []
        assert not set(HIDDEN) & set(body)
        assert all("noopener" in each.get("rel", "") for each in tree.xpath("//a[starts-with(@href, 'http')]"))
    if kind == "text/csv":
        rows = body.removeprefix("\ufeff")
        assert not re.search(r'(^|[,"\r\n])[=+@-](?!\d)', rows), rows
        assert not set(HIDDEN) & set(body)
    if kind == "application/atom+xml":
        from lxml import etree

        assert etree.fromstring(answer.content) is not None
        assert "<svg" not in body
    if kind == "text/calendar":
        from icalendar import Calendar

        assert Calendar.from_ical(answer.content)
        assert not set(HIDDEN) & set(body)
    if kind == "application/json":
        assert answer.json() is not None


def test_a_feed_stays_the_same_until_status_date_or_source_changes(desk: TestClient) -> None:
    import feedparser

    first, second = (desk.get("/changes.atom?actor=MLI&since=2025-01-01&known_by=2025-04-05").content for _ in range(2))
    assert first == second
    feed = feedparser.parse(first)
    assert not feed.bozo
    moscow = next(each for each in feed.entries if "visit" in each.title)
    assert moscow.updated == "2025-04-04T00:00:00Z"
    assert moscow.link.startswith("http://127.0.0.1:8742/event/")


def test_a_calendar_of_a_bloc_has_what_all_its_members_do(desk: TestClient) -> None:
    from icalendar import Calendar

    calendar = Calendar.from_ical(desk.get("/diary.ics?actor=AES").content)
    found = [each for each in calendar.walk("VEVENT") if each["dtstart"].dt == date(2025, 4, 3)]
    assert [str(each["status"]) for each in found] == ["CONFIRMED"]
    assert str(found[0]["location"]) == "Moscow"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere.json", 404), ("/today.xml", 404), ("/event/00000000.json", 404), ("/event/zz.json", 404),
        ("/actor/nobodyatall.json", 404), ("/outlet.json?name=none", 404), ("/events.json?since=2025-13-01", 400),
        ("/events.json?known_by=0001-01-01", 400), ("/events.json?type=DANCE", 400), ("/events.json?after=x", 400),
        ("/events.json?actor=nobodyatall", 400), ("/outlets.json?after=-1", 400), ("/today.json?lang=xx", 400),
        ("/today.json?as_of=99999-01-01", 400), ("/assets/../secrets.json", 404), ("/assets/nothing.js", 404),
    ],
)  # fmt: skip
def test_every_error_has_one_shape(desk: TestClient, address: str, status: int) -> None:
    answer = desk.get(address)
    assert answer.status_code == status
    found = answer.json()
    assert list(found) == ["error"]
    assert sorted(found["error"]) == ["reason", "remedy", "status"]
    assert found["error"]["status"] == status
    assert found["error"]["reason"]


def test_a_page_that_is_not_there_says_so_to_people(desk: TestClient) -> None:
    answer = desk.get("/events?since=tomorrow")
    assert answer.status_code == 400
    assert "That cannot be asked" in answer.text
    assert "tomorrow is not a day" in answer.text
