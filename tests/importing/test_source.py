"""Files of others' data, read tolerantly: what each row becomes, and which rows are refused and why."""

import gzip
import json
import zipfile
from datetime import date

import pytest

from dragoman.errors import Stop
from dragoman.events import Imported
from dragoman.importing.sides import Sides
from dragoman.importing.source import Importing, told
from dragoman.ontology.book import Book
from dragoman.record import Reject
from tests.importing import files


@pytest.fixture(scope="module")
def sides() -> Sides:
    return Sides(Book.load())


def read(sides, provider, file, filed_as=""):
    importing = Importing(provider, sides, filed_as)
    found = list(importing.read(file))
    return (
        [each for each in found if isinstance(each, Imported)],
        [each for each in found if isinstance(each, Reject)],
        importing,
    )


def brief(each: Imported) -> tuple[str, ...]:
    who = [f"{one.code or '–'} {one.sector}" for one in (each.actor, each.recipient)]
    kind = f"{each.type} {each.mode}" if each.mode else str(each.type)
    return (each.id, str(each.happened_on), kind, str(each.status), *who)


ICEWS_SAYS = [
    ("icews:1", "2022-01-31", "SANCTION expel", "happened", "MLI GOV", "FRA GOV"),
    ("icews:2", "2022-02-17", "RETREAT", "planned", "FRA GOV", "MLI GOV"),
    ("icews:3", "2024-08-06", "SANCTION withdraw", "happened", "NER GOV", "UKR GOV"),
    ("icews:5", "2024-07-27", "ASSAULT", "happened", "MLI REB", "RUS MIL"),
]


def test_icews(sides, tmp_path) -> None:
    events, rejects, importing = read(sides, "icews", files.icews(tmp_path))
    assert [brief(each) for each in events] == ICEWS_SAYS
    assert rejects == []
    assert importing.no_act == {"Make statement": 1} or importing.no_act.total() == 1
    assert events[0].where is not None
    assert (events[0].where.name, events[0].where.country) == ("Bamako", "MLI")


def test_icews_as_dataverse_quotes_it(sides, tmp_path) -> None:
    rows = [files.ICEWS_HEAD, *files.ICEWS]
    quoted = "\n".join(
        "\t".join(f'"{cell}"' if not cell.isdigit() else cell for cell in row.split("\t")) for row in rows
    )
    file = tmp_path / "q.tab"
    file.write_text(quoted, encoding="utf-8")
    assert [brief(each) for each in read(sides, "icews", file)[0]] == ICEWS_SAYS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_usual_encoding_is_read(sides, tmp_path, encoding) -> None:
    assert [brief(each) for each in read(sides, "icews", files.icews(tmp_path, encoding=encoding))[0]] == ICEWS_SAYS


def test_bytes_that_are_no_utf8_are_taken_for_western(sides, tmp_path) -> None:
    file = files.icews(tmp_path)
    row = files.ICEWS[0].replace("1\t2022", "6\t2022", 1).replace("Bamako", "Thiès")
    file.write_bytes(file.read_bytes() + row.encode("cp1252") + b"\r\n")
    events, rejects, _ = read(sides, "icews", file)
    assert (events[-1].key, events[-1].where.name, rejects) == ("6", "Thiès", [])


def test_packed_files_are_read(sides, tmp_path) -> None:
    plain = files.icews(tmp_path)
    packed, zipped = tmp_path / "a.tab.gz", tmp_path / "a.zip"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(plain, "events.tab")
    for each in (packed, zipped):
        assert [brief(event) for event in read(sides, "icews", each)[0]] == ICEWS_SAYS


# what is wrong with a row → what is said
WRONG = [
    ("7\t2022-13-31" + files.ICEWS[0][12:], "“2022-13-31” is no date"),
    ("7\t" + files.ICEWS[0][12:], "it has no date"),
    ("7\t31/01/2022" + files.ICEWS[0][12:], "“31/01/2022” is no date"),
    ("7\t2022-01-31\tMali", "it has 3 columns, not 20"),
    (files.ICEWS[0].replace("1\t2022", "\t2022", 1), "it has no Event ID"),
    (files.ICEWS[0].replace("Expel or withdraw\t166", "Dance\t999"), "“999” is no code of CAMEO"),
]


@pytest.mark.parametrize(("row", "reason"), WRONG, ids=[reason for _, reason in WRONG])
def test_a_malformed_row_is_refused_with_file_row_and_reason(sides, tmp_path, row, reason) -> None:
    file = files.icews(tmp_path, row)
    events, rejects, _ = read(sides, "icews", file)
    assert len(events) == 4
    assert [(each.where, each.stage) for each in rejects] == [(f"{file}:7", "import")]
    assert rejects[0].reason.startswith(reason)


