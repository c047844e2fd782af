import pytest

from dragoman.export.coded import party
from dragoman.record import Participant


@pytest.mark.parametrize(
    ("text", "country", "sector", "actor", "coded"),
    [
        ("Malian soldiers", "MLI", "MIL", None, ("MLI", None)),
        ("ECOWAS", None, "IGO", "ECOWAS", (None, "ECOWAS")),
        ("JNIM", None, "REB", "JNIM", (None, "JNIM")),
        # A state that few recognise is coded as that of the state that claims it; Kosovo has a code.
        ("Abkhazia", "ABK", "GOV", None, ("GEO", None)),
        ("Kosovo", "XKX", "GOV", None, ("XKX", None)),
        # Arms of a state, companies and coalitions are no named groups.
        ("the Revolutionary Guards", "IRN", "MIL", "IRGC", ("IRN", None)),
        ("Sberbank", "RUS", "BUS", "SBERBANK", ("RUS", None)),
        ("the Saudi-led coalition", None, "MIL", "SAUDI_COALITION", (None, None)),
        ("the Wagner group", None, "MIL", "WAGNER", (None, "WAGNER")),
        ("a group that no book knows", "MLI", "REB", "NEW_FRONT", ("MLI", "NEW_FRONT")),
    ],
)
def test_participants_are_coded_by_state_or_by_body(text, country, sector, actor, coded):
    written = party(Participant(text, country, sector, actor))
    assert written is not None
    assert (written["country"], written["id"]) == coded
