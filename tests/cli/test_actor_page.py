"""docs/actors.md: every command in it prints what stands there, its examples are accepted, and its counts are the book's."""

import re
import shlex
from pathlib import Path

import pytest

from dragoman.ontology.book import Book
from dragoman.ontology.desk import add_shelf
from tests.cli.test_bad_input import run

PAGE = (Path(__file__).parents[2] / "docs" / "actors.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in "\n".join(blocks("console")).splitlines():
        if line.startswith("$ dragoman "):
            found.append((line.removeprefix("$ dragoman "), []))
        elif line:
            found[-1][1].append(line)
    return found


@pytest.mark.parametrize(("command", "shown"), commands(), ids=[command for command, _ in commands()])
def test_commands_print_what_the_page_shows(command: str, shown: list[str]) -> None:
    done = run(*shlex.split(command))
    assert done.returncode == 0, done.stderr.decode()
    told = done.stdout.decode().splitlines()
    pattern = "\n".join(".*" if line == "…" else re.escape(line) for line in shown)
    assert re.fullmatch(pattern, "\n".join(told), re.DOTALL), told


def test_the_example_shelf_is_accepted(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    (tmp_path / "my-desk.toml").write_text(example, encoding="utf-8")
    added = add_shelf(tmp_path / "my-desk.toml", tmp_path / "desk")
    assert added.rows == {"body": 1, "group": 1, "holder": 1}


def test_the_example_in_python_runs() -> None:
    (example,) = blocks("python")
    names: dict[str, object] = {}
    exec(example, names)
    book = names["book"]
    assert isinstance(book, Book)
    for line in example.splitlines():
        call, _, told = line.partition("#")
        if call.startswith("book.") and told.strip().startswith(('"', "[")):
            assert eval(call, names) == eval(told), line


@pytest.mark.parametrize("kind", ["states", "bodies", "groups", "parties", "outlets"])
def test_counts_are_the_books(kind: str) -> None:
    said = re.search(rf"\b(\d+) {kind[:5]}|\b(\d+) {'armed groups' if kind == 'groups' else kind}", PAGE)
    assert said is not None, kind
    assert int(said.group(1) or said.group(2)) == len(getattr(Book.load(), kind))
