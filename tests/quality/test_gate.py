"""The quality of coding has floors that only rise."""

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from dragoman.pipeline import Pipeline
from tests.quality.gate import FLOORS, POOLS, SETS, Labels, falls, figures_of, floors, labels_of, sets_here, together
from tests.quality.scoring import score

FIRST_FLOOR = {"act": 0.60, "dyad": 0.40, "quiet": 0.70}
POOLED = {name for names in POOLS.values() for name in names}
HELD = [*(name for name in SETS if name not in POOLED), *POOLS, "rare"]


@cache
def measured(name: str) -> tuple[Labels, Labels]:
    return labels_of(name, Pipeline())


@pytest.mark.parametrize("name", HELD)
def test_no_figure_is_under_its_floor(name: str) -> None:
    wanted = POOLS.get(name, tuple(SETS) if name == "rare" else (name,))
    if set(wanted) - set(sets_here()):
        pytest.skip("../shared is not beside this checkout")
    figures = figures_of({each: measured(each) for each in wanted})
    assert figures[name]
    assert falls(name, figures[name]) == []


def test_every_floor_is_held_by_a_set_or_a_pool() -> None:
    assert set(floors()) - {"pairs", "clusters", "clusters_2"} == set(HELD)


def test_sets_together_are_scored_as_one() -> None:
    event = {"anchor": "met", "type": "CONSULT", "status": "happened", "actors": [], "recipients": []}
    one: tuple[Labels, Labels] = ({"a": [event]}, {"a": [event]})
    other: tuple[Labels, Labels] = ({"a": [event]}, {"a": []})
    assert score(*together([one, other])).figures()["act"] == pytest.approx(2 / 3, abs=1e-4)


def test_floors_are_at_least_the_first_ones() -> None:
    for name in ("dev", "dip_dev"):
        kept = floors()[name]
        assert all(kept[figure] >= floor for figure, floor in FIRST_FLOOR.items() if figure in kept)


def test_a_fall_is_noticed() -> None:
    kept = json.loads(FLOORS.read_text(encoding="utf-8"))["own"]
    assert falls("own", {figure: value - 0.02 for figure, value in kept.items()})


def _shared_scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("shared_score", shared / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_our_figures_are_those_of_the_codebooks_scorer(shared: Path) -> None:
    """Gold against gold of other items, shifted by one, so that many kinds of difference occur."""
    scorer = _shared_scorer(shared)
    gold = scorer.load(shared / "gold" / "dev.jsonl")
    keys, events = list(gold), list(gold.values())
    shifted = dict(zip(keys, [*events[1:], events[0]], strict=True))
    mixed = {key: (gold[key] if number % 3 else shifted[key]) for number, key in enumerate(keys)}
    theirs, _ = scorer.score(gold, mixed)
    ours = score(gold, mixed).figures()
    for name in ("act", "dyad", "record"):
        assert ours[name] == pytest.approx(theirs[name]["f1"], abs=1e-4)
    assert ours["quiet"] == pytest.approx(theirs["quiet"], abs=1e-4)
    for name in ("status", "unsettled", "when", "where", "said_by", "claims", "mode"):
        assert ours[name] == pytest.approx(theirs[name]["accuracy"], abs=1e-4)
