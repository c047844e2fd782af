"""Texts and the sentences they are cut into, with their kinds, as a table."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.splitting import LONGEST_SENTENCE, split

LONG = "The envoys of the three states meet " + "again and " * 20 + "again."
TEXT, HEADLINE, ITEM, DATELINE, BOILERPLATE = "text", "headline", "item", "dateline", "boilerplate"


def sentences(text: str) -> list[tuple[str, str]]:
    return [(piece.kind.value, " ".join(text[piece.start : piece.end].split())) for piece in split(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Gen. Assimi Goïta met U.S. Secretary of State A. J. Blinken on Sept. 11.", "They agreed."],
        ["He left the U.S. on Monday.", "The envoy stayed."],
        ["The envoy went back to the U.S.", "He will return."],
        ["They met at 5 p.m. Monday in Washington, D.C.", "It voted 14-0."],
        ["Talks begin at 9 a.m.", "The minister arrived."],
        ["John F. Kennedy Jr. spoke to Inc. Magazine about Plan B.", "It was fine."],
        ["He is the No. 2 official.", "He said no.", "Nobody else did."],
        ["Dr. Smith vs. Mr. Jones, etc.", "The case goes on."],
        ["Ouattara said: “We agree.", "We will go.”", "Then he left."],
        ['"Will you go?" he asked.', '"Yes!"', "She said nothing."],
        ["Yahoo! announced it.", "Really?!", "Yes…", "No."],
        ["It cost $3.5 million.", "35 people came.", "In 2024 none did."],
        ["He left.[2]", "She came. [3]", "They met."],
        ["The town fell.", "al-Shabaab claimed it.", "eBay did not."],
        ["The ruler (c. 1230) died.", "A temple (e.g. Karnak) stands."],
        ["(He left.)", "(She came.)"],
        ["Prime Minister Maïga — who was named in Nov. — resigned.", "Why?"],
        ["中国外交部长访问莫斯科。", "他说了。"],
    ],
    ids=lambda parts: parts[0][:30],
)
def test_sentences_of_a_paragraph(parts: list[str]) -> None:
    glue = "" if parts[0].endswith("。") else " "
    assert [part for _, part in sentences(glue.join(parts))] == parts


def test_a_missing_space_after_the_full_stop() -> None:
    assert [part for _, part in sentences("The army fled.The town fell. See gawker.com for more.")] == [
        "The army fled.",
        "The town fell.",
        "See gawker.com for more.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BAMAKO, Mali (AP) — The army left.", [(DATELINE, "BAMAKO, Mali (AP) —"), (TEXT, "The army left.")]),
        ("NIAMEY (Reuters) - Niger quit.", [(DATELINE, "NIAMEY (Reuters) -"), (TEXT, "Niger quit.")]),
        ("Moscow, April 3 (TASS) — He left.", [(DATELINE, "Moscow, April 3 (TASS) —"), (TEXT, "He left.")]),
        ("MOSCOW, April 3. /TASS/. He left.", [(DATELINE, "MOSCOW, April 3. /TASS/."), (TEXT, "He left.")]),
        ("TEHRAN, March 31 (Xinhua) -- He left.", [(DATELINE, "TEHRAN, March 31 (Xinhua) --"), (TEXT, "He left.")]),
        ("UNITED NATIONS — He left.", [(DATELINE, "UNITED NATIONS —"), (TEXT, "He left.")]),
        ("ST. PETERSBURG, Russia (AP) — He left.", [(DATELINE, "ST. PETERSBURG, Russia (AP) —"), (TEXT, "He left.")]),
        ("(AFP) – He left.", [(DATELINE, "(AFP) –"), (TEXT, "He left.")]),
        ("Friday, January 4, 2019\n\nHe left.", [(DATELINE, "Friday, January 4, 2019"), (TEXT, "He left.")]),
        ("France — which left — came back.", [(TEXT, "France — which left — came back.")]),
        ("Mali, Niger and Chad (AES) — the three — left.", [(TEXT, "Mali, Niger and Chad (AES) — the three — left.")]),
        ("EU: Ministers to meet", [(HEADLINE, "EU: Ministers to meet")]),
        ("MALI EXPELS UN MISSION", [(HEADLINE, "MALI EXPELS UN MISSION")]),
        ("Envoys to meet\nThe envoys meet today.", [(HEADLINE, "Envoys to meet"), (TEXT, "The envoys meet today.")]),
        ("Envoys to meet\n" + LONG, [(HEADLINE, "Envoys to meet"), (TEXT, LONG)]),
        (
            "He left.\nWhat comes next\nShe came.",
            [(TEXT, "He left."), (HEADLINE, "What comes next"), (TEXT, "She came.")],
        ),
        (
            "• Mali quits\n- Niger stays\n1. Chad waits",
            [(ITEM, "Mali quits"), (ITEM, "Niger stays"), (ITEM, "Chad waits")],
        ),
        ("• Mali left ECOWAS. It will not return.", [(TEXT, "Mali left ECOWAS."), (TEXT, "It will not return.")]),
        ("By John Smith and Mary Jones\nHe left.", [(BOILERPLATE, "By John Smith and Mary Jones"), (TEXT, "He left.")]),
        (
            "He left.\n(Reporting by A; Editing by B)",
            [(TEXT, "He left."), (BOILERPLATE, "(Reporting by A; Editing by B)")],
        ),
        ("© 2025 Agency. All rights reserved.", [(BOILERPLATE, "© 2025 Agency. All rights reserved.")]),
        ("", []),
        (" \n\t\u200b\n ", []),
    ],
    ids=lambda value: value[:25] if isinstance(value, str) else "",
)
def test_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    assert sentences(text) == expected


WRAPPED = """\
The foreign ministers of the three states are to visit Moscow for the
first consultations between their confederation and Russia, the ministry
said. Mr. Lavrov had invited them.

Nothing else
was said
"""


def test_lines_that_were_only_wrapped_are_joined() -> None:
    assert sentences(WRAPPED) == [
        (
            TEXT,
            "The foreign ministers of the three states are to visit Moscow for the first consultations between their"
            " confederation and Russia, the ministry said.",
        ),
        (TEXT, "Mr. Lavrov had invited them."),
        (HEADLINE, "Nothing else was said"),
    ]


@given(st.text(max_size=300))
def test_sentences_lie_in_order_and_hold_their_words(text: str) -> None:
    end = 0
    for piece in split(text):
        assert end <= piece.start < piece.end
        assert (piece.words[0].start, piece.words[-1].end) == (piece.start, piece.end)
        end = piece.end


@pytest.mark.parametrize(
    "unit", ["word ", "a.", "A. ", "(", '"', "a-", "a\n", "… ", "No. ", "\n\n", "@a", "1.1", "😀", "\u202e"]
)
def test_any_monotony_takes_bounded_time(unit: str) -> None:
    begun = time.perf_counter()
    pieces = split(unit * 20_000)
    assert time.perf_counter() - begun < 5
    assert all(len(piece.words) <= LONGEST_SENTENCE for piece in pieces)
