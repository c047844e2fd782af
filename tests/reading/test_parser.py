"""What the shipped model reads: plain news sentences as tables, hard input, and the same result in any company."""

import hashlib
import random
from pathlib import Path

import pytest

from benchmarks.reading import measure
from dragoman.errors import Stop
from dragoman.reading.parser import MODELS, WINDOW, Parser
from dragoman.reading.runtime import Runtime
from dragoman.sentences import Sentence


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


@pytest.mark.parametrize(
    ("text", "arcs"),
    [
        (
            "The foreign ministers will visit Moscow on April 3.",
            ["ministers nsubj visit", "will aux visit", "Moscow obj visit", "3 obl visit", "April nmod:unmarked 3"],
        ),
        ("Niger expelled the German envoy.", ["Niger nsubj expelled", "envoy obj expelled", "German amod envoy"]),
        ("He was expelled by Mali.", ["He nsubj:pass expelled", "was aux:pass expelled", "Mali obl:agent expelled"]),
        ("Russia did not attack Poland.", ["not advmod attack", "did aux attack", "Poland obj attack"]),
        ("Mali and Niger left the bloc.", ["Mali nsubj left", "Niger conj Mali", "bloc obj left"]),
        (
            "The minister, who met Lavrov, promised to send troops.",
            ["met acl:relcl minister", "who nsubj met", "Lavrov obj met", "send xcomp promised", "troops obj send"],
        ),
        ("Mali said that France had left.", ["left ccomp said", "France nsubj left", "that mark left"]),
        ("Russia's army shelled the town.", ["Russia nmod:poss army", "'s case Russia", "army nsubj shelled"]),
    ],
)  # fmt: skip
def test_trees(parser: Parser, text: str, arcs: list[str]) -> None:
    (sentence,) = parser.parse(text)
    found = {
        f"{token.text} {token.deprel} {sentence.tokens[token.head].text if token.head >= 0 else '-'}"
        for token in sentence.tokens
    }
    assert set(arcs) - found == set()


@pytest.mark.parametrize(
    ("text", "word", "tags"),
    [
        ("He may visit in May.", "may", ("may", "AUX", "MD")),
        ("He may visit in May.", "May", ("May", "PROPN", "NNP")),
        ("Turkey met us in the US.", "Turkey", ("Turkey", "PROPN", "NNP")),
        ("They don't agree.", "n't", ("not", "PART", "RB")),
        ("Mali has left ECOWAS.", "left", ("leave", "VERB", "VBN")),
    ],
)
def test_tags(parser: Parser, text: str, word: str, tags: tuple[str, str, str]) -> None:
    (sentence,) = parser.parse(text)
    assert [(token.lemma, token.upos, token.xpos) for token in sentence.tokens if token.text == word] == [tags]


def test_features_and_entities(parser: Parser) -> None:
    (sentence,) = parser.parse("Vladimir Putin met Malian leaders in Paris.")
    by_word = {token.text: token for token in sentence.tokens}
    assert by_word["met"].has("Tense=Past")
    assert by_word["leaders"].has("Number=Plur")
    assert [by_word[word].entity for word in ("Vladimir", "Putin", "met", "Paris")] == [
        "B-person",
        "I-person",
        "O",
        "B-place",
    ]


HARD = {
    "nothing": "",
    "space": " \n\t ",
    "pictures": "😀😀 🇲🇱 👩‍👩‍👧",
    "direction marks": "\u202eThe \u2066minister\u2069 met\u202c him.\u200b",
    "only invisible marks": "\u200b\u200d\ufeff",
    "controls": "a\x00b\x01c The\x7f end.",
    "lone surrogate": "bad \udc80 text here.",
    "a thousand words": "The minister said that " + "he met the leader and " * 200 + "left.",
    "a thousand words with commas": "The minister said, " + "he met the leader, and " * 200 + "left.",
    "ten thousand words": "word " * 10_000,
    "one long word": "a" * 100_000,
    "marks": '"' * 3_000,
    "another script": "中国外交部长访问莫斯科。他说了。",
    "lines": "Russia\tMali\r\nNiger\r\n\r\nChad",
}


