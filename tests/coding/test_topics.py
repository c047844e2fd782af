"""Labels of topics before a colon, and what only looks like one."""

import pytest

from dragoman.coding.topics import label_of
from dragoman.reading.parser import Parser

ROWS = [
    ("2012 Malian coup d'état: ECOWAS suspends Mali.", "2012 Malian coup d'état:"),
    ("Insurgency in the North Caucasus: Militants kill two policemen.", "Insurgency in the North Caucasus:"),
    ("ECOWAS suspended three states: Mali, Guinea and Burkina Faso.", ""),  # a verb before the colon
    ("Three states under sanctions: Mali, Guinea and Burkina Faso.", ""),  # none after it
    ("ECOWAS suspends Mali.", ""),
]


@pytest.mark.parametrize(("text", "label"), ROWS, ids=[text[:30] for text, _ in ROWS])
def test_the_label_of_a_sentence(text: str, label: str) -> None:
    (sentence,) = Parser.load().parse(text)
    count = label_of(sentence)
    assert text[: sentence.tokens[count - 1].end if count else 0] == label
