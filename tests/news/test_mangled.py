"""No bytes break a reader: a little of `make fuzz`, and every file that it ever found."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.news.mangling import SEEDS, mangled, try_reader

FOUND = sorted(each for each in (Path(__file__).parent / "found").iterdir() if each.suffix != ".md")


@pytest.mark.parametrize("reader", SEEDS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_mangled_files_are_read_or_refused(reader, data):
    try_reader(reader, data.draw(mangled(SEEDS[reader]())))


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_what_once_broke_a_reader_breaks_it_no_more(file):
    try_reader(file.name.partition("-")[0], file.read_bytes())
