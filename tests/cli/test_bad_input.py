"""Whatever is fed to it: a message that names file and line, the rest goes on, exit code 3, never a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = '{"id": "good", "date": "2025-03-31", "text": "Niger expelled the German ambassador."}'


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "dragoman", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=120, check=False)


def assert_clean(done: subprocess.CompletedProcess[bytes]) -> None:
    assert b"Traceback" not in done.stderr + done.stdout, done.stderr.decode()


FILES = {
    "empty.txt": b"",
    "binary.txt": bytes(range(256)) * 64,
    "french.txt": (
        "Le ministre malien des affaires étrangères a déclaré mercredi que son pays quitterait l'organisation et que "
        "les ambassadeurs seraient rappelés dans la semaine."
    ).encode(),
    "emoji.txt": "😀🎉🔥 😀🎉🔥\n".encode(),
}


@pytest.mark.parametrize("name", list(FILES))
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    bad, good = tmp_path / name, tmp_path / "good.jsonl"
    bad.write_bytes(FILES[name])
    good.write_text(GOOD, encoding="utf-8")
    done = run("read", str(bad), str(good), "--json")
    assert_clean(done)
    assert done.returncode == 3
    assert name.encode() in done.stderr
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["good"]


READABLE = {
    "utf16.txt": "Niger expelled the German ambassador on Tuesday.".encode("utf-16"),
    "latin1.html": (
        '<html><head><meta charset="iso-8859-1"><title>Expulsion</title></head><body><article><p>President Goïta met '
        "a Russian delegation in Bamako on Tuesday.</p><p>Niger expelled the German ambassador last week, the "
        "government said.</p></article></body></html>"
    ).encode("latin-1"),
    "quotes.txt": b'"Niger expelled the German ambassador, "the minister said. "" He "left.',
    "long.txt": b"Niger expelled the German ambassador, " + b"and the envoy said so, " * 250 + b"on Tuesday.",
    "repeated.txt": b"Mali " * 10_000,
    "bidi.txt": "Niger expelled \u202ethe German\u202c ambassador.\u200b".encode(),
}


@pytest.mark.parametrize("name", list(READABLE))
def test_ugly_but_readable_text_is_read(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(READABLE[name])
    done = run("read", str(file), "--published", "2025-03-31")
    assert_clean(done)
    assert done.returncode in (0, 3)
    if name != "repeated.txt":
        assert done.returncode == 0, done.stderr.decode()


def test_bad_lines_are_named_by_number(tmp_path: Path) -> None:
    lines = [
        GOOD,
        "{not json",
        '{"id": "no-text", "date": "2025-03-31"}',
        '{"id": "d", "date": "soon", "text": "A b."}',
    ]
    file = tmp_path / "stories.jsonl"
    file.write_text("\n".join([*lines, GOOD.replace("good", "last")]), encoding="utf-8")
    done = run("read", str(file), "--format", "jsonl", "--json")
    assert_clean(done)
    assert done.returncode == 3
    for number in (2, 3, 4):
        assert f"stories.jsonl:{number}".encode() in done.stderr
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["good", "last"]


def test_a_line_of_twenty_megabytes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "huge.jsonl"
    file.write_bytes(b'{"id": "huge", "text": "' + b"x" * 20_000_000 + b'"}\n' + GOOD.encode())
    done = run("read", str(file), "--format", "jsonl", "--json")
    assert_clean(done)
    assert done.returncode == 3
    assert b"huge.jsonl:1" in done.stderr
    assert b'"good"' in done.stdout


def test_without_a_date_relative_days_stay_open_and_it_says_so(tmp_path: Path) -> None:
    file = tmp_path / "undated.txt"
    file.write_text("Niger expelled the German ambassador on Tuesday.", encoding="utf-8")
    done = run("read", str(file))
    assert done.returncode == 0
    assert b"no date" in done.stderr
    assert b"date not given" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nothing"], 2),
        (["read"], 2),
        (["read", "--bogus", "x"], 2),
        (["read", "x.txt", "--published", "soon"], 4),
        (["explain", "zz", "--db", "none.db"], 4),
        (["read", "missing.txt"], 3),
    ],
)
def test_a_wrong_command_line_has_its_exit_code(arguments: list[str], code: int) -> None:
    done = run(*arguments)
    assert_clean(done)
    assert (done.returncode, bool(done.stderr)) == (code, True)


def test_standard_input_is_a_source() -> None:
    done = run("read", "-", "--published", "2025-03-31", stdin=b"Niger expelled the German ambassador on Sunday.")
    assert_clean(done)
    assert (done.returncode, b"SANCTION expel" in done.stdout) == (0, True)


def test_code_keeps_the_contract() -> None:
    items = "\n".join(
        [GOOD, '{"id": "quiet", "date": "2025-03-31", "text": "The weather in the north was mild today."}']
    )
    done = run("code", stdin=items.encode())
    assert_clean(done)
    coded = [json.loads(line) for line in done.stdout.splitlines()]
    assert [item["id"] for item in coded] == ["good", "quiet"]
    assert coded[1]["events"] == []
    (event,) = coded[0]["events"]
    assert (event["type"], event["mode"], event["status"]) == ("SANCTION", "expel", "happened")
    assert [each["country"] for each in event["actors"]] == ["NER"]
    assert [each["country"] for each in event["recipients"]] == ["DEU"]
    assert event["when"] == {"from": "2025-03-31", "to": "2025-03-31", "basis": "published"}
    assert event["where"] is None
    assert event["said_by"] is None
    assert set(event["actors"][0]) == {"text", "country", "sector", "id"}


def test_help_is_there_at_once() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert b"read" in done.stdout
