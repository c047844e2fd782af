"""Asking as a guest should: robots.txt, pauses, one at a time."""

import threading
import time
from itertools import pairwise

import pytest

from dragoman.errors import Skip
from dragoman.news.addresses import Gate
from dragoman.news.client import Client, Later
from dragoman.news.politeness import Manners
from tests.news.serving import answer, redirect, serving

ROBOTS = b"""User-agent: *
Disallow: /private
Allow: /private/open
Crawl-delay: 0.2

User-agent: Dragoman
Disallow: /not-for-us
Content-Signal: ai-train=no, search=yes
"""


@pytest.fixture
def server():
    with serving() as found:
        found.otherwise = answer(b"a page")
        yield found


def manners(**given):
    return Manners(Client(Gate(allow_private=True), contact="desk@example.org", seconds=2), **{"delay": 0.0, **given})


def robots(body=b"", status="200 OK", **more):
    return answer(body, status, "text/plain", **more)


# what robots.txt answers, a path, and whether it may be fetched: True, or what is said
RULES = [
    (robots(b"User-agent: *\nDisallow: /a"), "/a/1", "forbids it"),
    (robots(b"User-agent: *\nDisallow: /a"), "/b", True),
    (robots(b"User-agent: *\nDisallow: /a\nAllow: /a/b"), "/a/b", True),
    (robots(b"User-agent: *\nDisallow: /*.pdf$"), "/x.pdf", "forbids it"),
    (robots(b"User-agent: Dragoman\nDisallow: /\n\nUser-agent: *\nAllow: /"), "/a", "forbids it"),
    (robots(b"User-agent: Dragoman\nAllow: /\n\nUser-agent: *\nDisallow: /"), "/a", True),
    (robots(b"User-agent: Other\nDisallow: /"), "/a", True),
    (robots(b"\xff\xfe<html>not rules</html>"), "/a", True),
    (robots(status="404 Not Found"), "/a", True),
    (robots(status="403 Forbidden"), "/a", True),  # RFC 9309: cannot be had, so all is allowed
    (robots(status="503 Busy"), "/a", "robots.txt cannot be had"),
    (robots(b"User-agent: *\nDisallow: /a\n" + b"#" * 3_000_000), "/b", True),
]


@pytest.mark.parametrize(("behave", "path", "said"), RULES)
def test_robots_txt_is_obeyed(server, behave, path, said):
    server.paths["/robots.txt"] = behave
    asker = manners()
    for _ in range(2):
        if said is True:
            assert asker.get(server.url + path)[0].body == b"a page"
        else:
            with pytest.raises(Skip, match=said) as raised:
                asker.get(server.url + path)
            assert isinstance(raised.value, Later) is (said != "forbids it")
            assert server.paths_asked() == []
    assert server.paths_asked(robots=True).count("/robots.txt") == 1


def test_a_redirect_is_held_against_the_robots_txt_of_where_it_leads(server):
    with serving("127.0.0.2") as other:
        other.paths |= {"/robots.txt": robots(b"User-agent: *\nDisallow: /"), "/there": answer(b"closed")}
        server.paths |= {"/robots.txt": robots(status="404 Not Found"), "/here": redirect(f"{other.url}/there")}
        with pytest.raises(Skip, match="forbids it"):
            manners().get(f"{server.url}/here")
        assert other.paths_asked() == []


def test_opt_outs_of_headers_and_robots_txt_come_along(server):
    server.paths |= {
        "/robots.txt": robots(b"User-agent: *\nAllow: /\nContent-Signal: ai-train=no\n"),
        "/a": answer(b"x", X_Robots_Tag="noai, noimageai", TDM_Reservation="1"),
    }
    _, signals = manners().get(f"{server.url}/a")
    assert signals == ("robots.txt Content-Signal: ai-train=no", "X-Robots-Tag: noai, noimageai", "tdm-reservation: 1")


def test_one_host_is_asked_by_one_at_a_time_with_a_pause(server):
    def slow(connection, asked):
        time.sleep(0.05)
        answer(b"x")(connection, asked)

    server.paths["/robots.txt"] = robots(status="404 Not Found")
    server.otherwise = slow
    asker = manners(delay=0.1)
    threads = [threading.Thread(target=asker.get, args=(f"{server.url}/{number}",)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    asked = sorted(server.asked, key=lambda each: each.at)
    assert len(asked) == 5
    for before, after in pairwise(asked):
        assert after.at - before.until >= 0.09


def test_robots_txt_may_ask_for_a_longer_pause(server):
    server.paths["/robots.txt"] = robots(ROBOTS.replace(b"User-agent: Dragoman", b"User-agent: other"))
    waits = []
    asker = manners(sleeping=waits.append)
    for number in range(3):
        asker.get(f"{server.url}/{number}")
    assert len(waits) == 3
    assert all(0.15 < wait <= 0.2 * 1.25 for wait in waits)


def test_two_hosts_do_not_wait_for_each_other(server):
    with serving("127.0.0.2") as other:
        other.otherwise = answer(b"y")
        for each in (server, other):
            each.paths["/robots.txt"] = robots(status="404 Not Found")
        waits = []
        asker = manners(delay=30.0, sleeping=waits.append)
        for each in (server, other):
            asker.get(f"{each.url}/1")
        assert [wait > 20 for wait in waits] == [True, True]  # each after its own robots.txt only
