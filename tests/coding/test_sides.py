"""Whom the rules give a side and whom the heads are certain of: who joins, who is driven out, and for whom one stands."""

from dataclasses import replace

import pytest

from dragoman.coding.candidates import Candidate
from dragoman.coding.sides import (
    Likely,
    counterpart,
    is_beside,
    is_mere_list,
    is_own_state,
    is_scene,
    joined,
    opposed,
    parted,
)
from dragoman.record import EventType
from dragoman.sentences import Mention, MentionKind, ReadArticle, ReadSentence, Sentence, Token

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


def likely(
    word: str, chance: float, code: str, *, is_drafted: bool, follows: str = "", sentence: int = 0, by_name: float = 0.0
) -> Likely:
    token = next(each for each in TREE.tokens if each.text == word)
    before = TEXT.index(follows) if follows else None
    mention = Mention(
        token.start, token.end, (token.index, token.index), token.index, word, MentionKind.GROUP, actor=code,
        follows=before,
    )  # fmt: skip
    return Likely(Candidate(sentence, token.index, mention), is_drafted, chance, by_name, sentence == 0)


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
    ([likely("Niger", 0.7, "NER", is_drafted=True), MALI], EventType.RETREAT, ["Niger", "Mali"]),
    ([likely("Niger", 0.95, "NER", is_drafted=True), MALI], EventType.CONSULT, ["Niger", "Mali"]),
    ([NIGER, likely("Mali", 0.5, "MLI", is_drafted=True)], EventType.RETREAT, ["Niger", "Mali"]),
    ([WAGNER, IT], EventType.RETREAT, ["Wagner"]),  # for the pronoun stands whom it means
    ([RUSSIAN, WAGNER, IT], EventType.RETREAT, ["Wagner"]),  # and no part of the name beside it
    ([WAGNER, NIGER, IT], EventType.RETREAT, ["Wagner", "Niger"]),
    ([WAGNER, IT], EventType.AGREE, []),  # who agree are two: the heads choose
    ([replace(MALI, chance=0.95), replace(IT, by_name=0.8)], EventType.AGREE, ["it", "Mali"]),  # likely by his name
    ([replace(MALI, chance=0.95), IT], EventType.AGREE, ["Mali"]),
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


def somebody(kind: MentionKind, country: str | None, sector: str = "GOV", head: int = 0) -> Candidate:
    return Candidate(0, head, Mention(0, 3, (head, head), head, "", kind, country=country, sector=sector))


# the recipient, the actor and the type of the act; whether the recipient is the actor's own state
OWN = [
    ("the state", "its president", (MentionKind.STATE, "RUS"), (MentionKind.PERSON, "RUS", "GOV"), "SANCTION", True),
    ("the state", "its ministry", (MentionKind.STATE, "RUS"), (MentionKind.OFFICE, "RUS", "GOV"), "AGREE", True),
    ("the state", "another's", (MentionKind.STATE, "RUS"), (MentionKind.OFFICE, "USA", "GOV"), "AGREE", False),
    ("the state", "its opposition", (MentionKind.STATE, "RUS"), (MentionKind.OFFICE, "RUS", "OPP"), "REJECT", False),
    ("its citizens", "its ministry", (MentionKind.PEOPLE, "RUS"), (MentionKind.OFFICE, "RUS", "GOV"), "COERCE", False),
    ("the state", "a mayor", (MentionKind.STATE, "RUS"), (MentionKind.OFFICE, "RUS", "GOV"), "ACCUSE", False),
]


@pytest.mark.parametrize(("recipient", "actor", "one", "other", "type_", "expected"), OWN)
def test_a_state_does_nothing_to_itself_by_its_officials(recipient, actor, one, other, type_, expected):
    assert is_own_state(somebody(*one), somebody(*other), EventType(type_)) is expected, (recipient, actor)


STRIKE = (
    ("shells", "root", -1),
    ("hit", "obj", 0),
    ("in", "case", 3),
    ("Kidal", "obl", 0),
    ("of", "case", 5),
    ("Gao", "nmod", 3),
)


def test_a_town_in_which_force_is_used_is_no_side():
    tokens = tuple(
        Token(index, word, index, index + 1, word, "NOUN", "NN", "", head, relation)
        for index, (word, relation, head) in enumerate(STRIKE)
    )
    tree = Sentence(0, len(tokens), tokens)
    place = MentionKind.PLACE
    held = {"in Kidal": somebody(place, "MLI", head=3), "shells hit": somebody(place, "MLI", head=1)}
    assert [name for name, each in held.items() if is_scene(tree, each, (0, 0))] == ["in Kidal"]
    assert not is_scene(tree, somebody(MentionKind.STATE, "MLI", head=3), (0, 0))
    assert not is_scene(tree, somebody(place, "MLI", head=5), (0, 0))


def test_those_of_the_same_words_stand_together():
    words = likely("it", 0.2, "", is_drafted=True)
    two = [
        replace(
            words, candidate=replace(words.candidate, mention=replace(words.candidate.mention, actor=code, follows=0))
        )
        for code in ("MLI", "RUS")
    ]
    far = replace(MALI, chance=0.95, is_drafted=False, is_here=False)
    far = replace(far, candidate=replace(far.candidate, mention=replace(far.candidate.mention, start=0, end=4)))
    stood = joined(TREE, [*two, far], EventType.SUPPORT)
    assert [each.mention.actor for each in stood] == ["MLI", "RUS"]


