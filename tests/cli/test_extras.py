"""A verb whose extra is not installed says which, in one line."""

import subprocess
import sys

import pytest

WITHOUT = """
import sys
sys.modules[{missing!r}] = None
from dragoman.cli.entry import main
main({words!r})
"""


@pytest.mark.parametrize(
    ("missing", "words", "extra"),
    [
        ("pyarrow", ["batch", "plan", "x.jsonl", "-o", "run"], "dragoman[batch]"),
        ("duckdb", ["batch", "gather", "run", "--parquet", "lake"], "dragoman[batch]"),
        ("starlette", ["serve", "--db", "x.db"], "dragoman[web]"),
        ("psycopg", ["events", "--db", "postgresql://127.0.0.1:1/x"], "dragoman[postgres]"),
    ],
)
def test_it_names_what_to_install(tmp_path, missing, words, extra):
    script = WITHOUT.format(missing=missing, words=words)
    ran = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 4
    assert extra in ran.stderr
    assert "Traceback" not in ran.stderr
