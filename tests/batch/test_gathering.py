import json
import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyarrow import dataset

from benchmarks.reports import coded_articles
from dragoman.batch.folder import FORMAT, Mark, Planned, RunFolder, write_json
from dragoman.batch.gathering import gather_lake, gather_record
from dragoman.batch.planning import outcomes_of, plan, sources_in
from dragoman.batch.shard import COLUMNS, Coded, write_shard
from dragoman.chronicle import Chronicle
from dragoman.coding.coder import load_coder
from dragoman.errors import Stop
from dragoman.export.events import event_object
from dragoman.news.source import Reading
from dragoman.store.view import open_view
from dragoman.store.workbench import Workbench
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
    theirs = dataset.dataset(lake / "latest" / "events", partitioning="hive").to_table().sort_by("event")
    gathered(run, tmp_path / "lake")
    ours = dataset.dataset(tmp_path / "lake" / "latest" / "events", partitioning="hive").to_table().sort_by("event")
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
        dataset.dataset(lake / "latest" / "events", partitioning="hive")
        .to_table(columns=["event", "object"])
        .sort_by("event")
    )
    gathered(coded_here(run), tmp_path / "lake")
    ours = dataset.dataset(tmp_path / "lake" / "latest" / "events", partitioning="hive").to_table(
        columns=["event", "object"]
    )
    assert ours.sort_by("event").equals(theirs)


@pytest.fixture(scope="module")
def three_days(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """Generated reports, whose acts and copies lie across three shards; some articles are in two, by other outlets."""
    shards = [Planned(number, 0, str(number), date(2025, 1, 1)) for number in range(3)]
    run = RunFolder(tmp_path_factory.mktemp("days"))
    rows = [{"articles": 0, "digest": each.digest, "planned_on": str(each.planned_on)} for each in shards]
    write_json(run.path / "manifest.json", {"format": FORMAT, "how": {"coder": "rules"}, "rounds": [], "shards": rows})
    told = [Coded(article, tuple(found)) for article, found in coded_articles(2500, seed=5)]
    again = [Coded(replace(each.article, outlets=("Elsewhere",)), each.reports) for each in told[:400:10]]
    chance = random.Random(8)
    cut: list[list[Coded]] = [[], [], again]
    for each in told:
        cut[2 if chance.random() < 0.02 else chance.randrange(2)].append(each)
    for shard, part in zip(shards, cut, strict=True):
        counts = write_shard(run, shard, sorted(part, key=lambda each: each.article.id))
        run.set_mark(
            shard, Mark(shard.digest, "rules", load_coder("rules").version, COLUMNS, seconds=0.0, peak_mb=0, **counts)
        )
    return run


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_new_day_adds_gives_the_bytes_of_gathering_all_anew(
    tmp_path: Path, three_days: RunFolder, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    last = three_days.planned()[-1]
    mark = three_days.path / "done" / f"{last.name}.json"
    gather_lake(three_days, tmp_path / "anew", memory=256)
    kept = mark.read_text()
    mark.unlink()
    gather_lake(three_days, tmp_path / "lake", memory=256, partial=True)
    mark.write_text(kept)
    told = []
    tell = Workbench.told
    monkeypatch.setattr(Workbench, "told", lambda bench: (told.append(each) or each for each in tell(bench)))
    gather_lake(three_days, tmp_path / "lake", memory=256, jobs=jobs)
    assert bytes_of(tmp_path / "lake") == bytes_of(tmp_path / "anew")
    reports = sum(each.num_rows for each in told)
    assert 0 < reports < 2500 / 3
    told.clear()
    gather_lake(three_days, tmp_path / "lake", memory=256)  # nothing new
    assert bytes_of(tmp_path / "lake") == bytes_of(tmp_path / "anew")
    assert not told


def test_a_lake_of_other_shards_is_made_anew(tmp_path: Path, three_days: RunFolder, told: Path) -> None:
    gathered(three_days, tmp_path / "lake")
    run = coded_here(planned(tmp_path / "run", told, 2))
    assert gathered(run, tmp_path / "lake") == gathered(run, tmp_path / "anew")


def test_the_lake_holds_the_events_that_a_record_of_the_same_articles_holds(
    tmp_path: Path, lake: Path, place: Any
) -> None:
    run = coded_here(planned(tmp_path / "run", written(tmp_path, stories()), 3))
    gather_record(run, place / "record.db")
    gather_record(run, place / "record.db")  # what it has stays as it is
    with open_view(place / "record.db") as view:
        told = {each.id: event_object(each) for each in Chronicle(view).events()}
    held = dataset.dataset(lake / "latest" / "events").to_table(columns=["event", "object"]).to_pylist()
    found = {row["event"]: json.loads(row["object"]) for row in held}
    for each in (*told.values(), *found.values()):
        for report in each["reports"]:
            del report["known_at"]  # when this record had it
    assert json.loads(json.dumps(told)) == found
    assert max(each["report_count"] for each in found.values()) > 1


def test_copies_of_one_text_are_one_origin_across_shards(lake: Path) -> None:
    articles = dataset.dataset(lake / "latest" / "articles").to_table(columns=["id", "outlets", "copies"]).to_pylist()
    printed: dict[str, set[str]] = {}
    for row in articles:
        printed.setdefault(row["copies"], set()).update(row["outlets"])
    assert {"Demo Herald", "Demo Wire"} in printed.values()


@pytest.mark.parametrize("first", ["2025-03-05", "2025-03-06", "2025-03-08", "2025-03-14", "2025-03-15"])
def test_copies_are_found_whatever_spans_of_days_they_lie_in(tmp_path: Path, first: str) -> None:
    text = stories()[0]["text"]
    days = [date.fromisoformat(first) + timedelta(days=after) for after in (0, 1, 6)]
    told = [{"id": str(day), "date": str(day), "text": f"{text} Printed on a {day:%A} in {day:%B}."} for day in days]
    run = coded_here(planned(tmp_path / "run", written(tmp_path, told), 2))
    gathered(run, tmp_path / "lake")
    lake = dataset.dataset(tmp_path / "lake" / "latest" / "articles").to_table(columns=["copies"]).to_pylist()
    gather_record(run, tmp_path / "record.db")
    with open_view(tmp_path / "record.db") as view, view.clusters() as clusters:
        assert {row["copies"] for row in lake} == set(clusters.all_copies())
    assert len({row["copies"] for row in lake}) == 1


def test_an_unfinished_run_is_not_gathered_unless_asked_for(tmp_path: Path) -> None:
    run = planned(tmp_path / "run", written(tmp_path, stories()), 2)
    with pytest.raises(Stop, match="2 shards are not finished"):
        gathered(run, tmp_path / "lake")
