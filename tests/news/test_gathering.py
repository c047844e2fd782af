"""Watching feeds: each thing they name comes into the record once, whatever fails, is killed or begun again."""

import os
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dragoman.errors import Stop
from dragoman.gathering import TRIES, Gatherer
from dragoman.news.addresses import Gate
from dragoman.news.client import Client
from dragoman.news.politeness import Manners
from dragoman.news.watchlist import Watched
from dragoman.store.opening import open_record
from dragoman.store.view import open_view
from tests.news.killing import is_whole
from tests.news.making import MORE, TEXT, a_page
from tests.news.newsstand import Newsstand, stub_take, watch, words
from tests.news.serving import answer, drip, serving

HOUSE = Path(__file__).parents[2]
FEED = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>D</title>{}</channel></rss>'
ITEM = "<item><title>{0}</title><link>/{0}</link><guid isPermaLink='false'>{0}</guid><pubDate>Tue, 01 Apr 2025 10:00:00 GMT</pubDate>{1}</item>"


def feed(*names, body="", **headers):
    items = "".join(ITEM.format(name, body) for name in names)
    return answer(FEED.format(items).encode(), kind="application/rss+xml", **headers)


@pytest.fixture
def server():
    with serving() as found:
        found.paths["/robots.txt"] = answer(status="404 Not Found")
        yield found


def source(server, path="/feed", **given):
    return Watched(f"{server.url}{path}", **{"delay": 0.0, "every": 3600.0, **given})


def held(path):
    with open_record(path) as record:
        rows = record._connection.exec_driver_sql(
            "SELECT articles.came_as, articles.url, articles.published_on, outlet, published_basis, published_doubt, opt_outs "
            "FROM articles JOIN article_outlets ON articles.id = article_outlets.article_id "
            "JOIN provenance ON articles.id = provenance.article_id ORDER BY came_as"
        ).fetchall()
        record._connection.rollback()
    return [tuple(row) for row in rows]


def leads(path, url):
    with open_view(path) as view:
        [(state, counts)] = view.sources([url])
    return state, dict(counts)


def test_what_a_feed_names_is_fetched_once_and_kept_with_all_that_is_known_of_it(tmp_path, server):
    declared = (
        '<meta property="article:published_time" content="2025-03-20T10:00:00Z"><meta name="robots" content="noai">'
    )
    server.paths |= {"/feed": feed("a", "b", ETag='"1"', Last_Modified="Tue, 01 Apr 2025 11:00:00 GMT")}
    server.paths |= {"/a": answer(a_page(TEXT, head=declared), TDM_Reservation="1"), "/b": answer(a_page(MORE))}
    path, watched = tmp_path / "a.db", source(server, name="The Desk")
    assert watch(path, [watched]).tally.articles == 2
    assert held(path) == [
        (
            "a",
            f"{server.url}/a",
            "2025-03-20",
            "The Desk",
            "metadata",
            "feed 2025-04-01",
            "tdm-reservation: 1\nmeta robots: noai",
        ),
        ("b", f"{server.url}/b", "2025-04-01", "The Desk", "feed", "", ""),
    ]
    server.paths["/feed"] = lambda connection, asked: (
        answer(status="304 Not Modified") if asked.headers.get("if-none-match") == '"1"' and asked.headers.get("if-modified-since") == "Tue, 01 Apr 2025 11:00:00 GMT" else feed("a", "b", "c")
    )(connection, asked)  # fmt: skip
    server.asked.clear()
    assert watch(path, [watched]).tally.articles == 0
    assert server.paths_asked() == ["/feed"]


def test_a_feed_that_carries_its_texts_is_not_asked_for_pages(tmp_path, server):
    body = f"<content:encoded><![CDATA[<p>{TEXT}</p><p>{MORE}</p>]]></content:encoded>"
    server.paths["/feed"] = feed("a", body=body)
    path = tmp_path / "a.db"
    assert watch(path, [source(server, text="feed")]).tally.articles == 1
    assert server.paths_asked() == ["/feed"]
    [(came_as, url, day, outlet, basis, _, _)] = held(path)
    assert (came_as, url, day, outlet, basis) == ("a", f"{server.url}/a", "2025-04-01", "127.0.0.1", "feed")


