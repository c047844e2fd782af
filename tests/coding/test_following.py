"""Days that the next sentence gives: "the measures will be in effect until …"."""

from dataclasses import replace
from datetime import date

import pytest

from dragoman.coding.following import follow_days
from dragoman.coding.rules import RuleCoder
from dragoman.coding.settling import Told
from dragoman.dates import published_by
from dragoman.record import EventType, Report
from tests.coding.test_dating import PUBLISHED, read

FOLLOWED = [
    # text, type of the act in the first sentence, its day and status afterwards
    (
        "Mali imposes a curfew. The measures will be in effect from June 15 until July 11.",
        "COERCE",
        "2024-06-15/2024-07-11 planned",
    ),
    ("Mali imposes a curfew. The measures, it said, take effect tomorrow.", "COERCE", "2024-06-13 planned"),
    (
        "Mali imposes a curfew. The measures will be in effect until July 11.",
        "COERCE",
        "2024-06-12/2024-07-11 happened",
    ),
    ("Mali meets Niger in Gao. The talks began on Monday.", "CONSULT", "2024-06-10 happened"),
    # of another act, of another type, or no day
    ("Mali imposes a curfew. The talks began on Monday.", "COERCE", "2024-06-12 happened"),
    ("Mali imposes a curfew. Niger votes on Thursday.", "COERCE", "2024-06-12 happened"),
]


@pytest.mark.parametrize(("text", "type_", "expected"), FOLLOWED, ids=[text[:60] for text, *_ in FOLLOWED])
def test_the_next_sentence_dates_an_act(text: str, type_: str, expected: str) -> None:
    article = read(text)
    (first, *_) = [each for each in next(iter(RuleCoder().code([article]))) if each.type == type_]
    undated: Report = replace(first, type=EventType(type_), when=published_by(PUBLISHED))
    (told,) = follow_days(article, [Told(undated)])
    assert f"{told.report.when} {told.report.status}" == expected


def test_an_act_that_has_a_day_keeps_it() -> None:
    article = read("Mali met Niger in Gao on 3 June. The talks began on Monday.")
    (first, *_) = next(iter(RuleCoder().code([article])))
    (told,) = follow_days(article, [Told(first)])
    assert told.report.when is not None
    assert told.report.when.first == date(2024, 6, 3)
