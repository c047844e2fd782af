"""Status folded into PLOVER's and CAMEO's words."""

import pytest

from dragoman.events import Stage
from dragoman.export.cameo import CODES, INTENDED, code_of
from dragoman.export.plover import folded
from dragoman.importing.cameo import cameo
from dragoman.ontology.acts import MODES
from dragoman.record import EventType, Status
from tests.analysis.happenings import an_event


@pytest.mark.parametrize(
    ("type_", "mode", "stage", "becomes", "lost"),
    [
        ("CONSULT", "visit", "held", "CONSULT visit", ""),
        ("CONSULT", "visit", "planned", "AGREE", "what was planned: CONSULT visit"),
        ("CONSULT", "visit", "confirmed", "AGREE", "what was planned: CONSULT visit"),
        ("CONSULT", "visit", "cancelled", "REJECT meet", "what was called off: CONSULT visit"),
        ("AID", None, "urged", "REQUEST assist", "what is urged: AID"),
        ("AID", None, "cancelled", "REJECT assist", "what was called off: AID"),
        ("RETREAT", "ceasefire", "urged", "REQUEST yield", "what is urged: RETREAT ceasefire"),
        ("ASSAULT", None, "planned", "THREATEN violence", "what was planned: ASSAULT"),
        ("SANCTION", None, "planned", "THREATEN restrict", "what was planned: SANCTION"),
        ("SANCTION", None, "cancelled", "CONCEDE", "what was called off: SANCTION"),
        ("ASSAULT", "aerial", "ongoing", "ASSAULT aerial", "that it is going on"),
    ],
)
def test_folded(type_: str, mode: str | None, stage: str, becomes: str, lost: str) -> None:
    event = an_event([(stage, "2025-04-01")], type_=EventType(type_), mode=mode)
    found = folded(event, Stage(stage))
    assert not isinstance(found, str)
    assert f"{found.type} {found.mode or ''}".strip() == becomes
    assert "; ".join(found.lost) == lost


@pytest.mark.parametrize("stage", ["possible", "denied"])
def test_folded_leaves_out_what_plover_has_no_place_for(stage: str) -> None:
    assert folded(an_event([(stage, "2025-04-01")]), Stage(stage)) == f"{stage} acts have no place in PLOVER"


def test_a_plan_that_no_word_came_of_says_so() -> None:
    found = folded(an_event([("planned", "2025-04-01")]), Stage.NO_WORD)
    assert not isinstance(found, str)
    assert found.lost == ("what was planned, and that no word came of it: CONSULT",)


def test_folded_modes_are_modes_of_their_type() -> None:
    for type_ in EventType:
        for stage in Stage:
            found = folded(an_event([("planned", "2025-04-01")], type_=type_), stage)
            assert isinstance(found, str) or found.mode is None or found.mode in MODES[found.type]


def test_every_type_has_a_code_and_every_code_leads_back() -> None:
    assert {type_ for type_, mode in CODES if mode is None} == set(EventType)
    for (type_, mode), code in CODES.items():
        back = cameo().kind(code)
        assert back.type is type_, code
        assert mode is None or back.mode == mode, code
    for type_, code in INTENDED.items():
        back = cameo().kind(code)
        assert (back.type, back.status) == (type_, Status.PLANNED), code


@pytest.mark.parametrize(
    ("type_", "mode", "stage", "code", "lost"),
    [
        ("CONSULT", "visit", "held", "042", ()),
        ("CONSULT", "visit", "planned", "036", ("the mode visit",)),
        ("CONSULT", "multilateral", "held", "040", ("the mode multilateral",)),
        ("SANCTION", None, "planned", "132", ("what was planned: SANCTION",)),
    ],
)
def test_code_of(type_: str, mode: str | None, stage: str, code: str, lost: tuple[str, ...]) -> None:
    event = an_event([(stage, "2025-04-01")], type_=EventType(type_), mode=mode)
    found = code_of(event, Stage(stage))
    assert not isinstance(found, str)
    assert (found[0], found[2]) == (code, lost)
