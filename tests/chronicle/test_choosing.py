"""Choosing events is a shortcut and never another answer: whole questions give the same from all events of a record."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dragoman.analysis.changes import changes
from dragoman.analysis.claims import claims
from dragoman.analysis.diary import UNDATED_FOR, Days, diary
from dragoman.analysis.due import due
from dragoman.analysis.standing import Asked
from dragoman.chronicle import Chronicle
from dragoman.chronicle.choosing import events_chosen
from dragoman.cli.answers import _said
from dragoman.cli.asking import APPOINTMENTS, PLANS
from dragoman.record import Report
from dragoman.store.choosing import Choice
from dragoman.store.view import Wanted, open_view
from tests.chronicle.records import added
from tests.stories.telling import stories

WEEKS = [date(2021, 4, 14), date(2021, 12, 20), date(2023, 2, 6), date(2023, 9, 4), date(2025, 3, 24), date(2025, 4, 2)]


@pytest.fixture(scope="module")
def record(new_place: Callable[[], Any]) -> Any:
    """All the stories in one record, with the reports that a careful reader takes."""
    reports: dict[str, list[Report]] = {}
    found = stories()
    for story in found:
        for each in story.told:
            reports.setdefault(each.report.article_id, []).append(each.report)
    batch = [(article, reports.get(article.id, [])) for story in found for article in story.articles]
    return added(new_place() / "stories.db", [batch])


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("day", WEEKS)
def test_the_same_answers_from_chosen_events_as_from_all(record: Path, day: date, known: bool) -> None:
    known_by = day if known else None
    days, asked = Days.week_of(day), Asked(known_by or date(2025, 12, 31))
    since = day - timedelta(days=20)
    week = Choice(
        types=APPOINTMENTS.types,
        statuses=APPOINTMENTS.statuses,
        first=days.first - timedelta(UNDATED_FOR),
        last=days.last,
    )
    with open_view(record) as view:
        chronicle = Chronicle(view)
        everything = chronicle.events(Wanted(known_by=known_by))

        def chosen(*choices: Choice) -> list[object]:
            return events_chosen(chronicle, choices, known_by)  # type: ignore[return-value]

        assert diary(chosen(week), days, asked) == diary(everything, days, asked)
        plans = Choice(statuses=PLANS, first=since, last=asked.day)
        assert due(chosen(plans), asked, since=since) == due(everything, asked, since=since)
        assert changes(chosen(Choice(published_after=since), plans), since, asked) == changes(everything, since, asked)
        assert claims(chosen(*_said(None))) == claims(everything)
        speakers = frozenset(("MLI", "ISR"))
        assert claims(chosen(*_said(speakers)), by=speakers) == claims(everything, by=speakers)


def test_few_are_chosen(record: Path) -> None:
    with open_view(record) as view:
        week = Choice(types=APPOINTMENTS.types, first=date(2025, 3, 31), last=date(2025, 4, 6))
        assert 0 < len(view.chosen([week])) < 5
        assert view.chosen([Choice(codes=("XKX",))]) == []
        assert len(view.chosen([Choice(codes=("MLI",))])) == len(set(view.chosen([Choice(codes=("MLI",))])))
