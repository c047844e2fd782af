"""The book's answers by day: members, chairs, holders, ties, names, places; and that every clash is listed."""

import os
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import Stop
from dragoman.ontology.actors import Holds, holds_on
from dragoman.ontology.book import Book
from dragoman.ontology.compile import build_index, open_index
from dragoman.ontology.indexing import Drawers, Sections, drawn_table, write_index
from dragoman.ontology.shelves import FOLDER

BOOK = Book.load()


@pytest.mark.parametrize(
    ("body", "on", "state", "is_member"),
    [
        ("ECOWAS", date(2024, 12, 1), "MLI", True),
        ("ECOWAS", date(2025, 2, 1), "MLI", False),
        ("ECOWAS", date(2025, 2, 1), "SEN", True),
        ("AES", date(2025, 4, 1), "NER", True),
        ("EU", date(2019, 1, 1), "GBR", True),
        ("EU", date(2021, 1, 1), "GBR", False),
        ("NATO", date(2023, 5, 1), "FIN", True),
        ("NATO", date(2023, 5, 1), "SWE", False),
    ],
)
def test_members_on_a_day(body: str, on: date, state: str, is_member: bool) -> None:
    assert (state in BOOK.members(body, on)) is is_member


def test_leaving_has_a_day_of_notice_and_a_day_on_which_it_took_effect() -> None:
    (spell,) = [each for each in BOOK.memberships("ECOWAS") if each.who == "MLI"]
    assert (spell.notice, spell.until) == ("2024-01-28", "2025-01-29")


def test_suspended_members_are_members() -> None:
    on = date(2022, 6, 1)
    assert "MLI" in BOOK.suspended("ECOWAS", on)
    assert "MLI" in BOOK.members("ECOWAS", on)


def test_who_chairs() -> None:
    chair = BOOK.chair("AU", date(2018, 6, 1))
    assert chair is not None
    assert (chair.who, chair.person) == ("RWA", "Paul Kagame")


@pytest.mark.parametrize("name", ["CSS", "AES", "AGS", "Confederation of Sahel States", "Alliance des États du Sahel"])
def test_one_bloc_by_all_its_names(name: str) -> None:
    assert BOOK.who(name, date(2025, 4, 1))[0].actor == "AES"


@pytest.mark.parametrize(
    ("office", "country", "on", "person"),
    [
        ("head of state", "EGY", date(2012, 12, 1), "Mohamed Morsi"),
        ("president", "EGY", date(2012, 12, 1), "Mohamed Morsi"),
        ("secretary-general", "UN", date(2018, 1, 1), "António Guterres"),
        ("head of state", "EGY", date(1850, 1, 1), None),
        ("chief sommelier", "EGY", date(2012, 12, 1), None),
    ],
)
def test_holder_on_a_day(office: str, country: str, on: date, person: str | None) -> None:
    spell = BOOK.holder(office, country, on)
    assert (spell.person if spell else None) == person


def test_offices_of_a_person_latest_first() -> None:
    offices = [(each.whom, each.role) for each in BOOK.offices("Antonio Guterres")]
    assert offices[0] == ("UN", "secretary-general")
    assert ("UNHCR", "high commissioner") in offices


def test_ties_hold_in_the_time_asked_for() -> None:
    now = {each.whom for each in BOOK.ties("MLI", date(2025, 6, 1), date(2025, 12, 1)) if each.kind == "member"}
    before = {each.whom for each in BOOK.ties("MLI", date(2020, 1, 1), date(2022, 1, 1)) if each.kind == "member"}
    assert "ECOWAS" in before
    assert "AES" not in before
    assert "AES" in now
    assert "ECOWAS" not in now


def test_unknown_actor_says_what_to_try() -> None:
    with pytest.raises(Stop, match="knows no actor “Atlantis”"):
        BOOK.actor_id("Atlantis")


def test_places_by_population() -> None:
    places = BOOK.place("Timbuktu")
    assert places[0].country == "MLI"
    tripoli = [place.country for place in BOOK.place("Tripoli")]
    assert tripoli.index("LBY") < tripoli.index("LBN")


