"""What a server on loopback does to whoever asks it: nothing gets through that should not, and nothing hangs."""

import gzip
import ssl
import time
import zlib
from functools import partial

import brotli
import pytest
import trustme
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import Skip
from dragoman.news.addresses import Gate, is_global
from dragoman.news.client import Client, Later, agent_of, seconds_after
from tests.news.serving import answer, drip, flood, raw, redirect, serving

PRIVATE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
    "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:db8::1", "2001:0:7f00:1::", "not an address", "",
]  # fmt: skip
OPEN = ["8.8.8.8", "1.1.1.1", "151.101.1.140", "2606:4700::1111", "2a00:1450:4001:81b::200e", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_a_closed_net_is_global(address):
    assert not is_global(address)


@pytest.mark.parametrize("address", OPEN)
def test_addresses_of_the_open_net_are(address):
    assert is_global(address)


def never(host, port):
    raise AssertionError("this must be refused before a name is resolved")


# an address, and why it is refused before anybody is asked
REFUSED = {
    "a file": ("file:///etc/passwd", "only http and https"),
    "ftp": ("ftp://a.example/", "only http and https"),
    "gopher": ("gopher://127.0.0.1:6379/_x", "only http and https"),
    "javascript": ("javascript:alert(1)", "only http and https"),
    "no scheme": ("a.example/1", "only http and https"),
    "another port": ("http://a.example:6379/", "only the ports 80, 443"),
    "a port that is none": ("http://a.example:99999/", "no address"),
    "a user": ("http://a.example@b.example/", "a user's name"),
    "a user and a password": ("http://u:p@b.example/", "a user's name"),
    "a backslash": ("http://a.example\\@b.example/", "a backslash"),
    "no host": ("http:///etc", "names no host"),
    "decimal": ("http://2130706433/", "an odd way"),
    "hexadecimal": ("http://0x7f000001/", "an odd way"),
    "hexadecimal, dotted": ("http://0x7f.0.0.1/", "an odd way"),
    "octal": ("http://0177.0.0.1/", "an odd way"),
    "short": ("http://127.1/", "an odd way"),
    "a line end": ("http://a.example/\r\nHost: b", "spaces or controls"),
    "a space": ("http://a.example/a b", "spaces or controls"),
    "a bad label": ("http://a..example/", "is no host"),
    "a long one": ("http://a.example/" + "x" * 5000, "too long"),
    "not IPv6": ("http://[::1", "no address"),
}  # fmt: skip


@pytest.mark.parametrize(("url", "why"), REFUSED.values(), ids=REFUSED)
def test_an_odd_address_is_refused_before_anybody_is_asked(url, why):
    with pytest.raises(Skip, match=why):
        Gate(resolver=never).place(url)


# what a name resolves to, and whether it may be asked
NAMES = [
    (["8.8.8.8"], True),
    (["2606:4700::1111", "8.8.8.8"], True),
    (["127.0.0.1"], False),
    (["8.8.8.8", "127.0.0.1"], False),  # every one of them must be of the open net
    (["8.8.8.8", "::1"], False),
    (["169.254.169.254"], False),
    (["::ffff:10.0.0.1"], False),
]


@pytest.mark.parametrize(("addresses", "is_open"), NAMES)
def test_every_address_of_a_name_must_be_of_the_open_net(addresses, is_open):
    gate = Gate(resolver=lambda host, port: addresses)
    if is_open:
        assert gate.place("https://news.example/1?q=2#x").address == addresses[0]
        return
    with pytest.raises(Skip, match="not on the open net"):
        gate.place("https://news.example/1")
    assert Gate(allow_private=True, resolver=lambda host, port: addresses).place("http://news.example:8080/")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "localhost", "10.1.2.3"]
)
def test_the_closed_net_is_not_asked_by_number_or_name(host):
    with pytest.raises(Skip, match="not on the open net"):
        Gate().place(f"http://{host}/")


@given(st.text(max_size=60) | st.builds("http://{}".format, st.text(max_size=40)))
def test_any_text_is_an_address_or_a_skip(url):
    try:
        place = Gate(resolver=lambda host, port: ["8.8.8.8"]).place(url)
    except Skip:
        return
    assert place.port in (80, 443)
    assert place.host.isascii()


@pytest.fixture
def server():
    with serving() as found:
        yield found


@pytest.fixture
def here(server):
    """A client to which this one server is the open net, and everything else is not."""
    port = int(server.url.rpartition(":")[2])
    return Client(Gate(permits="127.0.0.1".__eq__, ports=(80, 443, port)), seconds=1.0)


def test_a_page_is_had_with_its_headers_and_we_say_who_asks(server, here):
    server.paths["/a%20b?c=%C3%A9"] = answer(b"hello", X_Robots_Tag="noai")
    found = here.get(f"{server.url}/a%20b?c=é#part")
    assert (found.status, found.body, found.headers["x-robots-tag"]) == (200, b"hello", "noai")
    [asked] = server.asked
    assert asked.headers["host"] == server.url.removeprefix("http://")
    assert asked.headers["user-agent"].startswith("Dragoman/")


