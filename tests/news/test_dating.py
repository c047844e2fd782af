"""Whom an article's day is from, and what speaks against it."""

from datetime import date

import pytest

from dragoman.news.dating import choose, dateline_of, day_named

MARCH = date(2025, 3, 20)
APRIL = date(2025, 4, 1)

CHOICES = [
    ([], (None, "", "")),
    ([("given", APRIL)], (APRIL, "given", "")),
    ([("dateline", MARCH), ("given", APRIL)], (MARCH, "dateline", "")),
    ([("feed", MARCH), ("dateline", APRIL)], (MARCH, "feed", "dateline 2025-04-01")),
    ([("feed", APRIL), ("page", APRIL)], (APRIL, "page", "")),
    ([("feed", date(2025, 4, 3)), ("metadata", APRIL)], (APRIL, "metadata", "")),  # two days are no doubt
    ([("feed", date(2025, 4, 4)), ("metadata", APRIL)], (APRIL, "metadata", "feed 2025-04-04")),
    ([("page", MARCH), ("feed", MARCH), ("metadata", APRIL)], (APRIL, "metadata", "page 2025-03-20, feed 2025-03-20")),
    ([("metadata", APRIL), ("given", MARCH)], (APRIL, "metadata", "")),
]


@pytest.mark.parametrize(("told", "expected"), CHOICES)
def test_metadata_comes_before_the_page_the_feed_and_the_dateline(told, expected):
    assert choose(told) == expected


# text, a day that it is near to, and the day of its dateline
DATELINES = [
    ("BAMAKO, April 1 (Reuters) - Mali met Niger.", date(2025, 4, 2), APRIL),
    ("MOSCOW, April 1. /TASS/. Russia met Mali.", date(2025, 4, 2), APRIL),
    ("NIAMEY, April 1 (Xinhua) -- Niger met Mali.", date(2025, 4, 2), APRIL),
    ("N'DJAMENA, Chad, 1 April 2025 – Chad met Mali.", None, APRIL),
    ("GENEVA/NEW YORK, 1 April 2025 (UN News) - Talks.", None, APRIL),
    ("Ministers meet\nBAMAKO, Apr. 1, 2025 (AP) — Mali met Niger.", None, APRIL),
    ("Ministers meet \n  BAMAKO, April 1 (AP) — Mali met Niger.", date(2025, 4, 2), APRIL),
    ("ABUJA, December 30 (Reuters) - Nigeria met Mali.", date(2025, 1, 2), date(2024, 12, 30)),
    ("BAMAKO, April 1 (Reuters) - Mali met Niger.", None, None),  # no year, and nothing to tell it by
    ("Bamako hosted talks on April 1 - Mali met Niger.", date(2025, 4, 2), None),
    ("Mali, which left in January 2024, met Niger.", date(2025, 4, 2), None),
    ("BAMAKO, February 30 (Reuters) - Mali met Niger.", date(2025, 4, 2), None),
    ("The talks of BAMAKO, April 1 (Reuters)", date(2025, 4, 2), None),
    ("", date(2025, 4, 2), None),
]


@pytest.mark.parametrize(("text", "near", "expected"), DATELINES)
def test_a_dateline_gives_its_day_where_it_can(text, near, expected):
    assert dateline_of(text, near) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("April 1, 2025", APRIL), ("1 April 2025", APRIL), ("2025-04-01", APRIL), ("April 2025", None), ("", None)],
)
def test_a_named_day(text, expected):
    assert day_named(text) == expected
