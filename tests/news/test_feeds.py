"""Feeds, site maps and lists of every kind give their leads; whatever is none says so."""

import json
from datetime import date

import pytest

from dragoman.errors import Skip, Stop
from dragoman.news.feeds import leads_in
from dragoman.news.watchlist import Watched, read_watchlist, seconds_of

APRIL = date(2025, 4, 1)
BODY = "<p>" + "The ministers met in Bamako. " * 20 + "</p>"
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Desk</title><item><title>Ministers  meet</title><link>https://a.example/1#top</link><guid isPermaLink="false">g1</guid>
<pubDate>Tue, 01 Apr 2025 10:00:00 GMT</pubDate><content:encoded><![CDATA[{BODY}]]></content:encoded></item>
<item><title>No link</title></item><item><link>/2</link></item><item><link>mailto:x@a.example</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title><entry><title>Ministers meet</title>
<link href="https://a.example/1"/><id>tag:1</id><published>2025-04-01T10:00:00Z</published><updated>2025-05-01T10:00:00Z</updated>
</entry></feed>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [
        {
            "id": "1",
            "url": "https://a.example/1",
            "title": "Ministers meet",
            "date_published": "2025-04-01T10:00:00Z",
            "content_html": BODY,
        },
        {"id": "https://a.example/2"},
        "nothing",
        {"id": 7},
    ],
}
SITE_MAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://a.example/1 </loc><lastmod>2025-05-01</lastmod><news:news><news:publication><news:name>Desk</news:name></news:publication>
<news:publication_date>2025-04-01T10:00:00+00:00</news:publication_date><news:title>Ministers meet</news:title></news:news></url>
<url><loc>https://a.example/2</loc><lastmod>2025-05-01</lastmod></url></urlset>"""
INDEX = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>https://a.example/news.xml</loc></sitemap></sitemapindex>"
OPML = """<opml version="2.0"><body><outline text="Africa"><outline type="rss" text="Desk" xmlUrl="https://a.example/rss"/></outline></body></opml>"""
GKG = "\t".join(["20250401100000-1", "20250401100000", "1", "a.example", "https://a.example/1", *[""] * 22])
EVENTS = "\t".join(["1234567890", "20250401", "202504", "2025", "2025.2493", *[""] * 55, "https://a.example/1"])
DOC = {"articles": [{"url": "https://a.example/1", "title": "Ministers meet", "seendate": "20250401T100000Z"}]}

# bytes, and (key, address, title, day, whether it holds a text, kind) of each lead
FORMS = {
    "RSS": (RSS.encode(), [("g1", "https://a.example/1", "Ministers meet", APRIL, True, "page"), ("https://h.example/2", "https://h.example/2", "", None, False, "page")]),
    "RSS in Latin-1": (RSS.replace('"1.0"?', '"1.0" encoding="iso-8859-1"?', 1).replace("Ministers  meet", "Traoré").encode("latin-1"), [("g1", "https://a.example/1", "Traoré", APRIL, True, "page"), ("https://h.example/2", "https://h.example/2", "", None, False, "page")]),
    "Atom": (ATOM.encode(), [("tag:1", "https://a.example/1", "Ministers meet", APRIL, False, "page")]),
    "JSON Feed": (json.dumps(JSON_FEED).encode(), [("1", "https://a.example/1", "Ministers meet", APRIL, True, "page"), ("https://a.example/2", "https://a.example/2", "", None, False, "page")]),
    "news site map": (SITE_MAP.encode(), [("https://a.example/1", "https://a.example/1", "Ministers meet", APRIL, False, "page"), ("https://a.example/2", "https://a.example/2", "", None, False, "page")]),
    "site map index": (INDEX.encode(), [("https://a.example/news.xml", "https://a.example/news.xml", "", None, False, "feed")]),
    "OPML": (OPML.encode(), [("https://a.example/rss", "https://a.example/rss", "Desk", None, False, "feed")]),
    "GKG": (GKG.encode(), [("https://a.example/1", "https://a.example/1", "", None, False, "page")]),
    "GDELT events": (EVENTS.encode(), [("https://a.example/1", "https://a.example/1", "", None, False, "page")]),
    "GDELT DOC": (json.dumps(DOC).encode(), [("https://a.example/1", "https://a.example/1", "Ministers meet", None, False, "page")]),
    "GDELT DOC, CSV": (b"URL,MobileURL,Date,Title\nhttps://a.example/1,,2025-04-01 10:00:00,Ministers meet\n", [("https://a.example/1", "https://a.example/1", "Ministers meet", None, False, "page")]),
    "lines": (b"# mine\nhttps://a.example/1\n\nhttps://a.example/1\n", [("https://a.example/1", "https://a.example/1", "", None, False, "page")]),
}  # fmt: skip


