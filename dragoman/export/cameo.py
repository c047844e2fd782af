"""Events become tables as CAMEO's users know them: one row for each actor and recipient, status folded, loss stated.

The crosswalk leads to CAMEO's coarse codes, for PLOVER's types and modes are fewer; each leads back to the same type by
`dragoman import`. The score is PLOVER's, and called so: Goldstein's scale is of other codes.
"""

import csv
import io
from collections.abc import Callable, Iterator
from typing import BinaryIO

from dragoman.events import STATUS_OF, Event, Stage
from dragoman.export.door import Answer, Cell
from dragoman.export.flat import web_address
from dragoman.export.plover import folded, staged
from dragoman.export.sheets import written
from dragoman.ontology.acts import QUAD, SCORES, Quad
from dragoman.record import EventType, Participant, Status

CODES: dict[tuple[EventType, str | None], str] = {
    (EventType.AGREE, None): "030", (EventType.CONSULT, None): "040", (EventType.CONSULT, "visit"): "042",
    (EventType.CONSULT, "phone"): "041", (EventType.CONSULT, "third-party"): "044",
    (EventType.SUPPORT, None): "050", (EventType.CONCEDE, None): "080", (EventType.COOPERATE, None): "060",
    (EventType.AID, None): "070", (EventType.RETREAT, None): "087", (EventType.RETREAT, "access"): "086",
    (EventType.RETREAT, "ceasefire"): "0871", (EventType.RETREAT, "disarm"): "0873",
    (EventType.RETREAT, "release"): "084", (EventType.RETREAT, "return"): "0842",
    (EventType.RETREAT, "withdraw"): "0874",
    (EventType.REQUEST, None): "020", (EventType.REQUEST, "assist"): "021", (EventType.REQUEST, "change"): "024",
    (EventType.REQUEST, "meet"): "026", (EventType.REQUEST, "yield"): "025",
    (EventType.ACCUSE, None): "110", (EventType.ACCUSE, "allege"): "112", (EventType.ACCUSE, "disapprove"): "111",
    (EventType.ACCUSE, "investigate"): "090",
    (EventType.REJECT, None): "120", (EventType.REJECT, "assist"): "121", (EventType.REJECT, "change"): "123",
    (EventType.REJECT, "meet"): "125", (EventType.REJECT, "yield"): "124",
    (EventType.THREATEN, None): "130", (EventType.THREATEN, "restrict"): "132", (EventType.THREATEN, "ban"): "1322",
    (EventType.THREATEN, "expel"): "136", (EventType.THREATEN, "relations"): "134",
    (EventType.THREATEN, "territory"): "1382", (EventType.THREATEN, "violence"): "138",
    (EventType.PROTEST, None): "140", (EventType.PROTEST, "demo"): "141", (EventType.PROTEST, "hunger"): "142",
    (EventType.PROTEST, "strike"): "143", (EventType.PROTEST, "obstruct"): "144", (EventType.PROTEST, "riot"): "145",
    (EventType.SANCTION, None): "160", (EventType.SANCTION, "convict"): "116",
    (EventType.SANCTION, "discontinue"): "162", (EventType.SANCTION, "expel"): "166",
    (EventType.SANCTION, "withdraw"): "161",
    (EventType.MOBILIZE, None): "150", (EventType.MOBILIZE, "troops"): "154", (EventType.MOBILIZE, "police"): "153",
    (EventType.COERCE, None): "170", (EventType.COERCE, "arrest"): "173", (EventType.COERCE, "ban"): "1722",
    (EventType.COERCE, "curfew"): "1723", (EventType.COERCE, "cyber"): "176", (EventType.COERCE, "deport"): "174",
    (EventType.COERCE, "martial-law"): "1724", (EventType.COERCE, "restrict"): "172",
    (EventType.COERCE, "seize"): "171",
    (EventType.ASSAULT, None): "190", (EventType.ASSAULT, "abduct"): "181", (EventType.ASSAULT, "aerial"): "195",
    (EventType.ASSAULT, "assassinate"): "186", (EventType.ASSAULT, "beat"): "182",
    (EventType.ASSAULT, "cleansing"): "203", (EventType.ASSAULT, "crowd-control"): "175",
    (EventType.ASSAULT, "destroy"): "1712", (EventType.ASSAULT, "drone"): "1952",
    (EventType.ASSAULT, "explosives"): "183", (EventType.ASSAULT, "firearms"): "193",
    (EventType.ASSAULT, "heavy-weapons"): "194", (EventType.ASSAULT, "massacre"): "202",
    (EventType.ASSAULT, "sexual"): "1821", (EventType.ASSAULT, "suicide-attack"): "1831",
    (EventType.ASSAULT, "torture"): "1822",
}  # fmt: skip
"""The code for each type and mode; a mode that CAMEO has no word for takes that of its type."""
INTENDED: dict[EventType, str] = {
    EventType.CONSULT: "036", EventType.COOPERATE: "031", EventType.AID: "033", EventType.CONCEDE: "034",
    EventType.SUPPORT: "032", EventType.RETREAT: "0356", EventType.AGREE: "037",
}  # fmt: skip
"""CAMEO's own codes (03: express intent) for what is planned, which lose less than AGREE."""
_QUADS = {
    Quad.VERBAL_COOPERATION: "1", Quad.MATERIAL_COOPERATION: "2", Quad.VERBAL_CONFLICT: "3",
    Quad.MATERIAL_CONFLICT: "4",
}  # fmt: skip

