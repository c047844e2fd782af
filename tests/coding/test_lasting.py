"""The days that an act lasts, from its first or last day and the length that its words give."""

from datetime import date

import pytest

from dragoman.coding.lasting import opens, spell
from tests.coding.test_dating import read

LASTING = [
    # published on Wednesday, 12 June 2024
    ("Xi Jinping began a three-day visit to Vietnam on Monday.", "visit", "2024-06-10/2024-06-12"),
    ("Pope Francis is on a three-day visit to Hungary that began on Tuesday.", "visit", "2024-06-11/2024-06-13"),
    ("Narendra Modi arrived in Moscow on Monday for a two-day visit.", "visit", "2024-06-10/2024-06-11"),
    ("Sergei Lavrov ended a two-day visit to North Korea on Tuesday.", "visit", "2024-06-10/2024-06-11"),
    ("Emmanuel Macron left Beijing on Friday after a three-day visit.", "visit", "2024-06-05/2024-06-07"),
    ("Moldova declared a 60-day state of emergency from June 3.", "declared", "2024-06-03/2024-08-01"),
    ("Malaysia banned travel for two weeks beginning June 5.", "banned", "2024-06-05/2024-06-18"),
    ("Mali declared a one-month curfew starting June 5.", "declared", "2024-06-05/2024-07-04"),
    # no length, a least one, a length of something else, a day that is neither first nor last
    ("Xi Jinping began a visit to Vietnam on Monday.", "visit", "2024-06-10"),
    ("Germany closed its schools for at least two weeks from June 3.", "closed", "2024-06-03"),
    ("Xi Jinping met the leader of a five-day march on Monday.", "met", "2024-06-10"),
    ("Israel and Hamas agreed on Monday on a three-day truce.", "agreed", "2024-06-10"),
]


@pytest.mark.parametrize(("text", "act", "days"), LASTING, ids=[text[:45] for text, *_ in LASTING])
def test_a_length_and_an_end_give_all_days(text: str, act: str, days: str) -> None:
    (sentence,) = read(text).sentences
    (trigger,) = [token.index for token in sentence.sentence.tokens if token.text == act]
    (phrase,) = sentence.days
    assert phrase.past is not None
    found = spell(sentence.sentence, trigger, phrase, phrase.past)
    assert found.first is not None
    assert found.last is not None
    assert days == (str(found.first) if found.first == found.last else f"{found.first}/{found.last}")
    assert date(2024, 6, 3) <= found.first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Niger closed its border from June 14.", True),
        ("Niger closed its border starting Friday.", True),
        ("Niger closed its border effective tomorrow.", True),
        ("Niger closed its border on Friday.", False),
        ("Niger closed its border until Friday.", False),
    ],
)
def test_the_day_from_which_something_is(text: str, expected: bool) -> None:
    (sentence,) = read(text).sentences
    assert opens(sentence.sentence, sentence.days[-1]) is expected
