"""A real browser walks the pages: from Today to the words, back in time, over a chart to its acts, judging and undoing.

It drives the Chromium of the machine; without one, or without Playwright, the tests are skipped and say so.
"""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from dragoman.ontology.book import Book
from dragoman.store.opening import open_record
from dragoman.web.application import Serving, application
from dragoman.web.guarding import Rules
from tests.web.factory import opened

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine (apt-get install chromium)")
WIDE, PHONE = {"width": 1200, "height": 900}, {"width": 390, "height": 844}
PATIENCE = 60_000
"""Milliseconds: the first chart waits for its bundle to be made."""


@pytest.fixture(scope="module")
def desk_path(story_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the stories that may be judged."""
    open_record(story_path).close()
    return Path(shutil.copyfile(story_path, tmp_path_factory.mktemp("browser") / "desk.db"))


@pytest.fixture(scope="module")
def address(desk_path: Path) -> Iterator[str]:
    """Where the record is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with opened(desk_path) as view:
        serving = Serving(view, Book.load(), Rules(may_judge=True), "walker", 60.0, lambda: date(2025, 4, 10))
        app: Any = application(serving)
        server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The machine's Chromium."""
    arguments = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


class Watched:
    """A page that keeps what goes wrong on it, and whatever it asks of another machine."""

    def __init__(self, browser: Any, address: str, **given: Any) -> None:
        self.context = browser.new_context(locale="en-GB", accept_downloads=True, base_url=address, **given)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.wrong: list[str] = []
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.context.on(
            "request", lambda asked: None if asked.url.startswith(address) else self.wrong.append(asked.url)
        )


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_reader_walks_from_today_to_the_words_and_back(
    browser: Any, address: str, tmp_path: Path, script: bool, size: dict[str, int]
) -> None:
    watched = Watched(browser, address, java_script_enabled=script, viewport=size)
    page = watched.page
    page.goto("/")
    page.get_by_role("searchbox").fill("consultations Mali Russia April 2025")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="consultation", exact=False).first.click()
    assert "visit Moscow" in page.locator(".report mark.act").first.inner_text()
    assert "held" in page.locator("ol.history").inner_text()
    if script:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the window"
    page.get_by_label("Known by").fill("2025-04-01")
    page.get_by_role("button", name="Rewind").click()
    assert "held" not in page.locator("ol.history").inner_text()
    assert "confirmed" in page.locator("ol.history").inner_text()
    page.get_by_role("link", name="Back to today").click()
    page.get_by_role("link", name="Mali – Russia").click()
    assert "acts between Mali and Russia" in page.locator("figcaption").inner_text()
    if script:
        page.wait_for_selector(".drawing canvas")
        place = page.evaluate(_PLACE_OF_A_BAR)
        page.locator(".drawing canvas").click(position=place)
        page.wait_for_url("**/relation/MLI/RUS?*since=2025-04-01*")
        assert "consultation" in page.locator("section[aria-labelledby=timeline]").inner_text()
    for form in ("CSV", "JSON"):
        assert page.get_by_role("link", name=form, exact=True).first.get_attribute("href")
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV", exact=True).first.click()
    assert b"CONSULT" in Path(coming.value.path()).read_bytes()
    page.goto("/diary?day=2025-04-03")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Calendar to subscribe to").click()
    assert b"BEGIN:VCALENDAR" in Path(coming.value.path()).read_bytes()
    assert watched.wrong == []
    watched.context.close()


_PLACE_OF_A_BAR = """() => {
  const place = document.querySelector(".drawing");
  const find = (mark, x, y) => {
    if (mark.marktype === "group") for (const group of mark.items) for (const inner of group.items) {
      const found = find(inner, x + (group.x || 0), y + (group.y || 0)); if (found) return found;
    } else for (const each of mark.items) if (each.href) {
      const b = each.bounds; return {x: x + (b.x1 + b.x2) / 2, y: y + (b.y1 + b.y2) / 2};
    }
    return null;
  };
  const found = find(place.drawn.scenegraph().root, 0, 0), origin = place.drawn.origin();
  return {x: found.x + origin[0], y: found.y + origin[1]};
}"""


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_two_events_are_judged_the_same_and_that_is_undone(browser: Any, address: str, script: bool) -> None:
    watched = Watched(browser, address, java_script_enabled=script, viewport=WIDE)
    page = watched.page
    page.goto("/search?q=consultations+Mali+Russia+April+2025")
    page.get_by_role("link", name="consultation", exact=False).first.click()
    reports = page.locator("article.report").count()
    page.get_by_role("button", name="Same act").first.click()
    assert "same act · walker" in page.locator(".judgements").inner_text()
    assert page.locator("article.report").count() > reports
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".judgements").count() == 0
    assert page.locator("article.report").count() == reports
    assert watched.wrong == []
    watched.context.close()


AXE_PAGES = ["/?known_by=2025-04-02", "/changes?since=2025-01-01", "/diary?day=2025-04-03", "/diary?day=2025-04-03&view=month",
             "/events", "/relation/MLI/RUS", "/actor/AES?as_of=2025-04-10", "/claims", "/pledges?actor=RUS", "/outlets",
             "/outlet?name=Sahel+Courier", "/network?window=1095", "/shifts?actor=MLI", "/forecasts", "/forecasts?actor=MLI&with=RUS",
             "/rejects", "/method", "/search?q=Mali+Russia", "/nowhere", "event"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_shuts_anybody_out(browser: Any, address: str, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    context = browser.new_context(viewport=WIDE, color_scheme=scheme, base_url=address, bypass_csp=True, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    found = []
    for each in AXE_PAGES:
        if each == "event":
            page.goto("/search?q=consultations+Mali+Russia+April+2025")
            page.get_by_role("link", name="consultation", exact=False).first.click()
        else:
            page.goto(each)
        found += [
            (each, wrong["id"], [node["html"][:120] for node in wrong["nodes"][:3]])
            for wrong in axe.run(page).response["violations"]
            if wrong["impact"] in ("serious", "critical")
        ]
    context.close()
    assert found == []


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without scripts"])
def test_the_network_slides_back_and_forth(browser: Any, address: str, script: bool) -> None:
    watched = Watched(browser, address, java_script_enabled=script, viewport=PHONE)
    page = watched.page
    page.goto("/network?window=1095")
    assert "April 2025" in page.locator(".slide output").inner_text()
    slider = page.locator("#month")
    slider.focus()
    for _ in range(6):
        slider.press("ArrowLeft")
    if script:
        assert "October 2024" in page.locator(".slide output").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "wider than the window"
    page.get_by_role("button", name="Go there").click()
    assert "as_of=2024-10-31" in page.url
    assert "31 October 2024" in page.locator(".rewind .days").inner_text()
    page.get_by_role("link", name="Month before").click()
    assert "as_of=2024-09-30" in page.url
    if script:
        page.wait_for_selector(".drawing canvas")
    assert watched.wrong == []
    watched.context.close()


@pytest.mark.parametrize("path", ["/shifts?actor=MLI", "/forecasts?actor=MLI&with=RUS", "/network?window=1095&lang=fr"])
def test_a_chart_is_drawn_under_the_policy_or_its_table_stands_alone(browser: Any, address: str, path: str) -> None:
    watched = Watched(browser, address, viewport=WIDE)
    watched.page.goto(path)
    if watched.page.locator("figure.chart").count():
        watched.page.wait_for_selector(".drawing canvas")
    assert watched.page.locator("table").count() or watched.page.locator(".none").count()
    assert watched.wrong == []
    watched.context.close()