_Pair = tuple[Participant | None, Participant | None]
_Found = tuple[str, EventType, tuple[str, ...]]
_Rows = Callable[[Answer, Event, _Found, _Pair], tuple[Cell, ...]]


def code_of(event: Event, stage: Stage) -> _Found | str:
    """CAMEO's code for an event at a stage, the type that it counts as and what is lost; or why there is none."""
    found = folded(event, stage)
    if isinstance(found, str):
        return found
    if STATUS_OF[stage] is Status.PLANNED and event.type in INTENDED:
        lost: tuple[str, ...] = (f"the mode {event.mode}",) if event.mode else ()
        if stage is Stage.NO_WORD:
            lost = (*lost, "that no word came of the plan")
        return INTENDED[event.type], EventType.AGREE, lost
    code = CODES.get((found.type, found.mode)) or CODES[found.type, None]
    lost = found.lost
    if found.mode and (found.type, found.mode) not in CODES:
        lost = (*lost, f"the mode {found.mode}")
    return code, found.type, lost


class Cameo:
    """A tab-separated table with CAMEO codes, one row for each actor and recipient of an event."""

    columns = ("event", "date", "actor", "recipient", "code", "name", "quad", "plover_score", "country", "origins",
               "lost", "url")  # fmt: skip

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write the events one by one; what has no place in CAMEO is counted in the last line, which begins with #."""
        _write(answer, out, self.columns, _cameo)


class Icews:
    """A tab-separated table under the heads of ICEWS's own files, which its readers and `dragoman import` take."""

    columns = (
        "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
        "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
        "City", "District", "Province", "Country", "Latitude", "Longitude",
    )  # fmt: skip

    def write(self, answer: Answer, out: BinaryIO) -> None:
        """Write the events one by one. Numbers that ICEWS has and the record has not stay empty."""
        _write(answer, out, self.columns, _icews, note=False)


def _write(answer: Answer, out: BinaryIO, columns: tuple[str, ...], row_of: _Rows, *, note: bool = True) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", errors="replace")
    left = 0
    try:
        rows = csv.writer(text, delimiter="\t", lineterminator="\n")
        rows.writerow(columns)
        for event, stage in staged(answer):
            found = code_of(event, stage)
            if isinstance(found, str):
                left += 1
                continue
            for number, pair in enumerate(_pairs(event)):
                first, *others = row_of(answer, event, found, pair)
                # ICEWS has a row an event: a second pair needs a key of its own.
                key = first if note or not number else f"{first}-{number + 1}"
                rows.writerow([written(cell) for cell in (key, *others)])
        if note:
            facts = answer.about.facts()
            text.write(f"# {left} events left out: possible and denied acts; schema {facts['dragoman.schema']}, ")
            text.write(f"codebook {facts['dragoman.codebook']}\n")
        text.flush()
    finally:
        text.detach()


def _pairs(event: Event) -> Iterator[_Pair]:
    """Each actor with each recipient; those of a joint act with one another, where there is no recipient."""
    if event.recipients or len(event.actors) < 2:
        for actor in event.actors or (None,):
            for recipient in event.recipients or (None,):
                yield actor, recipient
        return
    for place, actor in enumerate(event.actors):
        for other in event.actors[place + 1 :]:
            yield actor, other


def _day(answer: Answer, event: Event) -> str:
    """The first day that is told, else the publication day of the first report."""
    when = answer.asked.when(event)
    day = (when.first or when.last) if when and when.is_stated else None
    return (day or event.first_known_on).isoformat()


def _cameo(answer: Answer, event: Event, found: _Found, pair: _Pair) -> tuple[Cell, ...]:
    code, type_, lost = found
    actor, recipient = ((one.code or one.text) if one else None for one in pair)
    lead = event.report(event.lead)
    where = event.where.country if event.where else None
    return (event.id, _day(answer, event), actor, recipient, code, str(type_), _QUADS[QUAD[type_]], SCORES[type_],
            where, len(event.origins), lost, web_address(lead.article.url))  # fmt: skip


def _icews(answer: Answer, event: Event, found: _Found, pair: _Pair) -> tuple[Cell, ...]:
    code, type_, lost = found
    lead = event.report(event.lead)
    sides = [_side(answer, one) for one in pair]
    text = f"{type_}" + (f" (lost: {'; '.join(lost)})" if lost else "")
    place = event.where
    country = _country(answer, place.country) if place else None
    return (
        event.id, _day(answer, event), *sides[0], text, code, SCORES[type_], *sides[1], lead.article.id, None,
        ", ".join(lead.article.outlets), place.name if place else None, None, None, country, None, None,
    )  # fmt: skip


def _side(answer: Answer, one: Participant | None) -> tuple[Cell, Cell, Cell]:
    """Name, sector and country as ICEWS has them, countries by name."""
    if one is None:
        return None, None, None
    actor = answer.book.actors.get(one.code or "")
    return (actor.name if actor else one.text), one.sector, _country(answer, one.country)


def _country(answer: Answer, code: str | None) -> str | None:
    state = answer.book.actors.get(code or "")
    return state.name if state else code
