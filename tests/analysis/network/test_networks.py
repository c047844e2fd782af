"""Graphs, likeness, communities, balance and sides on small cases whose answer is known."""

from datetime import date

import numpy as np
import pytest

from dragoman.analysis.network.balance import balance, central
from dragoman.analysis.network.communities import communities
from dragoman.analysis.network.graph import network
from dragoman.analysis.network.likeness import likeness
from dragoman.analysis.network.sides import agreement, beside, switches
from tests.analysis.network.making import acts

TOLD = """
MLI RUS CONSULT 2024-03-01
RUS MLI AID 2024-05-02
MLI FRA ACCUSE 2024-06-03
MLI NER AGREE 2023-01-01
"""


def test_a_network_has_the_acts_of_its_window_with_their_days():
    found = network(acts(TOLD), date(2024, 1, 1), date(2024, 12, 31))
    assert found.nodes == ("FRA", "MLI", "RUS")
    edge = next(each for each in found.edges if each.other == "RUS")
    assert (edge.meetings, edge.cooperation, edge.conflict) == (1, 1, 0)
    assert (edge.first, edge.last) == (date(2024, 3, 1), date(2024, 5, 2))


def test_those_are_alike_who_act_with_the_same_though_never_with_one_another():
    told = [
        f"{one} {other} AID 2024-01-{day:02}"
        for day in range(1, 29)
        for one, other in (("A", "X"), ("B", "X"), ("C", "Y"), ("D", "Y"))
    ]
    found = network(acts("\n".join(told)), date(2024, 1, 1), date(2024, 12, 31))
    place = {code: number for number, code in enumerate(found.nodes)}
    alike = likeness(found.matrices()[0])
    assert alike[place["A"], place["B"]] > 0.9
    assert alike[place["A"], place["C"]] < 0


def test_two_cliques_are_two_stable_communities():
    table = np.zeros((8, 8))
    table[:4, :4] = table[4:, 4:] = 1
    table[0, 4] = table[4, 0] = 0.2
    np.fill_diagonal(table, 0)
    found = communities("abcdefgh", table)
    assert found.groups == (("a", "b", "c", "d"), ("e", "f", "g", "h"))
    assert found.stability == 1
    assert dict(found.belonging) == dict.fromkeys("abcdefgh", 1.0)


@pytest.mark.parametrize(
    ("signs", "triads", "frustration"),
    [((1, 1, 1), 1, 0), ((1, -1, -1), 1, 0), ((1, 1, -1), 0, 1 / 3), ((-1, -1, -1), 0, 1 / 3)],
)
def test_balance_of_one_triangle(signs, triads, frustration):
    ab, ac, bc = signs
    table = np.array([[0, ab, ac], [ab, 0, bc], [ac, bc, 0]], dtype=float)
    found = balance("abc", table)
    assert found.triads == triads
    assert found.frustration == pytest.approx(frustration)


def test_the_hub_is_most_central():
    table = np.zeros((4, 4))
    table[0, 1:] = table[1:, 0] = 1
    first = central("hxyz", table, np.zeros((4, 4)))[0]
    assert (first.code, first.cooperation, first.between) == ("h", 3, 1)


def test_nothing_gives_nothing():
    found = network([], date(2024, 1, 1), date(2024, 12, 31))
    assert found.nodes == ()
    assert communities(found.nodes, found.matrices()[0]).groups == ()
    assert balance(found.nodes, found.matrices()[0]).triads is None


def test_agreement_is_above_chance_within_a_bloc_and_below_between_blocs():
    votes = np.array([[1, 1, -1, -1, 1], [1, 1, -1, -1, 1], [-1, -1, 1, 1, 1], [-1, -1, 1, 1, 1]], dtype=float)
    found = agreement(votes)
    assert found[0, 1] > 0 > found[0, 2]
    assert beside("abcd", found, ["a", "b"]) == {"a": 1, "b": 1, "c": 0, "d": 0}


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([0, 0, 0, 1, 1, 1], [(2003, True)]),
        ([0, 0, 1, 0, 0, 0], []),
        ([1, 1, 1, 0, 0, 0], [(2003, False)]),
        ([0, 0, 0, 1, 1, 1, 0, 0, 0], [(2003, True), (2006, False)]),
        ([1, 1, 1], []),
    ],
)
def test_a_lone_odd_year_is_no_switch(shares, expected):
    by_year = {2000 + number: {"POL": share} for number, share in enumerate(shares)}
    assert [(each.year, each.joins) for each in switches(by_year)] == expected