@pytest.mark.parametrize(("held", "expected"), FORMS.values(), ids=FORMS)
def test_every_kind_of_feed_gives_its_leads(held, expected):
    found = leads_in(held, "https://h.example/feed")
    assert [
        (each.key, each.url, each.title, each.published_on, bool(each.body), each.kind) for each in found
    ] == expected


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"a" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">]>'
BAD = {
    "empty": (b" \n", "the feed is empty"),
    "a page": (b"<html><body>Not found</body></html>", "no feed"),
    "an entity bomb": (BOMB + b"<rss version='2.0'><channel><title>&b;</title></channel></rss>", "declares entities"),
    "an entity bomb in a site map": (BOMB.replace(b"x [", b"urlset [") + b"<urlset><url><loc>&b;</loc></url></urlset>", "declares entities"),
    "an outside entity": (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><link>&a;</link></item></channel></rss>', "declares entities"),
    "deep XML": (b"<urlset>" + b"<a>" * 100_000, "not well-formed"),
    "deep JSON": (b'{"items": ' + b"[" * 100_000, "no JSON"),
    "JSON of another kind": (b'{"a": 1}', "holds no feed"),
    "words": (b"Mali met Niger.", "neither a feed nor a list"),
}  # fmt: skip


@pytest.mark.parametrize(("held", "said"), BAD.values(), ids=BAD)
def test_what_is_no_feed_says_so(held, said):
    with pytest.raises(Skip, match=said):
        leads_in(held, "https://h.example/feed")


def test_an_empty_feed_is_a_feed():
    assert leads_in(b'<rss version="2.0"><channel><title>Desk</title></channel></rss>') == []


LIST = """
contact = "desk@example.org"
every = "30m"
sources = ["https://a.example/rss"]
opml = "more.opml"

[[source]]
url = "https://b.example/rss"
name = "Desk B"
every = "1h"
delay = "5s"
text = "feed"
"""


def test_a_list_of_sources_is_read_with_its_opml(tmp_path):
    (tmp_path / "more.opml").write_text(OPML.replace("a.example", "c.example"))
    (tmp_path / "s.toml").write_text(LIST)
    found = read_watchlist(tmp_path / "s.toml")
    assert found.contact == "desk@example.org"
    assert found.sources == (
        Watched("https://a.example/rss", every=1800.0),
        Watched("https://b.example/rss", "Desk B", 3600.0, 5.0, "feed"),
        Watched("https://c.example/rss", "Desk", 1800.0),
    )
    assert [each.url for each in read_watchlist(tmp_path / "more.opml").sources] == ["https://c.example/rss"]


WRONG = {
    "not TOML": ("[[", "s.toml: "),
    "nothing": ("contact = 'x'", "lists no source"),
    "a field that is none": ("sauces = []", "there is no “sauces” here"),
    "a field of a source": ("[[source]]\nurl = 'https://a.example'\ntitle = 'x'", "there is no “title” here"),
    "no address": ("[[source]]\nname = 'x'", "None is not the address"),
    "a file": ("sources = ['file:///etc/passwd']", "is not the address"),
    "twice": ("sources = ['https://a.example', 'https://a.example']", "listed twice"),
    "a span that is none": ("every = 'often'\nsources = ['https://a.example']", "no span of time"),
    "a text that is none": ("[[source]]\nurl = 'https://a.example'\ntext = 'both'", "text = 'both'"),
    "no OPML": ("opml = 'none.opml'", "No such file"),
    "a feed": ("<rss version='2.0'><channel/></rss>", "lists no feeds"),
}


@pytest.mark.parametrize(("held", "said"), WRONG.values(), ids=WRONG)
def test_a_list_that_is_wrong_stops_and_says_where(tmp_path, held, said):
    (tmp_path / "s.toml").write_text(held)
    with pytest.raises(Stop, match=said):
        read_watchlist(tmp_path / "s.toml")


@pytest.mark.parametrize(
    ("given", "seconds"), [("90", 90), ("90s", 90), ("15m", 900), ("1.5h", 5400), ("1d", 86400), (5, 5)]
)
def test_spans(given, seconds):
    assert seconds_of(given, "x") == seconds
