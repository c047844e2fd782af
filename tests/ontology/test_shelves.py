"""Shelf files: what a row must have, what a broken one is told, and how a desk's own rows lie over the book's."""

from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import Stop
from dragoman.ontology.book import Book
from dragoman.ontology.desk import add_shelf, desk_of, write_shelf
from dragoman.ontology.shelves import read_shelves


def shelf(folder: Path, text: str, name: str = "bodies.toml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bodies.toml", "[[body]\n", "bodies.toml: .*line 1"),
        ("bodies.toml", '[body]\nid = "X"\n', r"must be written \[\[body\]\]"),
        ("bodies.toml", '[[body]]\nname = "Bloc"\n', "body 1 lacks id"),
        ("bodies.toml", '[[body]]\nid = "A B"\nname = "Bloc"\n', "the id may hold letters"),
        ("bodies.toml", '[[body]]\nid = "X"\nname = "Bloc"\nfrom = "1st May"\n', "from = “1st May” is no date"),
        ("bodies.toml", '[[body]]\nid = "X"\nname = "B"\nmembers = [{state="MLI", from="2020-13"}]', "“2020-13” is no date"),
        ("bodies.toml", '[[body]]\nid = "X"\nname = "B"\nfrom = "2020"\nto = "2019"', "ends .2019. before it begins"),
        ("holders-x.csv", "country,office,person\nMLI,head of state,A,B\n", "line 2 has 4 cells under 3 columns"),
        ("holders-x.csv", "country,office,person\nMLI,head of state,\n", "line 2 .*lacks person"),
        ("roles.toml", '[[role]]\nwords = ["czar"]\nsector = "ROY"\n', "no sector “ROY”"),
        ("places.csv", "name,country,population\nGao,MLI,many\n", "population = “many” is no number"),
    ],
)  # fmt: skip
def test_broken_rows_stop_with_file_entry_and_remedy(tmp_path: Path, name: str, text: str, said: str) -> None:
    folder = shelf(tmp_path / "shelves", text, name)
    with pytest.raises(Stop, match=said) as stopped:
        Book.of_shelves(folder)
    assert name in str(stopped.value)


def test_not_utf8_stops(tmp_path: Path) -> None:
    (tmp_path / "bodies.toml").write_bytes('name = "Côte"'.encode("latin-1"))
    with pytest.raises(Stop, match=r"bodies.toml: not UTF-8"):
        read_shelves(tmp_path)


def test_a_book_without_shelves_is_empty(tmp_path: Path) -> None:
    book = Book.of_shelves(tmp_path)
    assert book.find("Mali and the UN met.") == []
    assert book.resolve("Malian soldiers").is_silent


def test_desk_amends_and_adds(tmp_path: Path) -> None:
    folder = shelf(
        tmp_path / "shelves",
        '[[body]]\nid = "X"\nname = "Bloc"\nnames.en = ["Bloc"]\nmembers = [{state="A"}]\n'
        '[[body]]\nid = "Y"\nname = "Other Bloc"\n',
    )
    desk = shelf(
        tmp_path / "desk",
        '[[body]]\nid = "X"\nnames.en = ["The Bunch"]\nmembers = [{state="B"}]\n'
        '[[body]]\nid = "Y"\nremove = true\n'
        '[[group]]\nid = "Z"\nname = "Zealots"\nsector = "REB"\n',
        "my-desk.toml",
    )
    book = Book.of_shelves(folder, desk)
    assert book.members("X") == ["A", "B"]
    assert [hit.text for hit in book.find("Bloc, Bunch, Zealots and Other Bloc")] == [
        "Bloc",
        "Bunch",
        "Zealots",
        "Bloc",
    ]
    assert set(book.actors) == {"X", "Z"}