@pytest.mark.parametrize(
    ("since", "until", "on", "holds"),
    [
        ("2015-03-04", "2016-01-01", date(2015, 3, 4), Holds.YES),
        ("2015-03-04", "2016-01-01", date(2016, 1, 1), Holds.YES),
        ("2015-03-04", "2016-01-01", date(2016, 1, 2), Holds.NO),
        ("2015", None, date(2015, 6, 1), Holds.MAYBE),
        ("2015", None, date(2016, 1, 1), Holds.YES),
        ("2014", "2015-06", date(2015, 6, 10), Holds.MAYBE),
        ("2014", "?", date(2016, 1, 1), Holds.MAYBE),
        ("2014-05-01", "?", date(2014, 5, 1), Holds.YES),
        (None, None, date(1900, 1, 1), Holds.YES),
        ("2014", "2015", None, Holds.NO),
        ("2014", None, None, Holds.YES),
    ],
)
def test_partial_dates(since: str | None, until: str | None, on: date | None, holds: Holds) -> None:
    assert holds_on(since, until, on) is holds


def test_index_is_built_anew_when_a_shelf_changes(tmp_path: Path) -> None:
    shelves, index = tmp_path / "shelves", tmp_path / "book.index"
    shelves.mkdir()
    state = shelves / "states.toml"
    state.write_text('[[state]]\nid = "MLI"\nname = "Mali"\n', encoding="utf-8")
    assert list(open_index(shelves, index)["actors"]) == ["MLI"]
    assert isinstance(open_index(shelves, index), Sections)
    state.write_text('[[state]]\nid = "NER"\nname = "Niger"\n', encoding="utf-8")
    assert list(open_index(shelves, index)["actors"]) == ["NER"]
    index.write_bytes(index.read_bytes()[:40])
    assert list(open_index(shelves, index)["actors"]) == ["NER"]


def test_index_file_holds_what_was_built(tmp_path: Path) -> None:
    index = build_index(FOLDER)
    write_index(index, "stamp", tmp_path / "x")
    read = Sections((tmp_path / "x").read_bytes())
    assert {name: dict(read[name]) if isinstance(read[name], Drawers) else read[name] for name in index} == index


def test_a_drawer_gives_what_it_was_asked_for_alone() -> None:
    table = {f"word{number % 50} {number}": number for number in range(5000)}
    drawn = Drawers(drawn_table(table))
    assert drawn.get("word7 57") == 57
    assert drawn.get("word7 nowhere", 0) == 0
    assert drawn.get("nothing") is None
    assert "word9 9" in drawn
    assert "" not in drawn
    assert dict(drawn) == table
    assert len(drawn) == 5000
    assert dict(Drawers(drawn_table({}))) == {}
    with pytest.raises(KeyError):
        drawn["nothing"]


def test_an_index_is_fresh_until_something_that_it_was_made_from_changes(tmp_path: Path) -> None:
    shelves, index = tmp_path / "shelves", tmp_path / "book.index"
    shelves.mkdir()
    state = shelves / "states.toml"
    state.write_text('[[state]]\nid = "MLI"\nname = "Mali"\n', encoding="utf-8")
    open_index(shelves, index)
    made = index.stat().st_mtime_ns
    open_index(shelves, index)
    assert index.stat().st_mtime_ns == made  # nothing changed: not even a hash was needed
    os.utime(state)  # touched, and the same as before: the hash says so, and the index is younger again
    assert isinstance(open_index(shelves, index), Sections)
    assert index.stat().st_mtime_ns > made
    state.write_text('[[state]]\nid = "NLI"\nname = "Nali"\n', encoding="utf-8")  # of the same size
    assert list(open_index(shelves, index)["actors"]) == ["NLI"]
    (shelves / "bodies.toml").write_text('[[body]]\nid = "X"\nname = "Bloc"\n', encoding="utf-8")
    assert list(open_index(shelves, index)["actors"]) == ["NLI", "X"]
    (shelves / "bodies.toml").unlink()
    assert list(open_index(shelves, index)["actors"]) == ["NLI"]
