import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from dragoman.dates import DayRange, Precision, one_day, published_by, whole_month
from dragoman.errors import Stop
from dragoman.record import EventType, Status
from dragoman.store import schema
from dragoman.store.opening import open_record
from dragoman.store.view import Wanted, open_view
from tests.factory import a_report, an_article, someone, visit_reports
from tests.store.adding import UNIT, add
from tests.store.past import past

TEXT = "Mali met Russia in Bamako. Wagner met Mali. Niger warned ECOWAS. France wrote. Benin spoke. China paid."
PUBLISHED = date(2024, 3, 10)


def small_record(path):
    """Six events, each known by its anchor."""
    article = an_article(TEXT, published_on=PUBLISHED)
    late = an_article("Togo left.", published_on=date(2024, 5, 1))
    undated = an_article("Chad left.", published_on=None)
    wagner = someone(article, "Wagner", "WAGNER", country="RUS")
    with open_record(path) as record, record.writer("stub", "1") as writer:
        writer.add_article(
            article,
            [
                a_report(
                    article,
                    "met Russia",
                    actors=[someone(article, "Mali", "MLI"), someone(article, "Russia", "RUS")],
                    when=one_day(date(2024, 3, 8)),
                ),
                a_report(article, "met Mali", actors=[wagner, someone(article, "Mali", "MLI")], when=None),
                a_report(
                    article,
                    "warned",
                    EventType.THREATEN,
                    status=Status.PLANNED,
                    actors=[someone(article, "Niger", "NER")],
                    recipients=(someone(article, "ECOWAS", "ECOWAS"),),
                    said_by=someone(article, "France", "FRA"),
                    when=whole_month(2024, 2),
                ),
                a_report(article, "wrote", EventType.REQUEST, when=DayRange(date(2023, 1, 1), None, Precision.OPEN)),
                a_report(article, "paid", EventType.AID, when=DayRange(None, date(2022, 12, 31), Precision.OPEN)),
            ],
        )
        writer.add_article(late, [a_report(late, "left", EventType.SANCTION)])
        writer.add_article(undated, [a_report(undated, "left", EventType.SANCTION)])


@pytest.fixture(scope="module")
def view(new_place):
    path = new_place() / "small.db"
    small_record(path)
    with open_view(path) as opened:
        yield opened


def anchors(view, **wanted):
    return [event.report.anchor_text for event in view.reports(Wanted(**wanted))]


ALL = ["paid", "wrote", "warned", "met Russia", "met Mali", "left", "left"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ALL),
        ({"limit": 2}, ["paid", "wrote"]),
        ({"newest_first": True, "limit": 2}, ["left", "met Mali"]),
        ({"actor": "MLI"}, ["met Russia", "met Mali"]),
        ({"actor": "mli"}, ["met Russia", "met Mali"]),
        ({"actor": "RUS"}, ["met Russia", "met Mali"]),  # a group of a country counts as the country's
        ({"actor": "WAGNER"}, ["met Mali"]),
        ({"actor": "ECOWAS"}, ["warned"]),  # on either side
        ({"actor": "FRA"}, []),  # who only says so takes no part
        ({"with_": "NER"}, ["warned"]),
        ({"actor": "MLI", "with_": "RUS"}, ["met Russia", "met Mali"]),
        ({"actor": "RUS", "with_": "WAGNER"}, []),  # one and the same is not its own partner
        ({"actor": "MLI", "with_": "MLI"}, []),
        ({"actor": "NER", "with_": "ECOWAS"}, ["warned"]),
        ({"since": date(2024, 3, 9)}, ["wrote", "met Mali", "left"]),
        ({"since": date(2024, 2, 29), "until": date(2024, 3, 8)}, ["wrote", "warned", "met Russia"]),
        ({"until": date(2024, 1, 31)}, ["paid", "wrote"]),
        ({"until": date(2020, 1, 1)}, ["paid"]),
        ({"statuses": [Status.PLANNED]}, ["warned"]),
        ({"statuses": [Status.PLANNED, Status.HAPPENED], "types": [EventType.THREATEN]}, ["warned"]),
        ({"types": [EventType.SANCTION], "since": date(2020, 1, 1)}, ["left"]),  # one has no day at all
        ({"known_by": PUBLISHED}, ALL[:5]),
        ({"known_by": date(2024, 3, 9)}, []),
    ],
)
def test_events(view, wanted, found):
    assert anchors(view, **wanted) == found


