"""Learnt ties beside the book's: who knows each, where the two differ, and no hindsight."""

from datetime import date

import pytest

from dragoman.analysis.tie_book import Known, as_known, known_ties, tie_holds
from dragoman.dates import DayRange
from dragoman.events import Tie
from dragoman.ontology.actors import Holds, Spell
from tests.stories.telling import days

BOOK = Spell(
    "member", "MLI", "ECOWAS", since="1975-05-28", until="2025-01-29", notice="2024-01-28", rests_on="bodies.toml"
)


def a_tie(since: str = "", until: str = "", notice: str = "", kind: str = "member") -> Tie:
    return Tie(
        kind, "MLI", "ECOWAS", _days(since), _days(until), date.fromisoformat(notice) if notice else None,
        "e1" if since else None, "e2" if until else None, ("e1",), date(2024, 1, 29),
    )  # fmt: skip


def _days(given: str) -> DayRange | None:
    return days(given) if given else None


# learnt, who knows it, what the conflict says
COMPARED = [
    (a_tie(until="2025-01-29", notice="2024-01-28"), Known.BOTH, ""),
    (a_tie(until="2025-01-30"), Known.BOTH, ""),  # within a week
    (a_tie(until="by 2025-02-20"), Known.BOTH, ""),  # "by then" is no other day
    (a_tie(until="2024-01-28"), Known.CONFLICT, "2024-01-28 is the day of its notice there"),
    (a_tie(notice="2023-06-01"), Known.CONFLICT, "notice on 2023-06-01 by the events, 2024-01-28 by the book"),
    (a_tie(since="1990-01-01"), Known.CONFLICT, "begun 1990-01-01 by the events, 1975-05-28 by the book"),
]


@pytest.mark.parametrize(("learnt", "known", "says"), COMPARED)
def test_a_tie_that_both_know(learnt: Tie, known: Known, says: str) -> None:
    (found,) = known_ties([learnt], [BOOK])
    assert found.known is known
    assert says in " ".join(found.conflicts)


def test_ties_of_one_alone_stand_by_themselves() -> None:
    other = a_tie(since="2022-01-09", kind="sanctions")
    found = {each.kind: each.known for each in known_ties([other], [BOOK])}
    assert found == {"member": Known.BOOK, "sanctions": Known.LEARNT}


def test_an_end_that_the_book_does_not_have_is_a_conflict() -> None:
    lasting = Spell("member", "MLI", "ECOWAS", since="1975-05-28", rests_on="bodies.toml")
    (found,) = known_ties([a_tie(until="2025-01-29")], [lasting])
    assert found.conflicts == ("ended 2025-01-29 by the events, still holds in the book",)
    assert found.holds(date(2025, 3, 1)) is Holds.MAYBE
    assert found.holds(date(2020, 3, 1)) is Holds.YES


def test_of_several_spells_the_nearest_is_the_same() -> None:
    spells = [
        Spell("suspended", "MLI", "ECOWAS", since=since, until=until)
        for since, until in (("2020-08-18", "2020-10-06"), ("2021-05-30", "2025-01-29"))
    ]
    second = a_tie(since="by 2021-05-30", kind="suspended")
    assert [(row.book.since, row.known) for row in known_ties([second], spells) if row.book] == [
        ("2020-08-18", Known.BOOK),
        ("2021-05-30", Known.BOTH),
    ]
    older = a_tie(since="2012-03-23", kind="suspended")
    assert [row.known for row in known_ties([older], spells)] == [Known.LEARNT, Known.BOOK, Known.BOOK]


# known by → what is left of the book's spell
KNOWN = [
    (None, ("2024-01-28", "2025-01-29")),
    ("2025-02-01", ("2024-01-28", "2025-01-29")),
    ("2024-12-31", ("2024-01-28", None)),
    ("2023-12-31", (None, None)),
]


@pytest.mark.parametrize(("known_by", "left"), KNOWN)
def test_the_book_is_asked_without_hindsight(known_by: str | None, left: tuple[str | None, str | None]) -> None:
    spell = as_known(BOOK, date.fromisoformat(known_by) if known_by else None)
    assert spell is not None
    assert (spell.notice, spell.until) == left


def test_a_spell_that_had_not_begun_is_not_known() -> None:
    assert as_known(BOOK, date(1970, 1, 1)) is None


# tie, day, whether it holds
HOLDS = [
    (a_tie(since="2022-01-09", until="2022-07-03"), "2022-01-08", Holds.NO),
    (a_tie(since="2022-01-09", until="2022-07-03"), "2022-01-09", Holds.YES),
    (a_tie(since="2022-01-09", until="2022-07-03"), "2022-07-03", Holds.NO),
    (a_tie(since="2022-01"), "2022-01-15", Holds.MAYBE),
    (a_tie(since="by 2022-01-15"), "2022-01-10", Holds.MAYBE),
    (a_tie(until="2025-01-29"), "2024-12-31", Holds.YES),
    (a_tie(until="2025-01"), "2025-01-15", Holds.MAYBE),
    (a_tie(notice="2024-01-28"), "2030-01-01", Holds.YES),  # notice alone ends nothing
]


@pytest.mark.parametrize(("tie", "on", "holds"), HOLDS)
def test_whether_a_learnt_tie_holds(tie: Tie, on: str, holds: Holds) -> None:
    assert tie_holds(tie, date.fromisoformat(on)) is holds
