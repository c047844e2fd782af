import pytest

from dragoman.ontology.book import Book
from dragoman.reading.skimming import is_named_near
from dragoman.reading.splitting import split

# text → which of its sentences may tell of somebody known
CASES = [
    ("It rained. It snowed. It thawed.", [False, False, False]),
    ("It rained. It snowed. Mali and Niger met.", [False, True, True]),
    ("Mali was asked. It agreed. They met. They left. They slept.", [True, True, True, False, False]),
    ("A blast killed nine people in Bamako.", [True]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_sentences_are_worth_it_near_a_name_of_the_book(text: str, expected: list[bool]) -> None:
    assert is_named_near(Book.load(), text, split(text)) == expected
