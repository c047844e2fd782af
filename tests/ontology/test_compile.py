"""The index of the book is compiled where nothing but Python is installed: in the environment of a build."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_compiling_needs_the_standard_library_only() -> None:
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import dragoman.ontology.compile"
    # -I -S: no site-packages, so that an import of anything installed fails.
    done = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
