"""The chart of a network: marks told apart without colour, the table with all pairs, and what it says in words."""

import json
from datetime import date

import pytest

from dragoman.analysis.network.communities import communities
from dragoman.analysis.network.graph import network
from dragoman.export.charts import drawn
from dragoman.export.pair_chart import SHOWN, pair_chart
from tests.analysis.network.making import acts

TOLD = """
MLI BFA SUPPORT 2024-07-06
MLI BFA AID 2024-08-01
MLI RUS CONSULT 2024-03-01
MLI ECOWAS REJECT 2024-07-06
MLI ECOWAS ACCUSE 2024-07-07
FRA MLI AID 2024-01-01
FRA MLI ACCUSE 2024-02-01
"""
NAMES = {"MLI": "Mali", "BFA": "Burkina Faso"}


def chart(told=TOLD):
    found = network(acts(told), date(2024, 1, 1), date(2024, 12, 31))
    return pair_chart(found, communities(found.nodes, found.matrices()[0]), NAMES)


def test_the_sentence_names_the_closest_and_those_most_at_odds():
    assert chart().sentence == (
        "5 actors and 4 pairs; most cooperation is between Burkina Faso and Mali (2.0); "
        "most conflict between ECOWAS and Mali (2.0)."
    )


def test_the_table_has_every_pair_with_its_events():
    rows = chart().rows
    assert len(rows) == 4
    assert rows[0][:5] == ["Burkina Faso", "Mali", "0.0", "2.0", "0.0"]
    assert all(row[-1] for row in rows)


def test_kinds_of_pairs_differ_in_shape_and_each_mark_stands_on_both_sides():
    spec = chart().spec
    values = spec["data"]["values"]
    kinds = {(each["row"], each["column"]): each["kind"] for each in values}
    assert kinds["MLI", "ECOWAS"] == kinds["ECOWAS", "MLI"] == "mostly conflict"
    assert (kinds["MLI", "BFA"], kinds["FRA", "MLI"]) == ("mostly cooperation", "both")
    shapes = spec["encoding"]["shape"]["scale"]["range"]
    assert len(set(shapes)) == len(shapes) == 3


def test_a_large_network_is_cut_to_the_busiest_and_says_so():
    told = "\n".join(f"MLI S{number:02} AID 2024-01-{number % 28 + 1:02}" for number in range(SHOWN + 6))
    large = chart(told)
    assert len({each["row"] for each in large.spec["data"]["values"]}) <= SHOWN
    assert "leaves out 7" in large.note
    assert len(large.rows) == SHOWN + 6


@pytest.mark.parametrize(("form", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("html", b"<!doctype html>")])
def test_it_is_drawn_in_each_form(form, begins):
    assert drawn(chart(), form).startswith(begins)


def test_an_empty_network_is_drawn_and_said_to_be_empty():
    empty = chart("")
    assert "no act" in empty.sentence
    assert json.dumps(empty.spec)
    assert drawn(empty, "svg").startswith(b"<svg")