@pytest.mark.parametrize("keep", ["spans", "text"])
def test_a_report_comes_back_as_it_went_in(place, keep):
    path, article = place / "a.db", an_article(outlets=("AP", "TASS"), url="https://ap.example/1")
    reports = visit_reports(article)
    with open_record(path, keep=keep) as record, record.writer("stub", "1") as writer:
        writer.add_article(article, reports)
    with open_view(path) as opened:
        events = {event.id: event for event in opened.reports()}
    assert [events[report.id].report for report in reports] == reports
    kept = article if keep == "text" else dataclasses.replace(article, text="")
    assert [event.article for event in events.values()] == [kept, kept]
    planned = events[reports[0].id]
    assert planned.sentence == article.text.partition(" ECOWAS")[0]
    assert events[reports[1].id].sentence == "condemned"  # the coder gave no sentence
    spans = [planned.report.anchor, planned.report.actors[1].span, planned.report.why[1].span]
    assert [planned.quote(span) for span in spans] == ["to visit", "Niger", "April 3"]
    assert planned.known_at.tzinfo is not None


def test_an_event_is_found_by_the_beginning_of_its_id(view):
    event = next(view.reports())
    assert view.report(event.id).report == event.report
    assert view.report(f" {event.id[:9].upper()} ").report == event.report


@pytest.mark.parametrize(
    ("prefix", "said"), [("fff", "not the id"), ("%%%%%", "not the id"), ("zzzzzz", "has no event"), ("", "not the id")]
)
def test_an_id_that_leads_nowhere_is_said_so(view, prefix, said):
    with pytest.raises(Stop, match=said):
        view.report(prefix)


def test_a_beginning_that_ids_share_is_refused(place):
    path, article = place / "a.db", an_article()
    with open_record(path) as record:
        with record.writer() as writer:
            writer.add_article(article, visit_reports(article))
        children = ("participants", "report_contexts", "report_reasons", "unplaced")
        past(path, *(f"DELETE FROM {each}" for each in children), "UPDATE reports SET id = 'abcd' || substr(id, 5)")
    with open_view(path) as opened, pytest.raises(Stop, match="more than one id"):
        opened.report("abcd")


def test_counts(view):
    counts = view.counts()
    assert (counts.articles, counts.reports, counts.rejects, counts.outlets) == (3, 7, 0, 0)
    assert counts.by_status == {Status.HAPPENED: 6, Status.PLANNED: 1}
    assert counts.by_type[EventType.CONSULT] == 2


def test_a_view_cannot_write(view):
    with view._engine.connect() as connection, pytest.raises(DBAPIError, match=r"read-?only"):
        connection.execute(insert(schema.meta).values(name="keep", value="text"))


def test_a_view_sees_what_was_committed_and_nothing_of_what_is_not(place):
    path = place / "a.db"
    first, second = an_article("Mali met Niger."), an_article("Niger met Mali.")
    with open_record(path) as record:
        with record.writer() as writer:
            writer.add_article(first, [a_report(first, "met")])
        with open_view(path) as opened:
            with record.writer() as writer:
                writer.add_article(second, [a_report(second, "met")])
                writer.flush()
                assert len(list(opened.reports())) == 1  # and it did not wait
            assert len(list(opened.reports())) == 2


def test_readers_see_whole_states_and_wait_for_nobody_while_others_write(place):
    path, many, at_once = place / "a.db", 120, 3
    open_record(path).close()
    is_done = Event()

    def read():
        seen = []
        with open_view(path) as view:
            while not (last := is_done.is_set()) or not seen:
                counts = view.counts()
                assert counts.articles % UNIT == 0, "a unit of work that was seen in its middle"
                assert len(list(view.reports(Wanted(limit=20)))) <= 20
                seen.append(counts.articles)
            seen.append(view.counts().articles if last else 0)
        return seen

    with ThreadPoolExecutor(at_once) as readers:
        reading = [readers.submit(read) for _ in range(at_once)]
        try:
            add(path, range(many))
        finally:
            is_done.set()
        found = [each.result(timeout=60) for each in reading]
    assert [each[-1] for each in found] == [many] * at_once
    assert all(each == sorted(each) for each in found)
    assert any(0 < count < many for each in found for count in each), "nobody read while it was written"


def test_one_question_is_answered_from_one_state(place, monkeypatch):
    monkeypatch.setattr("dragoman.store.view._READ_AT_ONCE", 1)
    path, article = place / "a.db", an_article()
    with open_record(path) as record:
        with record.writer("stub", "1") as writer:
            writer.add_article(article, visit_reports(article))
        with open_view(path) as opened:
            answer = opened.reports()
            first = next(answer)
            with record.writer("stub", "2") as writer:  # coded anew, with nothing found, while the answer is read
                writer.add_article(article, [])
            assert {first.id, *(event.id for event in answer)} == {each.id for each in visit_reports(article)}
            assert list(opened.reports()) == []


def test_published_days_list_an_event_but_are_told_apart(view):
    met = [event.report for event in view.reports(Wanted(actor="WAGNER"))]
    assert [report.when for report in met] == [published_by(PUBLISHED)]
    assert not met[0].when.is_stated
