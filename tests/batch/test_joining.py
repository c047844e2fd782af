"""What gathering puts together is what merging puts together that has everything in memory at once."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pyarrow import parquet

from benchmarks import lakes
from dragoman.batch.folder import RunFolder
from dragoman.batch.joining import join_copies, join_reports
from dragoman.merging.blocking import blocks_of
from dragoman.merging.clustering import clusters_of, events_among
from dragoman.merging.copies import Sketch, copies_among
from dragoman.merging.linking import hang_together
from dragoman.merging.traits import Traits
from dragoman.store.workbench import Workbench

REPORTS = 3000


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RunFolder:
    """Two shards of generated reports, and two that tell them again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lakes, "A_SHARD", REPORTS // 4)
        patch.setattr(lakes, "GENERATED", 2)
        return lakes.generated(tmp_path_factory.mktemp("generated"), REPORTS)


def rows(run: RunFolder, kind: str) -> dict[str, dict]:
    return {row["id"]: row for each in run.planned() for row in parquet.read_table(run.output(kind, each)).to_pylist()}


def traits_in(run: RunFolder) -> list[Traits]:
    return [Traits.unpacked(row["id"], row["article_id"], row["traits"]) for row in rows(run, "reports").values()]


@pytest.fixture(params=[1, 2])
def bench(request: pytest.FixtureRequest, run: RunFolder, tmp_path: Path) -> Iterator[Workbench]:
    """What was joined of that run, by one process and by two."""
    files = [[run.output(kind, each) for each in run.planned()] for kind in ("articles", "reports")]
    with Workbench(tmp_path, 256) as bench:
        articles, reports = bench.lay_out(*files)
        join_copies(bench, articles, request.param)
        join_reports(bench, reports, request.param)
        yield bench


def groups(pairs: Iterable[tuple[str, str]]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for member, group in pairs:
        found.setdefault(group, set()).add(member)
    return {frozenset(each) for each in found.values()}


def test_copies_neighbourhoods_and_events_are_those_of_merging_all_at_once(run: RunFolder, bench: Workbench) -> None:
    traits = traits_in(run)
    lake = [row for batch in bench.reports() for row in batch.to_pylist()]
    assert {row["id"]: row["neighbourhood"] for row in lake} == hang_together(traits)
    found = groups((row["id"], row["event"]) for row in lake)
    assert found == {frozenset(each.report for each in event) for event in events_among(traits)}
    sketches = [
        Sketch(id_, row["published_on"].toordinal(), row["runs"], row["minima"], row["leads"])
        for id_, row in rows(run, "articles").items()
    ]
    copies = {row["id"]: row["copies"] for batch in bench.articles() for row in batch.to_pylist()}
    assert groups(copies.items()) == groups(copies_among(sketches).items())
    assert len(set(copies.values())) < len(copies)


def test_a_report_that_is_told_again_lies_in_the_blocks_of_its_days(run: RunFolder) -> None:
    for id_, row in rows(run, "reports").items():
        assert sorted(blocks_of(Traits.unpacked(id_, row["article_id"], row["traits"]))) == row["blocks"]


def test_what_hangs_together_is_cut_into_events_in_any_order(run: RunFolder) -> None:
    traits = traits_in(run)[:500]
    assert clusters_of(traits) == clusters_of(traits[::-1])
