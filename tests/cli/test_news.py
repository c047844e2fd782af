"""News from the command line: every format, pages and feeds from a server on loopback, and what was refused."""

import csv
import gzip
import json
from pathlib import Path

import pytest

from dragoman.chronicle import Chronicle
from dragoman.chronicle.verifying import faults
from dragoman.cli.entry import main
from dragoman.store.view import Wanted, open_view
from tests.news.making import MORE, TEXT, a_mail, a_page, a_warc
from tests.news.serving import answer, serving

FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>D</title><item><link>/1</link></item>'
    "<item><link>/2</link></item></channel></rss>"
)


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("DRAGOMAN_CONTACT", "DRAGOMAN_DB"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def say(capsys):
    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return run


@pytest.fixture
def server():
    with serving() as found:
        found.paths |= {
            "/feed": answer(FEED.encode(), ETag='"1"'),
            "/1": answer(a_page(TEXT)),
            "/2": answer(status="404 No"),
        }
        yield found


def held(path="a.db"):
    with open_view(path) as view:
        return view.counts().articles


def has_its_events(path="a.db"):
    """True if each report has its place among the events, and all is as it was written."""
    with open_view(path) as view:
        placed = [each.id for event in Chronicle(view).events(Wanted()) for each in event.reports]
        reports = [each.id for each in view.reports()]
    assert reports
    return sorted(placed) == sorted(reports) and list(faults(Path(path))) == []


def test_a_folder_of_everything_is_added_and_added_again_changes_nothing(tmp_path, say):
    rows = [{"body": f"{TEXT} Item {number}.", "pub": "2025-04-01"} for number in range(3)]
    (tmp_path / "a.html").write_bytes(a_page(TEXT))
    (tmp_path / "mail.eml").write_bytes(a_mail(MORE))
    (tmp_path / "notes.md").write_text(f"---\ndate: 2025-04-01\n---\n\n# Notes\n\n{TEXT} {MORE}\n")
    (tmp_path / "corpus.jsonl.gz").write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    (tmp_path / "crawl.warc.gz").write_bytes(a_warc(("https://tass.com/1", a_page(MORE, TEXT), {}), packed=True))
    with (tmp_path / "table.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["body", "pub"], [f"{MORE} Row.", "2025-04-01"], ["", ""]])
    names = ("a.html", "mail.eml", "notes.md", "corpus.jsonl.gz", "crawl.warc.gz", "table.csv")
    code, out, err = say("add", *names, "--map", "text=body,date=pub", "--db", "a.db")
    assert (code, err) == (0, "")
    assert "8 articles added" in out
    assert held() == 8
    assert has_its_events()
    code, out, _ = say("add", *names, "--map", "text=body,date=pub", "--db", "a.db")
    assert (code, held()) == (0, 8)
    assert "0 articles added, 0 coded anew, 8 known already" in out


def test_a_source_list_is_tested_watched_and_watched_again(tmp_path, say, server):
    (tmp_path / "s.toml").write_text(f'delay = "0s"\n[[source]]\nurl = "{server.url}/feed"\nname = "The Desk"\n')
    code, out, _ = say("sources", "test", "s.toml", "--allow-private")
    assert code == 0
    assert "The Desk: 2 articles" in out
    assert not (tmp_path / "a.db").exists()
    code, out, err = say("watch", "s.toml", "--once", "--allow-private", "--db", "a.db")
    assert (code, "2 new addresses; 1 articles added" in out, "/2: the server answers 404" in err) == (3, True, True)
    assert has_its_events()
    server.asked.clear()
    code, out, _ = say("watch", "s.toml", "--once", "--allow-private", "--db", "a.db")
    assert (code, held()) == (0, 1)
    assert server.paths_asked() == ["/feed"]
    # what was refused is listed, exported, and, once it is there, had after all
    _, out, _ = say("rejects", "list", "--db", "a.db")
    assert f"fetch     {server.url}/2: the server answers 404" in out
    _, out, _ = say("rejects", "export", "--db", "a.db")
    assert json.loads(out)["source"] == f"{server.url}/2"
    code, out, _ = say("rejects", "retry", "--allow-private", "--db", "a.db")
    assert (code, "0 are settled; 1 stand now" in out) == (3, True)
    server.paths["/2"] = answer(a_page(MORE))
    code, out, _ = say("rejects", "retry", "--allow-private", "--db", "a.db")
    assert (code, "1 are settled; 0 stand now" in out, held()) == (0, True, 2)
    assert has_its_events()
    assert say("rejects", "list", "--db", "a.db")[1] == ""
    assert "(settled)" in say("rejects", "list", "--all", "--db", "a.db")[1]


def test_pages_are_fetched_by_hand_or_from_a_list(tmp_path, say, server):
    code, out, err = say("fetch", f"{server.url}/1", "--db", "a.db")
    assert (code, "only the ports 80, 443 are asked" in err, server.asked) == (3, True, [])
    code, out, _ = say("fetch", f"{server.url}/1", "--db", "a.db", "--allow-private", "--delay", "0s")
    assert (code, "1 articles added" in out) == (0, True)
    assert has_its_events()
    assert say("rejects", "list", "--db", "a.db")[1] == ""  # it was had after all
    (tmp_path / "list.json").write_text(
        json.dumps({"articles": [{"url": f"{server.url}/2", "seendate": "20250401T000000Z"}]})
    )
    server.paths["/2"] = answer(a_page(MORE))
    code, _, err = say("fetch", "list.json", "--db", "a.db", "--allow-private")
    assert (code, "publishers cannot tell who asks" in err) == (4, True)
    code, out, _ = say(
        "fetch", "list.json", "--db", "a.db", "--allow-private", "--contact", "d@example.org", "--delay", "0s"
    )
    assert (code, held()) == (0, 2)
    assert server.asked[-1].headers["user-agent"].endswith("(+d@example.org)")


def test_a_file_that_was_mended_is_retried_from_any_folder(tmp_path, say, monkeypatch):
    good = json.dumps({"text": f"{TEXT} One."}) + "\n"
    (tmp_path / "a.jsonl").write_text(good + "{broken\n")
    assert say("add", "a.jsonl", "--db", "a.db")[0] == 3
    (tmp_path / "a.jsonl").write_text(good + json.dumps({"text": f"{TEXT} Two."}) + "\n")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    code, out, _ = say("rejects", "retry", "--db", "../a.db")
    assert (code, "1 are settled; 0 stand now" in out, held("../a.db")) == (0, True, 2)


def test_a_table_of_rejects_holds_no_formula(tmp_path, say):
    (tmp_path / "=cmd.jsonl").write_text("{broken\n")
    say("add", "=cmd.jsonl", "--db", "a.db")
    say("rejects", "export", "r.csv", "--db", "a.db")
    [row] = csv.DictReader((tmp_path / "r.csv").open())
    assert row["where"] == "'=cmd.jsonl:1"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["watch", "none.toml"], "No such file"),
        (["watch", "s.toml"], "publishers cannot tell who asks"),
        (["watch", "s.toml", "--every", "often", "--contact", "x"], "no span of time"),
        (["fetch", "none.txt"], "No such file"),
        (["fetch", "s.toml"], "neither a feed nor a list"),
        (["add", "x.jsonl", "--map", "text"], "there is no file|No such file|Give text=body"),
        (["rejects", "list", "--db", "none.db"], "there is no record"),
    ],
)
def test_what_must_be_changed_first_is_said(tmp_path, say, arguments, said):
    (tmp_path / "s.toml").write_text('sources = ["http://a.invalid/rss"]\n')
    code, _, err = say(*arguments)
    assert code == 4
    assert any(each in err for each in said.split("|")), err
