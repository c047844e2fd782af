"""Documents that hang, blow up or crash their reader are ended, and the next one is read."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dragoman.errors import Skip
from dragoman.news.pages import page_found
from dragoman.news.source import read_source
from dragoman.news.worker import PATIENCE, TASKS, Worker
from tests.news.making import TEXT, a_page


def hang(raw):
    """A library that never comes back, and holds the interpreter's lock meanwhile."""
    import re

    re.match(r"(a+)+$", "a" * 64 + "b")


def doze(raw):
    """One that waits for something that never comes, and takes no time of the processor."""
    time.sleep(3600)


def crash(raw):
    os.abort()


def grow(raw):
    return [bytes(1 << 28) for _ in range(100)]


def shout(raw):
    print("a library that prints", flush=True)
    os.write(1, b"and one that writes\n")
    return "heard"


def refuse(raw):
    raise Skip("not today", stage="language")


def fail(raw):
    raise KeyError("no")


@pytest.fixture
def worker(monkeypatch):
    """A worker that knows the tasks above; the child finds them because it is told where they are."""
    program = (
        "from dragoman.news import worker\n"
        "worker.TASKS |= {n: f'tests.news.test_worker:{n}' for n in ('hang', 'doze', 'crash', 'grow', 'shout', 'refuse', 'fail')}\n"
        "worker.main()\n"
    )
    real = subprocess.Popen
    monkeypatch.setattr(
        "dragoman.news.worker.subprocess.Popen", lambda command, **given: real([sys.executable, "-c", program], **given)
    )
    found = Worker(seconds=2.0)
    yield found
    found.close()


TROUBLES = {
    "doze": "took longer than 0.3 seconds",
    "hang": "took longer than 2 seconds",
    "crash": "broke the reader",
    "grow": "took too much memory",
    "refuse": "not today",
    "fail": r"cannot be taken apart \(KeyError\)",
}


@pytest.mark.parametrize(("task", "said"), TROUBLES.items(), ids=TROUBLES)
def test_whatever_a_document_does_the_next_one_is_read(worker, task, said):
    if task == "doze":
        worker.ask("shout", b"")
        worker._seconds = 0.3
    began = time.monotonic()
    with pytest.raises(Skip, match=said) as raised:
        worker.ask(task, b"")
    worker._seconds = 2.0
    assert time.monotonic() - began < 2.0 * PATIENCE + 3
    assert raised.value.stage == ("language" if task == "refuse" else "read")
    assert worker.ask("shout", b"") == "heard"
    assert worker.ask("page", a_page())["text"].startswith(TEXT)


def test_a_child_that_is_killed_between_two_documents_is_replaced(worker):
    assert worker.ask("shout", b"") == "heard"
    worker._child.kill()
    worker._child.wait()
    assert worker.ask("shout", b"") == "heard"


def test_a_child_ends_with_the_one_who_asks():
    program = "from dragoman.news.worker import shared; shared.ask('page', b'<p>x</p>' * 99); print(shared._child.pid, flush=True); import os; os.kill(os.getpid(), 9)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    child = int(done.stdout)
    for _ in range(100):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            break
        if b") Z " in Path(f"/proc/{child}/stat").read_bytes():
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child lives on")


HOSTILE = {
    "deeply nested": b"<html><body>" + b"<div>" * 200_000 + b"x",
    "deeply nested lists": b"<html><body>" + b"<ul><li>" * 50_000 + b"Mali met Niger.",
    "a token of a million letters": a_page("x" * 1_000_000, TEXT),
    "an attribute of a million letters": a_page(TEXT, body=f'<img src="data:image/png;base64,{"A" * 1_000_000}"><p>{TEXT}</p>'),
    "a million tags": b"<html><body>" + b"<b>" * 1_000_000 + b"x",
    "a million attributes": b"<html><body><p " + b"a " * 1_000_000 + b">x</p>",
    "a million entities": b"<html><body><p>" + b"&amp;" * 1_000_000 + b"</p>",
    "comments that never end": b"<html><body>" + b"<!--" * 500_000,
    "JSON-LD without a bottom": a_page(TEXT, head='<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
    "NULs": b"<html><body><p>Mali met Niger.</p>" + bytes(100_000),
}  # fmt: skip


@pytest.mark.parametrize("held", HOSTILE.values(), ids=HOSTILE)
def test_hostile_pages_are_read_or_refused_in_time(tmp_path, held):
    (tmp_path / "a.html").write_bytes(held)
    began = time.monotonic()
    [_] = read_source(tmp_path / "a.html")
    assert time.monotonic() - began < 30


def test_a_picture_in_an_address_hides_no_article():
    held = a_page(TEXT, body=f'<img src="data:image/png;base64,{"A" * 1_000_000}"><p>They will meet in June.</p>')
    assert "They will meet in June." in page_found(held).text


def test_the_tasks_are_what_their_modules_hold():
    for where in TASKS.values():
        module, _, name = where.partition(":")
        assert callable(getattr(__import__(module, fromlist=[name]), name))
