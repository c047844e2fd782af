"""Two trainings stand behind the heads: what each is asked, and how far the second is heard."""

import numpy as np
import pytest

from dragoman.coding.candidates import HOME_COLUMNS, PAIR_COLUMNS, ROLES, WORD_COLUMNS
from dragoman.coding.heads import Heads
from dragoman.pipeline import Pipeline
from dragoman.record import Article

HEADS = Heads.load()
(READ,) = Pipeline().reader.read_many([Article("a", "France warned Niger and Mali on Monday.")])
VECTORS = READ.sentences[0].sentence.vectors


def changed(first: bool) -> np.ndarray:
    """The vectors with those of one of the trainings changed."""
    vectors = VECTORS.copy()
    half = vectors.shape[1] // 2
    vectors[:, :half] += float(first)
    vectors[:, half:] += float(not first)
    return vectors


def words() -> np.ndarray:
    return HEADS.numbers("word", [("",) * len(WORD_COLUMNS)] * 5)


def test_numbers_of_both_trainings_stand_side_by_side() -> None:
    for which, columns in (("word", WORD_COLUMNS), ("pair", PAIR_COLUMNS), ("home", HOME_COLUMNS)):
        assert HEADS.numbers(which, [("",) * len(columns)]).shape == (1, 2 * len(columns))
        assert HEADS.numbers(which, []).shape == (0, 2 * len(columns))


def test_the_second_training_is_heard_as_far_as_it_is_asked() -> None:
    first, both, second = (HEADS.of_words(VECTORS, words(), [0, 3], share) for share in (0.0, 0.25, 1.0))
    assert first.shape == (2, len(HEADS.types))
    assert not np.allclose(first, second)
    assert np.allclose(both, 0.75 * first + 0.25 * second, atol=1e-6)
    assert np.allclose(both.sum(1), 1, atol=1e-5)


@pytest.mark.parametrize("first", [True, False])
def test_each_training_is_asked_what_it_tells_better(first: bool) -> None:
    other = changed(first)
    assert np.allclose(HEADS.of_words(VECTORS, words(), [1]), HEADS.of_words(other, words(), [1])) is not first
    status, mode = HEADS.of_act(VECTORS, words(), 1, 1)
    assert (np.allclose(status, HEADS.of_act(other, words(), 1, 1)[0])) is not first
    assert status.shape == (len(HEADS.statuses),)
    assert mode.shape == (len(HEADS.modes),)
    pairs = HEADS.numbers("pair", [("",) * len(PAIR_COLUMNS)] * 4)
    here, there = (HEADS.of_pairs(some[0], some[1:5], pairs, 1) for some in (VECTORS, other))
    by_first = [ROLES.index(role) for role in ("time", "speaker")]
    by_second = [ROLES.index(role) for role in ("actor", "recipient", "place")]
    assert np.allclose(here[:, by_first], there[:, by_first]) is not first
    assert np.allclose(here[:, by_second], there[:, by_second]) is first
    homes = HEADS.numbers("home", [("",) * len(HOME_COLUMNS)] * 4)
    here, there = (HEADS.of_homes(some[0], some[1:5], homes) for some in (VECTORS, other))
    assert np.allclose(here, there) is first
