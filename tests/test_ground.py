"""The ground floor: days, spans, errors and settings, as tables."""

from datetime import date
from pathlib import Path

import pytest

from dragoman.dates import DayRange, Precision, one_day, parse_day, parse_partial, published_by, whole_month, whole_year
from dragoman.errors import Skip, Stop
from dragoman.record import Article, EventType, Reject, Report, Span
from dragoman.settings import Settings, load_settings

MARCH = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (one_day(MARCH), "2025-03-31"),
        (whole_month(2024, 2), "2024-02"),
        (whole_year(2016), "2016"),
        (DayRange(date(2025, 4, 3), date(2025, 4, 4)), "2025-04-03/2025-04-04"),
        (DayRange(MARCH, None, Precision.OPEN), "since 2025-03-31"),
        (DayRange(None, MARCH, Precision.OPEN), "until 2025-03-31"),
    ],
)
def test_a_day_range_reads_as_people_write_it(found: DayRange, text: str) -> None:
    assert str(found) == text


def test_february_of_a_leap_year_ends_on_the_29th() -> None:
    assert whole_month(2024, 2).last == date(2024, 2, 29)


@pytest.mark.parametrize(("first", "last"), [(None, None), (MARCH, date(2025, 3, 30))])
def test_what_is_no_day_range(first: date | None, last: date | None) -> None:
    with pytest.raises(ValueError, match="day range"):
        DayRange(first, last)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (whole_month(2025, 3), one_day(MARCH), True),
        (whole_month(2025, 3), whole_month(2025, 4), False),
        (DayRange(MARCH, None, Precision.OPEN), whole_year(2030), True),
        (DayRange(MARCH, None, Precision.OPEN), whole_year(2024), False),
    ],
)
def test_which_ranges_share_a_day(one: DayRange, other: DayRange, *, expected: bool) -> None:
    assert one.overlaps(other) is expected
    assert other.overlaps(one) is expected


def test_a_publication_day_is_never_a_stated_day() -> None:
    assert not published_by(MARCH).is_stated
    assert one_day(MARCH).is_stated


def test_open_ranges_hold_days_and_cannot_be_walked() -> None:
    assert date(2099, 1, 1) in DayRange(MARCH, None, Precision.OPEN)
    with pytest.raises(ValueError, match="walked"):
        list(DayRange(MARCH, None, Precision.OPEN).days())
    assert len(list(whole_month(2025, 3).days())) == 31


@pytest.mark.parametrize("text", ["soon", "2025-13-01", "31.3.2025", ""])
def test_what_is_no_date_says_so_and_where(text: str) -> None:
    with pytest.raises(Skip, match=r"stories\.jsonl:3: .*not a date"):
        parse_day(text, where="stories.jsonl:3")


@pytest.mark.parametrize(("text", "days"), [("1975", 365), ("1975-05", 31), ("1975-05-28", 1)])
def test_partial_dates(text: str, days: int) -> None:
    assert len(list(parse_partial(text).days())) == days


def test_a_span_guards_its_words() -> None:
    span = Span.of("a", "Mali met Russia", 0, 4)
    assert span.holds("Mali met Russia")
    assert not span.holds("Malt met Russia")
    for start, end in ((4, 4), (-1, 3), (0, 99)):
        with pytest.raises(ValueError, match="outside"):
            Span.of("a", "Mali", start, end)


def test_ids_follow_the_content_alone() -> None:
    assert Article.identify("t", "x", MARCH) == Article.identify("t", "x", MARCH) != Article.identify("t", "x", None)
    span = Span.of("a", "Mali met Russia", 5, 8)
    assert Report.identify(span, EventType.CONSULT) != Report.identify(span, EventType.AGREE)


def test_a_skip_is_written_down_with_its_place() -> None:
    assert Reject.of(Skip("not JSON", where="f:2")).where == "f:2"
    assert Reject.of(Skip("empty"), "f").where == "f"


def test_settings_come_from_defaults_then_file_then_environment(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}) == Settings()
    (tmp_path / "dragoman.toml").write_text('keep = "text"\nbatch = 8\n', encoding="utf-8")
    found = load_settings(tmp_path, {"DRAGOMAN_BATCH": "16", "HOME": "x"})
    assert (found.keep, found.batch) == ("text", 16)


@pytest.mark.parametrize(
    ("content", "environment", "told"),
    [
        ("colour = 1", {}, "there is no setting “colour”"),
        ("keep = ", {}, "dragoman.toml"),
        ('keep = "all"', {}, "“spans” or “text”"),
        ("", {"DRAGOMAN_MIN_SCORE": "2"}, "between 0 and 1"),
        ("", {"DRAGOMAN_BATCH": "many"}, "not a int"),
        ("", {"DRAGOMAN_BATCH": "0"}, "at least 1"),
        ("", {"DRAGOMAN_THREADS": "-1"}, "threads = -1"),
    ],
)
def test_wrong_settings_stop_and_say_what_they_may_be(
    tmp_path: Path, content: str, environment: dict[str, str], told: str
) -> None:
    (tmp_path / "dragoman.toml").write_text(content, encoding="utf-8")
    with pytest.raises(Stop, match=told):
        load_settings(tmp_path, environment)
