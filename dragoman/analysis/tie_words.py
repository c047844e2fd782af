"""The words of an event come in; what they do to a tie goes out: which tie, begun or ended, told ahead or in effect.

The table is read from the top; the first row that fits an event's kind and its words decides. The words are those about
the act: 60 characters before the words that name it, and 110 after, within the sentence.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from dragoman.events import Event, Recorded
from dragoman.record import EventType

_T = EventType
BEFORE, AFTER = 60, 110


class Turn(StrEnum):
    """What an event does to a tie."""

    BEGINS = "begins"
    ENDS = "ends"


class Sides(StrEnum):
    """Who stands on which side of the tie: as the act has them, the other way round, or both alike."""

    ACTS_ON = "actor, recipient"
    ACTED_ON = "recipient, actor"
    MUTUAL = "both"


@dataclass(frozen=True, slots=True)
class TieWord:
    """One row: kinds of act and words → the tie, its turn and its sides.

    `whom_kind` is what the second side must be (body or state; "" for either).
    """

    kind: str
    turn: Turn
    types: frozenset[EventType]
    words: re.Pattern[str]
    sides: Sides
    whom_kind: str = ""


def _row(kind: str, turn: Turn, types: str, words: str, sides: Sides = Sides.ACTS_ON, whom_kind: str = "") -> TieWord:
    kinds = frozenset(EventType(each) for each in types.split())
    return TieWord(kind, turn, kinds, re.compile(words, re.IGNORECASE), sides, whom_kind)


_B, _E = Turn.BEGINS, Turn.ENDS
_LIFT = r"\b(?:lift|eas|suspend|remov|end|drop|revok|terminat|repeal|waiv|unfreez|relax)\w*\b"
_CUT = r"\b(?:sever|br(?:oke|eak)|cut|ended|ending|ends|suspend)\w*\b"
_GAP = r"(?:\W+[\w’'-]+){0,8}?\W+"
_TIES = r"(?:diplomatic )?(?:relations|ties)\b"
_OFF = r"\b(?:terminat|denounc|scrap|suspend|pull|tore|tear|revok|annul|cancel|withdr[ae]w|abandon|renounc|end)\w*\b"

TABLE: tuple[TieWord, ...] = (
    # ---- bodies
    _row("suspended", _E, "CONCEDE SUPPORT RETREAT COOPERATE SANCTION",
         rf"{_LIFT}{_GAP}suspension|\b(?:readmit|re-admit|reinstat)\w*", Sides.ACTED_ON, "body"),
    _row("suspended", _B, "SANCTION COERCE", r"\bsuspen(?:d|sion)\w*(?!\W+(?:relations|ties|aid|the aid))",
         Sides.ACTED_ON, "body"),
    _row("member", _E, "SANCTION COERCE", r"\b(?:expel|expul|oust|exclud)\w*", Sides.ACTED_ON, "body"),
    _row("member", _E, "SANCTION RETREAT REJECT",
         r"\b(?:leav\w*|left|withdr[ae]w\w*|quit\w*|exit\w*|pull\w* out|depart\w*|walk\w* out|cease\w* to be)\b",
         Sides.ACTS_ON, "body"),
    _row("member", _B, "SUPPORT AGREE COOPERATE",
         r"\b(?:join\w*|rejoin\w*|acced\w*|accession|admi(?:t|ssion)\w*|becom\w+ (?:a |the )?(?:\w+ ){0,3}member)\b",
         Sides.ACTS_ON, "body"),
    # ---- sanctions
    _row("under sanctions of", _E, "CONCEDE RETREAT COOPERATE SUPPORT SANCTION AGREE",
         rf"{_LIFT}{_GAP}(?:sanction|embargo|restriction|measures)\w*"
         r"|sanctions?\W+(?:were|was|have been|are) (?:partly )?(?:lift|eas|remov|suspend|drop)\w*", Sides.ACTED_ON),
    _row("under sanctions of", _B, "SANCTION COERCE",
         r"\b(?:sanction(?:s|ed|ing)?|embargo\w*|asset freeze|travel ban)\b", Sides.ACTED_ON),
    # ---- envoys
    _row("ambassador in", _E, "SANCTION RETREAT REJECT",
         rf"\b(?:recall|withdr[ae]w|pull)\w*\b{_GAP}(?:ambassador|envoy|charg)\w*|(?:ambassador|envoy)s?{_GAP}recall\w*"),
    _row("ambassador in", _B, "SUPPORT CONCEDE COOPERATE RETREAT AGREE CONSULT",
         rf"\b(?:return|send|sent|reinstat|restor|dispatch|accredit|post)\w*\b{_GAP}(?:ambassador|envoy)\w*"
         rf"|(?:ambassador|envoy)s?{_GAP}(?:return|resum|back)\w*"),
    _row("ambassador in", _E, "SANCTION COERCE", rf"\b(?:expel|order|declar|eject)\w*\b{_GAP}(?:ambassador|envoy)\w*",
         Sides.ACTED_ON),
    # ---- relations
    _row("relations downgraded with", _B, "SANCTION REJECT", r"\bdowngrad\w*", Sides.MUTUAL),
    _row("in relations with", _E, "SANCTION REJECT COERCE",
         rf"{_CUT}{_GAP}{_TIES}|\brupture\b", Sides.MUTUAL, "state"),
    _row("in relations with", _B, "SUPPORT AGREE COOPERATE CONCEDE",
         rf"\b(?:establish|open|restor|resum|re-?establish|normali[sz]|renew)\w*\b{_GAP}{_TIES}"
         rf"|\b{_TIES}\W+(?:\w+\W+){{0,2}}(?:restored|resumed|established)", Sides.MUTUAL, "state"),
    _row("recognised by", _E, "SANCTION REJECT", rf"\b(?:withdr[ae]w|revok|rescind|end)\w*\b{_GAP}recognition",
         Sides.ACTED_ON),
    _row("recognised by", _B, "SUPPORT", r"\brecogni[sz]\w*", Sides.ACTED_ON),
    # ---- bases, forces
    _row("base in", _E, "RETREAT CONCEDE SANCTION",
         rf"\b(?:clos|leav|left|hand|withdr[ae]w|evacuat|vacat|quit|return|transfer)\w*\b{_GAP}(?:\w+ )?bases?\b"),
    _row("base in", _B, "COOPERATE AGREE SUPPORT MOBILIZE",
         rf"\b(?:open|establish|set up|build|inaugurat)\w*\b{_GAP}bases?\b"),
    _row("forces in", _E, "RETREAT",
         r"\b(?:troops|forces|soldiers|contingent|mission|peacekeepers|fighters|mercenar\w+|"
         r"withdr[ae]w\w*|leav\w*|left)\b"),
    # ---- treaties
    _row("agreement with", _E, "SANCTION REJECT COERCE",
         rf"{_OFF}{_GAP}(?:agreement|treaty|accord|pact|deal|convention)s?\b", Sides.MUTUAL),
    _row("agreement with", _B, "SUPPORT", r"\b(?:sign|ratif|seal|ink)\w*", Sides.MUTUAL),
    # ---- chairs
    _row("chair", _B, "SUPPORT AGREE CONSULT COOPERATE",
         rf"\b(?:assum|took|tak|hand|elect|appoint|becom|became)\w*\b{_GAP}(?:chair\w*|presidency)\b",
         Sides.ACTS_ON, "body"),
)  # fmt: skip
"""Every tie that events tell of, and the words that tell it."""

_NOTICE = re.compile(
    r"\b(announc\w*|notif\w*|notice|decid\w*|decision|inten[dt]\w*|declar\w*|said (?:\w+ ){0,4}would|letter)\b",
    re.IGNORECASE,
)
_IN_EFFECT = re.compile(
    r"\b(formally|officially|took effect|takes effect|taken effect|effective|c[oa]me into (?:force|effect)|no longer|"
    r"ceased|completed?|a year after|last (?:soldiers?|troops))\b",
    re.IGNORECASE,
)


def words_about(each: Recorded) -> str:
    """The words of a report's sentence about those that name the act."""
    sentence, report = each.sentence, each.report
    start = report.anchor.start - (report.sentence or report.anchor).start
    end = start + report.anchor.end - report.anchor.start
    return sentence[max(0, start - BEFORE) : end + AFTER]


def tie_word(event: Event) -> TieWord | None:
    """The row of the table that fits an event, by any of its reports; None where it tells of no tie."""
    abouts = [words_about(each) for each in event.reports]
    for row in TABLE:
        if event.type in row.types and any(row.words.search(about) for about in abouts):
            return row
    return None


def is_notice(each: Recorded) -> bool:
    """True where a report tells that leaving was announced, and not that it took effect."""
    about = words_about(each)
    return bool(_NOTICE.search(about)) and not _IN_EFFECT.search(about)


def is_in_effect(each: Recorded) -> bool:
    """True where the words say that it has taken effect."""
    return bool(_IN_EFFECT.search(words_about(each)))
