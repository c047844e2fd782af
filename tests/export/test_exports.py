"""What must hold of every export: harmless, opened by its tool, the same bytes later, whole or not at all."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

import networkx as nx
import openpyxl
import polars
import pyarrow.parquet
import pytest
from followthemoney import model
from frictionless import system, validate

from dragoman.cli.entry import main
from dragoman.export.door import CODEBOOK, SCHEMA, Answer
from dragoman.store.view import open_view
from tests.chronicle.records import added
from tests.export.records import EVERYTHING, TITLE, db, exported, hostile, later, plain

__all__ = ["db"]
ROOT = Path(__file__).parents[2]
LIMIT = 300
FORMULA = re.compile(r"^\s*[=+\-@|%]")
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


class Tags(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def cells(data: bytes, ending: str) -> Iterator[object]:
    """All values that a file holds, as its reader has them."""
    if ending == "csv":
        yield from (cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row)
    elif ending in ("tsv", "tab"):
        yield from (cell for line in data.decode().splitlines() for cell in line.split("\t"))
    elif ending == "xlsx":
        for sheet in openpyxl.load_workbook(io.BytesIO(data)):
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type in ("s", "n", "inlineStr"), f"{cell.coordinate} is typed {cell.data_type}"
                    assert cell.hyperlink is None
                    yield cell.value
    elif ending == "zip":
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            for name in zipped.namelist():
                yield from cells(zipped.read(name), name.rsplit(".", 1)[1])
    elif ending == "parquet":
        yield from texts(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist())
    elif ending in ("json", "jsonl"):
        text = data.decode()
        yield from texts(
            json.loads(text) if text.startswith(("[", "{\n")) else [json.loads(x) for x in text.splitlines()]
        )
    else:
        for element in ElementTree.fromstring(data).iter():
            yield from (element.text, *element.attrib.values())


def texts(found: object) -> Iterator[object]:
    if isinstance(found, dict):
        found = list(found.values())
    if isinstance(found, list):
        for each in found:
            yield from texts(each)
    else:
        yield found


@pytest.mark.parametrize("words", EVERYTHING, ids="-".join)
def test_hostile_words_go_through_every_export_harmlessly(db: Path, words: tuple[str, ...]) -> None:
    data = exported(db, *words)
    ending = words[-1].rsplit(".", 1)[1]
    if ending == "html":
        tags = Tags(data.decode()).found
        assert {tag for tag, _ in tags}.isdisjoint({"script", "svg", "b", "iframe", "object", "form"})
        assert not [name for _, attributes in tags for name in attributes if name.startswith("on")]
        assert all(each.get("src", "").startswith("data:image/svg+xml;base64,") for tag, each in tags if tag == "img")
        assert all(
            each["href"].startswith("https://") and "noopener" in each["rel"] for tag, each in tags if tag == "a"
        )
        policy = next(each["content"] for tag, each in tags if each.get("http-equiv") == "Content-Security-Policy")
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        quotes = re.findall(r"<blockquote>“(.*?)”<br>", data.decode())
        assert quotes
        for quote in quotes:
            words_ = unescape(re.sub(r"\[U\+....\]", "", re.sub(r"</?mark>", "", quote)))
            assert len(words_) <= LIMIT, "a quote is longer than the limit"
        return
    values = [value for value in cells(data, ending) if isinstance(value, str)]
    assert values
    for value in values:
        assert "javascript:" not in value
        # A sign that is shown by its name, and the apostrophe that defuses, are none of the article's.
        words_ = re.sub(r"\[U\+....\]", " ", value).removeprefix("'")
        assert "and so on" not in words_ or len(words_) <= LIMIT, "a quote is longer than the limit"
        if ending in ("csv", "tsv", "tab", "xlsx", "zip"):
            assert not FORMULA.match(value) or NUMBER.match(value) or value.startswith("%Y-"), value
            assert "\u202e" not in value


@pytest.mark.parametrize("words", EVERYTHING, ids="-".join)
def test_the_same_question_gives_the_same_bytes_a_year_later(tmp_path: Path, words: tuple[str, ...]) -> None:
    record = added(tmp_path / "r.db", [[plain(), hostile()]])
    asked = (*words[:-1], "--as-of", "2025-05-01", "--known-by", "2025-05-02", words[-1])
    before = exported(record, *asked)
    added(record, [[later()]])
    assert exported(record, *asked) == before


def test_what_came_later_shows_where_no_day_is_given(tmp_path: Path) -> None:
    record = added(tmp_path / "r.db", [[plain(), hostile()]])
    before = exported(record, "reports", "x.csv")
    added(record, [[later()]])
    assert exported(record, "reports", "x.csv") != before


def test_polars_reads_csv_and_parquet(db: Path) -> None:
    table = polars.read_csv(io.BytesIO(exported(db, "events", "x.csv")), try_parse_dates=True)
    assert table.columns[0] == "event"
    assert table.schema["first_on"] == polars.Date
    columnar = polars.read_parquet(io.BytesIO(exported(db, "events", "x.parquet")))
    assert sorted(columnar["event"]) == sorted(table["event"])
    assert columnar.schema["known_on"] == polars.Date
    assert columnar.schema["actors"] == polars.List(polars.String)
    assert ["MLI", "NER"] in columnar["actors"].to_list()


def test_parquet_and_json_lines_carry_version_and_codebook(db: Path) -> None:
    metadata = pyarrow.parquet.read_schema(io.BytesIO(exported(db, "events", "x.parquet"))).metadata
    first = json.loads(exported(db, "events", "x.jsonl").splitlines()[0])["dragoman"]["facts"]
    assert metadata[b"dragoman.schema"].decode() == first["dragoman.schema"] == SCHEMA
    assert metadata[b"dragoman.codebook"].decode() == first["dragoman.codebook"] == CODEBOOK


def test_the_codebook_named_is_the_one_in_the_docs() -> None:
    from hashlib import sha256

    assert sha256((ROOT / "docs/codebook.md").read_bytes()).hexdigest()[:16] == CODEBOOK


def test_openpyxl_reads_days_as_text_of_one_style(db: Path) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(exported(db, "events", "x.xlsx")))["events"]
    heads = [cell.value for cell in sheet[1]]
    days = [row[heads.index("known_on")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert days == ["2025-04-01"] * 4


@pytest.mark.parametrize(("ending", "read"), [("gexf", nx.read_gexf), ("graphml", nx.read_graphml)])
def test_networkx_reads_an_edge_for_each_spell_with_its_own_days(db: Path, ending: str, read: object) -> None:
    graph = read(io.BytesIO(exported(db, "network", "--actor", "MLI", f"x.{ending}")))  # type: ignore[operator]
    assert graph.is_multigraph()
    ecowas = [facts for one, other, facts in graph.edges(data=True) if (one, other) == ("MLI", "ECOWAS")]
    member = next(facts for facts in ecowas if facts["kind"] == "member")
    assert (member["start"], member["end"]) == ("1975-05-28", "2025-01-29")
    assert len([facts for facts in ecowas if facts["what"] == "tie"]) > 1, "a suspension is another spell"
    met = [facts for one, other, facts in graph.edges(data=True) if facts["what"] == "act"]
    assert [(facts["start"], facts["end"]) for facts in met] == [("2025-04-03", "2025-04-03")]


def test_gexf_says_nothing_of_an_end_that_is_not_known(db: Path) -> None:
    root = ElementTree.fromstring(exported(db, "network", "--actor", "MLI", "x.gexf"))
    name = {"g": "http://www.gexf.net/1.2draft"}
    assert root.find("g:graph", name).attrib["mode"] == "dynamic"  # type: ignore[union-attr]
    union = next(
        each
        for each in root.iterfind(".//g:edge", name)
        if each.attrib["target"] == "UN" and "member" in each.attrib["label"]
    )
    assert "start" in union.attrib
    assert "end" not in union.attrib


def test_followthemoney_validates_every_entity(db: Path) -> None:
    found = [json.loads(each) for each in exported(db, "ftm", "x.json").splitlines()]
    ids = {each["id"] for each in found}
    assert len(ids) == len(found)
    for each in found:
        model.get(each["schema"]).validate(each)
        proxy = model.get_proxy(each)
        assert {name: set(proxy.get(name)) for name in each["properties"]} == {
            name: set(values) for name, values in each["properties"].items()
        }, "a value was cleaned away"
        for prop, value in proxy.itervalues():
            assert prop.type.name != "entity" or value in ids
    assert {"Event", "Membership", "PublicBody", "Organization", "LegalEntity"} <= {each["schema"] for each in found}


def test_frictionless_finds_the_package_valid_and_a_licence_in_every_row(db: Path) -> None:
    exported(db, "datapackage", "--licence", "CC-BY-4.0", "x.zip")
    with system.use_context(trusted=True):
        report = validate(str(db.parent / "x.zip"), type="package")
    assert report.valid, report.flatten(["name", "type", "message"])
    assert {task.name for task in report.tasks} == {"events", "reports", "ties", "claims", "pledges", "articles"}
    with zipfile.ZipFile(db.parent / "x.zip") as zipped:
        described = json.loads(zipped.read("datapackage.json"))
        assert described["licenses"][0]["name"] == "CC-BY-4.0"
        for each in described["resources"]:
            table = polars.read_csv(zipped.read(each["path"]))
            assert table["licence"].is_in(["CC-BY-4.0", "Apache-2.0"]).all(), each["name"]


def test_a_cut_short_name_is_no_format(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "events", "-o", str(db.parent / "x.doc"), "--db", str(db)])
    assert ended.value.code == 4
    assert "parquet, csv, xlsx, jsonl" in capsys.readouterr().err
    assert not (db.parent / "x.doc").exists()


def test_a_quote_limit_above_the_setting_is_refused(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "events", "-o", str(db.parent / "x.csv"), "--db", str(db), "--quote-limit", "5000"])
    assert ended.value.code == 4
    assert "at most the setting quote_limit, 300" in capsys.readouterr().err


def test_a_limit_of_nothing_quotes_nothing(db: Path) -> None:
    for words in (("events", "x.csv"), ("case", "MLI", "RUS", "x.html"), ("csl", "x.json")):
        data = exported(db, *words[:-1], "--quote-limit", "0", words[-1]).decode()
        assert "and so on" not in data
        assert TITLE not in data


def test_every_format_of_the_door_is_tried_above() -> None:
    tried = {words[0] for words in EVERYTHING} | {words[-1].rsplit(".", 1)[1] for words in EVERYTHING}
    assert {each.name for each in entry_points(group="dragoman.formats")} <= tried


def test_a_file_is_whole_or_as_it_was(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = exported(db, "events", "x.csv")

    def broken(_: object) -> str:
        raise OSError("the disk is full")

    monkeypatch.setattr("dragoman.export.sheets.written", broken)
    with pytest.raises(SystemExit) as ended:
        main(["export", "events", "-o", str(db.parent / "x.csv"), "--db", str(db)])
    assert ended.value.code == 4
    assert (db.parent / "x.csv").read_bytes() == whole
    assert not list(db.parent.glob(".x.csv*"))


def test_nothing_is_named_by_what_came_from_outside(db: Path) -> None:
    exported(db, "datapackage", "x.zip")
    with zipfile.ZipFile(db.parent / "x.zip") as zipped:
        assert {re.sub(r"\W", "", name) for name in zipped.namelist()} == {
            "datapackagejson", "eventscsv", "reportscsv", "tiescsv", "claimscsv", "pledgescsv", "articlescsv",
        }  # fmt: skip
        assert {entry.date_time for entry in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_ties_as_of_a_day_are_those_that_held_then(db: Path) -> None:
    def members(on: str) -> set[tuple[str, str]]:
        table = polars.read_csv(exported(db, "ties", "MLI", "--as-of", on, "x.csv"))
        return {(row["who"], row["whom"]) for row in table.iter_rows(named=True) if row["kind"] == "member"}

    assert ("MLI", "ECOWAS") in members("2025-01-01")
    assert ("MLI", "ECOWAS") not in members("2025-03-01")


def test_what_goes_out_as_icews_comes_in_as_icews(db: Path) -> None:
    exported(db, "icews", "x.tab")
    with pytest.raises(SystemExit) as ended:
        main(["import", "icews", str(db.parent / "x.tab"), "--db", str(db)])
    assert ended.value.code in (0, None)
    with open_view(db) as view:
        found = view.imported_between(["MLI"], ["RUS"], ["icews"])
    assert {(str(each.type), str(each.status), str(each.happened_on)) for each in found} == {
        ("CONSULT", "planned", "2025-04-03"), ("CONSULT", "happened", "2025-04-03"),
    }  # fmt: skip


def test_a_format_of_somebody_else_comes_in_by_the_same_door(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = EntryPoint("count", "tests.export.test_exports:Counting", "dragoman.formats")
    monkeypatch.setattr("dragoman.export.door.entry_points", lambda group: [*entry_points(group=group), theirs])
    assert exported(db, "events", "x.count") == b"4"
    assert exported(db, "count", "x.txt") == b"4"


class Counting:
    """A format that counts the events."""

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write how many there are."""
        out.write(str(sum(1 for _ in answer.events())).encode())