def test_desk_lies_beside_the_record(tmp_path: Path) -> None:
    record = tmp_path / "sahel.db"
    mine = tmp_path / "my-desk.toml"
    row = {"id": "ZEALOTS", "name": "Zealots of Gao", "country": "MLI", "sector": "REB", "note": 'a "quoted" \\ note\n'}
    write_shelf({"group": [row]}, mine, note="Ours.")
    added = add_shelf(mine, desk_of(record))
    assert added.file == tmp_path / "sahel.desk" / "my-desk.toml"
    assert added.rows == {"group": 1}
    book = Book.load(desk_of(record))
    assert book.resolve("fighters of the Zealots of Gao").id == "ZEALOTS"
    assert book.actors["ZEALOTS"].facts["note"] == 'a "quoted" \\ note\n'
    assert (tmp_path / "sahel.desk" / ".book.index").is_file()
    assert "ZEALOTS" not in Book.load().actors


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("desk.txt", "", "a shelf is a .toml or .csv file"),
        ("desk.toml", "x = 1", "holds no row that the book knows"),
        ("desk.toml", '[[group]]\nname = "Zealots"', "lacks id"),
    ],
)
def test_what_cannot_be_put_on_a_desk(tmp_path: Path, name: str, text: str, said: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Stop, match=said):
        add_shelf(file, tmp_path / "desk")
    assert not (tmp_path / "desk").exists()


def test_a_row_amends_by_its_id_alone(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    own = shelf(tmp_path / "new", '[[group]]\nid = "ZEALOTS"\nname = "Zealots of Gao"\n', "a.toml") / "a.toml"
    more = shelf(
        tmp_path / "new",
        '[[body]]\nid = "ECOWAS"\nmembers = [{ state = "MAR", from = "2026-01-01" }]\n'
        '[[group]]\nid = "ZEALOTS"\nnames.en = ["Sand Zealots"]\n[[group]]\nid = "JNIM"\nremove = true\n',
        "b.toml",
    )
    add_shelf(own, desk)
    assert add_shelf(more / "b.toml", desk).rows == {"body": 1, "group": 2}
    book = Book.load(desk)
    assert "MAR" in book.members("ECOWAS", date(2026, 2, 1))
    assert "NGA" in book.members("ECOWAS", date(2026, 2, 1))
    assert book.resolve("the Sand Zealots").id == "ZEALOTS"  # amends what another file of the desk brought
    assert "JNIM" not in book.actors


def test_a_file_of_the_same_name_takes_the_place_of_the_old(tmp_path: Path) -> None:
    desk = tmp_path / "desk"
    for name in ("Zealots of Gao", "Zealots of Kidal"):
        add_shelf(shelf(tmp_path, f'[[group]]\nid = "Z"\nname = "{name}"\n', "mine.toml") / "mine.toml", desk)
    assert Book.load(desk).actors["Z"].name == "Zealots of Kidal"


def test_a_head_is_told_from_a_namesake_by_country() -> None:
    book, on = Book.load(), date(2023, 6, 1)
    assert [spell.whom for spell in book.offices("Abdoulaye Diop")] == ["MLI", "MLI"]
    assert [spell.whom for spell in book.offices("Abdoulaye Diop (SEN)")] == ["UEMOA"]
    assert book.resolve("Abdoulaye Diop", on).country == "MLI"


def test_outlets_have_their_fields() -> None:
    outlets = Book.load().outlets
    assert len(outlets) > 800
    kinds = {outlet.facts["kind"] for outlet in outlets.values()}
    assert kinds == {"agency", "broadcaster", "newspaper", "site"}
    domains = [outlet.facts["domain"] for outlet in outlets.values() if outlet.facts.get("domain")]
    assert len(set(domains)) == len(domains)
    assert all("/" not in domain and not domain.startswith("www.") for domain in domains)
    for state, least in {"MLI": 7, "BFA": 9, "NER": 5, "SEN": 10, "NGA": 15, "RUS": 35, "FRA": 35, "SAU": 10}.items():
        assert sum(outlet.country == state for outlet in outlets.values()) >= least, state
    assert outlets["Sputnik Africa"].facts["family"] == outlets["RIA Novosti"].facts["family"] == "Rossiya Segodnya"


@pytest.mark.parametrize(
    ("host", "outlet"),
    [
        ("rfi.fr", "RFI"), ("www.rfi.fr", "RFI"), ("AMP.RFI.FR.", "RFI"), ("francais.rt.com", "RT France"), ("rt.com", "RT"),
        ("en.sputniknews.africa", "Sputnik Africa"), ("notrfi.fr", None), ("fr", None), ("", None), ("example.org", None),
    ],
)  # fmt: skip
def test_whose_host_it_is(host: str, outlet: str | None) -> None:
    found = Book.load().outlet_at(host)
    assert (found.name if found else None) == outlet
