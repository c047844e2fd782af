"""Three trainings stand behind the heads: what each is asked, and how far each is heard."""

import numpy as np
import pytest

from dragoman.coding.bars import ARTICLE, ITEM
from dragoman.coding.belonging import HOME_COLUMNS
from dragoman.coding.candidates import PAIR_COLUMNS, ROLES, WORD_COLUMNS
from dragoman.coding.heads import HEADS as HEAD_NAMES
from dragoman.coding.heads import MODELS, Heads, is_asked
from dragoman.pipeline import Pipeline
from dragoman.record import Article

HEADS = Heads.load()
TRAININGS = 3
(READ,) = Pipeline().reader.read_many([Article("a", "France warned Niger and Mali on Monday.")])
VECTORS = READ.sentences[0].sentence.vectors


def changed(which: int) -> np.ndarray:
    """The vectors with those of one of the trainings changed."""
    vectors = VECTORS.copy()
    width = vectors.shape[1] // TRAININGS
    vectors[:, which * width : (which + 1) * width] += 1
    return vectors


def words() -> np.ndarray:
    return HEADS.numbers("word", [("",) * len(WORD_COLUMNS)] * 5)


def test_numbers_of_all_trainings_stand_side_by_side() -> None:
    for which, columns in (("word", WORD_COLUMNS), ("pair", PAIR_COLUMNS), ("home", HOME_COLUMNS)):
        assert HEADS.numbers(which, [("",) * len(columns)]).shape == (1, TRAININGS * len(columns))
        assert HEADS.numbers(which, []).shape == (0, TRAININGS * len(columns))


@pytest.mark.parametrize("bars", [ITEM, ARTICLE])
def test_all_trainings_are_heard_on_acts_and_sides(bars) -> None:
    for shares in (bars.types, bars.sides):
        assert len(shares) == TRAININGS
        assert sum(shares) == pytest.approx(1)


def test_each_training_is_heard_as_far_as_it_is_asked() -> None:
    alone = [HEADS.of_words(VECTORS, words(), [0, 3], shares) for shares in ((1, 0, 0), (0, 1, 0), (0, 0, 1))]
    mixed = HEADS.of_words(VECTORS, words(), [0, 3], (0.1, 0.5, 0.4))
    assert mixed.shape == (2, len(HEADS.types))
    assert not np.allclose(alone[0], alone[1])
    assert not np.allclose(alone[1], alone[2])
    assert np.allclose(mixed, 0.1 * alone[0] + 0.5 * alone[1] + 0.4 * alone[2], atol=1e-6)
    assert np.allclose(mixed.sum(1), 1, atol=1e-5)
    assert np.allclose(HEADS.of_words(VECTORS, words(), [0, 3]), alone[0])


@pytest.mark.parametrize("which", range(TRAININGS))
def test_each_training_is_asked_what_it_tells_better(which: int) -> None:
    other = changed(which)
    is_first, is_second = which == 0, which == 1
    assert np.allclose(HEADS.of_words(VECTORS, words(), [1]), HEADS.of_words(other, words(), [1])) is not is_first
    status, mode = HEADS.of_act(VECTORS, words(), 1, 1)
    assert (np.allclose(status, HEADS.of_act(other, words(), 1, 1)[0])) is not is_first
    assert status.shape == (len(HEADS.statuses),)
    assert mode.shape == (len(HEADS.modes),)
    pairs = HEADS.numbers("pair", [("",) * len(PAIR_COLUMNS)] * 4)
    here, there = (HEADS.of_pairs(some[0], some[1:5], pairs, 1, ITEM.sides) for some in (VECTORS, other))

    def same(*roles: str) -> bool:
        places = [ROLES.index(role) for role in roles]
        return np.allclose(here[:, places], there[:, places])

    assert same("time", "speaker") is not is_first
    assert same("place") is not is_second
    assert same("actor", "recipient") is is_first
    homes = HEADS.numbers("home", [("",) * len(HOME_COLUMNS)] * 4)
    here, there = (HEADS.of_homes(some[0], some[1:5], homes) for some in (VECTORS, other))
    assert np.allclose(here, there) is not is_second


def test_articles_have_a_head_of_their_own_for_countries() -> None:
    assert HEADS.homes_asked(in_article=False) == "home"
    assert HEADS.homes_asked(in_article=True) == "article_home"
    rows = [("",) * len(HOME_COLUMNS)] * 4
    short, long = (
        HEADS.of_homes(VECTORS[0], VECTORS[1:5], HEADS.numbers(w, rows), f"{w}s") for w in ("home", "article_home")
    )
    assert short.shape == long.shape == (4,)
    assert not np.allclose(short, long)


def test_without_shares_the_first_training_tells_everything() -> None:
    pairs = HEADS.numbers("pair", [("",) * len(PAIR_COLUMNS)] * 4)
    told = HEADS.of_pairs(VECTORS[0], VECTORS[1:5], pairs, 1)
    for which in (1, 2):
        other = changed(which)
        assert np.allclose(told, HEADS.of_pairs(other[0], other[1:5], pairs, 1))


def test_the_model_holds_the_heads_that_are_asked_and_no_others() -> None:
    with np.load(MODELS / "en" / "heads.npz") as kept:
        held = {tuple(name.split(".")[:2]) for name in kept.files}
    asked = {
        (str(number), head)
        for number in range(TRAININGS)
        for head in (*HEAD_NAMES, "parts")
        if is_asked(head, number, TRAININGS)
    }
    assert held == asked
    assert all(is_asked(head, 0, 1) for head in ("types", "traits", "homes", "parts"))