def test_new_items_are_found_and_old_ones_not_fetched_again(tmp_path, server):
    path = tmp_path / "a.db"
    server.otherwise = lambda connection, asked: answer(
        a_page(f"Mali met Niger at place {asked.path}. They agreed on it.")
    )(connection, asked)
    server.paths["/feed"] = feed("a", "b")
    watch(path, [source(server)])
    server.paths["/feed"] = feed("b", "c", "d")
    server.asked.clear()
    assert watch(path, [source(server)]).tally.articles == 2
    assert sorted(server.paths_asked()) == ["/c", "/d", "/feed"]


def test_one_address_in_two_feeds_is_fetched_for_one(tmp_path, server):
    server.paths |= {"/feed": feed("a"), "/other": feed("a"), "/a": answer(a_page(TEXT))}
    path = tmp_path / "a.db"
    watch(path, [source(server), source(server, "/other")])
    assert server.paths_asked().count("/a") == 1
    assert leads(path, f"{server.url}/other")[1] == {"done": 1}


def test_what_cannot_be_had_now_is_had_later_when_the_server_says(tmp_path, server):
    path = tmp_path / "a.db"
    server.paths |= {"/feed": feed("a"), "/a": answer(status="503 Busy", Retry_After="3600")}
    assert watch(path, [source(server)]).tally.later == 1
    server.paths["/a"] = answer(a_page(TEXT))
    assert watch(path, [source(server)]).tally.articles == 0  # an hour has not gone by
    assert server.paths_asked().count("/a") == 1
    with open_record(path) as record:
        (due,) = record._connection.exec_driver_sql("SELECT due_at FROM leads").fetchone()
        record._connection.rollback()
    assert (
        timedelta(minutes=59)
        < datetime.fromisoformat(due).replace(tzinfo=UTC) - datetime.now(UTC)
        < timedelta(hours=1, minutes=10)
    )


def test_what_cannot_be_had_for_long_becomes_a_reject(tmp_path, server):
    path = tmp_path / "a.db"
    server.paths |= {"/feed": feed("a"), "/a": answer(status="500 Oops")}
    tallies = [watch(path, [source(server)]).tally for _ in range(TRIES + 1)]
    assert sum(tally.later for tally in tallies) == TRIES - 1
    assert sum(tally.refused for tally in tallies) == 1
    assert server.paths_asked().count("/a") == TRIES
    with open_view(path) as view:
        [refusal] = view.refusals()
    assert (refusal.reject.where, refusal.reject.source) == (f"{server.url}/a", f"{server.url}/a")
    assert refusal.reject.reason == f"the server answers 500 Oops, {TRIES} times"


# what a source does, and what is said of it
DEAD = {
    "is gone": (answer(status="410 Gone"), "answers 410"),
    "fails": (answer(status="500 Oops"), "answers 500"),
    "is a page": (answer(a_page()), "no feed that can be read"),
    "drips": (drip(b"HTTP/1.1 200 OK\r\n\r\n"), "took longer than"),
    "is a bomb": (answer(b'<!DOCTYPE x [<!ENTITY a "a">]><rss version="2.0">&a;</rss>'), "declares entities"),
}


@pytest.mark.parametrize(("behave", "said"), DEAD.values(), ids=DEAD)
def test_a_dead_source_backs_off_and_is_reported_and_the_others_go_on(tmp_path, server, behave, said, monkeypatch):
    monkeypatch.setattr(
        "tests.news.newsstand.Client", lambda *given, **more: Client(*given, **{**more, "seconds": 0.4})
    )
    server.paths |= {"/feed": feed("a"), "/a": answer(a_page(TEXT)), "/dead": behave}
    path, dead, told = tmp_path / "a.db", source(server, "/dead", every=60.0), []
    gatherer = watch(path, [dead, source(server)], report=told.append)
    assert gatherer.tally.articles == 1
    assert [line.startswith(f"{dead.url}: ") and said in line for line in told] == [True]
    state, _ = leads(path, dead.url)
    assert (state.failures, said in state.trouble) == (1, True)
    assert timedelta(0) < state.due_at - datetime.now(UTC) <= timedelta(seconds=66)
    told.clear()
    server.asked.clear()
    watch(path, [dead], report=told.append)  # its time has not come
    assert server.asked == []
    assert "not asked before" in told[0]


