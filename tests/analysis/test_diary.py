"""A diary: which appointments lie on which day, what is new, what was moved away, what has no date."""

from datetime import date

from dragoman.analysis.diary import Days, Diary, appointments, diary
from dragoman.analysis.standing import Asked
from dragoman.record import EventType
from tests.analysis.happenings import an_event

WEEK = Days.week_of(date(2025, 4, 2))
VISIT = an_event([("planned", "2025-03-29", "2025-04-03/2025-04-04")], who="BFA MLI NER", name="visit")
OLD = an_event([("planned", "2025-03-01", "2025-04-01")], name="old")
AWAY = an_event([("planned", "2025-03-01", "2025-04-02"), ("moved", "2025-03-30", "2025-05-12")], name="away")
OFF = an_event([("planned", "2025-03-01", "2025-04-02"), ("cancelled", "2025-03-30")], name="off")
LOST = an_event([("planned", "2025-03-01", "2025-04-02"), ("moved", "2025-03-30", "")], name="lost", when=None)
APRIL = an_event([("planned", "2025-03-01", "2025-04")], name="april")
UNDATED = an_event([("planned", "2025-03-28", "by 2025-03-28")], name="undated")
ATTACK = an_event([("held", "2025-04-02", "2025-04-02")], type_=EventType.ASSAULT, name="attack")
AID = an_event([("planned", "2025-04-01", "2025-04-05")], type_=EventType.AID, name="aid")
URGED = an_event([("urged", "2025-04-01", "2025-04-02")], name="urged")
ALL = [VISIT, OLD, AWAY, OFF, LOST, APRIL, UNDATED, ATTACK, AID, URGED]


def page(on: str = "2025-04-01", **given: object) -> Diary:
    return diary(ALL, WEEK, Asked(date.fromisoformat(on)), **given)  # type: ignore[arg-type]


def names(found: Diary, on: date) -> list[str]:
    return [entry.event.reports[0].article.title for day in found.days if day.on == on for entry in day.entries]


def test_a_week_runs_from_monday_to_sunday_and_new_is_since_the_week_before() -> None:
    assert (WEEK.first, WEEK.last, WEEK.last_time) == (date(2025, 3, 31), date(2025, 4, 6), date(2025, 3, 24))
    assert [day.on for day in page().days] == [date(2025, 3, 31 + 0)] + [date(2025, 4, day) for day in range(1, 7)]


def test_each_appointment_lies_on_its_day() -> None:
    found = page()
    assert names(found, date(2025, 4, 1)) == ["old-0"]
    assert names(found, date(2025, 4, 3)) == ["visit-0"]
    assert names(found, date(2025, 4, 5)) == ["aid-0"]
    assert not any("attack" in name or "urged" in name for day in found.days for name in names(found, day.on))


def test_what_was_moved_away_is_told_under_its_old_day() -> None:
    found = page()
    entries = {e.event.id: e for day in found.days for e in day.entries if day.on == date(2025, 4, 2)}
    assert str(entries[AWAY.id].moved_to) == "2025-05-12"
    assert entries[AWAY.id].is_changed
    assert entries[OFF.id].stage == "cancelled"
    assert entries[LOST.id].moved_to is None
    before = diary(ALL, WEEK, Asked(date(2025, 3, 20)))
    assert "away-0" in names(before, date(2025, 4, 2))
    assert next(e for e in before.entries if e.event.id == AWAY.id).stage == "planned"


def test_what_has_no_day_stands_at_the_end() -> None:
    found = page()
    assert [entry.event.id for entry in found.some_time] == [APRIL.id]
    assert {entry.event.id for entry in found.undated} == {UNDATED.id, LOST.id}


def test_two_stars_are_new_since_last_time() -> None:
    marks = {entry.event.id: (entry.is_new, entry.is_changed) for entry in page().entries}
    assert marks[VISIT.id] == (True, False)
    assert marks[OLD.id] == (False, False)
    assert marks[OFF.id] == (False, True)


def test_a_diary_of_a_region_has_its_actors_and_places_alone() -> None:
    found = page(codes=frozenset(("BFA",)))
    assert {entry.event.id for entry in found.entries} == {VISIT.id}
    assert {entry.event.id for entry in page(codes=frozenset(("USA",))).entries} == set()


def test_after_the_week_the_outcome_is_told_and_never_guessed() -> None:
    held = an_event([("planned", "2025-03-29", "2025-04-03"), ("held", "2025-04-04", "2025-04-03")], name="held")
    found = diary([held, OLD], WEEK, Asked(date(2025, 4, 20)))
    assert [entry.stage for entry in found.entries] == ["no word", "held"]


def test_meetings_told_without_a_day_stand_in_the_week_of_their_first_report() -> None:
    told = an_event([("held", "2025-04-02", "by 2025-04-02")], name="told")
    before = an_event([("held", "2025-03-20", "by 2025-03-20")], name="before")
    found = diary([told, before, ATTACK], WEEK, Asked(date(2025, 4, 20)))
    assert [entry.event.id for entry in found.reported] == [told.id]
    assert [entry.event.id for entry in found.entries] == [told.id]


def test_a_calendar_lists_appointments_of_any_day() -> None:
    found = appointments(ALL, Asked(date(2025, 4, 1)), last_time=date(2025, 4, 1))
    assert {entry.event.id for entry in found} == {each.id for each in ALL if each not in (ATTACK, URGED)}
