"""What is a copy of a text, and what only has a part of it in common."""

from itertools import combinations

import numpy as np
import pytest

from dragoman.merging.copies import FUNCTIONS, are_copies, copied, copies_among, sketch_of

WIRE = (
    "The military governments of Mali, Burkina Faso and Niger said on Sunday that they would leave the West African "
    "bloc without delay. In a joint statement read on state television they accused the bloc of imposing illegal and "
    "inhumane sanctions after the coups that brought them to power. The bloc said that it had not yet received a formal "
    "notification and that it remained committed to a negotiated way out of the impasse. Analysts in Bamako expected "
    "the break to weigh on trade, on visas for some 72 million people and on the price of grain. A bloc official said "
    "that 12 days of talks would follow in Abuja, and that 4,000 migrants could be affected at once by new rules."
)
OTHER = (
    "Farmers in the Sikasso region fear that leaving the bloc will close the border to their mangoes. Traders who sell "
    "onions in Abidjan have begun to look for buyers elsewhere, and transporters ask who will insure their lorries. At "
    "the market in Koutiala nobody had heard of the joint statement, but all had heard of the price of fuel."
)
AD = " Sign up for our newsletter and never miss a story. Download our app. All rights reserved."
SENTENCES = [each + "." for each in WIRE.rstrip(".").split(". ")]
QUOTE = SENTENCES[1]


# The same facts in other words.
REWRITTEN = (
    "Three juntas are quitting the regional organisation. Speaking on television, they blamed what they called "
    "unlawful punishment for their decision, which came as a surprise to diplomats. Officials in Abuja have asked "
    "for talks and say that nothing has reached them in writing so far."
)


@pytest.mark.parametrize(
    ("copy", "expected"),
    [
        (WIRE, True),
        ("ECOWAS: three states walk out\n\n" + WIRE, True),  # another headline
        ("BAMAKO (AFP) - " + WIRE, True),  # a dateline
        (" ".join(SENTENCES[:3]), True),  # cut from the end
        (" ".join(SENTENCES[1:5]), True),  # cut from both
        (WIRE.replace("72", "27").replace("4,000", "400").replace("12 days", "21 days"), True),
        (WIRE + AD, True),
        (" ".join([*SENTENCES[:2], AD.strip(), *SENTENCES[2:]]), True),
        (WIRE.upper(), True),
        (WIRE.replace(" ", "\n"), True),
        (OTHER, False),
        (REWRITTEN, False),
        (OTHER + " " + QUOTE, False),  # one quoted sentence does not make a copy
        ("", False),
        ("He gave no details.", False),
    ],
)
def test_copies(copy, expected):
    one, other = sketch_of("a", WIRE, 739000), sketch_of("b", copy, 739001)
    assert are_copies(one, other) is expected
    assert are_copies(other, one) is expected


def test_a_text_that_comes_back_next_year_is_another_word_unless_it_is_the_same():
    old = sketch_of("a", WIRE, 739000)
    assert not are_copies(old, sketch_of("b", WIRE + AD, 739400))
    assert are_copies(old, sketch_of("b", WIRE, 739400))


def test_short_items_are_told_apart():
    texts = [
        "Mali recalled its ambassador from Algeria on Sunday.",
        "Niger recalled its ambassador from Algeria on Sunday.",
        "Mali recalled its ambassador from Algeria on Sunday!",
    ]
    copies = copies_among([sketch_of(str(place), text, 739000) for place, text in enumerate(texts)])
    assert copies == {"0": "0", "1": "1", "2": "0"}


def test_groups_are_named_for_their_least_id_in_any_order():
    texts = {"c": WIRE, "a": WIRE + AD, "b": OTHER, "d": " ".join(SENTENCES[:4])}
    sketches = [sketch_of(id_, text, 739000) for id_, text in texts.items()]
    expected = {"a": "a", "b": "b", "c": "a", "d": "a"}
    assert copies_among(sketches) == copies_among(sketches[::-1]) == expected


def test_pairs_by_the_thousand_are_weighed_as_one_by_one() -> None:
    texts = [" ".join(SENTENCES[start:end]) for start in range(4) for end in range(start + 1, 7)] + [OTHER, WIRE + AD]
    days = [0, 739000, 739005, 739020]
    sketches = [sketch_of(f"{place} {day}", text, day) for place, text in enumerate(texts) for day in days]
    pairs = [(one, other) for one, other in combinations(range(len(sketches)), 2)
             if sketches[one].sought & sketches[other].keys]  # fmt: skip
    minima = np.frombuffer(b"".join(each.minima for each in sketches), "<u4").reshape(-1, FUNCTIONS)
    known, runs = np.array([each.known for each in sketches]), np.array([each.runs for each in sketches])
    expected = [are_copies(sketches[one], sketches[other]) for one, other in pairs]
    assert copied(known, runs, minima, np.array(pairs)).tolist() == expected
    assert 0 < sum(expected) < len(expected)
