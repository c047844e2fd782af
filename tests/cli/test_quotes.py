"""However a record leaves, no words of an article longer than the set limit leave in one place."""

import re
from datetime import date

import pytest

from dragoman.cli.entry import main
from tests.chronicle.records import added
from tests.factory import VISIT, an_article, visit_reports

TEXT = VISIT.replace("a Malian", "which they had asked for again and again in letters of many pages, " * 8 + "a Malian")
LONG = TEXT.partition(". ")[0] + "."
LIMIT = 60


@pytest.fixture
def desk(tmp_path, monkeypatch):
    article = an_article(TEXT)
    added(tmp_path / "a.db", [[(article, visit_reports(article))]])
    (tmp_path / "dragoman.toml").write_text(f"quote_limit = {LIMIT}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def longest_in_common(found: str) -> int:
    """Letters of the longest run of the article's words in what left."""
    plain = re.sub(r"\s+", " ", found.replace("\r\n ", "").replace("\n ", "").replace("\\n", " "))
    words = LONG.split(" ")
    longest = 0
    for first in range(len(words)):
        last = first + 1
        while last <= len(words) and " ".join(words[first:last]) in plain:
            longest = max(longest, len(" ".join(words[first:last])))
            last += 1
    return longest


ORDERS = [
    ["events", "--json"], ["timeline", "--actor", "MLI", "--json"], ["due", "--json"], ["changes", "--since", "2025-01-01", "--json"],
    ["diary", "--week", "2025-04-03", "--json"], ["diary", "--week", "2025-04-03", "--format", "markdown"],
    ["diary", "--week", "2025-04-03", "--format", "html"], ["diary", "--week", "2025-04-03", "--format", "ics"],
    ["calendar"], ["relation", "MLI", "RUS", "--json"], ["export", "events", "--format", "jsonl"],
    ["export", "events", "--format", "csv"], ["export", "reports", "--format", "csv"], ["export", "case", "MLI", "NER"],
    ["export", "plover"], ["export", "ftm"], ["export", "csl"], ["export", "claims", "--format", "jsonl"],
]  # fmt: skip


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_no_long_quote_leaves_by_a_command(desk, capsysbinary, order):
    with pytest.raises(SystemExit):
        main([*order, "--db", "a.db"])
    out = capsysbinary.readouterr().out.decode("utf-8", "replace")
    assert longest_in_common(out) <= LIMIT


@pytest.mark.parametrize(
    "address", ["/events.json", "/events.csv", "/event/{event}.json", "/diary.json?day=2025-04-03", "/diary.ics", "/changes.atom?since=2025-01-01",
                "/relation/MLI/NER.json", "/relation/MLI/NER/chart.json", "/search.json?q=Mali", "/forecasts.json"],
)  # fmt: skip
def test_no_long_quote_leaves_a_page_as_data(desk, address):
    from tests.web.factory import opened, reader

    with opened(desk / "a.db") as view:
        pages = reader(view, today=date(2025, 4, 3), quote_limit=LIMIT)
        event = pages.get("/events.json").json()["rows"][0]["event"]
        found = pages.get(address.format(event=event))
    assert found.status_code == 200
    assert longest_in_common(found.text) <= LIMIT


def test_the_measure_sees_a_long_quote(desk):
    assert longest_in_common(LONG) > 5 * LIMIT
