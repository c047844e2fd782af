"""A record outlives those who write it: killed at any moment, or several at once, it ends as one quiet run would."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.store.view import open_view
from tests.store.adding import add, story, stub_reports
from tests.store.dumps import dump
from tests.store.past import past

STORIES = 120
KILLS = 6
HOUSE = Path(__file__).parents[2]


def start(path, first=0, last=STORIES):
    """The adding program, not yet waited for."""
    command = [sys.executable, "-m", "tests.store.adding", str(path), str(first), str(last)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HOUSE)


def set_going(*children):
    """Lets programs begin, once each has opened its record."""
    for child in children:
        assert child.stdout.readline() == "open\n"
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()


def kill(child):
    child.kill()
    child.communicate()


def finish(*children):
    """Waits for programs to end as they should."""
    for child in children:
        child.communicate(timeout=60)
        assert child.returncode == 0


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """What the record holds after one run that nobody disturbed."""
    path = tmp_path_factory.mktemp("quiet") / "a.db"
    add(path, range(STORIES))
    return dump(path)


def test_killed_again_and_again_it_opens_and_ends_as_after_one_run(place, quiet):
    path = place / "a.db"
    moments = random.Random(20250401)
    expected = {story(number).id: len(stub_reports(story(number))) for number in range(STORIES)}
    held = []
    for _ in range(KILLS):
        child = start(path)
        set_going(child)
        for _ in range(moments.randint(1, 6)):
            child.stdout.readline()
        time.sleep(moments.uniform(0.0, 0.02))
        kill(child)
        if isinstance(path, Path):  # a server sees to its pages and keys itself
            assert past(path, "PRAGMA integrity_check") == [("ok",)]
            assert past(path, "PRAGMA foreign_key_check") == []
        rows = past(
            path,
            "SELECT articles.id, count(reports.id) FROM articles LEFT JOIN reports ON article_id = articles.id "
            "GROUP BY articles.id",
        )
        assert {each: expected[each] for each, _ in rows} == dict(rows)  # each article whole, or not there
        with open_view(path) as view:
            assert view.counts().articles == len(rows)
        held.append(len(rows))
    assert held == sorted(held)
    assert any(0 < count < STORIES for count in held), f"no kill fell into the work: {held}"
    last = start(path)
    set_going(last)
    finish(last)
    assert dump(path) == quiet


def test_killed_while_it_is_being_made_it_can_be_made_again(bare, quiet):
    for wait in (0.15, 0.25, 0.3, 0.35, 0.4, 0.5):
        path = bare / f"{wait}.db"
        child = start(path)
        time.sleep(wait)
        kill(child)
        add(path, range(STORIES))
        assert dump(path) == quiet


def test_two_who_make_and_write_a_record_at_once_wait_for_each_other(bare, quiet):
    """The stories 40 to 79 are added by both."""
    for attempt in range(3):
        path = bare / f"{attempt}.db"
        children = [start(path, 0, 80), start(path, 40, STORIES)]
        set_going(*children)
        finish(*children)
        assert dump(path) == quiet
