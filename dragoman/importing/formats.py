"""The header of a known data set comes in; a function that makes imported events of its rows goes out.

Such a function raises ValueError, with a reason for people, for a row that cannot be used, and NoAct for one that
stands for no act.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import product

from dragoman.errors import Stop
from dragoman.events import Imported
from dragoman.importing.cameo import Kind, NoAct, cameo
from dragoman.importing.sides import Sides
from dragoman.ontology.acts import MODES
from dragoman.record import EventType, Participant, Place

Maker = Callable[[list[str]], list[Imported]]
"""Imported events of a row: one, but for sets that write several actors into one."""


@dataclass(frozen=True, slots=True)
class Format:
    """How a data set is written: its delimiter (None: told by the header), its first column's names, its maker.

    `without_header` are the columns of files that have no header, by how many there are.
    """

    name: str
    delimiter: str | None
    key: tuple[str, ...]
    make: Callable[[Sequence[str], Sides], Maker]
    without_header: Mapping[int, tuple[str, ...]]


class Columns:
    """Where each column is, by names that compare without case, blanks and signs."""

    def __init__(self, header: Sequence[str], what: str) -> None:
        self._at = {bare(name): place for place, name in reversed(list(enumerate(header)))}
        self._what = what

    def need(self, *names: str) -> int:
        """The place of a column by any of its names; Stop if there is none."""
        place = self.find(*names)
        if place < 0:
            raise Stop(f"this is no {self._what} file: it has no column “{names[0]}”.", remedy="Check its first line.")
        return place

    def find(self, *names: str) -> int:
        """The same, −1 if there is none."""
        return next((self._at[bare(name)] for name in names if bare(name) in self._at), -1)


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """The name of a column without case, blanks and signs."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


_DAYS: dict[str, date] = {}
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def day_of(text: str) -> date:
    """The day that “2024-03-01”, “20240301”, “1 March 2024” or “2024-03-01 10:00” name; ValueError if none.

    Numbers with slashes are refused: nobody can tell the day from the month.
    """
    found = _DAYS.get(text)
    if found is None:
        if len(_DAYS) > 100_000:
            _DAYS.clear()
        found = _DAYS[text] = _day(text)
    return found


