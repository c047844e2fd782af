import io
import json
import os
import random
from datetime import UTC, date, datetime
from importlib.metadata import entry_points

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import Skip, Stop
from dragoman.news.delivery import LONGEST_DOCUMENT
from dragoman.news.source import GROUP, load_source, read_source
from dragoman.record import Article, Reject

TEXT = "The foreign ministers of Mali and Niger met in Bamako on Monday, officials said."
FRENCH = (
    "Le ministre malien des Affaires étrangères a rencontré mardi à Moscou son homologue russe pour des entretiens "
    "sur la coopération militaire et économique entre les deux pays."
)


def read(file, **given):
    return list(read_source(file, **given))


def line(**fields):
    return json.dumps(fields, ensure_ascii=False) + "\n"


GOOD = line(id="1", date="2025-04-01", text=TEXT)
PAGE = (
    f"<html><head><title>Ministers meet</title></head><body><article><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
)

# name of the file, its bytes, and where and why each part of it is refused
BAD = {
    "empty text": ("a.txt", b"", [("a.txt", "the file is empty")]),
    "empty lines": ("a.jsonl", b"\n\n \n", [("a.jsonl", "the file is empty")]),
    "empty page": ("a.html", b"<html><body></body></html>", [("a.html", "no article was found on this page")]),
    "header only": ("a.txt", b"Title: Ministers meet\nDate: 2025-04-01\n\n", [("a.txt", "the text is empty")]),
    "binary": ("a.txt", bytes(range(256)) * 40, [("a.txt", "a binary file")]),
    "random bytes": ("a.html", random.Random(1).randbytes(6000), [("a.html", "")]),
    "binary page": ("a.html", b"<html>" + bytes(range(256)) * 40, [("a.html", "a binary file")]),
    "PDF": ("a.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", [("a.txt", "a PDF file")]),
    "ZIP": ("a.txt", b"PK\x03\x04\x14\x00", [("a.txt", "the ZIP archive is damaged")]),
    "gzip": ("a.jsonl", b"\x1f\x8b\x08\x00\x00", [("a.jsonl", "the gzip data is damaged or cut short")]),
    "database": ("a.txt", b"SQLite format 3\x00" + bytes(100), [("a.txt", "a SQLite database")]),
    "feed": ("a.xml", b'<?xml version="1.0"?>\n<rss version="2.0"><channel/></rss>', [("a.xml", "a feed")]),
    "Latin-1 unsaid": ("a.txt", "Traoré met Goïta.".encode("latin-1"), [("a.txt", "not UTF-8 (byte 6 is 0xE9)")]),
    "UTF-8 that is not": (
        "a.txt",
        b"Charset: utf-8\n\n" + "Traoré a rencontré Goïta.".encode("latin-1"),
        [("a.txt", "wrong encoding")],
    ),
    "emoji": ("a.txt", "🎉🎉🎉 🤝 🇲🇱🇷🇺".encode(), [("a.txt", "holds no words")]),
    "digits": ("a.txt", b"2025-04-01 12:30 --- 17", [("a.txt", "holds no words")]),
    "French": ("a.txt", FRENCH.encode(), [("a.txt", "in French; only English")]),
    "20 MB line of text": ("a.txt", b"Mali met Niger. " * 1_250_000, [("a.txt", "longer than 10 MB")]),
    "20 MB page": ("a.html", PAGE.encode() + b" " * 20_000_000, [("a.html", "longer than 10 MB")]),
    "date that is none": (
        "a.txt",
        f"Title: Ministers meet\nDate: next week\n\n{TEXT}".encode(),
        [("a.txt:2", "“next week” is not a date")],
    ),
    "not JSON": ("a.jsonl", b"hello\n" + GOOD.encode(), [("a.jsonl:1", "not JSON (Expecting value at character 1)")]),
    "JSON cut short": ("a.jsonl", (GOOD + '{"text": "Mali').encode(), [("a.jsonl:2", "not JSON")]),
    "lacks text": ("a.jsonl", (line(id=1, u=2) + GOOD).encode(), [("a.jsonl:1", "lacks “text” (it holds id, u)")]),
    "text is null": ("a.jsonl", line(id="1", text=None).encode(), [("a.jsonl:1", "lacks “text”")]),
    "text is a list": ("a.jsonl", line(text=[TEXT]).encode(), [("a.jsonl:1", "“text” is not a string")]),
    "text is empty": ("a.jsonl", line(text=" ").encode(), [("a.jsonl:1", "the text is empty")]),
    "a number": ("a.jsonl", (GOOD + "17\n").encode(), [("a.jsonl:2", "this is a single value")]),
    "an array": ("a.json", b'[{"text": "x"},\n{"text": "x"}]', [("a.json:1", "this one runs over several")]),
    "an array on a line": ("a.json", b'[{"text": "x"}]', [("a.json:1", "this is an array")]),
    "a spread-out object": ("a.json", b'{\n"text": "x"\n}\n', [("a.json:1", "this one runs over several")]),
    "deep nesting": ("a.jsonl", GOOD.encode() + b'{"text": ' + b"[" * 200_000 + b"\n", [("a.jsonl:2", "not JSON")]),
    "bad dates": (
        "a.jsonl",
        "".join(line(text=TEXT, date=day) for day in ("2025-02-30", "soon", "2025", 1743465600, ["2025"])).encode(),
        [
            ("a.jsonl:1", "“2025-02-30” is not a date"),
            ("a.jsonl:2", "“soon” is not a date"),
            ("a.jsonl:3", "“2025” is not a date"),
            ("a.jsonl:4", "1743465600 is not a date"),
            ("a.jsonl:5", "['2025'] is not a date"),
        ],
    ),
    "Latin-1 in a line": (
        "a.jsonl",
        GOOD.encode() + '{"text": "Traoré met Goïta."}\n'.encode("latin-1") + GOOD.encode(),
        [("a.jsonl:2", "the line is not UTF-8")],
    ),
    "a French line": ("a.jsonl", (line(text=FRENCH) + GOOD).encode(), [("a.jsonl:1", "in French")]),
    "emoji line": ("a.jsonl", (GOOD + line(text="🤝🤝")).encode(), [("a.jsonl:2", "holds no words")]),
    "20 MB line": (
        "a.jsonl",
        (GOOD + line(text="Mali met Niger. " * 1_250_000) + GOOD).encode(),
        [("a.jsonl:2", "longer than 10 MB")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "held", "refused"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_with_its_place_and_reason_and_the_rest_goes_on(
    tmp_path, monkeypatch, name, held, refused
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_bytes(held)
    outcomes = read(name)
    rejects = [each for each in outcomes if isinstance(each, Reject)]
    assert [reject.where for reject in rejects] == [where for where, _ in refused]
    for reject, (_, reason) in zip(rejects, refused, strict=True):
        assert reason in reject.reason
        assert reject.stage == ("language" if "French" in reason else "read")
        assert datetime.now(UTC) >= reject.known_at
    articles = [each for each in outcomes if isinstance(each, Article)]
    assert len(articles) == held.count(GOOD.encode())


# what looks odd and is read all the same: bytes, and the text that comes of them
ODD = {
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + TEXT.encode(), TEXT),
    "UTF-16 with a mark": (TEXT.encode("utf-16"), TEXT),
    "UTF-16 the other way": (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT),
    "UTF-16 without a mark": (TEXT.encode("utf-16-le"), TEXT),
    "UTF-32": (TEXT.encode("utf-32"), TEXT),
    "Latin-1 declared": (b"Charset: ISO-8859-1\n\n" + "Traoré met Goïta.".encode("latin-1"), "Traoré met Goïta."),
    "Windows line ends": (b"Mali met Niger.\r\nThey agreed.\r\n", "Mali met Niger.\nThey agreed.\n"),
    "old Mac line ends": (b"Mali met Niger.\rThey agreed.\r", "Mali met Niger.\nThey agreed.\n"),
    "space around": (b"\n\n  Mali met Niger.  \n", "\n\n  Mali met Niger.  \n"),
    "bidi controls": ("Mali \u202emet\u202c Niger\u200f.".encode(), "Mali \u202emet\u202c Niger\u200f."),
    "a NUL": (b"Mali met\x00 Niger." + b" They met." * 9, "Mali met\ufffd Niger." + " They met." * 9),
    "10,000 words": (b"Mali " * 10_000, "Mali " * 10_000),
    "unbalanced quotes": ("“He said ‘we will “go” to Moscow.".encode(), "“He said ‘we will “go” to Moscow."),
    "no last line end": (b"Mali met Niger", "Mali met Niger"),
    "less-than": (b"<Bamako> The ministers met.", "<Bamako> The ministers met."),
    "braces": (b"{updated} The ministers met.", "{updated} The ministers met."),
    "brackets": (b"[Update] The ministers met.", "[Update] The ministers met."),
}  # fmt: skip


@pytest.mark.parametrize(("held", "text"), ODD.values(), ids=ODD)
@pytest.mark.parametrize("way", ["file", "stream"])
def test_odd_input_is_read_letter_for_letter(tmp_path, held, text, way):
    file = tmp_path / "odd"
    file.write_bytes(held)
    [article] = read(file if way == "file" else io.BytesIO(held))
    assert article.text == text
    assert article.published_on is None
    assert article.came_from == (str(file) if way == "file" else "standard input")


# bytes of a file without a name, and the source that reads them
FORMS = {
    "text": (TEXT.encode(), "a.txt"),
    "JSON lines": (GOOD.encode(), ":1"),
    "JSON lines, UTF-16": (GOOD.encode("utf-16"), ":1"),
    "page": (PAGE.encode(), "a.txt"),
    "page, UTF-16": (PAGE.encode("utf-16"), "a.txt"),
}


@pytest.mark.parametrize(("held", "where"), FORMS.values(), ids=FORMS)
def test_the_content_tells_the_format_whatever_the_name(tmp_path, held, where):
    file = tmp_path / "a.txt"
    file.write_bytes(held)
    [article] = read(file)
    assert article.text.startswith(TEXT)
    assert article.came_from.endswith(where)


def test_a_format_that_is_named_is_taken_at_its_word(tmp_path):
    (tmp_path / "a.txt").write_text(GOOD)
    [article] = read(tmp_path / "a.txt", format_name="text")
    assert article.text == GOOD
    with pytest.raises(Stop, match=r"no format “docx”.*html.*jsonl.*text"):
        read_source(tmp_path / "a.txt", format_name="docx")


def test_files_that_cannot_be_opened_are_refused(tmp_path):
    [missing] = read(tmp_path / "none.txt")
    assert (missing.where, missing.reason) == (str(tmp_path / "none.txt"), "there is no such file")
    [folder] = read(tmp_path)
    assert "is a folder" in folder.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "a.txt").chmod(0)
    [reject] = read(tmp_path / "a.txt")
    assert "not allowed" in reject.reason


class Broken(io.RawIOBase):
    """A stream whose disk fails after the first line."""

    def __init__(self):
        self.calls = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.calls += 1
        if self.calls > 1:
            raise OSError(5, "Input/output error")
        held = (GOOD * 60).encode()[: len(buffer)]
        buffer[: len(held)] = held
        return len(held)


def test_a_stream_that_breaks_off_gives_what_came_and_a_reject():
    *articles, reject = read(io.BufferedReader(Broken()), format_name="jsonl", name="pipe")
    assert len(articles) >= 1
    assert (reject.where, reject.reason) == ("pipe", "this file cannot be read (Input/output error)")


def test_a_pipe_may_hand_over_a_byte_at_a_time():
    held = b"\xef\xbb\xbf" + (GOOD * 3).encode()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        for start in range(len(held)):
            os.write(writer, held[start : start + 1])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as stream:
        articles = read(stream)
    os.waitpid(pid, 0)
    assert [article.text for article in articles] == [TEXT] * 3


def test_json_lines_are_read_as_they_come(tmp_path):
    given = 0

    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            nonlocal given
            held = (GOOD.encode() * (len(buffer) // len(GOOD) + 1))[: len(buffer)]
            buffer[:] = held
            given += len(held)
            return len(held)

    outcomes = read_source(io.BufferedReader(Endless()), format_name="jsonl")
    assert isinstance(next(outcomes), Article)
    assert given < LONGEST_DOCUMENT / 50


@pytest.mark.parametrize(
    ("text", "given", "expected"),
    [
        (GOOD, {"published_on": date(2020, 1, 1)}, date(2025, 4, 1)),  # what the input says itself comes first
        (line(text=TEXT), {"published_on": date(2020, 1, 1)}, date(2020, 1, 1)),
        (line(text=TEXT, date=""), {"published_on": date(2020, 1, 1)}, date(2020, 1, 1)),
        (line(text=TEXT), {}, None),
        (f"Date: 2025-04-01\n\n{TEXT}", {"published_on": date(2020, 1, 1)}, date(2025, 4, 1)),
        (TEXT, {"published_on": date(2020, 1, 1)}, date(2020, 1, 1)),
    ],
)
def test_the_given_day_is_for_articles_without_one(text, given, expected):
    [article] = read(io.BytesIO(text.encode()), **given)
    assert article.published_on == expected


def test_languages_that_can_be_read_pass():
    held = io.BytesIO(line(text=FRENCH).encode())
    assert [type(each) for each in read(held, languages=None)] == [Article]
    held.seek(0)
    assert [each.language for each in read(held, languages=("en", "fr"))] == ["fr"]
    held = io.BytesIO(line(text=TEXT).encode())
    assert "in English; only French" in read(held, languages=("fr",))[0].reason


@pytest.mark.parametrize("name", ["text", "html", "jsonl"])
def test_the_built_in_sources_come_through_the_door_of_plugins(name):
    assert callable(load_source(name).articles)


def test_a_source_of_a_plugin_is_read_like_the_others(monkeypatch):
    class Shouting:
        def articles(self, delivery):
            yield Skip("too loud", where=delivery.line(1))
            yield from load_source("text").articles(delivery)

    class Point:
        name = "loud"

        def load(self):
            return Shouting

    points = entry_points(group=GROUP)
    monkeypatch.setattr("dragoman.news.source.entry_points", lambda group: [*points, Point()])
    reject, article = read(io.BytesIO(TEXT.encode()), format_name="loud", name="horn")
    assert (reject.where, reject.reason) == ("horn:1", "too loud")
    assert article.text == TEXT


STARTS = [
    b"",
    b"{",
    b'{"text": "',
    b"<html><body><p>",
    b"Title: x\nDate: ",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"Charset: utf-16\n\n",
]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(STARTS), st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_make_reading_fail(start, rest):
    for outcome in read(io.BytesIO(start + rest)):
        if isinstance(outcome, Article):
            outcome.text.encode("utf-8")  # what a store must do with it
            assert "\0" not in outcome.text
        else:
            assert outcome.where.startswith("standard input")
            assert outcome.reason
