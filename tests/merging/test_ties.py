"""Ties that events begin and end, and what the book says otherwise."""

import pytest

from dragoman.merging.ties import learnt_ties
from dragoman.record import EventType, Status
from tests.merging.telling import event, told

SANCTION, SUPPORT, CONCEDE, RETREAT, MOBILIZE = (
    EventType.SANCTION, EventType.SUPPORT, EventType.CONCEDE, EventType.RETREAT, EventType.MOBILIZE,
)  # fmt: skip


def act(text, anchor, actors, recipients, type_, published, day=""):
    status = Status.PLANNED if " will " in text else Status.HAPPENED
    return event(told(text, anchor, actors, recipients, type_=type_, published=published, day=day, status=status))


def lines(*events):
    return [
        (tie.kind, tie.who, tie.whom, str(tie.since), str(tie.until), str(tie.notice_on)) for tie in learnt_ties(events)
    ]


CASES = [
    (
        "leaving: notice, and effect a year later",
        [
            act("Mali announced that it was leaving ECOWAS.", "leaving ECOWAS", "MLI", "ECOWAS", SANCTION, "2024-01-29"),
            act("Mali formally left ECOWAS.", "left ECOWAS", "MLI", "ECOWAS", SANCTION, "2025-01-30", "2025-01-29"),
        ],
        [("member", "MLI", "ECOWAS", "None", "2025-01-29", "2024-01-29")],
    ),
    (
        "notice alone ends nothing",
        [act("Mali announced that it was leaving ECOWAS.", "leaving ECOWAS", "MLI", "ECOWAS", SANCTION, "2024-01-29")],
        [("member", "MLI", "ECOWAS", "None", "None", "2024-01-29")],
    ),
    (
        "joining",
        [act("Togo joined the AES.", "joined", "TGO", "AES", SUPPORT, "2025-01-30", "2025-01-30")],
        [("member", "TGO", "AES", "2025-01-30", "None", "None")],
    ),
    ("what is yet to be joined is no tie",
     [act("Togo will join the AES.", "join", "TGO", "AES", SUPPORT, "2025-01-30")], []),
    (
        "suspended, and readmitted",
        [
            act("The African Union suspended Niger.", "suspended Niger", "AU", "NER", SANCTION, "2023-08-22", "2023-08-22"),
            act("The African Union readmitted Niger.", "readmitted Niger", "AU", "NER", CONCEDE, "2025-03-02", "2025-03-01"),
        ],
        [("suspended", "NER", "AU", "2023-08-22", "2025-03-01", "None")],
    ),
    (
        "sanctions on and off",
        [
            act("ECOWAS imposed sanctions on Niger.", "imposed sanctions", "ECOWAS", "NER", SANCTION, "2023-07-31", "2023-07-30"),
            act("ECOWAS lifted sanctions on Niger.", "lifted sanctions", "ECOWAS", "NER", CONCEDE, "2024-02-25", "2024-02-24"),
        ],
        [("sanctions", "ECOWAS", "NER", "2023-07-30", "2024-02-24", "None")],
    ),
    (
        "an ambassador recalled and returned",
        [
            act("Mali recalled its ambassador.", "recalled its ambassador", "MLI", "DZA", SANCTION, "2025-04-07", "2025-04-06"),
            act("Mali sent its ambassador back.", "sent its ambassador", "MLI", "DZA", SUPPORT, "2025-07-02", "2025-07-01"),
        ],
        [
            ("ambassador", "MLI", "DZA", "None", "2025-04-06", "None"),
            ("ambassador", "MLI", "DZA", "2025-07-01", "None", "None"),
        ],
    ),
    (
        "relations broken are broken for both, in one order",
        [
            act("Mali severed diplomatic relations with Ukraine.", "severed diplomatic relations", "MLI", "UKR", SANCTION, "2024-08-05", "2024-08-04"),
            act("Ukraine restored diplomatic relations with Mali.", "restored diplomatic relations", "UKR", "MLI", SUPPORT, "2026-01-05", "2026-01-05"),
        ],
        [
            ("relations", "MLI", "UKR", "None", "2024-08-04", "None"),
            ("relations", "MLI", "UKR", "2026-01-05", "None", "None"),
        ],
    ),
    (
        "agreements signed, and ended",
        [
            act("Niger signed a military agreement with America.", "signed a military agreement", "NER USA", "", SUPPORT, "2015-01-05", "2015-01-05"),
            act("Niger terminated its military agreement.", "terminated its military agreement", "NER", "USA", SANCTION, "2024-03-16", "2024-03-16"),
        ],
        [("agreement", "NER", "USA", "2015-01-05", "2024-03-16", "None")],
    ),
    (
        "a base opened and handed over",
        [
            act("America opened a drone base.", "opened a drone base", "USA", "NER", MOBILIZE, "2019-11-01", "2019-11-01"),
            act("America handed over its base.", "handed over its base", "USA", "NER", RETREAT, "2024-08-05", "2024-08-05"),
        ],
        [("base", "USA", "NER", "2019-11-01", "2024-08-05", "None")],
    ),
    (
        "recognition",
        [act("Mali recognised Kosovo.", "recognised Kosovo", "MLI", "XKX", SUPPORT, "2025-06-07", "2025-06-07")],
        [("recognises", "MLI", "XKX", "2025-06-07", "None", "None")],
    ),
    ("an attack is no tie", [act("Mali left a trap.", "left a trap", "MLI", "DZA", EventType.ASSAULT, "2025-06-07")], []),
]  # fmt: skip


@pytest.mark.parametrize(("events", "ties"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_ties(events, ties):
    assert lines(*events) == ties
    assert lines(*reversed(events)) == ties


def test_a_tie_rests_on_its_events():
    events = CASES[0][1]
    tie = learnt_ties(events)[0]
    assert tie.told_by == (events[0].id, events[1].id)
    assert tie.ended_by == events[1].id
    assert tie.known_on == events[0].first_known_on
