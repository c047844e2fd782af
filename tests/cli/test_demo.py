"""The first command of the README prints what the README shows."""

import re
from pathlib import Path

from tests.cli.test_bad_input import run

README = Path(__file__).parents[2] / "README.md"


def test_the_demo_prints_what_the_readme_shows() -> None:
    shown = re.search(
        r"The demo prints, among other things:\n\n```\n(.*?)```", README.read_text(encoding="utf-8"), re.S
    )
    assert shown
    printed = run("demo").stdout.decode()
    for block in shown[1].split("\n\n"):
        for act in re.split(r"\n(?=\S)", block.strip("\n")):
            assert act in printed