def test_a_file_that_is_something_else_stops_the_import(sides, tmp_path) -> None:
    file = tmp_path / "a.tab"
    file.write_text("name\tage\nx\t1\n", encoding="utf-8")
    with pytest.raises(Stop, match="icews file"):
        read(sides, "icews", file)
    file.write_text("\n".join(["Event ID\tEvent Date", "1\tx"]), encoding="utf-8")
    with pytest.raises(Stop, match="no column"):
        read(sides, "icews", file)


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_gdelt_of_every_version_with_fips_places(sides, tmp_path, columns) -> None:
    file = tmp_path / "20230731.export.CSV"
    file.write_text(files.gdelt_row(columns, **files.GDELT) + "\n", encoding="utf-8")
    (event,), rejects, _ = read(sides, "gdelt", file)
    assert brief(event) == ("gdelt:700", "2023-07-31", "ACCUSE allege", "happened", "NER GOV", "NGA GOV")
    assert (event.where.country, event.origins, str(event.known_on)) == ("NGA", 3, "2023-08-01")
    assert rejects == []


# FIPS 10-4 as GDELT writes places → the state, where ISO's letters would name another
FIPS = [
    ("NI", "NGA"), ("NG", "NER"), ("CH", "CHN"), ("SF", "ZAF"), ("AS", "AUS"), ("AU", "AUT"), ("GM", "DEU"), ("GB", "GAB"),
    ("UK", "GBR"), ("IZ", "IRQ"), ("BM", "MMR"), ("RS", "RUS"), ("RP", "PHL"), ("SP", "ESP"), ("SU", "SDN"), ("OD", "SSD"),
    ("EI", "IRL"), ("IV", "CIV"), ("KS", "KOR"), ("KN", "PRK"), ("CG", "COD"), ("CF", "COG"), ("TU", "TUR"), ("TX", "TKM"),
    ("GA", "GMB"), ("GG", "GEO"), ("LE", "LBN"), ("LO", "SVK"), ("EZ", "CZE"), ("SW", "SWE"), ("SZ", "CHE"), ("UP", "UKR"),
    ("BO", "BLR"), ("BG", "BGD"), ("BU", "BGR"), ("JA", "JPN"), ("DA", "DNK"), ("IS", "ISR"), ("IC", "ISL"), ("WE", "PSE"),
    ("GZ", "PSE"), ("CD", "TCD"), ("CT", "CAF"), ("MG", "MNG"), ("MA", "MDG"), ("MO", "MAR"), ("NP", "NPL"), ("PA", "PRY"),
    ("PM", "PAN"), ("ES", "SLV"), ("EN", "EST"), ("LG", "LVA"), ("LH", "LTU"), ("TD", "TTO"), ("TI", "TJK"), ("VM", "VNM"),
    ("YM", "YEM"), ("ZI", "ZWE"), ("ZA", "ZMB"), ("AG", "DZA"), ("BA", "BHR"), ("BC", "BWA"), ("BY", "BDI"), ("KV", "XKX"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "state"), FIPS)
def test_places_of_gdelt_are_in_the_state_that_fips_means(sides, code, state) -> None:
    assert sides.state(code, "fips") == state


def test_polecat_writes_several_actors_into_one_row(sides, tmp_path) -> None:
    file = tmp_path / "week.txt"
    file.write_text("\n".join([files.POLECAT_HEAD, *files.POLECAT]), encoding="utf-8")
    events, rejects, _ = read(sides, "polecat", file)
    assert rejects == []
    assert [brief(each) for each in events] == [
        ("polecat:P1", "2025-04-03", "CONSULT visit", "happened", "MLI GOV", "RUS GOV"),
        ("polecat:P1/2", "2025-04-03", "CONSULT visit", "happened", "BFA GOV", "RUS GOV"),
        ("polecat:P1/3", "2025-04-03", "CONSULT visit", "happened", "NER GOV", "RUS GOV"),
        ("polecat:P2", "2025-04-07", "REQUEST meet", "happened", "DZA GOV", "MLI GOV"),
    ]
    assert str(events[0].known_on) == "2025-04-04"


