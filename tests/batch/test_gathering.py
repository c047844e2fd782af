import json
from pathlib import Path
from typing import Any

import pytest
from pyarrow import dataset

from dragoman.batch.gathering import gather_record
from dragoman.batch.planning import outcomes_of, plan, sources_in
from dragoman.chronicle import Chronicle
from dragoman.errors import Stop
from dragoman.export.events import event_object
from dragoman.news.source import Reading
from dragoman.store.view import open_view
from tests.batch.factory import RULES, bytes_of, coded_here, gathered, planned, stories, written


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("told"), stories())


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory, told: Path) -> Path:
    folder = tmp_path_factory.mktemp("one")
    run = coded_here(planned(folder / "run", told, 1))
    gathered(run, folder / "lake")
    return folder / "lake"


@pytest.mark.parametrize("shards", [3, 7])
def test_the_lake_is_the_same_to_the_byte_whatever_the_cut(tmp_path: Path, told: Path, lake: Path, shards: int) -> None:
    run = coded_here(planned(tmp_path / "run", told, shards))
    assert gathered(run, tmp_path / "lake") == bytes_of(lake)


def test_the_lake_is_the_same_when_articles_come_in_another_order_and_some_twice(tmp_path: Path, lake: Path) -> None:
    run = coded_here(planned(tmp_path / "run", written(tmp_path, [*stories()[::-1], *stories()[:4]]), 2))
    # Where an article came in is part of it; all else must be the same.
    theirs = dataset.dataset(lake / "events", partitioning="hive").to_table().sort_by("event")
    gathered(run, tmp_path / "lake")
    ours = dataset.dataset(tmp_path / "lake" / "events", partitioning="hive").to_table().sort_by("event")
    assert ours.equals(theirs)


def test_a_new_day_brings_shards_of_its_own_and_the_same_lake(tmp_path: Path, lake: Path) -> None:
    told = stories()
    file = written(tmp_path, told[:6])
    run = coded_here(planned(tmp_path / "run", file, 2))
    gathered(run, tmp_path / "lake")
    # The same name, so that articles came from the same file and line.
    file.write_text("\n" * 6 + "".join(json.dumps(each) + "\n" for each in told[6:]), encoding="utf-8")
    plan(outcomes_of(sources_in([str(file)]), Reading()), tmp_path / "run", 3, RULES, [str(file)])
    assert len(run.planned()) == 5
    theirs = (
        dataset.dataset(lake / "events", partitioning="hive").to_table(columns=["event", "object"]).sort_by("event")
    )
    gathered(coded_here(run), tmp_path / "lake")
    ours = dataset.dataset(tmp_path / "lake" / "events", partitioning="hive").to_table(columns=["event", "object"])
    assert ours.sort_by("event").equals(theirs)


def test_the_lake_holds_the_events_that_a_record_of_the_same_articles_holds(
    tmp_path: Path, lake: Path, place: Any
) -> None:
    run = coded_here(planned(tmp_path / "run", written(tmp_path, stories()), 3))
    gather_record(run, place / "record.db")
    gather_record(run, place / "record.db")  # what it has stays as it is
    with open_view(place / "record.db") as view:
        told = {each.id: event_object(each) for each in Chronicle(view).events()}
    held = dataset.dataset(lake / "events").to_table(columns=["event", "object"]).to_pylist()
    found = {row["event"]: json.loads(row["object"]) for row in held}
    for each in (*told.values(), *found.values()):
        for report in each["reports"]:
            del report["known_at"]  # when this record had it
    assert json.loads(json.dumps(told)) == found
    assert max(each["report_count"] for each in found.values()) > 1


def test_copies_of_one_text_are_one_origin_across_shards(lake: Path) -> None:
    articles = dataset.dataset(lake / "articles").to_table(columns=["id", "outlets", "copies"]).to_pylist()
    printed: dict[str, set[str]] = {}
    for row in articles:
        printed.setdefault(row["copies"], set()).update(row["outlets"])
    assert {"Demo Herald", "Demo Wire"} in printed.values()


def test_an_unfinished_run_is_not_gathered_unless_asked_for(tmp_path: Path) -> None:
    run = planned(tmp_path / "run", written(tmp_path, stories()), 2)
    with pytest.raises(Stop, match="2 shards are not finished"):
        gathered(run, tmp_path / "lake")