# who acts and to whom, by country and sector; whether the act is of two sides; whose actors remain
OPPOSED = [
    ("an envoy to India accuses it", ["CHN GOV", "IND GOV"], ["IND GOV"], False, ["CHN"]),
    ("a state alone against its own", ["IND GOV"], ["IND GOV"], False, ["IND"]),
    ("rebels of the state, with others", ["IND REB", "CHN GOV"], ["IND GOV"], False, ["IND", "CHN"]),
    ("two that agree", ["CHN GOV", "IND GOV"], ["IND GOV"], True, ["CHN", "IND"]),
    ("a state and its ally who strike its town", ["SYR GOV", "RUS GOV"], ["SYR PLACE"], False, ["SYR", "RUS"]),
]


@pytest.mark.parametrize(("case", "actors", "recipients", "is_two_sided", "expected"), OPPOSED)
def test_nobody_acts_with_others_against_itself(case, actors, recipients, is_two_sided, expected):
    sides = [
        [somebody(MentionKind.PLACE if "PLACE" in each else MentionKind.OFFICE, *each.split()) for each in side]
        for side in (actors, recipients)
    ]
    left = opposed(*sides, is_two_sided=is_two_sided)
    assert [each.mention.country for each in left if each.mention] == expected, case


def person(name: str, start: int, country: str = "FRA") -> Candidate:
    mention = Mention(start, start + 3, (0, 0), 0, name, MentionKind.PERSON, country=country, sector="GOV", person=name)
    return Candidate(0, 0, mention)


def test_whoever_is_on_both_sides_keeps_the_likelier():
    actor, himself, other = person("Macron", 0), person("Macron", 20), person("Castets", 40)
    chances = {actor: (0.9, 0.1), himself: (0.2, 0.4), other: (0.1, 0.5)}
    assert parted([actor], [himself, other], chances) == ([actor], [other])
    assert parted([actor], [himself], chances | {actor: (0.3, 0.1)}) == ([], [himself])
    assert parted([actor], [other], chances) == ([actor], [other])


def test_a_state_on_both_sides_keeps_the_likelier_but_where_nobody_else_acts():
    bloc, state, third = (
        Candidate(0, 0, Mention(start, start + 3, (0, 0), 0, code, MentionKind.STATE, country=code))
        for start, code in ((0, "EU"), (20, "USA"), (40, "CHN"))
    )
    chances = {bloc: (0.9, 0.1), state: (0.7, 0.4), third: (0.1, 0.8)}
    assert parted([bloc, state], [state], chances) == ([bloc, state], [])
    chances[state] = (0.4, 0.7)
    assert parted([bloc, state], [state], chances) == ([bloc], [state])
    assert parted([state], [state], chances) == ([state], [])
    chances[state] = (0.3, 0.7)
    assert parted([state], [state], chances) == ([], [state])
    assert parted([state], [third, state], chances) == ([state], [third])


def test_the_other_party_is_the_only_one_that_there_may_be():
    one, other, third = person("Trump", 0, "USA"), person("Salman", 20, "SAU"), person("Sisi", 40, "EGY")
    nobody = Candidate(0, 0, Mention(60, 66, (0, 0), 0, "nobody", MentionKind.PEOPLE))
    gulf = Candidate(0, 0, Mention(80, 84, (0, 0), 0, "Gulf", MentionKind.BODY, actor="GCC"))
    token = Token(0, "leader", 0, 6, "leader", "NOUN", "NN", "", -1, "root")
    met = EventType.CONSULT

    def read(blocs: dict[str, frozenset[str]], features: str = "") -> ReadArticle:
        tree = Sentence(0, 6, (replace(token, feats=features),))
        return ReadArticle("a", "leader", None, (ReadSentence(tree, (), ()),), blocs)

    alone, gulfs = read({}), read({"GCC": frozenset(("SAU", "ARE"))})
    assert counterpart(alone, [one], [one, other, nobody], met) == [other]
    assert counterpart(alone, [one], [other, third], met) == []
    assert counterpart(alone, [one, other], [third], met) == []
    assert counterpart(alone, [one], [other], EventType.ACCUSE) == []
    assert counterpart(gulfs, [gulf], [one], met) == [one]
    assert counterpart(gulfs, [gulf], [other], met) == []
    assert counterpart(alone, [gulf], [one], met) == []
    assert counterpart(read({}, "Number=Plur"), [one], [other], met) == []


# words of a protest, each with its relation and head; who is no side of it by them
BESIDE = (
    ("rallied", "root", -1), ("in", "case", 2), ("support", "obl", 0), ("of", "case", 4), ("Trump", "nmod", 2),
    ("on", "case", 6), ("Twitter", "obl", 0), ("against", "case", 8), ("Biden", "obl", 0),
)  # fmt: skip


def test_who_is_no_side_by_the_words_that_hold_him():
    tokens = tuple(
        Token(index, word, index, index + 1, word, "NOUN", "NN", "", head, relation)
        for index, (word, relation, head) in enumerate(BESIDE)
    )
    tree = Sentence(0, len(tokens), tokens)
    held = {word: somebody(MentionKind.PERSON, "USA", head=index) for index, (word, *_) in enumerate(BESIDE)}
    named = ("Trump", "Twitter", "Biden")
    assert [name for name in named if is_beside(tree, held[name], 0, EventType.PROTEST)] == ["Trump", "Twitter"]
    assert [name for name in named if is_beside(tree, held[name], 0, EventType.ACCUSE)] == ["Twitter"]
