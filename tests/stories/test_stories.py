"""Each story, as told and as read: what held once holds on. `python -m tests.stories` prints what is missed."""

import json
from pathlib import Path

import pytest

from dragoman.errors import Stop
from dragoman.pipeline import Pipeline
from tests.stories.__main__ import CODERS, FLOORS
from tests.stories.checking import read_checks, told_checks
from tests.stories.telling import Story, stories

STORIES = {story.name: story for story in stories()}
HELD = json.loads(FLOORS.read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=CODERS)
def pipeline(request: pytest.FixtureRequest) -> Pipeline:
    """A pipeline with each coder in turn; one whose model this checkout lacks is skipped, and said so."""
    try:
        return Pipeline(coder=request.param)
    except Stop as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("name", STORIES)
def test_it_is_a_chain_of_several_outlets_over_days(name: str) -> None:
    articles = STORIES[name].articles
    assert 3 <= len(articles) <= 12
    assert len({outlet for each in articles for outlet in each.outlets}) >= 3
    dates = [each.published_on for each in articles]
    assert dates == sorted(dates)
    assert set(STORIES[name].events) == {each.of for each in STORIES[name].told}


@pytest.mark.parametrize("name", STORIES)
def test_as_a_careful_reader_tells_it(name: str, tmp_path: Path) -> None:
    checks = told_checks(STORIES[name], tmp_path)
    missed = "\n".join(str(check) for check in checks if not check.holds)
    assert sum(check.holds for check in checks) >= HELD[name]["told"], missed


@pytest.mark.parametrize("name", STORIES)
def test_as_the_pipeline_reads_it(name: str, tmp_path: Path, pipeline: Pipeline) -> None:
    checks = read_checks(STORIES[name], tmp_path, pipeline)
    missed = "\n".join(str(check) for check in checks if not check.holds)
    assert sum(check.holds for check in checks) >= HELD[name].get(pipeline.coder.name, 0), missed


def test_there_are_fifteen_or_more() -> None:
    assert len(STORIES) >= 15


def test_a_story_that_is_missed_is_seen(tmp_path: Path) -> None:
    """The checks can fail: a story whose second half is told of other states does not hold."""
    story = Story(Path(__file__).parent / "chains" / "moscow-consultations.toml")
    all_held = told_checks(story, tmp_path)
    story.events["visit"]["stages"]["2025-04-04"] = "cancelled"
    story.events["visit"]["origins"] = 99
    (tmp_path / "again").mkdir()
    fewer = told_checks(story, tmp_path / "again")
    assert sum(check.holds for check in fewer) == sum(check.holds for check in all_held) - 2