def test_the_user_agent_names_a_contact():
    assert agent_of("desk@example.org").endswith("(+desk@example.org)")
    assert "\n" not in agent_of("desk\r\nX-Evil: 1")


REDIRECTS = [
    "http://127.0.0.2:{port}/secret",
    "http://[::1]:{port}/secret",
    "http://[::ffff:127.0.0.1]:{port}/secret",
    "http://localhost:6379/secret",
    "http://169.254.169.254/latest/meta-data/",
    "http://2130706433:{port}/secret",
    "http://0x7f.1:{port}/secret",
    "//127.0.0.2:{port}/secret",
    "file:///etc/passwd",
    "",
]


@pytest.mark.parametrize("there", REDIRECTS)
@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary"])
def test_a_redirect_to_where_we_may_not_go_is_not_followed(server, here, there, status):
    port = server.url.rpartition(":")[2]
    with serving("127.0.0.2", int(port)) as inside:
        inside.otherwise = answer(b"secret")
        server.paths["/"] = redirect(there.format(port=port), status)
        with pytest.raises(Skip):
            here.get(f"{server.url}/")
        assert inside.asked == []
    assert server.paths_asked() == ["/"]


def test_redirects_within_what_is_open_are_followed_and_lasting_ones_noticed(server, here):
    server.paths |= {
        "/a": redirect("/b", "301 Moved"),
        "/b": redirect("/c", "308 Moved"),
        "/c": answer(b"x"),
        "/d": redirect("/c"),
    }
    assert (here.get(f"{server.url}/a").url, here.get(f"{server.url}/a").is_moved) == (f"{server.url}/c", True)
    assert here.get(f"{server.url}/d").is_moved is False
    assert here.get(f"{server.url}/c").is_moved is False


def test_endless_redirects_end(server, here):
    server.otherwise = lambda connection, asked: redirect(asked.path + "x")(connection, asked)
    with pytest.raises(Skip, match="redirects more than 5 times"):
        here.get(f"{server.url}/")
    assert len(server.asked) == 6


def test_a_name_that_points_elsewhere_a_moment_later_changes_nothing(server):
    """The name is resolved once, and the request goes to what was checked."""
    port = int(server.url.rpartition(":")[2])
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return next(answers)

    server.paths["/"] = answer(b"open")
    with serving("127.0.0.2", port) as inside:
        inside.otherwise = answer(b"secret")
        client = Client(Gate(permits="127.0.0.1".__eq__, ports=(port,), resolver=rebinding))
        assert client.get(f"http://news.example:{port}/").body == b"open"
        assert asked == ["news.example"]
        with pytest.raises(Skip, match="not on the open net"):
            client.get(f"http://news.example:{port}/")
        assert inside.asked == []


