"""FollowTheMoney in and out: what is read onto the desk, what is skipped and why, and that nothing is lost on the way."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import Stop
from dragoman.ontology.book import Book
from dragoman.ontology.ftm import Entity, import_entities, import_file, office_of, read_entities
from dragoman.ontology.ftm_export import export_entities

BOOK = Book.load()


def entity(schema: str, id_: str, more: dict[str, Any] | None = None, **properties: Any) -> Entity:
    listed = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return {"id": id_, "schema": schema, "properties": listed, **(more or {})}


FILE = [
    entity(
        "Person", "p-1", {"datasets": ["mine"]}, name="Ada Example", alias=["A. Example"], wikidataId="Q1", country="ml"
    ),
    entity("Position", "post-1", name="Minister of Sand", country="ml", inceptionDate="2001"),
    entity(
        "Occupancy", "occ-1", holder="p-1", post="post-1", startDate="2019-02-03", endDate="2020-05", status="ended"
    ),
    entity("Organization", "org-1", name="Sand Union", alias="SU", topics="gov.igo", website="https://sand.example"),
    entity("Membership", "mem-1", member="MLI", organization="org-1", startDate="2001-01-01", summary="founder"),
    entity("Membership", "mem-2", member="p-1", organization="org-1", role="Secretary", startDate="2021"),
    entity("PublicBody", "MLI", name="Mali", country="ml"),
]


def test_office_holders_and_members_become_rows() -> None:
    found = import_entities([(f"line {number}", each) for number, each in enumerate(FILE)], BOOK)
    assert [skip.reason for skip in found.skipped] == []
    minister, secretary = found.tables["holder"]
    assert (minister["country"], minister["person"], minister["office"]) == ("MLI", "Ada Example", "minister of sand")
    assert (minister["from"], minister["to"], minister["also"]) == ("2019-02-03", "2020-05", ["A. Example"])
    assert (secretary["country"], secretary["office"], secretary["from"]) == ("org-1", "secretary", "2021")
    (body,) = found.tables["body"]
    assert (body["id"], body["members"][0]["state"]) == ("org-1", "MLI")


def test_round_trip_keeps_what_the_book_has_no_field_for(tmp_path: Path) -> None:
    source = tmp_path / "entities.ftm.json"
    source.write_text("\n".join(json.dumps(each) for each in FILE), encoding="utf-8")
    place, found = import_file(source, tmp_path / "desk", BOOK)
    assert place == tmp_path / "desk" / "entities.toml"
    assert found.skipped == []
    book = Book.load(tmp_path / "desk")
    assert book.members("org-1") == ["MLI"]
    assert book.resolve("the Sand Union").id == "org-1"
    out = {each["id"]: each for each in export_entities(book, ["org-1", "MLI"])}
    assert out["p-1"]["properties"]["wikidataId"] == ["Q1"]
    assert out["p-1"]["datasets"] == ["mine"]
    assert out["post-1"]["properties"]["inceptionDate"] == ["2001"]
    assert out["occ-1"]["properties"] == {**FILE[2]["properties"]}
    assert out["org-1"]["properties"]["website"] == ["https://sand.example"]
    assert out["mem-1"]["properties"]["summary"] == ["founder"]
    assert out["mem-2"]["properties"] == FILE[5]["properties"]


@pytest.mark.parametrize(
    ("entities", "said"),
    [
        ([{"id": "x", "schema": "Vessel", "properties": {}}], "no entity of a schema that the book reads (Vessel)"),
        (["text"], "no entity of a schema that the book reads (str)"),
        ([entity("Occupancy", "o", holder="nobody", post="p")], "its person “nobody” is not in the file"),
        (
            [entity("Person", "a", name="Ada"), entity("Occupancy", "o", holder="a", post="p")],
            "its position “p” is not in the file",
        ),
        (
            [
                entity("Person", "a", name="Ada"), entity("Position", "p", name="Boss"),
                entity("Occupancy", "o", holder="a", post="p"),
            ],
            "belongs to no country or organisation",
        ),
        ([entity("Person", "a", name="Ada")], "a person without an office"),
        ([entity("Membership", "m", member="MLI", organization="o")], "its organisation “o” is not in the file"),
    ],
)  # fmt: skip
def test_what_is_skipped_and_why(entities: list[Any], said: str) -> None:
    found = import_entities([(f"entity {number}", each) for number, each in enumerate(entities)], BOOK)
    assert any(said in skip.reason and skip.where for skip in found.skipped)


@pytest.mark.parametrize(
    ("title", "office"),
    [
        ("President of Mali", "head of state"),
        ("Prime Minister", "head of government"),
        ("Minister of Foreign Affairs of Chad", "foreign minister"),
        ("Vice President", "vice president"),
        ("President-elect", "president-elect"),
    ],
)
def test_titles(title: str, office: str) -> None:
    assert office_of(title) == office


def test_the_book_goes_out_whole_enough_to_come_back(tmp_path: Path) -> None:
    out = list(export_entities(BOOK, ["AES"]))
    schemas = sorted(each["schema"] for each in out)
    assert schemas == ["Membership"] * 3 + ["Organization"] + ["PublicBody"] * 3
    found = import_entities([(each["id"], each) for each in out], BOOK)
    assert sorted(row["state"] for each in found.tables["body"] for row in each["members"]) == ["BFA", "MLI", "NER"]


def test_a_list_is_read_like_lines_and_nonsense_stops(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    file.write_text(json.dumps(FILE), encoding="utf-8")
    assert [each for _, each in read_entities(file)] == FILE
    file.write_text('{"id": 1}\nnonsense', encoding="utf-8")
    with pytest.raises(Stop, match="line 2 is not JSON"):
        list(read_entities(file))


# Shaped as the files of sanctions lists are: captions, referents, data sets, instants, several values, things within things.
REAL = [
    {
        "id": "Q1", "caption": "Assimi Goïta", "schema": "Person",
        "properties": {
            "name": ["Assimi Goïta", "Assimi GOITA"], "birthDate": ["1983-11-09"], "nationality": ["ml"], "country": ["ml"],
            "topics": ["role.pep", "sanction"], "position": ["President of Mali (2021-)"],
        },
        "referents": ["list-1234"], "datasets": ["peps", "list"], "last_seen": "2025-01-02T00:00:00", "target": True,
    },
    {
        "id": "Q2", "caption": "President of Mali", "schema": "Position", "datasets": ["peps"], "target": False,
        "properties": {"name": ["President of Mali", "président du Mali"], "country": ["ml"], "topics": ["gov.head"]},
    },
    {
        "id": "occ-1", "schema": "Occupancy", "datasets": ["peps"],
        "properties": {"holder": ["Q1"], "post": ["Q2"], "startDate": ["2021-05-24"], "status": ["current"]},
    },
    {
        "id": "Q3", "schema": "Person", "datasets": ["peps"],
        "properties": {
            "name": ["Moussa Sample"],
            "positionOccupancies": [
                {
                    "id": "occ-2", "schema": "Occupancy", "properties": {
                        "startDate": ["2019-05"], "status": ["ended"],
                        "post": [{
                            "id": "Q4", "schema": "Position",
                            "properties": {"name": ["Minister of Mines of Niger"], "country": ["ne"]},
                        }],
                    },
                },
            ],
        },
    },
    {
        "id": "Q181574", "schema": "Organization", "datasets": ["list"],
        "properties": {
            "name": ["Economic Community of West African States"], "alias": ["CEDEAO"], "topics": ["gov.igo"],
            "website": ["https://ecowas.example"],
        },
    },
    {
        "id": "NK-77", "schema": "Company", "datasets": ["list"],
        "properties": {"name": ["Sahel Gold SARL"], "jurisdiction": ["ml"], "registrationNumber": ["MA.1"]},
    },
    {
        "id": "mem-1", "schema": "Membership", "datasets": ["list"],
        "properties": {"member": ["Q1"], "organization": ["NK-77"], "role": ["Adviser"], "startDate": ["2020-01-01T00:00:00"]},
    },
]  # fmt: skip


@pytest.fixture
def real(tmp_path: Path) -> Book:
    source = tmp_path / "list.ftm.json"
    source.write_text("\n".join(json.dumps(each) for each in REAL), encoding="utf-8")
    _, found = import_file(source, tmp_path / "desk", BOOK)
    assert found.skipped == []
    return Book.load(tmp_path / "desk")


def test_whom_the_book_knows_is_not_made_twice(real: Book) -> None:
    assert len(real.actors) == len(BOOK.actors) + 1  # the company alone is new
    assert len(real.people.by_id) == len(BOOK.people.by_id) + 1  # and one minister
    (now,) = [spell for spell in real.ties("MLI", date(2025, 1, 1), date(2025, 1, 1)) if spell.role == "head of state"]
    assert (now.person, now.title, now.since) == ("Assimi Goïta", "President of Mali", "2021-05-24")


def test_an_office_that_has_ended_on_a_day_not_known_has_ended(real: Book) -> None:
    (spell,) = real.offices("Moussa Sample")
    assert (spell.whom, spell.since, spell.until) == ("NER", "2019-05", "?")


def test_nothing_of_a_real_file_is_lost(real: Book) -> None:
    out = {each["id"]: each for each in export_entities(real, ["MLI", "NER", "NK-77"])}
    for entity in REAL:
        if entity["id"] in ("Q3", "Q181574"):  # written flat; filed under the book's own id
            continue
        back = out[str(entity["id"])]
        for name, value in entity.items():
            if name != "properties":
                assert back[name] == value, (entity["id"], name)
        for name, values in dict(entity["properties"]).items():  # type: ignore[call-overload]
            kept = {*back["properties"].get(name, []), *(back["properties"].get("alias", []) if name == "name" else ())}
            assert {value[:10] if "Date" in name else value for value in values} <= kept, (entity["id"], name)
    assert out["occ-2"]["properties"] == {
        "status": ["ended"], "holder": ["Q3"], "post": ["Q4"], "startDate": ["2019-05"],
    }  # fmt: skip
    (body,) = [each for each in export_entities(real, ["ECOWAS"]) if each["properties"].get("website")]
    assert body["id"] == "Q181574"
