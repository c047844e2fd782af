"""Events of a record that an older version made, of texts that it kept, and of articles from several outlets."""

from datetime import date

import pytest

from dragoman.chronicle import Chronicle, Keeper
from dragoman.chronicle.verifying import faults
from dragoman.store.opening import open_record
from dragoman.store.view import Wanted, open_view
from tests.chronicle.records import added, events_of
from tests.chronicle.test_judging import HISTORY
from tests.factory import an_article
from tests.postgres import Databases
from tests.store.dumps import dump
from tests.store.old import old_record
from tests.store.past import past
from tests.stories.telling import stories


def merge(path):
    with open_record(path) as record, record.writer() as writer:
        return Keeper(writer.clusters).merge()


def test_a_record_of_the_first_version_is_merged_once(bare):
    path = old_record(bare / "old.db")
    assert merge(path) == 2
    assert merge(path) == 0
    assert [len(each["reports"]) for each in events_of(path)] == [1, 1]
    assert list(faults(path)) == []


def test_another_version_of_merging_merges_anew(place):
    path = added(place / "a.db", [HISTORY])
    before = events_of(path)
    past(
        path,
        "UPDATE meta SET value = '0' WHERE name = 'merging'",
        "UPDATE memberships SET event_id = report_id, neighbourhood = report_id",
        "DELETE FROM told",
    )
    assert [len(each["reports"]) for each in events_of(path)] == [1, 1, 1]
    assert merge(path) == 3
    assert events_of(path) == before


@pytest.mark.parametrize(("most", "counts"), [(1, [1, 1, 1, 0]), (2, [2, 1, 0]), (100, [3, 0])])
def test_what_waits_may_be_merged_some_at_a_time(bare, most, counts):
    path = bare / "a.db"
    with open_record(path) as record:
        with record.writer("stub", "1") as writer:
            for article, reports in HISTORY:
                writer.add_article(article, reports)
            Keeper(writer.clusters).sketch(article for article, _ in HISTORY)
        placed = []
        while not placed or placed[-1]:
            with record.writer() as writer:
                placed.append(Keeper(writer.clusters).merge(most))
    assert placed == counts
    assert events_of(path) == events_of(added(bare / "b.db", [HISTORY]))


@pytest.mark.parametrize("units", [1, 4, 11])
def test_both_engines_come_to_the_same_rows(tmp_path, postgres, units):
    told = {}
    for story in stories():
        told.update({article.id: (article, []) for article in story.articles})
        for each in story.told:
            told[each.report.article_id][1].append(each.report)
    batch, shared = list(told.values())[::-1], Databases(postgres)
    cut = [batch[number::units] for number in range(units)]
    file, server = (added(place / "a.db", cut) for place in (tmp_path, shared))
    rows = [dump(each) for each in (server, file)]
    for each in rows:
        del each["told"]  # it holds the moment of loading; what it says is held by the events and by `faults`
    assert rows[0] == rows[1]
    assert events_of(server) == events_of(file)
    assert list(faults(server)) == []
    shared.close()


def test_an_event_is_asked_whole_by_any_of_its_reports(place):
    path = added(place / "a.db", [HISTORY])
    with open_view(path) as view:
        chronicle = Chronicle(view)
        for _, reports in HISTORY[:2]:
            assert len(chronicle.event(reports[0].id[:8]).reports) == 2
        assert [len(each.reports) for each in chronicle.events(Wanted(actor="mli", with_="RUS"))] == [2, 1]
        assert chronicle.events(Wanted(actor="RUS", with_="NER")) == []
        assert view.event_ids(Wanted(actor="RUS", with_="NER")) == []  # no report has both: none need be made
        both = {each.id for each in chronicle.events(Wanted(actor="MLI", with_="RUS"))}
        assert both == set(view.event_ids(Wanted(actor="RUS", with_="MLI"))) == set(view.event_ids(Wanted(actor="RUS")))
        assert len(chronicle.events(Wanted(since=date(2025, 4, 10)))) == 1
        assert len(chronicle.events(Wanted(until=date(2025, 4, 10)))) == 1
        assert [each.day for each in chronicle.events(Wanted(newest_first=True, limit=1))] == [date(2025, 4, 20)]


def test_an_article_without_reports_is_a_copy_all_the_same(place):
    text = "Mali met Russia in the capital. They spoke of gold and of uranium for many hours, officials said later."
    articles = [
        an_article(text, published_on=date(2025, 4, day), outlets=(name,)) for day, name in ((1, "AP"), (2, "BBC"))
    ]
    path = added(place / "a.db", [[(article, [])] for article in articles])
    with open_view(path) as view, view.clusters() as clusters:
        groups = {each.copies for each in clusters.sketches([article.id for article in articles])}
    assert len(groups) == 1
