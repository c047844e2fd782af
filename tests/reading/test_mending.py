"""Slips of the parser that are mended, and what is left as it is."""

import pytest

from dragoman.reading.mending import mended
from dragoman.reading.parser import Parser
from dragoman.sentences import Token


def words(*rows: tuple[str, str, int, str]) -> list[Token]:
    return [
        Token(n, text, 0, 0, text.lower(), upos, "", "", head, deprel, "O")
        for n, (text, upos, head, deprel) in enumerate(rows)
    ]


def test_the_name_hangs_under_its_title_and_who_is_joined_to_it_on_the_title() -> None:
    parsed = words(
        ("meets", "VERB", -1, "root"), ("leader", "NOUN", 0, "obj"), ("Mahmoud", "PROPN", 0, "obj"),
        ("Abbas", "PROPN", 2, "flat"), ("and", "CCONJ", 5, "cc"), ("Netanyahu", "PROPN", 2, "conj"),
    )  # fmt: skip
    found = [(token.head, token.deprel) for token in mended(parsed)]
    assert found == [(-1, "root"), (0, "obj"), (1, "flat"), (2, "flat"), (5, "cc"), (1, "conj")]


def test_a_day_before_that_is_of_the_verb_of_saying() -> None:
    parsed = words(
        ("said", "VERB", -1, "root"), ("on", "ADP", 2, "case"), ("Sunday", "PROPN", 5, "obl"), ("that", "SCONJ", 5, "mark"),
        ("France", "PROPN", 5, "nsubj"), ("leaves", "VERB", 0, "ccomp"), ("in", "ADP", 7, "case"), ("May", "PROPN", 5, "obl"),
    )  # fmt: skip
    assert [(token.text, token.head) for token in mended(parsed) if token.deprel == "obl"] == [
        ("Sunday", 0),
        ("May", 5),
    ]


def test_what_a_name_leaves_is_of_the_leaving() -> None:
    parsed = words(
        ("withdrawal", "NOUN", 6, "nsubj"), ("of", "ADP", 2, "case"), ("Mali", "PROPN", 0, "nmod"), ("Niger", "PROPN", 2, "conj"),
        ("from", "ADP", 5, "case"), ("ECOWAS", "PROPN", 3, "nmod"), ("ended", "VERB", -1, "root"),
    )  # fmt: skip
    assert next(token.head for token in mended(parsed) if token.text == "ECOWAS") == 0


@pytest.mark.parametrize(
    "parsed",
    [
        words(("gave", "VERB", -1, "root"), ("Mali", "PROPN", 0, "iobj"), ("Wagner", "PROPN", 0, "obj")),
        words(("in", "ADP", 1, "case"), ("May", "PROPN", 3, "obl"), ("Mali", "PROPN", 3, "nsubj"), ("left", "VERB", -1, "root")),
        words(("went", "VERB", -1, "root"), ("home", "NOUN", 0, "obl"), ("to", "ADP", 3, "case"), ("Mali", "PROPN", 0, "obl")),
    ],
)  # fmt: skip
def test_others_are_left_alone(parsed: list[Token]) -> None:
    assert mended(parsed) == parsed


def test_a_sentence_that_the_parser_reads_so() -> None:
    (sentence,) = Parser.load().parse(
        "The foreign ministry summons Danish ambassador Ole Wøhlers Olsen and his deputy."
    )
    heads = {token.text: sentence.tokens[token.head].text for token in sentence.tokens if token.head >= 0}
    assert heads["Ole"] == heads["deputy"] == "ambassador"
