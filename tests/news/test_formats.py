"""Every format, told by its content, gives its article with title, day and its basis, outlet and address."""

import bz2
import gzip
import io
import json
import lzma
import time
import tracemalloc
from datetime import date

import pytest
from backports import zstd

from dragoman.errors import Stop
from dragoman.news.fields import mapping_of
from dragoman.news.source import Reading, read_as
from dragoman.news.wikitext import unmarked
from dragoman.record import Article, Reject
from tests.news.making import (
    MORE,
    STORY,
    TEXT,
    a_dump,
    a_mail,
    a_news_item,
    a_page,
    a_tar,
    a_warc,
    a_zip,
)

BOTH = f"{TEXT}\n{MORE}"
APRIL = date(2025, 4, 1)
DECLARED = '<meta property="article:published_time" content="2025-04-01T10:00:00Z"><meta property="og:site_name" content="The Desk">'
LINE = json.dumps({"date": "2025-04-01", "text": TEXT, "title": "T", "source": "AFP"}) + "\n"


def read(held, name="a", **how):
    return list(read_as(Reading(**how), io.BytesIO(held), name=name))


def articles(held, **how):
    found = read(held, **how)
    assert all(isinstance(each, Article) for each in found), found
    return found


# bytes, and what their one article is: text, title, day, basis, outlet, address
ONE = {
    "page": (
        a_page(head=DECLARED + '<link rel="canonical" href="https://www.desk.example/1">'),
        (BOTH, "Ministers meet in Bamako", APRIL, "metadata", "The Desk", "https://www.desk.example/1"),
    ),
    "page of an outlet in the book": (
        a_page(head='<link rel="canonical" href="https://www.afp.com/en/1"><meta property="og:site_name" content="Afp.Com">'),
        (BOTH, "Ministers meet in Bamako", None, "", "AFP", "https://www.afp.com/en/1"),
    ),
    "page with its day in JSON-LD": (
        a_page(head='<script type="application/ld+json">{"@graph":[{"datePublished":"2025-04-01T09:00:00+02:00"}]}</script>'),
        (BOTH, "Ministers meet in Bamako", APRIL, "metadata", "", ""),
    ),
    "page with its day shown": (
        a_page(body='<time datetime="2025-04-01" pubdate="pubdate">April 1</time>'),
        (None, "Ministers meet in Bamako", APRIL, "page", "", ""),
    ),
    "Markdown, YAML": (
        f'---\ntitle: "Ministers meet"\ndate: 2025-04-01 # local\nsource: AFP\nurl: https://a.example/1\ntags:\n  - x\n---\n'
        f"# Ministers meet\n\n{TEXT.replace('Bamako', '**[Bamako](https://x.example)**')}\n\n> {MORE}\n".encode(),
        (BOTH, "Ministers meet", APRIL, "metadata", "AFP", "https://a.example/1"),
    ),
    "Markdown, TOML": (
        f'+++\ntitle = "Ministers meet"\ndate = 2025-04-01T10:00:00Z\n+++\n\n{TEXT}\n\n* {MORE}\n'.encode(),
        (BOTH, "Ministers meet", APRIL, "metadata", "", ""),
    ),
    "e-mail": (
        a_mail(),
        (TEXT + "\n", "Communiqué of the ministers", APRIL, "metadata", "Ministry of Foreign Affairs", ""),
    ),
    "e-mail that is a page": (
        a_mail(a_page().decode(), kind="text/html"),
        (BOTH, "Communiqué of the ministers", APRIL, "metadata", "Ministry of Foreign Affairs", ""),
    ),
    "page saved as one file": (
        a_mail(a_page().decode(), kind="text/html", headers="Snapshot-Content-Location: https://tass.com/politics/1\r\n"),
        (BOTH, "Communiqué of the ministers", APRIL, "metadata", "TASS", "https://tass.com/politics/1"),
    ),
    "JSON lines": (LINE.encode(), (TEXT, "T", APRIL, "metadata", "AFP", "")),
    "CSV": (
        f'headline,date,body,source\r\nT,2025-04-01,"{TEXT}\n\n""{MORE}""",AFP\r\n'.encode(),
        (f'{TEXT}\n\n"{MORE}"', "T", APRIL, "metadata", "AFP", ""),
    ),
    "TSV": (f"date\ttext\n2025-04-01\t{TEXT}\n".encode(), (TEXT, "", APRIL, "metadata", None, "")),
    "semicolons": (f"date;text\n2025-04-01;{TEXT}\n".encode("utf-8-sig"), (TEXT, "", APRIL, "metadata", None, "")),
    "WARC": (
        a_warc(("https://tass.com/politics/1", a_page(head=DECLARED), {})),
        (BOTH, "Ministers meet in Bamako", APRIL, "metadata", "TASS", "https://tass.com/politics/1"),
    ),
    "WARC, packed": (
        a_warc(("https://tass.com/politics/1", gzip.compress(a_page(head=DECLARED)), {"Content-Encoding": "gzip"}), packed=True),
        (BOTH, "Ministers meet in Bamako", APRIL, "metadata", "TASS", "https://tass.com/politics/1"),
    ),
    "WARC, in chunks": (
        a_warc(("https://x.example/1", b"%x\r\n%s\r\n0\r\n\r\n" % (len(a_page()), a_page()), {"Transfer-Encoding": "chunked"})),
        (BOTH, "Ministers meet in Bamako", None, "", "x.example", "https://x.example/1"),
    ),
    "MediaWiki dump": (
        a_dump(("0", "Ministers meet", STORY), ("1", "Talk:Ministers meet", "No."), ("0", "Old", "#REDIRECT [[Ministers meet]]")),
        (
            'The foreign ministers of Mali and Niger met in the Malian capital on Monday.\n"We agreed", an official said there.',
            "Ministers meet",
            APRIL,
            "page",
            "Wikinews",
            "https://en.wikinews.org/wiki/Ministers_meet",
        ),
    ),
    "NewsML-G2": (a_news_item().encode(), (BOTH, "Ministers meet in Bamako", APRIL, "metadata", "AFP", "")),
    "NewsML-G2, a message of plain text": (
        f'<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header/><itemSet>'
        f"{a_news_item(content=f'<inlineData>{TEXT}</inlineData>')}</itemSet></newsMessage>".encode(),
        (TEXT, "Ministers meet in Bamako", APRIL, "metadata", "AFP", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("held", "expected"), ONE.values(), ids=ONE)
def test_the_content_tells_the_format_and_gives_its_article(held, expected):
    [found] = articles(held)
    text, title, day, basis, outlet, url = expected
    if text is not None:
        assert found.text == text
    assert (found.title, found.published_on, found.published_basis, found.url) == (title, day, basis, url)
    if outlet is not None and (outlet != "Wikinews" or found.outlets != ("en.wikinews.org",)):
        assert found.outlets == ((outlet,) if outlet else ())


PACKERS = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "zstd": zstd.compress}


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
@pytest.mark.parametrize("kind", ["JSON lines", "page", "CSV", "MediaWiki dump"])
def test_what_is_packed_is_read_as_if_it_were_not(pack, kind):
    held, (text, *_) = ONE[kind]
    assert [each.text for each in articles(pack(held), name="a.txt")] == [text]
    assert [each.text for each in articles(pack(pack(held)), name="a.txt")] == [text]


def test_members_of_archives_are_read_each_in_its_format_and_named(tmp_path):
    held = {
        "a__jsonl": LINE.encode() * 2,
        "b__html": a_page(),
        "c__txt": b"",
        "d__csv__gz": gzip.compress(ONE["CSV"][0]),
    }
    for name, archive in {
        "x.zip": a_zip(**held),
        "x.tar": a_tar(**held),
        "x.tgz": gzip.compress(a_tar(**held)),
    }.items():
        (tmp_path / name).write_bytes(archive)
        found = list(read_as(Reading(), tmp_path / name))
        assert [each.where.rpartition("/")[2] for each in found if isinstance(each, Reject)] == [f"{name}!c.txt"]
        texts = [each.text.split("\n")[0] for each in found if isinstance(each, Article)]
        assert texts == [TEXT] * 4
    assert sorted(each.name for each in tmp_path.iterdir()) == ["x.tar", "x.tgz", "x.zip"]  # nothing was written


def test_a_zip_in_a_pipe_says_why_not():
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    [reject] = list(read_as(Reading(), Pipe(a_zip(a=b"x"))))
    assert "cannot come through a pipe" in reject.reason


def test_a_mailbox_gives_each_message():
    box = b"".join(
        b"From press@mfa.example Tue Apr  1 18:00:00 2025\n" + a_mail(each) + b"\n"
        for each in (TEXT, "🤝", MORE + "\n\n>From here on")
    )
    found = read(box)
    assert [each.where for each in found if isinstance(each, Reject)] == ["a:message 2"]
    assert [each.text.split("\n")[0] for each in found if isinstance(each, Article)] == [TEXT, MORE]
    assert "\nFrom here on" in found[2].text


def test_parquet_is_read_a_few_rows_at_a_time(tmp_path):
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    rows = {
        "body": [TEXT, None, MORE] * 100,
        "published": [date(2025, 4, 1)] * 300,
        "vector": [[0.5] * 8] * 300,
    }
    parquet.write_table(arrow.table(rows), tmp_path / "a.parquet")
    found = list(read_as(Reading(), tmp_path / "a.parquet"))
    good = [each for each in found if isinstance(each, Article)]
    assert (len(good), good[0].text, good[0].published_on) == (200, TEXT, APRIL)
    assert found[1].where.endswith("a.parquet:row 2")
    cut = (tmp_path / "a.parquet").read_bytes()[:-200]
    [reject] = read(cut)
    assert "the Parquet file is damaged" in reject.reason


MAPS = {
    "names": ("text=words,date=when,outlet=by", {"words": TEXT, "when": "2025-04-01", "by": "AFP", "text": "no"}),
    "paths": ("text=a.b.0,date=meta.pub,outlet=by", {"a": {"b": [TEXT]}, "meta": {"pub": "2025-04-01"}, "by": [{"name": "AFP"}]}),
    "a name with a dot": ("text=a.b,date=d,outlet=o", {"a.b": TEXT, "d": "2025-04-01", "o": "AFP"}),
}  # fmt: skip


@pytest.mark.parametrize(("given", "row"), MAPS.values(), ids=MAPS)
def test_a_mapping_names_the_fields(tmp_path, given, row):
    [found] = articles(json.dumps(row).encode() + b"\n", fields=mapping_of(given))
    assert (found.text, found.published_on, found.outlets) == (TEXT, APRIL, ("AFP",))
    lines = "".join(f'{pair.partition("=")[0]} = "{pair.partition("=")[2]}"\n' for pair in given.split(","))
    (tmp_path / "map.toml").write_text(lines)
    assert mapping_of(str(tmp_path / "map.toml")) == mapping_of(given)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("text=body,words", "“words” is no pair"),
        ("body=text", "no field “body”"),
        ("text=", "mapped to ''"),
        ("none.toml", "No such file"),
    ],
)
def test_a_mapping_that_is_none_stops(given, said):
    with pytest.raises(Stop, match=said):
        mapping_of(given)


