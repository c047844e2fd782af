"""The crosswalk from CAMEO: codes with and without their zero, names in any spelling, intent as a plan."""

import gzip

import pytest

from dragoman.importing.cameo import NoAct, cameo
from dragoman.ontology.acts import is_mode_of
from dragoman.record import EventType

# code, name → type, mode, status
IS = [
    ("042", "", "CONSULT", "visit", "happened"),
    ("43", "", "CONSULT", "visit", "happened"),
    ("841", "", "RETREAT", "release", "happened"),
    ("0311", "", "COOPERATE", None, "planned"),
    ("036", "", "CONSULT", None, "planned"),
    ("0353", "", "RETREAT", "release", "planned"),
    ("057", "", "SUPPORT", None, "happened"),
    ("1056", "", "REQUEST", "yield", "happened"),
    ("163", "", "SANCTION", "discontinue", "happened"),
    ("166", "", "SANCTION", "expel", "happened"),
    ("195", "", "ASSAULT", "aerial", "happened"),
    ("1959", "", "ASSAULT", "aerial", "happened"),
    ("", "Express intent to meet or negotiate", "CONSULT", None, "planned"),
    ("", "fight_with_artillery_and_tanks", "ASSAULT", "heavy-weapons", "happened"),
    ("", "Refuse to allow international involvement (non-mediation)", "REJECT", "yield", "happened"),
]


@pytest.mark.parametrize(("code", "name", "type_", "mode", "status"), IS)
def test_a_code_or_name_is_an_act(code, name, type_, mode, status) -> None:
    found = cameo().kind(code, name)
    assert (found.type, found.mode, found.status) == (type_, mode, status)


@pytest.mark.parametrize("code", ["010", "012", "017"])
def test_statements_are_no_act(code) -> None:
    with pytest.raises(NoAct):
        cameo().kind(code)


@pytest.mark.parametrize(("code", "name"), [("999", ""), ("4x", ""), ("---", ""), ("", "Dance"), ("00", "")])
def test_what_is_not_of_cameo_is_said_to_be_so(code, name) -> None:
    with pytest.raises(ValueError, match="of CAMEO"):
        cameo().kind(code, name)


def test_every_act_has_a_mode_of_its_type() -> None:
    assert all(is_mode_of(each.type, each.mode) for each in cameo().by_code.values() if each)
    assert {each.type for each in cameo().by_code.values() if each} == set(EventType)


def test_every_name_that_icews_uses_is_known(shared) -> None:
    names = set()
    for file in (shared / "data" / "tkg").glob("*/relation2id.txt.gz"):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            names |= {line.split("\t")[0] for line in lines}
    assert len(names) > 250
    unknown = []
    for name in names:
        try:
            cameo().kind("", name)
        except NoAct:
            continue
        except ValueError:
            unknown.append(name)
    assert unknown == []
