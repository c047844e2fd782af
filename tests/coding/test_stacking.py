"""Heads and rules are both heard: what a draft, its rule and a word are worth is added to the heads' log chances."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from dragoman.coding import stacking
from dragoman.coding.settling import Told
from dragoman.coding.stacking import Stacker, Voice
from dragoman.coding.trained import TrainedCoder
from dragoman.errors import Stop
from dragoman.pipeline import Pipeline
from dragoman.record import Article

TYPES = ("none", "CONSULT", "ACCUSE")
PLAIN = Stacker(
    types=TYPES,
    slopes=(1.0, 1.0),
    others=(0.0, 0.0),
    none={"": 0.0, "happened": 0.0},
    drafted={"CONSULT": 0.0, "ACCUSE": 0.0},
    undrafted=np.zeros(3, np.float32),
    worth={},
    believed={},
)


@pytest.fixture(scope="module")
def meeting() -> Told:
    """A draft of the rules: a meeting that happened."""
    article = Article("a", "Macron met Scholz in Berlin.", published_on=date(2024, 5, 2))
    ((_, (report,)),) = Pipeline(coder="rules").reports([article])
    return Told(report, trigger=1)


def chances(*values: float) -> stacking.Chances:
    return np.array(values, np.float32)


def weighed(stacker: Stacker, *voices: Voice) -> list[list[float]]:
    return [[round(float(each), 3) for each in row] for row in stacker.weighed(voices)]


def test_without_weights_the_heads_are_heard_alone(meeting: Told) -> None:
    voices = [Voice("meet", chances(0.5, 0.3, 0.2), meeting), Voice("say", chances(0.9, 0.04, 0.06), None)]
    assert weighed(PLAIN, *voices) == [[0.5, 0.3, 0.2], [0.9, 0.04, 0.06]]
    assert PLAIN.weighed([]).shape == (0, 3)


def test_a_draft_lifts_its_type_and_its_rule_lifts_it_more(meeting: Told) -> None:
    voice = Voice("meet", chances(0.5, 0.3, 0.2), meeting)
    lifted = replace(PLAIN, drafted={**PLAIN.drafted, "CONSULT": 1.0})
    believed = replace(lifted, believed={meeting.report.rule: 1.0})
    doubted = replace(lifted, worth={meeting.report.rule: chances(3, 0, 0)})
    shares = [float(each.weighed([voice])[0, 1]) for each in (doubted, PLAIN, lifted, believed)]
    assert shares == sorted(shares)
    assert len(set(shares)) == 4


def test_a_word_without_a_draft_counts_by_itself(meeting: Told) -> None:
    stacker = replace(PLAIN, worth={"word meet": chances(0, 5, 0)}, undrafted=chances(0, 0, 2))
    drafted, free = weighed(stacker, *(Voice("meet", chances(0.5, 0.3, 0.2), draft) for draft in (meeting, None)))
    assert drafted == [0.5, 0.3, 0.2]
    assert free[1] > 0.9


def test_another_act_of_the_text_takes_from_none() -> None:
    stacker = replace(PLAIN, others=(2.0, 0.0))
    alone = weighed(stacker, Voice("say", chances(0.6, 0.2, 0.2), None))
    beside = weighed(stacker, Voice("say", chances(0.6, 0.2, 0.2), None), Voice("meet", chances(0.1, 0.9, 0.0), None))
    assert alone[0][0] == 0.6
    assert beside[0][0] < 0.3
    assert beside[1][2] < 0.001  # a chance of nought stays next to nothing


def test_what_ships_knows_the_types_of_the_heads_and_real_rules() -> None:
    coder, stacker = TrainedCoder(), Stacker.load()
    assert stacker.types == coder.heads.types
    rules = {act.name for words in coder.lexicon.acts.values() for entries in words.values()
             for act in (entry.act for entry in entries) if act}  # fmt: skip
    named = {key for key in (*stacker.worth, *stacker.believed) if not key.startswith("word ")}
    assert len(named & rules) > 100


def test_a_broken_stacker_is_told_with_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "stacker.json").write_text('{"types": ["none"]', encoding="utf-8")
    monkeypatch.setattr(stacking, "MODELS", tmp_path)
    with pytest.raises(Stop, match=r"stacker\.json"):
        Stacker.load("xx")
