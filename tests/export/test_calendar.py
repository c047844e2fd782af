"""The calendar: stable ids, exclusive ends, what is planned and what is called off, and a file written over."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from icalendar import Calendar, Component

from dragoman.analysis.diary import appointments
from dragoman.analysis.standing import Asked
from dragoman.errors import Stop
from dragoman.events import Event
from dragoman.export.calendar import calendar_bytes
from dragoman.ontology.book import Book
from dragoman.record import Place
from tests.analysis.happenings import an_event

PLAN = ("planned", "2025-04-01", "2025-04-03/2025-04-04")


def written(events: list[Event], on: str = "2025-04-02", previous: bytes | None = None) -> bytes:
    found = appointments(events, Asked(date.fromisoformat(on)), last_time=date.fromisoformat(on))
    return calendar_bytes(found, Book.load(), name="Test", previous=previous)


def items(data: bytes) -> list[Component]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


# history, day of the question, status, first day, last day, sequence
SHOWN = [
    ([PLAN], "2025-04-02", "TENTATIVE", "2025-04-03", "2025-04-04", 0),
    ([PLAN], "2025-05-02", "TENTATIVE", "2025-04-03", "2025-04-04", 0),  # no word: still no more than a plan
    ([PLAN, ("confirmed", "2025-04-02", "2025-04-03/2025-04-04")], "2025-04-02", "CONFIRMED", "2025-04-03", "2025-04-04", 1),
    ([PLAN, ("held", "2025-04-05", "2025-04-03")], "2025-04-05", "CONFIRMED", "2025-04-03", "2025-04-03", 1),
    ([PLAN, ("cancelled", "2025-04-02", "2025-04-03/2025-04-04")], "2025-04-02", "CANCELLED", "2025-04-03", "2025-04-04", 1),
    ([PLAN, ("moved", "2025-04-02", "2025-05-12")], "2025-04-02", "TENTATIVE", "2025-05-12", "2025-05-12", 1),
    ([PLAN, ("moved", "2025-04-02", ""), ("moved", "2025-04-09", "2025-05-12")], "2025-04-10", "TENTATIVE", "2025-05-12", "2025-05-12", 2),
]  # fmt: skip


@pytest.mark.parametrize(("history", "on", "status", "first", "last", "sequence"), SHOWN)
def test_how_an_appointment_is_shown(history, on, status, first, last, sequence) -> None:
    (item,) = items(written([an_event(history)], on))
    assert item["status"] == status
    assert item["dtstart"].dt == date.fromisoformat(first)
    assert item["dtend"].dt == date.fromisoformat(last) + timedelta(days=1)  # the end is exclusive
    assert not hasattr(item["dtstart"].dt, "hour")
    assert item["sequence"] == sequence


def test_put_off_without_a_new_day_it_stays_where_it_was_and_is_marked() -> None:
    event = an_event([PLAN, ("moved", "2025-04-02", "")], when=None)
    (item,) = items(written([event]))
    assert item["status"] == "CANCELLED"
    assert item["summary"].startswith("POSTPONED, no new date")
    assert item["dtstart"].dt == date(2025, 4, 3)


def test_a_moved_meeting_moves_and_does_not_double() -> None:
    before = written([an_event([PLAN])])
    after = written([an_event([PLAN, ("moved", "2025-04-02", "2025-05-12")])], previous=before)
    (old,), (new,) = items(before), items(after)
    assert new["uid"] == old["uid"]
    assert new["sequence"] > old["sequence"]
    assert new["dtstart"].dt == date(2025, 5, 12)


def test_an_older_report_that_comes_late_renames_the_event_and_not_its_item() -> None:
    before = written([an_event([PLAN], name="b")])
    earlier = an_event([("planned", "2025-03-20", "2025-04-03/2025-04-04")], name="a")
    late = an_event([PLAN], name="b")
    merged = an_event([("planned", "2025-03-20", "2025-04-03/2025-04-04"), PLAN], name="x")
    # The same reports under the id of the earlier one, as merging names an event.
    reports = (*earlier.reports, *late.reports)
    event = Event(**{name: getattr(merged, name) for name in ("type", "mode", "contexts", "actors", "recipients", "invited_by", "when", "where", "history", "origins")}, id=earlier.id, lead=reports[0].id, reports=reports)  # fmt: skip
    (item,) = items(written([event], previous=before))
    assert item["uid"] == items(before)[0]["uid"]
    assert item["x-dragoman-event"] == earlier.id


def test_what_left_the_record_is_kept_and_marked() -> None:
    first, second = an_event([PLAN], name="a"), an_event([PLAN], name="b")
    before = written([first, second])
    after = written([first], previous=before)
    gone = {str(item["uid"]): item for item in items(after)}[f"{second.id}@dragoman"]
    assert gone["status"] == "CANCELLED"
    assert gone["sequence"] == 1
    again = written([first], previous=after)
    assert {str(item["uid"]): item["sequence"] for item in items(again)}[f"{second.id}@dragoman"] == 1


def test_the_same_record_gives_the_same_bytes() -> None:
    events = [an_event([PLAN], name=name) for name in "abc"]
    first = written(events)
    assert written(list(reversed(events))) == first
    assert written(events, previous=first) == first


def test_what_never_had_a_day_is_left_out() -> None:
    assert items(written([an_event([("planned", "2025-04-01", "by 2025-04-01")])])) == []
    assert items(written([an_event([("planned", "2025-04-01", "2025-04")])])) == []


def test_words_of_the_news_cannot_break_the_file() -> None:
    text = "Talks; in\r\nBEGIN:VEVENT\\, Bamako — “really”, said X: " + "long words " * 40
    event = an_event([PLAN], text=text, where=Place("Bamako; MLI,\nX", "MLI"))
    data = written([event])
    assert len(items(data)) == 1
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"BEGIN:VEVENT\\, Bamako" not in data.replace(b"\r\n ", b"").split(b"\r\n")


SIGNS = ["http://x.org/a\nBEGIN:VEVENT", "http://x.org/a\r\nX: y", "http://x.org/\x00"]


@pytest.mark.parametrize("url", SIGNS)
def test_an_address_with_signs_that_end_a_line_is_left_out(url) -> None:
    event = an_event([PLAN])
    (one,) = event.reports
    spoilt = replace(event, reports=(replace(one, article=replace(one.article, url=url)),))
    (item,) = items(written([spoilt]))
    assert "url" not in item
    (item,) = items(
        written([replace(event, reports=(replace(one, article=replace(one.article, url="https://x.org/a b")),))])
    )
    assert item["url"] == "https://x.org/a b"


def test_half_a_letter_is_written_as_a_question() -> None:
    (item,) = items(written([an_event([PLAN], where=Place("Bamako \ud800"))]))
    assert item["location"] == "Bamako ?"


TEXTS = ["They met.", "A;b, c\\d ^e — “f”\r\ng " * 12, "é" * 200, "\\" * 200, "а, б; " * 60, "😀" * 90]


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_written_is_what_the_library_would_write(text) -> None:
    data = written([an_event([PLAN], name="a", text=text, where=Place(text[:90])), an_event([PLAN], name="b")])
    assert Calendar.from_ical(data).to_ical() == data


def test_a_file_that_is_no_calendar_is_not_overwritten() -> None:
    with pytest.raises(Stop, match="cannot be read"):
        written([an_event([PLAN])], previous=b"not a calendar")
