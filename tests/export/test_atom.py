"""An entry is new when status, date or a source changes, and for nothing else."""

from datetime import date

import feedparser

from dragoman.analysis.changes import changes
from dragoman.analysis.standing import Asked
from dragoman.chronicle import Chronicle
from dragoman.export.atom import atom_bytes, updated_on
from dragoman.ontology.book import Book
from dragoman.record import EventType, Status
from dragoman.store.view import open_view
from tests.chronicle.records import added
from tests.factory import a_report, an_article, someone

TEXT = "Mali will host Russia in Bamako. Officials said that the talks would be about grain, roads and the army of the north."


def told(outlet, on, text=TEXT, **given):
    article = an_article(text, outlets=(outlet,), published_on=on, came_as=outlet, title="\x0bTalks \u202e<b>&")
    people = (someone(article, "Mali", "MLI"), someone(article, "Russia", "RUS"))
    given = {"status": Status.PLANNED} | given
    return article, [a_report(article, "will host", EventType.CONSULT, actors=people, **given)]


def feed_of(path):
    with open_view(path) as view:
        found = changes(Chronicle(view).events(), date(2025, 1, 1), Asked(date(2025, 5, 1)))
    given = {"name": "Mali", "address": "http://here/changes.atom", "event_address": "http://here/event/"}
    return atom_bytes(found, Book.load(), **given), found


def test_another_copy_of_a_text_wakes_nobody_and_a_new_source_does(tmp_path):
    first = told("AP", date(2025, 4, 1))
    copy = told("TASS", date(2025, 4, 9))
    other = told("RFI", date(2025, 4, 11), "Mali will host Russia soon, a minister told a radio. Nobody gave the day.")
    before, _ = feed_of(added(tmp_path / "one.db", [[first]]))
    copied, _ = feed_of(added(tmp_path / "two.db", [[first], [copy]]))
    more, found = feed_of(added(tmp_path / "three.db", [[first], [copy], [other]]))
    entries = [feedparser.parse(each).entries for each in (before, copied, more)]
    assert [len(each) for each in entries] == [1, 1, 1]
    assert entries[0][0].updated == entries[1][0].updated == "2025-04-01T00:00:00Z"
    assert entries[2][0].updated == "2025-04-11T00:00:00Z"
    assert len({each[0].id for each in entries}) == 1
    assert updated_on(found[0].event) == date(2025, 4, 11)


def test_signs_that_no_feed_may_hold_are_taken_out(tmp_path):
    made, _ = feed_of(added(tmp_path / "one.db", [[told("AP", date(2025, 4, 1))]]))
    assert not feedparser.parse(made).bozo
    assert "\u202e".encode() not in made
    assert b"<b>" not in made
