import io
from datetime import date

import pytest

from dragoman.news.pages import declared_in
from dragoman.news.source import read_source

PARAGRAPHS = (
    "The foreign ministers of Mali and Senegal, Abdoulaye Diop and Yassine Fall, met in Dakar on Friday, they said.",
    "They agreed to keep the border open. A second meeting is planned for June 3 in Bamako & may last two days.",
)


def page(head="", title="Ministers meet in Dakar | West Wire", body=PARAGRAPHS):
    words = "".join(f"<p>{each.replace('&', '&amp;')}</p>\n" for each in body)
    return (
        f"<!DOCTYPE html>\n<html lang='en'><head><title>{title}</title>{head}</head><body>"
        "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
        f"<article><h1>Ministers meet in Dakar</h1>{words}</article>"
        "<footer>Copyright 2019 West Wire. All rights reserved.</footer></body></html>"
    )


META = (
    '<meta property="og:site_name" content="West Wire">'
    '<meta property="article:published_time" content="2024-05-03T10:00:00Z">'
    '<link rel="canonical" href="https://westwire.example/2024/ministers">'
)


def read(html, encoding="utf-8", **given):
    held = html if isinstance(html, bytes) else html.encode(encoding)
    [outcome] = read_source(io.BytesIO(held), name="page.html", **given)
    return outcome


def test_the_article_of_a_page_comes_without_what_stands_around_it():
    article = read(page(META))
    assert article.text.splitlines() == ["Ministers meet in Dakar", *PARAGRAPHS]
    assert article.title == "Ministers meet in Dakar"
    assert article.published_on == date(2024, 5, 3)
    assert article.outlets == ("West Wire",)
    assert article.url == "https://westwire.example/2024/ministers"


def test_a_page_that_gives_no_day_has_none():
    article = read(page())  # though its footer holds a year, and its text a day
    assert article.published_on is None
    assert article.outlets == ()
    assert read(page(), published_on=date(2024, 5, 4)).published_on == date(2024, 5, 4)


def test_a_page_without_a_site_name_comes_from_its_host():
    article = read(page('<link rel="canonical" href="https://www.westwire.example/a/1">'))
    assert article.outlets == ("westwire.example",)


ACCENTS = "Le président Goïta a reçu Bassirou Diomaye Faye – “enfin” – à Bamako."


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "cp1252"),  # what browsers fall back to
        ('<meta charset="iso-8859-1">', "cp1252"),  # what browsers mean by it
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">', "cp1252"),
        ("<meta charset=utf-16>", "utf-8"),  # cannot be, or it could not be read
        ('<meta charset="iso-8859-1">', "utf-8-sig"),  # the mark comes first
        ('<meta charset="nonsense">', "utf-8"),
        ('<meta charset="zlib">', "utf-8"),
    ],
)
def test_charsets(declared, encoding):
    article = read(page(declared, body=(*PARAGRAPHS, ACCENTS)).encode(encoding))
    assert article.text.splitlines()[-1] == ACCENTS


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (b"<meta charset=utf-8>", "utf-8"),
        (b"<META CHARSET = 'Windows-1251' >", "windows-1251"),
        (b'<meta http-equiv="content-type" content="text/html; charset=koi8-r">', "koi8-r"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>', "iso-8859-2"),
        (b"<meta name='x'>", ""),
        (b"", ""),
    ],
)
def test_declared_in(head, label):
    assert declared_in(head) == label


@pytest.mark.parametrize(
    "html",
    [
        "<html>" + "<div>" * 100_000 + PARAGRAPHS[0],
        "<html><body>" + "<p " * 50_000,
        "<html><!--" + "-" * 100_000,
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><body><p>&b;</p></body></html>',
        "<html><body><p>" + "x" * 1_000_000 + "</p></body></html>",
    ],
    ids=["deep", "unclosed tags", "unclosed comment", "entities", "one long word"],
)
def test_broken_pages_neither_raise_nor_hang(html):
    outcome = read(html)
    assert outcome.text if hasattr(outcome, "text") else outcome.reason
