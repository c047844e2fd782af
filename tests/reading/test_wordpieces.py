"""Words and their pieces, as a table; the shapes of words; words that no vocabulary foresaw."""

import pytest

from dragoman.reading.parser import MODELS
from dragoman.reading.wordpieces import MAX_PIECES, SHAPES, WordPieces, shape_of, shapes_of

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "mali",
    "min",
    "##ister",
    "##s",
    "u",
    ".",
    "s",
    "-",
    "3",
    "’",
]


@pytest.fixture(scope="module")
def small() -> WordPieces:
    return WordPieces(VOCABULARY)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Mali", ["mali"]),
        ("Máli", ["mali"]),
        ("ministers", ["min", "##ister", "##s"]),
        ("U.S.", ["u", ".", "s", "."]),
        ("3-3", ["3", "-", "3"]),
        ("’s", ["’", "s"]),
        ("ma\u00adli", ["mali"]),
        ("minus", ["[UNK]"]),
        ("\u200d", ["[UNK]"]),
        ("", ["[UNK]"]),
        ("mali" * 30, ["[UNK]"]),
    ],
)
def test_pieces(small: WordPieces, word: str, pieces: list[str]) -> None:
    assert [VOCABULARY[number] for number in small.pieces(word)] == pieces


def test_a_long_word_keeps_its_beginning_and_its_end(small: WordPieces) -> None:
    numbers = small.pieces("3-" * 40 + "s")
    assert len(numbers) == MAX_PIECES
    assert VOCABULARY[numbers[0]] == "3"
    assert VOCABULARY[numbers[-1]] == "s"


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Ouagadougou", ["ou", "##aga", "##dou", "##go", "##u"]),
        ("ECOWAS", ["eco", "##was"]),
        ("Goïta", ["go", "##ita"]),
        ("中国", ["中", "国"]),
    ],
)
def test_pieces_of_the_shipped_vocabulary(word: str, pieces: list[str]) -> None:
    path = MODELS / "en" / "vocab.txt"
    names = path.read_text(encoding="utf-8").splitlines()
    assert [names[number] for number in WordPieces.load(path).pieces(word)] == pieces


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("visit", "lower"),
        ("al-qaeda", "lower"),
        ("Moscow", "title"),
        ("Cote-d'ivoire", "title"),
        ("NATO", "upper"),
        ("U.S.", "upper"),
        ("F.", "initial"),
        ("McDonald", "mixed"),
        ("2025", "digits"),
        ("3.5", "digits"),
        ("G20", "digits_mixed"),
        ("1990s", "digits_mixed"),
        ("—", "other"),
        ("😀", "other"),
    ],
)
def test_shape(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape


def test_the_first_word_is_marked_behind_its_quotation_mark() -> None:
    is_first = [shape >= len(SHAPES) for shape in shapes_of(["“", "We", "agree", "”"])]
    assert is_first == [True, True, False, False]
