"""A record as it was written has no fault; one byte changed anywhere in what it says is found and named."""

import random
import sqlite3

import pytest

from dragoman.chronicle.verifying import faults
from dragoman.store.opening import open_record
from tests.chronicle.records import added, events_of
from tests.factory import a_reject, an_article, visit_reports
from tests.store.old import old_record


@pytest.fixture(params=["spans", "text"])
def path(request, tmp_path):
    found = tmp_path / "a.db"
    with open_record(found, keep=request.param) as record, record.writer("stub", "1") as writer:
        writer.add_reject(a_reject())
    article = an_article(outlets=("AP", "TASS"), url="https://ap.example/1")
    added(found, [[(article, visit_reports(article))]])
    return found


def named(path):
    return [(each.what, each.wrong) for each in faults(path)]


def test_an_older_record_keeps_its_events_and_judgements_when_it_is_brought_up(tmp_path):
    path = old_record(tmp_path / "old.db", 2)
    added(path, [])
    assert [len(each["reports"]) for each in events_of(path)] == [1, 3]  # and one that was judged wrong
    added(path, [[]])
    assert named(path) == []


def test_a_whole_record_has_no_fault(path):
    assert named(path) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("UPDATE reports SET status = 'happened' WHERE status = 'planned'", "article"),
        ("UPDATE reports SET score = score + 0.01", "article"),
        ("UPDATE participants SET country = 'BFA' WHERE country = 'MLI'", "article"),
        ("UPDATE participants SET text = text || ' ' WHERE place = 0", "article"),
        ("UPDATE report_contexts SET place = 7", "article"),
        ("UPDATE report_reasons SET rule = 'x'", "article"),
        ("UPDATE articles SET published_on = '2025-04-02'", "article"),
        ("UPDATE article_outlets SET url = 'https://other.example'", "outlet"),
        ("UPDATE rejects SET reason = 'none'", "reject"),
        ("UPDATE provenance SET opt_outs = 'noai'", "article"),
        ("UPDATE provenance SET published_basis = 'page'", "article"),
        ("DELETE FROM provenance", "article"),
        ("UPDATE meta SET value = '0' WHERE name = 'merging'", "setting"),
        ("UPDATE sketches SET shingles = shingles + 1", "sketch"),
        ("UPDATE writes SET subject = 'a' WHERE number = 2", "write"),
        ("DELETE FROM writes WHERE number = 2", "write"),
        ("DELETE FROM report_reasons", "article"),
        ("UPDATE memberships SET event_id = (SELECT max(report_id) FROM memberships)", "event"),
        ("UPDATE memberships SET traits = replace(traits, 'visit', 'visid')", "event"),
        ("UPDATE sketches SET copies = 'zzz'", "copies"),
        ("DELETE FROM memberships", "event"),
        ("INSERT INTO rejects VALUES ('x', 'a', 'read', 'forged', '2025-04-01 12:00:00.000000')", "reject"),
    ],
)
def test_a_changed_row_is_named(path, change, what):
    with sqlite3.connect(path) as raw:
        assert raw.execute(change).rowcount > 0
    raw.close()
    assert what in [each for each, _ in named(path)]


def contents(path):
    """All rows of all tables that a fault can be found in; None if they cannot be read."""
    raw = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    raw.text_factory = bytes
    tables = (
        "articles", "spans", "reports", "participants", "report_contexts", "report_reasons", "article_outlets",
        "outlets", "rejects", "meta", "sketches", "writes", "judgements", "memberships",
    )  # fmt: skip
    try:
        return [raw.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        raw.close()


def test_one_flipped_byte_is_found_wherever_it_says_something(path):
    whole = path.read_bytes()
    before = contents(path)
    chance = random.Random(5)
    # Bytes of the file that hold something: the rest is room that SQLite keeps free.
    places = [place for place in range(4096, len(whole)) if whole[place]]
    hit = 0
    for place in chance.sample(places, 150):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        if contents(path) != before:
            hit += 1
            assert named(path), f"byte {place} was changed unseen"
    path.write_bytes(whole)
    assert hit > 50
    assert named(path) == []