def _day(text: str) -> date:
    bare_ = text.strip()
    try:
        if re.fullmatch(r"\d{8}(\d{6})?", bare_):
            return date(int(bare_[:4]), int(bare_[4:6]), int(bare_[6:8]))
        if named := re.fullmatch(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*\.?[ -](\d{4})", bare_):
            return date(int(named[3]), _MONTHS[named[2].lower()], int(named[1]))
        return date.fromisoformat(bare_[:10])
    except (ValueError, KeyError):
        raise ValueError(f"“{bare_[:30]}” is no date (want YYYY-MM-DD)" if bare_ else "it has no date") from None


def _needed(text: str, what: str) -> str:
    if not (found := text.strip()):
        raise ValueError(f"it has no {what}")
    return found


def _count(text: str) -> int:
    return int(text) if text.isdigit() and text != "0" else 1


def icews(header: Sequence[str], sides: Sides) -> Maker:
    """ICEWS coded event data as on Dataverse: names in words, and CAMEO's code and text."""
    at = Columns(header, "ICEWS")
    key, day = at.need("Event ID", "event_id"), at.need("Event Date", "event_date")
    text, code = at.find("Event Text", "event_text"), at.find("CAMEO Code", "cameo_code")
    one, one_sectors, one_country = at.need("Source Name"), at.find("Source Sectors"), at.need("Source Country")
    two, two_sectors, two_country = at.need("Target Name"), at.find("Target Sectors"), at.need("Target Country")
    city, country = at.find("City"), at.find("Country")
    walk = cameo()
    if text < 0 and code < 0:
        at.need("CAMEO Code")

    def make(row: list[str]) -> list[Imported]:
        row.append("")  # what -1 stands for
        words, number = row[text].strip(), row[code].strip()
        # The text is surer: numbers lose their leading zero on the way through a spreadsheet.
        try:
            kind = walk.kind("", words) if words else walk.kind(number)
        except ValueError:
            kind = walk.kind(number)
        on = day_of(row[day])
        where = (
            Place(row[city].strip(), sides.state(row[country])) if row[city].strip() or row[country].strip() else None
        )
        return [
            Imported(
                "icews", _needed(row[key], "Event ID"), on, on, kind.type, kind.mode, kind.status,
                sides.named(row[one].strip(), row[one_country].strip(), row[one_sectors]),
                sides.named(row[two].strip(), row[two_country].strip(), row[two_sectors]),
                number, words, where,
            )
        ]  # fmt: skip

    return make


_GEO_1 = ("Type", "FullName", "CountryCode", "ADM1Code", "Lat", "Long", "FeatureID")
_GEO_2 = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_SIDE = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip


def _gdelt_columns(geo: tuple[str, ...], last: tuple[str, ...]) -> tuple[str, ...]:
    return (
        "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *(f"Actor1{each}" for each in _SIDE),
        *(f"Actor2{each}" for each in _SIDE), "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass",
        "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone", *(f"Actor1Geo_{each}" for each in geo),
        *(f"Actor2Geo_{each}" for each in geo), *(f"ActionGeo_{each}" for each in geo), *last,
    )  # fmt: skip


GDELT_COLUMNS: Mapping[int, tuple[str, ...]] = {
    57: _gdelt_columns(_GEO_1, ("DATEADDED",)),
    58: _gdelt_columns(_GEO_1, ("DATEADDED", "SOURCEURL")),
    61: _gdelt_columns(_GEO_2, ("DATEADDED", "SOURCEURL")),
}
"""GDELT writes no header: version 1 has 57 columns up to March 2013 and 58 since, version 2 has 61."""


def gdelt(header: Sequence[str], sides: Sides) -> Maker:
    """GDELT events of version 1 or 2: actors by CAMEO's codes, places by FIPS 10-4."""
    at = Columns(header, "GDELT")
    key, day, added = at.need("GLOBALEVENTID"), at.need("SQLDATE"), at.find("DATEADDED")
    code, outlets, address = at.need("EventCode"), at.find("NumSources"), at.find("SOURCEURL")
    one = [at.need(f"Actor1{each}") for each in ("Name", "CountryCode", "KnownGroupCode", "Type1Code")]
    two = [at.need(f"Actor2{each}") for each in ("Name", "CountryCode", "KnownGroupCode", "Type1Code")]
    place, fips = at.find("ActionGeo_FullName"), at.find("ActionGeo_CountryCode")
    walk, width = cameo(), len(header)

    def make(row: list[str]) -> list[Imported]:
        if len(row) != width:
            raise ValueError(f"it has {len(row)} columns, not {width}")
        row.append("")
        number = row[code]
        kind = walk.kind(_needed(number, "EventCode"))
        on = day_of(row[day])
        known = day_of(row[added]) if row[added] else on
        where = Place(row[place], sides.state(row[fips], "fips")) if row[place] or row[fips] else None
        return [
            Imported(
                "gdelt", _needed(row[key], "GLOBALEVENTID"), on, max(on, known), kind.type, kind.mode, kind.status,
                sides.coded(*(row[each] for each in one)), sides.coded(*(row[each] for each in two)),
                number, row[address], where, _count(row[outlets]),
            )
        ]  # fmt: skip

    return make


_PHOENIX = (
    "EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity", "SourceActorRole",
    "SourceActorAttribute", "TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute",
    "EventCode", "EventRootCode", "QuadClass", "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName", "StateName",
    "CountryCode", "SentenceID", "URLs", "NewsSources",
)  # fmt: skip
PHOENIX_COLUMNS: Mapping[int, tuple[str, ...]] = {26: _PHOENIX, 27: (*_PHOENIX, "Process")}


def phoenix(header: Sequence[str], sides: Sides) -> Maker:
    """Phoenix, near real time (no header) or historical (eid, story_date …): actors and acts by CAMEO's codes."""
    at = Columns(header, "Phoenix")
    key, day = at.need("EventID", "eid"), at.need("Date", "story_date")
    one = [at.need("SourceActorEntity", "source_root"), at.find("SourceActorRole", "source_agent")]
    two = [at.need("TargetActorEntity", "target_root"), at.find("TargetActorRole", "target_agent")]
    code, issues = at.need("EventCode", "code"), at.find("Issues", "joined_issues")
    place, country = at.find("LocationName", "placename"), at.find("CountryCode", "countryname")
    urls = at.find("URLs")
    walk = cameo()

    def side(entity: str, role: str) -> Participant:
        return sides.coded(entity, "" if entity in ("IGO", "NGO", "IMG", "MNC") else entity, role, role or entity)

    def make(row: list[str]) -> list[Imported]:
        row.append("")
        kind = walk.kind(_needed(row[code], "event code").strip())
        on = day_of(row[day])
        where = Place(row[place], sides.state(row[country])) if row[place] else None
        return [
            Imported(
                "phoenix", _needed(row[key], "EventID"), on, on, kind.type, kind.mode, kind.status,
                side(row[one[0]], row[one[1]]), side(row[two[0]], row[two[1]]),
                row[code], row[issues], where, max(1, len(row[urls].split(";"))) if row[urls] else 1,
            )
        ]  # fmt: skip

    return make


def polecat(header: Sequence[str], sides: Sides) -> Maker:
    """POLECAT's weekly files: PLOVER's own types and modes; several actors stand in one cell."""
    at = Columns(header, "POLECAT")
    key, day, known = at.need("Event ID"), at.need("Event Date"), at.find("Publication Date")
    type_, mode = at.need("Event Type"), at.find("Event Mode")
    one = [at.need(f"Actor {each}") for each in ("Name", "Country")] + [
        at.find("Primary Actor Sector", "Actor Sectors")
    ]
    two = [at.need(f"Recipient {each}") for each in ("Name", "Country")]
    two += [at.find("Primary Recipient Sector", "Recipient Sectors")]
    place, country, contexts = at.find("Placename", "City"), at.find("Country"), at.find("Contexts")

    def make(row: list[str]) -> list[Imported]:
        row.append("")
        kind = plover(row[type_], row[mode])
        on = day_of(row[day])
        seen = day_of(row[known]) if row[known].strip() else on
        where = Place(row[place].strip(), sides.state(row[country])) if row[place].strip() else None
        pairs = list(product(_several(row, one, sides), _several(row, two, sides)))
        name = _needed(row[key], "Event ID")
        code = "/".join(each.strip() for each in (row[type_], row[mode]) if each.strip())
        return [
            Imported(
                "polecat", name if place == 0 else f"{name}/{place + 1}", on, max(on, seen), kind.type, kind.mode,
                kind.status, actor, recipient, code, row[contexts].strip(), where,
            )
            for place, (actor, recipient) in enumerate(pairs)
        ]  # fmt: skip

    return make


def _several(row: list[str], at: Sequence[int], sides: Sides) -> list[Participant]:
    names, countries, sectors = (row[each].split(";") for each in at)
    count = len(countries) if len(countries) in (len(names), 1) or len(names) == 1 else 1
    count = max(count, len(names) if len(countries) == len(names) else 1)
    return [
        sides.named(
            names[min(each, len(names) - 1)].strip(),
            countries[min(each, len(countries) - 1)].strip(),
            sectors[min(each, len(sectors) - 1)].strip(),
        )
        for each in range(min(count, 8))
    ]


def plover(type_: str, mode: str = "") -> Kind:
    """A type and mode in PLOVER's words as ours; a mode that the type does not have here is left out."""
    name = type_.strip().upper()
    try:
        found = EventType({"DEMAND": "REQUEST"}.get(name, name))
    except ValueError:
        raise ValueError(f"“{type_[:30]}” is no type of PLOVER" if name else "it has no event type") from None
    wanted = mode.strip().lower().replace("_", "-")
    return Kind(found, wanted if wanted in MODES[found] else None)


_ACLED: Mapping[str, tuple[str, str] | None] = {
    "battles": ("ASSAULT", ""), "armed clash": ("ASSAULT", "firearms"), "air/drone strike": ("ASSAULT", "aerial"),
    "suicide bomb": ("ASSAULT", "suicide-attack"), "shelling/artillery/missile attack": ("ASSAULT", "heavy-weapons"),
    "remote explosive/landmine/ied": ("ASSAULT", "explosives"), "grenade": ("ASSAULT", "explosives"),
    "explosions/remote violence": ("ASSAULT", "explosives"), "chemical weapon": ("ASSAULT", ""),
    "violence against civilians": ("ASSAULT", ""), "sexual violence": ("ASSAULT", "sexual"),
    "abduction/forced disappearance": ("ASSAULT", "abduct"), "protests": ("PROTEST", "demo"),
    "excessive force against protesters": ("ASSAULT", "crowd-control"), "riots": ("PROTEST", "riot"),
    "agreement": ("AGREE", ""), "arrests": ("COERCE", "arrest"), "looting/property destruction": ("ASSAULT", "destroy"),
    "headquarters or base established": ("MOBILIZE", ""), "non-violent transfer of territory": ("RETREAT", "withdraw"),
    "strategic developments": None, "change to group/activity": None, "disrupted weapons use": None, "other": None,
}  # fmt: skip
"""ACLED's sub-event types, or its event types where the sub-type says nothing finer; None for no act."""


def acled(header: Sequence[str], sides: Sides) -> Maker:
    """ACLED: who fights, protests or is struck, by name; nothing in it is diplomacy."""
    at = Columns(header, "ACLED")
    key = at.need("event_id_cnty", "data_id", "event_id_no_cnty")
    day, type_, finer = at.need("event_date"), at.need("event_type"), at.find("sub_event_type")
    one, one_kind, two, two_kind = at.need("actor1"), at.find("inter1"), at.find("actor2"), at.find("inter2")
    iso, place, notes, stamp = at.find("iso"), at.find("location"), at.find("notes"), at.find("timestamp")
    source = at.find("source")

    def make(row: list[str]) -> list[Imported]:
        row.append("")
        kind = _acled_kind(row[type_], row[finer])
        on = day_of(row[day])
        known = datetime.fromtimestamp(int(row[stamp]), UTC).date() if row[stamp].isdigit() else on
        where = Place(row[place], sides.state(row[iso], "isonum")) if row[place] or row[iso] else None
        return [
            Imported(
                "acled", _needed(row[key], "event_id_cnty"), on, max(on, known), kind.type, kind.mode, kind.status,
                sides.fighting(_needed(row[one], "actor1"), row[one_kind]),
                sides.fighting(row[two].strip(), row[two_kind]),
                row[finer] or row[type_], row[notes], where, max(1, len(row[source].split(";"))),
            )
        ]  # fmt: skip

    return make


def _acled_kind(type_: str, finer: str) -> Kind:
    for name in (finer.strip().lower(), type_.strip().lower()):
        if name in _ACLED:
            found = _ACLED[name]
            if found is None:
                raise NoAct(name)
            return Kind(EventType(found[0]), found[1] or None)
    raise ValueError(f"“{type_[:40]}” is no event type of ACLED" if type_.strip() else "it has no event_type")


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("icews", None, ("Event ID",), icews, {}),
        Format("gdelt", "\t", ("GLOBALEVENTID",), gdelt, GDELT_COLUMNS),
        Format("phoenix", None, ("EventID", "eid"), phoenix, PHOENIX_COLUMNS),
        Format("polecat", "\t", ("Event ID",), polecat, {}),
        Format("acled", None, ("event_id_cnty", "data_id", "event_id_no_cnty"), acled, {}),
    )
}
"""The data sets that are known by name."""
