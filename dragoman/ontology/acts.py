"""What can happen: the modes, quad class, score and contexts that PLOVER gives each type of act."""

from enum import StrEnum

from dragoman.record import EventType


class Quad(StrEnum):
    """Cooperation or conflict, in words or in deeds."""

    VERBAL_COOPERATION = "verbal cooperation"
    MATERIAL_COOPERATION = "material cooperation"
    VERBAL_CONFLICT = "verbal conflict"
    MATERIAL_CONFLICT = "material conflict"


QUAD: dict[EventType, Quad] = {
    EventType.AGREE: Quad.VERBAL_COOPERATION,
    EventType.CONSULT: Quad.VERBAL_COOPERATION,
    EventType.SUPPORT: Quad.VERBAL_COOPERATION,
    EventType.CONCEDE: Quad.VERBAL_COOPERATION,
    EventType.COOPERATE: Quad.MATERIAL_COOPERATION,
    EventType.AID: Quad.MATERIAL_COOPERATION,
    EventType.RETREAT: Quad.MATERIAL_COOPERATION,
    EventType.REQUEST: Quad.VERBAL_CONFLICT,
    EventType.ACCUSE: Quad.VERBAL_CONFLICT,
    EventType.REJECT: Quad.VERBAL_CONFLICT,
    EventType.THREATEN: Quad.VERBAL_CONFLICT,
    EventType.PROTEST: Quad.MATERIAL_CONFLICT,
    EventType.SANCTION: Quad.MATERIAL_CONFLICT,
    EventType.MOBILIZE: Quad.MATERIAL_CONFLICT,
    EventType.COERCE: Quad.MATERIAL_CONFLICT,
    EventType.ASSAULT: Quad.MATERIAL_CONFLICT,
}

RECIPROCAL = frozenset((EventType.CONSULT, EventType.COOPERATE, EventType.AGREE))
"""Types of acts that have two sides alike."""

OF_WORDS = frozenset((EventType.ACCUSE, EventType.REJECT, EventType.REQUEST, EventType.THREATEN))
"""Types of acts that are done by saying so."""

SPOKEN = OF_WORDS | {EventType.AGREE, EventType.SUPPORT}
"""The same, with what may be done in words: agreement and support."""

_ASKED = ("assist", "change", "yield", "meet")

MODES: dict[EventType, tuple[str, ...]] = {
    EventType.AGREE: (),
    EventType.CONSULT: ("visit", "third-party", "multilateral", "phone"),
    EventType.SUPPORT: (),
    EventType.CONCEDE: (),
    EventType.COOPERATE: (),
    EventType.AID: (),
    EventType.RETREAT: ("withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"),
    EventType.REQUEST: _ASKED,
    EventType.ACCUSE: ("disapprove", "investigate", "allege"),
    EventType.REJECT: _ASKED,
    EventType.THREATEN: ("restrict", "ban", "arrest", "relations", "expel", "territory", "violence"),
    EventType.PROTEST: ("demo", "riot", "strike", "hunger", "boycott", "obstruct"),
    EventType.SANCTION: ("convict", "expel", "withdraw", "discontinue"),
    EventType.MOBILIZE: ("troops", "weapons", "police", "militia"),
    EventType.COERCE: (
        "seize", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
        "misinformation", "cyber",
    ),
    EventType.ASSAULT: (
        "abduct", "beat", "torture", "execute", "sexual", "assassinate", "destroy", "primitive", "firearms",
        "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "cleansing", "massacre",
    ),
}  # fmt: skip

SCORES: dict[EventType, float] = {
    EventType.ASSAULT: -9.3,
    EventType.COERCE: -7.2,
    EventType.PROTEST: -6.6,
    EventType.MOBILIZE: -5.3,
    EventType.SANCTION: -5.2,
    EventType.THREATEN: -5.1,
    EventType.REQUEST: -5.0,
    EventType.REJECT: -4.2,
    EventType.ACCUSE: -2.0,
    EventType.CONSULT: 2.1,
    EventType.AGREE: 4.2,
    EventType.SUPPORT: 4.6,
    EventType.CONCEDE: 5.0,
    EventType.COOPERATE: 6.8,
    EventType.AID: 7.4,
    EventType.RETREAT: 7.6,
}
"""Conflict to cooperation, from −10 to +10: the "Schrodt scores" of the PLOVER manual, draft 0.7b1 (Open Event Data
Alliance 2021, section "Numeric conflict/cooperation scores"); its DEMAND is REQUEST here."""

CONTEXTS: tuple[str, ...] = (
    "political", "military", "security", "intelligence", "peacekeeping", "economic", "diplomatic", "resource",
    "culture", "disease", "environment", "disaster", "migration", "humanitarian", "legal", "human_rights",
    "rights_freedoms", "gender", "lgbt", "terrorism", "human_security", "religion_ethnicity", "government", "election",
    "legislative", "cbrn", "cyber", "political_institutions", "corruption", "crime", "territory", "energy",
)  # fmt: skip
"""Areas that an act lies in: PLOVER's contexts, its mark-up of tense and negation left out because status says that,
with `security`, `territory` and `energy` beside them for the words in which states name their cooperation."""


def is_mode_of(type_: EventType, mode: str | None) -> bool:
    """True if the type has this mode; every type may have none."""
    return mode is None or mode in MODES[type_]
