"""What a record keeps of its events is what their reports make them, whatever happened to the record."""

import random
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from dragoman.chronicle import Chronicle, Keeper
from dragoman.chronicle.asking import made_of
from dragoman.chronicle.judging import judge, undo
from dragoman.chronicle.listing import events_begun
from dragoman.chronicle.telling import tell
from dragoman.chronicle.verifying import faults
from dragoman.events import Verdict
from dragoman.store.connecting import reading_engine
from dragoman.store.locating import located
from dragoman.store.opening import open_record
from dragoman.store.shelves import shelves
from dragoman.store.told import WORKED_OUT, in_outline, packed, unpacked
from dragoman.store.view import Wanted, open_view
from tests.chronicle.records import added
from tests.chronicle.test_properties import SLOW, coded, folder
from tests.factory import an_article, visit_reports
from tests.merging.histories import histories
from tests.store.old import old_record
from tests.store.past import past


def kept_and_made(path):
    """Every event as the record keeps it, and as it is made of its reports, by id."""
    with open_view(path) as view, view.clusters() as clusters:
        ids = view.event_ids()
        kept = {each.event.id: each.event for each in clusters.told(ids)}
        members = {id_: clusters.members_in([id_]) for id_ in ids}
        made = {each.id: each for each in made_of(clusters, list(members.values()))}
    return kept, made


def is_right(path, *, is_all=True):
    kept, made = kept_and_made(path)
    assert standing(path) == {place for each in kept.values() for place in places(each)}
    assert {id_: made[id_] for id_ in kept} == kept
    for id_, event in kept.items():
        for name in WORKED_OUT:
            assert getattr(event, name) == getattr(made[id_], name)
    assert not is_all or kept.keys() == made.keys()
    return True


def standing(path):
    """Where events stand on shelves."""
    here = shelves.c
    engine = reading_engine(located(path), 5.0)
    with engine.connect() as connection, connection.begin():
        rows = connection.execute(select(here.shelf, here.day, here.report_id).where(here.shelf.startswith("e|"))).all()
    engine.dispose()
    return {tuple(row) for row in rows}


def places(event):
    """Where an event is to stand: of each who takes part on its first and last day, of each two on its last."""
    day = (event.when.last or date.max) if event.when else event.first_known_on
    codes = sorted(event.parties)
    yield from ((f"e|c|{code}", day, event.id) for code in codes)
    yield from ((f"e|p|{one}|{other}", day, event.id) for one, other in combinations(codes, 2))
    yield from ((f"e|f|{code}", begins(event), event.id) for code in codes)


def begins(event):
    """The first day on which an event may lie."""
    return (event.when.first or date.min) if event.when else event.first_known_on


ASKED = st.builds(
    Wanted,
    actor=st.sampled_from(["MLI", "NER", "RUS", "AES", "FRA"]),
    with_=st.sampled_from([None, "MLI", "NER", "RUS", "UKR"]),
    since=st.none() | st.dates(date(2025, 3, 1), date(2025, 5, 1)),
    until=st.none() | st.dates(date(2025, 3, 1), date(2025, 5, 1)),
    known_by=st.none() | st.dates(date(2025, 3, 1), date(2025, 5, 1)),
)


@SLOW
@given(histories, st.lists(ASKED, min_size=1, max_size=6))
def test_events_are_found_on_their_shelves_as_they_are_by_their_reports(history, asked):
    with folder() as here:
        path = added(here / "a.db", [coded(history)])
        with open_view(path) as view:
            found = [Chronicle(view).events(wanted) for wanted in asked]
        with open_record(path) as record, record.writer() as writer:
            writer.clusters.tell_anew("0")  # so that nothing is kept
        assert standing(path) == set()
        with open_view(path) as view:
            assert [Chronicle(view).events(wanted) for wanted in asked] == found