def assert_sound(text: str, sentences: list[Sentence]) -> None:
    end = 0
    for sentence in sentences:
        assert sentence.tokens
        assert sum(token.head < 0 for token in sentence.tokens) == 1
        for place, token in enumerate(sentence.tokens):
            assert token.index == place
            assert text[token.start : token.end] == token.text
            assert token.start >= end
            assert (token.head < 0) == (token.deprel == "root")
            assert token.lemma
            end = token.end
        reached = sentence.subtree(sentence.root)
        assert reached == list(range(len(sentence.tokens)))


@pytest.mark.parametrize("what", HARD)
def test_hard_input_gives_sound_trees(parser: Parser, what: str) -> None:
    assert_sound(HARD[what], parser.parse(HARD[what]))


def test_a_sentence_longer_than_a_window_is_one_tree(parser: Parser) -> None:
    (sentence,) = parser.parse(HARD["a thousand words with commas"])
    assert len(sentence.tokens) > 4 * WINDOW
    later = [token for token in sentence.tokens if token.deprel == "parataxis" and token.head == sentence.root]
    assert later


NEWS = [
    "Mali's leader met a Russian delegation. They discussed security.",
    "BAMAKO (AP) — The junta expelled the U.N. mission.",
    "",
    "Niger, Mali and Burkina Faso have left ECOWAS, the bloc said on Tuesday, after months of talks that led nowhere.",
    "“We will not go back,” said Ouattara, vice president of the commission, who spoke to Sputnik Africa.",
    HARD["a thousand words"],
    "Talks planned for April 3-4",
]


def test_company_and_order_change_nothing(parser: Parser) -> None:
    alone = {text: parser.parse(text) for text in NEWS}
    dice = random.Random(5)
    for _ in range(3):
        texts = [*NEWS, *NEWS[: dice.randrange(len(NEWS))]]
        dice.shuffle(texts)
        assert list(parser.parse_many(texts)) == [alone[text] for text in texts]


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_sentences_are_the_same_by_any_number_of_threads(parser: Parser, threads: int) -> None:
    texts = [
        f"Mali expelled {number} envoys of France, and Niger will visit Moscow on May {number}."
        for number in range(1, 31)
    ]
    other = Parser(MODELS / "en", runtime=Runtime(threads=threads))
    assert list(other.parse_many(texts)) == list(parser.parse_many(texts))


def test_vectors_are_the_same_bits_in_any_batch(parser: Parser) -> None:
    # All of one padded width, so that they are read together; one of them is full of rare pieces.
    words = [
        ["Mali", "left", "."],
        ["He", "denied", "it", "."],
        ["!", "?", "zzz", "9"],
        ["Talks", "resumed", "."],
        ["Niger", "met", "Russia", "."],
    ]
    together = parser.vectors(words)
    for sentence, vectors in zip(words, together, strict=True):
        (alone,) = parser.vectors([sentence])
        assert alone.tobytes() == vectors.tobytes()
        assert vectors.shape[0] == len(sentence) + 1


def test_words_given_are_words_kept(parser: Parser) -> None:
    first, second = parser.parse_words([["Mali", "left", "ECOWAS", "."], ["It", "did", "n't", "return", "."]])
    assert [token.text for token in second.tokens] == ["It", "did", "n't", "return", "."]
    assert (first.tokens[2].start, first.tokens[2].end) == (10, 16)
    assert parser.parse_words([]) == []


def test_a_parser_is_loaded_once(parser: Parser) -> None:
    assert Parser.load("en") is parser


def test_an_unknown_language_says_which_there_are() -> None:
    with pytest.raises(Stop, match=r"'xx'.*en"):
        Parser.load("xx")


def test_a_broken_model_says_so(tmp_path: Path) -> None:
    (tmp_path / "labels.json").write_text("{}")
    with pytest.raises(Stop, match="cannot be loaded"):
        Parser(tmp_path)


def test_the_card_names_the_files_that_ship() -> None:
    folder = MODELS / "en"
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    for name in ("reader.onnx", "labels.json", "vocab.txt"):
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() in card, name
    assert (folder / "reader.onnx").stat().st_size <= 30_000_000


def test_accuracy_on_the_english_web_treebank(parser: Parser, shared: Path) -> None:
    figures = measure(parser, shared / "data/ud/en_ewt-test.conllu.gz")
    assert figures["upos"] >= 96.0
    assert figures["las"] >= 88.0
    assert figures["lemma"] >= 96.0