def test_each_failure_makes_the_pause_longer_and_an_answer_ends_it(tmp_path, server):
    path, dead = tmp_path / "a.db", source(server, "/dead", every=60.0)
    pauses = []
    for _ in range(4):
        watch(path, [dead])
        state, _ = leads(path, dead.url)
        pauses.append((state.due_at - state.asked_at).total_seconds())
        with open_record(path) as record:
            record._connection.exec_driver_sql("UPDATE watched SET due_at = '2020-01-01 00:00:00.000000'")
            record._connection.commit()
    assert [round(pause / 60) for pause in pauses] in ([1, 2, 4, 8], [1, 2, 4, 9], [1, 2, 5, 8], [1, 2, 4, 8])
    server.paths["/dead"] = feed()
    watch(path, [dead])
    assert leads(path, dead.url)[0].failures == 0


def test_a_feed_that_has_moved_for_good_is_read_and_reported(tmp_path, server):
    server.paths |= {
        "/feed": answer(status="301 Moved", Location="/new"),
        "/new": feed("a"),
        "/a": answer(a_page(TEXT)),
    }
    told = []
    assert watch(tmp_path / "a.db", [source(server)], report=told.append).tally.articles == 1
    assert told == [f"{server.url}/feed: it has moved for good to {server.url}/new; change the list"]


def test_site_maps_of_an_index_are_read(tmp_path, server):
    index = f"<sitemapindex><sitemap><loc>{server.url}/m1</loc></sitemap><sitemap><loc>{server.url}/m2</loc></sitemap></sitemapindex>"
    server.paths |= {
        "/feed": answer(index.encode(), ETag='"1"'),
        "/m1": answer(f"<urlset><url><loc>{server.url}/a</loc></url></urlset>".encode()),
    }
    server.paths["/a"] = answer(a_page(TEXT))
    path = tmp_path / "a.db"
    assert watch(path, [source(server)]).tally.articles == 1
    assert leads(path, f"{server.url}/feed")[0].etag == ""  # its maps change while it stands still


def test_a_stand_that_fails_now_and_then_ends_with_exactly_what_there_is(tmp_path):
    """A small soak: `make soak` runs the large one."""
    shop = Newsstand(5, 60, failing=lambda number: 2 if number % 7 == 0 else number % 10 == 3)
    path = tmp_path / "a.db"
    with shop.open():
        for _ in range(6):
            watch(path, shop.watched())
    with open_record(path) as record:
        texts = {row[0] for row in record._connection.exec_driver_sql("SELECT text FROM articles")}
        days = {row[0] for row in record._connection.exec_driver_sql("SELECT published_on FROM articles")}
        record._connection.rollback()
    assert texts == {words(*each) for each in shop.expected()}
    assert days == {str(date(2025, 4, 1))}
    assert shop.answers["failed"] > 60
    assert shop.answers["pages"] == len(shop.expected())  # none was fetched twice


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_at_random_moments_the_record_ends_as_after_one_run(tmp_path):
    """`make soak` does it 200 times."""
    command = [sys.executable, "-m", "tests.news.killing", str(tmp_path), "25", "20250401"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=HOUSE, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "25 kills" in done.stdout
    assert " 0 of them" not in done.stdout, done.stdout


def test_a_disk_that_is_full_stops_the_run_and_the_next_one_goes_on(tmp_path):
    shop, path = Newsstand(2, 120, is_plain=True), tmp_path / "a.db"
    with shop.open():
        with open_record(path, keep="text") as record:
            pages = record._connection.exec_driver_sql("PRAGMA page_count").scalar()
            record._connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 20}")
            record._connection.rollback()
            manners = Manners(Client(Gate(allow_private=True)), delay=0.0)
            with pytest.raises(Stop, match="the disk is full"):
                Gatherer(record, manners, stub_take(record)).run(shop.watched())
        is_whole(path)
        watch(path, shop.watched())
    assert is_whole(path) == (len(shop.expected()), 4)


def test_two_who_watch_into_one_record_at_once_wait_for_each_other(tmp_path):
    shop, path = Newsstand(2, 60, is_plain=True), tmp_path / "a.db"
    with shop.open():
        open_record(path, keep="text").close()
        threads = [threading.Thread(target=watch, args=(path, shop.watched())) for _ in range(2)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(60)
        watch(path, shop.watched())
    with open_record(path) as record:
        texts = sorted(row[0] for row in record._connection.exec_driver_sql("SELECT text FROM articles"))
        record._connection.rollback()
    assert texts == sorted(words(*each) for each in shop.expected())