@SLOW
@given(
    histories, st.frozensets(st.sampled_from(["MLI", "NER", "RUS", "AES", "FRA"]), min_size=1, max_size=3),
    st.none() | st.dates(date(2025, 3, 1), date(2025, 5, 1)), st.dates(date(2025, 3, 1), date(2025, 5, 1)),
    st.integers(1, 9),
)  # fmt: skip
def test_the_newest_events_are_read_off_by_their_first_days(history, codes, first, last, most):
    with folder() as here:
        path = added(here / "a.db", [coded(history)])
        every = kept_and_made(path)[0].values()
        fit = [each for each in every if each.parties & codes and (first or date.min) <= begins(each) <= last]
        fit.sort(key=lambda each: (begins(each), each.id), reverse=True)
        with open_view(path) as view:
            found = events_begun(Chronicle(view), codes, first, last, most)
        assert sorted(each.id for each in found.events) == sorted(each.id for each in fit[:most])
        assert found.since == (begins(fit[most - 1]) if len(fit) > most else None)
        with open_record(path) as record, record.writer() as writer:
            writer.clusters.tell_anew("0")  # so that nothing is kept
        with open_view(path) as view:
            assert events_begun(Chronicle(view), codes, first, last, most) is None


@SLOW
@given(histories, st.integers(0, 2**32), st.integers(1, 4))
def test_what_is_kept_is_what_the_reports_make(history, seed, size):
    with folder() as here:
        shuffled = coded(history)
        random.Random(seed).shuffle(shuffled)
        path = added(here / "a.db", [shuffled[at : at + size] for at in range(0, len(shuffled), size)])
        assert is_right(path)
        added(path, [[(article, reports[:1])] for article, reports in shuffled[::2]], version="2")
        assert is_right(path)


@SLOW
@given(histories, st.data())
def test_what_changed_is_not_kept_until_it_is_told(history, data):
    with folder() as here:
        path = added(here / "a.db", [coded(history)])
        for article, reports in data.draw(st.lists(st.sampled_from(coded(history)), max_size=3)):
            with open_record(path) as record, record.writer("stub", "3") as writer:
                writer.add_article(article, reports[1:])
                Keeper(writer.clusters).merge()
            assert is_right(path, is_all=False)
        with open_record(path) as record, record.writer() as writer:
            tell(writer.clusters)
        assert is_right(path)


@pytest.fixture
def path(place):
    article, other = an_article(outlets=("AP",)), an_article(title="Visit", outlets=("TASS",))
    return added(place / "a.db", [[(article, visit_reports(article))], [(other, visit_reports(other))]])


def test_a_record_that_kept_events_before_has_them_on_every_shelf(bare):
    path = old_record(bare / "old.db", 9)
    open_record(path).close()
    assert any(shelf == "e|f|MLI" for shelf, _, _ in standing(path))
    assert is_right(path)


def test_a_judgement_is_told_and_so_is_that_it_was_undone(path):
    with open_view(path) as view:
        id_ = view.event_ids()[0]
    with open_record(path) as record:
        judge(record, Verdict.AMEND, [(id_, None, "mode", "visit-by-night")], by="a reader")
        assert is_right(path)
        with open_view(path) as view:
            assert next(Chronicle(view).stream()).mode == "visit-by-night"
        judge(record, Verdict.WRONG, [(id_, None, "", "")], by="a reader")
        assert is_right(path)
        undo(record)
        assert is_right(path)


def test_an_outlet_that_prints_it_too_is_told(path):
    with open_record(path) as record, record.writer() as writer:
        writer.add_outlets(an_article(outlets=("Reuters",)))
    assert is_right(path, is_all=False)
    kept, made = kept_and_made(path)
    assert kept.keys() < made.keys()


def test_another_version_of_telling_is_not_read(path, monkeypatch):
    with open_record(path) as record, record.writer() as writer:
        writer.clusters.tell_anew("0")
    assert kept_and_made(path)[0] == {}
    with open_record(path) as record, record.writer() as writer:
        assert Keeper(writer.clusters).tell(1) == 1
        assert Keeper(writer.clusters).tell() > 0
    assert is_right(path)


@pytest.mark.parametrize(
    "change",
    ["head = replace(head, 'MLI', 'TCD')", "last_on = '1999-01-01'", "last_on = '2999-01-01'"],
)
def test_what_is_kept_otherwise_is_found(path, change):
    assert list(faults(path)) == []
    past(path, f"UPDATE told SET {change}")
    assert {each.wrong for each in faults(path)} == {"what is kept of this event for lists is not what its reports say"}


def test_a_listed_event_is_the_whole_one_in_outline(path):
    with open_view(path) as view:
        chronicle = Chronicle(view)
        for listed in chronicle.stream():
            whole = chronicle.event(listed.id)
            assert [in_outline(each) for each in whole.reports] == list(listed.reports)
            assert unpacked(*packed(whole)) == listed
