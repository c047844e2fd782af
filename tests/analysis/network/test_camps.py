"""Who stands side by side in an act, and against whom."""

from dataclasses import replace
from datetime import date

import pytest

from dragoman.analysis.dyad import Direction, Left, Party, dyad
from dragoman.analysis.network.acts import pair_acts
from dragoman.analysis.network.camps import UNDER, camps, sides
from dragoman.analysis.standing import Asked
from dragoman.record import EventType as Type
from dragoman.record import Participant, Span
from tests.analysis.happenings import an_event

ASKED = Asked(date(2025, 6, 1))
HELD = [("held", "2025-04-01", "2025-04-01")]


def a_clash(text, word, people):
    """A clash told in these words; `people` are words for who fights, with country and sector."""
    event = an_event(HELD, "MLI", "", Type.ASSAULT, text=text)
    (recorded,) = event.reports
    article = recorded.article.id

    def span(words):
        start = text.index(words)
        return Span.of(article, text, start, start + len(words))

    fighters = tuple(Participant(words, country, sector, span=span(words)) for words, country, sector in people)
    report = replace(recorded.report, anchor=span(word), anchor_text=word, actors=fighters, recipients=())
    return replace(event, actors=fighters, recipients=(), reports=(replace(recorded, report=report),))


ARMY, ALLY, REBELS = ("Malian army", "MLI", "MIL"), ("Russian contractors", "RUS", "MIL"), ("rebels", "MLI", "REB")
ROWS = [
    ("The Malian army and Russian contractors had losses in clashes with rebels.", (ARMY, ALLY, REBELS), ("Malian army", "Russian contractors")),
    ("In clashes with rebels the Malian army and Russian contractors had losses.", (ARMY, ALLY, REBELS), ("Malian army", "Russian contractors")),
    ("Russian contractors had losses in clashes with the Malian army and rebels.", (ALLY, ARMY, REBELS), ("Russian contractors",)),
    ("The Malian army and rebels fought on in clashes.", (ARMY, REBELS), None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "people", "one_side"), ROWS)
def test_the_sides_of_a_clash_are_told_by_the_words_or_by_who_is_armed(text, people, one_side):
    found = camps(a_clash(text, "clashes", people))
    assert (found and tuple(one.text for one in found[0])) == one_side


def test_who_fight_side_by_side_are_no_foes_in_any_answer():
    event = a_clash(ROWS[0][0], "clashes", ROWS[0][1])
    (act,) = pair_acts([event], ASKED)
    assert (act.pair, act.is_cooperation, act.side_by_side, act.mode) == (("MLI", "RUS"), True, True, "ASSAULT")
    assert (act.against, act.worth) == ("rebels", 1.0)
    found = dyad([event], [], Party("MLI"), Party("RUS"), ASKED)
    assert (found.acts, dict(found.left_out)) == ((), {Left.SAME_SIDE: 1})
    assert [(each.is_done, each.against) for each in found.beside] == [(True, "rebels")]


def test_who_clash_with_a_row_are_foes_of_each_of_it():
    event = a_clash(ROWS[2][0], "clashes", ROWS[2][1])
    assert [(act.pair, act.is_cooperation) for act in pair_acts([event], ASKED)] == [(("MLI", "RUS"), False)]
    (act,) = dyad([event], [], Party("MLI"), Party("RUS"), ASKED).acts
    assert act.direction is Direction.BOTH


def test_to_be_struck_together_is_worth_less_than_to_strike_together():
    struck = (Participant("the army", "MLI", "MIL"), Participant("its ally", "RUS", "MIL"))
    event = replace(an_event(HELD, "JNIM", "", Type.ASSAULT), recipients=struck)
    (act,) = [act for act in pair_acts([event], ASKED) if act.side_by_side]
    assert (act.worth, act.weight, act.against, act.mode) == (UNDER, UNDER, "JNIM", "under ASSAULT")
    (each,) = dyad([event], [], Party("MLI"), Party("RUS"), ASKED).beside
    assert (each.is_done, each.against) == (False, "JNIM")


@pytest.mark.parametrize(
    ("who", "whom", "type_", "count"),
    [
        ("MLI NER", "ECOWAS", Type.SANCTION, 1),
        ("MLI NER", "", Type.CONSULT, 0),
        # To be accused or sanctioned together is no side: it was no better a sign than an act of conflict.
        ("USA", "ETH MLI", Type.SANCTION, 0),
        ("USA", "ETH MLI", Type.ACCUSE, 0),
    ],
)
def test_which_acts_take_sides(who, whom, type_, count):
    event = an_event(HELD, who, whom, type_)
    assert sum(len(side.members) > 1 for side in sides(event)) == count
    assert sum(act.side_by_side for act in pair_acts([event], ASKED)) == count
