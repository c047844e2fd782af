"""A timeline: how each event stands on the day of the question, and where silence is drawn."""

from datetime import date

import pytest

from dragoman.analysis.standing import Asked
from dragoman.analysis.timeline import Gap, Row, timeline
from tests.analysis.happenings import an_event

VISIT = an_event([("planned", "2025-04-01", "2025-04-03/2025-04-04"), ("held", "2025-04-08", "2025-04-03")])
PLAN = an_event([("planned", "2025-04-01", "2025-04-03/2025-04-04")])
MOVED = an_event(
    [
        ("planned", "2025-04-01", "2025-04-10"),
        ("moved", "2025-04-05", "2025-05-12"),
        ("held", "2025-05-13", "2025-05-12"),
    ]
)


# event, day of the question, as of, stage, days, days of silence
STANDS = [
    (VISIT, "2025-04-02", None, "planned", "2025-04-03/2025-04-04", 0),
    (VISIT, "2025-04-07", None, "no word", "2025-04-03/2025-04-04", 3),
    (VISIT, "2025-04-08", None, "held", "2025-04-03", 0),
    # True on the 5th, though it became known on the 8th; on the 2nd it lay ahead.
    (VISIT, "2025-12-31", "2025-04-05", "held", "2025-04-03", 0),
    (VISIT, "2025-12-31", "2025-04-02", "planned", "2025-04-03/2025-04-04", 0),
    (PLAN, "2025-05-01", None, "no word", "2025-04-03/2025-04-04", 27),
    (MOVED, "2025-04-20", None, "moved", "2025-05-12", 0),
    (MOVED, "2025-12-31", "2025-04-02", "planned", "2025-04-10", 0),
    (MOVED, "2025-12-31", "2025-04-20", "moved", "2025-05-12", 0),
]


@pytest.mark.parametrize(("event", "on", "as_of", "stage", "when", "silent"), STANDS)
def test_a_row_stands_as_on_the_day_of_the_question(event, on, as_of, stage, when, silent) -> None:
    asked = Asked(date.fromisoformat(on), date.fromisoformat(as_of) if as_of else None)
    row = timeline([event], asked, quiet=10_000)[0]
    assert isinstance(row, Row)
    assert (row.stage, str(row.when), row.silent_for) == (stage, when, silent)


def test_nothing_is_told_before_its_first_word() -> None:
    assert timeline([VISIT], Asked(date(2025, 3, 31))) == []
    assert timeline([VISIT], Asked(date(2025, 12, 31), date(2025, 3, 31))) == []


def test_silence_is_a_gap_between_what_is_known_and_up_to_the_question() -> None:
    first = an_event([("held", "2024-01-02", "2024-01-01")], name="a")
    second = an_event([("held", "2024-07-02", "2024-06-30/2024-07-01")], name="b")
    rows = timeline([second, first], Asked(date(2024, 12, 31)), quiet=90)
    assert [type(row) for row in rows] == [Row, Gap, Row, Gap]
    assert rows[1] == Gap(date(2024, 1, 2), date(2024, 6, 29))
    assert rows[1].days == 180
    assert rows[3] == Gap(date(2024, 7, 2), date(2024, 12, 31))


def test_a_year_breaks_no_silence_and_a_month_does() -> None:
    first = an_event([("held", "2023-12-31", "2023-12-31")], name="a")
    vague = an_event([("held", "2024-12-30", "2024-06")], name="b")
    last = an_event([("held", "2024-12-31", "2024-12-31")], name="c")
    rows = timeline([first, vague, last], Asked(date(2024, 12, 31)), quiet=90)
    gaps = [(row.first, row.last) for row in rows if isinstance(row, Gap)]
    assert gaps == [(date(2024, 1, 1), date(2024, 5, 31)), (date(2024, 7, 1), date(2024, 12, 30))]


def test_what_is_told_without_a_day_lies_where_it_was_first_reported() -> None:
    event = an_event([("held", "2024-02-01", "by 2024-02-01")])
    rows = timeline([event], Asked(date(2024, 2, 2)))
    assert [str(row.when) for row in rows if isinstance(row, Row)] == ["2024-02-01"]
    assert not rows[0].when.is_stated