def test_acled(sides, tmp_path) -> None:
    file = tmp_path / "acled.csv"
    file.write_text("\n".join([files.ACLED_HEAD, *files.ACLED]), encoding="utf-8")
    events, rejects, importing = read(sides, "acled", file)
    assert rejects == []
    assert importing.no_act == {"other": 1}
    clash, agreement = events
    assert brief(clash)[:4] == ("acled:MLI1", "2024-07-27", "ASSAULT firearms", "happened")
    assert (clash.actor.sector, clash.recipient.country, clash.recipient.sector) == ("REB", "MLI", "MIL")
    assert (clash.where.country, clash.origins, clash.known_on) == ("MLI", 2, date(2024, 8, 1))
    assert '"all of it"\nby' in clash.words
    assert brief(agreement)[1:5] == ("2024-08-05", "AGREE", "happened", "MLI GOV")


def test_phoenix_without_and_with_a_header(sides, tmp_path) -> None:
    file = tmp_path / "phoenix.txt"
    file.write_text(files.PHOENIX + "\n", encoding="utf-8")
    says = ("2015-01-05", "CONSULT", "planned", "RUS GOV", "CHN MIL")
    assert [brief(each)[1:] for each in read(sides, "phoenix", file)[0]] == [says]
    head = "eid,story_date,year,source_root,source_agent,target_root,target_agent,code"
    file.write_text(
        f"{head}\n1,1/5/2015,2015,RUS,GOV,CHN,MIL,036\n2,2015-01-05,2015,RUS,GOV,CHN,MIL,036\n", encoding="utf-8"
    )
    events, rejects, _ = read(sides, "phoenix", file)
    assert [brief(each)[1:] for each in events] == [says]
    assert [each.reason[:10] for each in rejects] == ["“1/5/2015”"]


# an object → what it becomes
OBJECTS = [
    ({"id": "a", "date": "2022-01-31", "type": "SANCTION", "mode": "expel", "actor": "MLI", "recipient": "France"},
     ("mine:a", "2022-01-31", "SANCTION expel", "happened", "MLI GOV", "FRA GOV")),
    ({"event_id": 5, "event_date": "20220131", "cameo_code": "036", "source": "MLI", "target": "FRA"},
     ("mine:5", "2022-01-31", "CONSULT", "planned", "MLI GOV", "FRA GOV")),
    # As NGEC writes it.
    ({"id": "n", "pub_date": "2025-04-04", "date": "2025-04-03", "event_type": "CONSULT", "event_mode": ["visit"],
      "attributes": {"ACTOR": [{"text": "Traoré", "wiki": "Burkina Faso", "country": "BFA", "code_1": "GOV"}],
                     "RECIP": [{"text": "Russia", "country": "RUS", "code_1": "GOV"}]}},
     ("mine:n", "2025-04-03", "CONSULT visit", "happened", "BFA GOV", "RUS GOV")),
]  # fmt: skip


@pytest.mark.parametrize(("given", "says"), OBJECTS)
def test_plain_objects(sides, tmp_path, given, says) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text(json.dumps(given) + "\n", encoding="utf-8")
    (event,), rejects, _ = read(sides, "jsonl", file, "mine")
    assert (brief(event), rejects) == (says, [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "it is no JSON"),
        ("[1]", "it is no object"),
        ('{"id": 1, "type": "CONSULT"}', "it has no date"),
        ('{"id": 1, "date": "2022-01-31", "type": "DANCE"}', "“DANCE” is no type"),
        ('{"id": 1, "date": "2022-01-31", "type": "AID", "status": "maybe"}', "“maybe” is no status"),
    ],
)
def test_a_line_that_is_no_event_is_refused(sides, tmp_path, line, reason) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text(json.dumps(OBJECTS[0][0]) + "\n" + line + "\n", encoding="utf-8")
    events, rejects, _ = read(sides, "jsonl", file, "mine")
    assert len(events) == 1
    assert rejects[0].where == f"{file}:2"
    assert rejects[0].reason.startswith(reason)


def test_parquet(sides, tmp_path) -> None:
    polars = pytest.importorskip("polars")
    file = tmp_path / "events.parquet"
    polars.DataFrame([OBJECTS[0][0]]).write_parquet(file)
    assert [brief(each) for each in read(sides, "parquet", file, "mine")[0]] == [OBJECTS[0][1]]
    file.write_bytes(b"no such thing")
    with pytest.raises(Stop, match="no Parquet file"):
        read(sides, "parquet", file, "mine")


def test_what_is_no_act_is_told_with_the_most_frequent_first() -> None:
    assert told({"010": 2, "017": 5}) == "7 stand for no act of PLOVER (017 5, 010 2)"
    assert told({}) == ""
