"""Pledges and what came of them, on the scale of the G7 and G20 compliance reports."""

from datetime import date

import pytest

from dragoman.merging.due import due_told
from dragoman.merging.pledges import pledges_of
from dragoman.record import EventType, Status
from tests.merging.telling import event, told

AGREE, AID, SANCTION, RETREAT = EventType.AGREE, EventType.AID, EventType.SANCTION, EventType.RETREAT
PROMISE = ("Russia pledged to send wheat and fertiliser to Mali by June.", "pledged", "RUS", "MLI")


def act(text, anchor, actors, recipients, type_, published, status=Status.HAPPENED, **given):
    return event(told(text, anchor, actors, recipients, type_=type_, published=published, status=status, **given))


MADE = act(*PROMISE, AGREE, "2025-03-01")


@pytest.mark.parametrize(
    ("later", "score"),
    [
        ([], None),  # none yet, whatever the day
        ([act("Russia delivered wheat and fertiliser to Mali.", "delivered", "RUS", "MLI", AID, "2025-05-20")], 1),
        ([act("Russia sent a first shipment of wheat and fertiliser.", "sent", "RUS", "MLI", AID, "2025-05-20")], 0),
        ([act("Russia suspended its wheat and fertiliser for Mali.", "suspended", "RUS", "MLI", SANCTION, "2025-05-20")], -1),
        ([act("Russia sent a first shipment of wheat and fertiliser.", "sent", "RUS", "MLI", AID, "2025-04-20"),
          act("Russia delivered the wheat and fertiliser.", "delivered", "RUS", "MLI", AID, "2025-05-20")], 1),
        ([act("Russia delivered wheat and fertiliser to Niger.", "delivered", "RUS", "NER", AID, "2025-05-20")], None),
        ([act("China delivered wheat and fertiliser to Mali.", "delivered", "CHN", "MLI", AID, "2025-05-20")], None),
        ([act("Russia delivered wheat and fertiliser to Mali.", "delivered", "RUS", "MLI", AID, "2025-02-20")], None),  # before
        ([act("Russia delivered wheat and fertiliser to Mali.", "delivered", "RUS", "MLI", AID, "2027-05-20")], None),  # long after
        ([act("Russia delivered helicopters.", "delivered", "RUS", "MLI", AID, "2025-05-20")], None),  # another matter
        ([act("Russia pledged again to send wheat and fertiliser.", "pledged", "RUS", "MLI", AGREE, "2025-05-20")], None),
    ],
)  # fmt: skip
def test_what_came_of_a_pledge(later, score):
    found = next(each for each in pledges_of([*later, MADE]) if each.event == MADE.id)
    assert (found.by, found.to, str(found.due), found.score) == (("RUS",), ("MLI",), "2025-06", score)
    assert (score is None) == (not found.evidence)
    assert all(each.why for each in found.evidence)


def test_at_home_the_same_area_is_not_the_same_matter():
    area = {"contexts": ("government",)}
    deal = act("The president of Mali resigned as part of a deal.", "deal", "MLI", "MLI", AGREE, "2012-04-08", **area)
    attack = act("The guard of Mali attacked a camp of its police.", "attacked", "MLI", "MLI", EventType.ASSAULT,
                 "2012-06-06", **area)  # fmt: skip
    assert [each.score for each in pledges_of([deal, attack])] == [None]
    abroad = act("Mali agreed with Russia.", "agreed", "MLI", "RUS", AGREE, "2012-04-08", **area)
    ban = act("Mali banned something.", "banned", "MLI", "RUS", SANCTION, "2012-06-06", **area)
    assert [each.score for each in pledges_of([abroad, ban])] == [-1]


def test_a_planned_act_is_kept_by_its_own_outcome():
    plan = told("France will withdraw its troops.", "withdraw", "FRA", "TCD", type_=RETREAT, status=Status.PLANNED,
                published="2024-12-01", day="2025-01-31")  # fmt: skip
    done = told("France withdrew its troops.", "withdrew", "FRA", "TCD", type_=RETREAT, published="2025-02-01",
                day="2025-01-31")  # fmt: skip
    assert [each.score for each in pledges_of([event(plan)])] == [None]
    assert [(each.score, str(each.due)) for each in pledges_of([event(plan, done)])] == [(1, "2025-01-31")]


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Russia will send grain by June.", "2025-06"),
        ("France will leave by the end of January.", "2026-01"),
        ("They are to report before 15 May.", "2025-05-15"),
        ("They are to report by May 15, 2026.", "2026-05-15"),
        ("Elections will be held by 2027.", "2027"),
        ("It will be done by the end of the year.", "2025"),
        ("Troops will go within three months.", "2025-03-01/2025-05-30"),
        ("Aid will come within 10 days.", "2025-03-01/2025-03-11"),
        ("It was done by June 2019.", "None"),
        ("Mali thanked Russia.", "None"),
        ("It may be signed by someone.", "None"),
    ],
)
def test_due(sentence, due):
    assert str(due_told(sentence, date(2025, 3, 1))) == due
