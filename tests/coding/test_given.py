"""Types of acts whose two sides the caller has marked."""

import json

import pytest

from dragoman.coding.given import root_of, unmarked
from dragoman.errors import Skip
from dragoman.record import EventType, Status
from tests.cli.test_bad_input import run


@pytest.mark.parametrize(
    ("marked", "source", "target"),
    [
        ("<s>Mali</s> condemned <t>France</t>.", "Mali", "France"),
        ("<t>France</t> was condemned by <s>the Malian junta</s>.", "the Malian junta", "France"),
        ("<s>Teachers</s> went on strike.", "Teachers", None),
        ("Two papers, <t>A and B</t>, were closed.", None, "A and B"),
    ],
)
def test_marks_become_offsets(marked: str, source: str | None, target: str | None) -> None:
    given = unmarked("x", marked)
    assert "<" not in given.text
    for span, words in ((given.source, source), (given.target, target)):
        assert (given.text[slice(*span)] if span else None) == words


@pytest.mark.parametrize("marked", ["Mali condemned France.", "<s></s> condemned it.", "</s>Mali<s> condemned it."])
def test_a_sentence_without_marks_is_refused(marked: str) -> None:
    with pytest.raises(Skip, match="needs <s>"):
        unmarked("line 7", marked)


def test_lines_are_answered_in_order_and_bad_ones_named() -> None:
    lines = [
        {"id": "a", "marked_sentence": "<s>Mali</s> condemned <t>France</t> over the strike."},
        {"id": "b", "marked_sentence": "nobody is marked"},
        {"id": "c", "marked_sentence": "<s>The president</s> visited <t>China</t> on Monday."},
        {"id": "d", "marked_sentence": "<s>Rebels</s> attacked <t>an army post</t> at dawn."},
    ]
    given = "\n".join(map(json.dumps, lines)) + "\nnot json\n"
    found = run("code", "--given", stdin=given.encode())
    answers = [json.loads(line) for line in found.stdout.splitlines()]
    assert [(each["id"], each["type"]) for each in answers] == [("a", "ACCUSE"), ("c", "CONSULT"), ("d", "ASSAULT")]
    assert all(0 < each["score"] <= 1 for each in answers)
    assert b"b: a sentence needs" in found.stderr
    assert b"line 5" in found.stderr
    assert found.returncode == 3


@pytest.mark.parametrize(
    ("type_", "status", "root"),
    [
        ("CONSULT", "happened", "CONSULT"),
        ("CONSULT", "planned", "AGREE"),
        ("AID", "planned", "AGREE"),
        ("SANCTION", "planned", "THREATEN"),
        ("CONSULT", "cancelled", "REJECT"),
        ("SUPPORT", "denied", "REJECT"),
        ("CONCEDE", "planned", "CONCEDE"),  # a concession is made by saying it
        ("SANCTION", "denied", "SANCTION"),
        ("AGREE", "happened", "AGREE"),
    ],
)
def test_the_root_says_what_the_status_would(type_: str, status: str, root: str) -> None:
    assert root_of(EventType(type_), Status(status)) == root


def test_an_agreement_that_is_reached_is_support() -> None:
    assert root_of(EventType.AGREE, Status.HAPPENED, is_reached=True) == "SUPPORT"
    assert root_of(EventType.AGREE, Status.PLANNED, is_reached=True) == "AGREE"


@pytest.mark.parametrize(
    ("marked", "type_"),
    [
        # two sign, two clash: both are actors of it
        ("<s>Egypt</s> and <t>Israel</t> signed a peace treaty in 1979.", "SUPPORT"),
        ("<s>Armenian</s> and <t>Azerbaijani forces</t> clashed at the border.", "ASSAULT"),
        # a deal agreed is reached; what is agreed to be done is only agreed
        ("<s>Britain</s> and <t>the European Union</t> agreed a trade deal on 24 December 2020.", "SUPPORT"),
        ("<s>Britain</s> and <t>the European Union</t> agreed to go on with the talks.", "AGREE"),
        # help that ends is withheld, troops pulled back yield
        ("<s>Qatar</s> withdrew its peacekeepers from <t>Djibouti</t> in 2017.", "SANCTION"),
        ("<s>France</s> withdrew its troops from <t>Mali</t> in 2022.", "RETREAT"),
    ],
)
def test_types_of_what_two_do(marked: str, type_: str) -> None:
    found = run("code", "--given", stdin=json.dumps({"id": "a", "marked_sentence": marked}).encode())
    assert json.loads(found.stdout)["type"] == type_
