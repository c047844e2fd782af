"""The series of a relation: counts, scores, level, coverage told apart from calm, and what drove each period."""

from datetime import date, timedelta

import pytest

from dragoman.analysis.dyad import Act, Direction, Dyad, Party
from dragoman.analysis.periods import By
from dragoman.analysis.relation import Coverage, Framing, Weight, relation
from dragoman.ontology.acts import Quad
from dragoman.record import EventType


def an_act(on: str, type_: str, *, origins: int = 1, direction: Direction = Direction.OUT, name: str = "") -> Act:
    return Act(name or f"{type_}-{on}", date.fromisoformat(on), EventType(type_), None, direction, origins, "words")


# Mali and France in 2022: accusations, the ambassador told to leave, the last soldiers gone.
ACTS = (
    an_act("2021-09-25", "ACCUSE"),
    an_act("2021-09-30", "ACCUSE", direction=Direction.IN),
    an_act("2022-01-31", "SANCTION", origins=3),
    an_act("2022-08-15", "RETREAT", direction=Direction.IN),
)
ARTICLES = {date(2021, 9, 1) + timedelta(days=n): 2 for n in range(400)}
NOW = date(2022, 12, 31)


def series(acts=ACTS, articles=ARTICLES, on=NOW, **framing):
    return relation(Dyad(Party("MLI"), Party("FRA"), tuple(acts), {}), articles, on, Framing(**framing))


def by_name(found):
    return {str(point.period): point for point in found.points}


def test_counts_and_scores_are_summed_by_period() -> None:
    found = by_name(series())
    assert found["2021-09"].counts[Quad.VERBAL_CONFLICT] == 2
    assert found["2021-09"].score == pytest.approx(-4.0)
    assert found["2022-01"].counts[Quad.MATERIAL_CONFLICT] == 1
    assert found["2022-08"].score == pytest.approx(7.6)


def test_origins_weigh_if_they_are_asked_to() -> None:
    found = by_name(series(weight=Weight.ORIGINS))
    assert found["2022-01"].counts[Quad.MATERIAL_CONFLICT] == 3
    assert found["2022-01"].score == pytest.approx(3 * -5.2)


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        (Direction.OUT, ["ACCUSE-2021-09-25", "SANCTION-2022-01-31"]),
        (Direction.IN, ["ACCUSE-2021-09-30", "RETREAT-2022-08-15"]),
    ],
)
def test_one_direction_has_the_acts_of_one_side(direction, expected) -> None:
    assert [act.event for act in series(direction=direction).acts] == expected


def test_silence_is_calm_where_there_are_articles_and_unknown_where_there_are_none() -> None:
    articles = {day: count for day, count in ARTICLES.items() if day < date(2022, 3, 1) or day >= date(2022, 6, 1)}
    found = by_name(series(articles=articles))
    assert found["2022-02"].is_calm
    assert [found[f"2022-0{month}"].coverage for month in (3, 4, 5)] == [Coverage.NONE] * 3
    assert not found["2022-04"].is_calm


def test_a_period_with_a_tenth_of_the_usual_articles_is_thin() -> None:
    articles = dict(ARTICLES) | {date(2022, 4, 1) + timedelta(days=n): 0 for n in range(30)} | {date(2022, 4, 2): 3}
    assert by_name(series(articles=articles))["2022-04"].coverage is Coverage.THIN


def test_the_level_is_an_exponential_average_of_the_periods() -> None:
    acts = [an_act("2022-01-01", "SANCTION"), an_act("2022-01-03", "SANCTION")]
    articles = {date(2022, 1, day): 1 for day in (1, 2, 3)}
    found = series(acts, articles, date(2022, 1, 3), by=By.DAY, half_life=1.0).points
    assert [point.level for point in found] == [
        pytest.approx(-5.2),
        pytest.approx(-5.2 * 0.5 / 1.5, abs=1e-4),
        pytest.approx(-5.2 * (1 + 0.25) / 1.75, abs=1e-4),
    ]


def test_what_is_not_covered_moves_no_level() -> None:
    acts = [an_act("2022-01-01", "SANCTION")]
    found = series(acts, {date(2022, 1, 1): 1}, date(2022, 1, 9), by=By.DAY, half_life=1.0).points
    assert {point.level for point in found} == {-5.2}


def test_drivers_are_the_acts_that_moved_a_period_the_way_it_went() -> None:
    acts = [
        an_act("2022-01-05", "CONSULT"), an_act("2022-02-01", "ACCUSE"), an_act("2022-02-02", "SANCTION"),
        an_act("2022-02-03", "CONSULT"), an_act("2022-02-04", "ASSAULT"), an_act("2022-02-05", "REJECT"),
    ]  # fmt: skip
    drove = [act.type for act in by_name(series(acts))["2022-02"].drivers]
    assert drove == [EventType.ASSAULT, EventType.SANCTION, EventType.REJECT]


def test_a_period_that_goes_beyond_the_days_asked_about_is_not_whole() -> None:
    found = series(since=date(2022, 1, 1), on=date(2022, 8, 20)).points
    assert [point.is_whole for point in found] == [True] * 7 + [False]


def test_shifting_all_days_shifts_the_answer() -> None:
    days = timedelta(days=364)  # whole weeks
    later = [Act(a.event, a.on + days, a.type, a.mode, a.direction, a.origins, a.words) for a in ACTS]
    moved = series(later, {day + days: n for day, n in ARTICLES.items()}, NOW + days, by=By.WEEK, half_life=30.0)
    still = series(by=By.WEEK, half_life=30.0)
    assert [(p.score, p.level, p.coverage) for p in moved.points] == [
        (p.score, p.level, p.coverage) for p in still.points
    ]
    assert {m.period.first - s.period.first for m, s in zip(moved.points, still.points, strict=True)} == {days}


def test_no_act_is_one_empty_answer_and_no_error() -> None:
    found = series([])
    assert [point.acts for point in found.points] == [()]