BOMB = b"<p>" + bytes(60_000_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
# what a server does, and what is said of it; all within the second that a request is given, and a little
MISDEEDS = {
    "a page too long": (flood(HEAD + b"\r\n", b"x" * 65536), "longer than 1 MB"),
    "a page that says it is too long": (raw(HEAD + b"Content-Length: 99999999\r\n\r\n"), "longer than 1 MB"),
    "endless chunks": (flood(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"), "longer than 1 MB"),
    "a gzip bomb": (answer(gzip.compress(BOMB), Content_Encoding="gzip"), "unpacks to more than"),
    "a gzip bomb in gzip": (answer(gzip.compress(gzip.compress(BOMB)), Content_Encoding="gzip, gzip"), "unpacks to more than"),
    "a brotli bomb": (answer(brotli.compress(BOMB, quality=4), Content_Encoding="br"), "unpacks to more than"),
    "a zstd bomb": (answer(zstd.compress(BOMB), Content_Encoding="zstd"), "unpacks to more than"),
    "a deflate bomb": (answer(zlib.compress(BOMB), Content_Encoding="deflate"), "unpacks to more than"),
    "packed over and over": (answer(b"x", Content_Encoding="gzip, gzip, gzip"), "packed in a way"),
    "packed in a way of its own": (answer(b"x", Content_Encoding="rot13"), "packed in a way"),
    "gzip that is none": (answer(b"hello", Content_Encoding="gzip"), "damaged"),
    "gzip cut short": (answer(gzip.compress(b"hello" * 99)[:-9], Content_Encoding="gzip"), "damaged"),
    "a body that drips": (drip(HEAD + b"Content-Length: 9999\r\n\r\n"), "took longer than 1 second"),
    "a head that drips": (drip(b"HTTP/1.1 200 OK\r\nX: "), "took longer than 1 second"),
    "a status that drips": (drip(b"HTTP/1.1 "), "took longer than 1 second"),
    "silence": (lambda connection, asked: time.sleep(1.5), "took longer than 1 second"),
    "headers without end": (flood(b"HTTP/1.1 200 OK\r\n", b"X-%d: y\r\n" * 9), "no answer that can be used"),
    "a header without end": (flood(b"HTTP/1.1 200 OK\r\nX: ", b"y" * 4096), "no answer that can be used"),
    "being told to wait for ever": (flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), "took longer than 1 second"),
    "hanging up": (raw(b""), "no answer that can be used"),
    "hanging up in the body": (raw(HEAD + b"Content-Length: 999\r\n\r\nhalf"), "no answer that can be used"),
    "no HTTP at all": (raw(b"SSH-2.0-OpenSSH_9\r\n\r\n"), "no answer that can be used"),
    "chunks that are none": (raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "no answer that can be used"),
}  # fmt: skip


@pytest.mark.parametrize(("behave", "said"), MISDEEDS.values(), ids=MISDEEDS)
def test_a_server_that_misbehaves_is_left_in_time_with_a_reason(server, here, behave, said):
    server.paths["/"] = behave
    began = time.monotonic()
    with pytest.raises(Skip, match=said) as raised:
        here.get(f"{server.url}/", cap=1_000_000)
    assert time.monotonic() - began < 2.5
    assert (raised.value.where, raised.value.stage) == (f"{server.url}/", "fetch")


@pytest.mark.parametrize(
    ("pack", "coding"),
    [
        (gzip.compress, "gzip"),
        (brotli.compress, "br"),
        (zstd.compress, "zstd"),
        (zlib.compress, "deflate"),
        (partial(zlib.compress, wbits=-15), "deflate"),
    ],
)
def test_packed_answers_are_unpacked(server, here, pack, coding):
    server.paths["/"] = answer(pack(b"hello" * 1000), Content_Encoding=coding)
    assert here.get(f"{server.url}/").body == b"hello" * 1000
    server.paths["/"] = answer(b"", Content_Encoding=coding)
    assert here.get(f"{server.url}/").body == b""


@pytest.mark.parametrize("status", ["429 Slow Down", "503 Busy", "500 Oops"])
def test_what_is_to_be_asked_again_says_when(server, here, status):
    server.paths["/"] = answer(status=status, Retry_After="120")
    with pytest.raises(Later, match=f"answers {status}") as raised:
        here.get(f"{server.url}/")
    assert raised.value.after == 120


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("120", 120), ("", 0), ("soon", 0), ("-5", 0), ("9" * 30, 30 * 86400), ("Wed, 01 Jan 2020 00:00:00 GMT", 0)],
)
def test_retry_after_is_seconds_or_a_date(told, seconds):
    assert seconds_after(told) == seconds


def test_retry_after_may_be_a_date():
    assert seconds_after("Fri, 01 Jan 2100 00:00:00 GMT") > 0


def test_nobody_there_is_for_later(server, here):
    with serving() as gone:
        port = int(gone.url.rpartition(":")[2])
    client = Client(Gate(permits="127.0.0.1".__eq__, ports=(port,)))
    with pytest.raises(Later, match="no answer"):
        client.get(f"http://127.0.0.1:{port}/")
    with pytest.raises(Later, match="cannot be resolved"):
        Client(Gate(resolver=lambda host, port: (_ for _ in ()).throw(OSError("no such name")))).get(
            "http://a.example/"
        )


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.mark.parametrize(("named", "is_good"), [("news.example", True), ("other.example", False)])
def test_a_certificate_must_be_that_of_the_name_and_not_of_the_address(authority, tmp_path, named, is_good):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(named).configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with serving(wrap=lambda each: context.wrap_socket(each, server_side=True)) as secure:
        secure.paths["/"] = answer(b"hello")
        port = int(secure.url.rpartition(":")[2])
        gate = Gate(permits="127.0.0.1".__eq__, ports=(port,), resolver=lambda host, port: ["127.0.0.1"])
        client = Client(gate, seconds=5)
        with pytest.raises(Skip, match="its certificate is not valid"):
            client.get(f"https://news.example:{port}/")  # nobody trusts this authority yet
        client.trust(str(tmp_path / "ca.pem"))
        if is_good:
            assert client.get(f"https://news.example:{port}/").body == b"hello"
        else:
            with pytest.raises(Skip, match="its certificate is not valid"):
                client.get(f"https://news.example:{port}/")


def test_a_handshake_that_drips_is_left_in_time():
    with serving() as server:
        server.otherwise = drip(b"\x16\x03\x03\x40\x00\x02")
        port = int(server.url.rpartition(":")[2])
        client = Client(Gate(permits="127.0.0.1".__eq__, ports=(port,)), seconds=0.5)
        began = time.monotonic()
        with pytest.raises(Later):
            client.get(f"https://127.0.0.1:{port}/")
        assert time.monotonic() - began < 2


def test_https_does_not_lead_down_to_http(authority, tmp_path):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    with serving(wrap=lambda each: context.wrap_socket(each, server_side=True)) as secure:
        port = int(secure.url.rpartition(":")[2])
        secure.paths["/"] = redirect(f"http://127.0.0.1:{port}/x")
        client = Client(Gate(permits="127.0.0.1".__eq__, ports=(port,)), seconds=5)
        client.trust(str(tmp_path / "ca.pem"))
        with pytest.raises(Skip, match="down to http"):
            client.get(f"https://127.0.0.1:{port}/")
