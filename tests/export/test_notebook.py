"""The notebook and the R script of the docs."""

import json
import re
from pathlib import Path

import pytest

from dragoman.export.flat import _EVENT

NOTEBOOKS = Path(__file__).parents[2] / "docs/notebooks"


def test_the_notebook_runs_and_gives_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells = [
        each for each in json.loads((NOTEBOOKS / "record.ipynb").read_text())["cells"] if each["cell_type"] == "code"
    ]
    scope: dict[str, object] = {}
    for cell in cells:
        *lines, last = "".join(cell["source"]).splitlines()
        if cell["outputs"]:
            exec("\n".join(lines), scope)
            shown = "".join(cell["outputs"][0]["data"]["text/plain"])
            if "shape" in last:
                assert repr(eval(last, scope)) == shown
        else:
            exec("\n".join([*lines, last]), scope)


def test_the_script_in_r_names_columns_that_are_there() -> None:
    script = (NOTEBOOKS / "record.R").read_text()
    named = {*re.findall(r"count\(events, (\w+)", script), *re.findall(r"unnest_longer\((\w+)", script), "status"}
    assert named <= {column.name for column in _EVENT}
