"""Whom the rules give a side and whom the heads are certain of: who joins, who is driven out, and for whom one stands."""

import pytest

from dragoman.coding.candidates import Candidate
from dragoman.coding.sides import Likely, is_mere_list, joined
from dragoman.record import EventType
from dragoman.sentences import Mention, MentionKind, Sentence, Token

TEXT = "The Russian group Wagner said it and Niger left Mali"
DEPENDENCIES = (
    ("The", "det", 2), ("Russian", "amod", 2), ("group", "nsubj", 4), ("Wagner", "appos", 2), ("said", "root", -1),
    ("it", "nsubj", 8), ("and", "cc", 7), ("Niger", "conj", 5), ("left", "ccomp", 4), ("Mali", "obj", 8),
)  # fmt: skip


def sentence() -> Sentence:
    tokens, start = [], 0
    for index, (word, relation, head) in enumerate(DEPENDENCIES):
        start = TEXT.index(word, start)
        end = start + len(word)
        tokens.append(Token(index, word, start, end, word.lower(), "NOUN", "NN", "", head, relation))
        start = end
    return Sentence(0, len(TEXT), tuple(tokens))


TREE = sentence()


def likely(word: str, chance: float, code: str, *, is_drafted: bool, follows: str = "", sentence: int = 0) -> Likely:
    token = next(each for each in TREE.tokens if each.text == word)
    before = TEXT.index(follows) if follows else None
    mention = Mention(
        token.start, token.end, (token.index, token.index), token.index, word, MentionKind.GROUP, actor=code,
        follows=before,
    )  # fmt: skip
    return Likely(Candidate(sentence, token.index, mention), is_drafted, chance, sentence == 0)


WAGNER = likely("Wagner", 0.95, "WAGNER", is_drafted=False)
RUSSIAN = likely("Russian", 0.93, "RUS", is_drafted=False)
NIGER = likely("Niger", 0.95, "NER", is_drafted=False)
IT = likely("it", 0.02, "WAGNER", is_drafted=True, follows="Wagner")
MALI = likely("Mali", 0.2, "MLI", is_drafted=True)

# what the heads and the rules hold of each; the type of the act; who has the side
CASES = [
    ([NIGER, likely("it", 0.02, "", is_drafted=True)], EventType.RETREAT, ["it", "Niger"]),  # they are named together
    ([NIGER, MALI], EventType.RETREAT, []),  # the rules' only one is doubted beside a certain one: the heads choose
    ([likely("Niger", 0.95, "NER", is_drafted=True), MALI], EventType.RETREAT, ["Niger"]),
    ([likely("Niger", 0.8, "NER", is_drafted=True), MALI], EventType.RETREAT, ["Niger", "Mali"]),
    ([likely("Niger", 0.95, "NER", is_drafted=True), MALI], EventType.CONSULT, ["Niger", "Mali"]),
    ([NIGER, likely("Mali", 0.5, "MLI", is_drafted=True)], EventType.RETREAT, ["Niger", "Mali"]),
    ([WAGNER, IT], EventType.RETREAT, ["Wagner"]),  # for the pronoun stands whom it means
    ([RUSSIAN, WAGNER, IT], EventType.RETREAT, ["Wagner"]),  # and no part of the name beside it
    ([WAGNER, NIGER, IT], EventType.RETREAT, ["Wagner", "Niger"]),
    ([WAGNER, IT], EventType.AGREE, []),  # who agree are two: the heads choose
    ([likely("Wagner", 0.95, "WAGNER", is_drafted=False, sentence=1), IT], EventType.RETREAT, ["it"]),
    ([NIGER], EventType.RETREAT, []),  # the rules give nobody
]


@pytest.mark.parametrize(("given", "type_", "expected"), CASES)
def test_who_has_a_side(given, type_, expected):
    assert [each.mention.text for each in joined(TREE, given, type_) if each.mention] == expected


@pytest.mark.parametrize(
    ("type_", "actors", "recipients", "is_one"),
    [
        (EventType.ASSAULT, 5, 0, True),
        (EventType.ASSAULT, 4, 0, False),  # three that clash with a fourth
        (EventType.ASSAULT, 14, 1, False),  # a coalition and whom it strikes
        (EventType.AGREE, 14, 0, False),
    ],
)
def test_a_list_of_names_is_no_clash(type_: EventType, actors: int, recipients: int, is_one: bool) -> None:
    assert is_mere_list(type_, actors, recipients) is is_one
