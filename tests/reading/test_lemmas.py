"""Words, tags and their dictionary forms, as tables: with a lexicon, by spelling alone, and by the model's rule."""

import pytest

from dragoman.reading.lemmas import Lemmatiser, apply_rule, rule_between
from dragoman.reading.parser import Parser


@pytest.mark.parametrize(
    ("word", "lemma", "rule"),
    [
        ("Carries", "carry", "l3+y"),
        ("ministers", "minister", "k1+"),
        ("Moscow", "Moscow", "k0+"),
        ("The", "the", "l0+"),
        ("was", "be", "k3+be"),
        ("Americans", "American", "k1+"),
    ],
)
def test_a_rule_makes_the_lemma(word: str, lemma: str, rule: str) -> None:
    assert rule_between(word, lemma) == rule
    assert apply_rule(word, rule) == lemma


def test_a_rule_for_longer_words_leaves_a_short_one() -> None:
    assert apply_rule("a", "k3+be") == "a"
    assert apply_rule("ab", "k2+") == "ab"


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("denied", "VBD", "deny"),
        ("pledged", "VBD", "pledge"),
        ("visited", "VBN", "visit"),
        ("planned", "VBN", "plan"),
        ("called", "VBD", "call"),
        ("expelled", "VBD", "expel"),
        ("released", "VBD", "release"),
        ("agreed", "VBD", "agree"),
        ("settled", "VBD", "settle"),
        ("Resuming", "VBG", "resume"),
        ("lies", "VBZ", "lie"),
        ("vetoes", "VBZ", "veto"),
        ("pushes", "VBZ", "push"),
        ("Ministers", "NNS", "minister"),
        ("countries", "NNS", "country"),
        ("higher", "JJR", "high"),
        ("earlier", "RBR", "early"),
        ("Visit", "VB", "visit"),
        ("Moscow", "NNP", "Moscow"),
    ],
)
def test_spelling_alone(word: str, tag: str, lemma: str) -> None:
    bases = {"V": {"lie", "call"}, "N": set(), "A": set()}
    assert Lemmatiser(["k0+"], {}, bases).lemma(word, tag, 0) == lemma


def test_a_known_form_decides_between_candidates() -> None:
    plain = Lemmatiser(["k0+"], {}, {})
    informed = Lemmatiser(["k0+"], {}, {"V": {"create"}})
    assert plain.lemma("created", "VBD", 0) == "creat"
    assert informed.lemma("created", "VBD", 0) == "create"


def test_the_lexicon_goes_before_everything() -> None:
    assert Lemmatiser(["l0+"], {"VBD met": "meet"}, {}).lemma("Met", "VBD", 0) == "meet"


def test_the_model_s_rule_serves_what_is_left() -> None:
    assert Lemmatiser(["k0+", "k1+"], {}, {}).lemma("Americans", "NNPS", 1) == "American"


@pytest.mark.parametrize(
    ("sentence", "verb", "lemma"),
    [
        ("Mali withdrew its troops .", "withdrew", "withdraw"),
        ("Moscow has held talks with Niger .", "held", "hold"),
        ("The ministers met in Moscow .", "met", "meet"),
        ("They did n't agree .", "n't", "not"),
        ("The junta denied the report .", "denied", "deny"),
        ("Talks have resumed in Geneva .", "resumed", "resume"),
        ("He was expelled on Monday .", "was", "be"),
        ("Mali 's leader postponed his visit .", "postponed", "postpone"),
        ("Two countries sought mediation .", "sought", "seek"),
        ("The troops mediated between the militias .", "militias", "militia"),
    ],
)
def test_lemmas_of_the_shipped_model(sentence: str, verb: str, lemma: str) -> None:
    (parsed,) = Parser.load().parse_words([sentence.split()])
    assert [token.lemma for token in parsed.tokens if token.text == verb] == [lemma]
