"""Acts: every type has a quad class, a score on the right side of nought, and modes of its own."""

import pytest

from dragoman.ontology.acts import CONTEXTS, MODES, QUAD, SCORES, Quad, is_mode_of
from dragoman.ontology.sectors import MEANING, Sector
from dragoman.record import EventType


@pytest.mark.parametrize("type_", EventType)
def test_every_type_is_described(type_: EventType) -> None:
    is_cooperation = QUAD[type_] in (Quad.VERBAL_COOPERATION, Quad.MATERIAL_COOPERATION)
    assert (SCORES[type_] > 0) is is_cooperation
    assert all(is_mode_of(type_, mode) for mode in (*MODES[type_], None))


def test_the_two_settled_values() -> None:
    assert QUAD[EventType.SANCTION] is Quad.MATERIAL_CONFLICT
    assert SCORES[EventType.ACCUSE] == -2.0


def test_a_mode_belongs_to_its_type() -> None:
    assert is_mode_of(EventType.CONSULT, "visit")
    assert not is_mode_of(EventType.ASSAULT, "visit")


def test_no_context_twice_and_every_sector_explained() -> None:
    assert len(set(CONTEXTS)) == len(CONTEXTS)
    assert set(MEANING) == set(Sector)
