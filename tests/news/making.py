"""Builders of files in every format that is read, for the tests of news."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping

TEXT = "The foreign ministers of Mali and Niger met in Bamako on Monday, officials said. They will meet again in May."
MORE = "Russia expelled two German diplomats on Tuesday, the foreign ministry said, and Berlin condemned the decision."


def a_page(
    *paragraphs: str, title: str = "Ministers meet in Bamako", head: str = "", lang: str = "en", body: str = ""
) -> bytes:
    """A page with an article of these paragraphs between a menu and a footer; its headline stands outside of it."""
    told = "".join(f"<p>{each}</p>" for each in paragraphs or (TEXT, MORE))
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
        f"<h1>{title}</h1><article>{told}{body}</article><footer>All rights reserved. Subscribe to us.</footer></body></html>"
    ).encode()


def a_warc(*pages: tuple[str, bytes, Mapping[str, str]], status: str = "200 OK", packed: bool = False) -> bytes:
    """A web archive with a response for each (address, body, headers), packed a record at a time if so wanted."""
    records = [_record("warcinfo", b"software: tests\r\n", {"Content-Type": "application/warc-fields"})]
    for url, body, headers in pages:
        named = {"Content-Type": "text/html; charset=utf-8", **headers}
        head = f"HTTP/1.1 {status}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in named.items()) + "\r\n"
        told = {"WARC-Target-URI": url, "Content-Type": "application/http; msgtype=response"}
        records.append(_record("response", head.encode() + body, told))
    return b"".join(gzip.compress(each) if packed else each for each in records)


def _record(kind: str, block: bytes, headers: Mapping[str, str]) -> bytes:
    named = {
        "WARC-Type": kind,
        "WARC-Date": "2025-04-02T10:00:00Z",
        "WARC-Record-ID": "<urn:uuid:00000000-0000-4000-8000-000000000000>",
        **headers,
        "Content-Length": str(len(block)),
    }
    return ("WARC/1.0\r\n" + "".join(f"{n}: {v}\r\n" for n, v in named.items()) + "\r\n").encode() + block + b"\r\n\r\n"


def a_dump(*pages: tuple[str, str, str], changed: str = "2025-04-02T08:00:00Z") -> bytes:
    """A MediaWiki dump of (space, title, wikitext)."""
    from xml.sax.saxutils import escape

    told = "".join(
        f"<page><title>{escape(title)}</title><ns>{space}</ns><id>{number}</id><revision><id>9</id>"
        f"<timestamp>{changed}</timestamp><text xml:space='preserve'>{escape(text)}</text></revision></page>"
        for number, (space, title, text) in enumerate(pages, start=1)
    )
    return (
        '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en"><siteinfo>'
        "<sitename>Wikinews</sitename><base>https://en.wikinews.org/wiki/Main_Page</base></siteinfo>"
        f"{told}</mediawiki>"
    ).encode()


STORY = """{{date|April 1, 2025}}
{{Mali}}
[[File:Bamako.jpg|thumb|The [[Niger River|river]] at Bamako. {{image source|A}}]]
The foreign ministers of {{w|Mali}} and {{w|Niger|Niger}} met in '''[[Bamako|the Malian capital]]''' on Monday.<ref>x</ref>

"We agreed", an official said [https://example.org there].
{| class="wikitable"
| a || b
|}
== Sources ==
*{{source|url=https://example.org|title=Ministers meet|pub=Agency}}
[[Category:Mali]]
{{publish}}
"""
"""A story in the manner of Wikinews."""


def a_news_item(guid: str = "urn:newsml:a:1", *, status: str = "usable", content: str | None = None) -> str:
    """A NewsML-G2 item; `content` is what its contentSet holds."""
    if content is None:
        content = (
            '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>'
            f"<body.head><hedline><hl1>Ministers meet</hl1></hedline></body.head><body.content><p>{TEXT}</p>"
            f"<p>{MORE}</p></body.content></body></nitf></inlineXML>"
        )
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="2" standard="NewsML-G2" '
        'xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:AFP"><name>AFP</name></provider>'
        f'<versionCreated>2025-04-02T09:00:00+00:00</versionCreated><pubStatus qcode="stat:{status}"/></itemMeta>'
        "<contentMeta><contentCreated>2025-04-01T20:00:00+00:00</contentCreated><language tag='en'/>"
        f"<headline>Ministers meet in Bamako</headline></contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def a_zip(**held: bytes) -> bytes:
    """A ZIP archive of these members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in held.items():
            archive.writestr(name.replace("__", "."), each)
    return packed.getvalue()


def a_tar(**held: bytes) -> bytes:
    """A tar archive of these members."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, each in held.items():
            member = tarfile.TarInfo(name.replace("__", "."))
            member.size = len(each)
            archive.addfile(member, io.BytesIO(each))
    return packed.getvalue()


def a_mail(body: str = TEXT, *, headers: str = "", kind: str = "text/plain") -> bytes:
    """A message of this body."""
    return (
        "Message-ID: <1@example.org>\r\nFrom: Ministry of Foreign Affairs <press@mfa.example>\r\n"
        "To: desk@example.org\r\nSubject: =?utf-8?q?Communiqu=C3=A9_of_the_ministers?=\r\n"
        f"Date: Tue, 01 Apr 2025 18:00:00 +0000\r\n{headers}MIME-Version: 1.0\r\n"
        f"Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n"
    ).encode()
