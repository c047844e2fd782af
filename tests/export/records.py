"""A record whose articles come from someone who means harm, and how the tests export from it."""

from datetime import date
from pathlib import Path

import pytest

from dragoman.cli.entry import main
from dragoman.dates import one_day
from dragoman.record import EventType, Place, Span, Status
from tests.chronicle.records import Coded, added
from tests.factory import a_report, a_span, an_article, someone, visit_reports

TITLE = '"><svg onload=alert(1)>'
OUTLET = "=cmd|' /C calc'!A0"
LONG = "and so on, " * 60
TEXT = (
    f'=HYPERLINK("http://evil.example") </script><img src=x onerror=alert(2)>\u202e\x0b Mali and Russia met in '
    f"@SUM(1)<b>Bamako</b> on April 3, {LONG}said a spokesman."
)
"""One sentence with a formula, tags, a sign that turns text round, a control sign, and far too many words to quote."""


def hostile() -> Coded:
    """An article with a meeting and a pledge; its title, outlet, address, names and place all mean harm."""
    article = an_article(TEXT, title=TITLE, outlets=(OUTLET,), url="javascript:alert(3)", came_as="../../../etc/passwd")
    report = a_report(
        article,
        "met",
        status=Status.HAPPENED,
        actors=(someone(article, "Mali", "MLI"), someone(article, "</script><img src=x onerror=alert(2)>")),
        recipients=(someone(article, "Russia", "RUS"),),
        when=one_day(date(2025, 4, 3)),
        where=Place("@SUM(1)<b>Bamako</b>", "MLI", a_span(article, "@SUM(1)<b>Bamako</b>")),
        said_by=someone(article, "=HYPERLINK"),
        via=OUTLET,
        sentence=Span.of(article.id, TEXT, 0, len(TEXT)),
    )
    pledge = a_report(
        article, "said", EventType.AGREE, actors=(someone(article, "Mali", "MLI"),), sentence=report.sentence
    )
    return article, [report, pledge]


def plain() -> Coded:
    """A planned visit and a condemnation, told well."""
    article = an_article(outlets=("Demo Wire",), url="https://wire.example/1")
    return article, visit_reports(article)


def later() -> Coded:
    """What was published a year after, and must not show in what was known before."""
    text = "Mali and Russia met in Moscow on April 3, 2025, as was planned, and signed a pact."
    article = an_article(text, title="A year on", published_on=date(2026, 4, 1), came_as="a-9", outlets=("Later",))
    sides = {"actors": (someone(article, "Mali", "MLI"),), "recipients": (someone(article, "Russia", "RUS"),)}
    met = a_report(article, "met", mode="visit", when=one_day(date(2025, 4, 3)), **sides)
    signed = a_report(article, "signed", EventType.SUPPORT, **sides)
    return article, [met, signed]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A record with the article that means harm and the one that does not."""
    return added(tmp_path / "r.db", [[plain(), hostile()]])


def exported(db: Path, *words: str) -> bytes:
    """The bytes of the file that “dragoman export” writes; the last word is its name."""
    out = db.parent / words[-1]
    with pytest.raises(SystemExit) as ended:
        main(["export", *words[:-1], "-o", str(out), "--db", str(db)])
    assert ended.value.code == 0
    return out.read_bytes()


EVERYTHING: tuple[tuple[str, ...], ...] = (
    *((table, f"x.{form}") for table in ("events", "reports", "ties", "claims", "pledges", "articles")
      for form in ("csv", "xlsx", "jsonl", "parquet")),
    ("network", "x.gexf"), ("network", "x.graphml"), ("case", "MLI", "RUS", "x.html"), ("plover", "x.jsonl"),
    ("cameo", "x.tsv"), ("icews", "x.tab"), ("ftm", "x.json"), ("datapackage", "x.zip"), ("csl", "x.json"),
)  # fmt: skip
"""Every export there is."""