# bytes, and where and why they are refused
BAD = {
    "Parquet cut short": (b"PAR1" + bytes(40), "a", "the Parquet file is damaged"),
    "gzip cut short": (gzip.compress(LINE.encode() * 9)[:-9], "a", "damaged or cut short"),
    "office document": (a_zip(**{"[Content_Types]__xml": b"<x/>"}), "a", "an office document"),
    "packed too often": (gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x"))))), "a", "packed more than 3"),
    "GDELT DOC list": (b'{"articles": [ { "url": "https://a.example/1", "title": "T", "seendate": "20250401T100000Z"}]}', "a", "“dragoman fetch FILE”"),
    "GKG list": (b"20250401100000-1\t20250401100000\t1\ta.example\thttps://a.example/1\t\n", "a", "a GDELT list of links"),
    "OPML": (b'<?xml version="1.0"?><opml version="2.0"><body/></opml>', "a", "a list of feeds"),
    "JSON Feed": (b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": []}', "a", "a feed"),
    "a row with too much": (f"date,text\n2025-04-01,{MORE}\n".encode(), "a:2", "the row has 4 cells under 2 names"),
    "a Latin-1 row": ("date,text\n2025-04-01,Traoré met Goïta.\n".encode("latin-1"), "a:2", "not UTF-8"),
    "a table without text": (b"date,title,text\n2025-04-01,T,\n", "a:2", "lacks “text”"),
    "a draft": (a_dump(("0", "Draft", STORY.replace("publish", "develop"))), "a:Draft", "a draft that was not published"),
    "a dump cut short": (a_dump(("0", "Ministers meet", "Yes"))[:-40], "a:page 1", "not well-formed XML"),
    "a withdrawn item": (a_news_item(status="canceled").encode(), "a:urn:newsml:a:1", "its agency has canceled"),
    "a picture item": (a_news_item(content="<remoteContent href='x.jpg'/>").encode(), "a:urn:newsml:a:1", "holds no text"),
    "a WARC page without article": (a_warc(("https://x.example/1", b"<html></html>", {})), "a:https://x.example/1", "no article"),
    "a WARC cut short": (a_warc(("https://x.example/1", a_page(), {}), packed=True)[:-30], "a", "damaged or cut short"),
    "a WARC with a bomb": (
        a_warc(("https://x.example/1", gzip.compress(b"<p>" + bytes(40_000_000)), {"Content-Encoding": "gzip"})),
        "a:https://x.example/1",
        "unpacks to more than",
    ),
    "a gzip bomb": (gzip.compress(bytes(40_000_000)), "a", "as a bomb does"),
    "a zstd bomb": (zstd.compress(bytes(40_000_000)), "a", "as a bomb does"),
    "a ZIP bomb": (a_zip(a__txt=bytes(40_000_000)), "a!a.txt", "as a bomb does"),
    "a bomb in a bomb": (gzip.compress(gzip.compress(bytes(400_000_000))), "a", "longer than 10 MB"),
    "entities": (
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><newsMessage xmlns="x"><newsItem guid="1">&b;</newsItem></newsMessage>',
        "a:item 1",
        "declares entities",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("held", "where", "reason"), BAD.values(), ids=BAD)
def test_what_cannot_be_used_says_where_and_why(held, where, reason):
    rejects = [each for each in read(held) if isinstance(each, Reject)]
    assert [each.where for each in rejects] == [where]
    assert reason in rejects[0].reason


def test_what_is_passed_over_in_a_web_archive_is_no_reject():
    held = a_warc(
        ("https://x.example/a.png", b"\x89PNG", {"Content-Type": "image/png"}),
        ("https://x.example/1", a_page(), {"X-Robots-Tag": "noai", "TDM-Reservation": "1"}),
    ) + a_warc(("https://x.example/2", b"gone", {}), status="404 Not Found")
    [found] = articles(held)
    assert found.opt_outs == ("X-Robots-Tag: noai", "tdm-reservation: 1")


GROWING = {
    "JSON lines": lambda count: LINE.encode() * count,
    "CSV": lambda count: b"date,text\n" + f'2025-04-01,"{TEXT}"\n'.encode() * count,
    "mailbox": lambda count: (b"From a@b Tue Apr  1 18:00:00 2025\n" + a_mail() + b"\n") * count,
    "dump": lambda count: a_dump(*[("0", f"T{number}", STORY) for number in range(count)]),
    "NewsML": lambda count: b"<newsMessage><itemSet>" + a_news_item().encode() * count + b"</itemSet></newsMessage>",
    "tar": lambda count: a_tar(**{f"{number}__jsonl": LINE.encode() for number in range(count)}),
}


@pytest.mark.parametrize("made", GROWING.values(), ids=GROWING)
def test_memory_does_not_grow_with_what_is_read(tmp_path, made):
    peaks = []
    for count in (30, 240):
        (tmp_path / "a").write_bytes(made(count))
        tracemalloc.start()
        assert sum(isinstance(each, Article) for each in read_as(Reading(languages=None), tmp_path / "a")) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 300_000


WIKI = {
    "links": ("[[Mali]] and [[Niger|the Nigeriens]] [https://x.example met] [https://x.example]", "Mali and the Nigeriens met"),
    "templates in templates": ("Mali {{a|{{b|c}}|d}} met", "Mali met"),
    "a table in a table": ("Mali {| x\n| {| y |} |} met", "Mali met"),
    "files with links in them": ("[[File:a.jpg|thumb|x [[Mali]] y]]Mali met", "Mali met"),
    "a category that is named": ("[[:Category:Mali|Mali]] met", "Mali met"),
    "quotes": ("''Mali'' '''met''' '''''Niger'''''", "Mali met Niger"),
    "lists and headings": ("== Talks ==\n* Mali met\n# Niger\n== Sources ==\n* no", "Mali met\nNiger"),
    "what is never closed": ("Mali {{a [[met", "Mali a met"),
    "what was never opened": ("Mali }} met ]]", "Mali met"),
    "comments and notes": ("Mali<!-- no --> met<ref name=x>no</ref><ref name=y/> Niger", "Mali met Niger"),
    "entities": ("Mali&nbsp;met &amp; left", "Mali met & left"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "text"), WIKI.values(), ids=WIKI)
def test_wikitext_becomes_what_its_reader_sees(source, text):
    assert unmarked(source).text == text


@pytest.mark.parametrize(
    "held", ["{{" * 200_000, "[[" * 200_000 + "]]" * 200_000, "{{w|" * 100_000, "<ref>" * 100_000, "'" * 500_000]
)
def test_hostile_wikitext_takes_no_more_than_a_moment(held):
    began = time.perf_counter()
    unmarked(held)
    assert time.perf_counter() - began < 3
