"""Events of others' data in a record: in bulk, once, corrected where their set corrects them, and chained."""

from dataclasses import replace
from datetime import date

import pytest

from dragoman.events import Imported
from dragoman.record import EventType, Participant, Place, Status
from dragoman.store.imported import Tally
from dragoman.store.opening import open_record
from dragoman.store.verifying import broken
from dragoman.store.view import open_view
from tests.store.past import past

MALI, FRANCE, EU = (
    Participant("Mali", "MLI", "GOV"),
    Participant("France", "FRA", "GOV"),
    Participant("European Union", None, "IGO", "EU"),
)
EXPELS = Imported(
    "icews", "1", date(2022, 1, 31), date(2022, 1, 31), EventType.SANCTION, "expel", Status.HAPPENED, MALI, FRANCE,
    "166", "Expel or withdraw", Place("Bamako", "MLI"), 2,
)  # fmt: skip
ACCUSES = replace(EXPELS, key="2", actor=FRANCE, recipient=MALI, type=EventType.ACCUSE, mode=None, where=None)
MEETS = replace(EXPELS, provider="gdelt", key="1", type=EventType.CONSULT, mode="visit", recipient=EU)


def put(path, *events, provider="icews", file="a.tab"):
    tally = Tally()
    with open_record(path) as record, record.writer() as writer:
        bulk = writer.bulk
        number = bulk.begin(provider, file)
        touched = bulk.add(number, events, tally) if events else set()
        bulk.end(number, tally, 0, 0, touched)
    return tally


def test_what_goes_in_comes_out_by_dyad_and_set(place) -> None:
    path = place / "a.db"
    put(path, EXPELS, ACCUSES)
    put(path, MEETS, provider="gdelt")
    with open_view(path) as view:
        assert view.imported_between(["MLI"], ["FRA"], ["icews"]) == [EXPELS, ACCUSES]
        assert view.imported_between(["FRA"], ["MLI"], ["icews", "gdelt"]) == [ACCUSES, EXPELS]
        assert view.imported_between(["MLI", "AES"], ["EU"], ["gdelt"]) == [MEETS]
        assert view.imported_between(["MLI"], ["EU"], ["icews"]) == []
        assert view.providers() == {"gdelt": 1, "icews": 2}
        assert view.imported_by_day(["icews", "gdelt"]) == {date(2022, 1, 31): 3}
        assert view.imported_by_day(["icews"], date(2022, 1, 30)) == {}


def test_they_are_no_events_of_the_record(place) -> None:
    path = place / "a.db"
    put(path, EXPELS)
    with open_view(path) as view:
        assert view.counts().reports == 0
        assert view.event_ids() == []
        assert view.articles_by_day() == {}


def test_importing_the_same_again_changes_nothing(place) -> None:
    path = place / "a.db"
    assert put(path, EXPELS, ACCUSES) == Tally(added=2)
    before = past(path, "SELECT * FROM writes")
    assert put(path, EXPELS, ACCUSES) == Tally(known=2)
    assert past(path, "SELECT * FROM writes") == before
    assert past(path, "SELECT count(*) FROM imports") == [(1,)]


def test_what_a_set_corrects_is_corrected_and_stays_where_it_came_from(place) -> None:
    path = place / "a.db"
    put(path, EXPELS)
    corrected = replace(EXPELS, happened_on=date(2022, 2, 1), mode=None)
    assert put(path, corrected, ACCUSES, file="b.tab") == Tally(added=1, changed=1)
    with open_view(path) as view:
        assert view.imported_between(["MLI"], ["FRA"], ["icews"]) == [corrected, ACCUSES]
    assert past(path, 'SELECT "key", import_id FROM imported ORDER BY 1') == [("1", 1), ("2", 2)]
    assert list(broken(path)) == []


def test_a_key_that_a_file_repeats_counts_once_the_last_row_wins(place) -> None:
    path = place / "a.db"
    assert put(path, EXPELS, replace(EXPELS, origins=5)) == Tally(added=1, repeated=1)
    assert past(path, "SELECT origins FROM imported") == [(5,)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE imported SET type = 'AID' WHERE \"key\" = '1'",
        "DELETE FROM imported WHERE \"key\" = '2'",
        "UPDATE imports SET file = 'c.tab'",
        "INSERT INTO imports SELECT 9, provider, file, began_at, added, changed, no_act, refused FROM imports",
    ],
)
def test_whatever_is_changed_past_dragoman_is_found(place, damage) -> None:
    path = place / "a.db"
    put(path, EXPELS, ACCUSES)
    assert list(broken(path)) == []
    past(path, damage)
    assert [each.what for each in broken(path)] == ["import"]
